"""The search box: what it finds, for whom, what it costs, and that no number of somebody gets into an address."""

import re
from datetime import date
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from applications.models import Application, OldProject
from core.models import ImportRun
from customers.identity import compact
from customers.models import Customer
from customers.services import add_row, register_consultation
from tests.factories import ApplicationFactory, CustomerFactory
from tests.servicing.loans import loan_of

# Queries of one search, those of the session included: customers, cases, loans, old rows and questions take one each.
BUDGET = 12
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
    "text",
    [
        "國輝",
        "国辉",
        "吴",
        PHONE,
        "137 2222 3579",
        CARD,
        "6222 0212 3456 7890 128",
        "13622224680",
        "+8613722223579",
        "0086 137 2222 3579",
        "+86 136-2222-4680",
    ],
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


@pytest.mark.parametrize("text", ["會計", PHONE, "137 2222 3579"])
def test_whoever_asked_is_found_by_part_of_the_name_or_the_whole_phone_among_what_one_may_see(
    enter, am1, am3, dm1, text
):
    register_consultation(name="林會計", need="能否展期", phone=PHONE, by=am1)

    assert found(enter(am1), text) == found(enter(dm1), text) == ["林會計"]
    assert found(enter(am3), text) == []


@pytest.mark.parametrize("text", ["1372222357", "展期", "%", " "])
def test_a_question_is_not_found_by_part_of_a_phone_or_by_what_was_asked(enter, am1, text):
    register_consultation(name="林會計", need="能否展期", phone=PHONE, by=am1)

    assert found(enter(am1), text) == []


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
    assert "do not belong in a web address" in page.content.decode()


def test_the_list_is_filtered_by_a_posted_number_and_only_a_number_of_ours_goes_on_into_the_address(enter, am1, guohui):
    CustomerFactory(account_manager=am1, department=guohui.department)
    client = enter(am1)

    by_phone = client.post("/customers/", {"q": PHONE})
    by_number = client.post("/customers/", {"q": guohui.number, "kind": "person"})

    assert [row.record for row in by_phone.context["table"].page] == [guohui]
    assert by_number.headers["Location"] == f"/customers/?q={guohui.number}&kind=person"


NARROWED = {
    "/customers/": "kind",
    "/customers/consultations/": "topic",
    "/applications/": "view",
    "/applications/new/": "",
    "/applications/ledger/": "month",
    "/contracts/": "",
    "/servicing/": "state",
}


@pytest.mark.parametrize("address", NARROWED)
def test_no_name_typed_into_a_list_stands_in_an_address(enter, am1, guohui, address):
    client = enter(am1)
    form = client.get(address).content.decode().partition('role="search"')[2]  # the box on top comes without one
    register_consultation(name="吳國輝", need="週轉", by=am1)

    sent = client.post("/customers/narrow/", {"q": "國輝", "next": address, "page": "3", "sort": "name"})
    answer = client.get(sent.headers["Location"])
    page = answer.content.decode()

    assert f'value="{address}"' in form or address == "/customers/"
    assert sent.headers["Location"].startswith(f"{address}?q=~") and "sort=name" in sent.headers["Location"]
    links = " ".join(re.findall(r'(?:href|action|hx-[a-z]+)="[^"]*"', page))
    assert 'value="國輝"' in page
    assert quote("國輝") not in links and "q=國輝" not in links


def test_a_code_finds_what_was_typed_for_its_session_alone(enter, am1, am3, guohui):
    CustomerFactory(account_manager=am1, department=guohui.department)
    client = enter(am1)
    address = client.post("/customers/", {"q": "國輝"}).headers["Location"]

    mine = client.get(address)
    again = client.post("/customers/", {"q": "國輝"}).headers["Location"]
    theirs = enter(am3).get(address)

    assert [row.record for row in mine.context["table"].page] == [guohui]
    assert again == address
    assert theirs.headers["Location"] == "/customers/?"


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example/", "/nowhere/", ""])
def test_narrowing_leads_to_a_page_of_this_site_only(enter, am1, address):
    assert enter(am1).post("/customers/narrow/", {"q": "國輝", "next": address}).status_code == 404


def test_a_number_of_somebody_is_neither_kept_nor_put_into_the_address(enter, am1):
    client = enter(am1)

    answer = client.post("/customers/narrow/", {"q": PHONE, "next": "/contracts/"})

    assert answer.headers["Location"] == "/contracts/?"
    assert PHONE not in str(dict(client.session))


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
        register_consultation(name=f"國輝{place}", need="週轉", by=am1)

    assert BUDGET >= alone == cost("國輝") >= cost("沒有")


