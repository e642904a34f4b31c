"""The pages of customers: who may open them, what they refuse, and what they cost."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import AuditEvent
from customers.models import Customer, FinancialStatement
from customers.services import register_customer, save_statement
from tests.cases.yongsheng import YEAR_2024, YEAR_2025
from tests.customers.test_services import COMPANY, PERSON, statement_of
from tests.factories import CustomerFactory

TYPED = {
    "kind": "company",
    "name": "永盛精密五金有限公司",
    "identity": "91990100MA9YR001XY",
    "phone": "138 0000 0012",
    "language": "zh-hant",
    "founded_on": "2014年5月8日",
    "registered_capital": "1,000萬",
    "submission_key": "0b0e6e0a-6f0e-4c7b-9a57-0b7a5f1f2a10",
}


@pytest.fixture
def yongsheng(am1):
    return register_customer(by=am1, **COMPANY)


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def pages(customer) -> dict[str, str]:
    return {
        "list": reverse("customers:list"),
        "new": reverse("customers:new"),
        "detail": reverse("customers:detail", args=[customer.number]),
        "edit": reverse("customers:edit", args=[customer.number]),
        "statement": reverse("customers:statement", args=[customer.number, 2025]),
    }


MATRIX = {
    "am1": {"list": 200, "new": 200, "detail": 200, "edit": 200, "statement": 200},
    "am2": {"list": 200, "new": 200, "detail": 404, "edit": 404, "statement": 404},
    "am3": {"list": 200, "new": 200, "detail": 404, "edit": 404, "statement": 404},
    "dm1": {"list": 200, "new": 403, "detail": 200, "edit": 403, "statement": 200},
    "dm2": {"list": 200, "new": 403, "detail": 404, "edit": 404, "statement": 404},
    "risk1": {"list": 200, "new": 403, "detail": 404, "edit": 404, "statement": 404},
    "finance1": {"list": 200, "new": 403, "detail": 404, "edit": 404, "statement": 404},
    "auditor": {"list": 200, "new": 403, "detail": 200, "edit": 403, "statement": 200},
    "admin": {"list": 200, "new": 403, "detail": 404, "edit": 404, "statement": 404},
}


@pytest.mark.parametrize("who", MATRIX)
def test_each_page_opens_for_those_it_is_for(request, enter, yongsheng, am1, who):
    statement_of(yongsheng, am1)
    client = enter(request.getfixturevalue(who))

    answers = {name: client.get(url).status_code for name, url in pages(yongsheng).items()}

    assert answers == MATRIX[who]


def test_nobody_sees_a_page_before_signing_in(client, yongsheng):
    answers = {client.get(url).status_code for url in pages(yongsheng).values()}

    assert answers == {302}


def test_a_company_is_registered_from_the_page(enter, am1):
    answer = enter(am1).post(reverse("customers:new"), TYPED)

    customer = Customer.objects.get()
    assert answer.url == reverse("customers:detail", args=[customer.number])
    assert customer.company.registered_capital == Decimal(10_000_000)


def test_a_double_click_registers_once_and_both_arrive(enter, am1):
    client = enter(am1)

    answers = [client.post(reverse("customers:new"), TYPED) for _ in range(2)]

    assert {answer.status_code for answer in answers} == {302}
    assert Customer.objects.count() == 1


def test_everything_wrong_with_a_registration_is_said_in_one_round(enter, am1, english):
    bad = {"name": "永", "identity": TYPED["identity"][:-1], "phone": "12", "founded_on": "2999-01-01"}

    answer = enter(am1).post(reverse("customers:new"), {**TYPED, **bad, "industry_code": "33", "staff_count": "many"})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {*bad, "industry_code", "staff_count"}
    assert all(len(sentences) == 1 for sentences in answer.context["form"].errors.values())
    assert not Customer.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("identity", "91990100MA9YR001XX"),
        ("identity", "９" * 39),
        ("name", "永" * 10_000),
        ("phone", "<script>"),
        ("email", "nobody"),
        ("founded_on", "2014-02-30"),
        ("founded_on", "2099-01-01"),
        ("founded_on", "yesterday"),
        ("registered_capital", "-5"),
        ("registered_capital", "NaN"),
        ("registered_capital", "1e999"),
        ("registered_capital", "9" * 10_000),
        ("staff_count", "2.5"),
        ("staff_count", "-1"),
        ("industry_code", "abcd"),
        ("language", "kl"),
    ],
)
def test_bad_input_is_told_at_its_field_keeps_the_rest_and_changes_nothing(enter, am1, field, typed):
    answer = enter(am1).post(reverse("customers:new"), {**TYPED, field: typed})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert len(answer.context["form"].errors[field]) == 1
    assert answer.context["form"]["phone" if field != "phone" else "name"].value()
    assert not Customer.objects.exists()


def test_all_that_is_wrong_is_told_at_once(enter, am1):
    wrong = {**TYPED, "name": "", "identity": "1", "founded_on": "x", "registered_capital": "y"}

    answer = enter(am1).post(reverse("customers:new"), wrong)

    assert sorted(answer.context["form"].errors) == ["founded_on", "identity", "name", "registered_capital"]


def test_a_duplicate_names_its_owner_and_keeps_what_was_typed(enter, yongsheng, am1, am3):
    answer = enter(am3).post(reverse("customers:new"), {**TYPED, "name": "別的名字", "submission_key": ""})

    assert answer.status_code == 422
    answer = enter(am3).post(reverse("customers:new"), {**TYPED, "name": "別的名字"})
    assert am1.name in text_of(answer)
    assert 'value="別的名字"' in text_of(answer)
    assert Customer.objects.count() == 1


def test_the_check_beside_the_form_says_the_last_character_and_who_keeps_the_code(enter, yongsheng, am1, am3):
    client, url = enter(am3), reverse("customers:check")

    wrong = text_of(client.post(url, {"kind": "company", "identity": "91990100MA9YR001XX"}))
    kept = text_of(client.post(url, {"kind": "company", "identity": "91990100ma9yr001xy", "name": yongsheng.name}))

    assert "it should be Y" in wrong
    assert am1.name in kept
    assert Customer.objects.count() == 1


def test_a_person_is_registered_and_the_check_reads_the_birth_date(enter, am1):
    client = enter(am1)

    check = text_of(client.post(reverse("customers:check"), {"kind": "person", "identity": PERSON["identity"]}))
    typed = {
        **TYPED,
        "kind": "person",
        "name": "陳麗華",
        "identity": PERSON["identity"],
        "monthly_income": "２．９４萬",
    }
    client.post(reverse("customers:new"), typed)

    assert "1984-03-12" in check
    assert Customer.objects.get().person.monthly_income == Decimal("29400.00")


def test_the_page_shows_identifiers_by_their_ends_only(enter, yongsheng, auditor):
    page = text_of(enter(auditor).get(reverse("customers:detail", args=[yongsheng.number])))

    assert "91990100MA9YR001XY" not in page
    assert "13800000012" not in page
    assert "/reveal/" not in page


def test_a_reveal_shows_the_value_once_and_is_recorded(enter, yongsheng, dm1):
    url = reverse("customers:reveal", args=[yongsheng.number, "identity"])

    answer = enter(dm1).post(url, {"reason": "核對營業執照"}, headers={"HX-Request": "true"})

    assert "91990100MA9YR001XY" in text_of(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    assert AuditEvent.objects.filter(action="reveal_identity", actor=dm1).count() == 1


def test_a_reveal_by_address_alone_is_no_reveal(enter, yongsheng, am1, auditor):
    url = reverse("customers:reveal", args=[yongsheng.number, "identity"])

    assert enter(am1).get(url).status_code == 405
    assert enter(am1).post(url, {"reason": ""}).status_code == 400
    assert enter(auditor).post(url, {"reason": "核對營業執照"}).status_code == 403


def test_a_file_is_changed_and_what_is_masked_stays_when_left_empty(enter, yongsheng, am1):
    client, url = enter(am1), reverse("customers:edit", args=[yongsheng.number])
    typed = {"name": "永盛五金", "language": "en", "staff_count": "86", "version": "1", "founded_on": "2014-05-08"}

    answer = client.post(url, typed)

    yongsheng.refresh_from_db()
    assert answer.status_code == 302
    assert (yongsheng.name, yongsheng.phone, yongsheng.company.staff_count) == ("永盛五金", "13800000012", 86)


@pytest.mark.parametrize("name", ["phone", "email", "address"])
def test_what_is_kept_masked_is_removed_by_a_tick_and_the_removal_stands_in_the_trail(enter, am1, name):
    kept = {"phone": "13800000012", "email": "ys@customer.example", "address": "东莞市虎门镇连升路88号"}
    customer = register_customer(by=am1, **{**COMPANY, **kept})
    url = reverse("customers:edit", args=[customer.number])
    typed = {**TYPED, "version": "1", "phone": "", f"remove_{name}": "on"}

    assert f'name="remove_{name}"' in enter(am1).get(url).content.decode()
    answer = enter(am1).post(url, typed)

    fresh = Customer.objects.get()
    assert (answer.status_code, getattr(fresh, name), getattr(fresh, f"{name}_index", "")) == (302, "", "")
    assert [getattr(fresh, other) for other in kept if other != name] == [
        kept[other] for other in kept if other != name
    ]
    event = AuditEvent.objects.get(action="update_customer")
    assert name in event.details["fields"] and kept[name] not in str(event.details)
    assert not (set(kept) - {name}) & set(event.details["fields"])
    assert f'name="remove_{name}"' not in enter(am1).get(url).content.decode()


def test_something_new_and_a_removal_at_once_is_asked_about(enter, yongsheng, am1):
    url = reverse("customers:edit", args=[yongsheng.number])

    answer = enter(am1).post(url, {**TYPED, "version": "1", "phone": "13900000034", "remove_phone": "on"})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["remove_phone"])
    assert Customer.objects.get().phone == yongsheng.phone


def test_a_stale_form_keeps_what_was_typed_and_changes_nothing(enter, yongsheng, am1):
    client, url = enter(am1), reverse("customers:edit", args=[yongsheng.number])
    client.post(url, {"name": "甲公司", "language": "en", "version": "1"})

    answer = client.post(url, {"name": "乙公司", "language": "en", "version": "1"})

    assert answer.status_code == 422
    assert 'value="乙公司"' in text_of(answer)
    assert "What you typed is still here" in text_of(answer)
    assert Customer.objects.get().name == "甲公司"


def test_the_form_of_a_file_says_which_character_no_document_can_print(enter, yongsheng, am1):
    client, url = enter(am1), reverse("customers:edit", args=[yongsheng.number])
    typed = {"name": "永𠮷五金", "language": "zh-hant", "version": yongsheng.version}

    checks = [text_of(client.post(reverse("customers:check"), {"is_file": "1", **typed}))]
    before = text_of(client.get(url))
    client.post(url, typed)
    checks.append(text_of(client.get(url)))

    assert all("cannot print “𠮷”" in check for check in checks)
    assert "cannot print" not in before and "documents can print it" in before


def test_after_the_warning_the_same_form_can_be_saved(enter, yongsheng, am1):
    client, url = enter(am1), reverse("customers:edit", args=[yongsheng.number])
    body = {"name": "永盛五金", "language": "zh-hant", "version": yongsheng.version}
    client.post(url, {**body, "name": "永盛集團"})

    warned = client.post(url, body)
    saved = client.post(url, {**body, "version": warned.context["form"]["version"].value()})

    yongsheng.refresh_from_db()
    assert (warned.status_code, saved.status_code) == (422, 302)
    assert yongsheng.name == "永盛五金"


def in_wan(values) -> dict:
    return {code: f"{amount / 10_000:f}" for code, amount in values.items()}


def test_a_statement_is_typed_in_ten_thousands_and_kept_in_yuan(enter, yongsheng, am1):
    url = reverse("customers:statement", args=[yongsheng.number, 2025])

    answer = enter(am1).post(url, {**in_wan(YEAR_2025), "unit": "wan", "is_audited": "on", "version": ""})

    assert answer.status_code == 302
    assert FinancialStatement.objects.get().values() == YEAR_2025


def test_a_statement_that_does_not_add_up_says_all_and_keeps_what_was_typed(enter, yongsheng, am1):
    save_statement(
        customer=yongsheng, period_end=date(2024, 12, 31), is_audited=True, values=YEAR_2024,
        version=None, by=am1,
    )  # fmt: skip
    url = reverse("customers:statement", args=[yongsheng.number, 2025])
    typed = {**in_wan(YEAR_2025), "cash": "216", "total_assets": "2825", "unit": "wan", "version": ""}

    answer = enter(am1).post(url, typed)

    assert answer.status_code == 422
    assert len(answer.context["form"].non_field_errors()) == 4
    assert answer.context["form"]["cash"].value() == "216"
    assert FinancialStatement.objects.count() == 1


@pytest.mark.parametrize("typed", ["NaN", "1e999", "-5", "1.001", "9" * 10_000, "abc", "0x10", "∞"])
def test_absurd_amounts_of_a_statement_are_told_at_their_line(enter, yongsheng, am1, typed):
    url = reverse("customers:statement", args=[yongsheng.number, 2025])

    answer = enter(am1).post(url, {"cash": typed, "unit": "yuan", "version": ""})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["cash"]
    assert not FinancialStatement.objects.exists()


@pytest.mark.parametrize(("typed", "kept"), [("-3萬", -30000), ("(3萬)", -30000), ("－30,000", -30000), ("2.5", 2.5)])
def test_a_loss_may_be_written_with_a_sign_or_in_brackets(enter, yongsheng, am1, typed, kept):
    url = reverse("customers:statement", args=[yongsheng.number, 2025])

    enter(am1).post(url, {"non_operating_net": typed, "unit": "yuan", "version": ""})

    assert FinancialStatement.objects.get().values() == {"non_operating_net": Decimal(str(kept))}


def test_the_totals_beside_the_form_keep_nothing(enter, yongsheng, am1):
    url = reverse("customers:statement", args=[yongsheng.number, 2025])

    answer = enter(am1).post(
        url, {"cash": "3", "unit": "wan", "revenue": "x", "version": ""}, headers={"HX-Request": "true"}
    )

    assert "0.03" in text_of(answer)
    assert not FinancialStatement.objects.exists()


@pytest.mark.parametrize("year", [1800, 2999])
def test_a_year_that_cannot_be_is_not_found(enter, yongsheng, am1, year):
    assert enter(am1).get(reverse("customers:statement", args=[yongsheng.number, year])).status_code == 404


def test_the_page_of_a_customer_shows_totals_and_checks(enter, yongsheng, am1, auditor):
    statement_of(yongsheng, am1)

    page = text_of(enter(auditor).get(reverse("customers:detail", args=[yongsheng.number])))

    assert "28.25" in page  # total assets, in millions
    assert "adds up" in page


def count_queries(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("who", ["am1", "dm1", "auditor"])
def test_the_list_costs_the_same_for_three_rows_and_for_sixty(request, enter, am1, department_a, who):
    client, url = enter(request.getfixturevalue(who)), reverse("customers:list")
    CustomerFactory.create_batch(3, account_manager=am1, department=department_a)
    few = count_queries(client, url)
    CustomerFactory.create_batch(57, account_manager=am1, department=department_a)

    many = count_queries(client, url)

    assert many == few <= 12


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "永盛"}, 1),
        ({"q": "精密五金"}, 1),
        ({"q": "01XY"}, 1),
        ({"q": "沒有"}, 0),
        ({"kind": "person"}, 0),
        ({"kind": "company", "sort": "-nonsense", "page": "9999"}, 1),
        ({"q": "%' OR 1=1 --"}, 0),
        ({"q": "x" * 200}, 0),
    ],
)
def test_the_list_finds_by_name_and_tail_and_ignores_nonsense(enter, yongsheng, am1, query, found):
    answer = enter(am1).get(reverse("customers:list"), query)

    assert answer.status_code == 200
    assert len(answer.context["table"].rows) == found


@pytest.mark.parametrize("number", ["91990100MA9YR001XY", "13800000012"])
def test_the_list_finds_by_a_whole_code_or_phone_that_is_posted(enter, yongsheng, am1, number):
    answer = enter(am1).post(reverse("customers:list"), {"q": number})

    assert len(answer.context["table"].rows) == 1


def test_a_name_is_found_in_either_script(enter, am1):
    register_customer(by=am1, **{**COMPANY, "name": "广联贸易有限公司"})

    answer = enter(am1).get(reverse("customers:list"), {"q": "廣聯貿易"})

    assert len(answer.context["table"].rows) == 1


def test_a_name_with_a_character_that_documents_cannot_print_is_warned_of_and_kept(enter, am1):
    client = enter(am1)

    check = text_of(client.post(reverse("customers:check"), {"kind": "person", "name": "林𠮷祥"}))
    client.post(reverse("customers:new"), {**TYPED, "kind": "person", "name": "林𠮷祥", "identity": PERSON["identity"]})

    assert "cannot print “𠮷”" in check
    assert Customer.objects.get().name == "林𠮷祥"
