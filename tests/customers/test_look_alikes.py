"""Files that look alike: found on registration and on changes, decided once, kept; the hard stop and the way on from it."""

import threading
from datetime import date

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidInput, NotAllowed, TransitionRefused
from core.models import AuditEvent
from customers.addresses import as_place, normal
from customers.models import Customer, FileAccess, LookAlike
from customers.names import is_of_business, surname
from customers.services import (
    add_row,
    change_row,
    decide_look_alike,
    fill_section,
    grant_request,
    refuse_request,
    register_customer,
    request_file,
    revoke_access,
    update_customer,
    withdraw_request,
)
from customers.services.look_alikes import Facts, Verdict, candidates
from desk.demo.customers import credit_code, person_number
from tests.factories import actions_on

PHONE = "138 0000 0012"
ADDRESS = "廣東省東莞市虎門鎮連升路 88 號"


def a_person(by, serial=24, **values):
    asked = {"name": "黃嘉欣", "identity": person_number(date(1988, 7, 16), serial), **values}
    return register_customer(kind="person", by=by, **asked)


def a_company(by, serial="MA9YR001", **values):
    return register_customer(
        kind="company", by=by, **{"name": "永盛精密五金", "identity": credit_code(serial), **values}
    )


def refusal(call, error=InvalidInput, **values):
    with pytest.raises(error) as caught:
        call(**values)
    return caught.value


# Finding


def test_the_same_phone_the_same_name_and_birth_date_and_the_same_address_and_surname_look_alike(am1, am2):
    by_phone = a_person(am1, 24, name="陳大文", phone=PHONE)
    by_name = a_person(am1, 26, name="黄嘉欣")
    by_address = a_person(am2, 28, name="黃一山", address="东莞市虎门镇连升路88号")
    a_person(am2, 30, name="陳小明", address=ADDRESS)

    new = a_person(am2, 32, phone="+86 138-0000-0012", address=ADDRESS)

    pairs = {pair.other(new).pk: pair.grounds for pair in LookAlike.objects.of(new)}
    assert pairs == {by_phone.pk: ["phone"], by_name.pk: ["name_and_birth"], by_address.pk: ["address"]}


def test_a_person_of_the_same_name_born_on_another_day_is_somebody_else(am1):
    a_person(am1)

    register_customer(kind="person", name="黃嘉欣", identity=person_number(date(1990, 1, 2), 24), by=am1)

    assert not LookAlike.objects.exists()


def test_a_company_and_the_person_behind_it_may_share_a_phone(am1):
    a_person(am1, phone=PHONE)

    a_company(am1, phone=PHONE)

    assert not LookAlike.objects.exists()


def test_companies_of_one_name_look_alike_in_both_scripts(am1):
    first = a_company(am1)

    second = a_company(am1, "MA9YR002", name="永盛精密五金".replace("盛", "盛"))

    assert LookAlike.objects.get().grounds == ["name"] and LookAlike.objects.get().first == first
    assert LookAlike.objects.get().second == second


def test_a_later_change_finds_what_registration_could_not(am1):
    a_person(am1, 24, name="陳大文", phone=PHONE)
    other = a_person(am1, 26, name="陳二文")

    update_customer(customer=other, version=1, values={"phone": PHONE}, details={}, by=am1)

    assert LookAlike.objects.get().grounds == ["phone"]


def test_the_phone_of_the_contact_section_is_held_against_others(am1):
    a_person(am1, 24, name="陳大文", phone=PHONE)
    other = a_person(am1, 26, name="陳二文")

    fill_section(customer=other, section="contact", version=1, values={"phone": PHONE}, by=am1)

    assert LookAlike.objects.get().grounds == ["phone"]


def test_a_date_of_birth_that_is_learned_later_is_held_against_others(am1):
    a_person(am1)
    papers = {"identity_type": "passport", "details": {}}
    one, two = (a_person(am1, identity=number, **papers) for number in ("E12345678", "E12345679"))
    assert not LookAlike.objects.exists()

    fill_section(customer=one, section="identity", version=1, values={"birth_date": date(1988, 7, 16)}, by=am1)
    update_customer(customer=two, version=1, values={}, details={"birth_date": date(1988, 7, 16)}, by=am1)

    assert [pair.grounds for pair in LookAlike.objects.all()] == [["name_and_birth"]] * 3


def test_further_mobiles_and_addresses_find_and_are_found_and_an_office_phone_is_not(am1):
    first = a_person(am1, 24, name="陳大文")
    add_row(customer=first, kind="phones", values={"phone_use": "mobile", "phone": PHONE}, by=am1)
    add_row(customer=first, kind="phones", values={"phone_use": "office", "phone": "0769 2222 3333"}, by=am1)
    add_row(customer=first, kind="addresses", values={"place": "living", "address": ADDRESS}, by=am1)

    by_phone = a_person(am1, 26, phone=PHONE)
    by_address = a_person(am1, 28, name="陳二文", address="东莞市虎门镇连升路88号")
    a_person(am1, 30, name="林三", phone="0769 2222 3333", address=ADDRESS)

    pairs = {pair.second: pair.grounds for pair in LookAlike.objects.of(first)}
    assert pairs == {by_phone: ["phone"], by_address: ["address"]}
    assert LookAlike.objects.count() == 2


