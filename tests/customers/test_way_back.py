"""A customer registered in the middle of an application leads back to it, and only to pages of this site (L1.1)."""

import pytest
from django.urls import reverse

from customers.models import Customer
from tests.customers.test_views import TYPED
from tests.factories import CustomerFactory, application_of


def registered(client, **values):
    answer = client.post(reverse("customers:new"), {**TYPED, **values})
    assert answer.status_code == 302, answer.context["form"].errors
    return Customer.objects.get(name=TYPED["name"]), answer.url


def test_a_new_party_comes_back_to_the_draft_found_and_ready_to_be_added_L1_1(enter, am1, department_a):
    draft = application_of(am1, department_a, status="draft")
    edit, client = reverse("applications:edit", args=[draft.number]), enter(am1)
    form = reverse("customers:new") + f"?kind=company&next={edit}%23parties"

    page = client.get(form).content.decode()
    customer, onward = registered(client, next=f"{edit}#parties")

    assert f'name="next" value="{edit}#parties"' in page
    assert onward == f"{edit}?customer={customer.number}#parties"
    found = client.get(onward).context["party_found"]
    assert found == [customer]


def test_the_borrower_registered_first_opens_the_draft(enter, am1):
    client = enter(am1)

    customer, onward = registered(client, next=reverse("applications:new"))

    assert onward == f"{reverse('applications:new')}?customer={customer.number}"
    assert client.get(onward).context["customer"] == customer


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/x",
        "/\\evil.example",
        "javascript:alert(1)",
        "/no/such/page/",
        "evil",
        " //e.x",
    ],
)
def test_no_other_place_is_led_to(enter, am1, elsewhere):
    client = enter(am1)

    page = client.get(reverse("customers:new"), {"next": elsewhere}).content.decode()
    customer, onward = registered(client, next=elsewhere)

    assert 'name="next"' not in page.split('id="customer-form"')[1]
    assert onward == reverse("customers:detail", args=[customer.number])


def test_the_draft_and_the_choice_of_a_borrower_offer_it(enter, am1, department_a):
    CustomerFactory(account_manager=am1, department=department_a)
    draft, client = application_of(am1, department_a, status="draft"), enter(am1)
    edit = reverse("applications:edit", args=[draft.number])

    assert f"next={edit}%23parties" in client.get(edit).content.decode()
    assert f"next={reverse('applications:new')}" in client.get(reverse("applications:new")).content.decode()
