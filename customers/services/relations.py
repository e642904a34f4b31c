"""What changes about relations: recorded with source and day, ended with day and reason, joined when files are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import attachments, dates, display
from core.attachments import Sealed, sealed_before
from core.errors import InvalidInput, Stale
from core.sealing import blind_index
from core.service import record, require, service, take_version
from core.text import plain_text
from customers import identity as identities
from customers import permissions
from customers.labels import BETWEEN_PERSONS, BY_PERSONS, HOLDER, OF_COMPANIES, SYMMETRIC
from customers.models import (
    Customer,
    CustomerGroup,
    CustomerKind,
    RelatedParty,
    Relation,
    RelationKind,
    RelationSource,
)
from customers.models.relations import GroupReason, Influence, Payment
from customers.related import LOOSE
from customers.services.file_checks import EARLIEST, PAPERS, identity_problems
from customers.services.files import AFTER_REGISTRATION
from staff.models import User

IDENTITY = "customers.relatedparty.identity"
WHOLE = Decimal(1)


ENDED, CONFIRMED = _("This relation has been ended already."), _("This relation has been confirmed already.")


@dataclass(frozen=True, slots=True)
class Outside:
    """Somebody who is no customer of ours, as typed; the identity may be unknown.

    Without `identity_type` the identity is that of an identity card, of a company its credit code.
    """

    kind: str
    name: str
    identity: str = ""
    identity_type: str = ""


@sealed_before("evidence", unless=lambda given: permissions.may_relate(given["by"], given["customer"]))
@service(says=_("Relation recorded: {kind}"))
def add_relation(
    *,
    customer: Customer,
    kind: str,
    end: str,
    valid_from: date,
    source: str,
    by: User,
    other: Customer | None = None,
    party: RelatedParty | None = None,
    outside: Outside | None = None,
    group_name: str = "",
    group_reason: str = "",
    evidence: Sealed | None = None,
    **facts: Any,
) -> Relation:
    """Record what stands at the other `end` ("holder" or "subject") of a relation of this customer.

    The other end is a customer, a party that is known already, or somebody outside. A customer whose file `by` may not
    open makes it a claim, which binds nobody until those of that file confirm it. `facts` are share, subscribed, paid,
    payment, title, influence and source_note. Raises `InvalidInput` for what cannot be, above all for shares of one
    company that come to more than the whole.
    """
    require(permissions.may_relate(by, customer))
    mine, found = _party_of(customer), _other_party(other, party, outside)
    holder, subject = (found, mine) if end == HOLDER else (mine, found)
    is_claim = not _is_open(found, by)
    _lock(kind, holder, subject, joins=not is_claim)
    _check_ends(kind, holder, subject)
    facts = _checked_facts(kind, facts)
    _check_day(valid_from, source)
    # What the other file says already is nobody's answer to a claim; it is held against it when it is confirmed.
    _refuse_second(kind, holder, subject, [mine] if is_claim else [holder, subject])
    if kind == RelationKind.SHAREHOLDER and not (is_claim and subject == found):
        _refuse_above_whole(subject, facts["share"], valid_from)
    group = _group_of(subject, group_name, group_reason) if kind == RelationKind.GROUP_MEMBER else None
    relation = Relation.objects.create(
        kind=kind,
        holder=holder,
        subject=subject,
        group=group,
        valid_from=valid_from,
        source=source,
        evidence=attachments.keep(evidence, by=by, customer_uuid=customer.uuid) if evidence else None,
        recorded_by=by,
        claimed_end=end if is_claim else "",
        **facts,
    )
    _tell(relation, kind=f"relation.{kind}")
    return relation


@service(says=_("Relation confirmed: {kind}"))
def confirm_relation(*, relation: Relation, version: int, by: User) -> Relation:
    """Say for the other file that a claim is true: from now on it binds both."""
    relation = Relation.objects.select_for_update(of=("self",)).with_ends().get(pk=relation.pk)
    require(permissions.may_confirm_relation(by, relation))
    if not relation.is_claim or relation.is_ended:
        raise InvalidInput(_("Nothing waits to be confirmed here."))
    holder, subject, kind = relation.holder, relation.subject, relation.kind
    _lock(kind, holder, subject, joins=True)
    _refuse_second(kind, holder, subject, [holder, subject], but=relation)
    if kind == RelationKind.SHAREHOLDER and relation.share is not None:
        _refuse_above_whole(subject, relation.share, relation.valid_from)
    take_version(relation, version)
    relation.confirmed_by, relation.confirmed_at = by, dates.now()
    relation.save(update_fields=["confirmed_by", "confirmed_at"])
    _tell(relation, kind=f"relation.{kind}")
    return relation


@service(says=_("Relation ended: {kind}. {reason}"))
def end_relation(*, relation: Relation, ended_on: date, reason: str, version: int, by: User) -> None:
    """End a relation on a day, the first on which it no longer holds; one recorded by mistake ends where it began."""
    relation = Relation.objects.select_for_update(of=("self",)).with_ends().get(pk=relation.pk)
    require(permissions.may_end_relation(by, relation))
    if version != relation.version:
        raise Stale(version=relation.version)
    if relation.is_ended:
        raise InvalidInput(ENDED)
    reason = _line(reason, 300)
    if len(reason) < 2:
        raise InvalidInput(_("Give the reason in a few words."), field="reason")
    if ended_on < relation.valid_from:
        raise InvalidInput(
            _("The relation began on {day}; it cannot end before.").format(day=relation.valid_from), field="ended_on"
        )
    if ended_on > dates.today():
        raise InvalidInput(_("This day lies in the future. End the relation when it has ended."), field="ended_on")
    take_version(relation, version)
    relation.valid_to, relation.ended_by, relation.end_reason = ended_on, by, reason
    relation.save(update_fields=["valid_to", "ended_by", "end_reason"])
    _tell(relation, kind=f"relation.{relation.kind}", reason=reason)


@service(says=_("Relations of two files joined"))
def join_relations(*, kept: Customer, gone: Customer, by: User) -> int:
    """Move every relation of a file that was merged to the one that stays; called by the merging, which asked who may.

    What would stand twice afterwards, or bind the file to itself, is ended where it began. Returns how many were moved
    or ended.
    """
    source = RelatedParty.objects.filter(customer=gone).first()
    if source is None:
        return 0
    target = _party_of(kept)
    _one_cluster(source, target)
    relations = list(Relation.objects.filter(Q(holder=source) | Q(subject=source)).order_by("pk"))
    for relation in relations:
        holder = target if relation.holder_id == source.pk else relation.holder
        subject = target if relation.subject_id == source.pk else relation.subject
        again = Relation.objects.filter(kind=relation.kind, holder=holder, subject=subject, valid_to=None).exists()
        if not relation.is_ended and (again or holder.pk == subject.pk):
            relation.valid_to, relation.ended_by = relation.valid_from, by
            relation.end_reason = str(_("Stood in both files"))
        if holder.pk != subject.pk:
            relation.holder, relation.subject = holder, subject
        relation.save(update_fields=["holder", "subject", "valid_to", "ended_by", "end_reason"])
    group = CustomerGroup.objects.filter(head=target).first()
    if group is None:
        CustomerGroup.objects.filter(head=source).update(head=target)
    else:
        Relation.objects.filter(group__head=source).update(group=group)
    record(target)
    return len(relations)


def _index_of(identity: str) -> str:
    """The blind index under which an outside party is found."""
    return blind_index(identities.comparable(identity), IDENTITY)


def adopt_parties(customers: Sequence[Customer]) -> None:
    """Whoever was recorded as an outside party and has become a customer: the relations are now the customer's."""
    new = {(file.identity_type, _index_of(file.identity)): file for file in customers}
    indexes = [index for _paper, index in new]
    for party in RelatedParty.objects.select_for_update().filter(identity_index__in=indexes, customer=None):
        customer = new.get((party.identity_type, party.identity_index))
        if customer is None:
            continue
        # The file keeps the identity from now on; kept twice it could drift apart.
        party.customer, party.identity_type, party.identity, party.kind = customer, "", "", customer.kind
        party.save(update_fields=["customer", "identity_type", "identity", "identity_index", "kind"])


