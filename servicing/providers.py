"""What loans add to the case page."""

from collections.abc import Collection
from decimal import Decimal

from django.db.models import F, OuterRef, Subquery, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from applications.models import Application
from applications.providers import Action, Lack, LedgerColumn, Room
from applications.states import Status
from core import dates, display
from core.numbering import shown
from servicing import permissions
from servicing.models import Instalment, Loan
from staff.models import User

ROOM = Room(
    "repayment",
    gettext_lazy("Repayment"),
    "servicing:room",
    80,
    lambda application: application.status in {Status.DISBURSED, Status.CLOSED},
)

LABELS = {
    "before_3": gettext_lazy("Reminder before the due date"),
    "after_1": gettext_lazy("First overdue reminder"),
    "after_7": gettext_lazy("Overdue reminder after seven days"),
    "guarantor_after_7": gettext_lazy("Overdue notice to a guarantor"),
    "digest": gettext_lazy("Daily digest"),
}


def lacks(application: Application) -> list[Lack]:
    """Instalments that are late, each with what is unpaid of principal and interest."""
    if application.status not in {Status.DISBURSED, Status.CLOSED}:
        return []
    today = dates.today()
    late = Instalment.objects.overdue(today).filter(schedule__loan__application=application)
    found = []
    for row in late.select_related("schedule__loan").order_by("due_on"):
        days = (today - row.due_on).days
        why = ngettext("{amount}, {days} day late", "{amount}, {days} days late", days)
        found.append(
            Lack(
                _("Instalment {number} of {loan}").format(number=row.number, loan=shown(row.schedule.loan.number)),
                why.format(amount=display.in_words(row.open_amount, "yuan"), days=days),
                row.due_on,
                reverse("servicing:loan", args=[row.schedule.loan.number]),
                _("Open"),
            )
        )
    return found


def actions(application: Application, user: User, missing: list[Lack]) -> list[Action]:
    """Finance posts what comes in."""
    if application.status not in {Status.DISBURSED, Status.CLOSED}:
        return []
    loan = application.loans.active().order_by("pk").first()
    if loan is None or permissions.may_post(user, loan):
        return []
    return [Action(_("Post a repayment"), reverse("servicing:post-payment", args=[loan.number]))]


def holder(application: Application) -> str | None:
    """A loan in repayment is looked after by its account manager."""
    return application.account_manager.name if application.status == Status.DISBURSED else None


def outstanding(customers: Collection[int]) -> dict[int, Decimal]:
    """Yuan of principal not yet repaid on active loans, by customer id."""
    loans = Loan.objects.active().filter(customer__in=customers).order_by()
    return dict(loans.values_list("customer").annotate(total=Sum(F("principal") - F("principal_paid"))))


def _of_loans(value) -> Subquery:
    """A sum over the loans of each application of a list."""
    loans = Loan.objects.filter(application=OuterRef("pk")).order_by().values("application")
    return Subquery(loans.annotate(total=Sum(value)).values("total"))


LEDGER = [
    LedgerColumn("disbursed_amount", gettext_lazy("Disbursed"), _of_loans("principal")),
    LedgerColumn("balance", gettext_lazy("Balance"), _of_loans(F("principal") - F("principal_paid"))),
]
