"""A disbursed drawdown becomes a loan with its schedule, in each of the four methods the products offer."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from applications.reading import parse_terms
from applications.schedule import schedule
from contracts.providers import AFTER_DISBURSEMENT
from servicing import services
from servicing.models import Loan
from tests.factories import actions_on
from tests.servicing.loans import lihua, loan_of, yongsheng

pytestmark = pytest.mark.django_db


def rows_of(loan):
    return {
        row.number: (row.due_on.isoformat(), f"{row.principal:.2f}", f"{row.interest:.2f}")
        for row in loan.current_instalments()
    }


def test_the_first_storys_schedule_comes_out_figure_by_figure(people):
    with time_machine.travel("2026-03-27 10:00+08:00"):
        loan = yongsheng(people)

    rows = rows_of(loan)
    assert rows[1] == ("2026-04-21", "0.00", "14000.00")
    assert rows[2] == ("2026-05-21", "0.00", "16800.00")
    assert rows[3] == ("2026-06-21", "0.00", "17360.00")
    assert rows[5] == ("2026-08-21", "0.00", "17360.00")
    assert rows[8] == ("2026-11-21", "0.00", "17360.00")
    assert rows[12] == ("2027-03-21", "2800000.00", "15680.00")
    assert sum(row.interest for row in loan.current_instalments()) == Decimal("201040.00")


def test_the_second_storys_schedule_comes_out_figure_by_figure(people):
    with time_machine.travel("2026-05-20 10:00+08:00"):
        loan = lihua(people)

    rows = rows_of(loan)
    assert rows[1] == ("2026-06-20", "6752.71", "1620.00")
    assert rows[2] == ("2026-07-20", "6813.48", "1559.23")
    assert rows[3] == ("2026-08-20", "6874.81", "1497.90")
    assert rows[4] == ("2026-09-20", "6936.68", "1436.03")
    assert rows[24] == ("2028-05-20", "8297.94", "74.68")
    assert sum(row.interest for row in loan.current_instalments()) == Decimal("20944.95")


def test_a_due_date_on_a_closed_day_may_be_paid_on_the_next_working_day(people):
    with time_machine.travel("2026-03-27 10:00+08:00"):
        rows = {row.number: row for row in yongsheng(people).current_instalments()}

    assert rows[8].due_on == date(2026, 11, 21) and rows[8].payable_until == date(2026, 11, 23)
    assert rows[5].due_on == rows[5].payable_until == date(2026, 8, 21)


@pytest.mark.parametrize(
    ("method", "count", "last_principal"),
    [
        ("level_payment", 6, None),
        ("equal_principal", 6, "20000.00"),
        ("interest_only", 6, "120000.00"),
        ("bullet", 1, "120000.00"),
    ],
)
def test_every_method_repays_exactly_the_principal(people, method, count, last_principal):
    loan = loan_of(people, amount="120000", months=6, rate="0.072", method=method, on=date(2026, 11, 20))

    rows = loan.current_instalments()
    assert len(rows) == count
    assert sum(row.principal for row in rows) == Decimal("120000.00")
    assert last_principal is None or f"{rows[-1].principal:.2f}" == last_principal


def test_the_schedule_keeps_its_terms_in_the_form_that_quote_reads(people):
    with time_machine.travel("2026-03-27 10:00+08:00"):
        loan = yongsheng(people)

    _id, terms = parse_terms(loan.schedules.get().terms)
    assert [(row.due_on, row.principal, row.interest) for row in schedule(terms)] == [
        (row.due_on, row.principal, row.interest) for row in loan.current_instalments()
    ]


def test_the_disbursement_moves_the_case_and_names_the_loan(people):
    loan = loan_of(people, amount="120000", months=6, rate="0.072", method="bullet", on=date(2026, 11, 20))

    loan.application.refresh_from_db()
    assert loan.application.status == "disbursed"
    assert loan.number.startswith("HQL2026-")
    assert actions_on(loan) == ["open_loan"]


def test_opening_twice_gives_the_same_loan(people):
    loan = loan_of(people, amount="120000", months=6, rate="0.072", method="bullet", on=date(2026, 11, 20))

    assert services.open_loan(drawdown=loan.drawdown, by=people.finance2) == loan
    assert Loan.objects.count() == 1


def test_the_disbursing_service_opens_the_loan():
    assert services.open_loan in AFTER_DISBURSEMENT
