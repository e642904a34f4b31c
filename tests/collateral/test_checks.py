"""Who joins a case as guarantor is looked up at once, and asked for no longer once the offer was withdrawn."""

from decimal import Decimal

import pytest

from applications.screening import party_checks
from collateral.services import add_guarantee, withdraw_guarantee
from customers.models import Screening
from tests.factories import CustomerFactory, ProductVersionFactory, application_of

pytestmark = pytest.mark.django_db


def test_a_guarantor_is_looked_up_when_named_and_asked_for_no_longer_when_withdrawn(am1, department_a):
    product = ProductVersionFactory(screenings={"guarantor": ["blacklist", "enforcement"]})
    application = application_of(am1, department_a, status="accepted", product_version=product)
    guarantor = CustomerFactory(account_manager=am1, department=department_a)

    promise = add_guarantee(application=application, guarantor=guarantor, net_assets=Decimal(1), by=am1)

    states = {one.source: one.state for party in party_checks(application) for one in party.standings}
    assert states == {"blacklist": "clear", "enforcement": "missing"}
    assert Screening.objects.get().party_role == "guarantor"
    withdraw_guarantee(guarantee=promise, reason="保證人退出", by=am1)
    assert [one for party in party_checks(application) for one in party.standings] == []
