"""The frame of every page, the work list, the search box: what is gathered from all apps for one reader."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from applications.models import Application, ReturnPoint
from applications.states import ENDED, Status
from contracts.models import Drawdown, LoanContract
from contracts.states import DrawdownStatus
from core import charts, dates, display, parameters
from core.models import Document
from core.numbering import shown, typed
from core.states import DocumentStatus
from customers.models import Customer
from desk import agenda
from servicing.models import Loan
from staff.models import Task
from staff.roles import Role, Scope
from underwriting.models import Condition, Level

DEMO_PASSWORD = "loandesk-demo"  # noqa: S105 - printed on the sign-in page of the demo
CONTACT_PATHS = (
    "/customers/visits/",
    "/customers/to-contact/",
    "/desk/week/",
    "/desk/daily/",
    "/desk/weekly/",
    "/desk/summaries/",
)
DEMO_MAIL = "@loandesk.example"


@dataclass(frozen=True)
class Line:
    """One line of the work list: what, whose, why, until when, and the one thing to do."""

    what: str
    who: str
    why: str
    due_on: date | None
    url: str
    act: str
    is_urgent: bool = False
    later_url: str = ""  # puts the line off to the next working day

    @property
    def task(self) -> dict:
        """The line in the form of `components/tasks.html`."""
        return {
            "what": self.what,
            "url": self.url,
            "who": self.who,
            "why": self.why,
            "due_on": self.due_on,
            "act": {"label": self.act, "url": self.url},
            "later_url": self.later_url,
        }


def shell(request) -> dict:
    """The frame of a signed-in page: rooms with what waits in them, who is here, the business date."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"shell": {"is_demo": settings.IS_EMBEDDED, "business_date": dates.today()}}
    rooms = [
        (_("Work list"), "desk:home", "home", "/"),
        (_("Customers"), "customers:list", "people", "/customers/"),
        (_("Applications"), "applications:list", "doc", "/applications/"),
        (_("Contracts and release"), "contracts:list", "pen", "/contracts/"),
        (_("After release"), "servicing:list", "coin", "/servicing/"),
        (_("Consultations and visits"), "customers:consultations", "bell", "/customers/consultations/"),
        (_("Outgoing mail"), "desk:mail", "out", "/desk/mail/"),
    ]
    if not user.has_role(Role.AUDITOR, Role.FINANCE_OFFICER, Role.DEPARTMENT_MANAGER, Role.ADMINISTRATOR):
        rooms.pop()
    if user.roles == {Role.ADMINISTRATOR}:
        rooms = [rooms[0], rooms[-1]]
    path = request.path
    current = max(
        (prefix for *_rest, prefix in rooms if prefix != "/" and path.startswith(prefix)), key=len, default=""
    )
    if path == "/" or path.startswith("/staff/tasks/"):
        current = "/"
    if path.startswith(CONTACT_PATHS):
        current = "/customers/consultations/"
    if path.startswith(("/cases/", "/underwriting/", "/collateral/")):
        current = "/applications/"
    nav = [
        {"label": label, "url": reverse(name), "icon": icon, "count": None, "current": prefix == current, "last": False}
        for label, name, icon, prefix in rooms
    ]
    return {
        "shell": {
            "nav": nav,
            "business_date": dates.today(),
            "is_demo": settings.IS_EMBEDDED,
            "person_name": user.name,
            "role_names": [str(Role(role).label) for role in Role.values if role in user.roles],
            "search_url": reverse("desk:search"),
        }
    }


