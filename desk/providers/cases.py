"""Lines about an account manager's own cases, loans and checks."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from applications.models import Application, ReturnPoint
from applications.screening import cases_with_expired_checks
from applications.states import Status
from contracts.models import Drawdown, LoanContract
from core import dates, display, parameters
from core.models import Document
from core.states import DocumentStatus
from customers.models import CheckState, Consent
from customers.services import reviews_due
from desk.providers.lines import Line, case_url
from servicing.models import Loan
from underwriting.models import Decision

# What the owner, or both investigators, do at each stage; and the stages that are the owner's alone.
STEPS = {
    Status.DRAFT: (gettext_lazy("Finish and submit the application"), gettext_lazy("Continue")),
    Status.ACCEPTED: (gettext_lazy("Begin the investigation"), gettext_lazy("Begin")),
    Status.INVESTIGATING: (gettext_lazy("Continue the investigation"), gettext_lazy("Continue")),
    Status.APPROVED: (gettext_lazy("Prepare the contract and have it signed"), gettext_lazy("Continue")),
    Status.CONTRACTED: (gettext_lazy("Have the money released"), gettext_lazy("Continue")),
}
WITH_OWNER = {Status.DRAFT, Status.APPROVED, Status.CONTRACTED}


def manager_lines(user) -> list[Line]:
    """What waits for an account manager, as lead or as second investigator; never what waits for somebody else."""
    mine = Q(account_manager=user) | Q(lead_investigator=user) | Q(second_investigator=user)
    cases = list(Application.objects.filter(mine, status__in=[*STEPS, Status.REPORTED]).with_names()[:200])
    open_points = ReturnPoint.objects.filter(application__in=[c.pk for c in cases if c.is_returned], answered_at=None)
    points = dict(open_points.order_by("id").values_list("application", "text"))
    failed = _with_failed_papers(cases)
    ends = _running_out(user)
    at_finance = set(Drawdown.objects.open().values_list("contract__application", flat=True))
    lines = []
    for case in cases:
        waits = case.pk in at_finance and ends.get(case.pk, date.min) < dates.today()
        if (case.status in WITH_OWNER and case.account_manager_id != user.pk) or waits:
            continue
        why = f"{case.product_version.product.shown_name} {display.in_words(case.amount, 'large')}"
        if case.pk in failed:
            what, act, url = _("Produce a document again"), _("Open"), _room_of_papers(case)
            lines.append(Line(what, case.customer.name, why, None, url, act, is_urgent=True))
        elif case.pk in points:
            what, act = _("Answer what was returned"), _("Continue")
            lines.append(Line(what, case.customer.name, points[case.pk], _due_on(case), case_url(case), act, True))
        elif case.pk in ends:
            lines.append(_running_out_line(case, ends[case.pk]))
        elif case.status in STEPS:
            step, verb = STEPS[Status(case.status)]
            lines.append(Line(str(step), case.customer.name, why, _due_on(case), case_url(case), str(verb)))
    late = Loan.objects.filter(account_manager=user).active().with_due_dates().filter(overdue_since__isnull=False)
    lines += [_late_line(loan) for loan in late.select_related("customer")[:100]]
    return lines + _check_lines(user)


def _check_lines(user) -> list[Line]:
    """Consents that run out, reviews of the money-laundering risk that are due, and cases whose checks have run out."""
    days = parameters.values(["consent_warning_days", "consent_urgent_days"])
    ahead, today = int(days["consent_warning_days"]), dates.today()
    urgent = today + timedelta(days=int(days["consent_urgent_days"]))
    ending = Consent.objects.filter(customer__account_manager=user).running_out(today, ahead, ahead)
    lines = [
        Line(
            _("Have the consent signed anew"),
            consent.customer.name,
            str(consent.get_kind_display()),
            consent.valid_to,
            reverse("customers:credit", args=[consent.customer.number]),
            _("Open"),
            is_urgent=today <= consent.valid_to <= urgent,
        )
        for consent in ending.select_related("customer")[:100]
    ]
    for customer, day in reviews_due(user)[:100]:
        url = reverse("customers:section", args=[customer.number, "standing"])
        risk = _("Risk {level}, due {day}").format(level=customer.get_aml_risk_display(), day=day)
        what = _("Review the money-laundering risk")
        lines.append(
            Line(what, customer.name, risk, day, url, _("Open"), is_urgent=day < today and customer.aml_risk == "high")
        )
    for case, party in cases_with_expired_checks(user):
        until = min(one.check.valid_to for one in party.standings if one.state == CheckState.EXPIRED)
        url = reverse("applications:checks", args=[case.number])
        lines.append(Line(_("Repeat the checks"), party.customer.name, party.role_names, until, url, _("Open")))
    return lines


def _running_out(user) -> dict[int, date]:
    """The last valid day of a person's approvals that have run out, or soon will, by case."""
    last = dates.add_working_days(dates.today(), int(parameters.value("approval_warning_days")))
    found = Decision.objects.unpaid().filter(application__account_manager=user, valid_until__lte=last)
    return dict(found.values_list("application", "valid_until"))


def _running_out_line(case: Application, last: date) -> Line:
    """What has to happen before an approval runs out, or what is left to do after it: to set its contract aside."""
    url = reverse("contracts:room", args=[case.number])
    if last < dates.today():
        why = _("The approval was valid until {day}; it must be decided anew.").format(day=last)
        return Line(_("Void the contract of a lapsed approval"), case.customer.name, why, last, url, _("Open"), True)
    why = _("The approval runs out on {day}: without money released by then the case lapses.").format(day=last)
    return Line(_("Have the money released in time"), case.customer.name, why, last, url, _("Open"), True)


def _with_failed_papers(cases: list[Application]) -> set[int]:
    """Cases of which a paper that is needed now could not be produced."""
    reported = {case.uuid: case.pk for case in cases if case.status == Status.REPORTED}
    failed = Document.objects.filter(case_uuid__in=list(reported), status=DocumentStatus.FAILED)
    contracts = LoanContract.objects.alive().filter(application__in=cases, document__status=DocumentStatus.FAILED)
    return {reported[uuid] for uuid in failed.values_list("case_uuid", flat=True)} | set(
        contracts.values_list("application", flat=True)
    )


def _room_of_papers(case: Application) -> str:
    name = "underwriting:report" if case.status == Status.REPORTED else "contracts:room"
    return reverse(name, args=[case.number])


def _due_on(case: Application) -> date | None:
    """Until when the step of a case is due; the deadline of the investigation ends with it."""
    if case.status in {Status.APPROVED, Status.CONTRACTED}:
        days = int(parameters.value("signing_days"))
        return dates.add_working_days(timezone.localdate(case.status_since), days)
    return case.deadline if case.status != Status.DRAFT else None


def _late_line(loan: Any) -> Line:
    """A loan of `with_due_dates()`, which knows since when it is overdue."""
    days = (dates.today() - loan.overdue_since).days
    why = ngettext("{days} day late, balance {balance}", "{days} days late, balance {balance}", days)
    return Line(
        _("Call about the overdue instalment"),
        loan.customer.name,
        why.format(days=days, balance=display.in_words(loan.balance, "yuan")),
        loan.overdue_since,
        reverse("servicing:loan", args=[loan.number]),
        _("Open"),
    )
