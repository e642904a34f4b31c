"""The grading itself: what it rewards, what it takes away, and that its reasons explain it to the cent."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.valuing import CRITERIA, OVERDUE, Mark, Rules, Volume, average_balance, months_since, value_of

TODAY = date(2026, 11, 23)
FULL = {
    "balance": 3_000_000,
    "average_balance": 3_000_000,
    "income": 200_000,
    "expected_income": 200_000,
    "relation": 36,
    "punctuality": 1,
    "products": 2,
    "referrals": 2,
    OVERDUE: 30,
}
WEIGHTS = dict(zip((*CRITERIA, OVERDUE), (20, 15, 20, 15, 10, 10, 5, 5, 30), strict=True))
RULES = Rules(
    {code: Mark(Decimal(WEIGHTS[code]), Decimal(FULL[code])) for code in FULL},
    {"vip": Decimal(60), "preferred": Decimal(40), "ordinary": Decimal(15)},
)
ORDER = ["basic", "ordinary", "preferred", "vip"]
yuan = st.decimals(0, 50_000_000, places=2)
due = st.integers(0, 40)
volumes = st.builds(
    lambda late, due, **values: Volume(due=due, late=min(late, due), **values),
    balance=yuan,
    average_balance=yuan,
    income=yuan,
    income_before=yuan,
    expected_income=yuan,
    due=due,
    late=due,
    overdue_days=st.integers(0, 400),
    products=st.integers(0, 6),
    referrals=st.integers(0, 9),
    since=st.none() | st.dates(date(2000, 1, 1), date(2026, 12, 31)),
)


@given(volumes)
def test_the_points_of_all_reasons_add_up_to_the_score_which_is_never_negative(volume):
    value = value_of(volume, RULES, TODAY)

    assert sum(reason.points for reason in value.reasons) == value.score
    assert 0 <= value.score <= sum(WEIGHTS[code] for code in CRITERIA)
    assert [reason.code for reason in value.reasons] == [*CRITERIA, OVERDUE]


@given(volumes)
def test_the_same_volume_always_has_the_same_value(volume):
    assert value_of(volume, RULES, TODAY) == value_of(replace(volume), RULES, TODAY)


@given(volumes, st.sampled_from(["balance", "average_balance", "income", "expected_income"]), yuan)
def test_more_volume_or_income_never_lowers_score_or_grade(volume, name, more):
    less = value_of(volume, RULES, TODAY)
    higher = value_of(replace(volume, **{name: getattr(volume, name) + more}), RULES, TODAY)

    assert higher.score >= less.score
    assert ORDER.index(higher.grade) >= ORDER.index(less.grade)


@given(volumes, st.integers(1, 400))
def test_more_days_overdue_never_raise_the_score(volume, more):
    later = value_of(replace(volume, overdue_days=volume.overdue_days + more), RULES, TODAY)

    assert later.score <= value_of(volume, RULES, TODAY).score


def test_a_worked_customer_is_graded_to_the_cent():
    volume = Volume(
        balance=Decimal(1_500_000),
        average_balance=Decimal(1_000_000),
        income=Decimal(100_000),
        income_before=Decimal(90_000),
        expected_income=Decimal(50_000),
        due=3,
        late=1,
        overdue_days=3,
        products=1,
        since=date(2024, 11, 24),
    )

    value = value_of(volume, RULES, TODAY)

    points = {reason.code: reason.points for reason in value.reasons}
    assert points == {
        "balance": Decimal("10.00"),
        "average_balance": Decimal("5.00"),
        "income": Decimal("10.00"),
        "expected_income": Decimal("3.75"),
        "relation": Decimal("6.39"),
        "punctuality": Decimal("6.70"),
        "products": Decimal("2.50"),
        "referrals": Decimal("0.00"),
        "overdue": Decimal("-3.00"),
    }
    assert (value.score, value.grade) == (Decimal("41.34"), "preferred")


def test_what_is_overdue_takes_away_no_more_than_was_earned():
    value = value_of(Volume(referrals=1, overdue_days=90), RULES, TODAY)

    assert (value.score, value.reasons[-1].points, value.grade) == (Decimal("0.00"), Decimal("-2.50"), "basic")


@pytest.mark.parametrize(
    ("first", "months"),
    [(date(2026, 10, 24), 0), (date(2026, 10, 23), 1), (date(2025, 11, 23), 12), (date(2027, 1, 1), 0), (None, 0)],
)
def test_the_length_of_a_relation_is_counted_in_whole_months(first, months):
    assert months_since(first, TODAY) == months


def test_the_average_weighs_each_balance_by_its_days():
    year = TODAY - timedelta(days=365)
    moves = [
        (TODAY - timedelta(days=700), Decimal(730_000)),
        (TODAY - timedelta(days=500), Decimal(-365_000)),
        (TODAY - timedelta(days=100), Decimal(-365_000)),
        (TODAY - timedelta(days=73), Decimal(50_000)),
    ]

    assert average_balance(moves, year, TODAY) == Decimal("275000.00")
