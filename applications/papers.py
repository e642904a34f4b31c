"""The papers of a case as they are read: by party and class, how far they are, and what is missing first."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from applications import permissions
from applications.models import Application, Paper, PaperGroup, PaperPage, PaperVersion, Party, PartyRole
from applications.providers import LACKS, RELEASE_LACKS, ROOMS, Lack
from applications.services.papers.list import expected_lines
from applications.states import OFF, PaperStatus, Status
from customers.models import Customer
from customers.providers import Room

NAMED = 3
WITH_LIST = {Status.SUBMITTED, Status.ACCEPTED, Status.INVESTIGATING, Status.APPROVED, Status.CONTRACTED}
ORDER = {
    PaperStatus.REJECTED: 0,
    PaperStatus.EXPIRED: 0,
    PaperStatus.REQUIRED: 1,
    PaperStatus.RECEIVED: 2,
    PaperStatus.VERIFIED: 3,
    PaperStatus.CLEARED: 4,
    PaperStatus.WAIVED: 5,
    PaperStatus.NOT_NEEDED: 6,
    PaperStatus.DROPPED: 7,
}


@dataclass(frozen=True)
class PaperLine:
    """One line with the version that was received last and the one whose pages are being collected."""

    paper: Paper
    version: PaperVersion | None
    collected: PaperVersion | None

    @property
    def pages(self) -> list[PaperPage]:
        """What is shown of it: the pages being collected, else those of the last version."""
        version = self.collected or self.version
        return version.standing_pages if version else []

    @property
    def awaits(self) -> str:
        """Which check it waits for: "verify", "clear" or none."""
        if self.paper.status == PaperStatus.RECEIVED:
            return "verify"
        return "clear" if self.paper.status == PaperStatus.VERIFIED and self.paper.needs_clearance else ""


@dataclass
class PaperClass:
    """The lines of one party under one class."""

    code: str
    lines: list[PaperLine] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(PaperGroup(self.code).label)


@dataclass
class PartyPapers:
    """All papers of one party; `total` counts the lines the case is not complete without, `done` those that are."""

    customer: Customer
    role: str
    party: Party | None
    classes: list[PaperClass]
    open_lines: list[PaperLine]
    total: int
    done: int

    @property
    def role_name(self) -> str:
        return str(PartyRole(self.role).label)

    @property
    def percent(self) -> int:
        return percent(self.done, self.total)


def percent(done: int, total: int) -> int:
    """Whole percent, 100 only when all are done."""
    return 100 if done == total else done * 100 // total


def lines_of(papers: Iterable[Paper]) -> list[PaperLine]:
    """Lines of papers whose versions and pages are read already."""
    lines = []
    for paper in papers:
        versions = list(paper.versions.all())
        received = next((entry for entry in versions if entry.received_at), None)
        lines.append(PaperLine(paper, received, next((entry for entry in versions if not entry.received_at), None)))
    return lines


def papers_with_files(application: Application):
    """The lines of a case with their files, in four queries however many there are."""
    return (
        Paper.objects.on_the_list()
        .filter(application=application)
        .with_names()
        .prefetch_related("versions__pages__attachment", "versions__received_by", "versions__verified_by")
    )


def by_party(application: Application) -> list[PartyPapers]:
    """The papers of a case by party and class, within a class what is missing first."""
    parties = {
        (party.customer_id, party.role): party
        for party in Party.objects.filter(application=application).select_related("customer").order_by("pk")
    }
    rows: dict[tuple[int, str], list[PaperLine]] = {key: [] for key in parties}
    for line in lines_of(papers_with_files(application)):
        rows.setdefault((line.paper.customer_id, line.paper.role), []).append(line)
    return [_of_party(parties.get(key), lines) for key, lines in rows.items() if lines]


def _of_party(party: Party | None, lines: list[PaperLine]) -> PartyPapers:
    first = lines[0].paper
    classes = [PaperClass(code) for code in PaperGroup.values]
    for line in lines:
        classes[PaperGroup.values.index(line.paper.group)].lines.append(line)
    for entry in classes:
        entry.lines.sort(key=lambda line: (ORDER[PaperStatus(line.paper.status)], line.paper.position))
    asked = [line for line in lines if line.paper.is_asked and line.paper.status not in OFF]
    return PartyPapers(
        customer=first.customer,
        role=first.role,
        party=party,
        classes=[entry for entry in classes if entry.lines],
        open_lines=[line for line in lines if line.paper.is_open],
        total=len(asked),
        done=sum(line.paper.is_done for line in asked),
    )


def is_out_of_step(application: Application) -> bool:
    """Whether product or parties have changed since the list was made."""
    expected = set(expected_lines(application))
    lines = Paper.objects.on_the_list().filter(application=application).exclude(requirement=None)
    return expected != set(lines.values_list("customer", "role", "requirement"))


def next_for(user, papers: list[Paper], paper: Paper) -> tuple[Paper | None, Paper | None]:
    """The papers before and after one, among those that wait for this reader; all of them when none does."""
    waiting = [entry for entry in papers if entry.pk == paper.pk or _waits_for(user, entry)]
    chosen = waiting if len(waiting) > 1 else papers
    place = next((place for place, entry in enumerate(chosen) if entry.pk == paper.pk), 0)
    before = chosen[place - 1] if place else None
    return before, chosen[place + 1] if place + 1 < len(chosen) else None


def _waits_for(user, paper: Paper) -> bool:
    (line,) = lines_of([paper])
    if line.awaits == "verify":
        return not permissions.may_verify_paper(user, paper, line.version)
    return line.awaits == "clear" and not permissions.may_clear_paper(user, paper, line.version)


# What the case page says of papers


def _open_papers(application: Application) -> list[Paper]:
    return [
        paper for paper in Paper.objects.on_the_list().filter(application=application).with_names() if paper.is_open
    ]


def lacks(application: Application) -> list[Lack]:
    """A line for each party and what its papers wait for; acceptance is not held up, the report and the release are."""
    if application.status not in WITH_LIST:
        return []
    found: dict[tuple[int, str, str], list[Paper]] = {}
    for paper in _open_papers(application):
        found.setdefault((paper.customer_id, paper.role, _step_of(paper)), []).append(paper)
    room = reverse("applications:papers", args=[application.number])
    due = application.deadline if application.status in {Status.ACCEPTED, Status.INVESTIGATING} else None
    return [
        Lack(_counted(step, papers), _why(papers), due, f"{room}#papers-of-{customer}-{role}", _("Open"))
        for (customer, role, step), papers in found.items()
    ]


def release_lacks(application: Application) -> list[str]:
    """Nothing is released while a paper the case needs has run out or was not verified."""
    return [
        _("{paper} of {who}: {status}").format(
            paper=paper.name, who=paper.customer.name, status=paper.get_status_display()
        )
        for paper in _open_papers(application)
    ]


def _step_of(paper: Paper) -> str:
    if paper.is_undecided:
        return "decide"
    return {PaperStatus.RECEIVED: "verify", PaperStatus.VERIFIED: "clear"}.get(PaperStatus(paper.status), "collect")


def _counted(step: str, papers: list[Paper]) -> str:
    count = len(papers)
    words = {
        "collect": ngettext("{count} paper to be handed in", "{count} papers to be handed in", count),
        "verify": ngettext("{count} paper to be verified", "{count} papers to be verified", count),
        "clear": ngettext(
            "{count} paper waits for the compliance check", "{count} papers wait for the compliance check", count
        ),
        "decide": ngettext("{count} paper: does it apply?", "{count} papers: do they apply?", count),
    }
    return words[step].format(count=count)


def _why(papers: list[Paper]) -> str:
    names = pgettext("between words of a list", ", ").join(paper.name for paper in papers[:NAMED])
    if len(papers) > NAMED:
        names = _("{names} and others").format(names=names)
    return _("{who}: {names}").format(who=papers[0].customer.name, names=names)


def register() -> None:
    """Called once, by this app's `ready()`."""
    ROOMS.append(Room("papers", gettext_lazy("Papers"), "applications:papers", 20))
    LACKS.append(lacks)
    RELEASE_LACKS.append(release_lacks)
