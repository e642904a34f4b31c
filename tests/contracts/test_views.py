"""The contract room as two clicks, two tabs and the list find it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from contracts.models import LoanContract
from contracts.services import install_templates, prepare_contract, void_contract
from core import dates
from customers.services import log_contact
from staff.services import open_task
from tests.factories import application_of, approved

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def contract(am1, dm1, department_a):
    install_templates()
    application = application_of(am1, department_a, status="approved")
    approved(application, dm1, am1)
    return prepare_contract(application=application, language="zh-hant", by=am1)


@pytest.fixture
def browser(am1):
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(am1)
    return client


@pytest.mark.parametrize("step", ["void", "sign", "drawdown"])
def test_a_step_on_a_contract_that_was_voided_meanwhile_says_so(browser, am1, contract, step):
    void_contract(contract=contract, reason="借款人更名", by=am1)

    answer = browser.post(f"/contracts/{contract.application.number}/{step}/", {"version": 1}, follow=True)

    assert answer.status_code == 200
    assert "There is no contract to do this with any more." in answer.content.decode()
    assert LoanContract.objects.get().status == "void"


@pytest.mark.parametrize("written", ["{}", "HQ借{}", " hq借{} "])
def test_the_list_finds_a_contract_by_its_number_as_it_is_shown(browser, contract, written):
    text = written.format(contract.number if written == "{}" else contract.number[3:])

    answer = browser.get("/contracts/", {"q": text})

    assert [row.number for row in answer.context["page"]] == [contract.number]


@pytest.mark.parametrize("most", [1000, 0])
def test_the_list_finds_a_contract_by_part_of_the_customers_name(browser, contract, monkeypatch, most):
    monkeypatch.setattr("contracts.views.MOST_COUNTED", most)

    found = browser.get("/contracts/", {"q": contract.application.customer.name[1:3]}).context["page"]
    nothing = browser.get("/contracts/", {"q": "查無此名"}).context["page"]

    assert [row.number for row in found] == [contract.number]
    assert list(nothing) == []


def test_the_contract_of_a_case_that_was_withdrawn_can_only_be_set_aside(browser, contract):
    type(contract).objects.filter(pk=contract.pk).update(status="printed")
    type(contract.application).objects.filter(pk=contract.application_id).update(status="withdrawn")

    room = browser.get(f"/contracts/{contract.application.number}/room/")

    assert "void_form" in room.context and "signing_form" not in room.context


def test_a_negotiation_links_the_signed_contract_on_the_customers_time_line_L7_4(browser, am1, contract):
    LoanContract.objects.update(status="effective", signed_on=dates.today())
    customer = contract.application.customer
    url = f"/customers/{customer.number}/contacts/"

    log_contact(customer=customer, kind="negotiation", result="談定利率與擔保", about=contract.uuid, by=am1)

    shown = browser.get(url).content.decode()
    assert f'href="{reverse("contracts:room", args=[contract.application.number])}"' in shown


def test_the_file_lists_running_business_and_open_tasks_L13_2_5(browser, am1, am2, contract):
    case = contract.application
    for person, title, about in ((am1, "補交發票", case.uuid), (am2, "陪同看廠", case.customer.uuid)):
        open_task(assignee=person, kind="next_step", title=title, due_on=dates.today(), case_uuid=about)

    shown = browser.get(f"/customers/{case.customer.number}/").content.decode()

    assert "補交發票" in shown and "陪同看廠" in shown and am2.name in shown
    assert f"/cases/{case.number}/" in shown


def test_everything_wrong_with_a_drawdown_is_said_in_one_round(browser, contract):
    LoanContract.objects.update(status="effective", signed_on=dates.today())

    answer = browser.post(
        f"/contracts/{contract.application.number}/drawdown/", {"version": 1, "amount": "99億", "payee": ""}
    )

    assert answer.status_code == 422
    assert set(answer.context["drawdown_form"].errors) == {"amount", "payee", "payee_account"}
