"""Files that may be of the same customer: found when something is registered or changed, decided once, kept for ever."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from core import dates
from core.errors import InvalidInput
from core.sealing import blind_index
from core.service import record, require, service
from core.states import move
from customers import permissions
from customers.addresses import normal
from customers.identity import dialled
from customers.models import Customer, CustomerKind, LookAlike, LookAlikeGround
from customers.names import fold, surname
from customers.querysets.files import ADDRESS, PHONE
from customers.states import LookAlikeStatus
from staff.models import User

# A phone that twenty files share is a switchboard; more of them say nothing about who is who.
MOST = 20
LATER, DIFFERENT = "later", "different"


@dataclass(frozen=True)
class Facts:
    """What two files are held against each other by."""

    kind: str
    name: str
    phone: str = ""
    address: str = ""
    born: date | None = None


@dataclass(frozen=True)
class Candidate:
    """A file that may be of the same customer, and why."""

    customer: Customer
    grounds: tuple[str, ...]

    @property
    def ground_names(self) -> str:
        words = (str(LookAlikeGround(ground).label) for ground in self.grounds)
        return pgettext("between words of a list", ", ").join(words)


@dataclass(frozen=True)
class Verdict:
    """What was said of a candidate while registering: `different` with a reason, or `later`."""

    verdict: str
    reason: str = ""


def facts_of(customer: Customer) -> Facts:
    person = getattr(customer, "person", None)
    born = person.birth_date if person else None
    return Facts(customer.kind, customer.name, customer.phone, customer.address, born)


def candidates(facts: Facts) -> list[Candidate]:
    """Files that may be of the same customer, the oldest first, whoever keeps them."""
    found = Customer.objects.alike(facts.kind, facts.name, facts.phone, facts.address, facts.born)
    rows = found.select_related("person").with_owner().order_by("pk")[:MOST]
    marks = Marks(
        facts.kind,
        fold(facts.name)[:120],
        blind_index(dialled(facts.phone), PHONE),
        blind_index(normal(facts.address), ADDRESS),
        facts.born,
    )
    return [Candidate(row, _grounds(marks_of(row), marks)) for row in rows]


@dataclass(frozen=True)
class Marks:
    """The same facts as a file keeps them beside what is sealed, so that nothing is opened to compare two files."""

    kind: str
    name: str
    phone: str
    address: str
    born: date | None = None


def marks_of(row: Customer) -> Marks:
    """Of a file that was read together with `person`."""
    born = row.person.birth_date if row.kind == CustomerKind.PERSON and hasattr(row, "person") else None
    return Marks(row.kind, row.name_folded, row.phone_index, row.address_index, born)


def _grounds(row: Marks, marks: Marks) -> tuple[str, ...]:
    """Why two files of one kind look alike."""
    is_person, grounds = marks.kind == CustomerKind.PERSON, []
    if marks.phone and row.phone == marks.phone:
        grounds.append(LookAlikeGround.PHONE)
    if row.name == marks.name:
        if not is_person:
            grounds.append(LookAlikeGround.NAME)
        elif marks.born and row.born == marks.born:
            grounds.append(LookAlikeGround.NAME_AND_BIRTH)
    if is_person and marks.address and row.address == marks.address:
        grounds.append(LookAlikeGround.ADDRESS)
    return tuple(str(ground.value) for ground in grounds)


def of_new(kind: str, values: Mapping[str, Any], facts: Mapping[str, Any]) -> list[Candidate]:
    """The candidates for a customer without a file, by what has been read of it so far."""
    name, phone, address = (values.get(field, "") for field in ("name", "phone", "address"))
    return candidates(Facts(kind, name, phone, address, facts.get("birth_date")))


def verdict_problems(found: Iterable[Candidate], verdicts: Mapping[str, Verdict]) -> Iterator[InvalidInput]:
    """Every candidate has to be decided, or put off; those about which nothing was said are named by their keepers."""
    open_ones = [entry.customer for entry in found if str(entry.customer.uuid) not in verdicts]
    if open_ones:
        owners = dict.fromkeys(str(customer.account_manager) for customer in open_ones)
        yield InvalidInput(
            _(
                "Files kept by {owners} look like this customer. Say that it is a different one, or decide later."
            ).format(owners=pgettext("between words of a list", ", ").join(owners)),
            field="verdicts",
        )
    if any(verdict.verdict not in {LATER, DIFFERENT} for verdict in verdicts.values()):
        yield InvalidInput(_("Choose “different” or “decide later”."), field="verdicts")
    if any(said.verdict == DIFFERENT and len(said.reason.strip()) < 2 for said in verdicts.values()):
        yield InvalidInput(_("Say in a few words why it is a different customer."), field="verdicts")


def keep_pairs(customer: Customer, found: Iterable[Candidate], verdicts: Mapping[str, Verdict], by: User) -> None:
    """One row for each pair that was never asked about; what was decided on the way is decided. Inside a service."""
    known = _asked_about(customer)
    for entry in found:
        if entry.customer.pk in known or entry.customer.pk == customer.pk:
            continue
        first, second = sorted((customer, entry.customer), key=lambda file: file.pk)
        pair = LookAlike.objects.create(first=first, second=second, grounds=list(entry.grounds))
        record(pair, grounds=list(entry.grounds))
        said = verdicts.get(str(entry.customer.uuid))
        if said is not None and said.verdict == DIFFERENT:
            _decide(pair, LookAlikeStatus.DIFFERENT, said.reason, by)


def keep_pairs_of(customers: Sequence[Customer]) -> None:
    """The same for many files that were just opened, by a handful of queries: each is held against those before it.

    Nobody was asked on the way, so every pair is left open.
    """
    own = {customer.pk: marks_of(customer) for customer in customers}
    groups, at_address = defaultdict[Any, list[Customer]](list), defaultdict[str, list[Customer]](list)
    for row in Customer.objects.like_any_of(own.values()).select_related("person").order_by("pk"):
        marks = marks_of(row)
        for key in _keys(marks):
            groups[key].append(row)
        at_address[marks.address].append(row)
    pairs = []
    for customer in customers:
        marks, family = own[customer.pk], surname(customer.name)
        near = [row for key in _keys(marks) for row in groups[key][:MOST]]
        if marks.kind == CustomerKind.PERSON and marks.address and family:
            near += [row for row in at_address[marks.address] if row.name_folded.startswith(family)][:MOST]
        before = {row.pk: row for row in near if row.pk < customer.pk and row.kind == customer.kind}
        for _pk, row in sorted(before.items())[:MOST]:
            pairs.append(LookAlike(first=row, second=customer, grounds=list(_grounds(marks_of(row), marks))))
    for pair in LookAlike.objects.bulk_create(pairs):
        record(pair, grounds=pair.grounds)


def _keys(marks: Marks) -> Iterator[tuple]:
    """What files that look alike have in common, but for the address: it tells only with the surname."""
    if marks.phone:
        yield "phone", marks.kind, marks.phone
    if marks.kind == CustomerKind.COMPANY and marks.name:
        yield "name", marks.name
    if marks.kind == CustomerKind.PERSON and marks.born:
        yield "name", marks.name, marks.born


def look_again(customer: Customer, by: User) -> None:
    """After a change of name, phone or address: new pairs are kept open. Inside a service."""
    keep_pairs(customer, candidates(facts_of(customer)), {}, by)


def _asked_about(customer: Customer) -> set[int]:
    """Files that this one, or one that was merged into it, was held against before."""
    own = {customer.pk, *customer.merged_files.values_list("pk", flat=True)}
    pairs = LookAlike.objects.filter(first__in=own) | LookAlike.objects.filter(second__in=own)
    return {pk for pair in pairs.values_list("first", "second") for pk in pair} - {customer.pk}


@service(says=_("Held against a file that looks alike: {verdict}. Reason: {reason}"))
def decide_look_alike(*, pair: LookAlike, verdict: str, reason: str, by: User) -> LookAlike:
    """Say that two files are of the same customer, or of different ones; a pair is never asked about again."""
    pair = LookAlike.objects.select_for_update(of=("self",)).with_files().get(pk=pair.pk)
    require(permissions.may_decide_look_alike(by, pair))
    if verdict not in {LookAlikeStatus.SAME, LookAlikeStatus.DIFFERENT}:
        raise InvalidInput(_("Say whether it is the same customer or a different one."), field="verdict")
    if len(reason.strip()) < 2:
        raise InvalidInput(_("Say in a few words what shows it."), field="reason")
    _decide(pair, LookAlikeStatus(verdict), reason, by)
    return pair


def _decide(pair: LookAlike, verdict: LookAlikeStatus, reason: str, by: User) -> None:
    pair.reason, pair.decided_by, pair.decided_at = reason.strip()[:300], by, dates.now()
    pair.save(update_fields=["reason", "decided_by", "decided_at"])
    told: dict[str, Any] = {"verdict": f"alike.{verdict.value}", "reason": pair.reason}
    move(pair, to=verdict, **told)
    record(pair.second, **told)
