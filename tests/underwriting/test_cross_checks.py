"""Cross-checks of both stories."""

from decimal import Decimal

from tests.cases.limits import LIMITS
from tests.cases.yongsheng import wan
from underwriting.cross_checks import cross_checks

STORY = {
    "declared_revenue": wan(4860),
    "bank_credits": wan(6120),
    "internal_transfers": wan(980),
    "loans_received": wan(340),
    "refunds": wan(45),
    "tax_declared_sales": wan(4702),
    "half_year_credits": wan(2512),
    "opening_inventory": wan(520),
    "purchases": wan(4055),
    "cost_of_sales": wan(3985),
    "closing_inventory": wan(590),
}


def by_code(given):
    return {figure.code: figure for figure in cross_checks(given, LIMITS)}


def test_the_sources_of_the_first_story_agree():
    figures = by_code(STORY)

    assert str(figures["revenue_to_bank"].value) == "2.16"
    assert str(figures["revenue_to_tax"].value) == "3.25"
    assert figures["revenue_to_half_year"].value == wan(164)
    assert str(figures["inventory_roll"].value) == "0.00"
    assert {figure.verdict for figure in figures.values() if figure.value is not None} == {"ok"}


def test_the_printout_of_the_second_story_does_not_agree_with_the_bank():
    figure = by_code({"shown_receipts": Decimal(126_000), "bank_receipts": Decimal(82_000)})["receipts_to_bank"]

    assert (str(figure.value), figure.verdict) == ("34.92", "warn")


def test_a_difference_counts_in_both_directions():
    hidden = by_code({"shown_receipts": Decimal(82_000), "bank_receipts": Decimal(126_000)})["receipts_to_bank"]

    assert (str(hidden.value), hidden.verdict) == ("-53.66", "warn")


def test_a_check_nobody_could_make_is_not_passed():
    assert {figure.verdict for figure in cross_checks({}, LIMITS)} == {"na"}
