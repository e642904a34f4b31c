"""Who finally stands behind a company."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.beneficial import Holding, Path, beneficial_owners, paths_to, ultimate_shares

QUARTER = Decimal("0.25")
COMPANY, MIDDLE, OTHER = 1, 2, 3
WANG, LI, ZHAO = 11, 12, 13
PERSONS = frozenset({WANG, LI, ZHAO})


def holding(holder: int, company: int, percent: str) -> Holding:
    return Holding(holder, company, Decimal(percent) / 100)


def owners_of(company: int, *holdings: Holding, **more) -> dict[int, Decimal]:
    found = beneficial_owners(company, holdings, persons=PERSONS, threshold=QUARTER, **more)
    return {owner.party: owner.share for owner in found.owners}


def test_a_chain_multiplies():
    chain = (holding(WANG, MIDDLE, "60"), holding(MIDDLE, COMPANY, "50"))

    found = beneficial_owners(COMPANY, chain, persons=PERSONS, threshold=QUARTER)

    assert [(owner.party, owner.share) for owner in found.owners] == [(WANG, Decimal("0.300000"))]
    assert found.owners[0].paths == (
        Path((WANG, MIDDLE, COMPANY), (Decimal("0.6"), Decimal("0.5")), Decimal("0.300000")),
    )
    assert found.unknown == Decimal("0.700000")


def test_a_diamond_adds_both_sides():
    diamond = (
        holding(WANG, MIDDLE, "40"),
        holding(WANG, OTHER, "30"),
        holding(MIDDLE, COMPANY, "50"),
        holding(OTHER, COMPANY, "50"),
    )

    assert owners_of(COMPANY, *diamond) == {WANG: Decimal("0.350000")}
    assert [path.share for path in paths_to(COMPANY, WANG, diamond)] == [Decimal("0.200000"), Decimal("0.150000")]


def test_exactly_the_threshold_counts_and_a_hair_below_does_not():
    shares = (holding(WANG, COMPANY, "25"), holding(LI, COMPANY, "24.9999"))

    assert owners_of(COMPANY, *shares) == {WANG: Decimal("0.250000")}


def test_companies_that_hold_each_other_end_and_give_everything_to_those_outside():
    cross = (
        holding(WANG, COMPANY, "60"),
        holding(MIDDLE, COMPANY, "40"),
        holding(LI, MIDDLE, "60"),
        holding(COMPANY, MIDDLE, "40"),
    )

    stakes = ultimate_shares(COMPANY, cross)

    assert stakes[WANG] == Fraction(60, 84)
    assert stakes[LI] == Fraction(24, 84)
    assert stakes[WANG] + stakes[LI] == 1
    owner = next(o for o in beneficial_owners(COMPANY, cross, persons=PERSONS, threshold=QUARTER).owners)
    assert owner.looped == owner.share - Decimal("0.600000")


def test_a_ring_that_nobody_outside_holds_has_no_owner():
    ring = (holding(MIDDLE, COMPANY, "100"), holding(OTHER, MIDDLE, "100"), holding(COMPANY, OTHER, "100"))

    found = beneficial_owners(COMPANY, ring, persons=PERSONS, threshold=QUARTER)

    assert found.owners == ()
    assert found.unknown == 1


def test_without_a_large_shareholder_whoever_controls_is_the_owner_through_companies_too():
    small = tuple(holding(person, COMPANY, "10") for person in PERSONS)
    controllers = {COMPANY: [MIDDLE], MIDDLE: [LI]}

    found = beneficial_owners(COMPANY, small, persons=PERSONS, threshold=QUARTER, controllers=controllers)

    assert found.basis == "control"
    assert [(owner.party, owner.share) for owner in found.owners] == [(LI, Decimal("0.100000"))]


def test_without_shareholder_and_controller_it_is_who_manages():
    found = beneficial_owners(COMPANY, (), persons=PERSONS, threshold=QUARTER, managers={COMPANY: [ZHAO, MIDDLE]})

    assert found.basis == "management"
    assert [owner.party for owner in found.owners] == [ZHAO]


def test_a_company_whose_shareholders_are_not_recorded_ends_the_path_and_leaves_its_share_unknown():
    found = beneficial_owners(
        COMPANY, (holding(MIDDLE, COMPANY, "70"), holding(WANG, COMPANY, "30")), persons=PERSONS, threshold=QUARTER
    )

    assert [(holder.party, holder.share) for holder in found.holders] == [
        (MIDDLE, Decimal("0.700000")),
        (WANG, Decimal("0.300000")),
    ]
    assert found.unknown == Decimal("0.700000")


@st.composite
def pyramids(draw):
    """Companies 0 to n held only by later ones and by persons, never more than a hundred hundredths each."""
    count = draw(st.integers(1, 6))
    holdings = []
    for company in range(count):
        left = 100
        holders = [*range(company + 1, count), *(100 + person for person in range(3))]
        for holder in draw(st.lists(st.sampled_from(holders), unique=True, max_size=4)):
            percent = draw(st.integers(1, 100))
            if percent <= left:
                left -= percent
                holdings.append(Holding(holder, company, Decimal(percent) / 100))
    return holdings


@given(pyramids())
def test_without_rings_the_persons_never_hold_more_than_the_whole(holdings):
    stakes = ultimate_shares(0, holdings)

    assert sum((share for party, share in stakes.items() if party >= 100), Fraction(0)) <= 1
    assert all(0 < share <= 1 for share in stakes.values())


@given(pyramids())
def test_without_rings_an_ultimate_share_is_the_sum_of_its_paths(holdings):
    for party, share in ultimate_shares(0, holdings).items():
        paths = paths_to(0, party, holdings)

        assert abs(sum((path.share for path in paths), Decimal(0)) - Decimal(float(share))) < Decimal("0.0005")


@given(pyramids(), st.randoms(use_true_random=False))
def test_the_order_of_the_facts_changes_nothing(holdings, random):
    shuffled = list(holdings)
    random.shuffle(shuffled)
    persons = frozenset(range(100, 103))

    asked = beneficial_owners(0, holdings, persons=persons, threshold=QUARTER)

    assert beneficial_owners(0, shuffled, persons=persons, threshold=QUARTER) == asked


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 20)), max_size=20))
def test_whatever_holds_whatever_the_answer_comes_and_no_share_is_above_the_whole(rows):
    taken: dict[int, int] = {}
    holdings = []
    for holder, company, percent in rows:
        if holder != company and taken.get(company, 0) + percent <= 100:
            taken[company] = taken.get(company, 0) + percent
            holdings.append(Holding(holder, company, Decimal(percent) / 100))

    stakes = ultimate_shares(0, holdings)

    assert all(0 <= share <= 1 for share in stakes.values())


@pytest.mark.parametrize("length", [1, 5, 30])
def test_a_long_chain_of_wholes_is_whole(length):
    chain = [Holding(place + 1, place, Decimal(1)) for place in range(length)]

    assert ultimate_shares(0, chain)[length] == 1
