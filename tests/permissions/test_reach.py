"""What lists, searches, counts and pages show, held against an oracle; and every act leaves its trace."""

import re

import pytest
from django.urls import reverse

from applications.models import Application
from core.models import AuditEvent
from customers.models import Customer
from tests.permissions import machine, pages
from tests.permissions.house import ANONYMOUS, STAFF, House, tried
from tests.permissions.matrix import APPROVED, DRAFT, MANAGER, SUBMITTED, TEAMED
from tests.permissions.rows.majors import JOINED
from tests.permissions.test_matrix import send

pytestmark = pytest.mark.django_db
PEOPLE = sorted(STAFF)
STAGES = {
    "draft": DRAFT,
    "submitted": SUBMITTED,
    "accepted": JOINED,
    "investigating": TEAMED,
    "signed": TEAMED,
    "reported": TEAMED,
    "review": TEAMED,
    "approved": APPROVED,
    "printed": APPROVED,
    "effective": APPROVED,
    "checked": APPROVED,
    "repaying": APPROVED,
}
NUMBER = re.compile(r"HQ[A-Z]\d{4}-\d{5}")


def seen_cases(house: House, person: str) -> set[str]:
    """The oracle: by the stage of the case and the part of the person, without asking the code."""
    return {house.cases[stage].number for stage, sees in STAGES.items() if person in sees}


def seen_customers(house: House, person: str) -> set[str]:
    """Those of the cases one sees, with their guarantors; the owner and the department manager also all others."""
    seen = [house.cases[stage] for stage, sees in STAGES.items() if person in sees]
    found = {case.customer.number for case in seen}
    found |= {promise.guarantor.number for case in seen for promise in case.guarantees.all()}
    if person in {"own", "auditor"} | MANAGER:
        found |= set(Customer.objects.values_list("number", flat=True))
    return found


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
    assert customers <= seen_customers(house, person) and bool(customers) == bool(cases)
    assert listed_cases == cases
    assert contracted == {house.cases[stage].number for stage in list(STAGES)[-4:]} & cases
    assert loans == ({house.things["loan"].number} if house.cases["repaying"].number in cases else set())
    assert found <= cases


def numbers(answer, letter: str) -> set[str]:
    """The numbers of one kind that a page names in its links."""
    found = set(re.findall(r'href="[^"]*?(HQ[A-Z]\d{4}-\d{5})', answer.content.decode()))
    return {number for number in found if number[2] == letter}


@pytest.mark.parametrize("person", PEOPLE)
def test_no_page_and_no_answer_names_what_is_out_of_sight(house, person):
    known = {
        "A": seen_cases(house, person),
        "K": seen_customers(house, person),
        "L": {house.things["loan"].number} if house.cases["repaying"].number in seen_cases(house, person) else set(),
    }

    for row in [*pages.ROWS, *machine.ROWS]:
        if row.get is None or person not in row.get.sees:
            continue
        text = send(house, row, "GET", row.get, person).content.decode(errors="ignore")
        named = {number for number in NUMBER.findall(text) if number[2] in known}
        assert {number for number in named if number not in known[number[2]]} == set(), row.route


# Traces

SILENT = {
    "customers:check": "nothing is kept",
    "customers:list": "a search keeps nothing",
    "desk:search": "a search keeps nothing",
    "api:customer-find": "a search keeps nothing",
    "applications:check": "nothing is kept",
    "customers:relation-search": "nothing is kept",
    "applications:new": "without a customer there is nothing to open yet",
    "underwriting:decide": "a form that cannot be read yet changes nothing",
    "customers:credit-report": "a form that lacks a field changes nothing",
}
WRITING = [row for row in [*pages.ROWS, *machine.ROWS] if row.post is not None]


def traces(house: House, row, person: str) -> tuple[int, set[str]]:
    """The status, and the actions that one request left in the trail."""
    before = AuditEvent.objects.count()
    kept: set[str] = set()

    def sent():
        answer = send_kept(house, row, person)
        kept.update(AuditEvent.objects.filter(sequence__gt=before).values_list("action", flat=True))
        return answer

    return tried(sent).status_code, kept


def send_kept(house: House, row, person: str):
    client = house.client(person)
    url = reverse(row.route, kwargs=row.at(house)) + row.query(house)
    is_api = row.route.startswith("api:")
    options = {"content_type": "application/json", "headers": row.headers} if is_api else {}
    return client.post(url, row.post.body(house), **options)


@pytest.mark.parametrize("row", WRITING, ids=lambda row: row.route)
def test_every_act_and_every_refusal_leaves_an_event(house, row):
    for person in [*sorted(row.post.may)[:1], *sorted(row.post.sees - row.post.may)]:
        status, actions = traces(house, row, person)
        if row.route in SILENT and status in {200, 422}:
            continue
        refused = person not in row.post.may or status == 409
        assert actions, (row.route, person, status)
        assert any(action.endswith(".refused") for action in actions) == refused, (row.route, person, status, actions)


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
