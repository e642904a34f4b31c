"""Who finally stands behind a company (受益所有人): share percentages multiplied along every path of its shareholders.

Shares are fractions (0.30 for 30 %), parties are whole numbers. A holder's ultimate share is what it holds itself plus,
for each company that it holds, that company's share times its own ultimate share in it. Where companies hold each
other the sum over all rounds is the solution of a linear system, which is solved exactly.
Source: domain practice 1.2: everybody from the threshold on; else who controls; else who manages.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from core.money import round_to

MOST_PATHS = 12  # written out for one holder; what further ones and loops add is told as one sum
MOST_STEPS = 20_000  # looked at for one company, so that a graph made to be endless ends
SHOWN = Decimal("0.000001")

Basis = Literal["share", "control", "management"]


@dataclass(frozen=True, slots=True)
class Holding:
    """One party's direct share in a company."""

    holder: int
    company: int
    share: Decimal


@dataclass(frozen=True, slots=True)
class Path:
    """From a holder down to the company: the parties on the way, both ends included, and the product of the shares."""

    parties: tuple[int, ...]
    shares: tuple[Decimal, ...]
    share: Decimal


@dataclass(frozen=True, slots=True)
class Owner:
    """A holder with its ultimate share; ``looped`` is what companies that hold each other, or paths not shown, add."""

    party: int
    share: Decimal
    paths: tuple[Path, ...]
    looped: Decimal
    basis: Basis = "share"


@dataclass(frozen=True, slots=True)
class Ownership:
    """What is known of who stands behind a company.

    ``owners`` are its beneficial owners by ``basis``; ``holders`` everybody at the end of a path, the largest first;
    ``unknown`` the share behind which nobody is recorded.
    """

    basis: Basis
    owners: tuple[Owner, ...]
    holders: tuple[Owner, ...]
    unknown: Decimal


def beneficial_owners(
    company: int,
    holdings: Sequence[Holding],
    *,
    persons: Collection[int],
    threshold: Decimal,
    controllers: Mapping[int, Collection[int]] | None = None,
    managers: Mapping[int, Collection[int]] | None = None,
) -> Ownership:
    """The natural persons behind a company.

    `controllers` and `managers` are, by company, who controls or manages it. Control is followed upwards through
    companies; management is the company's own.
    """
    stakes = ultimate_shares(company, holdings)
    ends = _ends(holdings, persons)
    found = [_owner(company, party, share, holdings) for party, share in stakes.items() if party in ends]
    holders = tuple(sorted(found, key=lambda owner: (-owner.share, owner.party)))
    known = sum((stakes[owner.party] for owner in holders if owner.party in persons), Fraction(0))
    unknown = max(round_to(1 - known, SHOWN), Decimal(0))
    owners = tuple(o for o in holders if o.party in persons and stakes[o.party] >= Fraction(threshold))
    if owners:
        return Ownership("share", owners, holders, unknown)
    basis: Basis = "control"
    others = _in_control(company, controllers or {}, persons)
    if not others:
        basis, others = "management", sorted({party for party in (managers or {}).get(company, ()) if party in persons})
    shares = {holder.party: holder for holder in holders}
    named = tuple(_by_office(company, party, shares, basis) for party in others)
    return Ownership(basis, named, holders, unknown)


def ultimate_shares(company: int, holdings: Sequence[Holding]) -> dict[int, Fraction]:
    """Every direct and indirect holder's ultimate share in a company, exact, companies in between included.

    The weight of a company is how much of `company` moves with one whole of it: 1 for itself, and for every other one
    the sum of its shares times the weights of what it holds. Companies that only hold each other in a ring, with
    nobody outside, stand for nobody and weigh nothing beyond themselves.
    """
    above = _above(company, holdings)
    direct: dict[int, dict[int, Fraction]] = {}
    for holding in holdings:
        if holding.company in above:
            row = direct.setdefault(holding.company, {})
            row[holding.holder] = row.get(holding.holder, Fraction(0)) + Fraction(holding.share)
    weights = _weights(company, direct)
    stakes: dict[int, Fraction] = {}
    for held, weight in weights.items():
        for holder, share in direct.get(held, {}).items():
            stakes[holder] = stakes.get(holder, Fraction(0)) + weight * share
    stakes.pop(company, None)
    return stakes


def paths_to(company: int, party: int, holdings: Sequence[Holding]) -> tuple[Path, ...]:
    """The paths from a holder down to a company on which nobody stands twice, the largest product first."""
    holders: dict[int, list[Holding]] = {}
    for holding in sorted(holdings, key=lambda entry: (entry.company, entry.holder, entry.share)):
        holders.setdefault(holding.company, []).append(holding)
    found: list[Path] = []
    waiting: list[tuple[Holding, ...]] = [(first,) for first in holders.get(company, [])]
    steps = 0
    while waiting and steps < MOST_STEPS:
        steps += 1
        way = waiting.pop()
        top = way[-1].holder
        if top == party:
            found.append(_path(way))
            continue
        passed = {company, *(step.holder for step in way)}
        waiting += [(*way, step) for step in holders.get(top, []) if step.holder not in passed]
    return tuple(sorted(found, key=lambda path: (-path.share, len(path.parties), path.parties)))


