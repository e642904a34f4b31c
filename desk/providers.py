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

from applications.labels import rule_name
from applications.models import Application, Paper, ReturnPoint
from applications.screening import cases_with_expired_checks, hits_to_decide
from applications.states import ENDED, PaperStatus, Status
from contracts.models import Drawdown, LoanContract
from contracts.states import DrawdownStatus
from core import charts, dates, display, parameters
from core.models import Document
from core.numbering import shown, typed
from core.states import DocumentStatus
from customers.models import (
    CheckState,
    Consent,
    Customer,
    FileMerge,
    FileRequest,
    LenderTie,
    LookAlike,
    OwnershipConflict,
    Screening,
)
from customers.services import reviews_due
from desk import agenda
from servicing.models import Loan
from staff.models import Task
from staff.roles import Role, Scope
from underwriting.models import Condition, Decision, Level

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
TIE_DAYS = 2


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
        (_("Ledgers"), "applications:ledger", "chart", "/applications/ledger/"),
        (_("Contracts and release"), "contracts:list", "pen", "/contracts/"),
        (_("After release"), "servicing:list", "coin", "/servicing/"),
        (_("Consultations and visits"), "customers:consultations", "bell", "/customers/consultations/"),
        (_("Outgoing mail"), "desk:mail", "out", "/desk/mail/"),
    ]
    settings_room = (_("Settings"), "applications:products", "doc", "/applications/products/")
    if not user.has_role(Role.AUDITOR, Role.FINANCE_OFFICER, Role.DEPARTMENT_MANAGER, Role.ADMINISTRATOR):
        rooms.pop()
    if user.roles == {Role.ADMINISTRATOR}:
        rooms = [rooms[0], rooms[-1]]
    if user.has_role(Role.ADMINISTRATOR):
        rooms.append(settings_room)
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
    lines += _file_lines(user)
    lines += _paper_lines(user)
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


def _file_lines(user) -> list[Line]:
    """Files that look alike, merges, requests for files and conflicts that wait for this person."""
    if not user.has_role(Role.ACCOUNT_MANAGER, Role.DEPARTMENT_MANAGER):
        return []
    return [*_pair_lines(user), *_merge_lines(user), *_request_lines(user), *_conflict_lines(user)]


def _pair_lines(user) -> list[Line]:
    """One's own pairs one by one; those of the department together."""
    pairs, lines = LookAlike.objects.visible_to(user).open(), []
    mine = pairs.filter(Q(first__account_manager=user) | Q(second__account_manager=user)).with_files()
    for pair in mine.order_by("id")[:100]:
        own = pair.first if pair.first.account_manager_id == user.pk else pair.second
        grounds = pgettext("between words of a list", ", ").join(pair.ground_names)
        url = reverse("customers:pair", args=[pair.uuid])
        due = timezone.localdate(pair.created_at) + timedelta(days=7)
        lines.append(Line(_("Decide whether it is the same customer"), own.name, grounds, due, url, _("Decide")))
    others = pairs.exclude(pk__in=mine.order_by().values("pk")).count() if user.has_role(Role.DEPARTMENT_MANAGER) else 0
    if others:
        why = ngettext("{count} pair in the department", "{count} pairs in the department", others).format(count=others)
        lines.append(Line(_("Possibly the same customer"), "", why, None, reverse("customers:pairs"), _("Open")))
    return lines


def _merge_lines(user) -> list[Line]:
    waiting = FileMerge.objects.waiting().filter(merged__department__in=user.departments(Role.DEPARTMENT_MANAGER))
    return [
        Line(
            _("Confirm the merge of two files"),
            merge.survivor.name,
            merge.reason,
            timezone.localdate(merge.created_at) + timedelta(days=3),
            reverse("customers:merge-request", args=[merge.uuid]),
            _("Open"),
        )
        for merge in waiting.exclude(asked_by=user).with_files().order_by("id")[:100]
    ]


