"""Statements: totals from their lines, and the checks they must pass."""

from decimal import Decimal

import pytest

from customers.statements import CATALOGUE, ITEMS, TOTALS, Problem, amount, check, totals
from tests.cases.yongsheng import YEAR_2024, YEAR_2025, wan


def test_the_catalogue_names_each_line_once_and_no_line_like_a_total():
    assert len(ITEMS) == len(CATALOGUE)
    assert not set(ITEMS) & set(TOTALS)
    assert all(item.parent in ITEMS and ITEMS[item.parent].parent is None for item in CATALOGUE if item.parent)


@pytest.mark.parametrize(
    ("code", "year_2024", "year_2025"),
    [
        ("current_assets", 1530, 1720),
        ("non_current_assets", 1070, 1105),
        ("total_assets", 2600, 2825),
        ("current_liabilities", 1040, 1195),
        ("non_current_liabilities", 160, 100),
        ("total_liabilities", 1200, 1295),
        ("equity", 1400, 1530),
        ("operating_profit", 161, 220),
        ("profit_before_tax", 158, 215),
        ("net_profit", 132, 180),
    ],
)
def test_totals_are_those_of_the_story(code, year_2024, year_2025):
    assert totals(YEAR_2024)[code] == wan(year_2024)
    assert totals(YEAR_2025)[code] == wan(year_2025)


def test_a_blank_line_is_nothing_but_a_blank_statement_is_unknown():
    assert amount(YEAR_2025, "bonds_payable") == 0
    assert amount({"cash": Decimal(1)}, "revenue") is None
    assert amount({"cash": Decimal(1)}, "net_profit") is None
    assert amount({}, "total_assets") is None


def test_a_blank_part_memo_or_guarantee_is_unknown():
    assert amount(YEAR_2025, "related_payables") is None
    assert amount(YEAR_2024, "depreciation") is None
    assert amount({"cash": Decimal(1)}, "guarantees_given") is None


def test_an_unknown_code_is_an_error():
    with pytest.raises(KeyError):
        amount(YEAR_2025, "petty_cash")


def test_the_statements_of_the_story_pass_every_check():
    assert check(YEAR_2024) == []
    assert check(YEAR_2025, YEAR_2024) == []


def test_a_balance_sheet_may_be_out_by_one_yuan_and_no_more():
    cash = YEAR_2025["cash"]

    assert check(YEAR_2025 | {"cash": cash + 1}) == []
    assert check(YEAR_2025 | {"cash": cash + 2}) == [Problem("balance", Decimal(2), "total_assets")]


def test_a_typed_total_is_held_against_the_computed_one():
    typed = {"net_profit": wan(181), "total_assets": wan(2825), "operating_profit": wan(220)}

    assert check(YEAR_2025 | typed) == [Problem("sum", wan(1), "net_profit")]


def test_parts_lie_within_their_line_or_make_it_up():
    parts = {
        "restricted_cash": wan(216),
        "receivables_gross": wan(750),
        "receivables_provision": wan(30),
        "raw_materials": wan(300),
        "finished_goods": wan(200),
    }

    assert check(YEAR_2025 | parts) == [
        Problem("parts", wan(1), "restricted_cash"),
        Problem("parts", wan(-90), "inventory"),
    ]


def test_the_cash_flows_are_held_against_the_change_of_cash():
    assert check(YEAR_2025 | {"financing_cash_flow": wan(-50)}, YEAR_2024) == [Problem("cash_change", wan(10), "cash")]


def test_retained_profit_that_does_not_roll_forward_is_only_a_warning():
    assert check(YEAR_2025 | {"dividends": wan(0)}, YEAR_2024) == [
        Problem("retained_profit", wan(-50), "retained_profit", "warning")
    ]
