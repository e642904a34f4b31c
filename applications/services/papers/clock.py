"""What the clock does about papers: those whose last day has passed expire, those near it are reminded of once."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Paper
from applications.states import WITH_PAPER, PaperStatus
from core import parameters
from core.display import Sentence
from core.service import record, service
from core.states import claim
from staff.models import Task
from staff.services import drop_tasks, open_task

CHUNK = 500


def watch_papers(*, on: date) -> tuple[int, int]:
    """Everything due on a day: (papers expired, reminders given). Safe to run twice, cheap when nothing is due."""
    return expire_papers(on=on), remind_of_papers(on=on)


@service(says=_("Papers expired: {papers}"))
def expire_papers(*, on: date, by=None) -> int:
    """Papers at hand whose last day lies before `on` expire, in one statement for each state; a line for each case."""
    due = Paper.objects.overdue(on)
    counts: dict[int, int] = {}
    for pk in due.values_list("application", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    if not counts:
        return 0
    keys = list(due.values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        rows = Paper.objects.filter(pk__in=keys[start : start + CHUNK])
        for was in WITH_PAPER:
            claim(rows, was=was, to=PaperStatus.EXPIRED)
    for application in Application.objects.filter(pk__in=list(counts)):
        record(application, papers=counts[application.pk], on=on)
    return len(keys)


@service(says=_("Reminders of papers: {count}"))
def remind_of_papers(*, on: date, by=None) -> int:
    """A task for the account manager 30 days, 7 days and on the last day (parameters): each stage once for each paper.

    After a sleep only the nearest stage is given; it takes the place of the one before.
    """
    first, second = (
        int(parameters.value("paper_first_reminder", on)),
        int(parameters.value("paper_second_reminder", on)),
    )
    due = Paper.objects.running_out(on, on + timedelta(days=first)).with_names()
    papers = {
        _key(paper, on, (0, second, first)): paper for paper in due.select_related("application__account_manager")
    }
    known = set(Task.objects.filter(key__in=list(papers)).values_list("key", flat=True))
    given = 0
    for key, paper in papers.items():
        if key in known:
            continue
        earlier = Task.objects.filter(key__startswith=f"paper:{paper.uuid}:{paper.valid_until}:", status="open")
        drop_tasks(keys=list(earlier.values_list("key", flat=True)), reason=_("A later reminder took its place."))
        _give(key, paper)
        given += 1
    return given


def _key(paper: Paper, on: date, stages: tuple[int, ...]) -> str:
    stage = next(days for days in stages if (paper.valid_until - on).days <= days)
    return f"paper:{paper.uuid}:{paper.valid_until}:{stage}"


def _give(key: str, paper: Paper) -> None:
    who = paper.application.account_manager
    open_task(
        assignee=who,
        kind="paper",
        title=Sentence(_("A paper runs out: {paper}"), paper=paper.name_in(who.language)),
        why=paper.customer.name,
        url=reverse("applications:papers", args=[paper.application.number]),
        due_on=paper.valid_until,
        case_uuid=paper.application.uuid,
        key=key,
    )