def home(user) -> dict:
    """The work list in groups, and the reader's figures."""
    lines, may_see = _lines(user), user.scopes() != {Scope.NONE}
    today = dates.today()
    sunday = today + timedelta(days=6 - today.weekday())
    groups = [
        (_("Needs you first"), "is-warn", [line for line in lines if line.is_urgent]),
        (_("Overdue"), "is-late", [x for x in lines if not x.is_urgent and x.due_on and x.due_on < today]),
        (_("Today"), "is-warn", [x for x in lines if not x.is_urgent and x.due_on == today]),
        (
            _("This week"),
            "is-active",
            [x for x in lines if not x.is_urgent and x.due_on and today < x.due_on <= sunday],
        ),
        (_("Later"), "", [x for x in lines if not x.is_urgent and (not x.due_on or x.due_on > sunday)]),
    ]
    late = sum(1 for line in lines if line.due_on and line.due_on < today)
    return {
        "greeting": _greeting(user),
        "waiting": len(lines),
        "late": late,
        "today_count": sum(1 for line in lines if line.due_on == today),
        "groups": [
            {"label": label, "tone": tone, "count": len(rows), "tasks": [line.task for line in rows]}
            for label, tone, rows in groups
            if rows
        ],
        "figures": _figures(user) if may_see else [],
        "may_see": may_see,
        "pipeline": _pipeline(user),
        "may_register": user.has_role(Role.ACCOUNT_MANAGER),
        "may_consult": user.has_role(Role.ACCOUNT_MANAGER, Role.DEPARTMENT_MANAGER),
        "week": agenda.week(user) if user.has_role(Role.ACCOUNT_MANAGER) else None,
    }


def _greeting(user) -> str:
    hour = dates.local_time().hour
    if hour < 12:
        return _("Good morning, {name}").format(name=user.name)
    return (
        _("Good afternoon, {name}").format(name=user.name)
        if hour < 18
        else _("Good evening, {name}").format(name=user.name)
    )


# What the owner, or both investigators, do at each stage; and the stages that are the owner's alone.
STEPS = {
    Status.DRAFT: (gettext_lazy("Finish and submit the application"), gettext_lazy("Continue")),
    Status.ACCEPTED: (gettext_lazy("Begin the investigation"), gettext_lazy("Begin")),
    Status.INVESTIGATING: (gettext_lazy("Continue the investigation"), gettext_lazy("Continue")),
    Status.APPROVED: (gettext_lazy("Prepare the contract and have it signed"), gettext_lazy("Continue")),
    Status.CONTRACTED: (gettext_lazy("Have the money released"), gettext_lazy("Continue")),
}
WITH_OWNER = {Status.DRAFT, Status.APPROVED, Status.CONTRACTED}


def _lines(user) -> list[Line]:
    lines: list[Line] = [_condition_line(_("Meet a condition"), entry) for entry in _conditions().filter(owner=user)]
    if user.has_role(Role.ACCOUNT_MANAGER):
        lines += _manager_lines(user)
    if user.has_role(Role.DEPARTMENT_MANAGER):
        lines += _department_lines(user)
    if user.has_role(Role.RISK_OFFICER):
        lines += _risk_lines(user)
    if user.has_role(Role.FINANCE_OFFICER):
        lines += _finance_lines(user)
    lines += [
        Line(
            task.title,
            "",
            task.why,
            task.due_on,
            reverse("staff:task", args=[task.uuid]),
            _("Record a result"),
            later_url=reverse("staff:task-postpone", args=[task.uuid]),
        )
        for task in Task.objects.visible_to(user).open()[:100]
    ]
    lines += [Line(*entry) for entry in agenda.lines(user)]
    return sorted(lines, key=lambda line: (not line.is_urgent, line.due_on or date.max))


def _case(application: Application) -> str:
    return reverse("desk:case", args=[application.number])


