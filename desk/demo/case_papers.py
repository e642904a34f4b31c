"""The papers of the demo's cases by their stage: one scan for each case, its lines set in bulk along their table."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from applications.models import Application, Paper, PaperNeed, PaperPage, PaperVersion
from applications.services import reject_paper, waive_paper, watch_papers
from applications.states import PaperStatus, Status
from core import attachments, states
from core.models import Attachment
from desk.demo.house import House, moment, scan_of
from staff.models import User
from staff.roles import Role

APPLIES = frozenset({"company_utilities", "person_spouse_identity", "person_spouse_consent", "mortgage_insurance"})
LONGEST = date(2046, 6, 30)
SHORT = 30


def hand_in(
    house: House, application: Application, *, on: datetime, by: User, second: User, share: float = 1.0
) -> None:
    """Everything the case needs, received by one, verified by another, cleared by the examiner; `share` of it at first."""
    papers = list(Paper.objects.on_the_list().filter(application=application).with_names())
    papers = [paper for paper in papers if paper.status == PaperStatus.REQUIRED]
    off = [paper for paper in papers if paper.need == PaperNeed.CONDITIONAL and paper.requirement.code not in APPLIES]
    _decide(off, by)
    asked = [paper for paper in papers if paper not in off and paper.need != PaperNeed.OPTIONAL]
    asked = asked[: round(len(asked) * share)]
    if not asked:
        return
    scan = scan_of("資料掃描件", application.customer.name, f"{on:%Y-%m-%d}")
    upload = SimpleUploadedFile("資料掃描件.pdf", scan, "application/pdf")
    file = attachments.accept(upload, by=by, case_uuid=application.uuid)
    clears = {paper.pk for paper in asked if paper.needs_clearance and share == 1.0}
    _receive(house, asked, file, on=on, by=by, second=second, clears=clears)
    rows = Paper.objects.filter(pk__in=[paper.pk for paper in asked])
    states.claim(rows, was=PaperStatus.REQUIRED, to=PaperStatus.RECEIVED)
    states.claim(rows, was=PaperStatus.RECEIVED, to=PaperStatus.VERIFIED)
    states.claim(rows.filter(pk__in=clears), was=PaperStatus.VERIFIED, to=PaperStatus.CLEARED)


def _decide(off: list[Paper], by: User) -> None:
    rows = Paper.objects.filter(pk__in=[paper.pk for paper in off])
    rows.update(applies=False, reason="經核實不適用", decided_by=by)
    states.claim(rows, was=PaperStatus.REQUIRED, to=PaperStatus.NOT_NEEDED)


def _receive(
    house: House, papers: list[Paper], file: Attachment, *, on: datetime, by: User, second: User, clears: set[int]
) -> None:
    """The versions of all lines with the scan as their page; what holds a week only was renewed of late."""
    examiner, recently = house.people["risk1"], moment(house.calendar.ago(2), 10)
    versions = []
    for paper in papers:
        days = paper.requirement.days_valid if paper.requirement else None
        at = recently if days and days <= SHORT and recently > on else on
        is_dated = bool(paper.requirement and paper.requirement.is_dated)
        paper.valid_until = at.date() + timedelta(days=days) if days else LONGEST if is_dated else None
        paper.applies = True if paper.need == PaperNeed.CONDITIONAL else None
        versions.append(
            PaperVersion(
                paper=paper,
                number=1,
                received_by=by,
                received_at=at,
                original_seen=True,
                met_in_person=paper.group == "subject",
                issued_on=at.date() if days else None,
                valid_until=paper.valid_until,
                verified_by=second,
                verified_at=at,
                is_true=True,
                is_legal=True,
                is_valid=True,
                cleared_by=examiner if paper.pk in clears else None,
                cleared_at=at if paper.pk in clears else None,
            )
        )
    Paper.objects.bulk_update(papers, ["valid_until", "applies"])
    PaperVersion.objects.bulk_create(versions)
    PaperPage.objects.bulk_create(
        PaperPage(application=version.paper.application, version=version, attachment=file) for version in versions
    )


def set_apart(house: House) -> Iterator[datetime]:
    """Of late, on a case under investigation: one rejected, one waived, one run out; others wait for the check."""
    yield moment(house.calendar.ago(1), 17)
    waits = {"papers__status": PaperStatus.VERIFIED, "papers__needs_clearance": True}
    case = Application.objects.filter(status=Status.INVESTIGATING, **waits).order_by("pk").first()
    if case is None:
        return
    lines = case.papers.filter(status=PaperStatus.VERIFIED).order_by("position")
    reject_paper(
        paper=lines.filter(needs_clearance=True).first(),
        reason="掃描件缺第二頁，請補齊並加蓋公章。",
        by=house.people["risk1"],
    )
    run_out = lines.exclude(valid_until=None).filter(valid_until__lt=LONGEST).last()
    if run_out is not None:
        Paper.objects.filter(pk=run_out.pk).update(valid_until=house.calendar.today - timedelta(days=1))
    waived = case.papers.filter(status=PaperStatus.REQUIRED, need=PaperNeed.MANDATORY).last()
    role, place = Role.DEPARTMENT_MANAGER, case.department_id
    manager = next(person for person in house.people.values() if place in person.departments(role))
    waive_paper(paper=waived, reason="客戶為存量客戶，上年已留存同一資料，內容未變。", by=manager)
    watch_papers(on=house.calendar.today)
