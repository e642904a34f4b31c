"""The sources a customer is screened against, who answers them, and how the checks of a customer stand.

A source with an adapter answers by itself; every other one is asked by hand, with the answer as a file. A later
app, or the installation of a lender, adds an adapter with `answer_by(source, adapter)`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from core import dates
from customers.models import (
    STANDS,
    WORST_FIRST,
    BlacklistEntry,
    CheckState,
    ConsentKind,
    Customer,
    CustomerKind,
    Finding,
    HitDecision,
    InsiderEntry,
    QueryReason,
    Screening,
    Source,
)
from customers.providers import RELATED_NAMES

PERSON, COMPANY = CustomerKind.PERSON, CustomerKind.COMPANY
# Whom a source knows; those not named here know both.
KNOWS = {Source.IDENTITY: {PERSON}, Source.REGISTRY: {COMPANY}, Source.FINES: {COMPANY}}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a source says: a `Finding`, a note in words, and the uuids of what fits: entries and relations."""

    finding: str
    note: str = ""
    matched: Sequence[str] = field(default_factory=tuple)


Adapter = Callable[[Customer], Answer]
ADAPTERS: dict[str, Adapter] = {}


def answer_by(source: str, adapter: Adapter) -> None:
    """Let an adapter answer a source from now on."""
    ADAPTERS[source] = adapter


def applies(source: str, customer: Customer) -> bool:
    """Whether a source knows customers of this kind."""
    return customer.kind in KNOWS.get(Source(source), {PERSON, COMPANY})


def sources_for(customer: Customer) -> list[Source]:
    return [source for source in Source if applies(source, customer)]


# The sources that need nobody: the lender's own lists


def _fitting(entries, customer: Customer):
    person, numbers, standing = getattr(customer, "person", None), customer.numbers(), entries.in_force(dates.today())
    found = standing.none()
    for name in customer.names():
        born = person.birth_date if person else None
        found |= standing.fitting(kind=customer.kind, numbers=numbers, name=name, birth_date=born)
    return found


def ask_blacklist(customer: Customer) -> Answer:
    """The lender's own blacklist."""
    found = [str(uuid) for uuid in _fitting(BlacklistEntry.objects, customer).values_list("uuid", flat=True)]
    return Answer(Finding.HIT if found else Finding.CLEAR, matched=found)


def ask_insiders(customer: Customer) -> Answer:
    """Employees, their near relatives, shareholders and officers: the list, and what the relations of a file say."""
    found = [str(uuid) for uuid in _fitting(InsiderEntry.objects, customer).values_list("uuid", flat=True)]
    related = [name for names in RELATED_NAMES for name in names(customer)]
    found += [str(name.relation) for name in related]
    return Answer(Finding.HIT if found else Finding.CLEAR, "、".join(name.words for name in related)[:300], found)


answer_by(Source.BLACKLIST, ask_blacklist)
answer_by(Source.INSIDERS, ask_insiders)


# How checks stand


@dataclass(frozen=True, slots=True)
class Standing:
    """How one source stands for one customer; `check` is the one that counts, None without any."""

    customer: Customer
    source: Source
    state: CheckState
    check: Screening | None = None

    @property
    def holds(self) -> bool:
        return self.state in STANDS

    @property
    def is_hit(self) -> bool:
        return self.state in {CheckState.UNDECIDED, CheckState.REFUSED}

    @property
    def is_automatic(self) -> bool:
        return self.source in ADAPTERS


def standings(wanted: Iterable[tuple[Customer, Iterable[str]]], on: date | None = None) -> list[Standing]:
    """How each wanted source stands for each customer on a day, in one query; sources that do not know one fall away."""
    pairs = [(customer, Source(code)) for customer, codes in wanted for code in codes if applies(code, customer)]
    if not pairs:
        return []
    day = on or dates.today()
    checks = Screening.objects.of({c.pk for c, _s in pairs}, {s for _c, s in pairs}).select_related(
        "checked_by", "decided_by", "file"
    )
    worst: dict[tuple[int, str], Screening] = {}
    for check in sorted(checks, key=lambda check: (WORST_FIRST.index(check.state(day)), -check.pk)):
        worst.setdefault((check.customer_id, check.source), check)
    rows = []
    for customer, source in pairs:
        check = worst.get((customer.pk, source))
        rows.append(Standing(customer, source, check.state(day) if check else CheckState.MISSING, check))
    return rows


# What pages and the trail say


def hit_title(standing: Standing) -> str:
    """A hit as the title of a notice; a conflict of interest by its name (no favour loans)."""
    if standing.source == Source.INSIDERS:
        return _("Conflict of interest: {name}").format(name=standing.customer.name)
    return _("Hit on “{source}”: {name}").format(source=standing.source.label, name=standing.customer.name)


def hit_notices(customer: Customer, user) -> list[dict]:
    """On every page of a file: the hits that risk has not decided, or has refused."""
    hits = [one for one in standings([(customer, sources_for(customer))]) if one.is_hit]
    texts = {
        CheckState.UNDECIDED: _("Cases of this customer stand still until a risk officer has decided it."),
        CheckState.REFUSED: _("Risk has refused it."),
    }
    return [{"tone": "is-late", "title": hit_title(one), "text": texts[one.state]} for one in hits]


LABELS = {
    **{f"screening.{value}": label for value, label in Finding.choices},
    **{f"source.{value}": label for value, label in Source.choices},
    **{f"hit.{value}": label for value, label in HitDecision.choices},
    **{f"consent.{value}": label for value, label in ConsentKind.choices},
    **{f"query.{value}": label for value, label in QueryReason.choices},
}