def test_a_row_is_held_against_the_fields_and_rows_of_others_when_it_is_added_and_when_it_changes(am1):
    by_field = a_person(am1, 24, name="陳大文", phone=PHONE)
    by_row = a_person(am1, 26, name="林三")
    add_row(customer=by_row, kind="phones", values={"phone_use": "mobile", "phone": "13911112222"}, by=am1)
    new = a_person(am1, 28)

    row = add_row(customer=new, kind="phones", values={"phone_use": "mobile", "phone": PHONE}, by=am1)
    values = {"phone": "139 1111 2222"}
    change_row(customer=new, kind="phones", uuid=row.uuid, version=1, values=values, by=am1)

    assert {pair.other(new) for pair in LookAlike.objects.of(new)} == {by_field, by_row}


def test_registration_wants_a_verdict_on_each_and_says_whose_they_are(am1, am2):
    first = a_person(am1, name="陳大文", phone=PHONE)

    error = refusal(a_person, by=am2, serial=26, name="陳二文", phone=PHONE, verdicts={})

    assert error.field == "verdicts" and am1.name in str(error) and first.name not in str(error)
    assert Customer.objects.count() == 1


@pytest.mark.parametrize(("verdict", "reason"), [("same", "同一人"), ("different", " ")])
def test_a_verdict_needs_its_reason_and_the_same_customer_gets_no_second_file(am1, verdict, reason):
    first = a_person(am1, name="陳大文", phone=PHONE)
    said = {str(first.uuid): Verdict(verdict, reason)}

    assert refusal(a_person, by=am1, serial=26, name="陳二文", phone=PHONE, verdicts=said).field == "verdicts"


def test_different_is_kept_with_its_reason_and_later_leaves_the_pair_open(am1):
    first = a_person(am1, 24, name="陳大文", phone=PHONE)
    second = a_person(am1, 26, name="陳二文", phone=PHONE)
    said = {str(first.uuid): Verdict("different", "父子共用一支電話"), str(second.uuid): Verdict("later")}

    third = a_person(am1, 28, name="陳三文", phone=PHONE, verdicts=said)

    pairs = {pair.other(third).pk: (pair.status, pair.reason) for pair in LookAlike.objects.of(third)}
    assert pairs == {first.pk: ("different", "父子共用一支電話"), second.pk: ("open", "")}


def test_a_pair_once_decided_is_never_asked_about_again(am1):
    first = a_person(am1, 24, name="陳大文", phone=PHONE)
    a_person(am1, 26, name="陳二文", phone=PHONE)
    pair = LookAlike.objects.get()
    decide_look_alike(pair=pair, verdict="different", reason="父子", by=am1)

    update_customer(customer=first, version=1, values={"phone": "13900000000"}, details={}, by=am1)
    update_customer(customer=first, version=2, values={"phone": PHONE}, details={}, by=am1)

    assert LookAlike.objects.get().status == "different"
    refusal(decide_look_alike, TransitionRefused, pair=pair, verdict="same", reason="其實是同一人", by=am1)


def test_only_the_keepers_and_their_managers_decide(am1, am2, am3, dm1, dm2):
    a_person(am1, 24, name="陳大文", phone=PHONE)
    a_person(am1, 26, name="陳二文", phone=PHONE)
    pair = LookAlike.objects.get()

    for other in (am2, am3, dm2):
        refusal(decide_look_alike, NotAllowed, pair=pair, verdict="different", reason="父子", by=other)
    decide_look_alike(pair=pair, verdict="same", reason="同一人兩證", by=dm1)

    assert (LookAlike.objects.get().decided_by, LookAlike.objects.get().status) == (dm1, "same")
    assert LookAlike.objects.visible_to(am2).count() == 0


def test_finding_costs_the_same_whatever_is_there(am1, django_assert_num_queries):
    for serial in range(20, 40, 2):
        a_person(am1, serial, phone=PHONE)
    facts = Facts("person", "黃嘉欣", [PHONE], [ADDRESS], date(1988, 7, 16), ["E12345678"])

    with django_assert_num_queries(1):
        found = candidates(facts)

    assert len(found) == 10


@given(st.text(alphabet="东莞市虎門鎮連升路88號０１- ，", max_size=30))
def test_an_address_has_one_form_however_it_is_spaced_and_in_which_script(text):
    assert as_place(as_place(text)) == as_place(text)
    assert normal(f" {text.replace('號', '号')} ") == normal(text)


