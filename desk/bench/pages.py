"""Lists and case pages: the same queries and nearly the same time, however many applications there are."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from applications.models import Application
from applications.states import Status
from desk.bench import scratch
from desk.bench.measure import Measure, p95, seconds
from staff.models import User

FEW = 1_000
QUERIES = {"lists": 12, "case": 30}
RATIO = 1.5
ROUNDS, VISITS = 8, 20
LISTS = [
    ("am1", "/applications/?view=all"),
    ("dm1", "/applications/?view=all"),
    ("dm1", "/applications/?view=all&sort=-amount"),
    ("auditor", "/applications/?view=all"),
    ("auditor", "/applications/?view=all&sort=amount"),
    ("am1", "/customers/"),
    ("dm1", "/customers/"),
    ("auditor", "/customers/"),
    ("dm1", "/servicing/"),
]


@dataclass(frozen=True)
class Visit:
    """What one page costs: queries, and the p95 in seconds."""

    queries: int
    p95: float


def measure(names: list[str], most: int) -> list[Measure]:
    """`lists` and `case` in two databases that stand side by side, one with a thousand applications, one with most."""
    scratch.grow(applications=FEW, loans=FEW // 4)
    pages = [(bench, name, address) for bench in names for name, address in ADDRESSES[bench]()]
    with scratch.twin() as go_over:
        go_over()
        scratch.grow(applications=most, loans=most // 4)
        go_over()
        return [
            line
            for bench, name, address in pages
            for line in _lines(bench, name, address, _visit(name, address, go_over), most)
        ]


def _lines(bench: str, name: str, address: str, visits: tuple[Visit, Visit], most: int) -> list[Measure]:
    few, many = visits
    what = f"{_plain(address)} as {name}"
    queries = f"{few.queries} at {FEW:,}, {many.queries} at {most:,}"
    times = f"p95 {few.p95 * 1000:.0f} ms at {FEW:,}, {many.p95 * 1000:.0f} ms at {most:,}"
    return [
        Measure(bench, what, many.queries, "queries", queries, QUERIES[bench]),
        Measure(bench, what, abs(many.queries - few.queries), "queries more", "", 0),
        Measure(bench, what, many.p95 / few.p95, "×", times, RATIO),
    ]


def _cases() -> list[tuple[str, str]]:
    """A case under review and one with a running loan, as the account manager and the department manager see them."""
    mine = Application.objects.filter(account_manager__username="am1", number__startswith="V").order_by("pk")
    found = [mine.filter(status=status).first() for status in (Status.IN_REVIEW, Status.DISBURSED)]
    return [(name, f"/cases/{application.number}/") for application in found for name in ("am1", "dm1")]


ADDRESSES: dict[str, Callable[[], list[tuple[str, str]]]] = {"lists": lambda: LISTS, "case": _cases}


def _plain(address: str) -> str:
    return "/cases/…/ (" + _status(address) + ")" if address.startswith("/cases/") else address


def _status(address: str) -> str:
    return Application.objects.get(number=address.split("/")[2]).status


def _visit(username: str, address: str, go_over: Callable[[], None]) -> tuple[Visit, Visit]:
    """Rounds in turn, so that whatever else the machine does strikes both; the quietest round of each counts."""
    rounds: tuple[list[float], list[float]] = ([], [])
    queries = [0, 0]
    for _ in range(ROUNDS):
        for place in (0, 1):
            get = _getter(username, address)
            with CaptureQueriesContext(connection) as captured:
                get()
            queries[place] = len(captured)
            rounds[place].append(p95([seconds(get) for _ in range(VISITS)]))
            go_over()
    return Visit(queries[0], min(rounds[0])), Visit(queries[1], min(rounds[1]))


def _getter(username: str, address: str) -> Callable[[], None]:
    """One request by somebody who has signed in and been here before."""
    client = Client()
    client.force_login(User.objects.get(username=username))

    def get() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} as {username} answers {answer.status_code}")

    get()
    return get
