"""What guarantors carry, in both stories."""

from decimal import Decimal

import pytest

from collateral.capacity import Company, Person, company_capacity, person_capacity
from core.money import to_wan
from tests.cases.limits import LIMITS
from tests.cases.yongsheng import wan

SHARES = {"asset_share": Decimal("0.60"), "income_share": Decimal("0.30"), "limits": LIMITS}


def test_the_couple_of_the_first_story_supports_but_does_not_carry_the_full_sum():
    couple = Person(
        net_assets=wan(460), monthly_income=wan("3.50"), living_cost=wan("1.00"), own_instalments=wan("0.80")
    )

    result = person_capacity(couple, Decimal("3001040.00"), 12, **SHARES)

    assert result["capacity"].value == wan(276)
    assert (str(result["guarantee_ratio"].value), result["guarantee_ratio"].verdict) == ("0.92", "warn")
    assert not result.is_qualified
    assert result["spare_income"].value == wan("20.40")
    assert str(to_wan(result["required_income"].value)) == "90.03"
    assert (result.passes_income_test, result["spare_income"].verdict) == (False, "warn")


def test_the_brother_of_the_second_story_carries_it():
    brother = Person(
        net_assets=Decimal(960_000),
        monthly_income=Decimal(14_500),
        living_cost=Decimal(4_500),
        own_instalments=Decimal(3_000),
    )

    result = person_capacity(brother, Decimal("200944.95"), 24, **SHARES)

    assert result["capacity"].value == Decimal("576000.00")
    assert (str(result["guarantee_ratio"].value), result["guarantee_ratio"].verdict) == ("2.87", "ok")
    assert result.is_qualified
    assert (result["spare_income"].value, result["spare_income"].limit) == (Decimal(168_000), Decimal("60283.49"))
    assert result.passes_income_test


COMPANY = Company(
    equity=wan(1530),
    intangible_assets=wan(185),
    doubtful_receivables=wan(45),
    prepaid_losses=wan(0),
    guarantees_given=wan(200),
    counter_secured_guarantees=wan(100),
    unsecured_debt_gap=wan(50),
)


@pytest.mark.parametrize(("grade_factor", "expected"), [("1.0", 1000), ("0.8", 740), ("0.5", 350), ("0", 0)])
def test_a_company_carries_what_its_grade_lets_count(grade_factor, expected):
    result = company_capacity(
        COMPANY,
        wan(500),
        grade_factor=Decimal(grade_factor),
        guarantee_factor=Decimal(1),
        counter_secured_factor=Decimal("0.5"),
        limits=LIMITS,
    )

    assert result["capacity"].value == wan(expected)
    assert result.is_qualified == (expected >= 500)
    assert result.passes_income_test is None


def test_a_ratio_between_one_and_the_warning_is_qualified_with_a_warning():
    person = Person(
        net_assets=Decimal(110), monthly_income=Decimal(9), living_cost=Decimal(0), own_instalments=Decimal(0)
    )

    result = person_capacity(person, Decimal(60), 12, **SHARES)

    assert (str(result["guarantee_ratio"].value), result["guarantee_ratio"].verdict) == ("1.10", "warn")
    assert result.is_qualified
