"""Schedules: published ones, the stories', the domain's vectors, and any terms against a second, slow engine."""

import itertools
import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from applications.schedule import RateChange, Terms, TermsError, annual_cost_rate, parse_terms, schedule
from tests.applications.schedule_reference import reference_rows
from tests.applications.terms_strategy import terms as any_terms

CASES = json.loads((Path(__file__).parents[1] / "cases" / "schedules.json").read_text(encoding="utf-8"))


def loan(principal="100000", rate="0.06", instalments=12, disbursed=date(2026, 1, 15), **other):
    return Terms(
        principal=Decimal(principal),
        annual_rate=Decimal(rate),
        instalments=instalments,
        disbursed_on=disbursed,
        **other,
    )


def amounts(rows):
    return [(str(row.due_on), str(row.principal), str(row.interest), str(row.total), str(row.balance)) for row in rows]


@pytest.mark.parametrize("case", CASES, ids=[case["terms"]["id"] for case in CASES])
def test_schedule_gives_the_published_rows(case):
    _, terms = parse_terms(case["terms"])

    fields = ("due_on", "principal", "interest", "total", "balance")
    assert amounts(schedule(terms)) == [tuple(row[field] for field in fields) for row in case["rows"]]


def test_the_working_capital_loan_pays_interest_on_the_21st_and_its_principal_at_the_end():
    terms = loan("2800000", "0.0720", 12, date(2026, 3, 27), method="interest_only", first_due_on=date(2026, 4, 21))

    rows = schedule(terms)

    assert [amounts(rows)[k] for k in (0, 1, 2, 4, 7, 11)] == [
        ("2026-04-21", "0.00", "14000.00", "14000.00", "2800000.00"),
        ("2026-05-21", "0.00", "16800.00", "16800.00", "2800000.00"),
        ("2026-06-21", "0.00", "17360.00", "17360.00", "2800000.00"),
        ("2026-08-21", "0.00", "17360.00", "17360.00", "2800000.00"),
        ("2026-11-21", "0.00", "17360.00", "17360.00", "2800000.00"),
        ("2027-03-21", "2800000.00", "15680.00", "2815680.00", "0.00"),
    ]
    assert sum(row.interest for row in rows) == Decimal("201040.00")
    assert annual_cost_rate(terms, rows) == Decimal("0.075496")


def test_the_interest_day_gives_the_same_loan():
    by_first_due = loan("2800000", "0.0720", 12, date(2026, 3, 27), first_due_on=date(2026, 4, 21))
    by_interest_day = loan("2800000", "0.0720", 12, date(2026, 3, 27), interest_day=20)

    assert schedule(by_first_due) == schedule(by_interest_day)


def test_the_restaurant_loan_pays_level_instalments():
    terms = loan("180000", "0.1080", 24, date(2026, 5, 20), interest="per_period")

    rows = schedule(terms)

    assert [amounts(rows)[k] for k in (0, 1, 2, 3, 23)] == [
        ("2026-06-20", "6752.71", "1620.00", "8372.71", "173247.29"),
        ("2026-07-20", "6813.48", "1559.23", "8372.71", "166433.81"),
        ("2026-08-20", "6874.81", "1497.90", "8372.71", "159559.00"),
        ("2026-09-20", "6936.68", "1436.03", "8372.71", "152622.32"),
        ("2028-05-20", "8297.94", "74.68", "8372.62", "0.00"),
    ]
    assert sum(row.interest for row in rows) == Decimal("20944.95")
    assert annual_cost_rate(terms, rows) == Decimal("0.113188")


def test_the_restaurant_asked_for_an_instalment_of_13954_51():
    rows = schedule(loan("300000", "0.1080", 24, date(2026, 5, 20), interest="per_period"))

    assert rows[0].total == Decimal("13954.51")


def test_level_payment_and_equal_principal_give_the_domain_vector():
    level = schedule(loan("120000", "0.072", 12, interest="per_period"))
    equal = schedule(loan("120000", "0.072", 12, interest="per_period", method="equal_principal"))

    assert (level[0].total, level[-1].total) == (Decimal("10394.28"), Decimal("10394.23"))
    assert sum(row.interest for row in level) == Decimal("4731.31")
    assert sum(row.interest for row in equal) == Decimal("4680.00")