@pytest.mark.parametrize(
    ("name", "family"), [("黃嘉欣", "黄"), ("歐陽 震華", "欧阳"), ("John Smith", "smith"), ("", ""), ("王", "王")]
)
def test_the_surname_of_a_name(name, family):
    assert surname(name) == family


# The hard stop, and what to do about it


def test_asking_for_access_lets_one_read_until_a_day_and_no_longer_L11_2_1(am1, am2):
    customer = a_person(am1)
    request = request_file(customer=customer, kind="access", reason="為其公司辦貸款", by=am2)
    assert not Customer.objects.visible_to(am2).exists()

    grant_request(request=request, version=1, by=am1)

    access = FileAccess.objects.get()
    assert list(Customer.objects.visible_to(am2)) == [customer]
    assert (access.valid_to - access.valid_from).days == 30
    FileAccess.objects.update(valid_from=date(2020, 1, 1), valid_to=date(2020, 1, 2))
    assert not Customer.objects.visible_to(am2).exists()
    assert "grant_request" in set(AuditEvent.objects.filter(case=customer.uuid).values_list("action", flat=True))


def test_access_is_taken_back_at_once_with_a_reason(am1, am2, am3):
    customer = a_person(am1)
    grant_request(request=request_file(customer=customer, kind="access", reason="需要", by=am2), version=1, by=am1)
    access = FileAccess.objects.get()

    refusal(revoke_access, NotAllowed, access=access, reason="不需要", by=am3)
    refusal(revoke_access, access=access, reason=" ", by=am1)
    revoke_access(access=access, reason="辦完了", by=am1)

    assert not Customer.objects.visible_to(am2).exists()
    refusal(revoke_access, TransitionRefused, access=access, reason="再一次", by=am1)


def test_granting_a_transfer_moves_the_file(am1, am2, dm1):
    customer = a_person(am1)
    request = request_file(customer=customer, kind="transfer", reason="客戶搬到我的轄區", by=am2)

    grant_request(request=request, version=1, by=dm1)

    customer.refresh_from_db()
    change = customer.ownership_changes.get()
    assert customer.account_manager == am2
    assert (change.from_manager, change.to_manager, change.cause, change.made_by) == (am1, am2, "request", dm1)


def test_a_request_waits_once_and_is_answered_once_by_somebody_else(am1, am2, am3, dm2):
    customer = a_person(am1)
    request = request_file(customer=customer, kind="access", reason="需要", by=am2)

    assert request_file(customer=customer, kind="access", reason="再問一次", by=am2) == request
    for other in (am2, am3, dm2):
        refusal(grant_request, NotAllowed, request=request, version=1, by=other)
    refuse_request(request=request, version=1, answer="與其業務無關", by=am1)
    refusal(grant_request, TransitionRefused, request=request, version=2, by=am1)
    assert actions_on(request)[:5] == ["request_file", *["grant_request.refused"] * 3, "refuse_request"]
    assert not FileAccess.objects.exists()


def test_one_takes_back_ones_own_request_only(am1, am2):
    request = request_file(customer=a_person(am1), kind="access", reason="需要", by=am2)

    refusal(withdraw_request, NotAllowed, request=request, by=am1)
    withdraw_request(request=request, by=am2)

    request.refresh_from_db()
    assert request.status == "withdrawn"


@pytest.mark.parametrize("who", ["dm1", "risk1", "auditor", "admin"])
def test_only_account_managers_ask_for_files(request, am1, who):
    refusal(
        request_file, NotAllowed, customer=a_person(am1), kind="access", reason="看看", by=request.getfixturevalue(who)
    )


def test_the_keeper_needs_not_ask(am1):
    refusal(request_file, NotAllowed, customer=a_person(am1), kind="access", reason="看看", by=am1)


def test_two_grants_at_once_give_one_access(real_db):
    from tests.factories import DepartmentFactory, person

    department = DepartmentFactory(code="A")
    am1, am2 = (person(name, "account_manager", department) for name in ("am1", "am2"))
    dm1 = person("dm1", "department_manager", department)
    request = request_file(customer=a_person(am1), kind="access", reason="需要", by=am2)
    told, barrier = [], threading.Barrier(2)

    def grant(by):
        barrier.wait()
        try:
            told.append(grant_request(request=request, version=1, by=by).status)
        except TransitionRefused:
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=grant, args=[by]) for by in (am1, dm1)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert sorted(told) == ["granted", "refused"]
    assert FileAccess.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "is_business"),
    [
        ("國興金屬製品有限公司", True),
        ("国兴贸易行", True),
        ("Wing Shing Ltd.", True),
        ("王小明", False),
        ("欧阳厂", False),
    ],
)
def test_a_name_tells_whether_a_business_asked(name, is_business):
    assert is_of_business(name) == is_business
