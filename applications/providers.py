"""What the case page gathers from the apps that come later: each registers its own in `AppConfig.ready()`.

The case page and every room extend `cases/base.html` with the context of `case_page`.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from applications import facts, permissions
from applications.documents import to_bring
from applications.exposure import EXPOSURES, Exposure, exposure_of
from applications.facts import judge
from applications.labels import rule_name, rule_sentence
from applications.models import Application, OldProject, OldProjectState, Paper, Party, ProductVersion, ReturnPoint
from applications.rules import submission_lacks, unanswered
from applications.screening import case_notices, screening_lacks, works_on
from applications.services.ownership import follow_owner
from applications.states import BEFORE_APPROVAL, ENDED, Status
from core import audit, dates, display, parameters
from core.models import AuditEvent
from core.numbering import shown
from customers.models import Behind, Screening
from customers.providers import (
    FOLLOWERS,
    INTERESTS,
    LINK_NAMES,
    PAPERS_MISSING,
    RELATION_PARTS,
    THINGS,
    WORKS_ON,
    Room,
    Thing,
)
from customers.providers import PARTS as CUSTOMER_PARTS
from customers.querysets import VISIBLE_THROUGH
from staff.models import User
from staff.providers import SUMMARY_LINES, WeekLines, week_line
from staff.roles import Role


@dataclass(frozen=True)
class Lack:
    """Something that is missing: what, why or from whom, until when, and where to mend it."""

    what: Any
    why: Any = ""
    due_on: date | None = None
    url: str = ""
    act: Any = ""


@dataclass(frozen=True)
class Action:
    """The one next step for this reader. `refusal` says why it is not possible yet; `posts` makes it a form."""

    label: Any
    url: str
    posts: bool = False
    refusal: Any = ""
    note: Any = ""


@dataclass
class CasePage:
    """Everything the frame of a case shows, ready for the template."""

    application: Application
    room: str
    rooms: list[Room]
    steps: list[dict]
    facts: list[dict]
    lacks: list[Lack]
    action: Action | None
    others: list[Action]
    events: list[AuditEvent]
    holder: str
    holds_since: Any
    exposure: Exposure
    notices: list[dict] = field(default_factory=list)

    @property
    def tasks(self) -> list[dict]:
        """The lacks in the form of `components/tasks.html`."""
        return [
            {
                "what": lack.what,
                "why": lack.why,
                "due_on": lack.due_on,
                "act": {"label": lack.act, "url": lack.url} if lack.act and lack.url else None,
            }
            for lack in self.lacks
        ]

    @property
    def is_over(self) -> bool:
        """Whether the case has ended and nothing is left to do, by anyone."""
        return self.application.status in ENDED and not self.lacks and self.action is None

    @property
    def tabs(self) -> list[dict]:
        """The rooms in the form of `components/tabs.html`."""
        number = self.application.number
        return [
            {"label": entry.label, "url": reverse(entry.url_name, args=[number]), "current": entry.code == self.room}
            for entry in self.rooms
        ]

    @property
    def times(self) -> list[dict]:
        """The latest events in the form of `components/times.html`."""
        return times(self.events)


def times(events) -> list[dict]:
    """Events in the form of `components/times.html`.

    What a step records on its way (a status moved inside another act) and what was only mistyped stay in the trail.
    """
    lines: list[dict] = []
    for event in events:
        is_refused = event.action.endswith(".refused")
        if audit.is_slip(event) or not (is_refused or audit.is_whole(event)):
            continue
        line = {
            "text": audit.sentence(event),
            "when": timezone.localtime(event.at).strftime("%m-%d %H:%M"),
            "who": event.actor.name if event.actor else "",
            "tone": "is-bad" if is_refused else "is-key" if "status" in event.details else "",
        }
        if not lines or line != lines[-1]:
            lines.append(line)
    return lines


ROOMS: list[Room] = []
LACKS: list[Callable[[Application], list[Lack]]] = []
ACTIONS: list[Callable[[Application, Any, list[Lack]], list[Action]]] = []
FACTS: list[Callable[[Application], list[dict]]] = []
HOLDERS: list[Callable[[Application], str | None]] = []

# What of a case keeps its money from being released, each point a sentence.
RELEASE_LACKS: list[Callable[[Application], list[str]]] = []

# Each gives what the reader of a case must know on every page of it: {tone, title, text}.
NOTICES: list[Callable[[Application], list[dict]]] = []


@dataclass(frozen=True)
class LedgerColumn:
    """An amount that a later app adds to the project ledger: `value` is an expression over applications, in yuan."""

    code: str
    label: Any
    value: Any


LEDGER_COLUMNS: list[LedgerColumn] = []
STEPS = [
    (_("Application"), [Status.DRAFT], Status.SUBMITTED),
    (_("Acceptance"), [Status.SUBMITTED], Status.ACCEPTED),
    (_("Investigation"), [Status.ACCEPTED, Status.INVESTIGATING], Status.REPORTED),
    (_("Report"), [Status.REPORTED], Status.IN_REVIEW),
    (_("Decision"), [Status.IN_REVIEW], Status.APPROVED),
    (_("Contract"), [Status.APPROVED], Status.CONTRACTED),
    (_("Release"), [Status.CONTRACTED], Status.DISBURSED),
    (_("Repayment"), [Status.DISBURSED], Status.CLOSED),
]


def lacks(application: Application) -> list[Lack]:
    """All that is missing before the case can take its next step."""
    return [lack for provide in LACKS for lack in provide(application)]


def case_page(user, application: Application, room: str) -> CasePage:
    """Gather the frame of a case for one reader."""
    events = list(audit.events_of(application.uuid)[:200])
    reached = _reached(events)
    missing = lacks(application)
    actions = [action for provide in ACTIONS for action in provide(application, user, missing)]
    exposure = exposure_of(application.customer, request_of(application))
    return CasePage(
        application=application,
        room=room,
        rooms=[entry for entry in sorted(ROOMS, key=lambda entry: entry.position) if entry.shows(application)],
        steps=_steps(application, reached),
        facts=[fact for provide in FACTS for fact in provide(application)],
        lacks=missing,
        action=actions[0] if actions else None,
        others=actions[1:],
        events=events,
        holder=next((name for provide in HOLDERS if (name := provide(application))), ""),
        holds_since=reached.get(application.status) or application.created_at,
        exposure=exposure,
        notices=[
            *exposure_notices(application, exposure),
            *(notice for provide in NOTICES for notice in provide(application)),
        ],
    )


def _reached(events: list[AuditEvent]) -> dict[str, Any]:
    """When each status was last reached, from the audit events of the case; one opened again goes on from its release."""
    moves = [event for event in reversed(events) if event.subject.startswith("applications.application:")]
    steps = [(event.details["status"], event.at) for event in moves if isinstance(event.details.get("status"), list)]
    return {to: at for (was, to), at in steps if was != Status.CLOSED}


def _steps(application: Application, reached: dict) -> list[dict]:
    now = next((i for i, (_name, at, _next) in enumerate(STEPS) if application.status in at), len(STEPS))
    if application.status in ENDED and application.status != Status.CLOSED:
        now = next((i for i, step in enumerate(STEPS) if step[2] not in reached), len(STEPS) - 1)
    steps = []
    for position, (name, _at, following) in enumerate(STEPS):
        done = reached.get(following)
        state, when = (
            ("done", display.day(timezone.localdate(done), dates.today()) if done else "")
            if position < now
            else ("", "")
        )
        if position == now:
            state = "refused" if application.status in ENDED else "returned" if application.is_returned else "now"
            when = _days_in(application, reached.get(application.status))
        steps.append({"name": name, "state": state, "when": when})
    return steps


def _days_in(application: Application, since) -> str:
    if application.status in ENDED:
        return application.get_status_display()
    days = (dates.today() - timezone.localdate(since or application.created_at)).days + 1
    return gettext("day {count}").format(count=days)


# What applications themselves add to the frame


def draft_lacks(application: Application) -> list[Lack]:
    """What a draft still needs, and who answers a submitted one."""
    if application.status == Status.DRAFT:
        edit = reverse("applications:edit", args=[application.number])
        checks = reverse("applications:checks", args=[application.number])
        return [
            Lack(sentence, "", None, checks, gettext("Open"))
            if name == "checks"
            else Lack(sentence, "", None, f"{edit}#id_{name}", gettext("Fill in"))
            for name, sentence in submission_lacks(application)
        ]
    if application.status == Status.SUBMITTED and application.submitted_at:
        days = int(parameters.value("acceptance_days"))
        due = dates.add_working_days(timezone.localdate(application.submitted_at), days)
        return [Lack(_("Acceptance by the department manager"), _managers(application), due)]
    return []


def answer_lacks(application: Application) -> list[Lack]:
    """The answers owed to who returned the case, each with its point, while it lies with its people."""
    if application.status not in {Status.DRAFT, Status.ACCEPTED, Status.INVESTIGATING}:
        return []
    url = reverse("desk:case", args=[application.number]) + "#returned"
    return [
        Lack(gettext("Answer to what was returned"), point, application.deadline, url, gettext("Answer"))
        for point in unanswered(application)
    ]


def release_lacks(application: Application) -> list[Lack]:
    """Checks that do not hold on the day of the release; they are asked again from the decision on."""
    if application.status not in {Status.APPROVED, Status.CONTRACTED}:
        return []
    checks = reverse("applications:checks", args=[application.number])
    return [
        Lack(sentence, gettext("Needed for the release"), None, checks, gettext("Open"))
        for sentence in screening_lacks(application)
    ]


def draft_actions(application: Application, user, missing: list[Lack]) -> list[Action]:
    """Submit or go on with a draft; accept what was submitted."""
    if application.status == Status.DRAFT and not permissions.may_submit(user, application):
        edit = Action(_("Continue the draft"), reverse("applications:edit", args=[application.number]))
        lacking = len(missing)
        refusal = ""
        if lacking:
            refusal = ngettext("Not yet: {count} thing is missing.", "Not yet: {count} things are missing.", lacking)
            refusal = refusal.format(count=lacking)
        url = reverse("applications:submit", args=[application.number])
        return [Action(_("Submit the application"), url, posts=True, refusal=refusal), edit]
    if application.status == Status.SUBMITTED and not permissions.may_accept(user, application):
        return [Action(_("Accept and assign"), "#acceptance")]
    return []


def eligibility_lacks(application: Application) -> list[Lack]:
    """What of the eligibility rules keeps the report from going up, while the case is investigated."""
    if application.status not in (Status.ACCEPTED, Status.INVESTIGATING):
        return []
    case = reverse("desk:case", args=[application.number]) + "#eligibility"
    lacks_ = []
    for answer in judge(application):
        if not answer.holds_report:
            continue
        place = answer.place or case
        act = _("Write the exception") if answer.lacks_exception else _("Fill in")
        what = rule_name(answer.result.rule)
        lacks_.append(Lack(what, rule_sentence(answer.result), None, case if answer.lacks_exception else place, act))
    return lacks_


def request_of(application: Application) -> Decimal:
    """What this case would add to the exposure: nothing once it is approved and counted there, or has ended."""
    is_open = application.status in BEFORE_APPROVAL
    return application.amount or Decimal(0) if is_open else Decimal(0)


def exposure_notices(application: Application, exposure: Exposure) -> list[dict]:
    """While it can still be decided: that the group would owe more than it may."""
    if application.status not in BEFORE_APPROVAL or application.status == Status.DRAFT:
        return []
    title = _("Over the limit, cannot be approved as it stands.")
    return [{"tone": "is-late", "title": title, "text": sentence} for sentence in exposure.breaches]


def exposure_of_customer(customer, user, circle) -> dict:
    """What the related group of a customer owes and was promised; shown among the relations."""
    return {"template": "applications/_exposure.html", "exposure": exposure_of(customer, circle=circle)}


def request_facts(application: Application) -> list[dict]:
    """The terms asked for and the people, as facts under the title."""
    facts = [
        {
            "label": _("Amount applied for"),
            "value": display.in_words(application.amount, "large"),
            "number": True,
            "strong": True,
        },
        {"label": _("Term"), "value": display.months(application.term_months), "number": True},
        {"label": _("Repayment"), "value": application.get_method_display()},
        {"label": _("Account manager"), "value": application.account_manager.name},
    ]
    if application.second_investigator:
        facts.append({"label": _("Second investigator"), "value": application.second_investigator.name})
    if application.deadline and application.status in {Status.ACCEPTED, Status.INVESTIGATING}:
        facts.append(
            {"label": _("Investigation due"), "value": display.day(application.deadline, dates.today()), "number": True}
        )
    return [fact for fact in facts if fact["value"]]


def first_holder(application: Application) -> str | None:
    """Who holds the ball before the investigation."""
    if application.status == Status.DRAFT:
        return application.account_manager.name
    return _managers(application) if application.status == Status.SUBMITTED else None


def _managers(application: Application) -> str:
    names = User.objects.with_role(Role.DEPARTMENT_MANAGER, application.department).values_list("name", flat=True)
    return pgettext("between words of a list", ", ").join(names)


# What the file of a customer shows of its cases


def seen_through_cases(user) -> list[QuerySet]:
    """Customers are visible to whoever may see a case that they borrow, stand for, or were checked for."""
    cases = Application.objects.visible_to(user).order_by()
    checked = Screening.objects.filter(party_role__in=Behind.values, on_case__in=cases.values("uuid"))
    return [
        cases.values("customer"),
        Party.objects.standing().filter(application__in=cases.values("pk")).values("customer"),
        checked.values("customer"),
    ]


def cases_of_customer(customer, user) -> dict:
    """The customer's applications that the reader may open, in any role, newest first."""
    related = Q(customer=customer) | Q(pk__in=Party.objects.standing().filter(customer=customer).values("application"))
    cases = Application.objects.visible_to(user).filter(related).with_names().order_by("-id")[:20]
    before = list(OldProject.objects.filter(customer=customer).order_by("-entered_on", "-id")[:20])
    return {"template": "applications/_of_customer.html", "cases": list(cases), "before": before}


