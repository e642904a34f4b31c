"""The feasibility report and the initiation form go up together: sealed, numbered, and read once both stand printed."""

from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from applications.models import Application, InitiationForm
from applications.services import keep_eligibility, mark_stage
from applications.states import Status
from core import dates
from core import documents as paper
from core.errors import Missing, Stale, TransitionRefused
from core.models import Document
from core.numbering import Kind, issue, shown
from core.service import record, require, service
from core.states import DocumentStatus
from staff.models import User
from underwriting import documents, permissions
from underwriting.models import FeasibilityReport, Investigation
from underwriting.services.investigation import report_lacks

REPORT, INITIATION = "feasibility_report", "initiation_form"


@service(says=_("Feasibility report version {report} and the initiation form went up, ledger number {ledger_number}"))
def submit_report(*, application: Application, version: int, by: User) -> FeasibilityReport:
    """Seal what was found: both papers are asked for, and the ledger number is given at the first time.

    Raises `Missing` with everything that is not complete yet.
    """
    application = Application.objects.select_for_update().get(pk=application.pk)
    require(permissions.may_submit_report(by, application))
    _check_due(application, version)
    points = report_lacks(application)
    if points:
        raise Missing(_("The report cannot go up yet."), points)
    investigation = application.investigations.get(round=application.round)
    number = (application.reports.aggregate(last=Max("number"))["last"] or 0) + 1
    if not application.ledger_number:
        application.ledger_number = issue(Kind.LEDGER, application.department.branch.code)
        application.ledger_on = dates.today()
    application.is_returned = False
    application.save(update_fields=["ledger_number", "ledger_on", "is_returned"])
    keep_eligibility(application, by)
    report = _seal(application, investigation, number, by)
    mark_stage(application, Status.REPORTED, report=number, ledger_number=application.ledger_number)
    return report


@service(says=_("Documents asked for again"))
def retry_report(*, application: Application, by: User) -> int:
    """Give the papers of this round that failed another round of attempts; returns how many."""
    require(permissions.may_retry_report(by, application))
    failed = [document for document in papers_of(application) if document.status == DocumentStatus.FAILED]
    if not failed:
        raise TransitionRefused(_("No document of this round has failed."))
    for document in failed:
        paper.ask_again(document)
    record(application, documents=len(failed))
    return len(failed)


@service(says=_("Both papers are sealed: the case is under review"))
def raise_to_review(*, application: Application, by: User) -> bool:
    """Reported becomes under review once both papers of the round are ready; safe to call twice, says whether it moved."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    if application.status != Status.REPORTED or not is_sealed(application):
        return False
    mark_stage(application, Status.IN_REVIEW)
    return True


def raise_ready_reports() -> int:
    """The same for every case whose papers became ready while nobody listened; the clock calls it."""
    waiting = Application.objects.filter(status=Status.REPORTED).order_by("pk")
    return sum(raise_to_review(application=case, by=case.lead_investigator) for case in waiting if is_sealed(case))


def papers_of(application: Application) -> list[Document]:
    """The report and the form of this round, as documents; empty before they were asked for."""
    report = application.reports.filter(investigation__round=application.round).order_by("-number").first()
    form = application.initiation_forms.filter(round=application.round).first()
    return [thing.document for thing in (report, form) if thing is not None]


def is_sealed(application: Application) -> bool:
    """Whether both papers of the round stand finished."""
    papers = papers_of(application)
    return len(papers) == 2 and all(document.status == DocumentStatus.READY for document in papers)


@paper.when_ready(REPORT)
@paper.when_ready(INITIATION)
def _follow(document: Document) -> None:
    application = Application.objects.filter(uuid=document.case_uuid, status=Status.REPORTED).first()
    if application is not None and is_sealed(application):
        raise_to_review(application=application, by=document.requested_by)


def _check_due(application: Application, version: int) -> None:
    if application.status != Status.INVESTIGATING:
        raise TransitionRefused(_("A report goes up from the investigation."))
    if application.is_suspended:
        raise TransitionRefused(permissions.SUSPENDED)
    if application.version != version:
        raise Stale


def _seal(application: Application, investigation: Investigation, number: int, by: User) -> FeasibilityReport:
    """Both rows with what they say, and both papers with their text, in the language of who submits them."""
    now = dates.now()
    with translation.override(by.language):
        content = documents.gather(application, investigation, number=number, at=now)
        named = {"number": shown(application.number), "version": number}
        report_paper = paper.ask(
            key=f"report:{application.uuid}:{number}",
            kind=REPORT,
            title=_now("Feasibility report {number}, version {version}").format(**named),
            html=documents.report_html(content),
            language=by.language,
            by=by,
            case_uuid=application.uuid,
        )
        form_paper = paper.ask(
            key=f"initiation:{application.uuid}:{application.round}",
            kind=INITIATION,
            title=_now("Initiation form {number}").format(**named),
            html=documents.initiation_html(content),
            language=by.language,
            by=by,
            case_uuid=application.uuid,
        )
    sent = {"submitted_by": by, "submitted_at": now, "content": content}
    InitiationForm.objects.create(application=application, round=application.round, document=form_paper, **sent)
    return FeasibilityReport.objects.create(
        application=application, investigation=investigation, number=number, document=report_paper, **sent
    )