def _request_lines(user) -> list[Line]:
    """Requests for files that this person keeps, or that are kept in the department."""
    waiting = FileRequest.objects.visible_to(user).open().exclude(asked_by=user)
    return [
        Line(
            _("Answer a request for a file"),
            asked.customer.name,
            f"{asked.asked_by.name}{pgettext('between two words', ', ')}{asked.get_kind_display()}",
            timezone.localdate(asked.created_at) + timedelta(days=3),
            reverse("customers:request", args=[asked.uuid]),
            _("Answer"),
        )
        for asked in waiting.select_related("customer", "asked_by").order_by("id")[:100]
    ]


def _conflict_lines(user) -> list[Line]:
    """Conflicts to rule on for the manager, to give evidence in for the two sides."""
    lines = []
    for conflict in OwnershipConflict.objects.visible_to(user).open().with_sides().order_by("due_on", "id")[:100]:
        is_side = user.pk in {conflict.claimant_id, conflict.holder_id}
        lines.append(
            Line(
                _("Give evidence in an ownership conflict") if is_side else _("Rule on an ownership conflict"),
                display.mask_name(conflict.customer.name),
                f"{conflict.claimant.name} / {conflict.holder.name}",
                conflict.due_on,
                reverse("customers:conflict", args=[conflict.uuid]),
                _("Open"),
            )
        )
    return lines


def _case(application: Application) -> str:
    return reverse("desk:case", args=[application.number])


def _manager_lines(user) -> list[Line]:
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
            lines.append(Line(what, case.customer.name, points[case.pk], _due_on(case), _case(case), act, True))
        elif case.pk in ends:
            lines.append(_running_out_line(case, ends[case.pk]))
        elif case.status in STEPS:
            step, verb = STEPS[Status(case.status)]
            lines.append(Line(str(step), case.customer.name, why, _due_on(case), _case(case), str(verb)))
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


def _paper_lines(user) -> list[Line]:
    """Papers to be verified on one's own cases, by another than who received them, and those a risk officer clears."""
    lines, papers = [], Paper.objects.before_release()
    if user.has_role(Role.ACCOUNT_MANAGER):
        mine = Q(account_manager=user) | Q(lead_investigator=user) | Q(second_investigator=user)
        received = papers.filter(status=PaperStatus.RECEIVED, application__in=Application.objects.filter(mine))
        lines += _counted_papers(received.exclude(versions__received_by=user), _("Verify papers"))
    if user.has_role(Role.RISK_OFFICER):
        verified = papers.filter(status=PaperStatus.VERIFIED, needs_clearance=True)
        verified = verified.filter(application__in=Application.objects.visible_to(user))
        others = verified.exclude(versions__received_by=user).exclude(versions__verified_by=user)
        lines += _counted_papers(others, _("Compliance check of papers"))
    return lines


def _counted_papers(papers, what: str) -> list[Line]:
    """A line for each case, with how many of its papers wait."""
    counts = dict(papers.order_by().values_list("application").annotate(Count("pk")))
    lines = []
    for case in Application.objects.filter(pk__in=counts).with_names().order_by("pk")[:100]:
        why = ngettext("{count} paper", "{count} papers", counts[case.pk]).format(count=counts[case.pk])
        url = reverse("applications:papers", args=[case.number])
        lines.append(Line(what, case.customer.name, why, case.deadline, url, _("Open")))
    return lines


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
    for case in waiting.prefetch_related("decisions", "eligibility_exceptions")[:100]:
        if any(entry.round == case.round for entry in case.decisions.all()):
            continue
        lines.append(_decision_line(case, _("Review and decide"), pgettext("button", "Review")))
    return lines


def _decision_line(case: Application, what: str, act: str) -> Line:
    days = (dates.now() - case.status_since).days
    why = ngettext("{amount}, waiting for {days} day", "{amount}, waiting for {days} days", days)
    why = why.format(amount=display.in_words(case.amount, "large"), days=days)
    excepted = {entry.rule for entry in case.eligibility_exceptions.all() if entry.round == case.round}
    if excepted:
        comma = pgettext("between words of a list", ", ")
        why += comma + _("exception: {rules}").format(rules=comma.join(rule_name(rule) for rule in sorted(excepted)))
    return Line(
        what,
        case.customer.name,
        why,
        dates.add_working_days(timezone.localdate(case.status_since), 3),
        reverse("underwriting:decide", args=[case.number]),
        act,
    )


