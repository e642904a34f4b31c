"""Lists and case pages: the same queries and nearly the same time, however many applications there are."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from applications.models import Application
from applications.states import Status
from desk.bench import scratch
from desk.bench.measure import Measure, quiet_p95
from staff.models import User

FEW = 1_000
QUERIES = {"lists": 12, "case": 30}
RATIO = 1.5
LISTS = [
    ("am1", "/applications/?view=all"),
    ("dm1", "/applications/?view=all"),
    ("dm1", "/applications/?view=all&sort=-amount"),
    ("am1", "/customers/"),
    ("dm1", "/servicing/"),
]


@dataclass(frozen=True)
class Visit:
    """What one page costs: queries, and the p95 in seconds."""

    queries: int
    p95: float


def measure(names: list[str], most: int) -> list[Measure]:
    """`lists`, as two people see them, and `case`: the same pages first with a thousand applications, then with most."""
    scratch.grow(applications=FEW, loans=FEW // 4)
    pages = [(bench, name, address) for bench in names for name, address in ADDRESSES[bench]()]
    few = [_visit(name, address) for _bench, name, address in pages]
    scratch.grow(applications=most, loans=most // 4)
    many = [_visit(name, address) for _bench, name, address in pages]
    measures = []
    for (bench, name, address), before, after in zip(pages, few, many, strict=True):
        what = f"{_plain(address)} as {name}"
        queries = f"{before.queries} at {FEW:,}, {after.queries} at {most:,}"
        times = f"p95 {before.p95 * 1000:.0f} ms at {FEW:,}, {after.p95 * 1000:.0f} ms at {most:,}"
        measures += [
            Measure(bench, what, after.queries, "queries", queries, QUERIES[bench]),
            Measure(bench, what, abs(after.queries - before.queries), "queries more", "", 0),
            Measure(bench, what, after.p95 / before.p95, "×", times, RATIO),
        ]
    return measures


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


def _visit(username: str, address: str) -> Visit:
    client = Client()
    client.force_login(User.objects.get(username=username))

    def get() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} as {username} answers {answer.status_code}")

    get()
    with CaptureQueriesContext(connection) as queries:
        get()
    return Visit(len(queries), quiet_p95(get))
