"""The end of a day: set-based, safe to run again, untouched rows untouched."""

import io
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import AuditEvent
from servicing import services
from servicing.models import DailyRun, Loan
from tests.servicing.loans import lihua, loan_of, pay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-08-31 20:00+08:00", tick=False):
        yield


@pytest.fixture
def loan(people):
    opened = lihua(people)
    for row in opened.current_instalments()[:2]:
        pay(opened, row.total, row.payable_until, people.finance1, ref=f"in time {row.number}")
    return opened


def figures(loan):
    loan.refresh_from_db()
    return loan.days_past_due, loan.overdue_amount


def forget(loan):
    Loan.objects.filter(pk=loan.pk).update(days_past_due=0, overdue_amount=0, as_of=None)


def test_days_and_amount_of_a_late_loan_are_brought_up_to_date(loan):
    seen = []
    for day in (20, 21, 27):
        services.end_of_day(on=date(2026, 8, day))
        seen.append(figures(loan))

    assert seen == [(0, Decimal("0.00")), (1, Decimal("8372.71")), (7, Decimal("8372.71"))]


def test_a_part_payment_and_a_full_one_are_followed(loan, people):
    pay(loan, "3000", date(2026, 8, 26), people.finance1)
    services.end_of_day(on=date(2026, 8, 27))
    part = figures(loan)
    pay(loan, "5407.45", date(2026, 8, 31), people.finance1)
    services.end_of_day(on=date(2026, 8, 31))

    assert part == (7, Decimal("5395.31"))
    assert figures(loan) == (0, Decimal("0.00"))


def test_the_statements_agree_with_a_replay_of_the_postings(loan):
    forget(loan)
    services.end_of_day(on=date(2026, 8, 31))

    assert figures(loan)[0] == loan.statement(date(2026, 8, 31)).days_past_due == 11


def test_a_second_run_of_a_day_changes_nothing_and_leaves_no_second_row(loan):
    forget(loan)

    assert [services.end_of_day(on=date(2026, 8, 31)) for _run in range(3)] == [1, 0, 0]
    assert DailyRun.objects.get().loans_changed == 1
    assert AuditEvent.objects.filter(action="end_of_day").count() == 1


def test_loans_that_stay_as_they_are_stay_untouched(loan, people):
    calm = loan_of(people, amount="120000", months=6, rate="0.072", method="bullet", on=date(2026, 8, 3))

    services.end_of_day(on=date(2026, 8, 31))

    calm.refresh_from_db()
    assert calm.as_of is None


def test_the_number_of_statements_does_not_depend_on_the_number_of_loans(people):
    counts = []
    for loans in (2, 9):
        for _more in range(loans):
            loan_of(people, amount="120000", months=3, rate="0.072", method="level_payment", on=date(2026, 5, 20))
        with CaptureQueriesContext(connection) as queries:
            services.end_of_day(on=date(2026, 8, 30 if loans == 2 else 31))
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert set(Loan.objects.values_list("days_past_due", flat=True)) == {72}


def test_the_command_says_how_many_loans_changed(loan):
    forget(loan)
    out = io.StringIO()

    call_command("end_of_day", "--date", "2026-08-31", stdout=out)

    assert out.getvalue().strip() == "2026-08-31: 1 loans changed"
