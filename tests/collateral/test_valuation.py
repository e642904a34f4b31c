"""What collateral carries."""

from decimal import Decimal

import pytest

from applications.day_counts import year_days
from collateral.valuation import coverage, free_value, lendable_value, loan_to_value, one_year_interest
from core.money import to_wan
from tests.cases.yongsheng import wan

CAP = Decimal("0.60")


def test_the_plant_of_the_story_covers_the_loan():
    lendable = lendable_value(wan(780), wan(740), CAP, wan(100))
    interest = one_year_interest(wan(280), Decimal("0.0720"), 360)

    cover = coverage(lendable.value, wan(280), interest, {"coverage": Decimal("1.0")})

    assert lendable.value == wan(344)
    assert interest == Decimal("204400.00")
    assert (str(cover.value), cover.verdict) == ("1.14", "ok")
    assert dict(lendable.inputs)["prior_claims"] == wan(100)


@pytest.mark.parametrize(
    ("day_count", "expected"),
    [("actual/360", "204400.00"), ("actual/364", "202153.85"), ("actual/365F", "201600.00"), ("30/360", "201600.00")],
)
def test_a_years_interest_is_that_of_the_products_day_count(day_count, expected):
    assert one_year_interest(wan(280), Decimal("0.0720"), year_days(day_count)) == Decimal(expected)


@pytest.mark.parametrize(("appraised", "internal", "expected"), [(780, 740, 344), (700, 740, 320), (100, 100, 0)])
def test_the_lower_value_counts_and_never_less_than_nothing(appraised, internal, expected):
    assert to_wan(lendable_value(wan(appraised), wan(internal), CAP, wan(100)).value) == expected


def test_loan_to_value_is_held_to_the_cap():
    assert loan_to_value(wan(344), wan(740), wan(100), CAP).verdict == "ok"
    assert loan_to_value(wan(345), wan(740), wan(100), CAP).verdict == "warn"


def test_what_several_loans_take_leaves_the_rest_and_no_less_than_nothing():
    assert free_value(wan(344), wan(300)) == wan(44)
    assert free_value(wan(344), wan(400)) == 0
