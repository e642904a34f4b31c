"""Repayment ability in both stories."""

from datetime import date
from decimal import Decimal

import pytest

from applications.schedule import Terms, schedule
from core.money import to_wan
from tests.cases.limits import LIMITS
from tests.cases.yongsheng import YEAR_2025, wan
from underwriting.repayment import (
    DebtService,
    Household,
    debt_service_cover,
    due_before,
    household_ability,
    stressed_net_profit,
)

FALLS = (Decimal("0.20"), Decimal("0.10"))
SERVICE = DebtService(
    instalment_principal=wan(60),
    new_interest=Decimal("201040.00"),
    new_bullet_principal=wan(280),
    short_term_loans=wan(320),
)


def test_the_cover_of_the_story_holds_by_plan_even_at_a_fifth_less_revenue():
    covers = debt_service_cover(YEAR_2025, SERVICE, LIMITS, FALLS)

    assert [str(to_wan(cover.numerator.value)) for cover in covers] == ["265.00", "193.59", "122.17"]
    assert [str(cover.planned.value) for cover in covers] == ["2.41", "1.76", "1.11"]
    assert [str(cover.all_debt.value) for cover in covers] == ["0.37", "0.27", "0.17"]
    assert {cover.planned.verdict for cover in covers} == {"ok"}


def test_a_thin_cover_is_a_warning():
    heavy = DebtService(instalment_principal=wan(200), new_interest=Decimal("201040.00"))

    verdicts = [cover.planned.verdict for cover in debt_service_cover(YEAR_2025, heavy, LIMITS, FALLS)]

    assert verdicts == ["warn", "warn", "warn"]


def test_a_loss_bears_no_tax_and_a_tax_refund_lowers_none():
    assert stressed_net_profit(YEAR_2025, Decimal("0.50")) == wan(215) - (wan(4860) - wan(3985) - wan(22)) / 2
    refund = YEAR_2025 | {"income_tax": wan(-10)}
    assert stressed_net_profit(refund, Decimal("0.10")) == wan(215) - (wan(4860) - wan(3985) - wan(22)) / 10


def test_without_depreciation_the_cover_is_unknown_and_says_so():
    unknown = {code: value for code, value in YEAR_2025.items() if code != "depreciation"}

    base = debt_service_cover(unknown, SERVICE, LIMITS, FALLS)[0]

    assert (base.planned.value, base.planned.verdict) == (None, "na")
    assert base.numerator.missing == ("depreciation",)


def test_the_first_twelve_months_of_a_schedule_are_what_the_new_loan_adds():
    rows = schedule(
        Terms(
            principal=Decimal(180_000),
            annual_rate=Decimal("0.1080"),
            instalments=24,
            disbursed_on=date(2026, 5, 20),
            interest="per_period",
        )
    )

    principal, interest = due_before(rows, date(2027, 5, 21))

    assert principal + interest == 12 * Decimal("8372.71")
    assert due_before(rows, date(2026, 6, 20)) == (0, 0)


HOUSEHOLD = Household(net_income=Decimal(29_400), existing_instalments=Decimal(3_180), living_cost=Decimal(7_000))


@pytest.mark.parametrize(
    ("instalment", "share", "verdict", "left_over"),
    [("13954.51", "58.28", "warn", "5265.49"), ("8372.71", "39.29", "ok", "10847.29")],
)
def test_the_household_carries_the_smaller_loan_only(instalment, share, verdict, left_over):
    debt_to_income, rest = household_ability(HOUSEHOLD, Decimal(instalment), LIMITS)

    assert (str(debt_to_income.value), debt_to_income.verdict) == (share, verdict)
    assert rest.value == Decimal(left_over)


def test_a_household_without_income_has_no_ratio():
    jobless = Household(net_income=Decimal(0), existing_instalments=Decimal(0), living_cost=Decimal(1))

    assert household_ability(jobless, Decimal(100), LIMITS)[0].verdict == "na"