def _path(way: Sequence[Holding]) -> Path:
    steps = tuple(reversed(way))
    product = Fraction(1)
    for step in steps:
        product *= Fraction(step.share)
    parties = (steps[0].holder, *(step.company for step in steps))
    return Path(parties, tuple(step.share for step in steps), round_to(product, SHOWN))


def _owner(company: int, party: int, share: Fraction, holdings: Sequence[Holding]) -> Owner:
    paths = paths_to(company, party, holdings)[:MOST_PATHS]
    shown = round_to(share, SHOWN)
    looped = shown - sum((path.share for path in paths), Decimal(0))
    # A few millionths are the rounding of the paths, not a loop.
    return Owner(party, shown, paths, looped if looped > len(paths) * SHOWN else Decimal(0))


def _by_office(company: int, party: int, shares: Mapping[int, Owner], basis: Basis) -> Owner:
    held = shares.get(party)
    if held is None:
        return Owner(party, Decimal(0), (), Decimal(0), basis)
    return Owner(party, held.share, held.paths, held.looped, basis)


def _above(company: int, holdings: Iterable[Holding]) -> set[int]:
    """The company and everybody above it."""
    holders: dict[int, set[int]] = {}
    for holding in holdings:
        holders.setdefault(holding.company, set()).add(holding.holder)
    reached, waiting = {company}, [company]
    while waiting:
        for holder in holders.get(waiting.pop(), ()):
            if holder not in reached:
                reached.add(holder)
                waiting.append(holder)
    return reached


def _ends(holdings: Iterable[Holding], persons: Collection[int]) -> set[int]:
    """Where paths end: persons, and companies whose own shareholders are not recorded."""
    held = {holding.company for holding in holdings}
    return set(persons) | {holding.holder for holding in holdings if holding.holder not in held}


def _weights(company: int, direct: Mapping[int, Mapping[int, Fraction]]) -> dict[int, Fraction]:
    """Solve ``w = start + w × shares between companies`` by elimination, in the order of the companies."""
    closed = _closed(direct)
    names = sorted(held for held in direct if held not in closed or held == company)
    rows: dict[int, dict[int, Fraction]] = {}
    for name in names:
        row = {name: Fraction(1)}
        for held in names:
            # Nothing flows back into the company itself once it stands in a ring that nobody outside holds.
            share = direct[held].get(name, Fraction(0)) if not (company in closed and name == company) else Fraction(0)
            if share:
                row[held] = row.get(held, Fraction(0)) - share
        rows[name] = row
    right = {name: Fraction(int(name == company)) for name in names}
    return _solve(names, rows, right)


def _closed(direct: Mapping[int, Mapping[int, Fraction]]) -> set[int]:
    """Companies all of whose shares are held, through whatever companies, by nobody but themselves."""
    open_ones = {
        held
        for held, holders in direct.items()
        if sum(holders.values(), Fraction(0)) < 1 or any(holder not in direct for holder in holders)
    }
    grown = True
    while grown:
        more = {held for held, holders in direct.items() if held not in open_ones and open_ones & set(holders)}
        open_ones |= more
        grown = bool(more)
    return set(direct) - open_ones


def _solve(
    names: Sequence[int], rows: dict[int, dict[int, Fraction]], right: dict[int, Fraction]
) -> dict[int, Fraction]:
    """Gauss and Jordan over fractions; rows hold only what is not zero."""
    for name in names:
        pivot = rows[name][name]
        rows[name] = {key: value / pivot for key, value in rows[name].items()}
        right[name] /= pivot
        for other in names:
            factor = rows[other].get(name, Fraction(0)) if other != name else Fraction(0)
            if not factor:
                continue
            for key, value in rows[name].items():
                left = rows[other].get(key, Fraction(0)) - factor * value
                if left:
                    rows[other][key] = left
                else:
                    rows[other].pop(key, None)
            right[other] -= factor * right[name]
    return {name: right[name] for name in names if right[name]}


def _in_control(company: int, controllers: Mapping[int, Collection[int]], persons: Collection[int]) -> list[int]:
    """The persons who control a company, directly or by controlling a company that does."""
    reached, waiting, found = {company}, [company], set()
    while waiting:
        for controller in controllers.get(waiting.pop(), ()):
            if controller in persons:
                found.add(controller)
            elif controller not in reached:
                reached.add(controller)
                waiting.append(controller)
    return sorted(found)
