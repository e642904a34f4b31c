"""Reviews of the money-laundering risk stand on the work list of whoever keeps the file (domain practice 1.4)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import dates
from core.workdays import add_months
from customers.services import fill_section, reviews_due
from desk.providers import home
from tests.factories import CustomerFactory


def reviewed(am, department, risk, days_left, **values):
    """A file whose next review is so many days ahead."""
    months = {"low": 36, "medium": 24, "high": 12}[risk]
    seen = add_months(dates.today() + timedelta(days=days_left), -months)
    return CustomerFactory(account_manager=am, department=department, aml_risk=risk, aml_reviewed_on=seen, **values)


@pytest.mark.parametrize("risk", ["low", "medium", "high"])
def test_a_review_is_due_after_the_months_of_its_risk(am1, department_a, risk):
    reviewed(am1, department_a, risk, 60)
    late, soon = reviewed(am1, department_a, risk, -20), reviewed(am1, department_a, risk, 10)

    assert [customer for customer, _day in reviews_due(am1)] == [late, soon]


def test_it_waits_for_the_account_manager_of_the_file_and_leads_there(am1, am2, risk1, department_a):
    customer = reviewed(am1, department_a, "high", -5, name="惠州恆泰五金有限公司")
    url = reverse("customers:section", args=[customer.number, "standing"])

    assert url in str(home(am1))
    assert url not in str(home(am2)) and url not in str(home(risk1))


def test_a_review_that_was_made_leaves_the_list(am1, department_a):
    customer = reviewed(am1, department_a, "high", -5)
    values = {"aml_risk": "high", "aml_reviewed_on": dates.today()}

    fill_section(customer=customer, section="standing", version=customer.version, values=values, by=am1)

    assert reviews_due(am1) == []


def test_the_list_costs_the_same_for_many_files(am1, department_a):
    counts = []
    for _round in range(2):
        reviewed(am1, department_a, "medium", -1)
        reviewed(am1, department_a, "low", -1)
        with CaptureQueriesContext(
            connection,
        ) as made:
            reviews_due(am1)
        counts.append(len(made))

    assert counts[0] == counts[1]
