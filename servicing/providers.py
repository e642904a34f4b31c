"""What loans add to the case page."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from applications.models import Application
from applications.providers import Action, Lack, LedgerColumn, Room
from applications.states import Status
from core import dates, display
from core.money import to_cents
from core.numbering import shown
from core.workdays import add_months
from customers.valuing import Volume, average_balance
from servicing import permissions
from servicing.models import Allocation, Instalment, Loan, Part, Posting, PostingKind
from servicing.states import LoanStatus
from staff.models import User
from staff.providers import SUMMARY_LINES, WeekLines, week_line

_NOTHING = Decimal("0.00")
ROOM = Room(
    "repayment",
    gettext_lazy("Repayment"),
    "servicing:room",
    80,
    lambda application: application.status in {Status.DISBURSED, Status.CLOSED},
)
LABELS = {
    "before_7": gettext_lazy("Reminder a week before the due date"),
    "before_3": gettext_lazy("Reminder before the due date"),
    "before_1": gettext_lazy("Reminder on the day before the due date"),
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


def borrowers(on: date) -> dict[int, date]:
    """Customers with a running loan, since the first of them was released."""
    running = Loan.objects.active().order_by().values("customer").annotate(since=Min("disbursed_on"))
    return dict(running.values_list("customer", "since"))


def overdue_customers(on: date, customers: Collection[int] | None = None) -> set[int]:
    """Customers with a loan that is overdue, all or of these: they are visited as those on the watch list are."""
    loans = Loan.objects.overdue(on).order_by()
    loans = loans if customers is None else loans.filter(customer__in=customers)
    return set(loans.values_list("customer", flat=True))


def volumes(customers: Collection[int], on: date) -> dict[int, Volume]:
    """What the loans of customers say of their volume and income on a day, in five queries for any number of them."""
    year = add_months(on, -12)
    moves, found = _balance_moves(customers, on, year), _loans_in_short(customers, on)
    received, planned = _interest_received(customers, on, year), _instalments(customers, on, year)
    volumes = {}
    for pk, short in found.items():
        income, before = received.get(pk, (_NOTHING, _NOTHING))
        due, late, expected = planned.get(pk, (0, 0, _NOTHING))
        volumes[pk] = Volume(
            balance=short["balance"],
            average_balance=average_balance(moves.get(pk, ()), year, on),
            income=income,
            income_before=before,
            expected_income=expected,
            due=due,
            late=late,
            overdue_days=short["overdue"],
            products=len(short["products"]),
            since=short["since"],
        )
    return volumes


def _loans_in_short(customers: Collection[int], on: date) -> dict[int, dict]:
    """Balance, products, first release and the longest delay of each customer who ever had a loan."""
    found: dict[int, dict] = {}
    fields = ("customer", "disbursed_on", "status", "principal", "principal_paid", "next_due_on", "next_payable_until")
    rows = Loan.objects.filter(customer__in=customers, disbursed_on__lte=on).order_by()
    for pk, since, status, principal, paid, due_on, until, product in rows.values_list(
        *fields, "application__product_version__product"
    ):
        first = {"balance": _NOTHING, "products": set(), "since": since, "overdue": 0}
        short = found.setdefault(pk, first)
        short["since"] = min(short["since"], since)
        if status == LoanStatus.ACTIVE:
            short["balance"] += principal - paid
            short["products"].add(product)
            if until is not None and until < on:
                short["overdue"] = max(short["overdue"], (on - due_on).days)
    return found


def _balance_moves(customers: Collection[int], on: date, year: date) -> dict[int, list[tuple[date, Decimal]]]:
    """What raised and lowered the balance of loans that ran at any time since `year`, by day."""
    ran = Q(settled_on=None) | Q(settled_on__gt=year)
    loans = Loan.objects.filter(ran, customer__in=customers, disbursed_on__lte=on).exclude(
        status=LoanStatus.WRITTEN_OFF
    )
    moves: dict[int, list[tuple[date, Decimal]]] = {}
    for pk, day, principal in loans.order_by().values_list("customer", "disbursed_on", "principal"):
        moves.setdefault(pk, []).append((day, principal))
    repaid = Allocation.objects.filter(posting__loan__in=loans, part=Part.PRINCIPAL, posting__received_on__lte=on)
    days = repaid.order_by().values_list("posting__loan__customer", "posting__received_on").annotate(Sum("amount"))
    for pk, day, amount in days:
        moves.setdefault(pk, []).append((day, -amount))
    return moves


def _interest_received(customers: Collection[int], on: date, year: date) -> dict[int, tuple[Decimal, Decimal]]:
    """Interest with penalty and compound interest received in the twelve months to a day, and in the twelve before."""
    rows = Allocation.objects.filter(
        posting__loan__customer__in=customers,
        part__in=[Part.INTEREST, Part.PENALTY, Part.COMPOUND],
        posting__received_on__gt=add_months(on, -24),
        posting__received_on__lte=on,
    ).order_by()
    sums = rows.values_list("posting__loan__customer").annotate(
        now=Sum("amount", filter=Q(posting__received_on__gt=year), default=_NOTHING),
        before=Sum("amount", filter=Q(posting__received_on__lte=year), default=_NOTHING),
    )
    return {pk: (to_cents(now), to_cents(before)) for pk, now, before in sums}


def _instalments(customers: Collection[int], on: date, year: date) -> dict[int, tuple[int, int, Decimal]]:
    """How many instalments fell due since `year`, how many of them late, and the interest planned for a year ahead."""
    rows = Instalment.objects.filter(schedule__is_current=True, schedule__loan__customer__in=customers)
    fell_due, ahead = Q(due_on__gt=year, due_on__lte=on), Q(due_on__gt=on, due_on__lte=add_months(on, 12))
    late = Q(settled_on__gt=F("payable_until")) | Q(settled_on=None, payable_until__lt=on)
    sums = rows.filter(fell_due | ahead).order_by().values_list("schedule__loan__customer")
    counted = sums.annotate(
        due=Count("pk", filter=fell_due),
        missed=Count("pk", filter=fell_due & late),
        expected=Sum(F("interest") - F("interest_paid"), filter=ahead, default=_NOTHING),
    )
    return {pk: (due, missed, to_cents(expected)) for pk, due, missed, expected in counted}


def released_in_week(person: User, first: date, last: date) -> list[dict]:
    """The loans of a person's customers that were disbursed."""
    rows = Loan.objects.filter(account_manager=person, disbursed_on__range=(first, last)).select_related("customer")
    return [
        week_line(
            f"{shown(row.number)} {display.in_words(row.principal, 'large')}", row.customer.name, row.disbursed_on
        )
        for row in rows.order_by("disbursed_on", "id")
    ]


