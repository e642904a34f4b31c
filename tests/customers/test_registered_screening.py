"""Whoever registers somebody knows at once whether the lender's own lists speak against them (L1.1.1)."""

import pytest
from django.urls import reverse

from customers.models import CheckState, Customer, Source
from customers.screening import standings
from customers.services import add_row, add_to_blacklist, change_row, register_customer
from customers.services.files import register_customers
from tests.customers.test_views import TYPED
from tests.factories import actions_on

pytestmark = pytest.mark.django_db
LISTS = [Source.BLACKLIST, Source.INSIDERS]
PERSON = {"kind": "person", "name": "陳麗華", "identity": "990102198403120423", "details": {}}
LISTED = {"kind": "person", "name": "某人", "reason": "騙取貸款，已起訴", "origin": "法院公告"}


def standing(customer):
    return [one.state for one in standings([(customer, LISTS)])]


def test_a_blacklisted_identity_is_registered_with_a_hit_that_waits_for_risk(am1, risk1):
    add_to_blacklist(**LISTED, identity=PERSON["identity"], by=risk1)

    customer = register_customer(**PERSON, by=am1)

    assert standing(customer) == [CheckState.UNDECIDED, CheckState.CLEAR]
    assert Customer.objects.visible_to(risk1).contains(customer)
    assert actions_on(customer) == ["register_customer", "look_up_new"]


def test_somebody_nobody_listed_is_clear_at_once(am1):
    assert standing(register_customer(**PERSON, by=am1)) == [CheckState.CLEAR, CheckState.CLEAR]


def test_the_page_right_after_registering_says_it(enter, am1, risk1):
    add_to_blacklist(**{**LISTED, "kind": "company"}, identity=TYPED["identity"], by=risk1)

    answer = enter(am1).post(reverse("customers:new"), TYPED, follow=True)

    assert answer.redirect_chain and str(Source.BLACKLIST.label) in answer.content.decode()


def test_a_machine_registers_with_the_same_hit(client, am1, risk1):
    add_to_blacklist(**LISTED, identity=PERSON["identity"], by=risk1)
    client.force_login(am1)

    answer = client.post(reverse("api:customer-list"), PERSON, content_type="application/json")

    assert answer.status_code == 201
    assert standing(Customer.objects.get(number=answer.json()["number"]))[0] == CheckState.UNDECIDED


def test_every_file_of_a_sheet_is_looked_up(am1, risk1):
    add_to_blacklist(**LISTED, identity=PERSON["identity"], by=risk1)
    other = {"kind": "person", "name": "李四", "identity": "11010519491231002X", "details": {}}

    listed, free = register_customers(entries=[PERSON, other], by=am1)

    assert standing(listed) == [CheckState.UNDECIDED, CheckState.CLEAR]
    assert standing(free) == [CheckState.CLEAR, CheckState.CLEAR]


@pytest.fixture
def traveller(am1):
    return register_customer(
        kind="person", name="李四", identity="E12345678", identity_type="passport", details={}, by=am1
    )


def add_card(customer, by):
    values = {"paper_type": "resident_id", "paper_number": PERSON["identity"]}
    return add_row(customer=customer, kind="papers", values=values, by=by)


def test_a_further_paper_is_looked_up_when_it_is_added(am1, risk1, traveller):
    add_to_blacklist(**LISTED, identity=PERSON["identity"], by=risk1)

    add_card(traveller, am1)

    assert standing(traveller)[0] == CheckState.UNDECIDED


def test_a_further_paper_is_looked_up_when_it_is_corrected(am1, risk1, traveller):
    add_to_blacklist(**LISTED, identity=PERSON["identity"], by=risk1)
    wrong = {"paper_type": "resident_id", "paper_number": "11010519491231002X"}
    row = add_row(customer=traveller, kind="papers", values=wrong, by=am1)
    assert standing(traveller)[0] == CheckState.CLEAR

    right = {"paper_number": PERSON["identity"]}
    change_row(customer=traveller, kind="papers", uuid=row.uuid, version=row.version, values=right, by=am1)

    assert standing(traveller)[0] == CheckState.UNDECIDED


def test_a_new_entry_on_the_list_flags_the_file_that_holds_its_number_as_a_further_paper(am1, risk1, traveller):
    add_card(traveller, am1)

    add_to_blacklist(**LISTED, identity=PERSON["identity"], by=risk1)

    assert standing(traveller)[0] == CheckState.UNDECIDED
