"""Reading of terms: every error at once, nothing ignored."""

from datetime import date
from decimal import Decimal

import pytest

from applications.reading import broken_rules
from applications.schedule import RateChange, Terms, TermsError, parse_terms

GOOD = {
    "id": "a",
    "principal": "100000",
    "annual_rate": "0.06",
    "instalments": 12,
    "disbursed_on": "2026-01-15",
}


def errors_of(*removed, **changes):
    mapping = {field: value for field, value in (GOOD | changes).items() if field not in removed}
    with pytest.raises(TermsError) as refused:
        parse_terms(mapping)
    return [field for field, _ in refused.value.errors]


def test_parse_terms_fills_in_the_defaults():
    id, terms = parse_terms(GOOD)

    assert id == "a"
    assert terms == Terms(
        principal=Decimal("100000"), annual_rate=Decimal("0.06"), instalments=12, disbursed_on=date(2026, 1, 15)
    )
    assert (terms.method, terms.day_count, terms.rounding_unit) == ("level_payment", "actual/360", Decimal("0.01"))


def test_parse_terms_reads_every_field():
    every_field = GOOD | {
        "principal": 100000,
        "every": 3,
        "unit": "months",
        "method": "level_payment",
        "interest": "daily",
        "day_count": "actual/365F",
        "month_end": "roll",
        "rounding": "half_even",
        "rounding_unit": "0.05",
        "roll": "modified_following",
        "calendar": "CN",
        "interest_dates": "adjusted",
        "grace_principal": 2,
        "grace_interest": 1,
        "balloon": "20000",
        "interest_day": 20,
        "rate_changes": [{"from": "2026-07-01", "annual_rate": "0.07"}],
        "holidays": ["2026-03-23"],
        "workdays": ["2026-03-22"],
    }

    _, terms = parse_terms(every_field)

    assert terms.rate_changes == (RateChange(date(2026, 7, 1), Decimal("0.07")),)
    assert (terms.balloon, terms.interest_day, terms.holidays) == (Decimal(20000), 20, {date(2026, 3, 23)})
    assert broken_rules(terms) == []


def test_parse_terms_names_all_errors_at_once():
    errors = errors_of("disbursed_on", principal="-1", annual_rate=0.06, colour="red", every=0, day_count="actual/365")

    assert sorted(errors) == ["annual_rate", "colour", "day_count", "disbursed_on", "every", "principal"]


def test_parse_terms_keeps_the_id_of_bad_terms():
    with pytest.raises(TermsError) as refused:
        parse_terms(GOOD | {"principal": "0"})

    assert refused.value.id == "a"
    assert refused.value.errors == [("principal", "must be above 0, of at most 20 digits")]


@pytest.mark.parametrize(
    "value", [1.5, float("nan"), "1e5", "NaN", "Infinity", "", " 1", "1,000", "+1", "１", True, None, [], "1."]
)
def test_an_amount_that_is_not_exact_is_refused(value):
    assert errors_of(principal=value) == ["principal"]


@pytest.mark.parametrize("value", ["-0.01", "10.0001", 11, 0.5, "5%"])
def test_a_rate_is_a_fraction_from_0_to_10(value):
    assert errors_of(annual_rate=value) == ["annual_rate"]


@pytest.mark.parametrize("value", [0, 1201, "12", 12.0, True, None])
def test_instalments_are_a_whole_number_up_to_1200(value):
    assert errors_of(instalments=value) == ["instalments"]


@pytest.mark.parametrize("value", ["20260115", "2026-W03-4", "2026-02-30", "15/01/2026", 20260115, None])
def test_a_date_is_written_one_way(value):
    assert errors_of(disbursed_on=value) == ["disbursed_on"]


