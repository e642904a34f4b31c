"""The working-capital need of the first story and of the domain's vector."""

from decimal import Decimal

import pytest

from core.money import to_wan
from tests.cases.yongsheng import YEAR_2024, YEAR_2025, wan
from underwriting.need import need


def need_of_the_story(this=YEAR_2025, last=YEAR_2024, **other):
    return need(this, last, growth=Decimal("0.20"), existing_loans=wan(320), **other)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("margin", "4.36"),
        ("inventory_days", "50.14"),
        ("receivable_days", "50.37"),
        ("payable_days", "43.59"),
        ("prepaid_days", "7.09"),
        ("advance_days", "4.30"),
        ("cycle_days", "59.72"),
        ("turns", "6.0286"),
    ],
)
def test_the_steps_of_the_story(code, expected):
    assert str(need_of_the_story()[code].value) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("need", "925.19"),
        ("own_funds_equity", "525.00"),
        ("own_funds_cash", "165.00"),
        ("limit_equity", "80.19"),
        ("limit_cash", "440.19"),
    ],
)
def test_the_amounts_of_the_story(code, expected):
    assert str(to_wan(need_of_the_story()[code].value)) == expected


def test_the_setting_chooses_the_limit_and_both_are_given():
    assert need_of_the_story().limit.code == "limit_cash"
    assert need_of_the_story(used="equity").limit.code == "limit_equity"


def test_the_domain_vector():
    revenue, cost = Decimal(5000), Decimal(4600)  # a margin of 8 %
    year = {
        "revenue": revenue,
        "cost_of_sales": cost,
        "inventory": 60 * cost / 360,
        "receivables": 45 * revenue / 360,
        "payables": 30 * cost / 360,
        "prepayments": 15 * cost / 360,
        "advances_received": 10 * revenue / 360,
        "cash": Decimal(500),
    }

    result = need(year, year, growth=Decimal("0.10"), existing_loans=Decimal(200), other_sources=Decimal(50))

    assert (result["cycle_days"].value, result["turns"].value) == (Decimal("80.00"), Decimal("4.5000"))
    assert (result["need"].value, result.limit.value) == (Decimal("1124.44"), Decimal("374.44"))


@pytest.mark.parametrize("payables", [2000, 1211])
def test_a_cycle_that_needs_no_money_gives_no_need(payables):
    result = need_of_the_story(YEAR_2025 | {"payables": wan(payables)}, YEAR_2024 | {"payables": wan(payables)})

    assert not result.has_structural_need
    assert (result["need"].value, result["need"].verdict, result.limit.value) == (None, "na", None)
    assert result["cycle_days"].value < 0


def test_one_year_alone_gives_no_averages_and_so_no_need():
    result = need_of_the_story(last=None)

    assert not result.has_structural_need
    assert "last.inventory" in result["inventory_days"].missing


def test_a_firm_without_advances_has_none_to_wait_for():
    without = {"advances_received": Decimal(0)}

    result = need_of_the_story(YEAR_2025 | without, YEAR_2024 | without)

    assert result["advance_days"].value == 0
    assert result.has_structural_need