AFTER_REGISTRATION.append(adopt_parties)


# Who stands at the ends


def _party_of(customer: Customer) -> RelatedParty:
    """What stands for a customer; what is recorded of a merged file belongs to the one it lives on in."""
    customer = customer.stands_for()
    party, _created = RelatedParty.objects.get_or_create(customer=customer, defaults={"kind": customer.kind})
    return party


def _other_party(other: Customer | None, party: RelatedParty | None, outside: Outside | None) -> RelatedParty:
    if other is not None:
        return _party_of(other)
    if party is not None:
        return _party_of(party.customer) if party.customer else party
    if outside is None:
        raise InvalidInput(_("Say who stands at the other end."), field="who")
    return _outside_party(outside)


def _is_open(party: RelatedParty, by: User) -> bool:
    """Whether a party is outside, or a customer whose file this person may open."""
    if party.customer is None:
        return True
    return Customer.objects.visible_to(by).filter(pk=party.customer.stands_for().pk).exists()


def _outside_party(outside: Outside) -> RelatedParty:
    """The party of this identity, be it a customer's or one recorded before; without an identity always a new one."""
    if outside.kind not in CustomerKind.values:
        raise InvalidInput(_("A customer is a person or a company."), field="new_kind")
    name, number = _line(outside.name, 121), identities.compact(outside.identity)
    if not 2 <= len(name) <= 120:
        raise InvalidInput(_("A name has 2 to 120 characters."), field="new_name")
    if not number:
        return RelatedParty.objects.create(kind=outside.kind, outside_name=name)
    paper = outside.identity_type or PAPERS[CustomerKind(outside.kind)]
    for problem in identity_problems(outside.kind, number, paper):
        raise InvalidInput(problem.sentence, field=f"new_{problem.field}")
    customer = Customer.objects.with_identity(number, paper).first()
    if customer is not None:
        return _party_of(customer)
    known = RelatedParty.objects.filter(identity_type=paper, identity_index=_index_of(number)).first()
    return known or RelatedParty.objects.create(
        kind=outside.kind, outside_name=name, identity_type=paper, identity=number
    )


