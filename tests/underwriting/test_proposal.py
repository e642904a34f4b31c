"""What the rules would lend."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underwriting.proposal import Proposal, propose

RATE = Decimal("0.072")
amounts = st.decimals(min_value=0, max_value=Decimal("99999999.99"), places=2)


@pytest.mark.parametrize(
    ("need", "lendable", "proposed"),
    [
        (Decimal("4401879.39"), Decimal(3_440_000), Proposal(Decimal(2_800_000), "suggestion")),
        (Decimal("801879.39"), Decimal(3_440_000), Proposal(Decimal(800_000), "need")),
        (None, Decimal(1_073_000), Proposal(Decimal(1_000_000), "coverage")),
        (None, None, Proposal(Decimal(2_800_000), "suggestion")),
        (Decimal(-5), None, Proposal(Decimal(0), "need")),
    ],
)
def test_the_lowest_bound_holds_and_says_its_name(need, lendable, proposed):
    assert propose(Decimal(2_800_000), need, lendable, RATE, 360) == proposed


def test_security_covers_a_year_of_interest_by_the_products_day_count():
    lendable = Decimal("1072500")  # 1 million and a year at 7.25 % of 365 days over 365, not over 360

    assert propose(Decimal(2_800_000), None, lendable, Decimal("0.0725"), 365).amount == 1_000_000
    assert propose(Decimal(2_800_000), None, lendable, Decimal("0.0725"), 360).amount == 990_000


@given(suggested=amounts, need=amounts, lendable=amounts)
def test_a_proposal_never_exceeds_any_bound(suggested, need, lendable):
    proposal = propose(suggested, need, lendable, RATE, 360)

    assert 0 <= proposal.amount <= min(suggested, need, lendable)