def test_a_quarter_to_the_20th_has_92_days():
    row = schedule(loan("1000000", "0.06", 1, date(2026, 3, 21), interest_day=20, every=3))[0]

    assert (row.due_on, row.days, row.interest) == (date(2026, 6, 21), 92, Decimal("15333.33"))


@pytest.mark.parametrize(
    ("day_count", "interest"),
    [
        ("actual/actual", "101.82"),
        ("actual/365F", "101.92"),
        ("actual/360", "103.33"),
        ("30/360", "100.00"),
        ("30E/360", "100.00"),
        ("actual/364", "102.20"),
    ],
)
def test_day_counts_give_the_check_value(day_count, interest):
    row = schedule(loan("10000", "0.12", 1, date(2023, 12, 12), day_count=day_count))[0]

    assert row.interest == Decimal(interest)


@pytest.mark.parametrize(
    ("month_end", "expected"),
    [
        ("clamp", ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]),
        ("roll", ["2026-03-01", "2026-03-31", "2026-05-01", "2026-05-31"]),
    ],
)
def test_a_day_the_month_lacks_is_clamped_or_rolled_from_the_anchor(month_end, expected):
    rows = schedule(loan(instalments=4, disbursed=date(2026, 1, 31), month_end=month_end))

    assert [str(row.due_on) for row in rows] == expected


@pytest.mark.parametrize(
    ("every", "disbursed", "first"),
    [
        (1, date(2026, 3, 20), "2026-03-21"),
        (1, date(2026, 3, 21), "2026-04-21"),
        (3, date(2026, 1, 5), "2026-03-21"),
        (3, date(2026, 12, 21), "2027-03-21"),
        (6, date(2026, 6, 30), "2026-12-21"),
        (12, date(2026, 12, 25), "2027-12-21"),
    ],
)
def test_the_interest_day_waits_for_its_month(every, disbursed, first):
    rows = schedule(loan(instalments=2, disbursed=disbursed, interest_day=20, every=every))

    assert str(rows[0].due_on) == first


def test_rolling_moves_the_payment_but_the_period_only_when_adjusted():
    weekend = date(2026, 10, 21)
    plain = schedule(loan(instalments=2, disbursed=weekend, roll="following"))
    adjusted = schedule(loan(instalments=2, disbursed=weekend, roll="following", interest_dates="adjusted"))

    assert [str(row.due_on) for row in plain] == ["2026-11-23", "2026-12-21"]
    assert [row.days for row in plain] == [31, 30]
    assert [str(row.due_on) for row in adjusted] == ["2026-11-23", "2026-12-21"]
    assert [row.days for row in adjusted] == [33, 28]


def test_the_chinese_calendar_moves_past_the_national_holiday_and_pays_on_a_make_up_saturday():
    golden_week = schedule(loan(instalments=1, disbursed=date(2026, 9, 1), roll="following", calendar="CN"))
    make_up = schedule(loan(instalments=1, disbursed=date(2026, 9, 10), roll="following", calendar="CN"))

    assert golden_week[0].due_on == date(2026, 10, 8)
    assert make_up[0].due_on == date(2026, 10, 10)


def test_due_dates_that_meet_on_one_open_day_are_refused():
    terms = loan(instalments=2, disbursed=date(2026, 11, 20), unit="days", roll="following")

    with pytest.raises(TermsError) as refused:
        schedule(terms)

    assert [field for field, _ in refused.value.errors] == ["roll"]


def test_a_rate_change_inside_a_period_splits_its_interest_and_solves_the_instalment_at_the_next_row():
    change = RateChange(date(2026, 3, 1), Decimal("0.12"))
    rows = schedule(loan("100000", "0.06", 4, date(2026, 1, 15), rate_changes=(change,)))

    assert rows[0].total == rows[1].total
    assert rows[2].total > rows[1].total
    pieces = Decimal(14) * Decimal("0.06") + Decimal(14) * Decimal("0.12")
    assert rows[1].interest == (rows[0].balance * pieces / 360).quantize(Decimal("0.01"))


def test_interest_of_the_grace_is_shown_in_the_row_after_it_and_bears_none_itself():
    rows = schedule(loan("120000", "0.12", 5, interest="per_period", grace_principal=2, grace_interest=2))

    assert [str(row.interest) for row in rows[:3]] == ["0.00", "0.00", "3600.00"]
    assert [str(row.principal) for row in rows[:3]] == ["0.00", "0.00", "39602.65"]