def _lock(kind: str, *parties: RelatedParty, joins: bool) -> None:
    if joins and kind not in LOOSE:
        _one_cluster(*parties)
    # Of one company two shares, of one person two marriages: recorded one after the other.
    list(RelatedParty.objects.select_for_update().filter(pk__in=[party.pk for party in parties]).order_by("pk"))


def _one_cluster(*parties: RelatedParty) -> None:
    """Give everybody around these parties one cluster; whoever joins them at the same moment is waited for."""
    ids = [party.pk for party in parties]
    while True:
        clusters = set(RelatedParty.objects.filter(pk__in=ids).values_list("cluster", flat=True))
        around = RelatedParty.objects.select_for_update().filter(cluster__in=clusters).order_by("pk")
        locked = {party.pk: party.cluster for party in around}
        if set(ids) <= set(locked):
            break
    RelatedParty.objects.filter(pk__in=locked).update(cluster=min(locked.values()))
    for party in parties:
        party.cluster = min(locked.values())


# What can be


def _check_ends(kind: str, holder: RelatedParty, subject: RelatedParty) -> None:
    if kind not in RelationKind.values:
        raise InvalidInput(_("This relation is not known."), field="kind")
    if holder.pk == subject.pk:
        raise InvalidInput(_("Both ends are the same. Choose somebody else."), field="who")
    if kind in BETWEEN_PERSONS and not (holder.is_person and subject.is_person):
        raise InvalidInput(_("Family ties are between persons."), field="who")
    if kind in OF_COMPANIES and subject.is_person:
        raise InvalidInput(_("Only a company has such a relation; a person stands at this end."), field="who")
    if kind in BY_PERSONS and not holder.is_person:
        raise InvalidInput(_("Only a person can be this; a company stands at this end."), field="who")