def _risk_lines(user) -> list[Line]:
    """Decisions above the department's authority, conditions to confirm, ties to the lender to rule on."""
    above = Application.objects.awaiting_decision().filter(decisions__level=Level.DEPARTMENT).with_names().distinct()
    lines = [
        _decision_line(case, _("Examine and decide"), pgettext("button", "Examine"))
        for case in above.prefetch_related("decisions", "team", "eligibility_exceptions")[:100]
        if [entry.level for entry in case.decisions.all() if entry.round == case.round] == [Level.DEPARTMENT]
        and user.pk not in case.workers
    ]
    ties = LenderTie.objects.to_rule_on().exclude(raised_by=user).select_related("customer", "raised_by")
    lines += [_tie_line(tie) for tie in ties[:100]]
    lines += [_hit_line(hit) for hit in hits_to_decide(user)]
    part = Q(decision__application__account_manager=user) | Q(decision__application__lead_investigator=user)
    part |= Q(decision__application__second_investigator=user)
    return lines + [_condition_line(_("Confirm a condition"), entry) for entry in _conditions().exclude(part)[:100]]


def _hit_line(check: Screening) -> Line:
    url = reverse("customers:hit", args=[check.customer.number, check.uuid])
    since = timezone.localdate(check.asked_at)
    return Line(_("Decide a hit"), check.customer.name, check.get_source_display(), since, url, _("Open"), True)


def _tie_line(tie: LenderTie) -> Line:
    return Line(
        _("Rule on a conflict warning"),
        tie.customer.name,
        f"{tie.get_kind_display()} ({tie.colleague})",
        dates.add_working_days(timezone.localdate(tie.created_at), TIE_DAYS),
        reverse("customers:relations", args=[tie.customer.number]),
        pgettext("button", "Examine"),
    )


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


# What a number is looked for in, by the letter of its kind.
NUMBERED_CASES = {
    "A": "number",
    "T": "ledger_number",
    "C": "contracts__number",
    "D": "contracts__drawdowns__number",
    "L": "loans__number",
}
MOST_FOUND = 10


def search(user, text: str) -> list[dict]:
    """What the box finds, in groups, at most ten a group; only what the reader may see.

    Customers by part of the name, or by a number, code, phone or account as a whole; their cases and loans with them;
    cases and loans also by their own numbers, begun or whole. The count of queries is the same whatever is found.
    """
    customers = list(Customer.objects.visible_to(user).matching(text)[:MOST_FOUND])
    number, theirs = typed(text), Q(customer__in=[customer.pk for customer in customers])
    found = Application.objects.visible_to(user).filter(_numbered(number, theirs)).with_names().distinct()[:MOST_FOUND]
    loans = Loan.objects.visible_to(user).filter(Q(number__startswith=number) | theirs if number else theirs)
    found_cases = [
        _row(c.customer.name, f"{shown(c.number)} {c.get_status_display()}", _case(c), c.number == number)
        for c in found
    ]
    found_loans = [
        _row(o.customer.name, shown(o.number), reverse("servicing:loan", args=[o.number]), o.number == number)
        for o in loans.select_related("customer")[:MOST_FOUND]
    ]
    files = [
        _row(c.name, shown(c.number), reverse("customers:detail", args=[c.number]), c.number == number)
        for c in customers
    ]
    groups = [(_("Customers"), files), (_("Applications"), found_cases), (_("Loans"), found_loans)]
    return [{"label": label, "rows": rows} for label, rows in groups if rows]


def _numbered(number: str, theirs: Q) -> Q:
    """Cases of the customers found, and those a number leads to: only the table its letter names is asked."""
    if not number:
        return theirs
    letter = number[2:3]
    if letter in NUMBERED_CASES and letter != "A":
        return theirs | Q(**{NUMBERED_CASES[letter]: number})
    return theirs | Q(number__startswith=number)


def _row(name: str, note: str, url: str, is_exact: bool = False) -> dict:
    return {"name": name, "note": note, "url": url, "is_exact": is_exact}