def repaid_in_week(person: User, first: date, last: date) -> list[dict]:
    """What was received on a person's loans; what was reversed is not told."""
    rows = Posting.objects.filter(
        loan__account_manager=person, kind=PostingKind.PAYMENT, received_on__range=(first, last), reversal=None
    )
    return [
        week_line(
            f"{shown(row.loan.number)} {display.in_words(row.amount, 'yuan')}", row.loan.customer.name, row.received_on
        )
        for row in rows.select_related("loan__customer").order_by("received_on", "id")
    ]


def overdue_at_week_end(person: User, first: date, last: date) -> list[dict]:
    """A person's loans that are overdue at the end of the week, or today while the week is running."""
    rows = Loan.objects.filter(account_manager=person).active().with_due_dates(min(last, dates.today()))
    late = rows.filter(overdue_since__isnull=False).select_related("customer").order_by("overdue_since", "id")
    return [
        week_line(f"{shown(row.number)} {display.in_words(row.balance, 'yuan')}", row.customer.name, row.overdue_since)
        for row in late
    ]


def register_week() -> None:
    """Called once, by this app's `ready()`."""
    SUMMARY_LINES.extend(
        [
            WeekLines("released", gettext_lazy("Loans released"), 90, released_in_week),
            WeekLines("repaid", gettext_lazy("Repayments received"), 100, repaid_in_week),
            WeekLines("overdue", gettext_lazy("Overdue"), 110, overdue_at_week_end),
        ]
    )


def _of_loans(value) -> Subquery:
    """A sum over the loans of each application of a list."""
    loans = Loan.objects.filter(application=OuterRef("pk")).order_by().values("application")
    return Subquery(loans.annotate(total=Sum(value)).values("total"))


def loan_totals(rows: QuerySet) -> dict[str, Decimal | None]:
    """What was disbursed for all applications of a list, and what of it is owed, in yuan."""
    loans = Loan.objects.filter(application__in=rows.order_by().values("pk"))
    return loans.aggregate(disbursed_amount=Sum("principal"), balance=Sum(F("principal") - F("principal_paid")))


LEDGER = [
    LedgerColumn("disbursed_amount", gettext_lazy("Disbursed"), _of_loans("principal")),
    LedgerColumn("balance", gettext_lazy("Balance"), _of_loans(F("principal") - F("principal_paid"))),
]