@pytest.mark.parametrize(
    ("changes", "blamed"),
    [
        ({"principal": "100.005"}, "principal"),
        ({"principal": "150", "rounding_unit": "100"}, "principal"),
        ({"rounding_unit": "0.001"}, "rounding_unit"),
        ({"rounding_unit": "0"}, "rounding_unit"),
        ({"balloon": "100000"}, "balloon"),
        ({"balloon": "1", "method": "interest_only"}, "balloon"),
        ({"grace_principal": 12}, "grace_principal"),
        ({"grace_principal": 1, "grace_interest": 12, "method": "flat"}, "grace_interest"),
        ({"grace_interest": 1}, "grace_interest"),
        ({"grace_principal": 1, "method": "bullet"}, "grace_principal"),
        ({"grace_interest": 1, "method": "bullet"}, "grace_interest"),
        ({"method": "fixed_principal_percent"}, "principal_percent"),
        ({"principal_percent": "0.1"}, "principal_percent"),
        ({"method": "fixed_principal_percent", "principal_percent": "0"}, "principal_percent"),
        ({"method": "fixed_principal_percent", "principal_percent": "1.1"}, "principal_percent"),
        ({"interest": "per_period", "unit": "days"}, "interest"),
        ({"first_due_on": "2026-01-15"}, "first_due_on"),
        ({"interest_day": 28}, "interest_day"),
        ({"interest_day": 20, "unit": "weeks"}, "interest_day"),
        ({"interest_day": 20, "every": 2}, "interest_day"),
        ({"interest_day": 20, "first_due_on": "2026-02-21"}, "interest_day"),
        ({"due_on": []}, "due_on"),
        ({"due_on": ["2026-02-15"]}, "due_on"),
        ({"due_on": ["2026-01-15"], "instalments": 1}, "due_on"),
        ({"due_on": ["2026-03-15", "2026-02-15"], "instalments": 2}, "due_on"),
        ({"due_on": ["2026-02-15"], "instalments": 1, "first_due_on": "2026-02-15"}, "due_on"),
        ({"due_on": ["2026-02-15"], "instalments": 1, "interest_day": 20}, "due_on"),
        ({"rate_changes": [{"from": "2026-01-15", "annual_rate": "0.07"}]}, "rate_changes"),
        ({"rate_changes": [{"from": "2026-03-15", "annual_rate": 0.07}]}, "rate_changes"),
        ({"rate_changes": [{"from": "2026-03-15"}]}, "rate_changes"),
        ({"rate_changes": [{"from": "2026-03-15", "annual_rate": "0.07", "why": ""}]}, "rate_changes"),
        ({"rate_changes": [{"from": "2026-03-15", "annual_rate": "0.07"}] * 2}, "rate_changes"),
        ({"rate_changes": {}}, "rate_changes"),
        ({"holidays": "2026-03-15"}, "holidays"),
        ({"holidays": ["2026-03-15"], "workdays": ["2026-03-15"]}, "workdays"),
        ({"calendar": "HK"}, "calendar"),
        ({"calendar": []}, "calendar"),
        ({"roll": "modified_preceding"}, "roll"),
        ({"id": 1.5}, "id"),
        ({"": 1}, ""),
        ({"unit": "days", "roll": "following", "instalments": 7}, "roll"),
        ({"unit": "days", "roll": "preceding", "instalments": 1, "disbursed_on": "2026-01-16"}, "roll"),
        ({"every": 10**40}, "instalments"),
    ],
)
def test_terms_without_a_meaning_are_refused_at_the_field_to_blame(changes, blamed):
    assert errors_of(**changes) == [blamed]


@pytest.mark.parametrize("item", [None, [], "a", 1])
def test_terms_that_are_no_object_are_refused(item):
    with pytest.raises(TermsError) as refused:
        parse_terms(item)

    assert refused.value.errors == [("", "must be an object")]


def test_broken_rules_judges_terms_put_together_by_other_code():
    terms = Terms(
        principal=Decimal("100.005"),
        annual_rate=Decimal("0.06"),
        instalments=3,
        disbursed_on=date(2026, 1, 15),
        grace_interest=1,
    )

    assert [field for field, _ in broken_rules(terms)] == ["principal", "grace_interest"]