def owed_from_before(customers: Collection[int]) -> dict[int, Decimal]:
    """Yuan still owed on the projects of an old ledger, by customer id."""
    running = OldProject.objects.filter(customer__in=customers, state=OldProjectState.RUNNING, balance__gt=0)
    return dict(running.order_by().values_list("customer").annotate(total=Sum("balance")))


def register_own() -> None:
    """Called once, by this app's `ready()`."""
    VISIBLE_THROUGH.append(seen_through_cases)
    CUSTOMER_PARTS.append(cases_of_customer)
    EXPOSURES.append(owed_from_before)
    RELATION_PARTS.append(exposure_of_customer)
    FOLLOWERS.append(follow_owner)
    LINK_NAMES["applications.Application"] = _("Applications")
    LINK_NAMES["applications.Party"] = _("Roles in cases")
    LINK_NAMES["applications.OldProject"] = _("Old ledger")
    WORKS_ON.append(works_on)
    ROOMS.append(Room("overview", _("Overview"), "desk:case", 10))
    ROOMS.append(
        Room("checks", _("Checks"), "applications:checks", 15, lambda case: bool(case.product_version.screenings))
    )
    LACKS.extend([draft_lacks, eligibility_lacks, answer_lacks, release_lacks])
    NOTICES.append(case_notices)
    facts.register()
    ACTIONS.append(draft_actions)
    FACTS.append(request_facts)
    HOLDERS.append(first_holder)
    THINGS.append(cases_as_things)
    PAPERS_MISSING.append(papers_missing)
    INTERESTS.append(products_of_interest)
    SUMMARY_LINES.extend(
        [
            WeekLines("opened", _("Applications opened"), 50, opened_in_week),
            WeekLines("submitted", _("Applications submitted"), 60, submitted_in_week),
            WeekLines("returned", _("Returned"), 70, returned_in_week),
        ]
    )