def _manager_lines(user) -> list[Line]:
    """What waits for an account manager, as lead or as second investigator; never what waits for somebody else."""
    mine = Q(account_manager=user) | Q(lead_investigator=user) | Q(second_investigator=user)
    cases = list(Application.objects.filter(mine, status__in=[*STEPS, Status.REPORTED]).with_names()[:200])
    open_points = ReturnPoint.objects.filter(application__in=[c.pk for c in cases if c.is_returned], answered_at=None)
    points = dict(open_points.order_by("id").values_list("application", "text"))
    failed = _with_failed_papers(cases)
    at_finance = set(Drawdown.objects.open().values_list("contract__application", flat=True))
    lines = []
    for case in cases:
        if (case.status in WITH_OWNER and case.account_manager_id != user.pk) or case.pk in at_finance:
            continue
        why = f"{case.product_version.product.name} {display.in_words(case.amount, 'large')}"
        if case.pk in failed:
            what, act, url = _("Produce a document again"), _("Open"), _room_of_papers(case)
            lines.append(Line(what, case.customer.name, why, None, url, act, is_urgent=True))
        elif case.pk in points:
            what, act = _("Answer what was returned"), _("Continue")
            lines.append(Line(what, case.customer.name, points[case.pk], _due_on(case), _case(case), act, True))
        elif case.status in STEPS:
            step, verb = STEPS[Status(case.status)]
            lines.append(Line(str(step), case.customer.name, why, _due_on(case), _case(case), str(verb)))
    late = Loan.objects.filter(account_manager=user).active().with_due_dates().filter(overdue_since__isnull=False)
    lines += [_late_line(loan) for loan in late.select_related("customer")[:100]]
    return lines


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


def _department_lines(user) -> list[Line]:
    """Acceptance and decisions that wait for a department manager."""
    own = Application.objects.filter(department__in=user.departments(Role.DEPARTMENT_MANAGER)).exclude(
        account_manager=user
    )
    lines, days = [], int(parameters.value("acceptance_days"))
    for case in own.awaiting_acceptance().with_names()[:100]:
        why = _("{who} submitted, {amount}").format(
            who=case.account_manager.name, amount=display.in_words(case.amount, "large")
        )
        due = dates.add_working_days(timezone.localdate(case.submitted_at), days) if case.submitted_at else None
        lines.append(Line(_("Accept and assign"), case.customer.name, why, due, _case(case), _("Open")))
    waiting = own.awaiting_decision().exclude(lead_investigator=user).exclude(second_investigator=user).with_names()
    for case in waiting.prefetch_related("decisions")[:100]:
        if any(entry.round == case.round for entry in case.decisions.all()):
            continue
        lines.append(_decision_line(case, _("Review and decide"), pgettext("button", "Review")))
    return lines


def _decision_line(case: Application, what: str, act: str) -> Line:
    days = (dates.now() - case.status_since).days
    why = ngettext("{amount}, waiting for {days} day", "{amount}, waiting for {days} days", days)
    return Line(
        what,
        case.customer.name,
        why.format(amount=display.in_words(case.amount, "large"), days=days),
        dates.add_working_days(timezone.localdate(case.status_since), 3),
        reverse("underwriting:decide", args=[case.number]),
        act,
    )


def _risk_lines(user) -> list[Line]:
    """Decisions above the department's authority and conditions to confirm."""
    above = Application.objects.awaiting_decision().filter(decisions__level=Level.DEPARTMENT).with_names().distinct()
    lines = [
        _decision_line(case, _("Examine and decide"), pgettext("button", "Examine"))
        for case in above.prefetch_related("decisions")[:100]
        if [entry.level for entry in case.decisions.all() if entry.round == case.round] == [Level.DEPARTMENT]
        and user.pk not in case.investigators
    ]
    part = Q(decision__application__account_manager=user) | Q(decision__application__lead_investigator=user)
    part |= Q(decision__application__second_investigator=user)
    return lines + [_condition_line(_("Confirm a condition"), entry) for entry in _conditions().exclude(part)[:100]]


def _conditions():
    """Conditions that are still to be met by a day, the first due first; a covenant without one stands in its case."""
    return (
        Condition.objects.waiting()
        .exclude(due_on=None)
        .select_related("decision__application__customer")
        .order_by("due_on", "pk")
    )


