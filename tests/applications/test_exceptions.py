"""Eligibility on a case: hard rules block, soft ones ask for an exception that travels with it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from applications import facts, services
from applications.facts import ELIGIBILITY_FACTS, FactProvider, judge
from applications.models import Application, EligibilityCheck, EligibilityException, Exclusion, ProductVersion
from applications.providers import case_page, lacks
from applications.providers.of_customer import products_of_interest
from applications.rules import submission_lacks
from applications.states import Status
from applications.views.eligibility import eligibility_of
from core import dates
from core.errors import InvalidInput, Missing, NotAllowed
from core.models import AuditEvent
from customers.models import PersonDetails
from tests.applications.test_services import COMPLETE
from tests.customers.test_screening import clear
from tests.factories import CustomerFactory, actions_on

pytestmark = pytest.mark.django_db
REASON = "前身為同址個體戶，經營已滿四年，已核對租約"


@pytest.fixture
def draft(am1, department_a):
    """A complete draft of a company that was founded a month ago."""
    services.install_products()
    customer = CustomerFactory(account_manager=am1, department=department_a)
    from customers.models import CompanyDetails

    CompanyDetails.objects.create(customer=customer, founded_on=dates.today() - timedelta(days=40))
    product = ProductVersion.objects.get(product__code="working_capital")
    return services.open_application(customer=customer, product_version=product, by=am1, **COMPLETE)


def points(application) -> list[str]:
    return [str(sentence) for field, sentence in submission_lacks(application) if field == "eligibility"]


def test_a_soft_rule_that_fails_is_missing_until_its_exception_is_written(draft, am1):
    clear(draft, am1)
    with pytest.raises(Missing) as refusal:
        services.submit_application(application=draft, by=am1)
    assert len(refusal.value.points) == 1 and "Time in business" in str(refusal.value.points[0])

    services.write_exception(application=draft, rule="operating", reason=REASON, by=am1)
    submitted = services.submit_application(application=draft, by=am1)

    assert submitted.status == Status.SUBMITTED
    results = {row["rule"]: row for row in EligibilityCheck.objects.get(application=draft).results}
    assert (results["operating"]["outcome"], results["operating"]["exception"]) == ("fails", REASON)
    assert ["eligible_operating_months", "12"] in results["operating"]["limits"]


def explained(draft, am1, purpose):
    """Submitted with a word of the list in its purpose, and the words of the account manager about it."""
    clear(draft, am1)
    services.save_draft(application=draft, by=am1, purpose=purpose)
    for rule in ("operating", "purpose"):
        services.write_exception(application=draft, rule=rule, reason=REASON, by=am1)
    return services.submit_application(application=draft, by=am1)


@pytest.mark.parametrize(
    "purpose",
    [
        "購入設備，餘款用於炒股與期貨交易",
        "购入设备，余款用于炒股，期货交易",
        "余款转贷给亲戚的公司",
        "購入設備，餘款作 ｓｔｏｃｋ　ｔｒａｄｉｎｇ 之用",
        "Machines from a listed maker, and Shares of it",
        "購買賭廳籌碼及設備一批",
        "購入沿街商鋪，待升值後轉手",
        "入股某精密五金有限公司",
        "增資全資子公司以擴大經營",
        "支付購房首付款一百萬元",
        "買樓花賺差價，三個月後轉手",
        "投資買房等升值後再出售",
        "償還在澳門欠下的賭債一筆",
        "買基金一百萬元，按月定投",
        "借給親戚週轉三個月後收回",
    ],
)
def test_a_word_of_the_list_blocks_in_either_script_until_it_is_explained(draft, am1, purpose):
    services.save_draft(application=draft, by=am1, purpose=purpose)
    with pytest.raises(Missing) as refusal:
        services.submit_application(application=draft, by=am1)
    assert any("not lent for" in str(point) for point in refusal.value.points)

    services.write_exception(application=draft, rule="purpose", reason=REASON, by=am1)

    assert not any("not lent for" in point for point in points(draft))


def test_an_explanation_holds_for_the_wording_it_was_written_about(draft, am1):
    services.save_draft(application=draft, by=am1, purpose="不用於炒股，購買冷軋鋼板一百噸")
    services.write_exception(application=draft, rule="purpose", reason=REASON, by=am1)

    services.save_draft(application=draft, by=am1, purpose="餘款用於炒股，購買冷軋鋼板一百噸")
    draft.refresh_from_db()

    assert any("炒股" in point for point in points(draft))
    assert eligibility_of(am1, draft)["exceptions"] == []


@pytest.mark.parametrize(
    "purpose", ["不用於炒股，購買原料一百噸", "向賭場供應餐飲設備一批", "采购炒股机软件開發用伺服器"]
)
def test_the_department_manager_agrees_with_the_explanation_or_does_not_accept(enter, draft, am1, am2, dm1, purpose):
    explained(draft, am1, purpose)
    assigned = {"second_investigator": am2, "deadline": dates.add_working_days(dates.today(), 10)}
    page = enter(dm1).get(reverse("desk:case", args=[draft.number])).content.decode()

    with pytest.raises(InvalidInput) as refusal:
        services.accept_application(application=draft, by=dm1, **assigned)
    services.accept_application(application=draft, purpose_agreed=True, by=dm1, **assigned)

    draft.refresh_from_db()
    assert REASON in page and 'name="purpose_agreed"' in page
    assert (refusal.value.field, draft.status) == ("purpose_agreed", Status.ACCEPTED)
    assert AuditEvent.objects.filter(action="accept_application").get().details["purpose_agreed"] == REASON


def test_nothing_is_asked_about_a_plain_purpose_at_acceptance(enter, draft, am1, dm1):
    clear(draft, am1)
    services.write_exception(application=draft, rule="operating", reason=REASON, by=am1)
    services.submit_application(application=draft, by=am1)

    page = enter(dm1).get(reverse("desk:case", args=[draft.number])).content.decode()

    assert 'name="purpose_agreed"' not in page and "Not known yet, and needed" in page
    assert "Debt ratio" in page.split("Not known yet, and needed")[1][:200]


@pytest.mark.parametrize("purpose", ["週轉", "資金周轉及日常經營", "買鋼材"])
def test_a_purpose_that_is_too_general_passes_no_rule_either(draft, am1, purpose):
    services.save_draft(application=draft, by=am1, purpose=purpose)
    draft.refresh_from_db()

    answer = next(entry for entry in judge(draft) if entry.result.rule == "purpose")

    assert (answer.result.outcome, answer.result.lacks) == ("unknown", ("is_specific",))
    assert "purpose" in dict(submission_lacks(draft))


def test_a_soft_rule_nobody_can_answer_holds_the_report_until_it_is_known_or_excepted(draft, am1, am2, dm1):
    clear(draft, am1)
    services.write_exception(application=draft, rule="operating", reason=REASON, by=am1)
    services.submit_application(application=draft, by=am1)
    services.accept_application(
        application=draft, second_investigator=am2, deadline=dates.add_working_days(dates.today(), 10), by=dm1
    )
    draft.refresh_from_db()
    owed = [str(lack.what) for lack in lacks(draft)]

    services.write_exception(application=draft, rule="debt_ratio", reason=REASON, by=am1)

    assert "Debt ratio" in owed
    assert "Debt ratio" not in [str(lack.what) for lack in lacks(draft)]


def test_a_persons_time_in_business_is_the_time_in_the_work(am1, department_a):
    person = CustomerFactory(account_manager=am1, department=department_a, kind="person")
    PersonDetails.objects.create(customer=person, employed_since=dates.today() - timedelta(days=800))

    assert facts.of_file(Application(customer=person))["operating_months"] == 26


@pytest.mark.parametrize(("rule", "said"), [("insider", "is met"), ("enforcement", "not known yet")])
def test_the_refusal_of_an_exception_says_how_the_rule_stands(draft, am1, rule, said):
    with pytest.raises(InvalidInput, match=said):
        services.write_exception(application=draft, rule=rule, reason=REASON, by=am1)


@pytest.mark.parametrize(
    ("rule", "reason", "field"),
    [
        ("operating", "短", "reason"),
        ("operating", "長" * 501, "reason"),
        ("enforcement", REASON, "rule"),
        ("nonsense", REASON, "rule"),
    ],
)
def test_an_exception_without_cause_or_reason_is_refused(draft, am1, rule, reason, field):
    with pytest.raises(InvalidInput) as refusal:
        services.write_exception(application=draft, rule=rule, reason=reason, by=am1)

    assert refusal.value.field == field


@pytest.mark.parametrize("who", ["am2", "dm1", "risk1", "finance1", "auditor", "admin"])
def test_nobody_else_writes_an_exception(request, draft, who):
    with pytest.raises(NotAllowed):
        services.write_exception(application=draft, rule="operating", reason=REASON, by=request.getfixturevalue(who))


def test_an_exception_is_rewritten_by_a_later_one_and_both_are_kept(draft, am1):
    services.write_exception(application=draft, rule="operating", reason=REASON, by=am1)
    services.write_exception(application=draft, rule="operating", reason=f"{REASON}，另附流水", by=am1)

    answer = next(entry for entry in judge(draft) if entry.result.rule == "operating")
    assert answer.exception.reason.endswith("另附流水")
    assert EligibilityException.objects.count() == 2
    assert "write_exception.refused" not in actions_on(draft)


def test_what_is_not_known_keeps_no_draft_back_but_the_report_once_somebody_can_answer(
    draft, am1, dm1, am2, monkeypatch
):
    clear(draft, am1)
    services.write_exception(application=draft, rule="operating", reason=REASON, by=am1)
    services.submit_application(application=draft, by=am1)
    services.accept_application(
        application=draft, second_investigator=am2, deadline=dates.add_working_days(dates.today(), 10), by=dm1
    )
    draft.refresh_from_db()
    others = [provider for provider in ELIGIBILITY_FACTS if "is_enforced" not in provider.names]
    monkeypatch.setattr(facts, "ELIGIBILITY_FACTS", others)
    assert "Enforcement list" not in [str(lack.what) for lack in lacks(draft)]
    screening = FactProvider(("is_enforced",), lambda application: {}, lambda application: "/screenings/")

    monkeypatch.setattr(facts, "ELIGIBILITY_FACTS", [*others, screening])
    found = {str(lack.what): lack.url for lack in lacks(draft)}

    assert found["Enforcement list"] == "/screenings/"


def test_a_product_without_rules_asks_nothing(draft):
    ProductVersion.objects.update(eligibility=[])
    draft.refresh_from_db()

    assert judge(draft) == [] and points(draft) == []


def test_an_excluded_word_holds_from_its_day_on_and_until_its_end(draft, admin, am1):
    services.write_exception(application=draft, rule="operating", reason=REASON, by=am1)
    row = services.add_exclusion(
        kind="purpose", text="冷軋鋼板", basis="測試", valid_from=dates.today() + timedelta(days=1), by=admin
    )
    assert points(draft) == []

    Exclusion.objects.filter(pk=row.pk).update(valid_from=dates.today())
    assert len(points(draft)) == 1

    with dates.as_of(dates.now() + timedelta(days=2)):
        services.end_exclusion(exclusion=row, by=admin)
    with dates.as_of(dates.now() + timedelta(days=3)):
        assert points(draft) == []


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "colour", "text": "紅色", "basis": "x"},
        {"kind": "industry", "text": "鋼材", "basis": "x"},
        {"kind": "purpose", "text": "股", "basis": "x"},
        {"kind": "purpose", "text": "炒幣", "basis": " "},
        {"kind": "purpose", "text": "炒股", "basis": "在表"},
        {"kind": "purpose", "text": "炒幣", "basis": "x", "valid_from": dates.today() - timedelta(days=1)},
    ],
)
def test_a_wrong_line_of_the_list_is_refused(draft, admin, values):
    with pytest.raises(InvalidInput):
        services.add_exclusion(by=admin, **values)


# Pages


def test_the_check_beside_the_form_says_what_fails_while_typing(enter, draft, am1):
    typed = {**COMPLETE, "amount": "2800000", "purpose": "購買股票", "product_version": draft.product_version_id}

    answer = (
        enter(am1)
        .post(reverse("applications:keep", args=[draft.number]), {**typed, "version": draft.version})
        .content.decode()
    )

    assert "Time in business" in answer and "股票" in answer and "Saved at" in answer


def test_typing_saves_what_can_be_read_and_leaves_the_rest(enter, draft, am1):
    url, client = reverse("applications:keep", args=[draft.number]), enter(am1)
    typed = {"version": draft.version, "amount": "many", "purpose": "採購不鏽鋼帶材一百噸", "term_months": "18"}

    client.post(url, typed)

    draft.refresh_from_db()
    assert (draft.purpose, draft.term_months, draft.amount) == ("採購不鏽鋼帶材一百噸", 18, Decimal(2_800_000))


def test_typing_on_an_old_page_is_told_so_and_saves_nothing(enter, draft, am1):
    services.save_draft(application=draft, by=am1, term_months=6)

    answer = enter(am1).post(reverse("applications:keep", args=[draft.number]), {"version": 1, "term_months": "18"})

    draft.refresh_from_db()
    assert "Not saved" in answer.content.decode() and draft.term_months == 6


def test_the_first_typing_opens_the_draft_and_a_second_one_opens_no_other(enter, draft, am1):
    typed = {
        "customer": draft.customer.number,
        "product_version": draft.product_version_id,
        "submission_key": "0b0ef3a3-3e55-4b62-8d5e-0d9b9f8b3d20",
        "amount": "50萬",
    }
    client, url = enter(am1), reverse("applications:check")

    answers = [client.post(url, typed) for _ in range(2)]

    assert answers[0].headers["HX-Replace-Url"] == answers[1].headers["HX-Replace-Url"]
    assert draft.customer.applications.count() == 2


def test_the_exception_stands_on_the_case_page(enter, draft, am1, dm1):
    clear(draft, am1)
    client = enter(am1)
    client.post(reverse("applications:exception", args=[draft.number]), {"rule": "operating", "reason": REASON})
    services.submit_application(application=draft, by=am1)

    answer = enter(dm1).get(reverse("desk:case", args=[draft.number])).content.decode()

    assert REASON in answer and am1.name in answer


def test_a_refused_exception_keeps_what_was_typed_and_an_accepted_one_renews_the_page(enter, draft, am1):
    clear(draft, am1)
    client, url = enter(am1), reverse("applications:exception", args=[draft.number])
    in_place = {"HTTP_HX_REQUEST": "true"}

    refused = client.post(url, {"rule": "operating", "reason": "已結清"}, **in_place)
    taken = client.post(url, {"rule": "operating", "reason": REASON}, **in_place)

    assert refused.status_code == 422 and "已結清</textarea>" in refused.content.decode().replace("\n", "")
    assert "ten characters" in refused.content.decode()
    assert taken.headers["HX-Redirect"] == reverse("applications:edit", args=[draft.number])


def test_the_way_to_an_unknown_fact_is_shown_only_to_whom_it_opens(enter, draft, am1, dm1):
    place = facts.place_of_statements(draft)
    url = reverse("desk:case", args=[draft.number])

    assert any(line["place"] == place for line in eligibility_of(am1, draft)["judged"])
    assert all(line["place"] == "" for line in eligibility_of(dm1, draft)["judged"])
    assert place in enter(am1).get(url).content.decode()
    assert place not in enter(dm1).get(url).content.decode()


def test_what_is_missing_is_read_without_a_button_by_who_may_not_mend_it(draft, am1, dm1):
    services.save_draft(application=draft, by=am1, purpose="")

    mine, theirs = (case_page(person, draft, "overview").tasks for person in (am1, dm1))

    assert [task["what"] for task in mine] == [task["what"] for task in theirs]
    assert any(task["act"] and task["act"]["label"] == "Fill in" for task in mine)
    assert all(task["act"] is None or task["act"]["label"] == "Open" for task in theirs)


@pytest.mark.parametrize(
    ("language", "title", "product"),
    [
        ("zh-hant", "身分與證照", "流動資金貸款"),
        ("zh-hans", "身份与证照", "流动资金贷款"),
        ("en", "Identity and licences", "Working-capital loan"),
    ],
)
def test_the_words_of_a_product_are_shown_in_the_language_of_the_reader(draft, language, title, product):
    with translation.override(language):
        item = draft.product_version.checklist.get(code="identity_papers")
        assert item.shown_title == title
        assert ("working_capital", product) in products_of_interest(None)
        assert ("working_capital", product) in products_of_interest(None, "company")
        assert ("working_capital", product) not in products_of_interest(None, "person")