def test_interest_above_the_instalment_is_due_in_full_and_principal_waits_for_the_last_row():
    due = (date(2026, 6, 15), date(2026, 6, 16), date(2026, 6, 17))
    rows = schedule(loan("1000", "5", 3, date(2026, 1, 15), due_on=due, balloon=Decimal("900")))

    assert all(row.principal >= 0 for row in rows)
    assert rows[-1].principal == 1000 - sum(row.principal for row in rows[:-1])


def test_a_loan_of_one_cent_in_many_rows_keeps_them_with_zeros():
    rows = schedule(loan("0.05", "0.12", 12, method="flat"))

    assert [str(row.principal) for row in rows[:6]] == ["0.00"] * 6
    assert (rows[-1].principal, rows[-1].balance) == (Decimal("0.05"), Decimal("0.00"))


def test_the_longest_schedule_past_the_last_year_is_refused_not_broken():
    with pytest.raises(TermsError) as refused:
        schedule(loan(instalments=1200, every=10**30))

    assert refused.value.errors[0][0] == "instalments"


@given(any_terms())
@settings(max_examples=400, deadline=None)
def test_schedule_agrees_with_the_slow_engine_on_any_terms(mapping):
    expected = reference_rows(mapping)

    if expected is None:
        with pytest.raises(TermsError):
            parse_terms(mapping)
        return
    rows = schedule(parse_terms(mapping)[1])
    assert [
        (row.due_on, row.days, Fraction(row.principal), Fraction(row.interest), Fraction(row.balance)) for row in rows
    ] == expected


@given(any_terms(most_instalments=120))
@settings(max_examples=100, deadline=None)
def test_a_schedule_repays_exactly_the_principal(mapping):
    try:
        _, terms = parse_terms(mapping)
    except TermsError:
        return

    rows = schedule(terms)

    balances = [terms.principal, *(row.balance for row in rows)]
    assert sum(row.principal for row in rows) == terms.principal
    assert balances[-1] == 0
    assert all(row.principal >= 0 and row.interest >= 0 for row in rows)
    assert all(row.total == row.principal + row.interest for row in rows)
    assert all(
        after == before - row.principal for before, after, row in zip(balances, balances[1:], rows, strict=False)
    )
    assert all(earlier.due_on < later.due_on for earlier, later in itertools.pairwise(rows))


@given(any_terms(most_instalments=24))
@settings(max_examples=100, deadline=None)
def test_the_yearly_cost_discounts_what_is_paid_to_what_was_received(mapping):
    try:
        _, terms = parse_terms(mapping)
    except TermsError:
        return
    rows = schedule(terms)

    rate = annual_cost_rate(terms, rows)

    def worth(x):
        return sum(row.total / (1 + x) ** (Decimal((row.due_on - terms.disbursed_on).days) / 365) for row in rows)

    half = Decimal("0.0000005")
    assert worth(rate + half) <= terms.principal + Decimal("1e-9") or rate == 0
    assert worth(max(Decimal(0), rate - half)) >= terms.principal - Decimal("1e-9")


def test_a_yearly_cost_that_ends_in_a_half_is_rounded_up():
    terms = loan("10000000", "0.1234565", 1, date(2025, 1, 1), every=12, interest="per_period")

    assert annual_cost_rate(terms, schedule(terms)) == Decimal("0.123457")


def test_fees_raise_the_yearly_cost():
    terms = loan("100000", "0.06", 1, date(2025, 1, 1), every=12, interest="per_period")
    rows = schedule(terms)

    assert annual_cost_rate(terms, rows) == Decimal("0.060000")
    assert annual_cost_rate(terms, rows, fees=[(date(2025, 1, 1), Decimal("1000"))]) == Decimal("0.070707")
    assert annual_cost_rate(terms, rows, fees=[(date(2026, 1, 1), Decimal("1000"))]) == Decimal("0.070000")
    with pytest.raises(ValueError, match="leave nothing"):
        annual_cost_rate(terms, rows, fees=[(date(2025, 1, 1), Decimal("100000"))])


@given(st.integers(1, 10**7), st.integers(1, 365), st.integers(1, 5000))
def test_one_payment_after_a_year_costs_its_interest(principal, _days, basis_points):
    rate = Decimal(basis_points).scaleb(-4)
    terms = loan(str(principal * 10_000), str(rate), 1, date(2025, 1, 1), every=12, interest="per_period")

    assert annual_cost_rate(terms, schedule(terms)) == rate
