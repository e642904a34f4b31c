"""Which paper is whose: one kind of paper and one number lead to one file, by whatever way somebody comes to it."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from core import audit, sheets
from core.errors import InvalidInput, NotAllowed
from core.fields import Token
from core.models import AuditEvent
from core.sealing import blind_index, seal
from customers.forms import find_customer
from customers.forms.imports import judged_rows
from customers.models import Customer, FileRequest, IdentityPaper, LookAlike, RelatedParty, Relation
from customers.services import (
    Outside,
    add_relation,
    add_row,
    ask_merge,
    change_row,
    confirm_merge,
    decide_look_alike,
    register_customer,
    withdraw_row,
)
from customers.services.look_alikes import Verdict
from desk.demo.customers import person_number
from tests.factories import CustomerFactory
from tests.security.pictures import png

pytestmark = pytest.mark.django_db

NUMBER = person_number(date(1988, 7, 16), 24)
PASS = "H12345678"


@pytest.fixture
def traveller(am1):
    """Known under a passport, with the identity card noted as a further paper."""
    customer = register_customer(
        kind="person", name="Wong Ka Yan", identity="E12345678", identity_type="passport", by=am1
    )
    add_row(customer=customer, kind="papers", values={"paper_type": "resident_id", "paper_number": NUMBER}, by=am1)
    return customer


def refusal(call, **values):
    with pytest.raises(InvalidInput) as caught:
        call(**values)
    return caught.value


def a_person(by, name, identity, paper="resident_id", **values):
    return register_customer(kind="person", name=name, identity=identity, identity_type=paper, by=by, **values)


def test_a_further_paper_stops_a_second_file_under_its_number_and_names_the_owner(traveller, am1, am2, enter):
    error = refusal(a_person, by=am2, name="黃嘉欣", identity=NUMBER)
    typed = {"kind": "person", "name": "黃嘉欣", "identity": NUMBER, "identity_type": "resident_id"}
    page = enter(am2).post(reverse("customers:check"), typed).content.decode()

    assert error.field == "identity"
    assert am1.name in str(error) and am1.name in page
    assert Customer.objects.count() == 1


def test_a_further_paper_stops_the_row_of_a_sheet(traveller, am1, am2):
    values = {"kind": "person", "name": "黃嘉欣", "identity": NUMBER}

    entries, problems = judged_rows([sheets.Row(2, values)], am2)

    assert entries == []
    assert [am1.name in problem["sentence"] for problem in problems] == [True]


def test_a_paper_that_was_taken_out_of_the_file_stops_nobody(traveller, am1, am2):
    row = traveller.identitypaper_rows.get()
    withdraw_row(customer=traveller, kind="papers", uuid=row.uuid, version=1, reason="誤植", by=am1)

    a_person(am2, "黃嘉欣", NUMBER)

    assert Customer.objects.count() == 2


def test_papers_of_two_kinds_may_bear_one_number_and_one_says_that_they_are_two_persons(am1, am2):
    first = a_person(am1, "陳大文", PASS, "hk_macao_pass")

    error = refusal(a_person, by=am2, name="Smith", identity=PASS, paper="passport", verdicts={})
    said = {str(first.uuid): Verdict("different", "護照與通行證號碼相同")}
    second = a_person(am2, "Smith", PASS, "passport", verdicts=said)

    pair = LookAlike.objects.get()
    assert error.field == "verdicts"
    assert (pair.first, pair.second, pair.grounds, pair.status) == (first, second, ["number"], "different")
    assert refusal(a_person, by=am2, name="陳大文", identity=PASS, paper="hk_macao_pass").field == "identity"


def test_a_company_is_not_stopped_by_the_pass_of_a_person_and_both_are_found_by_the_number(am1, enter, client):
    person = a_person(am1, "林志明", "12345675", "taiwan_pass")
    company = register_customer(
        kind="company", name="台灣精密有限公司", identity="12345675", identity_type="taiwan_business", by=am1
    )

    assert not LookAlike.objects.exists()
    assert set(Customer.objects.visible_to(am1).matching("12345675")) == {person, company}
    with pytest.raises(ValidationError) as several:
        find_customer("12345675", am1)
    assert person.number in str(several.value) and company.number in str(several.value)


def test_a_file_is_asked_for_by_the_paper_where_two_bear_the_number(am1, am2, enter):
    a_person(am1, "林志明", "12345675", "taiwan_pass")
    company = register_customer(
        kind="company", name="台灣精密有限公司", identity="12345675", identity_type="taiwan_business", by=am1
    )
    client = enter(am2)
    asked = {"kind": "access", "reason": "聯貸", "identity": "12345675"}

    vague = client.post("/api/v1/file-requests/", asked, content_type="application/json")
    clear = client.post("/customers/ask/", {**asked, "identity_type": "taiwan_business"})

    assert (vague.status_code, "identity_type" in vague.json()) == (400, True)
    assert clear.status_code == 302
    assert FileRequest.objects.get().customer == company


def test_who_may_ask_for_no_file_does_not_learn_whether_there_is_one(am1, finance1, enter):
    a_person(am1, "林志明", "12345675", "taiwan_pass")
    client, asked = enter(finance1), {"kind": "access", "reason": "聯貸"}

    kept, unknown = (
        client.post("/api/v1/file-requests/", {**asked, "identity": identity}, content_type="application/json")
        for identity in ("12345675", "87654324")
    )

    assert (kept.status_code, unknown.status_code) == (403, 403)
    assert kept.json() == unknown.json()


def test_the_database_keeps_one_file_of_a_paper(am1, department_a):
    kept = {"kind": "person", "account_manager": am1, "department": department_a, "identity": PASS}
    CustomerFactory(**kept, identity_type="passport")
    CustomerFactory(**kept, identity_type="hk_macao_pass")

    with pytest.raises(IntegrityError), transaction.atomic():
        CustomerFactory(**kept, identity_type="passport")


def test_the_paper_of_another_file_is_refused_and_leaves_a_pair_that_leads_to_a_merge(am1, dm1):
    card = a_person(am1, "黃嘉欣", NUMBER)
    passport = a_person(am1, "Wong Ka Yan", "E12345678", "passport")

    paper = {"paper_type": "resident_id", "paper_number": NUMBER}
    error = refusal(add_row, customer=passport, kind="papers", values=paper, by=am1)

    pair = LookAlike.objects.get()
    assert error.field == "paper_number" and not passport.identitypaper_rows.exists()
    assert (pair.grounds, pair.status) == (["paper"], "open")
    decide_look_alike(pair=pair, verdict="same", reason="同一人", by=am1)
    merge = ask_merge(pair=pair, survivor=passport, choices={}, reason="重複建檔", by=am1)
    confirm_merge(merge=merge, version=1, by=dm1)
    assert list(Customer.objects.with_identity(NUMBER, "resident_id")) == [passport]
    assert Customer.objects.get(pk=card.pk).merged_into == passport


@pytest.mark.parametrize(
    ("number", "paper"), [("E12345678", "passport"), (person_number(date(1988, 7, 16), 26), "resident_id")]
)
def test_after_a_merge_both_papers_stop_a_second_file_and_both_can_be_noted(am1, am2, dm1, number, paper):
    card = a_person(am1, "黃嘉欣", NUMBER, phone="13800000012")
    a_person(am1, "黃嘉欣", number, paper, phone="13800000012")
    pair = LookAlike.objects.get()
    decide_look_alike(pair=pair, verdict="same", reason="同一人", by=am1)
    wrong = refusal(ask_merge, pair=pair, survivor=card, choices={"identity_type": "merged"}, reason="重複建檔", by=am1)
    merge = ask_merge(pair=pair, survivor=card, choices={}, reason="重複建檔", by=am1)

    confirm_merge(merge=merge, version=1, by=dm1)

    card = Customer.objects.get(pk=card.pk)
    row = card.identitypaper_rows.get()
    assert wrong.field == "choices"
    assert (card.identity_type, card.identity, row.paper_type, row.paper_number) == (
        "resident_id",
        NUMBER,
        paper,
        number,
    )
    for known, kind in ((NUMBER, "resident_id"), (number, paper)):
        assert am1.name in str(refusal(a_person, by=am2, name="黃嘉欣", identity=known, paper=kind))
    add_row(customer=card, kind="papers", values={"paper_type": "resident_id", "paper_number": NUMBER}, by=am1)
    again = refusal(add_row, customer=card, kind="papers", values={"paper_type": paper, "paper_number": number}, by=am1)
    assert again.field == "paper_number" and "in the file already" in str(again)
    seen = {"issuing_body": "廣東省公安廳"}
    change_row(customer=card, kind="papers", uuid=row.uuid, version=1, values=seen, by=am1)


def test_the_page_names_the_owner_of_a_refused_paper_and_the_way_to_ask(traveller, am1, am2, enter):
    other = a_person(am2, "Wong K. Y.", "E87654321", "passport")

    typed = {"paper_type": "resident_id", "paper_number": NUMBER, "submission_key": uuid4()}
    page = enter(am2).post(reverse("customers:row-add", args=[other.number, "papers"]), typed)

    text, pair = page.content.decode(), LookAlike.objects.get()
    assert page.status_code == 422 and am1.name in page.context["form"].errors["paper_number"][0]
    assert reverse("customers:ask") in text and reverse("customers:pair", args=[pair.uuid]) in text
    assert (pair.grounds, pair.status) == (["paper"], "open")
    assert not other.identitypaper_rows.exists()


def test_a_machine_is_told_the_owner_of_a_refused_paper_and_the_pair_is_asked_about(traveller, am1, am2, enter):
    other = a_person(am2, "Wong K. Y.", "E87654321", "passport")

    told = enter(am2).post(
        reverse("api:customer-add-row", args=[other.number]),
        {"kind": "papers", "values": {"paper_type": "resident_id", "paper_number": NUMBER}},
        content_type="application/json",
    )

    pair = LookAlike.objects.get()
    assert told.status_code == 400 and am1.name in str(told.json())
    assert (pair.grounds, pair.status) == (["paper"], "open")
    assert not other.identitypaper_rows.exists()


def test_a_row_is_not_changed_to_the_paper_of_another_file(traveller, am1, am2):
    other = a_person(am2, "Wong K. Y.", "E87654321", "passport")
    row = add_row(customer=other, kind="papers", values={"paper_type": "hk_macao_pass", "paper_number": PASS}, by=am2)
    paper = {"paper_type": "resident_id", "paper_number": NUMBER}

    error = refusal(change_row, customer=other, kind="papers", uuid=row.uuid, version=1, values=paper, by=am2)

    assert error.field == "paper_number" and am1.name in str(error)
    assert LookAlike.objects.get().is_of_one_paper


def test_changing_only_the_type_to_the_paper_of_another_file_shows_the_same_ways_on(am1, am2, enter):
    a_person(am1, "陳大文", "12348888", "taiwan_pass")
    other = a_person(am2, "Wong K. Y.", "A123456789", "taiwan_id")
    row = add_row(customer=other, kind="papers", values={"paper_type": "passport", "paper_number": "12348888"}, by=am2)
    address = reverse("customers:row", args=[other.number, "papers", row.uuid])

    page = enter(am2).post(address, {"version": 1, "paper_type": "taiwan_pass", "paper_number": ""})

    text, pair = page.content.decode(), LookAlike.objects.of(other).get()
    assert page.status_code == 422 and am1.name in page.context["form"].errors["paper_number"][0]
    assert reverse("customers:ask") in text and reverse("customers:pair", args=[pair.uuid]) in text
    assert pair.is_of_one_paper and pair.status == "open"


@pytest.mark.parametrize(
    ("paper", "first", "second"),
    [("military", "軍字第7654321號", "軍字7654321"), ("hk_macao_pass", "H12345678", "H1234567801")],
)
def test_one_file_takes_a_paper_once_however_it_is_spelt(am1, paper, first, second):
    customer = a_person(am1, "陳大文", NUMBER)
    kept = add_row(customer=customer, kind="papers", values={"paper_type": paper, "paper_number": first}, by=am1)
    row = {"paper_type": paper, "paper_number": second}

    error = refusal(add_row, customer=customer, kind="papers", values=row, by=am1)
    change_row(customer=customer, kind="papers", uuid=kept.uuid, version=1, values=row, by=am1)

    assert error.field == "paper_number" and "in the file already" in str(error)
    assert customer.identitypaper_rows.get().paper_number == second


def test_a_renewed_paper_of_the_same_number_stands_beside_the_one_it_follows(am1):
    customer = a_person(am1, "陳大文", NUMBER)
    card = {"paper_type": "resident_id", "paper_number": NUMBER}
    kept = add_row(customer=customer, kind="papers", values={**card, "valid_until": date(2025, 5, 1)}, by=am1)

    for again in ({}, {"valid_until": date(2025, 5, 1)}):
        error = refusal(add_row, customer=customer, kind="papers", values={**card, **again}, by=am1)
        assert error.field == "paper_number"
    add_row(customer=customer, kind="papers", values={**card, "is_long_term": True}, by=am1)
    seen = {"issuing_body": "廣東省公安廳"}
    change_row(customer=customer, kind="papers", uuid=kept.uuid, version=1, values=seen, by=am1)

    assert customer.identitypaper_rows.count() == 2


def test_a_refused_paper_says_that_its_pictures_have_to_be_chosen_again(traveller, am2, enter):
    other = a_person(am2, "Wong K. Y.", "E87654321", "passport")
    typed = {"paper_type": "resident_id", "paper_number": NUMBER, "submission_key": uuid4()}
    address = reverse("customers:row-add", args=[other.number, "papers"])

    pages = [
        enter(am2).post(address, {**typed, **picture}).content.decode()
        for picture in ({}, {"front": SimpleUploadedFile("a.png", png())})
    ]

    assert ["Chosen files are not kept: choose them again." in page for page in pages] == [False, True]


def test_only_a_manager_says_that_two_files_with_one_paper_are_of_different_customers(traveller, am1, am2, dm1, enter):
    other = a_person(am2, "Wong K. Y.", "E87654321", "passport")
    paper = {"paper_type": "resident_id", "paper_number": NUMBER}
    refusal(add_row, customer=other, kind="papers", values=paper, by=am2)
    pair = LookAlike.objects.get()
    said = {"pair": pair, "verdict": "different", "reason": "號碼誤植"}
    address = reverse("customers:pair", args=[pair.uuid])

    for keeper in (am1, am2):
        with pytest.raises(NotAllowed):
            decide_look_alike(by=keeper, **said)
    pages = [enter(one).get(address) for one in (am2, dm1)]
    pages += [enter(one).post(address, {"verdict": "same", "reason": ""}) for one in (am2, dm1)]
    decide_look_alike(by=dm1, **said)

    pair.refresh_from_db()
    offered = [dict(page.context["form"].fields["verdict"].choices).keys() for page in pages]
    assert [page.status_code for page in pages] == [200, 200, 422, 422]
    assert offered == [{"same"}, {"same", "different"}] * 2
    assert (pair.status, pair.decided_by) == ("different", dm1)
    refusal(add_row, customer=other, kind="papers", values=paper, by=am2)
    pair.refresh_from_db()
    assert pair.status == "different"


def test_the_paper_of_somebody_who_was_found_to_be_another_is_refused_and_asked_about_again(am1):
    a_person(am1, "黃嘉欣", NUMBER, phone="13800000012")
    other = a_person(am1, "Wong Ka Yan", "E12345678", "passport", phone="13800000012")
    decide_look_alike(pair=LookAlike.objects.get(), verdict="different", reason="姊妹", by=am1)

    paper = {"paper_type": "resident_id", "paper_number": NUMBER}
    error = refusal(add_row, customer=other, kind="papers", values=paper, by=am1)

    pair = LookAlike.objects.get()
    assert error.field == "paper_number" and "黃嘉欣" in str(error)
    assert (pair.status, pair.grounds, pair.decided_by) == ("open", ["phone", "paper"], None)


SPELLINGS = [
    ("military", "军字第1234567号", "軍字1234567"),
    ("hk_macao_pass", "H12345678", "H1234567801"),
    ("taiwan_pass", "1234567801", "12345678"),
]


@pytest.mark.parametrize(("paper", "kept", "typed"), SPELLINGS)
def test_another_spelling_or_renewal_of_a_paper_is_the_same_paper(am1, am2, paper, kept, typed):
    customer = a_person(am1, "陳大文", kept, paper)
    other = a_person(am2, "Chan Tai Man", "E12345678", "passport")
    row = {"paper_type": paper, "paper_number": typed}

    error = refusal(a_person, by=am2, name="陳大文", identity=typed, paper=paper)
    further = refusal(add_row, customer=other, kind="papers", values=row, by=am2)
    add_row(customer=customer, kind="papers", values=row, by=am1)

    customer.refresh_from_db()
    assert (error.field, further.field) == ("identity", "paper_number")
    assert customer.identity == kept
    for number in (kept, typed):
        assert list(Customer.objects.visible_to(am1).matching(number)) == [customer]
        assert find_customer(number, am1) == customer


@pytest.mark.parametrize(("paper", "kept", "typed"), SPELLINGS)
def test_an_outside_party_is_known_by_any_spelling_of_its_paper(am1, department_a, paper, kept, typed):
    company = CustomerFactory(account_manager=am1, department=department_a)
    said = {"kind": "shareholder", "end": "holder", "valid_from": date(2024, 1, 1), "source": "register", "by": am1}
    party = Outside("person", "陳大文", kept, paper)
    add_relation(customer=company, outside=party, share=Decimal("0.3"), **said)

    person = a_person(am1, "陳大文", typed, paper)

    assert RelatedParty.objects.get(customer=person).identity == ""


def as_before(party, number):
    """Puts a party back to how it stood before spellings were folded."""
    RelatedParty.objects.filter(pk=party.pk).update(
        identity=Token(seal(number, f"customers.relatedparty.identity:{party.uuid}")),
        identity_type="military",
        identity_index=blind_index(number, "customers.relatedparty.identity"),
        customer=None,
    )


def outside(name, number):
    return RelatedParty.objects.create(kind="person", outside_name=name, identity=number, identity_type="military")


def test_an_outside_party_recorded_under_two_spellings_is_joined_and_adopted(am1, department_a, migrate_step):
    companies = CustomerFactory.create_batch(2, account_manager=am1, department=department_a)
    parties = [outside("陳大文", "軍字第1234567號"), outside("陈大文", "軍字第7654321號")]
    said = {"valid_from": date(2024, 1, 1), "source": "register", "by": am1}
    for company, party in ((companies[0], parties[0]), (companies[0], parties[1]), (companies[1], parties[1])):
        add_relation(customer=company, party=party, kind="shareholder", end="holder", share=Decimal("0.3"), **said)
    as_before(parties[1], "军字1234567号")

    migrate_step("customers", "0009_one_form_everywhere", "join_parties")
    person = a_person(am1, "陳大文", "军字1234567", "military")

    held = Relation.objects.filter(holder=person.related_party).order_by("pk")
    parties[1].refresh_from_db()
    assert person.related_party == parties[0]
    assert [(row.subject.customer, row.is_ended) for row in held] == [
        (companies[0], False),
        (companies[0], True),
        (companies[1], False),
    ]
    assert (parties[1].identity, parties[1].identity_index) == ("", None)
    assert len(set(RelatedParty.objects.values_list("cluster", flat=True))) == 1


def test_an_outside_party_whose_file_has_another_spelling_becomes_that_customer(am1, department_a, migrate_step):
    company = CustomerFactory(account_manager=am1, department=department_a)
    person, party = a_person(am1, "陳大文", "军字1234567", "military"), outside("陳大文", "軍字第7654321號")
    said = {"kind": "legal_representative", "end": "holder", "valid_from": date(2024, 1, 1), "source": "register"}
    relation = add_relation(customer=company, party=party, by=am1, **said)
    as_before(party, "軍字第1234567號")

    migrate_step("customers", "0009_one_form_everywhere", "join_parties")

    relation.refresh_from_db()
    assert relation.holder.customer == person


def test_what_the_trail_keeps_of_a_refused_identity_has_no_name_and_is_read_in_any_language(am1, am2):
    customer = a_person(am1, "黃嘉欣", NUMBER)

    error = refusal(a_person, by=am1, name="黃嘉欣", identity=NUMBER)
    many = refusal(a_person, by=am1, name="黃", identity=NUMBER)
    refusal(a_person, by=am2, name="黃嘉欣", identity=NUMBER)

    events = list(AuditEvent.objects.filter(action="register_customer.refused").order_by("pk"))
    assert "黃嘉欣" in str(error) and "黃嘉欣" in str(many)
    assert not any("黃嘉欣" in str(event.details) for event in events)
    with translation.override("zh-hant"):
        told = [audit.sentence(event) for event in events]
    assert all("已在你名下" in line and customer.number in line for line in told[:2])
    assert "二至" in told[1] or "2" in told[1]
    assert am1.name in told[2]


def test_two_files_of_one_spelling_leave_the_survivor_no_paper_of_its_own_number(am1, dm1):
    first, second = (
        a_person(am1, "陳大文", "军字第1234567号", "military"),
        a_person(am1, "Chan", "E12345678", "passport"),
    )
    as_spelt = "军字1234567"
    Customer.objects.filter(pk=second.pk).update(
        identity_type="military",
        identity=Token(seal(as_spelt, f"customers.customer.identity:{second.uuid}")),
        identity_index=blind_index("older form", "customers.customer.identity"),
    )
    pair = LookAlike.objects.create(first=first, second=second, grounds=["paper"], status="same")
    merge = ask_merge(pair=pair, survivor=first, choices={}, reason="重複建檔", by=am1)

    confirm_merge(merge=merge, version=1, by=dm1)

    assert not first.identitypaper_rows.exists()


def test_a_renewed_pass_of_ten_digits_is_not_the_number_of_a_business(am1):
    company = register_customer(
        kind="company", name="台灣精密有限公司", identity="12345675", identity_type="taiwan_business", by=am1
    )

    assert list(Customer.objects.visible_to(am1).matching("1234567501")) == []
    assert list(Customer.objects.visible_to(am1).matching("12345675")) == [company]


def test_what_is_on_file_is_indexed_again_and_two_files_of_one_paper_are_asked_about(am1, department_a, migrate_step):
    kept = {"kind": "person", "account_manager": am1, "department": department_a, "identity_type": "military"}
    files = [
        CustomerFactory(**kept, identity=number) for number in ("军字第7654321号", "軍字第1234567號", "军字第1234568号")
    ]
    row = add_row(
        customer=files[0], kind="papers", values={"paper_type": "hk_macao_pass", "paper_number": "H1234567801"}, by=am1
    )
    for number, file in zip(("军字第7654321号", "軍字第1234567號", "军字1234567"), files, strict=True):
        as_spelt = blind_index(number, "customers.customer.identity")
        Customer.objects.filter(pk=file.pk).update(
            identity_index=as_spelt, identity=Token(seal(number, f"customers.customer.identity:{file.uuid}"))
        )
    IdentityPaper.objects.update(paper_number_index=blind_index("H1234567801", "customers.identitypaper.paper_number"))

    migrate_step("customers", "0006_one_form_a_paper", "index_again", until="0010_checks_of_merged_files")

    assert list(Customer.objects.with_identity("軍字7654321", "military")) == [files[0]]
    assert list(Customer.objects.with_identity("H12345678", "hk_macao_pass")) == [row.customer]
    pairs = [pair for pair in LookAlike.objects.all() if pair.is_of_one_paper]
    assert [(pair.first, pair.second, pair.status) for pair in pairs] == [(files[1], files[2], "open")]
