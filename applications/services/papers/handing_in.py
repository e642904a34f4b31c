"""What is handed in: files on the case or on a line, their order, and the receipt of a paper."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from applications import permissions
from applications.models import Application, Paper, PaperPage, PaperVersion
from applications.services.papers.list import locked
from applications.states import OFF, PaperStatus
from core import attachments, dates
from core.errors import InvalidInput, TransitionRefused
from core.service import record, require, service, take_version
from core.states import move
from core.text import plain_text
from staff.models import User
from staff.services import drop_tasks

# The later one is entered for a paper that is good for an unlimited time (長期).
EARLIEST = date(1950, 1, 1)


def add_files(*, application: Application, files: Iterable, paper: Paper | None = None, by: User) -> list[PaperPage]:
    """Keep uploaded files, as the last pages of a paper or on the case until somebody assigns them: all, or none.

    Checking and sealing happen before the transaction; who may not is refused before a file is read.
    """
    uploads = [] if permissions.may_handle_papers(by, application) else list(files)
    keeps_place = paper is not None and paper.is_site_evidence
    with attachments.sealed(uploads, keep_place=keeps_place) as sealed:
        return keep_files(application=application, sealed=sealed, paper=paper, by=by)


@service(says=_("Files handed in: {files}"))
def keep_files(
    *, application: Application, sealed: list[attachments.Sealed], paper: Paper | None = None, by: User
) -> list[PaperPage]:
    """The rows of sealed files."""
    require(permissions.may_handle_papers(by, application))
    if not sealed:
        raise InvalidInput(_("Choose at least one file."), field="files")
    version = _open_version(locked(paper), application) if paper is not None else None
    kept = attachments.keep_all(sealed, by=by, case_uuid=application.uuid)
    first = _next_position(version)
    pages = PaperPage.objects.bulk_create(
        PaperPage(
            application=application,
            version=version,
            attachment=file,
            position=first + place if version else first,  # what waits on the case has no order yet
        )
        for place, file in enumerate(kept)
    )
    record(paper or application, files=len(pages))
    return pages


def _open_version(paper: Paper, application: Application) -> PaperVersion:
    """The version whose pages are being collected; a paper that was received gets a new one."""
    if paper.application_id != application.pk:
        raise InvalidInput(_("This line belongs to another case."))
    if paper.status in OFF:
        raise TransitionRefused(_("This paper is not asked for. Say first that it applies."))
    last = paper.versions.first()
    if last is not None and last.received_at is None:
        return last
    return PaperVersion.objects.create(paper=paper, number=(last.number if last else 0) + 1)


def _next_position(version: PaperVersion | None) -> int:
    last = version.pages.aggregate(last=Max("position"))["last"] if version else 0
    return (last or 0) + 1


@service(says=_("File put to “{paper}”"))
def assign_page(*, page: PaperPage, paper: Paper, by: User) -> PaperPage:
    """Put a file that waits on the case, or a page of a paper not yet received, to a line."""
    page = PaperPage.objects.select_for_update(of=("self",)).select_related("version", "application").get(pk=page.pk)
    require(permissions.may_handle_papers(by, page.application))
    _refuse_withdrawn(page)
    if page.version is not None and page.version.received_at is not None:
        raise TransitionRefused(_("This page belongs to a paper that was received; it stays with it."))
    paper = locked(paper)
    version = _open_version(paper, page.application)
    page.position = _next_position(version)
    page.version = version
    page.save(update_fields=["version", "position"])
    record(paper, paper=paper.name_in("zh-hant"))
    return page


@service(says=_("File withdrawn from “{paper}”: {reason}"))
def withdraw_page(*, page: PaperPage, reason: str, by: User) -> PaperPage:
    """Take a wrong file back before its paper is verified; it stays on file, marked, and counts no more."""
    found = PaperPage.objects.select_for_update(of=("self",))
    page = found.select_related("version__paper__requirement", "application", "attachment").get(pk=page.pk)
    require(permissions.may_withdraw_page(by, page))
    _refuse_withdrawn(page)
    if page.version is not None:
        page.version.paper = locked(page.version.paper)
    if page.is_settled:
        raise TransitionRefused(_("This file belongs to a paper that was checked or handed in anew; it stays with it."))
    reason = plain_text(reason)[:300]
    if len(reason) < 2:
        raise InvalidInput(_("Give the reason in a few words."), field="reason")
    page.withdrawn_by, page.withdrawn_at, page.withdrawal = by, dates.now(), reason
    page.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawal"])
    paper = page.version.paper if page.version else None
    record(paper or page.application, paper=paper.name_in("zh-hant") if paper else "–", reason=reason)
    return page


@service(says=_("Pages put in order"))
def move_page(*, page: PaperPage, up: bool, by: User) -> None:
    """One place up or down among the pages of a paper that is being collected."""
    require(permissions.may_handle_papers(by, page.application))
    _refuse_withdrawn(page)
    if page.version is None or page.version.received_at is not None:
        raise TransitionRefused(_("This page belongs to a paper that was received; it stays with it."))
    pages = list(page.version.pages.select_for_update().filter(withdrawn_at=None))
    place = next(place for place, entry in enumerate(pages) if entry.pk == page.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(pages):
        return
    pages[place], pages[other] = pages[other], pages[place]
    for position, entry in enumerate(pages, start=1):
        if entry.position != position:
            entry.position = position
            entry.save(update_fields=["position"])
    record(page.version.paper, version=page.version.number)


def _refuse_withdrawn(page: PaperPage) -> None:
    if page.withdrawn_at is not None:
        raise TransitionRefused(_("This file has been withdrawn already."))


@service(says=_("Received: {paper}, version {number}"))
def receive_paper(
    *,
    paper: Paper,
    original_seen: bool,
    met_in_person: bool,
    issued_on: date | None = None,
    valid_until: date | None = None,
    version: int | None = None,
    by: User,
) -> PaperVersion:
    """Take a paper in with its pages: whether the original was seen and the party met, and how long it holds.

    A paper whose last day is printed on it needs that day; one that holds a number of days needs its date of issue.
    """
    paper = locked(paper)
    require(permissions.may_handle_papers(by, paper.application))
    found = paper.versions.filter(received_at=None).first()
    if paper.status == PaperStatus.RECEIVED and found is None:
        raise TransitionRefused(_("This paper has been received already. Add files first to hand in a newer one."))
    if found is None or not found.standing_pages:
        raise InvalidInput(_("Add the file first, then record the receipt."), field="files")
    last_day = _last_day(paper, issued_on, valid_until)
    take_version(paper, version)
    found.received_by, found.received_at = by, dates.now()
    found.original_seen, found.met_in_person = original_seen, met_in_person
    found.issued_on, found.valid_until = issued_on, last_day
    found.save()
    paper.valid_until, paper.reason, paper.applies = (
        last_day,
        "",
        True if paper.need == "conditional" else paper.applies,
    )
    paper.save(update_fields=["valid_until", "reason", "applies"])
    told = {"paper": paper.name_in("zh-hant"), "number": found.number, "original": original_seen, "met": met_in_person}
    if paper.status == PaperStatus.RECEIVED:
        record(paper, **told)
    else:
        move(paper, to=PaperStatus.RECEIVED, **told)
    drop_tasks(keys=reminder_keys(paper), reason=_("A newer paper was received."), by=by)
    return found


def _last_day(paper: Paper, issued_on: date | None, valid_until: date | None) -> date | None:
    today, line = dates.today(), paper.requirement
    for name, day in (("issued_on", issued_on), ("valid_until", valid_until)):
        if day is not None and not EARLIEST <= day <= dates.UNLIMITED:
            raise InvalidInput(_("This date cannot be right. Check the year."), field=name)
    if issued_on is not None and issued_on > today:
        raise InvalidInput(_("A paper is not issued in the future."), field="issued_on")
    if line is not None and line.days_valid:
        if issued_on is None:
            raise InvalidInput(_("Enter the date of issue: this paper holds for a number of days."), field="issued_on")
        by_rule = issued_on + timedelta(days=line.days_valid)
        valid_until = min(valid_until, by_rule) if valid_until else by_rule
    elif line is not None and line.is_dated and valid_until is None:
        raise InvalidInput(
            _("Enter the last day printed on it; for “long term” enter 2099-12-31."), field="valid_until"
        )
    if valid_until is not None and valid_until < today:
        name = "issued_on" if line is not None and line.days_valid else "valid_until"
        raise InvalidInput(
            _("It ran out on {day}. Ask for a newer one.").format(day=valid_until.isoformat()), field=name
        )
    return valid_until


def reminder_keys(paper: Paper) -> list[str]:
    """The keys of all reminders a paper may have had."""
    from staff.models import Task

    return list(Task.objects.filter(key__startswith=f"paper:{paper.uuid}:").values_list("key", flat=True))
