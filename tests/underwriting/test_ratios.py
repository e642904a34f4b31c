"""Ratios: the first story's table, and what has no value."""

from decimal import Decimal
from fractions import Fraction

import pytest

from core.figures import IN_HUNDREDTHS, evaluate
from tests.cases.limits import LIMITS
from tests.cases.yongsheng import RATIOS_2025, YEAR_2024, YEAR_2025, wan
from underwriting.ratios import RATIOS, ratios, statement_lookup


def by_code(this, last=YEAR_2024):
    return {figure.code: figure for figure in ratios(this, last, LIMITS)}


@pytest.mark.parametrize(("code", "expected"), RATIOS_2025.items())
def test_the_ratios_of_the_story_come_out_exactly(code, expected):
    assert str(by_code(YEAR_2025)[code].value) == expected


def test_the_story_warns_of_cash_alone():
    figures = ratios(YEAR_2025, YEAR_2024, LIMITS)

    assert [figure.code for figure in figures if figure.verdict != "ok"] == ["cash_ratio"]


def test_every_figure_follows_from_its_formula_and_the_inputs_it_shows():
    for figure in ratios(YEAR_2025, YEAR_2024, LIMITS):
        exact = evaluate(figure.formula, dict(figure.inputs).get)
        shown = exact * 100 if figure.unit in IN_HUNDREDTHS else exact

        assert abs(shown - Fraction(figure.value)) <= Fraction("0.005")


def test_without_last_year_averages_and_growth_have_no_value():
    figures = by_code(YEAR_2025, None)

    without = {code for code, figure in figures.items() if figure.value is None}
    assert without == {ratio.code for ratio in RATIOS if "last." in ratio.formula}
    assert {figures[code].verdict for code in without} == {"na"}
    assert "last.equity" in figures["return_on_equity"].missing


def test_a_missing_or_zero_divisor_gives_no_value_and_no_zero():
    without_interest = {code: value for code, value in YEAR_2025.items() if code != "interest_expense"}

    assert by_code(without_interest)["interest_cover"].value is None
    assert by_code(YEAR_2025 | {"interest_expense": Decimal(0)})["interest_cover"].verdict == "na"
    assert by_code(without_interest)["interest_cover"].missing == ("interest_expense",)


def test_guarantees_nobody_entered_are_not_taken_for_none():
    unknown = {code: value for code, value in YEAR_2025.items() if code != "guarantees_given"}

    assert by_code(unknown)["guarantees_to_equity"].verdict == "na"


def test_a_negative_equity_is_a_warning_not_a_good_ratio():
    ruined = YEAR_2025 | {"retained_profit": wan(-3000), "guarantees_given": wan(100)}

    figures = by_code(ruined)

    assert (figures["guarantees_to_equity"].value, figures["guarantees_to_equity"].verdict) == (None, "warn")
    assert (figures["return_on_equity"].value, figures["return_on_equity"].verdict) == (None, "warn")


def test_growth_out_of_a_loss_is_no_percentage():
    loss = YEAR_2024 | {"revenue": wan(4000)}

    assert by_code(YEAR_2025, loss)["profit_growth"].verdict == "na"


@pytest.mark.parametrize(("flow_before", "verdict"), [(None, "warn"), (10, "warn"), (100, "ok")])
def test_weak_operating_cash_warns_unless_the_year_before_was_sound(flow_before, verdict):
    last = YEAR_2024 if flow_before is None else YEAR_2024 | {"operating_cash_flow": wan(flow_before)}

    assert by_code(YEAR_2025 | {"operating_cash_flow": wan(50)}, last)["operating_cash_to_profit"].verdict == verdict


def test_a_limit_nobody_set_judges_nothing():
    figures = ratios(YEAR_2025, YEAR_2024, {})

    assert {figure.verdict for figure in figures} == {"ok"}
    assert {figure.limit_kind for figure in figures} == {None}


def test_the_lookup_knows_only_codes_of_the_catalogue():
    with pytest.raises(KeyError):
        statement_lookup(YEAR_2025, YEAR_2024)("last.petty_cash")
