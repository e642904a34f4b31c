"""What lists, searches, counts and pages show, held against an oracle; and every act leaves its trace."""

import re

import pytest
from django.urls import reverse

from applications.models import Application
from core.models import AuditEvent
from customers.models import Customer
from tests.permissions.answers import STAGES, seen_cases, seen_customers
from tests.permissions.house import ANONYMOUS, STAFF, House, tried

pytestmark = pytest.mark.django_db
PEOPLE = sorted(STAFF)


def listed(house: House, person: str, url: str) -> list[dict]:
    """All rows of an API list; its count agrees with them."""
    body = tried(lambda: house.client(person).get(url, {"page_size": 200})).json()
    assert body["count"] == len(body["results"])
    return body["results"]


@pytest.mark.parametrize("person", PEOPLE)
def test_the_querysets_say_what_the_oracle_says(house, person):
    user = house.fresh(house.people[person])

    cases = set(Application.objects.visible_to(user).values_list("number", flat=True))
    customers = set(Customer.objects.visible_to(user).values_list("number", flat=True))

    assert cases == seen_cases(house, person)
    assert customers == seen_customers(house, person)


@pytest.mark.parametrize("person", PEOPLE)
def test_lists_and_counts_of_the_api_hold_exactly_what_one_sees(house, person):
    cases, customers = seen_cases(house, person), seen_customers(house, person)
    through = ["return-point", "collateral", "guarantee", "investigation", "finding", "report", "decision"]
    through += ["condition", "contract", "drawdown", "loan"]

    assert {row["number"] for row in listed(house, person, reverse("api:application-list"))} == cases
    assert {row["number"] for row in listed(house, person, reverse("api:customer-list"))} == customers
    everything = {
        name: listed(house, "auditor", reverse(f"api:{name}-list")) for name in through if name != "return-point"
    }
    for name, rows in everything.items():
        shown = listed(house, person, reverse(f"api:{name}-list"))
        assert [row for row in rows if row["application"] in cases] == shown, name


@pytest.mark.parametrize("person", PEOPLE)
def test_the_list_pages_and_the_search_hold_exactly_what_one_sees(house, person):
    client, cases = house.client(person), seen_cases(house, person)

    listed_cases = numbers(client.get("/applications/?view=all"), "A")
    contracted = numbers(client.get("/contracts/"), "A")
    loans = numbers(client.get("/servicing/"), "L")
    found = numbers(client.get("/desk/search/?q=HQA"), "A")

    customers = numbers(client.get("/customers/?per_page=100"), "K")
    seen = seen_customers(house, person)
    assert customers <= seen and bool(customers) == bool(seen)
    assert listed_cases == cases
    assert contracted == {house.cases[stage].number for stage in list(STAGES)[-4:]} & cases
    assert loans == ({house.things["loan"].number} if house.cases["repaying"].number in cases else set())
    assert found <= cases


def numbers(answer, letter: str) -> set[str]:
    """The numbers of one kind that a page names in its links."""
    found = set(re.findall(r'href="[^"]*?(HQ[A-Z]\d{4}-\d{5})', answer.content.decode()))
    return {number for number in found if number[2] == letter}


def test_signing_in_and_out_and_failing_to_leave_events(house):
    user = house.people["own"]
    user.set_password("long enough to be right")
    user.save()
    client = house.client(ANONYMOUS)

    client.post("/login/", {"login": "own", "password": "wrong"})
    client.post("/login/", {"login": "own", "password": "long enough to be right"})
    client.post("/logout/")

    last = list(AuditEvent.objects.order_by("-sequence").values_list("action", flat=True)[:3])
    assert last == ["sign_out", "sign_in", "sign_in.refused"]
