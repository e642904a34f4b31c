"""What the loans say of the volume and income of a customer."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.providers import volumes_of
from servicing.providers import volumes
from servicing.services import reverse_payment
from tests.servicing.loans import lihua, pay, yongsheng

pytestmark = pytest.mark.django_db
ON = date(2026, 8, 31)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-08-31 20:00+08:00", tick=False):
        yield


def test_a_loan_that_pays_in_time_brings_balance_average_income_and_what_is_planned(people):
    loan = lihua(people)
    rows = loan.current_instalments()
    for row in rows[:3]:
        pay(loan, row.total, row.due_on, people.finance1, ref=f"in time {row.number}")

    volume = volumes([loan.customer_id], ON)[loan.customer_id]

    repaid = sum(row.principal for row in rows[:3])
    weighted = 180_000 * (ON - date(2026, 5, 20)).days - sum(row.principal * (ON - row.due_on).days for row in rows[:3])
    assert volume.balance == Decimal(180_000) - repaid
    assert volume.average_balance == (weighted / 365).quantize(Decimal("0.01"))
    assert volume.income == sum(row.interest for row in rows[:3])
    assert volume.income_before == 0
    assert volume.expected_income == sum(row.interest for row in rows[3:15])
    assert (volume.due, volume.late, volume.overdue_days, volume.products) == (3, 0, 0, 1)
    assert volume.since == date(2026, 5, 20)


def test_income_moves_into_the_year_before_with_time_and_what_is_late_counts(people):
    loan = lihua(people)
    first = loan.current_instalments()[0]
    pay(loan, first.total, first.due_on, people.finance1, ref="in time")

    later = volumes([loan.customer_id], date(2027, 8, 31))[loan.customer_id]

    assert (later.income, later.income_before) == (Decimal("0.00"), first.interest)
    assert later.due == later.late == 12
    assert later.overdue_days == (date(2027, 8, 31) - date(2026, 7, 20)).days


def test_a_reversed_payment_brings_nothing(people):
    loan = lihua(people)
    first = loan.current_instalments()[0]
    before = volumes([loan.customer_id], ON)[loan.customer_id]
    posting = pay(loan, first.total, first.due_on, people.finance1, ref="in time")
    reverse_payment(posting=posting, reason="付款人有誤", by=people.finance2)

    assert volumes([loan.customer_id], ON)[loan.customer_id] == before


def test_many_customers_cost_as_many_queries_as_one_and_who_never_borrowed_has_nothing(people):
    loans = [lihua(people), yongsheng(people)]
    with CaptureQueriesContext(connection) as one:
        volumes_of([loans[0].customer_id], ON)
    with CaptureQueriesContext(connection) as two:
        found = volumes_of([loan.customer_id for loan in loans], ON)

    assert len(one) == len(two)
    assert {pk: volume.balance for pk, volume in found.items()} == {
        loans[0].customer_id: Decimal("180000.00"),
        loans[1].customer_id: Decimal("2800000.00"),
    }
