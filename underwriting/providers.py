"""What the case page shows of the investigation, the report and the decision."""

from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from applications.exposure import EXPOSURES
from applications.models import Application
from applications.providers import (
    ACTIONS,
    HOLDERS,
    LACKS,
    LEDGER_COLUMNS,
    LEDGER_TOTALS,
    ROOMS,
    Action,
    Lack,
    LedgerColumn,
    Room,
)
from applications.states import AFTER_APPROVAL, Status
from collateral.security import SUGGESTED
from collateral.services import AFTER_CHANGE
from core import display
from core.display import measured
from core.numbering import shown
from core.states import DocumentStatus
from customers.providers import MAY_ENTER
from staff.providers import SUMMARY_LINES, WeekLines, week_line
from staff.roles import Role
from underwriting.analysis import analyse, current_investigation, suggested_terms
from underwriting.missing import opinion_lacks, own_lacks
from underwriting.models import Condition, Decision, FeasibilityReport, Finding, Result
from underwriting.pages import limit_words
from underwriting.permissions import (
    deciders,
    may_act,
    may_be_decided,
    may_investigate,
    may_retry_report,
    may_submit_report,
    step_due,
)
from underwriting.services.investigation import clear_signatures
from underwriting.services.report import papers_of

# The investigation


def _was_accepted(application: Application) -> bool:
    return application.status not in (Status.DRAFT, Status.SUBMITTED) and application.lead_investigator_id is not None


def investigation_actions(application: Application, user, missing: list[Lack]) -> list[Action]:
    """The next thing an investigator can do: begin, go on, or sign once the opinion is written."""
    if may_investigate(user, application):
        return []
    found = current_investigation(application)
    if found is None or opinion_lacks(found):
        label = _("Begin the investigation") if found is None else _("Continue the investigation")
        return [Action(label, reverse("underwriting:investigation", args=[application.number]))]
    is_lead = user.pk == application.lead_investigator_id
    if found.lead_signed_at if is_lead else found.second_signed_at:
        return []
    return [Action(_("Read and sign"), reverse("underwriting:opinion", args=[application.number]) + "#signatures")]


def investigators_hold(application: Application) -> str | None:
    """Both investigators, while it is theirs."""
    if application.status not in (Status.ACCEPTED, Status.INVESTIGATING):
        return None
    return _investigators(application)


def _investigators(application: Application) -> str | None:
    people = (application.lead_investigator, application.second_investigator)
    return display.joined(person.name for person in people if person) or None


def open_risks(application: Application) -> list[dict]:
    """What the report's risk section must answer: findings that do not fit, and figures outside their limits.

    Each is `{kind: "finding" | "figure", name, what, note}`; a finding carries `finding`, a figure `figure`.
    """
    answered = Finding.objects.filter(investigation__application=application, investigation__round=application.round)
    doubts = answered.filter(result__in=[Result.DOUBTFUL, Result.FALSE]).select_related("item")
    risks = [
        {
            "kind": "finding",
            "name": finding.item.shown_title,
            "what": finding.get_result_display(),
            "note": finding.note,
            "finding": finding,
        }
        for finding in doubts.order_by("item__position")
    ]
    return risks + [
        {
            "kind": "figure",
            "name": name,
            "what": measured(figure.value, figure.unit),
            "note": limit_words(figure),
            "figure": figure,
        }
        for name, figure in analyse(application).named_warnings
    ]


def may_enter_figures(user, customer) -> bool:
    """The investigators of a running case enter the statements of its borrower."""
    running = Application.objects.filter(customer=customer, status__in=[Status.ACCEPTED, Status.INVESTIGATING])
    return running.filter(Q(lead_investigator=user) | Q(second_investigator=user)).exists()


def register_investigation() -> None:
    """The rooms and lines of the investigation, and what it is told by security and customers."""
    ROOMS.append(Room("investigation", _("Investigation"), "underwriting:investigation", 30, _was_accepted))
    ROOMS.append(Room("figures", _("Figures"), "underwriting:figures", 35, _was_accepted))
    ROOMS.append(Room("opinion", _("Opinion"), "underwriting:opinion", 50, _was_accepted))
    ACTIONS.append(investigation_actions)
    LACKS.append(own_lacks)
    HOLDERS.append(investigators_hold)
    SUGGESTED.append(suggested_terms)
    AFTER_CHANGE.append(clear_signatures)
    MAY_ENTER.append(may_enter_figures)


# The report and the decision

BEFORE_DECISION = (Status.REPORTED, Status.IN_REVIEW)
WITH_DECISION = (Status.IN_REVIEW, Status.INVESTIGATING, Status.DECLINED, *AFTER_APPROVAL, Status.LAPSED)
# Nothing gets as far as this without a report.
REPORTED = frozenset({Status.IN_REVIEW, *AFTER_APPROVAL})


