"""Lists and case pages: the same queries and nearly the same time, however many applications there are."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from applications.models import Application
from applications.states import Status
from core.memory import settle, with_room
from desk.bench import scratch
from desk.bench.measure import Measure, p95, seconds
from staff.models import User

FEW = 1_000
QUERIES = {"lists": 12, "search": 12, "case": 30}
RATIO = 1.5
ROUNDS, VISITS = 3, 20
READERS = ("am1", "dm1", "auditor")
# What one types of a name: every tenth customer of the bulk rows holds the first, every fifteenth the second.
ONE_SIGN, TWO_SIGNS = "永", "東城"
PLAIN = ("/customers/", "/applications/?view=all", "/contracts/", "/servicing/", "/applications/ledger/")
SORTED = (
    ("dm1", "/applications/?view=all&sort=-amount"),
    ("auditor", "/applications/?view=all&sort=amount"),
    ("auditor", "/customers/?sort=name"),
    ("auditor", "/servicing/?sort=-outstanding"),
)


@dataclass(frozen=True)
class Page:
    """A page as somebody asks for it; what is `sent` is typed into the search box and posted."""

    bench: str
    reader: str
    address: str
    sent: str = ""
    shown: str = ""

    @property
    def what(self) -> str:
        return f"{self.shown or self.address} as {self.reader}"


@dataclass(frozen=True)
class Visit:
    """What one page costs: queries, and the p95 in seconds."""

    queries: int
    p95: float


def measure(names: list[str], customers: int, most: int) -> list[Measure]:
    """Pages in two databases that stand side by side: one with a thousand applications, one with the most."""
    scratch.grow(customers=FEW, applications=FEW, loans=FEW // 4)
    pages = [page for bench in names for page in PAGES[bench]()]
    with scratch.twin() as go_over:
        go_over()
        scratch.grow(customers=customers, applications=most, loans=most // 4)
        go_over()
        # As in the server (`config.wsgi`); here the demo and the bulk rows have passed through besides.
        settle()
        return [line for page in pages for line in _lines(page, _visit(page, go_over), most)]


def _lines(page: Page, visits: tuple[Visit, Visit], most: int) -> list[Measure]:
    few, many = visits
    queries = f"{few.queries} at {FEW:,}, {many.queries} at {most:,}"
    times = f"p95 {few.p95 * 1000:.0f} ms at {FEW:,}, {many.p95 * 1000:.0f} ms at {most:,}"
    return [
        Measure(page.bench, page.what, many.queries, "queries", queries, QUERIES[page.bench]),
        Measure(page.bench, page.what, max(0, many.queries - few.queries), "queries more", "", 0),
        Measure(page.bench, page.what, many.p95 / few.p95, "×", times, RATIO),
    ]


def _lists() -> list[Page]:
    """Every list whole, sorted, and narrowed by a name and by a number."""
    number = _mine().order_by("pk")[0].number
    narrowed = [_with(address, f"q={ONE_SIGN}") for address in PLAIN]
    narrowed += [_with(address, f"q={TWO_SIGNS}") for address in PLAIN[:2]]
    addresses = [*PLAIN, *narrowed, f"/applications/?view=all&q={number}"]
    pages = [Page("lists", reader, address) for reader in READERS for address in addresses]
    return pages + [Page("lists", *entry) for entry in SORTED]


def _searches() -> list[Page]:
    """The search box: part of a name, and the number, the code and the phone of a customer of `am1` as a whole."""
    case = _mine().select_related("customer").order_by("pk")[0]
    typed = {ONE_SIGN: ONE_SIGN, TWO_SIGNS: TWO_SIGNS, "number": case.number}
    typed |= {"code": case.customer.identity, "phone": case.customer.phone}
    return [
        Page("search", reader, "/desk/search/", text, f"search {shown}")
        for reader in READERS
        for shown, text in typed.items()
    ]


def _cases() -> list[Page]:
    """A case under review and one with a running loan, as the account manager and the department manager see them."""
    found = [_mine().filter(status=status).order_by("pk")[0] for status in (Status.IN_REVIEW, Status.DISBURSED)]
    return [
        Page("case", name, f"/cases/{case.number}/", shown=f"/cases/…/ ({case.status})")
        for case in found
        for name in ("am1", "dm1")
    ]


def _mine():
    return Application.objects.filter(account_manager__username="am1", number__startswith="V")


def _with(address: str, asked: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{asked}"


PAGES: dict[str, Callable[[], list[Page]]] = {"lists": _lists, "search": _searches, "case": _cases}


def _visit(page: Page, go_over: Callable[[], None]) -> tuple[Visit, Visit]:
    """Rounds in turn, so that whatever else the machine does strikes both; the p95 is that of all visits of a page."""
    times: tuple[list[float], list[float]] = ([], [])
    queries = [0, 0]
    for _ in range(ROUNDS):
        for place in (0, 1):
            get = getter(page)
            with CaptureQueriesContext(connection) as captured:
                get()
            queries[place] = len(captured)
            times[place].extend(seconds(get) for _ in range(VISITS))
            go_over()
    return Visit(queries[0], p95(times[0])), Visit(queries[1], p95(times[1]))


def getter(page: Page) -> Callable[[], None]:
    """One request by somebody who has signed in and been here before."""
    client = Client()
    client.force_login(User.objects.get(username=page.reader))

    def get() -> None:
        answer = client.post(page.address, {"q": page.sent}) if page.sent else client.get(page.address)
        # A whole number leads on to its page.
        if answer.status_code not in ((200, 302) if page.sent else (200,)):
            raise RuntimeError(f"{page.what} answers {answer.status_code}")

    # As in the server.
    get = with_room(get)
    get()
    return get
