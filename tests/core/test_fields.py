"""Fields and lookups of the house, on the database that the tests run on."""

import pytest

from core.fields import Keys
from customers.models import Customer
from tests.factories import CustomerFactory


@pytest.mark.django_db
def test_the_keys_of_rows_find_the_same_rows_again_whatever_their_number(am1, department_a):
    made = CustomerFactory.create_batch(3, account_manager=am1, department=department_a)
    some = Customer.objects.filter(pk__in=[made[0].pk, made[2].pk])

    keys = some.aggregate(keys=Keys("pk"))["keys"]
    none = Customer.objects.none().aggregate(keys=Keys("pk"))["keys"]

    assert set(Customer.objects.filter(pk__among=keys)) == {made[0], made[2]}
    assert none is None and not Customer.objects.filter(pk__among="").exists()
