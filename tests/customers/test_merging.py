"""Joining two files: every link moves, both trails stand together, two people, and nothing is lost."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.models import Party
from collateral.models import Collateral, Guarantee
from core import attachments, audit, dates, protect
from core.errors import InvalidInput, Missing, NotAllowed, Stale, TransitionRefused
from core.models import Attachment
from customers import screening
from customers.forms import find_customer, suggested
from customers.models import Customer, FileMerge, FinancialStatement, LookAlike, Screening
from customers.related import circle_of
from customers.services import (
    Outside,
    add_relation,
    add_to_blacklist,
    ask_merge,
    confirm_merge,
    decide_look_alike,
    duplicate_sentence,
    merging,
    refuse_merge,
    register_customer,
    reveal_identity,
    save_statement,
    take_back_same,
    update_customer,
    withdraw_merge,
)
from desk.demo.customers import credit_code, person_number
from servicing.models import Loan
from staff.models import Task
from staff.services import open_task
from tests.cases.yongsheng import YEAR_2024, YEAR_2025
from tests.factories import ApplicationFactory, CustomerFactory, actions_on
from tests.security.pictures import png
from tests.servicing.loans import loan_of

PHONE = "138 0000 0012"


def two_persons(by, other=None):
    """Two files of one person, under an identity card and a second one."""
    for place, keeper in enumerate((by, other or by)):
        register_customer(
            kind="person",
            name=("黃嘉欣", "黃嘉欣（港）")[place],
            identity=person_number(date(1988, 7, 16), 24 + 2 * place),
            phone=PHONE,
            address=("東莞市虎門鎮連升路88號", "東莞市南城街道元美路1號")[place],
            details={"employer": ("", "麥時烘焙")[place]},
            by=keeper,
        )
    return list(Customer.objects.filter(name__startswith="黃嘉欣").order_by("pk"))


def decided(first, second, by):
    pair = LookAlike.objects.get(first=first, second=second)
    decide_look_alike(pair=pair, verdict="same", reason="同一人兩張證件", by=by)
    return LookAlike.objects.get(pk=pair.pk)


def asked(by, choices=None, other=None):
    first, second = two_persons(by, other)
    pair = decided(first, second, by)
    merge = ask_merge(pair=pair, survivor=first, choices=choices or {}, reason="重複建檔", by=by)
    return first, second, merge


def refusal(call, error=InvalidInput, **values):
    with pytest.raises(error) as caught:
        call(**values)
    return caught.value


# Every link


def test_every_column_that_points_at_a_customer_moves_or_says_why_not():
    everything = {
        f"{model._meta.label}.{key.name}"
        for model in apps.get_models(include_auto_created=True)
        for key in model._meta.local_fields
        if key.is_relation and key.related_model is Customer
    }

    assert {merging.link_name(key) for key in merging.links()} | set(merging.STAYING) == everything
    assert "applications.Application.customer" in everything


def test_no_link_stands_in_a_table_that_refuses_changes():
    stuck = [merging.link_name(key) for key in merging.links() if key.model._meta.db_table in protect.PROTECTED]

    assert stuck == [], "a merge could not move these: say in STAYING why they stay, or do not seal the table"


def test_every_link_has_a_name_that_people_read():
    labels = {key.model._meta.label for key in [*merging.links(), *merging.uuid_links()]}

    assert sorted(label for label in labels if not merging.table_name(label)) == []


def test_what_hangs_on_the_merged_file_hangs_on_the_survivor_afterwards(am1, dm1, finance1):
    first, second, merge = asked(am1)
    case = ApplicationFactory(customer=second)
    party = Party.objects.create(
        application=ApplicationFactory(customer__number="HQK2019-00001"), customer=second, role="guarantor"
    )
    thing = Collateral.objects.create(
        application=case, owner=second, kind="home", description="住宅", title_number="1", appraised_value=1,
        appraised_on=date(2026, 1, 1), appraiser="甲", internal_value=1, loan_to_value="0.7",
    )  # fmt: skip
    promise = Guarantee.objects.create(application=party.application, guarantor=second, net_assets=1)
    paper = attachments.accept(SimpleUploadedFile("a.png", png()), by=am1, customer_uuid=second.uuid)
    task = open_task(assignee=am1, kind="call", title="電話", due_on=dates.today(), case_uuid=second.uuid)

    confirm_merge(merge=merge, version=1, by=dm1)

    for row, name in ((case, "customer"), (party, "customer"), (thing, "owner"), (promise, "guarantor")):
        row.refresh_from_db()
        assert getattr(row, name) == first
    assert Attachment.objects.get(pk=paper.pk).customer_uuid == first.uuid
    assert Task.objects.get(pk=task.pk).case_uuid == first.uuid
    merge.refresh_from_db()
    assert merge.moved["applications.Application"] == 1 and merge.status == "merged"
    assert attachments.read(Attachment.objects.get(pk=paper.pk))


def test_a_running_loan_goes_along(am1, dm1, finance1, finance2, department_a):
    people = SimpleNamespace(am1=am1, dm1=dm1, finance1=finance1, finance2=finance2, department=department_a)
    terms = {"amount": "2800000", "months": 12, "rate": "0.072", "method": "interest_only", "on": date(2026, 3, 27)}
    loan = loan_of(people, customer={"number": "HQK2019-00001"}, **terms)
    first, second, merge = asked(am1)
    Loan.objects.update(customer=second)

    confirm_merge(merge=merge, version=1, by=dm1)

    loan.refresh_from_db()
    assert loan.customer == first


def test_statements_of_the_same_year_stay_with_the_merged_file_and_are_named_before(am1, dm1):
    files = [
        register_customer(kind="company", name="永盛精密五金", identity=credit_code(f"MA9YR00{place}"), by=am1)
        for place in (1, 2)
    ]
    first, second = files
    for customer, period, values in (
        (first, date(2024, 12, 31), YEAR_2024),
        (second, date(2024, 12, 31), YEAR_2024),
        (second, date(2025, 12, 31), YEAR_2025),
    ):
        save_statement(customer=customer, period_end=period, is_audited=False, values=values, version=None, by=am1)
    merge = ask_merge(pair=decided(first, second, am1), survivor=first, choices={}, reason="重複", by=am1)

    told = merging.collisions(first, second)
    confirm_merge(merge=merge, version=1, by=dm1)

    assert len(told) == 1 and "2024-12-31" in told[0] and "Financial statements" in told[0]
    kept = FinancialStatement.objects.order_by("period_end", "pk").values_list("customer", "period_end__year")
    assert list(kept) == [(first.pk, 2024), (second.pk, 2024), (first.pk, 2025)]
    merge.refresh_from_db()
    assert merge.stayed == {"customers.FinancialStatement": ["2024-12-31"]}


def test_the_same_role_in_the_same_case_stays_once(am1, dm1):
    first, second, merge = asked(am1)
    case = ApplicationFactory(customer__number="HQK2019-00001")
    for customer in (first, second):
        Party.objects.create(application=case, customer=customer, role="guarantor")

    confirm_merge(merge=merge, version=1, by=dm1)

    merge.refresh_from_db()
    assert merge.stayed == {"applications.Party": [f"{case.number} Guarantor"]}
    assert Party.objects.filter(customer=first).count() == 1


def test_a_borrower_is_not_joined_with_their_guarantor(am1):
    first, second = two_persons(am1)
    case = ApplicationFactory(customer=first)
    Guarantee.objects.create(application=case, guarantor=second, net_assets=1)

    error = refusal(
        ask_merge, Missing, pair=decided(first, second, am1), survivor=first, choices={}, reason="重複", by=am1
    )

    assert case.number in error.points[0]


# Values, identity, lists, trail


def test_chosen_values_come_from_the_merged_file_the_rest_stays(am1, dm1):
    first, _second, merge = asked(am1, {"address": "merged", "employer": "merged"})

    confirm_merge(merge=merge, version=1, by=dm1)

    first = Customer.objects.get(pk=first.pk)
    assert (first.name, first.address, first.person.employer) == ("黃嘉欣", "東莞市南城街道元美路1號", "麥時烘焙")
    event = audit.events_of(first.uuid).filter(action="confirm_merge").first()
    assert "元美路" not in str(event.details)


@pytest.mark.parametrize("choices", [{}, {"phone": "merged"}])
@pytest.mark.parametrize(("other", "use"), [("13925000039", "mobile"), ("076922223333", "office")])
def test_the_phone_that_was_not_chosen_still_finds_the_customer(am1, dm1, choices, other, use):
    first, second = two_persons(am1)
    second.phone = other
    second.save(update_fields=["phone", "phone_index"])
    pair = decided(first, second, am1)
    merge = ask_merge(pair=pair, survivor=first, choices=choices, reason="重複建檔", by=am1)

    confirm_merge(merge=merge, version=1, by=dm1)

    for phone in ("13800000012", other):
        assert list(Customer.objects.visible_to(am1).current().matching(phone)) == [first]
    assert first.phonenumber_rows.get().phone_use == ("mobile" if choices else use)


def test_every_field_of_the_file_can_be_chosen_and_nothing_else(am1):
    first, second = two_persons(am1)
    pair = decided(first, second, am1)

    names = {entry.name for entry in merging.choosable(first)}

    assert {"name", "phone", "email", "address", "language", "employer", "monthly_income"} <= names
    assert not names & {"identity", "number", "account_manager", "department", "merged_into", "phone_index"}
    for wrong in ({"identity": "merged"}, {"name": "neither"}):
        refusal(ask_merge, pair=pair, survivor=first, choices=wrong, reason="重複", by=am1)


def test_a_merge_with_a_third_file_stands_in_the_way_of_no_other_pair(am1, client):
    first, _second, waiting = asked(am1)
    third = register_customer(
        kind="person", name="黃嘉", identity=person_number(date(1988, 7, 16), 28), phone=PHONE, by=am1
    )
    pair = decided(first, third, am1)
    client.force_login(am1)

    page = client.get(reverse("customers:pair", args=[pair.uuid]))

    text = page.content.decode()
    assert reverse("customers:merge-request", args=[waiting.uuid]) not in text
    assert reverse("customers:merge", args=[pair.uuid]) in text
    assert reverse("customers:pair-take-back", args=[pair.uuid]) in text


def test_the_merged_identity_still_finds_the_customer_and_still_stops_a_duplicate(am1, am2, dm1):
    first, second, merge = asked(am1)
    confirm_merge(merge=merge, version=1, by=dm1)

    for found in (second.identity, second.number, first.number):
        assert list(Customer.objects.visible_to(am1).matching(found)) == [Customer.objects.get(pk=first.pk)]
    assert am1.name in str(duplicate_sentence(second.identity, am2, "resident_id"))
    refusal(register_customer, kind="person", name="黃嘉欣", identity=second.identity, by=am2)
    assert list(Customer.objects.visible_to(am1)) == [Customer.objects.get(pk=first.pk)]


def test_what_is_written_under_the_merged_identity_lands_in_the_file_that_stays(am1, dm1, risk1, department_a):
    first, second, merge = asked(am1)
    confirm_merge(merge=merge, version=1, by=dm1)
    company = CustomerFactory(account_manager=am1, department=department_a)
    share = {"kind": "shareholder", "end": "holder", "valid_from": date(2024, 1, 1), "source": "register"}

    found = find_customer(second.identity, am1)
    offered = suggested(second.identity, am1, company)
    party = Outside("person", "黃嘉欣", second.identity)
    relation = add_relation(customer=company, outside=party, share=Decimal("0.3"), by=am1, **share)
    entry = {
        "kind": "person",
        "name": "黃某",
        "identity": second.identity,
        "reason": "曾提供虛假資料",
        "origin": "本行",
    }
    add_to_blacklist(by=risk1, **entry)

    assert found == relation.holder.customer == first
    assert [row["number"] for row in offered] == [first.number]
    assert first in circle_of(company).customers
    assert list(Screening.objects.filter(finding="hit").values_list("customer", "source")) == [(first.pk, "blacklist")]
    assert screening.ask_blacklist(first).finding == "hit"


def test_the_merged_row_is_kept_whole(am1, dm1):
    first, second, merge = asked(am1)

    confirm_merge(merge=merge, version=1, by=dm1)

    second = Customer.objects.get(pk=second.pk)
    assert (second.merged_into, second.merged_at is not None) == (first, True)
    assert second.identity == person_number(date(1988, 7, 16), 26)
    assert second.person.employer == "麥時烘焙"
    assert actions_on(second)[-1] == "confirm_merge" and actions_on(first)[-1] == "confirm_merge"
    assert {"register_customer"} <= set(audit.events_of(first.uuid, second.uuid).values_list("action", flat=True))


def test_a_file_merged_twice_over_leads_to_the_last(am1, dm1):
    first, second, merge = asked(am1)
    third = register_customer(
        kind="person", name="黃欣", identity=person_number(date(1988, 7, 16), 30), phone=PHONE, by=am1
    )
    confirm_merge(merge=merge, version=1, by=dm1)
    again = ask_merge(pair=decided(first, third, am1), survivor=third, choices={}, reason="重複", by=am1)

    confirm_merge(merge=again, version=1, by=dm1)

    assert {row.merged_into_id for row in Customer.objects.filter(pk__in=[first.pk, second.pk])} == {third.pk}
    assert list(Customer.objects.visible_to(am1).matching(second.number)) == [third]


def test_open_questions_about_the_merged_file_are_asked_of_the_survivor(am1, dm1):
    first, second, merge = asked(am1)
    register_customer(
        kind="person",
        name="黃二欣",
        identity=person_number(date(1990, 7, 16), 30),
        address="東莞市南城街道元美路1號",
        by=am1,
    )
    third = Customer.objects.latest("pk")

    confirm_merge(merge=merge, version=1, by=dm1)

    states = {(p.first_id, p.second_id): p.status for p in LookAlike.objects.all()}
    assert states == {
        (first.pk, second.pk): "settled",
        (second.pk, third.pk): "settled",
        (first.pk, third.pk): "open",
    }


# Two people


def test_a_merge_is_asked_by_the_keeper_and_confirmed_by_the_department_manager(am1, am2, dm1, dm2):
    _first, _second, merge = asked(am1)

    for other in (am1, am2, dm2):
        refusal(confirm_merge, NotAllowed, merge=merge, version=1, by=other)
    confirm_merge(merge=merge, version=1, by=dm1)
    refusal(confirm_merge, TransitionRefused, merge=merge, version=2, by=dm1)

    assert FileMerge.objects.get().answered_by == dm1


def test_nobody_confirms_the_own_merge_whatever_roles_they_hold(am1, department_a):
    from staff.models import RoleAssignment, User

    _first, _second, merge = asked(am1)
    RoleAssignment.objects.create(
        user=am1, role="department_manager", department=department_a, valid_from=date(2020, 1, 1)
    )

    refusal(confirm_merge, NotAllowed, merge=merge, version=1, by=User.objects.get(pk=am1.pk))


def test_both_files_have_to_be_open_to_who_asks(am1, am2):
    first, second = two_persons(am1, am2)
    pair = decided(first, second, am1)

    refusal(ask_merge, NotAllowed, pair=pair, survivor=first, choices={}, reason="重複", by=am1)


def test_a_pair_has_to_be_decided_first(am1):
    first, _second = two_persons(am1)

    refusal(ask_merge, pair=LookAlike.objects.get(), survivor=first, choices={}, reason="重複", by=am1)


def test_a_file_changed_meanwhile_is_not_merged_on_old_values(am1, dm1):
    _first, second, merge = asked(am1)
    update_customer(customer=second, version=1, values={"name": "黃嘉欣欣"}, details={}, by=am1)

    refusal(confirm_merge, Stale, merge=merge, version=1, by=dm1)

    assert Customer.objects.filter(merged_into__isnull=False).count() == 0


def test_what_only_the_merged_file_says_is_kept_unless_the_survivor_is_chosen(am1, dm1):
    first, _second, merge = asked(am1)

    confirm_merge(merge=merge, version=1, by=dm1)

    assert merge.choices["employer"] == "merged" and "address" not in merge.choices
    survivor = Customer.objects.get(pk=first.pk)
    assert (survivor.person.employer, survivor.address) == ("麥時烘焙", "東莞市虎門鎮連升路88號")


def test_a_value_of_the_merged_file_goes_where_the_survivors_nothing_was_chosen(am1, dm1):
    first, _second, merge = asked(am1, {"employer": "survivor"})

    confirm_merge(merge=merge, version=1, by=dm1)

    assert Customer.objects.get(pk=first.pk).person.employer == ""


def test_the_number_of_a_merged_file_leads_to_the_survivor_wherever_a_number_is_taken(am1, dm1, enter):
    first, second, merge = asked(am1)
    confirm_merge(merge=merge, version=1, by=dm1)
    client, old = enter(am1), second.number

    draft = client.get("/applications/new/", {"customer": old})
    call = {"kind": "call", "result": "已談"}
    logged = client.post(f"/api/v1/customers/{old}/contacts/", call, content_type="application/json")
    listed = client.get("/api/v1/contacts/", {"customer": old})

    assert draft.context["customer"] == first
    assert (logged.status_code, logged.json()["customer"]) == (201, first.number)
    assert listed.json()["count"] == 1


def test_the_page_of_the_survivor_tells_what_was_done_to_both_files_once(am1, dm1, enter):
    first, _second, merge = asked(am1)
    confirm_merge(merge=merge, version=1, by=dm1)

    told = [row["text"] for row in enter(am1).get(f"/customers/{first.number}/").context["events"]]

    assert len([text for text in told if text.startswith("Files merged")]) == 1
    assert [text for text in told if "The same customer" in text] == [
        text for text in told if text.startswith("Held against")
    ]
    assert len([text for text in told if text.startswith("Held against")]) == 1


def test_a_merge_may_be_refused_with_a_reason_or_taken_back(am1, am2, dm1):
    _first, _second, merge = asked(am1)

    refusal(refuse_merge, merge=merge, version=1, answer=" ", by=dm1)
    refuse_merge(merge=merge, version=1, answer="證件待核", by=dm1)
    refusal(withdraw_merge, TransitionRefused, merge=merge, by=am1)
    again = ask_merge(
        pair=LookAlike.objects.get(), survivor=Customer.objects.last(), choices={}, reason="已核對", by=am1
    )
    refusal(withdraw_merge, NotAllowed, merge=again, by=am2)
    withdraw_merge(merge=again, by=am1)

    assert sorted(FileMerge.objects.values_list("status", flat=True)) == ["refused", "withdrawn"]


def test_the_same_customer_is_taken_back_as_long_as_no_merge_of_the_pair_waits_or_is_done(am1, am2, dm1, enter):
    first, second, merge = asked(am1)
    pair, client = LookAlike.objects.get(), enter(am1)
    address = f"/customers/pairs/{pair.uuid}/take-back/"

    waits = client.post(address, follow=True)
    refusal(take_back_same, NotAllowed, pair=pair, by=am2)
    withdraw_merge(merge=merge, by=am1)
    taken = client.post(address, follow=True)
    again = client.post(address, follow=True)

    pair.refresh_from_db()
    assert "waits for confirmation. Take that back first" in waits.content.decode()
    assert "Taken back. The pair is to be decided again." in taken.content.decode()
    assert "This pair stands at “To be decided”." in again.content.decode()
    assert (pair.status, pair.reason, pair.decided_by, pair.decided_at) == ("open", "", None, None)
    assert actions_on(pair)[-2:] == ["take_back_same", "take_back_same.refused"]
    for file in (first, second):
        assert audit.events_of(file.uuid).filter(action="take_back_same").exists()
    merge = ask_merge(pair=decided(first, second, am1), survivor=first, choices={}, reason="重複", by=am1)
    confirm_merge(merge=merge, version=1, by=dm1)
    refusal(take_back_same, TransitionRefused, pair=pair, by=am1)


def test_sealed_fields_of_the_merged_file_still_open(am1, dm1):
    first, second, merge = asked(am1, {"phone": "merged", "address": "merged"})
    confirm_merge(merge=merge, version=1, by=dm1)

    shown = reveal_identity(customer=Customer.objects.get(pk=first.pk), field="address", reason="核對", by=am1)

    assert shown == "東莞市南城街道元美路1號"
    assert Customer.objects.get(pk=second.pk).address == "東莞市南城街道元美路1號"
