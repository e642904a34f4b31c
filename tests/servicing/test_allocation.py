"""Where repayments go: both stories, the weekend, and what holds for any events."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.schedule import Terms, schedule
from core.money import from_cents
from core.workdays import next_working_day
from servicing.allocation import ORDER, Due, PenaltyTerms, Receipt, Share, owed_at, replay


def dues_of(terms):
    return [
        Due(row.number, row.due_on, next_working_day(row.due_on), row.principal, row.interest)
        for row in schedule(terms)
    ]


HARDWARE = dues_of(
    Terms(
        principal=Decimal(2_800_000),
        annual_rate=Decimal("0.0720"),
        instalments=12,
        disbursed_on=date(2026, 3, 27),
        first_due_on=date(2026, 4, 21),
        method="interest_only",
    )
)
HARDWARE_PENALTY = PenaltyTerms(Decimal("0.0720"), Decimal("1.5"))
RESTAURANT = dues_of(
    Terms(
        principal=Decimal(180_000),
        annual_rate=Decimal("0.1080"),
        instalments=24,
        disbursed_on=date(2026, 5, 20),
        interest="per_period",
    )
)
RESTAURANT_PENALTY = PenaltyTerms(Decimal("0.1080"), Decimal("1.5"))


def paid_in_time(dues, count):
    return [Receipt(due.number, due.due_on, due.principal + due.interest) for due in dues[:count]]


def test_interest_paid_twelve_days_late_bears_interest_itself():
    receipts = [*paid_in_time(HARDWARE, 4), Receipt("late", date(2026, 9, 2), Decimal("17422.50"))]

    statement = replay(HARDWARE, receipts, HARDWARE_PENALTY, date(2026, 9, 2))

    assert owed_at(HARDWARE, receipts[:4], HARDWARE_PENALTY, date(2026, 9, 2)) == Decimal("17422.50")
    assert statement.splits["late"] == [
        Share(5, "compound", Decimal("62.50")),
        Share(5, "interest", Decimal("17360.00")),
    ]
    assert statement.rows[4].settled_on == date(2026, 9, 2)
    assert (statement.owed_now, statement.days_past_due, statement.suspense) == (0, 0, 0)
    assert statement.outstanding_principal == Decimal("2800000.00")


@pytest.mark.parametrize(("day", "days"), [(21, 0), (22, 1), (28, 7), (29, 8)])
def test_days_past_due_count_from_the_due_date(day, days):
    statement = replay(HARDWARE, paid_in_time(HARDWARE, 4), HARDWARE_PENALTY, date(2026, 8, day))

    assert statement.days_past_due == days


PART_PAYMENT = Receipt("part", date(2026, 8, 26), Decimal("3000.00"))


def test_a_part_payment_goes_to_penalties_then_interest_then_principal():
    receipts = [*paid_in_time(RESTAURANT, 2), PART_PAYMENT]

    statement = replay(RESTAURANT, receipts, RESTAURANT_PENALTY, PART_PAYMENT.on)

    assert statement.splits["part"] == [
        Share(3, "compound", Decimal("4.04")),
        Share(3, "penalty", Decimal("18.56")),
        Share(3, "interest", Decimal("1497.90")),
        Share(3, "principal", Decimal("1479.50")),
    ]
    assert statement.owed_now == statement.overdue == Decimal("5395.31")
    assert (statement.days_past_due, statement.daily_growth) == (6, Decimal("2.43"))


def test_what_is_owed_after_a_part_payment_grows_with_the_rest_only():
    receipts = [*paid_in_time(RESTAURANT, 2), PART_PAYMENT]

    owed = [owed_at(RESTAURANT, receipts, RESTAURANT_PENALTY, date(2026, 8, day)) for day in (26, 27, 31)]

    assert owed == [Decimal("5395.31"), Decimal("5397.74"), Decimal("5407.45")]


def test_paying_what_is_owed_settles_the_instalment():
    receipts = [*paid_in_time(RESTAURANT, 2), PART_PAYMENT, Receipt("rest", date(2026, 8, 31), Decimal("5407.45"))]

    statement = replay(RESTAURANT, receipts, RESTAURANT_PENALTY, date(2026, 9, 19))

    assert statement.splits["rest"] == [
        Share(3, "penalty", Decimal("12.14")),
        Share(3, "principal", Decimal("5395.31")),
    ]
    assert statement.rows[2].settled_on == date(2026, 8, 31)
    assert statement.rows[2].paid.penalty == statement.rows[2].due.penalty == Decimal("30.70")
    assert (statement.owed_now, statement.daily_growth) == (0, 0)


@pytest.mark.parametrize(
    ("day", "days", "owed", "overdue"),
    [
        (20, 0, "0", "0"),
        (21, 0, "17360.00", "0"),
        (22, 0, "17360.00", "0"),
        (23, 0, "17360.00", "0"),
        (24, 3, "17375.62", "17375.62"),
    ],
)
def test_a_due_date_on_a_saturday_may_be_paid_on_monday_and_counts_from_saturday_if_missed(day, days, owed, overdue):
    statement = replay(HARDWARE, paid_in_time(HARDWARE, 7), HARDWARE_PENALTY, date(2026, 11, day))

    assert statement.days_past_due == days
    assert (statement.owed_now, statement.overdue) == (Decimal(owed), Decimal(overdue))


def test_paid_on_monday_a_saturday_instalment_bears_no_penalty():
    receipts = [*paid_in_time(HARDWARE, 7), Receipt("monday", date(2026, 11, 23), Decimal("17360.00"))]

    statement = replay(HARDWARE, receipts, HARDWARE_PENALTY, date(2026, 12, 1))

    assert statement.splits["monday"] == [Share(8, "interest", Decimal("17360.00"))]
    assert (statement.owed_now, statement.rows[7].settled_on) == (0, date(2026, 11, 23))


def test_a_part_paid_on_monday_leaves_a_rest_that_counts_from_saturday():
    receipts = [*paid_in_time(HARDWARE, 7), Receipt("monday", date(2026, 11, 23), Decimal("7360.00"))]

    statement = replay(HARDWARE, receipts, HARDWARE_PENALTY, date(2026, 11, 25))

    assert statement.rows[7].outstanding.compound == Decimal("12.00")


LOAN = [
    Due(1, date(2026, 1, 5), date(2026, 1, 5), Decimal(100_000), Decimal(2_000)),
    Due(2, date(2026, 2, 5), date(2026, 2, 5), Decimal(100_000), Decimal(1_000), fee=Decimal(50)),
]
NINE_PERCENT = PenaltyTerms(Decimal("0.09"), Decimal("1.5"))


def test_the_domain_vectors_of_thirty_days():
    row = replay(LOAN[:1], [], NINE_PERCENT, date(2026, 2, 4)).rows[0]

    assert (row.outstanding.penalty, row.outstanding.compound) == (Decimal("1125.00"), Decimal("22.50"))


def test_money_beyond_what_is_due_goes_to_the_next_instalment_or_is_held():
    receipt = [Receipt("early", date(2026, 1, 5), Decimal(103_100))]

    ahead = replay(LOAN, receipt, NINE_PERCENT, date(2026, 2, 5))
    held = replay(LOAN, receipt, NINE_PERCENT, date(2026, 2, 5), advance="suspense")

    assert ahead.splits["early"][2:] == [
        Share(2, "fee", Decimal(50)),
        Share(2, "interest", Decimal(1_000)),
        Share(2, "principal", Decimal(50)),
    ]
    assert (ahead.suspense, ahead.owed_now) == (0, Decimal(99_950))
    assert held.splits["early"][2:] == [Share(None, "suspense", Decimal(1_100))]
    assert (held.suspense, held.owed_now) == (Decimal(1_100), Decimal(101_050))


def test_money_beyond_the_whole_loan_is_held():
    statement = replay(LOAN, [Receipt("all", date(2026, 1, 1), Decimal(203_051))], NINE_PERCENT, date(2026, 1, 1))

    assert statement.suspense == 1
    assert statement.outstanding_principal == 0


def test_another_order_pays_principal_first():
    order = ("principal", "interest", "penalty", "compound", "fee")

    statement = replay(LOAN, [Receipt("a", date(2026, 2, 4), Decimal(100_500))], NINE_PERCENT, date(2026, 2, 4), order)

    assert statement.splits["a"] == [
        Share(1, "principal", Decimal(100_000)),
        Share(1, "interest", Decimal(500)),
    ]
    assert statement.rows[0].outstanding.penalty == Decimal("1125.00")


def test_a_back_dated_receipt_changes_what_came_after_it():
    late = Receipt("late", date(2026, 2, 4), Decimal(101_050))
    found = Receipt("found", date(2026, 1, 5), Decimal(102_000))

    before = replay(LOAN, [late], NINE_PERCENT, date(2026, 2, 4))
    after = replay(LOAN, [late, found], NINE_PERCENT, date(2026, 2, 4))

    assert before.splits["late"][0] == Share(1, "compound", Decimal("22.50"))
    assert after.splits["found"] == [Share(1, "interest", Decimal(2_000)), Share(1, "principal", Decimal(100_000))]
    assert {share.number for share in after.splits["late"]} == {2}
    assert after.rows[0].due.penalty == 0


def test_a_receipt_after_the_day_is_left_out():
    statement = replay(LOAN, [Receipt("a", date(2026, 1, 6), Decimal(1))], NINE_PERCENT, date(2026, 1, 5))

    assert (statement.splits, statement.owed_now) == ({}, Decimal(102_000))


@pytest.mark.parametrize("amounts", [[0], [-1], [5, 5]])
def test_a_receipt_without_amount_or_with_a_used_name_is_refused(amounts):
    receipts = [Receipt("same", date(2026, 1, 5), Decimal(amount)) for amount in amounts]

    with pytest.raises(ValueError, match="receipt same"):
        replay(LOAN, receipts, NINE_PERCENT, date(2026, 1, 5))


def test_an_order_that_forgets_a_part_is_refused():
    with pytest.raises(ValueError, match="each part once"):
        replay(LOAN, [], NINE_PERCENT, date(2026, 1, 5), ORDER[1:])


# --- any events ------------------------------------------------------------------------------------------------------

START = date(2026, 1, 1)
cents = st.integers(0, 5_000_000).map(from_cents)
positive = st.integers(1, 8_000_000).map(from_cents)
in_two_years = st.integers(0, 700).map(lambda days: START + timedelta(days=days))
penalties = st.builds(
    PenaltyTerms,
    st.integers(0, 3600).map(lambda n: Decimal(n).scaleb(-4)),
    st.sampled_from([Decimal(1), Decimal("1.3"), Decimal("1.5"), Decimal(2)]),
)
advances = st.sampled_from(["next_instalment", "suspense"])
orders = st.permutations(ORDER)


@st.composite
def loans(draw):
    gaps = draw(st.lists(st.integers(1, 60), min_size=1, max_size=6))
    dues, day = [], START
    for number, gap in enumerate(gaps, 1):
        day += timedelta(days=gap)
        until = day + timedelta(days=draw(st.integers(0, 3)))
        dues.append(
            Due(number, day, until, draw(cents), draw(cents), draw(st.sampled_from([from_cents(0), Decimal(50)])))
        )
    return dues


@st.composite
def events(draw):
    days_and_amounts = draw(st.lists(st.tuples(in_two_years, positive), max_size=8))
    return [Receipt(ref, on, amount) for ref, (on, amount) in enumerate(days_and_amounts)]


@given(loans(), events(), penalties, in_two_years, orders, advances)
def test_every_receipt_is_shared_out_to_the_cent_and_nothing_is_negative(
    dues, receipts, penalty, as_of, order, advance
):
    statement = replay(dues, receipts, penalty, as_of, order, advance)

    counted = {receipt.ref: receipt.amount for receipt in receipts if receipt.on <= as_of}
    assert {ref: sum(share.amount for share in shares) for ref, shares in statement.splits.items()} == counted
    assert all(share.amount > 0 for shares in statement.splits.values() for share in shares)
    for row in statement.rows:
        assert min(row.due) >= 0 and min(row.paid) >= 0 and min(row.outstanding) >= 0
        assert row.due.principal == row.paid.principal + row.outstanding.principal
        assert (row.settled_on is not None) == (row.outstanding.total == 0)
    assert 0 <= statement.overdue <= statement.owed_now
    paid = sum(row.paid.total for row in statement.rows)
    assert paid + statement.suspense == sum(counted.values())


@given(loans(), events(), penalties, in_two_years, orders, advances)
def test_paying_what_is_owed_leaves_nothing_due(dues, receipts, penalty, on, order, advance):
    owed = owed_at(dues, receipts, penalty, on, order, advance)
    payment = [Receipt("all of it", on, owed)] if owed else []

    statement = replay(dues, receipts + payment, penalty, on, order, advance)

    assert (statement.owed_now, statement.overdue, statement.days_past_due, statement.daily_growth) == (0, 0, 0, 0)
    shares = statement.splits.get("all of it", [])
    assert all(share.part != "suspense" for share in shares)


@given(loans(), events(), penalties, in_two_years, st.randoms())
def test_only_the_order_of_one_days_receipts_matters(dues, receipts, penalty, as_of, chance):
    by_day: dict[date, list[Receipt]] = {}
    for receipt in receipts:
        by_day.setdefault(receipt.on, []).append(receipt)
    days = list(by_day)
    chance.shuffle(days)
    mixed = [receipt for day in days for receipt in by_day[day]]

    assert replay(dues, receipts, penalty, as_of) == replay(list(reversed(dues)), mixed, penalty, as_of)


@given(loans(), events(), penalties, in_two_years, in_two_years)
def test_what_came_earlier_does_not_change_with_what_comes_later(dues, receipts, penalty, one, other):
    early, late = sorted([one, other])

    then = replay(dues, receipts, penalty, early)
    now = replay(dues, receipts, penalty, late)

    assert then.splits == {ref: shares for ref, shares in now.splits.items() if ref in then.splits}


@given(loans(), penalties, in_two_years, in_two_years)
def test_without_payments_what_is_owed_never_falls(dues, penalty, one, other):
    early, late = sorted([one, other])

    assert owed_at(dues, [], penalty, early) <= owed_at(dues, [], penalty, late)


@given(loans(), events(), penalties, in_two_years)
def test_in_one_day_an_overdue_loan_grows_by_its_daily_growth_to_a_cent_for_each_charge(dues, receipts, penalty, on):
    known = [receipt for receipt in receipts if receipt.on <= on]
    today = replay(dues, known, penalty, on)
    late = {row.number for row in today.overdue_rows}

    tomorrow = replay(dues, known, penalty, on + timedelta(days=1))

    owed_tomorrow = sum(row.outstanding.total for row in tomorrow.rows if row.number in late)
    assert abs(owed_tomorrow - today.overdue - today.daily_growth) <= from_cents(2 * len(late) + 1)
