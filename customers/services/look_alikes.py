"""Files that may be of the same customer: found when something is registered or changed, decided once, kept for ever."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from core import dates
from core.errors import InvalidInput, TransitionRefused
from core.sealing import blind_index
from core.service import record, require, service
from core.states import move
from customers import permissions
from customers.addresses import normal
from customers.identity import comparable
from customers.models import (
    Address,
    Customer,
    CustomerKind,
    FileMerge,
    IdentityPaper,
    LookAlike,
    LookAlikeGround,
    PersonDetails,
    PhoneNumber,
)
from customers.names import surname
from customers.states import LookAlikeStatus
from staff.models import User

# A phone that twenty files share is a switchboard; more of them say nothing about who is who.
MOST = 20
GROUNDS = LookAlikeGround.values
LATER, DIFFERENT = "later", "different"


@dataclass(frozen=True)
class Facts:
    """What two files are held against each other by; `numbers` are those of papers, whatever their kind."""

    kind: str
    name: str
    phones: Sequence[str] = ()
    addresses: Sequence[str] = ()
    born: date | None = None
    numbers: Sequence[str] = ()


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
    """What the file says, as it stands in the database: its fields, each further mobile, address and paper."""
    born = PersonDetails.objects.filter(customer=customer).values_list("birth_date", flat=True).first()
    mobiles = customer.phonenumber_rows.standing().filter(phone_use=PhoneNumber.Use.MOBILE)
    return Facts(
        customer.kind,
        customer.name,
        [customer.phone, *(row.phone for row in mobiles)],
        [customer.address, *(row.address for row in customer.address_rows.standing())],
        born,
        customer.numbers(),
    )


def candidates(facts: Facts) -> list[Candidate]:
    """Files that may be of the same customer, the oldest first, whoever keeps them."""
    rows = Customer.objects.alike(facts).with_owner().order_by("pk")[:MOST]
    return [Candidate(row, _named(ground for ground in GROUNDS if getattr(row, f"by_{ground}", False))) for row in rows]


def _named(grounds: Iterable[str]) -> tuple[str, ...]:
    """The grounds, each once and always in the same order."""
    found = set(grounds)
    return tuple(ground for ground in GROUNDS if ground in found)


def of_new(kind: str, values: Mapping[str, Any], facts: Mapping[str, Any], number: str) -> list[Candidate]:
    """The candidates for a customer without a file, by what has been read of it so far."""
    name, phone, address = (values.get(field, "") for field in ("name", "phone", "address"))
    return candidates(Facts(kind, name, [phone], [address], facts.get("birth_date"), [number]))


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
    known = _asked_about(customer) | {customer.pk}
    new = [entry for entry in found if entry.customer.pk not in known]
    # In one order for everybody, so that those who edit files of one family at once do not wait for one another in a ring.
    for entry in sorted(new, key=lambda entry: entry.customer.pk):
        first, second = sorted((customer, entry.customer), key=lambda file: file.pk)
        pair, is_new = LookAlike.objects.get_or_create(
            first=first, second=second, defaults={"grounds": list(entry.grounds)}
        )
        if not is_new:
            continue
        record(pair, grounds=list(entry.grounds))
        said = verdicts.get(str(entry.customer.uuid))
        if said is not None and said.verdict == DIFFERENT:
            _decide(pair, LookAlikeStatus.DIFFERENT, said.reason, by)


def keep_pairs_of(customers: Sequence[Customer]) -> None:
    """The same for many files that were just opened, by a handful of queries: each is held against those before it.

    Nobody was asked on the way, so every pair is left open.
    """
    own = {customer.pk: marks_of(customer) for customer in customers}
    near = _near(customers, own.values())
    pairs = []
    for customer in customers:
        grounds, files = defaultdict[int, set[str]](set), {}
        for key in _keys(own[customer.pk]):
            for row in near[key][:MOST]:
                if row.pk < customer.pk and row.kind == customer.kind and _is_of_family(key, row, customer):
                    grounds[row.pk].add(key[0])
                    files[row.pk] = row
        for pk in sorted(files)[:MOST]:
            pairs.append(LookAlike(first=files[pk], second=customer, grounds=list(_named(grounds[pk]))))
    for pair in LookAlike.objects.bulk_create(pairs):
        record(pair, grounds=pair.grounds)


@dataclass(frozen=True)
class Marks:
    """The facts as a file keeps them beside what is sealed, so that nothing is opened to compare two files."""

    kind: str
    name: str
    phone: str
    address: str
    born: date | None
    number: str


def marks_of(row: Customer) -> Marks:
    """Of a file that was read together with `person`."""
    born = row.person.birth_date if row.kind == CustomerKind.PERSON and hasattr(row, "person") else None
    return Marks(row.kind, row.name_folded, row.phone_index, row.address_index, born, row.identity_index)


def _keys(marks: Marks) -> Iterator[tuple]:
    """What files that look alike have in common, each with its ground; the address tells only with the surname."""
    is_person = marks.kind == CustomerKind.PERSON
    if marks.phone:
        yield LookAlikeGround.PHONE.value, marks.phone
    if not is_person and marks.name:
        yield LookAlikeGround.NAME.value, marks.name
    if is_person and marks.born:
        yield LookAlikeGround.NAME_AND_BIRTH.value, marks.name, marks.born
    if is_person and marks.address:
        yield LookAlikeGround.ADDRESS.value, marks.address
    if marks.number:
        yield LookAlikeGround.NUMBER.value, marks.number


def _is_of_family(key: tuple, row: Customer, customer: Customer) -> bool:
    """Whether an address that two persons share says anything: they have one surname."""
    family = surname(customer.name)
    return key[0] != LookAlikeGround.ADDRESS or bool(family and row.name_folded.startswith(family))


def _near(customers: Sequence[Customer], marks: Iterable[Marks]) -> defaultdict[tuple, list[Customer]]:
    """The files that share something with one of these, by what it is, the oldest first."""
    near = defaultdict[tuple, list[Customer]](list)
    for row in Customer.objects.like_any_of(marks).select_related("person").order_by("pk"):
        for key in _keys(marks_of(row)):
            near[key].append(row)
    for ground, field, said in NOTED:
        # The rows of a file have indexes of their own: each is led back to that of the field of the same meaning.
        indexes = {blind_index(folded, field.index_name()): index for folded, index in said(customers)}
        rows = field.model.objects.standing().filter(**{f"{field.name}__in": indexes}).order_by("pk")
        if ground == LookAlikeGround.PHONE:
            rows = rows.filter(phone_use=PhoneNumber.Use.MOBILE)
        for row in rows.select_related("customer"):
            near[(ground.value, indexes[getattr(row, field.name)])].append(row.customer)
    return near


NOTED: tuple[tuple[LookAlikeGround, Any, Callable[[Sequence[Customer]], list[tuple[str, str]]]], ...] = (
    (
        LookAlikeGround.PHONE,
        PhoneNumber._meta.get_field("phone_index"),
        lambda files: [(file.phone, file.phone_index) for file in files if file.phone_index],
    ),
    (
        LookAlikeGround.ADDRESS,
        Address._meta.get_field("address_index"),
        lambda files: [(normal(file.address), file.address_index) for file in files if file.address_index],
    ),
    (
        LookAlikeGround.NUMBER,
        IdentityPaper._meta.get_field("paper_number_index"),
        lambda files: [(comparable(file.identity), file.identity_index) for file in files],
    ),
)


def look_again(customer: Customer, by: User) -> None:
    """After a change of what files are held against each other by: new pairs are kept open. Inside a service."""
    keep_pairs(customer, candidates(facts_of(customer)), {}, by)


def _asked_about(customer: Customer) -> set[int]:
    """Files that this one, or one that was merged into it, was held against before."""
    own = {customer.pk, *customer.merged_files.values_list("pk", flat=True)}
    pairs = LookAlike.objects.filter(first__in=own) | LookAlike.objects.filter(second__in=own)
    return {pk for pair in pairs.values_list("first", "second") for pk in pair} - {customer.pk}


@service(says=_("Asked whether two files that claim one identity paper are of the same customer"))
def ask_about_paper(*, customer: Customer, other: Customer, kind: str, number: str, by: User) -> LookAlike:
    """Leave two files that claim one paper to be decided; what was decided before the paper was known is asked again.

    `kind` and `number` are those of the paper.
    """
    require(permissions.may_edit(by, customer))
    first, second = sorted((customer, other), key=lambda file: file.pk)
    pair, _created = LookAlike.objects.select_for_update().get_or_create(first=first, second=second)
    paper = f"{kind}:{Customer.objects.index_of(number)}"
    if paper not in pair.papers:
        _note_paper(pair, [paper])
    return pair


def _ask_again(pair: LookAlike) -> None:
    """The trail keeps who decided before, when and why; both files tell of it."""
    pair.reason, pair.decided_by, pair.decided_at = "", None, None
    pair.save(update_fields=["reason", "decided_by", "decided_at"])
    move(pair, to=LookAlikeStatus.OPEN)
    record(pair.second)


@service(says=_("Held against a file that looks alike: {verdict}. Reason: {reason}"))
def decide_look_alike(*, pair: LookAlike, verdict: str, reason: str, by: User) -> LookAlike:
    """Say that two files are of the same customer, or of different ones; it stands until “same” is taken back or a
    paper turns up in both that nobody knew of.
    """
    pair = LookAlike.objects.select_for_update(of=("self",)).with_files().get(pk=pair.pk)
    tells_apart = verdict == LookAlikeStatus.DIFFERENT
    require(permissions.may_tell_apart(by, pair) if tells_apart else permissions.may_decide_look_alike(by, pair))
    if verdict not in {LookAlikeStatus.SAME, LookAlikeStatus.DIFFERENT}:
        raise InvalidInput(_("Say whether it is the same customer or a different one."), field="verdict")
    if len(reason.strip()) < 2:
        raise InvalidInput(_("Say in a few words what shows it."), field="reason")
    _decide(pair, LookAlikeStatus(verdict), reason, by)
    return pair


@service(says=_("Taken back that both files are of the same customer"))
def take_back_same(*, pair: LookAlike, by: User) -> LookAlike:
    """Let a pair be decided anew that was found to be of one customer, as long as no merge of it waits or is done."""
    pair = LookAlike.objects.select_for_update(of=("self",)).with_files().get(pk=pair.pk)
    require(permissions.may_decide_look_alike(by, pair))
    if pair.status != LookAlikeStatus.SAME:
        raise TransitionRefused(_("This pair stands at “{status}”.").format(status=pair.get_status_display()))
    if FileMerge.objects.waiting().of_pair(pair).exists():
        raise TransitionRefused(_("A merge of these files waits for confirmation. Take that back first."))
    _ask_again(pair)
    return pair


def follow_merge(pair: LookAlike, survivor: Customer, merged: Customer) -> None:
    """What is still to be done about a merged file and a third one falls to its survivor. Inside a service."""
    if pair.status == LookAlikeStatus.OPEN:
        _ask_of(pair, survivor, merged)
    elif pair.status == LookAlikeStatus.SAME:
        carry_same(pair=pair, survivor=survivor, merged=merged)


def _ask_of(pair: LookAlike, survivor: Customer, merged: Customer) -> LookAlike:
    """The pair of the survivor and the third file: that which was asked about before, else one to be decided."""
    first, second = sorted((survivor, pair.other(merged)), key=lambda file: file.pk)
    known = {"grounds": pair.grounds, "papers": pair.papers}
    asked, is_new = LookAlike.objects.select_for_update().get_or_create(first=first, second=second, defaults=known)
    if is_new:
        record(asked, grounds=asked.grounds)
    elif pair.is_of_one_paper and (not asked.is_of_one_paper or set(pair.papers) - set(asked.papers)):
        _note_paper(asked, pair.papers)
    return asked


def _note_paper(pair: LookAlike, papers: Sequence[str]) -> None:
    """A paper that both files claim is a reason to ask, also where they were found different without it."""
    pair.grounds = list(_named([*pair.grounds, LookAlikeGround.PAPER.value]))
    pair.papers = list(dict.fromkeys([*pair.papers, *papers]))
    pair.save(update_fields=["grounds", "papers"])
    record(pair, grounds=pair.grounds)
    if pair.status == LookAlikeStatus.DIFFERENT:
        _ask_again(pair)


@service(says=_("Held against a file that looks alike, before a merge: {verdict}. Reason: {reason}"))
def carry_same(*, pair: LookAlike, survivor: Customer, merged: Customer) -> LookAlike:
    """What was found the same as a merged file is the same as its survivor, as decided by whom and when.

    Where that pair was found different, the two words cannot both hold: it is asked again.
    """
    known = LookAlike.objects.of(survivor).of(pair.other(merged))
    were_apart = known.filter(status=LookAlikeStatus.DIFFERENT).exists()
    carried = _ask_of(pair, survivor, merged)
    if carried.status == LookAlikeStatus.DIFFERENT:
        _ask_again(carried)
    elif carried.status == LookAlikeStatus.OPEN and not were_apart:
        _keep_verdict(carried, LookAlikeStatus.SAME, pair.reason, pair.decided_by, pair.decided_at)
    return carried


def _decide(pair: LookAlike, verdict: LookAlikeStatus, reason: str, by: User) -> None:
    _keep_verdict(pair, verdict, reason.strip()[:300], by, dates.now())


def _keep_verdict(pair: LookAlike, verdict: LookAlikeStatus, reason: str, by: User | None, at: datetime | None) -> None:
    pair.reason, pair.decided_by, pair.decided_at = reason, by, at
    pair.save(update_fields=["reason", "decided_by", "decided_at"])
    told: dict[str, Any] = {"verdict": f"alike.{verdict.value}", "reason": pair.reason}
    move(pair, to=verdict, **told)
    record(pair.second, **told)
