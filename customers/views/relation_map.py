"""The relation map of a customer: who stands around it, drawn twice, for a desk and for a phone."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core import charts, display
from core.charts.network import Link, Node, network
from customers import providers
from customers.beneficial import Owner
from customers.grouping import RANK
from customers.labels import BETWEEN_PERSONS, ON_MAP, SENTENCES, SYMMETRIC
from customers.models import Customer, RelatedParty, Relation, RelationKind
from customers.related import Circle

MOST = 25


@dataclass
class _Pair:
    """All that binds two parties, on one line."""

    source: int
    target: int
    words: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)


def drawn(circle: Circle) -> dict[str, Any] | None:
    """`{picture, cut}` of everything around a customer that the reader may know; None while there is nothing."""
    names, pairs = _gathered(circle)
    if not pairs:
        return None
    own = circle.party.pk if circle.party else -circle.customer.pk
    shown = _nearest(own, pairs, MOST)
    ownership = circle.ownership()
    owners = {owner.party: owner for owner in ownership.owners} if ownership else {}
    nodes = [_node(key, names[key], own, owners.get(key)) for key in shown]
    links = [_link(pair) for pair in pairs if pair.source in shown and pair.target in shown]
    inside = frozenset(member.party for member in circle.group) & set(shown)
    title = _("Relations of {name}").format(name=circle.customer.name)
    picture = charts.wide_and_narrow(
        network,
        title,
        nodes,
        links,
        inside=inside if len(inside) > 1 else frozenset(),
        area=_("Related group, counted as one risk"),
    )
    hidden = len(names) - len(shown)
    cut = ngettext(
        "The map shows the nearest {shown}; {count} more stands in the tables only.",
        "The map shows the nearest {shown}; {count} more stand in the tables only.",
        hidden,
    )
    return {"picture": picture, "cut": cut.format(shown=len(shown), count=hidden) if hidden else ""}


def _gathered(circle: Circle) -> tuple[dict[int, RelatedParty | Customer], list[_Pair]]:
    """Everybody by key, and what binds each two of them. A customer without a recorded relation has a negative key."""
    known = {key: party for key, party in circle.parties.items() if key in circle.named}
    names: dict[int, RelatedParty | Customer] = dict(known)
    pairs: dict[frozenset[Any], _Pair] = {}
    for row in circle.told:
        pair = _pair_for(row, pairs)
        pair.words.append(_words_of(row))
        pair.titles.append(_title_of(row))
        pair.kinds.add(row.kind)
    keys = {party.customer_id: key for key, party in known.items() if party.customer_id}
    keys.setdefault(circle.customer.pk, -circle.customer.pk)
    asked = [pk for pk in keys if circle.opens is None or pk in circle.opens]
    for line in [line for provide in providers.MAP_LINES for line in provide(asked)]:
        for customer in (line.source, line.target):
            names.setdefault(keys.setdefault(customer.pk, -customer.pk), customer)
        source, target = keys[line.source.pk], keys[line.target.pk]
        # A promise may go against a share: it keeps a line of its own, in its own direction.
        pair = pairs.setdefault(frozenset((source, target, 0)), _Pair(source, target))
        if pair.source == source:
            pair.words = [line.words]
        else:
            pair.words = [_("guarantee each other")]
        pair.titles.append(
            _("{guarantor} guarantees for {borrower}").format(guarantor=line.source, borrower=line.target)
        )
        pair.kinds = {"promise"} if pair.source == source else {"promise", "mutual"}
    return names, list(pairs.values())


def _pair_for(row: Relation, pairs: dict[frozenset[Any], _Pair]) -> _Pair:
    """The line a relation stands on: one for each two, and a second one where they hold each other."""
    ends = frozenset((row.holder_id, row.subject_id))
    pair = pairs.setdefault(ends, _Pair(row.holder_id, row.subject_id))
    if row.kind in SYMMETRIC or pair.source == row.holder_id:
        return pair
    if pair.kinds <= set(SYMMETRIC):  # nothing on it has a direction yet
        pair.source, pair.target = row.holder_id, row.subject_id
        return pair
    return pairs.setdefault(ends | {"back"}, _Pair(row.holder_id, row.subject_id))


def _words_of(row: Relation) -> str:
    if row.kind == RelationKind.SHAREHOLDER:
        return display.exact_percent(row.share)
    if row.kind == RelationKind.OFFICER:
        return row.title
    return str(ON_MAP[RelationKind(row.kind)])


def _title_of(row: Relation) -> str:
    words = {"holder": row.holder.name, "subject": row.subject.name, "share": display.exact_percent(row.share or 0)}
    if row.kind in SENTENCES:
        return str(SENTENCES[row.kind]).format(**words)
    if row.kind == RelationKind.REFERRAL:
        return _("{holder} referred {subject} to us").format(**words)
    return _("{holder} is {title} of {subject}").format(title=row.title, **words)


def _link(pair: _Pair) -> Link:
    comma = pgettext("between words of a list", ", ")
    is_family = pair.kinds <= set(BETWEEN_PERSONS)
    kind: charts.network.EdgeKind = "promise" if "promise" in pair.kinds else "family" if is_family else "owns"
    has_arrow = not (pair.kinds <= set(SYMMETRIC) or "mutual" in pair.kinds)
    title = pgettext("between points of a list", "; ").join(pair.titles)
    return Link(pair.source, pair.target, comma.join(pair.words), title, kind, has_arrow)


def _node(key: int, party: RelatedParty | Customer, own: int, owner: Owner | None) -> Node:
    note = ""
    if owner is not None:
        note = _("beneficial owner") if owner.basis != "share" else ""
        note = note or _("beneficial owner {share}").format(share=display.exact_percent(owner.share))
    elif key == own:
        note = _("this customer")
    elif isinstance(party, RelatedParty) and party.customer is None:
        note = _("no customer of ours")
    is_person = party.is_person if isinstance(party, RelatedParty) else not party.is_company
    title = pgettext("between words of a list", ", ").join(
        filter(None, (party.name, str(party.get_kind_display()), note))
    )
    return Node(key, party.name, title, note, is_person, is_marked=owner is not None, is_own=key == own)


def _nearest(own: int, pairs: list[_Pair], most: int) -> list[int]:
    """The parties by their distance from the customer, the strongest tie first, at most so many."""
    near: dict[int, list[tuple[int, int]]] = {}
    for pair in pairs:
        rank = min((RANK.index(kind) if kind in RANK else len(RANK) for kind in pair.kinds), default=len(RANK))
        near.setdefault(pair.source, []).append((rank, pair.target))
        near.setdefault(pair.target, []).append((rank, pair.source))
    found, waiting = [own], [own]
    while waiting:
        for _rank, other in sorted(near.get(waiting.pop(0), [])):
            if other not in found:
                found.append(other)
                waiting.append(other)
    return found[:most]