def test_a_row_of_an_old_ledger_is_found_by_its_number_for_those_who_see_it(enter, am1, am2, dm1, guohui):
    run = ImportRun.objects.create(kind="old_ledger", rows=1, made_by=dm1)
    OldProject.objects.create(
        number="OLD-101",
        customer=guohui,
        department=guohui.department,
        entered_on=date(2019, 5, 6),
        amount=300_000,
        state="settled",
        taken_over_in=run,
        taken_over_by=dm1,
    )

    whole = enter(am1).post("/desk/search/", {"q": "OLD-101"})

    assert whole.url == f"/customers/{guohui.number}/"
    assert found(enter(dm1), "OLD-1") == ["吳國輝"]
    assert found(enter(am2), "OLD-101") == []


def test_machines_find_by_a_body_too(enter, am1, guohui):
    answer = enter(am1).post("/api/v1/customers/find/", {"text": CARD}, content_type="application/json")

    assert [row["number"] for row in answer.json()] == [guohui.number]


LISTS = ("/applications/?view=all", "/applications/ledger/?", "/contracts/?", "/servicing/?state=all")


@pytest.fixture
def lent(am1, dm1, finance1, finance2, department_a):
    """The loan of 吳國輝, whose case stands in the ledger, beside that of somebody else."""
    people = SimpleNamespace(am1=am1, dm1=dm1, finance1=finance1, finance2=finance2, department=department_a)
    terms = {"amount": 120_000, "months": 12, "rate": "0.096", "method": "level_payment", "on": date(2026, 5, 20)}
    loans = [loan_of(people, customer={"name": name, "kind": "person"}, **terms) for name in ("吳國輝", "陳小明")]
    for place, loan in enumerate(loans, 1):
        case = {"ledger_number": f"HQT2026-{place:05d}", "ledger_on": date(2026, 5, 1)}
        Application.objects.filter(pk=loan.application_id).update(**case)
    return loans[0]


def listed(client, address: str, text: str) -> list[str]:
    """The customers of the rows that a list shows for what was typed."""
    answer = client.get(f"{address}&q={quote(text)}")
    rows = answer.context.get("table", answer.context.get("page"))
    rows = [row.record for row in rows.page.object_list] if "table" in answer.context else list(rows)
    return [getattr(row, "customer", None) or row.application.customer for row in rows]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("text", ["國輝", "国辉", "吴", " 吳 國 輝 "])
def test_every_list_finds_by_part_of_the_name_in_any_script(enter, am1, lent, address, text):
    assert listed(enter(am1), address, text) == [lent.customer]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("text", ["輝國", "HQZ9", "%", "_"])
def test_no_list_finds_what_nobody_is_called(enter, am1, lent, address, text):
    assert listed(enter(am1), address, text) == []


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("text", ["國輝", "HQ"])
def test_no_list_shows_a_stranger_what_it_finds(enter, am3, lent, address, text):
    assert listed(enter(am3), address, text) == []


def test_the_lists_find_by_the_beginning_of_a_number_too(enter, am1, lent):
    client, case = enter(am1), lent.application
    contract = case.contracts.get()
    ledger_number = Application.objects.get(pk=case.pk).ledger_number

    assert listed(client, LISTS[0], case.number) == [lent.customer]
    assert listed(client, LISTS[1], f"HQ台{ledger_number[3:]}") == [lent.customer]
    assert listed(client, LISTS[2], contract.number.lower()) == [lent.customer]
    assert listed(client, LISTS[3], lent.number) == [lent.customer]
    assert len(listed(client, LISTS[3], lent.number[:6])) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["五", "五金", "五金有限", "金有限公司"])
def test_a_part_of_a_name_of_any_length_is_held(text):
    CustomerFactory(name="永盛五金有限公司")
    CustomerFactory(name="恆泰紙品有限公司" if text != "金有限公司" else "恆泰紙品")

    assert Customer.objects.filter(name_folded__holds=text).get().name == "永盛五金有限公司"


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("+852 9123 4567", "00852 91234567"),
        ("91234567", "+852 9123 4567"),
        ("00852 9123 4567", "9123 4567"),
        ("+8613800003333", "138 0000 3333"),
        ("0912345678", "+886 912 345 678"),
    ],
)
def test_a_phone_is_found_with_and_without_its_country_code(enter, am1, department_a, kept, typed):
    CustomerFactory(kind="person", name="何佩珊", account_manager=am1, department=department_a, phone=compact(kept))
    register_consultation(name="梁女士", phone=kept, need="周轉", by=am1)

    assert found(enter(am1), typed) == ["何佩珊", "梁女士"]


def test_a_machine_asks_the_same_box(enter, guohui, am3):
    answers = {
        user: enter(user).post("/api/v1/search/", {"q": "+86 137 2222 3579"}, content_type="application/json")
        for user in (guohui.account_manager, am3)
    }

    assert [answer.status_code for answer in answers.values()] == [200, 200]
    (group,) = answers[guohui.account_manager].json()
    assert [row["name"] for row in group["rows"]] == ["吳國輝"]
    assert answers[am3].json() == []