def _shows_report(application: Application) -> bool:
    return application.status in {Status.INVESTIGATING, *REPORTED} or application.reports.exists()


def _shows_decision(application: Application) -> bool:
    return application.status in REPORTED or (application.status in WITH_DECISION and application.reports.exists())


def report_actions(application: Application, user, missing: list[Lack]) -> list[Action]:
    """Send the report up, once nothing is missing; the button says how much still is."""
    if application.status != Status.INVESTIGATING or may_submit_report(user, application):
        return []
    count = len(missing)
    refusal = ngettext("Not yet: {count} thing is missing.", "Not yet: {count} things are missing.", count)
    url = reverse("underwriting:report", args=[application.number])
    return [Action(_("Submit report"), url, refusal=refusal.format(count=count) if count else "")]


def _step_due(application: Application):
    """The step that is due, computed once for a page on which two lines ask for it."""
    if not hasattr(application, "known_step"):
        application.known_step = step_due(application)  # type: ignore[attr-defined]
    return application.known_step  # type: ignore[attr-defined]


def decision_actions(application: Application, user, missing: list[Lack]) -> list[Action]:
    """Nothing at all for whoever may not decide: the button is absent, not grey."""
    if application.status != Status.IN_REVIEW or not user.has_role(Role.DEPARTMENT_MANAGER, Role.RISK_OFFICER):
        return []
    step = _step_due(application)
    if may_act(user, application, step) or may_be_decided(application, step):
        return []
    return [Action(_("Review and decide"), reverse("underwriting:decide", args=[application.number]))]


def paper_lacks(application: Application) -> list[Lack]:
    """The papers of a report that could not be produced: the case goes on once its people ask for them again."""
    if application.status != Status.REPORTED:
        return []
    url, people = reverse("underwriting:report", args=[application.number]), _investigators(application)
    return [
        Lack(
            _("{paper} could not be produced").format(paper=document.title),
            people,
            None,
            url,
            _now("Produce again"),
            may_retry_report,
        )
        for document in papers_of(application)
        if document.status == DocumentStatus.FAILED
    ]


def decision_holder(application: Application) -> str | None:
    """Who has the next act between the report and the decision."""
    if application.status not in BEFORE_DECISION:
        return None
    if paper_lacks(application):
        return _investigators(application)
    names = [person.name for person in deciders(application, _step_due(application))]
    return display.joined(names) or None


def condition_lacks(application: Application) -> list[Lack]:
    """Every condition before release that is still open: who owes it, and until when."""
    if application.status not in (Status.APPROVED, Status.CONTRACTED):
        return []
    url = reverse("underwriting:decide", args=[application.number])
    waiting = Condition.objects.of(application).open().precedent().select_related("owner")
    return [Lack(c.text, c.owner.name, c.due_on, f"{url}#condition-{c.pk}", _now("See condition")) for c in waiting]


def register_decision() -> None:
    """The rooms, lines and sums of the report and the decision."""
    ROOMS.append(Room("report", _("Report"), "underwriting:report", 60, _shows_report))
    ROOMS.append(Room("decision", _("Decision"), "underwriting:decide", 65, _shows_decision))
    ACTIONS.extend([report_actions, decision_actions])
    LACKS.extend([paper_lacks, condition_lacks])
    HOLDERS.append(decision_holder)
    EXPOSURES.append(Decision.objects.promised_to)


def reports_of_week(person, first: date, last: date) -> list[dict]:
    """The feasibility reports that a person handed in."""
    rows = FeasibilityReport.objects.filter(submitted_by=person, submitted_at__date__range=(first, last))
    return [
        week_line(shown(row.application.number), row.application.customer.name, timezone.localdate(row.submitted_at))
        for row in rows.select_related("application__customer").order_by("submitted_at")
    ]


def approved_amount() -> Subquery:
    """What was approved at last for each application of a list; nothing for one that was not."""
    approved = Decision.objects.approved().filter(application=OuterRef("pk"))
    return Subquery(approved.order_by("-round", "-level").values("amount")[:1])


def approved_total(rows: QuerySet) -> dict[str, Decimal | None]:
    """What was approved at last for all applications of a list, in yuan."""
    later = Q(round__gt=OuterRef("round")) | Q(round=OuterRef("round"), level__gt=OuterRef("level"))
    replaced = Decision.objects.approved().filter(later, application=OuterRef("application"))
    last = Decision.objects.approved().filter(~Exists(replaced), application__in=rows.order_by().values("pk"))
    return last.aggregate(approved_amount=Sum("amount"))


def register() -> None:
    """Called once, in `AppConfig.ready()`; the investigation's action comes before the report's."""
    register_investigation()
    register_decision()
    LEDGER_COLUMNS.append(LedgerColumn("approved_amount", _("Amount approved"), approved_amount()))
    LEDGER_TOTALS.append(approved_total)
    SUMMARY_LINES.append(WeekLines("reports", _("Reports handed in"), 80, reports_of_week))
