"""Who counts as one risk with a customer (關聯方, 集團客戶): everybody reached over the relations that count.

A relation counts by its kind, or by the size of the share. Two companies with one controller are related through that
controller, who stands between them in the reason. Which kinds count is the lender's rule, not this module's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from customers.beneficial import Holding, ultimate_shares

SHAREHOLDER = "shareholder"
# The strongest reason first: of two ways of the same length the one over the earlier kind is told.
RANK = ("controller", "group_member", SHAREHOLDER, "spouse", "legal_representative", "parent", "sibling")


@dataclass(frozen=True, slots=True)
class Fact:
    """One relation as it is recorded: `holder` is the `kind` of `subject`; `share` as a fraction where it is one."""

    kind: str
    holder: int
    subject: int
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """Which relations make one group: the kinds, and the share from which a shareholder counts (0.25)."""

    kinds: frozenset[str]
    least_share: Decimal


@dataclass(frozen=True, slots=True)
class Link:
    """A step from one member to the next; `fact` is the relation it goes over, either way round."""

    fact: Fact
    source: int
    target: int


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the group and the shortest way by which they belong to it; the customer itself has no way."""

    party: int
    way: tuple[Link, ...]


def related_group(start: int, facts: Sequence[Fact], rule: Rule) -> tuple[Member, ...]:
    """The group of a customer, the customer first, then the nearest; the order of the facts changes nothing."""
    neighbours: dict[int, list[Link]] = {}
    for fact in counting(facts, rule):
        neighbours.setdefault(fact.holder, []).append(Link(fact, fact.holder, fact.subject))
        neighbours.setdefault(fact.subject, []).append(Link(fact, fact.subject, fact.holder))
    ways: dict[int, tuple[Link, ...]] = {start: ()}
    waiting = [start]
    while waiting:
        following: list[int] = []
        for party in waiting:
            for link in sorted(neighbours.get(party, []), key=_order):
                if link.target not in ways:
                    ways[link.target] = (*ways[party], link)
                    following.append(link.target)
        waiting = following
    return tuple(Member(party, way) for party, way in ways.items())


def counting(facts: Sequence[Fact], rule: Rule) -> list[Fact]:
    """The relations that count, indirect shares from the threshold on among them; each pair and kind once."""
    chosen = {
        fact
        for fact in facts
        if fact.kind in rule.kinds and fact.holder != fact.subject and _is_large_enough(fact, rule)
    }
    if SHAREHOLDER in rule.kinds:
        chosen |= _indirect(facts, rule)
    return sorted(chosen, key=lambda fact: (fact.kind, fact.holder, fact.subject, fact.share or Decimal(0)))


def _is_large_enough(fact: Fact, rule: Rule) -> bool:
    return fact.kind != SHAREHOLDER or (fact.share or Decimal(0)) >= rule.least_share


def _indirect(facts: Sequence[Fact], rule: Rule) -> set[Fact]:
    """Shares that only reach the threshold when all paths are added up; the ones that do directly are facts already."""
    holdings = [Holding(f.holder, f.subject, f.share or Decimal(0)) for f in facts if f.kind == SHAREHOLDER]
    large = {(fact.holder, fact.subject) for fact in facts if fact.kind == SHAREHOLDER and _is_large_enough(fact, rule)}
    found = set()
    for company in {holding.company for holding in holdings}:
        for holder, share in ultimate_shares(company, holdings).items():
            if share >= rule.least_share and (holder, company) not in large:
                shown = Decimal(share.numerator) / Decimal(share.denominator)
                found.add(Fact(SHAREHOLDER, holder, company, shown))
    return found


def _order(link: Link) -> tuple[int, int, int]:
    kind = link.fact.kind
    return (RANK.index(kind) if kind in RANK else len(RANK), link.target, int(link.source == link.fact.subject))
