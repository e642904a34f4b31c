"""The search box: what it finds, for whom, what it costs, and that no number of somebody gets into an address."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from customers.models import Customer
from customers.services import add_row
from tests.factories import ApplicationFactory, CustomerFactory

PHONE, CARD = "13722223579", "6222021234567890128"


@pytest.fixture
def enter(db):
    """`enter(user)`: a browser in which this person has signed in and reads English."""

    def sign_in(user) -> Client:
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(user)
        return client

    with translation.override("en"):
        yield sign_in


@pytest.fixture
def guohui(am1, department_a):
    customer = CustomerFactory(kind="person", name="吳國輝", account_manager=am1, department=department_a, phone=PHONE)
    add_row(
        customer=customer,
        kind="accounts",
        values={"bank": "建行", "account_number": CARD, "is_card": True, "usage": "repay"},
        by=am1,
    )
    contact = {"part": "emergency", "person_name": "吳太", "relation": "配偶", "phone": "13622224680"}
    add_row(customer=customer, kind="contacts", values=contact, by=am1)
    return customer


def found(client, text: str, **headers) -> list[str]:
    answer = client.post("/desk/search/", {"q": text}, headers=headers)
    assert answer.status_code == 200
    return [row["name"] for group in answer.context["groups"] for row in group["rows"]]


@pytest.mark.parametrize(
    "text", ["國輝", "国辉", "吴", PHONE, "137 2222 3579", CARD, "6222 0212 3456 7890 128", "13622224680"]
)
def test_one_box_finds_by_part_of_the_name_in_any_script_and_by_whole_numbers(enter, am1, guohui, text):
    assert found(enter(am1), text) == ["吳國輝"]


@pytest.mark.parametrize("text", ["1372222357", "622202123456789012", "輝國", "x", "%", "_"])
def test_part_of_a_number_and_what_nobody_is_called_finds_nobody(enter, am1, guohui, text):
    assert found(enter(am1), text) == []


@pytest.mark.parametrize("text", ["國輝", PHONE, CARD, "13622224680"])
def test_nobody_finds_what_they_may_not_see(enter, am3, guohui, text):
    assert found(enter(am3), text) == []


def test_the_cases_of_a_customer_are_found_with_the_name(enter, am1, guohui):
    case = ApplicationFactory(customer=guohui)

    answer = enter(am1).post("/desk/search/", {"q": "國輝"})

    assert [group["label"] for group in answer.context["groups"]] == ["Customers", "Applications"]
    assert case.number in answer.content.decode()


def test_a_whole_number_leads_to_its_page(enter, am1, guohui):
    case = ApplicationFactory(customer=guohui)

    assert enter(am1).post("/desk/search/", {"q": case.number}).headers["Location"] == f"/cases/{case.number}/"


def test_while_one_types_only_the_list_comes_back(enter, am1, guohui):
    answer = enter(am1).post("/desk/search/", {"q": "國"}, headers={"HX-Request": "true"})

    assert "<html" not in answer.content.decode()
    assert guohui.number in answer.content.decode()


@pytest.mark.parametrize("address", ["/desk/search/", "/customers/", "/applications/", "/servicing/", "/contracts/"])
def test_a_number_of_somebody_in_an_address_is_refused_with_a_sentence(enter, am1, guohui, address):
    client = enter(am1)

    answer = client.get(address, {"q": PHONE})
    page = client.get(answer.headers["Location"])

    assert (answer.status_code, PHONE in answer.headers["Location"]) == (302, False)
    assert "do not belong in an address" in page.content.decode()


def test_the_list_is_filtered_by_a_posted_number_and_a_name_goes_on_into_the_address(enter, am1, guohui):
    CustomerFactory(account_manager=am1, department=guohui.department)
    client = enter(am1)

    by_phone = client.post("/customers/", {"q": PHONE})
    by_name = client.post("/customers/", {"q": "國輝", "kind": "person"})

    assert [row.record for row in by_phone.context["table"].page] == [guohui]
    assert by_name.headers["Location"] == "/customers/?q=%E5%9C%8B%E8%BC%9D&kind=person"


def test_a_search_costs_the_same_whatever_it_finds(enter, am1, department_a, guohui):
    client = enter(am1)

    def cost(text: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            found(client, text)
        return len(queries)

    cost("國輝")  # the session and what the house keeps in memory
    alone = cost("國輝")
    for place in range(12):
        ApplicationFactory(customer=CustomerFactory(name=f"國輝{place}", account_manager=am1, department=department_a))

    assert alone == cost("國輝") >= cost("沒有")


def test_machines_find_by_a_body_too(enter, am1, guohui):
    answer = enter(am1).post("/api/v1/customers/find/", {"text": CARD}, content_type="application/json")

    assert [row["number"] for row in answer.json()] == [guohui.number]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["五", "五金", "五金有限", "金有限公司"])
def test_a_part_of_a_name_of_any_length_is_held(text):
    CustomerFactory(name="永盛五金有限公司")
    CustomerFactory(name="恆泰紙品有限公司" if text != "金有限公司" else "恆泰紙品")

    assert Customer.objects.filter(name_folded__holds=text).get().name == "永盛五金有限公司"