def _condition_line(what: str, condition: Condition) -> Line:
    case = condition.decision.application
    url = reverse("underwriting:decide", args=[case.number])
    return Line(what, case.customer.name, condition.text, condition.due_on, url, _("Open"))


def _finance_lines(user) -> list[Line]:
    """Drawdowns to check or disburse: never one's own."""
    lines = []
    waiting = Drawdown.objects.open().exclude(requested_by=user).exclude(checked_by=user)
    for drawdown in waiting.select_related("contract__application__customer")[:100]:
        case = drawdown.contract.application
        what = _("Check the drawdown") if drawdown.status == DrawdownStatus.REQUESTED else _("Disburse the drawdown")
        why = f"{shown(drawdown.number)} {display.in_words(drawdown.amount, 'yuan')}"
        url = reverse("contracts:drawdown", args=[drawdown.number])
        lines.append(Line(what, case.customer.name, why, timezone.localdate(drawdown.created_at), url, _("Open")))
    return lines


def _figures(user) -> list[dict]:
    """Balance, overdue and work in hand of what this person sees."""
    loans = Loan.objects.visible_to(user).active()
    if user.has_role(Role.ACCOUNT_MANAGER):
        loans = loans.filter(account_manager=user)
    sums = loans.aggregate(principal=Sum("principal"), paid=Sum("principal_paid"), count=Count("pk"))
    balance = (sums["principal"] or Decimal(0)) - (sums["paid"] or Decimal(0))
    late = loans.with_due_dates().filter(overdue_since__isnull=False)
    late_balance = sum((loan.balance for loan in late[:2000]), Decimal(0))
    share = late_balance / balance if balance else None
    return [
        {
            "label": _("Balance"),
            "value": display.large(balance),
            "note": ngettext("{count} loan", "{count} loans", sums["count"]).format(count=sums["count"]),
        },
        {
            "label": _("Overdue balance"),
            "value": display.large(late_balance),
            "note": _("{share} of the balance").format(share=display.percent(share)) if share is not None else "",
        },
    ]


def _pipeline(user):
    """Applications in hand by stage, as a picture."""
    counts = dict(
        Application.objects.visible_to(user)
        .exclude(status__in=[*ENDED, Status.DISBURSED])
        .order_by()
        .values_list("status")
        .annotate(Count("pk"))
    )
    series = [charts.Bar(str(Status(status).label), counts[status]) for status in Status.values if counts.get(status)]
    return charts.bars(_("Applications in hand, by stage"), series) if series else ""


def search(user, text: str) -> list[dict]:
    """What the box finds, in groups, at most ten a group; only what the reader may see."""
    customers = Customer.objects.visible_to(user).matching(text)[:10]
    number = typed(text)
    cases = Application.objects.visible_to(user).filter(
        Q(number__startswith=number)
        | Q(ledger_number=number)
        | Q(contracts__number=number)
        | Q(contracts__drawdowns__number=number)
        | Q(loans__number=number)
    )
    found = cases.with_names().distinct()[:10]
    loans = Loan.objects.visible_to(user).filter(number__startswith=number).select_related("customer")[:10]
    found_cases = [
        _row(c.customer.name, f"{shown(c.number)} {c.get_status_display()}", _case(c), c.number == number)
        for c in found
    ]
    found_loans = [
        _row(o.customer.name, shown(o.number), reverse("servicing:loan", args=[o.number]), o.number == number)
        for o in loans
    ]
    files = [_row(c.name, shown(c.number), reverse("customers:detail", args=[c.number])) for c in customers]
    groups = [(_("Customers"), files), (_("Applications"), found_cases), (_("Loans"), found_loans)]
    return [{"label": label, "rows": rows} for label, rows in groups if rows]


def _row(name: str, note: str, url: str, is_exact: bool = False) -> dict:
    return {"name": name, "note": note, "url": url, "is_exact": is_exact}
