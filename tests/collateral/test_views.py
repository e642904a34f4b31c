"""The room "security", as each person sees and fills it."""

import pytest
from django.urls import reverse

from applications.models import Application
from collateral.models import Collateral, Guarantee
from tests.factories import CustomerFactory
from tests.underwriting.yongsheng import accepted_case

PLANT = {
    "kind": "plant",
    "description": "二號廠房",
    "title_number": "粵(2018)東莞不動產權第0012345號",
    "area": "1200",
    "appraised_value": "320萬",
    "appraised_on": "2026-02-20",
    "appraiser": "東信房地產評估",
    "internal_value": "3,000,000",
    "prior_claims": "",
}
MEANS = {"net_assets": "460萬", "monthly_income": "35000", "living_cost": "10000", "own_instalments": "8000"}


@pytest.fixture
def case(am1, am2, department_a):
    return accepted_case(am1, am2, department_a)


def url(name, case, *more):
    return reverse(f"collateral:{name}", args=[case.number, *more])


@pytest.mark.parametrize(("name", "status"), [("am1", 200), ("am2", 200), ("dm1", 200), ("auditor", 200), ("am3", 404)])
def test_who_may_open_the_case_reads_its_security(request, client, case, name, status):
    client.force_login(request.getfixturevalue(name))

    assert client.get(url("security", case)).status_code == status


def test_the_lendable_value_is_explained(client, case, am1):
    client.force_login(am1)

    page = client.get(url("security", case)).text

    assert "3.44" in page or "344.00" in page
    assert "Loan-to-value cap" in page
    assert "Does not carry the full sum" in page


@pytest.mark.parametrize("name", ["dm1", "auditor"])
def test_a_reader_finds_no_way_to_change_it(request, client, case, name):
    client.force_login(request.getfixturevalue(name))

    assert url("collateral-add", case) not in client.get(url("security", case)).text
    assert client.get(url("collateral-add", case)).status_code == 403
    assert client.post(url("collateral-add", case), PLANT).status_code == 403
    assert client.post(url("guarantee-add", case), {**MEANS, "guarantor": case.customer.number}).status_code == 403


def test_a_thing_is_added_with_amounts_as_people_write_them(client, case, am2):
    client.force_login(am2)

    answer = client.post(url("collateral-add", case), PLANT)

    thing = Collateral.objects.get(title_number=PLANT["title_number"])
    assert answer.status_code == 302
    assert (thing.appraised_value, thing.internal_value, thing.owner) == (3_200_000, 3_000_000, case.customer)


def test_a_wrong_entry_keeps_what_was_typed(client, case, am1):
    client.force_login(am1)

    answer = client.post(url("collateral-add", case), {**PLANT, "appraised_value": "many"})

    assert answer.status_code == 422
    assert "many" in answer.text and PLANT["description"] in answer.text


def test_everything_wrong_with_a_thing_and_its_new_owner_is_said_in_one_round(client, case, am1):
    client.force_login(am1)
    wrong = {"appraised_value": "many", "appraised_on": "2999-01-01", "new_name": "丁一", "new_identity": "12"}

    answer = client.post(url("collateral-add", case), {**PLANT, **wrong, "new_kind": "person"})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"appraised_value", "appraised_on", "new_identity"}


def test_everything_wrong_with_a_guarantor_is_said_in_one_round(client, case, am1):
    client.force_login(am1)

    answer = client.post(
        url("guarantee-add", case),
        {**MEANS, "guarantor": case.customer.number, "net_assets": "x", "note": "\U0002a6d6"},
    )

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"guarantor", "net_assets", "note"}


def test_changing_a_thing_on_an_old_page_says_so(client, case, am1):
    client.force_login(am1)
    thing = case.collateral.get()
    edit = url("collateral-edit", case, thing.uuid)
    client.post(edit, {**PLANT, "version": thing.version})

    answer = client.post(edit, {**PLANT, "version": thing.version, "description": "三號廠房"})

    assert answer.status_code == 422
    assert "changed after you opened it" in answer.text and "三號廠房" in answer.text


def test_a_guarantor_with_a_file_is_found_by_name(client, case, am1, department_a):
    found = CustomerFactory(kind="person", name="陳志強", account_manager=am1, department=department_a)
    client.force_login(am1)

    answer = client.post(url("guarantee-add", case), {**MEANS, "guarantor": "陈志强"})

    assert answer.status_code == 302
    assert Guarantee.objects.filter(application=case, guarantor=found).exists()


def test_several_of_one_name_are_listed_with_their_numbers(client, case, am1, department_a):
    same = [
        CustomerFactory(kind="person", name="陳志強", account_manager=am1, department=department_a) for _ in range(2)
    ]
    client.force_login(am1)

    answer = client.post(url("guarantee-add", case), {**MEANS, "guarantor": "陳志強"})

    assert answer.status_code == 422
    assert all(customer.number in answer.text for customer in same)


def test_somebody_elses_customer_is_found_by_the_full_identity_only(client, case, am1, am3, department_b):
    stranger = CustomerFactory(
        kind="person", name="吳建國", identity="990102198207050173", account_manager=am3, department=department_b
    )
    client.force_login(am1)

    by_name = client.post(url("guarantee-add", case), {**MEANS, "guarantor": "吳建國"})
    by_number = client.post(url("guarantee-add", case), {**MEANS, "guarantor": stranger.number})
    by_identity = client.post(url("guarantee-add", case), {**MEANS, "guarantor": stranger.identity})

    assert (by_name.status_code, by_number.status_code, by_identity.status_code) == (422, 422, 302)


def test_somebody_without_a_file_gets_one_in_the_same_step(client, case, am1):
    client.force_login(am1)
    new = {"new_kind": "person", "new_name": "陳志強", "new_identity": "990102198001200332", "new_phone": "13800001300"}

    answer = client.post(url("guarantee-add", case), {**MEANS, **new})

    assert answer.status_code == 302
    assert Guarantee.objects.filter(guarantor__name="陳志強").exists()


def test_a_newcomers_wrong_identity_is_said_at_its_field(client, case, am1):
    client.force_login(am1)
    new = {"new_kind": "person", "new_name": "陳志強", "new_identity": "990102198001200331"}

    answer = client.post(url("guarantee-add", case), {**MEANS, **new})

    assert answer.status_code == 422
    assert "it should be 2" in answer.text


def test_a_guarantee_is_withdrawn_with_its_reason(client, case, am1):
    client.force_login(am1)
    promise = case.guarantees.first()

    client.post(url("withdraw", case, "guarantee", promise.uuid), {"reason": "配偶不保證"})

    promise.refresh_from_db()
    assert promise.status == "rejected"


def test_after_the_report_the_forms_are_closed(client, case, am1):
    Application.objects.filter(pk=case.pk).update(status="in_review")
    client.force_login(am1)

    assert client.get(url("collateral-add", case)).status_code == 403
    assert client.post(url("collateral-add", case), PLANT).status_code == 403