def papers_missing(customer, user) -> list[str]:
    """Names of what the customer still has to bring to the running cases that the reader may open."""
    cases = Application.objects.visible_to(user).running()
    lines = Paper.objects.on_the_list().filter(application__in=cases, customer=customer).with_names()
    return [str(paper.name) for paper in to_bring(list(lines))]


def cases_as_things(customer, user: User) -> list[Thing]:
    """The applications of a customer that a contact may be about."""
    cases = Application.objects.visible_to(user).filter(customer=customer).with_names().order_by("-id")[:50]
    return [
        Thing(
            case.uuid,
            f"{shown(case.number)} {case.product_version.product.name}",
            reverse("desk:case", args=[case.number]),
        )
        for case in cases
    ]


def products_of_interest(amount: Decimal | None) -> list[tuple[str, str]]:
    """The products on offer; with an amount, those whose limits it keeps."""
    rows = ProductVersion.objects.in_force().select_related("product").order_by("product__name")
    if amount is not None:
        rows = rows.filter(least_amount__lte=amount, most_amount__gte=amount)
    return [(row.product.code, row.product.name) for row in rows]


def _case_line(case: Application, on: date, what: str = "") -> dict:
    return week_line(what or f"{shown(case.number)} {display.in_words(case.amount, 'large')}", case.customer.name, on)


def opened_in_week(person: User, first: date, last: date) -> list[dict]:
    rows = Application.objects.filter(account_manager=person, created_at__date__range=(first, last))
    return [_case_line(row, timezone.localdate(row.created_at)) for row in rows.with_names().order_by("id")]


def submitted_in_week(person: User, first: date, last: date) -> list[dict]:
    rows = Application.objects.filter(account_manager=person, submitted_at__date__range=(first, last))
    return [_case_line(row, timezone.localdate(row.submitted_at)) for row in rows.with_names().order_by("submitted_at")]


def returned_in_week(person: User, first: date, last: date) -> list[dict]:
    points = ReturnPoint.objects.filter(application__account_manager=person, made_at__date__range=(first, last))
    return [
        _case_line(row.application, timezone.localdate(row.made_at), row.text[:120])
        for row in points.select_related("application__customer").order_by("id")
    ]
