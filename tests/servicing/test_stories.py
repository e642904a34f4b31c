"""The two cases to live through, day by day: who is told when, what is owed, and how money is divided."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
import time_machine

from core import outbox
from core.models import OutgoingMail
from servicing import services
from servicing.models import Allocation
from tests.servicing.loans import clock, guarantee, lihua, pay, yongsheng

pytestmark = pytest.mark.django_db


def at(day: str, hour: str = "11:00"):
    return time_machine.travel(f"{day} {hour}+08:00", tick=False)


def days(first: str, last: str):
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        yield day
        day += timedelta(days=1)


def live_through(first, last):
    """Run the clock of every day and send what it queued; returns (day, kind, recipient) of what left to customers."""
    for day in days(first, last):
        with at(day.isoformat()):
            clock(day)
            outbox.send_due()
    return customer_mails()


def customer_mails():
    sent = OutgoingMail.objects.exclude(kind="digest").filter(status="sent").order_by("id")
    return [(mail.business_date.isoformat(), mail.kind, mail.recipient) for mail in sent]


def shares(posting):
    return {
        (row.instalment.number, row.part): f"{row.amount:.2f}" for row in Allocation.objects.filter(posting=posting)
    }


def pay_all_before(loan, number, by):
    """Pay the instalments before one on their last day to pay, each as planned."""
    for row in loan.current_instalments():
        if row.number < number:
            with at(row.payable_until.isoformat()):
                pay(loan, row.total, row.payable_until, by, ref=f"in time {row.number}")


# --- 永盛精密五金有限公司 -----------------------------------------------------------------------------------------------


@pytest.fixture
def first(people):
    with at("2026-03-27"):
        loan = yongsheng(people)
        guarantee(loan, "林永盛", email="lin@yongsheng.example")
        guarantee(loan, "周慧芳", email="zhou@yongsheng.example")
    pay_all_before(loan, 5, people.finance1)
    return loan


def test_the_first_story_sends_its_mails_on_their_days_and_none_after_the_payment(first, people):
    before = live_through("2026-08-11", "2026-09-01")
    with at("2026-09-02", "16:00"):
        pay(first, "17422.50", date(2026, 9, 2), people.finance1)
    after = live_through("2026-09-02", "2026-09-17")

    borrower = "finance@yongsheng.example"
    assert before == [
        ("2026-08-18", "before_3", borrower),
        ("2026-08-22", "after_1", borrower),
        ("2026-08-28", "after_7", borrower),
        ("2026-08-28", "guarantor_after_7", "lin@yongsheng.example"),
        ("2026-08-28", "guarantor_after_7", "zhou@yongsheng.example"),
    ]
    assert after == before


def test_the_first_storys_interest_on_unpaid_interest_is_62_50(first, people):
    with at("2026-09-02", "16:00"):
        statement = first.statement(date(2026, 9, 2))
        posting = pay(first, "17422.50", date(2026, 9, 2), people.finance1)

    assert statement.days_past_due == 12
    assert statement.owed_now == Decimal("17422.50")
    assert shares(posting) == {(5, "compound"): "62.50", (5, "interest"): "17360.00"}
    assert first.statement(date(2026, 9, 2)).owed_now == 0


def test_an_instalment_due_on_a_saturday_is_late_from_tuesday_with_the_days_since_saturday(first, people):
    for row in first.current_instalments():
        if row.number in {5, 6, 7}:
            with at(row.payable_until.isoformat()):
                pay(first, row.total, row.payable_until, people.finance1, ref=f"in time {row.number}")

    mails = [mail for mail in live_through("2026-11-17", "2026-11-24") if mail[0] >= "2026-11-17"]

    assert [(day, kind) for day, kind, _who in mails] == [("2026-11-18", "before_3"), ("2026-11-24", "after_1")]
    assert first.statement(date(2026, 11, 23)).overdue == 0
    late = first.statement(date(2026, 11, 24))
    assert late.days_past_due == 3
    assert late.overdue == Decimal("17360.00") + Decimal("15.62")


# --- 陳麗華 -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def second(people):
    with at("2026-05-20"):
        loan = lihua(people)
        guarantee(loan, "陳志強")
    pay_all_before(loan, 3, people.finance1)
    return loan


def test_the_second_story_sends_its_mails_on_their_days_and_none_after_the_payment(second, people):
    live_through("2026-08-11", "2026-08-25")
    with at("2026-08-26", "15:00"):
        pay(second, "3000", date(2026, 8, 26), people.finance1)
    live_through("2026-08-26", "2026-08-30")
    with at("2026-08-31", "15:00"):
        pay(second, "5407.45", date(2026, 8, 31), people.finance1)
    mails = live_through("2026-08-31", "2026-09-16")

    assert mails == [
        ("2026-08-17", "before_3", "lihua@customer.example"),
        ("2026-08-21", "after_1", "lihua@customer.example"),
        ("2026-08-27", "after_7", "lihua@customer.example"),
        ("2026-08-27", "guarantor_after_7", "guarantor@customer.example"),
    ]


def test_the_second_storys_payments_are_divided_figure_by_figure(second, people):
    with at("2026-08-26", "15:00"):
        part = pay(second, "3000", date(2026, 8, 26), people.finance1)
    with at("2026-08-31", "15:00"):
        owed = second.statement(date(2026, 8, 31)).owed_now
        rest = pay(second, "5407.45", date(2026, 8, 31), people.finance1)

    assert shares(part) == {
        (3, "compound"): "4.04",
        (3, "penalty"): "18.56",
        (3, "interest"): "1497.90",
        (3, "principal"): "1479.50",
    }
    assert owed == Decimal("5407.45")
    assert shares(rest) == {(3, "penalty"): "12.14", (3, "principal"): "5395.31"}
    row = second.current_instalments()[2]
    assert row.settled_on == date(2026, 8, 31) and row.open_amount == 0


def test_the_seven_day_mail_states_what_is_owed_that_day_not_the_whole_instalment(second, people):
    with at("2026-08-26", "15:00"):
        pay(second, "3000", date(2026, 8, 26), people.finance1)

    live_through("2026-08-27", "2026-08-27")

    mail = OutgoingMail.objects.get(kind="after_7")
    assert "5,397.74" in mail.subject and "5,397.74" in mail.text and "5,397.74" in mail.html
    assert "5,395.31" in mail.text and "2.43" in mail.text
    assert "8,372.71" not in mail.text


def test_staff_read_of_plus_one_and_plus_seven_in_the_digest_of_that_day(second, people):
    with at("2026-08-21", "08:30"):
        clock(date(2026, 8, 21), time(8, 30))
        outbox.send_due()
    with at("2026-08-27", "08:30"):
        clock(date(2026, 8, 27), time(8, 30))
        outbox.send_due()

    for who in (people.am1, people.dm1):
        texts = {
            mail.business_date.isoformat(): mail.text for mail in OutgoingMail.objects.filter(kind="digest", person=who)
        }
        assert "陳麗華" in texts["2026-08-21"] and "8,376.47" in texts["2026-08-21"]
        assert "陳麗華" in texts["2026-08-27"]


def test_the_loan_is_settled_and_the_case_closed_by_the_last_payment(second, people):
    with at("2026-08-26", "15:00"):
        rest = sum(row.outstanding.total for row in second.statement(date(2026, 8, 26)).rows)
        pay(second, rest, date(2026, 8, 26), people.finance1)

    second.refresh_from_db()
    second.application.refresh_from_db()
    assert second.status == "settled" and second.settled_on == date(2026, 8, 26) and second.balance == 0
    assert second.application.status == "closed"
    assert list(services.differences()) == []
