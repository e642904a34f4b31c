"""The sections and rows of a file: what they take, what they refuse, how complete they say it is, what goes grey."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import dates
from core.errors import InvalidInput, NotAllowed, Stale
from core.models import AuditEvent
from customers.models import BankAccount, Customer, Fact
from customers.services import (
    add_row,
    change_row,
    fill_section,
    measures_of,
    notices,
    register_customer,
    reveal_row,
    withdraw_row,
)
from tests.customers.test_services import COMPANY, PERSON
from tests.factories import CustomerFactory, actions_on

CARD = "6222021234567890128"
ACCOUNT = {"bank": "建設銀行長安支行", "account_number": CARD, "is_card": True, "usage": "repay"}
FACT = {"subject": "sales", "text": "前五大客戶占六成", "source_kind": "told", "source": "銷售經理"}


@pytest.fixture
def yongsheng(am1):
    return register_customer(by=am1, **COMPANY)


@pytest.fixture
def lihua(am1):
    return register_customer(by=am1, **PERSON)


def fill(customer, by, section, **values):
    return fill_section(customer=customer, section=section, version=customer.version, values=values, by=by)


def refused(call, error=InvalidInput, **values):
    with pytest.raises(error) as caught:
        call(**values)
    return caught.value


def test_a_section_is_filled_and_says_how_far_it_is(lihua, am1):
    fill(lihua, am1, "family", marital_status="married", children_count=0)

    lihua = Customer.objects.get(pk=lihua.pk)
    measure = measures_of(lihua)["family"]
    assert (measure.done, measure.asked, measure.missing) == (2, 4, ("marital_proof", "dependants_count"))
    assert lihua.version == 2
    assert actions_on(lihua)[-1] == "fill_section"


def test_an_old_version_of_a_section_is_refused(lihua, am1):
    fill(lihua, am1, "family", children_count=1)

    refused(fill_section, Stale, customer=lihua, section="family", version=1, values={"children_count": 2}, by=am1)


def test_only_the_owner_fills_a_file(lihua, am2, dm1):
    for somebody in (am2, dm1):
        refused(fill_section, NotAllowed, customer=lihua, section="family", version=1, values={}, by=somebody)
        refused(add_row, NotAllowed, customer=lihua, kind="accounts", values=ACCOUNT, by=somebody)


def test_who_referred_a_customer_is_named_only_to_whoever_may_open_that_file(lihua, am1, am3, enter):
    other = CustomerFactory(kind="company", name="東莞市恆達紙品有限公司", account_manager=am1)
    fill_section(
        customer=lihua, section="standing", version=1, values={"acquaintance": "referral", "referrer": other}, by=am1
    )
    Customer.objects.filter(pk=other.pk).update(
        account_manager=am3, department=am3.departments("account_manager").pop()
    )
    page = enter(am1).get(f"/customers/{lihua.number}/file/").content.decode()
    section = enter(am1).get(f"/customers/{lihua.number}/file/standing/").content.decode()
    told = enter(am1).get(f"/api/v1/customers/{lihua.number}/file/").json()["fields_known"]["referrer"]

    assert told is None
    for text in (page, section):
        assert other.name not in text and other.number not in text


@pytest.mark.parametrize(
    ("section", "values", "field"),
    [
        ("identity", {"sex": "male"}, "sex"),
        ("contact", {"phone_verified_on": date(2099, 1, 1)}, "phone_verified_on"),
        ("contact", {"phone_verified_on": date(2026, 1, 1)}, "phone"),
        ("standing", {"tax_residence": "China"}, "tax_residence"),
        ("standing", {"aml_risk": "terrible"}, "aml_risk"),
        ("standing", {"acquaintance": "referral"}, "referrer"),
        ("family", {"children_count": -1}, "children_count"),
        ("work", {"monthly_income": Decimal("-1")}, "monthly_income"),
        ("work", {"position": "長" * 61}, "position"),
        ("family", {"employer": "x"}, "section"),
        ("sites", {}, "section"),
    ],
)
def test_what_cannot_be_in_a_persons_section_is_refused_at_its_field(lihua, am1, section, values, field):
    error = refused(fill_section, customer=lihua, section=section, version=1, values=values, by=am1)

    assert error.field == field
    assert Customer.objects.get(pk=lihua.pk).version == 1


@pytest.mark.parametrize(
    ("section", "values", "fields"),
    [
        (
            "standing",
            {"tax_residence": "China", "aml_reviewed_on": date(2099, 1, 1), "acquaintance": "referral"},
            ["aml_reviewed_on", "tax_residence", "referrer"],
        ),
        (
            "contact",
            {"phone": "abc", "email": "nobody", "phone_verified_on": date(2099, 1, 1)},
            ["phone", "email", "phone_verified_on"],
        ),
        ("work", {"monthly_income": Decimal(-1), "position": "長" * 61}, ["monthly_income", "position"]),
        ("identity", {"birth_date": date(2099, 1, 1)}, ["birth_date"]),
    ],
)
def test_everything_wrong_with_a_section_is_said_at_once_and_of_each_field_once(lihua, am1, section, values, fields):
    error = refused(fill_section, customer=lihua, section=section, version=1, values=values, by=am1)

    assert [problem.field for problem in error.all] == fields


def test_everything_wrong_with_a_row_is_said_at_once(lihua, am1):
    values = {"part": "emergency", "person_name": "陳", "email": "nobody", "last_contact_on": date(2099, 1, 1)}

    error = refused(add_row, customer=lihua, kind="contacts", values=values, by=am1)

    assert {problem.field for problem in error.all} == {"phone", "relation", "email", "last_contact_on"}


def test_the_form_of_a_section_says_what_it_cannot_read_and_what_the_rules_refuse_together(lihua, am1, enter):
    url = reverse("customers:section", args=[lihua.number, "standing"])
    typed = {"version": 1, "tax_residence": "X1", "aml_reviewed_on": "2099-01-01", "acquaintance": "referral"}

    page = enter(am1).post(url, {**typed, "aml_risk": "terrible", "referrer": "nobody"})

    errors = page.context["form"].errors
    assert page.status_code == 422
    assert {name: len(said) for name, said in errors.items()} == dict.fromkeys(
        ("tax_residence", "aml_risk", "aml_reviewed_on", "referrer"), 1
    )


@pytest.mark.parametrize("values", [{}, {"tax_residence": "cn", "acquaintance": "walk_in"}])
def test_the_section_of_origin_and_due_diligence_is_saved_with_nobody_who_referred(lihua, am1, enter, values):
    url = reverse("customers:section", args=[lihua.number, "standing"])
    blank = dict.fromkeys(("tax_residence", "aml_risk", "aml_reviewed_on", "acquaintance", "referrer"), "")

    answer = enter(am1).post(url, {"version": 1, **blank, **values})

    lihua.refresh_from_db()
    assert answer.status_code == 302
    assert (lihua.tax_residence, lihua.referrer) == (values.get("tax_residence", "").upper(), None)


def test_a_phone_kept_in_a_section_is_removed_by_a_tick(lihua, am1, enter):
    url = reverse("customers:section", args=[lihua.number, "contact"])

    answer = enter(am1).post(url, {"version": 1, "phone": "", "remove_phone": "on"})

    lihua.refresh_from_db()
    assert (answer.status_code, lihua.phone) == (302, "")


def test_whoever_referred_is_named_by_number_and_taken_out_again(lihua, yongsheng, am1, enter):
    client, url = enter(am1), reverse("customers:section", args=[lihua.number, "standing"])

    client.post(url, {"version": 1, "acquaintance": "referral", "referrer": yongsheng.number})
    named = Customer.objects.get(pk=lihua.pk).referrer
    client.post(url, {"version": 2, "acquaintance": "walk_in", "referrer": ""})

    assert (named, Customer.objects.get(pk=lihua.pk).referrer) == (yongsheng, None)


def test_a_row_sent_twice_from_its_form_stands_once(lihua, am1, enter):
    client, url = enter(am1), reverse("customers:row-add", args=[lihua.number, "tags"])
    typed = {"word": "老客戶", "submission_key": "5b7f0f6e-9a0f-4b1e-8a56-7f7a7f8f0a12"}

    answers = [client.post(url, typed).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert lihua.tag_rows.count() == 1


def test_the_size_is_proposed_and_another_needs_its_reason(yongsheng, am1):
    figures = {"staff_count": 58, "yearly_turnover": Decimal(31_000_000), "industry_code": "3311"}
    fill(yongsheng, am1, "business", enterprise_size="", **figures)
    yongsheng = Customer.objects.get(pk=yongsheng.pk)

    error = refused(fill, customer=yongsheng, by=am1, section="business", enterprise_size="medium", size_reason="")

    assert yongsheng.company.enterprise_size == "small"
    assert (error.field, "Small" in str(error)) == ("size_reason", True)
    fill(yongsheng, am1, "business", enterprise_size="medium", size_reason="集團合併口徑")
    assert Customer.objects.get(pk=yongsheng.pk).company.enterprise_size == "medium"


def test_a_new_phone_is_no_longer_verified(yongsheng, am1):
    fill(yongsheng, am1, "contact", phone_verified_on=date(2026, 1, 5))
    yongsheng = Customer.objects.get(pk=yongsheng.pk)
    fill(yongsheng, am1, "contact", phone="13700001234")

    assert Customer.objects.get(pk=yongsheng.pk).phone_verified_on is None


def test_an_account_is_sealed_found_whole_and_shown_in_full_only_for_a_reason(lihua, am1):
    account = add_row(
        customer=lihua, kind="accounts", values={**ACCOUNT, "account_number": "6222 0212 3456 7890 128"}, by=am1
    )

    with connection.cursor() as cursor:
        cursor.execute("SELECT account_number FROM customers_bankaccount")
        stored = cursor.fetchone()[0]
    shown = reveal_row(
        customer=lihua, kind="accounts", uuid=account.uuid, field="account_number", reason="核對", by=am1
    )
    assert CARD not in stored and stored.startswith("v1:")
    assert shown == CARD
    assert AuditEvent.objects.latest("sequence").details == {"field": "accounts.account_number", "reason": "核對"}
    assert Customer.objects.matching(CARD).get() == lihua


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        ("accounts", {**ACCOUNT, "account_number": "6222021234567890127"}, "account_number"),
        ("accounts", {**ACCOUNT, "account_number": "<b>"}, "account_number"),
        ("accounts", {**ACCOUNT, "usage": "gamble"}, "usage"),
        ("accounts", {**ACCOUNT, "is_basic": True}, "is_basic"),
        ("papers", {"paper_type": "passport", "paper_number": "!"}, "paper_number"),
        ("papers", {"paper_type": "hk_macao_pass", "paper_number": "X12345678"}, "paper_number"),
        ("papers", {"paper_type": "taiwan_id", "paper_number": "A123456788"}, "paper_number"),
        ("papers", {"paper_type": "resident_id", "paper_number": "11010519491231002X"}, "paper_number"),
        ("contacts", {"part": "emergency", "person_name": "陳先生", "relation": "兄"}, "phone"),
        ("contacts", {"part": "key_person", "person_name": "陳先生"}, "part"),
        ("incomes", {"year": 2099, "income_source": "rent", "amount": Decimal(1)}, "year"),
        ("incomes", {"year": 2025, "income_source": "rent", "amount": Decimal(-1)}, "amount"),
        ("addresses", {"place": "living", "address": "東" * 301}, "address"),
        ("addresses", {"place": "moon", "address": "東莞"}, "place"),
        ("facts", {**FACT, "as_of": date(2099, 1, 1)}, "as_of"),
        ("facts", {**FACT, "as_of": None}, "as_of"),
        ("sites", {"site_use": "office"}, "kind"),
        ("nothing", {}, "kind"),
    ],
)
def test_a_row_that_cannot_be_is_refused_at_its_field(lihua, am1, kind, values, field):
    error = refused(add_row, customer=lihua, kind=kind, values=values, by=am1)

    assert error.field == field


@pytest.mark.parametrize(
    ("day", "sentence"), [(date(2099, 1, 1), "has not come yet"), (date(1899, 1, 1), "cannot be meant")]
)
def test_a_day_that_should_lie_behind_us_says_what_is_wrong_with_it(lihua, am1, day, sentence):
    error = refused(add_row, customer=lihua, kind="facts", values={**FACT, "as_of": day}, by=am1)

    assert (error.field, sentence in str(error)) == ("as_of", True)


def test_the_same_submission_adds_one_row(lihua, am1):
    key = "5b7f0f6e-9a0f-4b1e-8a56-7f7a7f8f0a11"

    rows = {add_row(customer=lihua, kind="accounts", values=ACCOUNT, submission_key=key, by=am1).pk for _ in range(2)}

    assert rows == set(BankAccount.objects.values_list("pk", flat=True))


def test_a_row_is_changed_under_its_version_and_withdrawn_with_a_reason(lihua, am1):
    row = add_row(customer=lihua, kind="accounts", values=ACCOUNT, by=am1)
    same = {"customer": lihua, "kind": "accounts", "uuid": row.uuid, "by": am1}

    change_row(**same, version=1, values={"bank": "農業銀行"})
    refused(change_row, Stale, **same, version=1, values={"bank": "工商銀行"})
    refused(withdraw_row, **same, version=2, reason=" ")
    withdraw_row(**same, version=2, reason="帳戶已銷")

    row.refresh_from_db()
    assert (row.bank, row.account_number, row.withdrawn_reason) == ("農業銀行", CARD, "帳戶已銷")
    assert not Customer.objects.matching(CARD).exists()
    refused(change_row, Stale, **same, version=3, values={})


def test_a_row_sent_again_unchanged_keeps_its_version_and_leaves_no_event(lihua, am1):
    row = add_row(customer=lihua, kind="accounts", values=ACCOUNT, by=am1)
    same = {"customer": lihua, "kind": "accounts", "uuid": row.uuid, "by": am1}

    again = change_row(**same, version=1, values=ACCOUNT)

    assert (again.pk, again.version) == (row.pk, 1)
    assert not AuditEvent.objects.filter(action="change_row").exists()
    refused(change_row, Stale, **same, version=2, values=ACCOUNT)


def test_the_dossier_shows_seven_kinds_each_with_date_and_source_and_old_ones_grey_L13_3_2(yongsheng, am1, enter):
    today = dates.today()
    for subject in Fact.Subject.values:
        add_row(customer=yongsheng, kind="facts", values={**FACT, "subject": subject, "as_of": today}, by=am1)
    add_row(
        customer=yongsheng, kind="facts", values={**FACT, "text": "兩年前的客戶", "as_of": date(2024, 1, 5)}, by=am1
    )

    page = enter(am1).get(reverse("customers:file", args=[yongsheng.number]))

    subjects = page.context["sections"][-1]["knowledge"]["subjects"]
    assert [len(entry["facts"]) for entry in subjects] == [1, 1, 2, 1, 1, 1, 1]
    assert all(fact["as_of"] and fact["source"] for entry in subjects for fact in entry["facts"])
    assert [fact["is_old"] for fact in subjects[2]["facts"]] == [False, True]
    assert 'class="ld-fact is-old"' in page.content.decode()
    assert page.context["sections"][-1]["measure"].done == 7


def test_the_decision_maker_influencer_and_user_stand_with_attitude_and_last_contact_L15_1(yongsheng, am1, enter):
    for influence in ("decision_maker", "influencer", "user"):
        values = {"part": "key_person", "person_name": f"{influence}氏", "influence": influence}
        values |= {"attitude": "supportive", "last_contact_on": date(2026, 1, 5)}
        add_row(customer=yongsheng, kind="contacts", values=values, by=am1)

    text = enter(am1).get(reverse("customers:file", args=[yongsheng.number])).content.decode()

    assert [word in text for word in ("Decision maker", "Influencer", "User", "Supportive", "2026-01-05")] == [True] * 5


def test_papers_that_end_are_told_on_every_page_of_the_file(lihua, am1, enter):
    paper = {"paper_type": "passport", "paper_number": "E12345678"}
    for days in (-3, 20, 400):
        until = dates.today() + timedelta(days=days)
        add_row(customer=lihua, kind="papers", values={**paper, "valid_until": until}, by=am1)

    said = notices(lihua, am1)

    assert [entry["tone"] for entry in said] == ["is-late", "is-warn"]
    assert "Passport" in enter(am1).get(reverse("customers:detail", args=[lihua.number])).content.decode()


@pytest.mark.parametrize(
    ("days", "is_lacking", "mark"), [(-1, True, "Expired on"), (0, False, "Runs out on"), (400, False, None)]
)
def test_an_identity_paper_out_of_date_is_asked_for_again_and_marked(lihua, am1, enter, days, is_lacking, mark):
    until = dates.today() + timedelta(days=days)
    values = {"paper_type": "passport", "paper_number": "E12345678", "valid_until": until}
    add_row(customer=lihua, kind="papers", values=values, by=am1)

    text = enter(am1).get(reverse("customers:file", args=[lihua.number])).content.decode()

    assert ("papers" in measures_of(lihua)["identity"].missing) is is_lacking
    assert [words for words in ("Expired on", "Runs out on") if f"{words} {until}" in text] == ([mark] if mark else [])


def test_an_identity_paper_typed_with_the_last_day_of_those_without_end_is_called_unlimited(lihua, am1, enter):
    values = {"paper_type": "passport", "paper_number": "E12345678", "valid_until": dates.UNLIMITED}
    add_row(customer=lihua, kind="papers", values=values, by=am1)

    text = enter(am1).get(reverse("customers:file", args=[lihua.number])).content.decode()

    assert "unlimited" in text and "2099" not in text


def test_one_paper_that_is_valid_is_enough_beside_one_that_is_not(lihua, am1):
    for days in (-1, 400):
        values = {"paper_type": "passport", "paper_number": "E12345678"}
        add_row(
            customer=lihua,
            kind="papers",
            values={**values, "valid_until": dates.today() + timedelta(days=days)},
            by=am1,
        )

    assert "papers" not in measures_of(lihua)["identity"].missing


def test_a_business_licence_out_of_date_is_asked_for_again(yongsheng, am1):
    fill(yongsheng, am1, "identity", licence_until=dates.today() - timedelta(days=1))
    missing = measures_of(Customer.objects.get(pk=yongsheng.pk))["identity"].missing

    fill(Customer.objects.get(pk=yongsheng.pk), am1, "identity", licence_until=dates.today())
    later = measures_of(Customer.objects.get(pk=yongsheng.pk))["identity"].missing

    assert ("licence_until" in missing, "licence_until" in later) == (True, False)


def test_the_risk_is_reviewed_sooner_the_higher_it_is(lihua, am1):
    fill(lihua, am1, "standing", aml_risk="high", aml_reviewed_on=dates.today() - timedelta(days=360))

    assert [entry["tone"] for entry in notices(Customer.objects.get(pk=lihua.pk), am1)] == ["is-warn"]


def test_the_page_costs_the_same_for_three_rows_and_for_thirty(yongsheng, am1, enter):
    client, url = enter(am1), reverse("customers:file", args=[yongsheng.number])

    def cost(rows: int) -> int:
        for place in range(rows):
            add_row(customer=yongsheng, kind="tags", values={"word": f"標籤{rows}-{place}"}, by=am1)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    cost(1)
    assert cost(3) == cost(30) <= 30


def test_a_form_keeps_what_was_typed_and_a_masked_field_left_empty_stays(lihua, am1, enter):
    row = add_row(customer=lihua, kind="accounts", values=ACCOUNT, by=am1)
    client, url = enter(am1), reverse("customers:row", args=[lihua.number, "accounts", row.uuid])

    wrong = client.post(url, {"version": 1, "bank": "", "usage": "repay"})
    right = client.post(url, {"version": 1, "bank": "農業銀行", "usage": "both", "is_card": "on"})

    row.refresh_from_db()
    assert (wrong.status_code, right.status_code) == (422, 302)
    assert (row.account_number, row.bank) == (CARD, "農業銀行")


def test_a_foreigner_is_registered_under_the_passport_and_says_the_birth_date_himself(am1):
    values = {"kind": "person", "name": "Smith", "identity": "e1234 5678", "identity_type": "passport"}

    customer = register_customer(by=am1, **values, details={"birth_date": date(1980, 2, 3)})

    assert (customer.identity, customer.identity_type, customer.person.birth_date) == (
        "E12345678",
        "passport",
        date(1980, 2, 3),
    )


def test_a_company_has_no_passport(am1):
    error = refused(register_customer, by=am1, **{**COMPANY, "identity_type": "passport"})

    assert error.field == "identity_type"