def _checked_facts(kind: str, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of this kind; those of another kind are left out."""
    kept: dict[str, Any] = {"source_note": _line(facts.get("source_note") or "", 200)}
    if kind == RelationKind.SHAREHOLDER:
        kept |= {name: facts.get(name) for name in ("share", "subscribed", "paid")}
        kept["payment"] = facts.get("payment") or ""
        _check_share(kept)
    if kind == RelationKind.OFFICER:
        kept |= {"title": _line(facts.get("title") or "", 60), "influence": facts.get("influence") or ""}
        if not kept["title"]:
            raise InvalidInput(_("Say which position this is."), field="title")
        if kept["influence"] not in ("", *Influence.values):
            raise InvalidInput(_("Choose one of those offered."), field="influence")
    return kept


def _check_share(kept: dict[str, Any]) -> None:
    share = kept["share"]
    if share is None or not share.is_finite() or not 0 < share <= WHOLE or share != round(share, 6):
        raise InvalidInput(_("A share is more than 0% and at most 100%, with up to four decimals."), field="share")
    for name in ("subscribed", "paid"):
        if kept[name] is not None and not (kept[name].is_finite() and kept[name] >= 0):
            raise InvalidInput(_("An amount is never negative. Leave out the minus sign."), field=name)
    if kept["subscribed"] is not None and kept["paid"] is not None and kept["paid"] > kept["subscribed"]:
        raise InvalidInput(_("More is paid in than was subscribed. Compare both with the articles."), field="paid")
    if kept["payment"] not in ("", *Payment.values):
        raise InvalidInput(_("Choose one of those offered."), field="payment")


def _check_day(valid_from: date, source: str) -> None:
    if not EARLIEST <= valid_from <= dates.today():
        raise InvalidInput(_("A relation is recorded once it has begun. Check the day."), field="valid_from")
    if source not in RelationSource.values:
        raise InvalidInput(_("Say where this is known from."), field="source")


def _refuse_second(
    kind: str, holder: RelatedParty, subject: RelatedParty, asked: list[RelatedParty], but: Relation | None = None
) -> None:
    """Refuse what stands already; the further relations of the ends in `asked` alone speak against it."""
    standing = Relation.objects.filter(kind=kind, valid_to=None).exclude(pk=but.pk if but else None)
    same = Q(holder=holder, subject=subject)
    if kind in SYMMETRIC:
        same |= Q(holder=subject, subject=holder)
    known = standing.filter(same).first()
    standing = standing.confirmed()
    if known is not None:
        raise InvalidInput(
            _("This is recorded already, since {day}. End that first if it has changed.").format(day=known.valid_from),
            field="who",
        )
    if kind == RelationKind.SPOUSE:
        before = standing.filter(Q(holder__in=asked) | Q(subject__in=asked)).first()
        if before is not None:
            raise InvalidInput(
                _("One of the two is recorded as married to somebody else. End that first."), field="who"
            )
    if kind == RelationKind.LEGAL_REPRESENTATIVE and subject in asked:
        before = standing.filter(subject=subject).select_related("holder__customer").first()
        if before is not None:
            raise InvalidInput(
                _("{name} is recorded as the legal representative. End that first.").format(name=before.holder),
                field="who",
            )


def _refuse_above_whole(company: RelatedParty, share: Decimal, valid_from: date) -> None:
    """The shares of one company never come to more than the whole, on no day from this one on."""
    rows = list(Relation.objects.confirmed().filter(kind=RelationKind.SHAREHOLDER, subject=company))
    rows = [row for row in rows if row.valid_to is None or row.valid_to > valid_from]
    days = [valid_from, *(row.valid_from for row in rows if row.valid_from > valid_from)]
    held = [sum((row.share for row in rows if _holds(row, day)), Decimal(0)) for day in days]
    total = max(held) + share
    if total > WHOLE:
        raise InvalidInput(
            _("The shares of {company} would come to {total}, {excess} more than the whole.").format(
                company=company, total=display.exact_percent(total), excess=display.exact_percent(total - WHOLE)
            ),
            field="share",
        )


def _holds(row: Relation, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or row.valid_to > day)


def _group_of(head: RelatedParty, name: str, reason: str) -> CustomerGroup:
    """The group of this head; the first member founds it, and a mere claim on it gives it no name for good."""
    known = CustomerGroup.objects.filter(head=head).first()
    if known is not None and known.members.confirmed().exists():
        return known
    if reason not in GroupReason.values:
        raise InvalidInput(_("Say why these count as one group."), field="group_reason")
    name = _line(name, 120) or head.name
    if known is not None:
        known.name, known.reason = name, reason
        known.save(update_fields=["name", "reason"])
        return known
    group = CustomerGroup.objects.create(head=head, name=name, reason=reason)
    record(group, kind=f"group.{reason}")
    return group


def _line(text: str, most: int) -> str:
    return " ".join(plain_text(str(text)).split())[:most]


def _tell(relation: Relation, **details: Any) -> None:
    """In the time line of both files."""
    record(relation, **details)
    if relation.subject.customer and relation.holder.customer:
        record(relation.holder, **details)
