"""The pages of intake: who may open them, what they refuse, and what they cost."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import services
from applications.models import Application, Party, ProductVersion
from applications.states import Status
from core import dates
from customers.models import Customer
from tests.applications.test_services import COMPLETE, soon
from tests.factories import ApplicationFactory, CustomerFactory, ProductVersionFactory, actions_on

TYPED = {
    "amount": "280萬",
    "term_months": "12",
    "method": "interest_only",
    "purpose": COMPLETE["purpose"],
    "repayment_source": "銷售回款",
    "security": ["mortgage", "guarantee"],
}


@pytest.fixture
def product(db):
    services.install_products()
    ProductVersion.objects.update(screenings={})  # the checks of the parties have tests of their own
    return ProductVersion.objects.get(product__code="working_capital")


@pytest.fixture
def customer(am1, department_a):
    return CustomerFactory(account_manager=am1, department=department_a)


@pytest.fixture
def draft(am1, customer, product):
    return services.open_application(customer=customer, product_version=product, by=am1)


@pytest.fixture
def submitted(draft, am1):
    services.save_draft(application=draft, by=am1, **COMPLETE)
    return services.submit_application(application=draft, by=am1)


def page(name: str, application: Application, *more) -> str:
    return reverse(f"applications:{name}", args=[application.number, *more])


def case_of(application) -> str:
    return reverse("desk:case", args=[application.number])


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def typed(draft, **changed) -> dict:
    return {**TYPED, "product_version": draft.product_version_id, "version": draft.version, **changed}


# Who may open what

PEOPLE = ["am1", "am2", "am3", "dm1", "dm2", "risk1", "finance1", "auditor", "admin"]
MAY_READ = {"am1", "dm1", "risk1", "auditor"}


@pytest.mark.parametrize("who", PEOPLE)
def test_a_submitted_case_opens_for_its_people_and_is_not_found_by_others(request, enter, submitted, who):
    client = enter(request.getfixturevalue(who))

    answers = {client.get(url).status_code for url in (page("quote", submitted), case_of(submitted))}

    assert answers == ({200} if who in MAY_READ else {404})
    assert client.get(reverse("applications:list")).status_code == 200


@pytest.mark.parametrize("who", PEOPLE)
def test_a_draft_is_nobodys_business_but_its_owners(request, enter, draft, who):
    answer = enter(request.getfixturevalue(who)).get(page("edit", draft))

    assert answer.status_code == (200 if who in {"am1", "auditor"} else 404)


STEPS = {
    "accept": {},
    "return": {"points": "補資料"},
    "decline-intake": {"code": "purpose"},
    "withdraw": {"reason": "客戶已另行融資"},
    "submit": {},
}


TAKES = {"withdraw": "am1", "submit": "am1"}


@pytest.mark.parametrize(
    ("step", "who"), [(step, who) for step in STEPS for who in PEOPLE if who != TAKES.get(step, "dm1")]
)
def test_each_step_is_refused_to_everybody_it_is_not_for(request, enter, submitted, step, who):
    body = {**STEPS[step], "version": submitted.version}

    answer = enter(request.getfixturevalue(who)).post(page(step, submitted), body)

    submitted.refresh_from_db()
    assert answer.status_code == (403 if who in MAY_READ else 404)
    assert submitted.status == Status.SUBMITTED


@pytest.mark.parametrize("step", ["accept", "return", "decline-intake", "withdraw", "submit"])
def test_a_step_is_never_taken_by_an_address_alone(enter, submitted, dm1, step):
    assert enter(dm1).get(page(step, submitted)).status_code == 405


def test_nobody_is_let_in_without_signing_in(client, submitted):
    addresses = [reverse("applications:list"), reverse("applications:new"), page("edit", submitted)]

    assert {client.get(url).status_code for url in addresses} == {302}


# The draft


def test_a_draft_is_opened_left_and_found_again(enter, customer, product, am1):
    client = enter(am1)
    address = f"{reverse('applications:new')}?customer={customer.number}"

    answer = client.post(address, {"product_version": product.pk, "amount": "２８０ 万元"})

    application = Application.objects.get()
    assert answer.url == page("edit", application)
    assert application.amount == Decimal(2_800_000)
    assert application.number in text_of(client.get(reverse("applications:list")))


def test_a_double_click_opens_one_draft(enter, customer, product, am1):
    client, key = enter(am1), "8d1df3b8-3a31-4a9d-9a5e-2a4c3a8f7a11"
    address = f"{reverse('applications:new')}?customer={customer.number}"

    answers = [client.post(address, {"product_version": product.pk, "submission_key": key}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Application.objects.count() == 1


def test_a_form_sent_again_with_another_amount_keeps_what_was_typed_and_submits_nothing(enter, customer, product, am1):
    client, key = enter(am1), "8d1df3b8-3a31-4a9d-9a5e-2a4c3a8f7a11"
    address = f"{reverse('applications:new')}?customer={customer.number}"
    body = {**TYPED, "product_version": product.pk, "submission_key": key, "amount": "250000"}
    client.post(address, body)

    answer = client.post(address, {**body, "amount": "990000", "submit": "1"})
    typing = client.post(reverse("applications:check"), {**body, "customer": customer.number, "amount": "990000"})

    application = Application.objects.get()
    assert answer.status_code == 422
    assert 'value="990000"' in answer.text and "save it once more" in text_of(answer)
    assert "In the draft by now: 250,000" in text_of(answer)
    assert "Not saved: This form was sent already" in text_of(typing)
    assert (application.status, application.amount) == (Status.DRAFT, Decimal(250_000))


def test_what_was_typed_after_the_draft_was_opened_is_saved_in_it_by_the_next_click(enter, customer, product, am1):
    client, key = enter(am1), "8d1df3b8-3a31-4a9d-9a5e-2a4c3a8f7a11"
    address = f"{reverse('applications:new')}?customer={customer.number}"
    body = {**TYPED, "product_version": product.pk, "submission_key": key, "security": ["mortgage"]}
    client.post(reverse("applications:check"), {**body, "customer": customer.number, "amount": "250000"})

    again = client.post(address, {**body, "amount": "990000", "save": "1"})
    form = again.context["form"]
    saved = client.post(
        page("edit", Application.objects.get()),
        {**{field.html_name: field.value() for field in form}, "save": "1"},
    )

    application = Application.objects.get()
    assert f'action="{page("edit", application)}"' in again.text
    assert again.context["party_text"] == ""
    assert saved.status_code == 302
    assert (application.amount, application.security) == (Decimal(990_000), ["mortgage"])


def test_a_key_of_a_colleague_shows_nothing_of_the_draft_it_opened(enter, customer, product, am1, am2):
    key = "8d1df3b8-3a31-4a9d-9a5e-2a4c3a8f7a11"
    body = {**TYPED, "product_version": product.pk, "submission_key": key}
    enter(am1).post(f"{reverse('applications:new')}?customer={customer.number}", {**body, "amount": "250000"})
    other = CustomerFactory(account_manager=am2, department=customer.department)

    answer = enter(am2).post(f"{reverse('applications:new')}?customer={other.number}", {**body, "amount": "990000"})

    assert answer.status_code == 422
    assert "250,000" not in text_of(answer) and Application.objects.get().number not in answer.text


@pytest.mark.parametrize("button", [{"save": "1"}, {"submit": "1"}])
def test_a_new_application_with_a_bad_figure_is_told_so_and_opens_no_draft(enter, customer, product, am1, button):
    address = f"{reverse('applications:new')}?customer={customer.number}"

    answer = enter(am1).post(address, {**TYPED, "product_version": product.pk, "amount": "abc", **button})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"amount": ["This is not an amount. Write digits, for example 2,600,000."]}
    assert 'value="abc"' in answer.text and "銷售回款" in answer.text
    assert not Application.objects.exists()


def test_everything_wrong_with_a_draft_is_said_in_one_round(enter, draft, am1):
    wrong = {"amount": "0", "term_months": "many", "purpose": "\U0002a6d6"}

    answer = enter(am1).post(page("edit", draft), typed(draft, **wrong))

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)


@pytest.mark.parametrize(
    ("changed", "opened"),
    [({"amount": ""}, 0), ({"amount": "abc"}, 0), ({"term_months": "1.5"}, 0), ({"term_months": ""}, 1), ({}, 1)],
)
def test_typing_opens_a_draft_only_once_it_has_an_amount_and_nothing_wrong(
    enter, customer, product, am1, changed, opened
):
    key = "8d1df3b8-3a31-4a9d-9a5e-2a4c3a8f7a11"
    body = {**TYPED, "product_version": product.pk, "submission_key": key, "customer": customer.number, **changed}

    answer = enter(am1).post(reverse("applications:check"), body)

    assert Application.objects.count() == opened
    assert ("HX-Replace-Url" in answer) == bool(opened)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "NaN"),
        ("amount", "1e999"),
        ("amount", "-1"),
        ("amount", "0"),
        ("amount", "9" * 10_000),
        ("amount", "280 pounds"),
        ("term_months", "0"),
        ("term_months", "-12"),
        ("term_months", "1.5"),
        ("term_months", "9" * 10_000),
        ("term_months", "a year"),
        ("method", "flat"),
        ("security", ["gold"]),
        ("purpose", "購" * 10_000),
        ("product_version", "999999"),
        ("product_version", "x"),
    ],
)
def test_bad_input_is_told_at_its_field_keeps_the_rest_and_changes_nothing(enter, draft, am1, field, value):
    answer = enter(am1).post(page("edit", draft), typed(draft, **{field: value}))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert len(answer.context["form"].errors[field]) == 1
    assert "銷售回款" in text_of(answer)
    draft.refresh_from_db()
    assert (draft.amount, draft.version) == (None, 1)


def test_a_stale_form_keeps_what_was_typed_and_changes_nothing(enter, draft, am1):
    client = enter(am1)
    client.post(page("edit", draft), typed(draft, amount="100萬"))

    answer = client.post(page("edit", draft), typed(draft, amount="200萬"))

    draft.refresh_from_db()
    assert answer.status_code == 422
    assert 'value="200萬"' in text_of(answer)
    assert "What you typed is still here" in text_of(answer)
    assert set(answer.context["form"].notes) == {"amount"}
    assert "In the draft by now: 1,000,000.00" in text_of(answer)
    assert draft.amount == Decimal(1_000_000)


def test_submitting_an_empty_draft_says_all_that_is_missing_and_keeps_it(enter, draft, am1):
    answer = enter(am1).post(
        page("edit", draft), {"product_version": draft.product_version_id, "version": 1, "submit": "1"}, follow=True
    )

    draft.refresh_from_db()
    assert answer.redirect_chain[-1][0] == page("edit", draft)
    assert len(answer.context["lacks"]) == 6
    assert draft.status == Status.DRAFT


def test_a_complete_draft_is_submitted_by_one_click(enter, draft, am1):
    answer = enter(am1).post(page("edit", draft), typed(draft, submit="1"))

    draft.refresh_from_db()
    assert answer.url == case_of(draft)
    assert (draft.status, draft.amount) == (Status.SUBMITTED, Decimal(2_800_000))


def test_a_double_click_on_submit_is_told_kindly(enter, draft, am1):
    client = enter(am1)
    services.save_draft(application=draft, by=am1, **COMPLETE)

    answers = [client.post(page("submit", draft), {"version": 2}) for _ in range(2)]

    assert [answer.url for answer in answers] == [case_of(draft), case_of(draft)]
    assert actions_on(draft).count("submit_application") == 1


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 10_000, "1"])
def test_a_submission_from_an_old_or_broken_page_changes_nothing(enter, draft, am1, version):
    services.save_draft(application=draft, by=am1, **COMPLETE)

    answer = enter(am1).post(page("submit", draft), {"version": version})

    draft.refresh_from_db()
    assert answer.url == case_of(draft)
    assert draft.status == Status.DRAFT


def test_the_back_button_to_a_submitted_draft_leads_to_the_case(enter, submitted, am1):
    client = enter(am1)

    answers = [client.get(page("edit", submitted)), client.post(page("edit", submitted), typed(submitted, amount="1"))]

    submitted.refresh_from_db()
    assert [answer.url for answer in answers] == [case_of(submitted)] * 2
    assert submitted.amount == COMPLETE["amount"]


def test_an_application_for_somebody_elses_customer_is_not_opened(enter, customer, product, am2, dm1):
    address = f"{reverse('applications:new')}?customer={customer.number}"

    assert enter(am2).post(address, {"product_version": product.pk}).status_code == 404
    assert enter(dm1).post(address, {"product_version": product.pk}).status_code == 403
    assert not Application.objects.exists()


def test_a_person_is_offered_products_for_persons_only(enter, product, am1, department_a):
    person = CustomerFactory(kind="person", account_manager=am1, department=department_a)
    address = f"{reverse('applications:new')}?customer={person.number}"

    answer = enter(am1).post(address, {"product_version": product.pk})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["product_version"]


def test_the_check_beside_the_draft_says_what_is_missing_and_keeps_nothing(enter, draft, customer, am1):
    body = typed(draft, customer=customer.number, term_months="48", purpose="資金周轉")

    answer = enter(am1).post(reverse("applications:check"), body)

    assert [name for name, _sentence in answer.context["lacks"]] == ["term_months", "purpose"]
    assert answer.context["exposure"].after == Decimal(2_800_000)
    draft.refresh_from_db()
    assert draft.version == 1


def test_a_blank_draft_says_what_is_needed_and_a_consultation_fills_in_what_it_knows(enter, customer, am1):
    address = f"{reverse('applications:new')}?customer={customer.number}"

    answer = enter(am1).get(address)

    needed = ["product_version", "amount", "term_months", "method", "purpose", "repayment_source", "security"]
    assert [name for name, _sentence in answer.context["lacks"]] == needed
    assert "都備齊了" not in answer.content.decode()


# Acceptance


def assignment(case, second) -> dict:
    """What the form of acceptance sends when one only picks the second investigator."""
    lead = case.lead_investigator_id
    return {"lead": lead, "second_investigator": second.pk, "deadline": soon().isoformat(), "version": case.version}


def test_one_click_accepts_and_assigns(enter, submitted, dm1, am2):
    body = assignment(submitted, am2)

    answer = enter(dm1).post(page("accept", submitted), body)

    submitted.refresh_from_db()
    assert answer.url == case_of(submitted)
    assert (submitted.status, submitted.second_investigator) == (Status.ACCEPTED, am2)


def test_a_second_click_on_accept_changes_nothing(enter, submitted, dm1, am2):
    client = enter(dm1)
    body = assignment(submitted, am2)

    answers = [client.post(page("accept", submitted), body).status_code for _ in range(2)]

    assert answers == [302, 422]
    assert actions_on(submitted).count("accept_application") == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("deadline", "2020-01-01"),
        ("deadline", "2026-02-30"),
        ("deadline", "9999-12-31"),
        ("deadline", "soon"),
        ("deadline", ""),
        ("second_investigator", ""),
        ("second_investigator", "999999"),
        ("second_investigator", "x"),
        ("lead", ""),
        ("lead", "999999"),
    ],
)
def test_a_wrong_assignment_is_told_at_its_field_and_changes_nothing(enter, submitted, dm1, am2, field, value):
    body = assignment(submitted, am2) | {field: value}

    answer = enter(dm1).post(page("accept", submitted), body)

    submitted.refresh_from_db()
    assert answer.status_code == 422
    assert list(answer.context["acceptance"]["accept"].errors) == [field]
    assert submitted.status == Status.SUBMITTED


def test_the_lead_is_no_second_investigator(enter, submitted, dm1, am1):
    answer = enter(dm1).post(page("accept", submitted), assignment(submitted, am1))

    assert list(answer.context["acceptance"]["accept"].errors) == ["second_investigator"]


def test_a_return_reaches_the_account_manager_with_its_points(enter, submitted, dm1, am1):
    body = {"points": "補配偶同意書\n\n用途寫明賣方\n", "version": submitted.version}

    returned = enter(dm1).post(page("return", submitted), body, follow=True)

    assert returned.status_code == 200
    assert submitted.number in enter(dm1).get("/applications/?view=returned").content.decode()
    draft = text_of(enter(am1).get(page("edit", submitted)))
    assert "補配偶同意書" in draft and "用途寫明賣方" in draft


@pytest.mark.parametrize("points", ["", " \n ", "長" * 301, "x" * 10_000])
def test_a_return_without_a_point_or_with_a_novel_is_refused(enter, submitted, dm1, points):
    answer = enter(dm1).post(page("return", submitted), {"points": points, "version": submitted.version})

    submitted.refresh_from_db()
    assert answer.status_code == 422
    assert submitted.status == Status.SUBMITTED


def test_the_manager_of_a_submitted_case_finds_one_first_button(enter, submitted, dm1):
    page_of = enter(dm1).get(case_of(submitted)).content.decode()

    outside_dialogs = re.sub(r"<details[^>]*data-dialog=.*?</details>", "", page_of, flags=re.DOTALL)
    assert outside_dialogs.count("btn-primary") == 1


def test_a_refused_intake_keeps_its_reason(enter, submitted, dm1):
    enter(dm1).post(
        page("decline-intake", submitted), {"code": "purpose", "words": "購買股票", "version": submitted.version}
    )

    submitted.refresh_from_db()
    assert submitted.status == Status.DECLINED
    assert (submitted.decline_code, submitted.end_reason) == ("purpose", "購買股票")
    page_of = text_of(enter(dm1).get(case_of(submitted)))
    assert "Purpose not allowed: 購買股票" in page_of


def test_the_customer_withdraws(enter, submitted, am1):
    enter(am1).post(page("withdraw", submitted), {"reason": "客戶已另行融資", "version": submitted.version})

    submitted.refresh_from_db()
    assert submitted.status == Status.WITHDRAWN


def test_a_point_is_answered_on_the_case(enter, submitted, dm1, am1):
    services.return_application(application=submitted, points=["補配偶同意書"], by=dm1)
    point, client = submitted.return_points.get(), enter(am1)

    client.post(page("answer", submitted, point.pk), {"answer": ""})
    client.post(page("answer", submitted, point.pk), {"answer": "已補"})

    point.refresh_from_db()
    assert point.answer == "已補"


# The overview


def test_the_overview_names_the_holder_and_offers_each_reader_the_next_step(enter, submitted, dm1, am1):
    manager, owner = enter(dm1).get(case_of(submitted)), enter(am1).get(case_of(submitted))

    assert manager.context["case"].holder == dm1.name
    assert manager.context["case"].action.url == "#acceptance"
    assert "acceptance" in manager.context
    assert owner.context["case"].action is None
    assert "acceptance" not in owner.context


def test_the_overview_of_a_draft_links_everything_missing_to_its_field(enter, draft, am1):
    case = enter(am1).get(case_of(draft)).context["case"]

    assert len(case.lacks) == 6
    assert case.lacks[0].url == f"{page('edit', draft)}#id_amount"
    assert "6" in str(case.action.refusal)


# The repayment plan


def test_the_repayment_plan_ends_at_nothing(enter, submitted, am1):
    answer = enter(am1).get(page("quote", submitted))

    rows = answer.context["plan"].rows
    assert len(rows) == 12
    assert sum(row.principal for row in rows) == COMPLETE["amount"]
    assert rows[-1].balance == 0
    assert answer.context["plan"].cost > Decimal("0.072")


def test_other_terms_are_compared_and_not_kept(enter, submitted, am1):
    answer = enter(am1).get(
        page("quote", submitted), {"amount": "18萬", "term_months": "24", "method": "level_payment", "rate": "10.8"}
    )

    submitted.refresh_from_db()
    assert len(answer.context["plan"].rows) == 24
    assert submitted.term_months == 12


@pytest.mark.parametrize(
    "terms",
    [
        {"rate": "NaN"},
        {"rate": "1e999"},
        {"rate": "25"},
        {"rate": "-1"},
        {"amount": "x"},
        {"amount": "0"},
        {"term_months": "0"},
        {"term_months": "9" * 5000},
        {"method": "flat"},
    ],
)
def test_absurd_terms_give_a_sentence_and_no_plan(enter, submitted, am1, terms):
    answer = enter(am1).get(page("quote", submitted), terms)

    assert answer.status_code == 200
    assert answer.context["plan"] is None
    assert list(answer.context["form"].errors) == list(terms)


def test_a_draft_without_terms_has_a_page_without_a_plan(enter, draft, am1):
    assert enter(am1).get(page("quote", draft)).context["plan"] is None


# The list


def count_queries(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("who", ["am1", "dm1", "risk1", "finance1", "auditor"])
def test_the_list_costs_the_same_for_three_rows_and_for_sixty(request, enter, customer, who):
    client, url = enter(request.getfixturevalue(who)), f"{reverse('applications:list')}?view=all"
    version = ProductVersionFactory()
    states = [Status.SUBMITTED, Status.IN_REVIEW, Status.CONTRACTED]
    for number in range(3):
        ApplicationFactory(customer=customer, product_version=version, status=states[number])
    few = count_queries(client, url)
    for number in range(57):
        ApplicationFactory(customer=customer, product_version=version, status=states[number % 3])

    many = count_queries(client, url)

    assert many == few <= 12


def test_the_views_count_only_what_waits(enter, customer, dm1, am1):
    version = ProductVersionFactory()
    for status in (Status.SUBMITTED, Status.SUBMITTED, Status.IN_REVIEW, Status.CLOSED, Status.ACCEPTED):
        ApplicationFactory(customer=customer, product_version=version, status=status)

    tabs = {tab["url"]: tab["count"] for tab in enter(dm1).get(reverse("applications:list")).context["tabs"]}
    own = {tab["url"]: tab["count"] for tab in enter(am1).get(reverse("applications:list")).context["tabs"]}

    assert (tabs["?view=acceptance"], tabs["?view=decision"], tabs["?view=ended"]) == (2, 1, None)
    assert own["?view=waiting"] == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, 1),
        ({"q": "永盛"}, 1),
        ({"q": "不存在"}, 0),
        ({"status": "submitted"}, 1),
        ({"status": "approved"}, 0),
        ({"status": "nonsense"}, 1),
        ({"product": "x"}, 1),
        ({"sort": "-deadline"}, 1),
        ({"sort": "password", "page": "-3"}, 1),
        ({"page": "999999999999999999999"}, 1),
        ({"view": "../../etc"}, 1),
        ({"q": "x" * 200}, 0),
    ],
)
def test_the_list_narrows_and_ignores_nonsense(enter, submitted, am1, query, found):
    answer = enter(am1).get(reverse("applications:list"), query)

    assert answer.status_code == 200
    assert len(answer.context["table"].rows) == found


@pytest.mark.parametrize("typing", ["HQA{}", "HQ申{}", " hq申{} "])
def test_a_number_is_found_as_it_is_read_or_stored(enter, submitted, am1, typing):
    number = typing.format(submitted.number[3:])

    answer = enter(am1).get(reverse("applications:list"), {"q": number})

    assert len(answer.context["table"].rows) == 1


def test_filters_keep_the_view_in_the_address(enter, submitted, am1):
    answer = text_of(enter(am1).get(reverse("applications:list"), {"view": "waiting", "q": "永盛"}))

    assert '<input type="hidden" name="view" value="waiting">' in answer


# Customers seen through cases


def test_a_customer_is_seen_by_whoever_may_see_a_case(enter, submitted, customer, risk1, finance1, am2, dm1):
    address = reverse("customers:detail", args=[customer.number])
    assert enter(am2).get(address).status_code == 404

    services.accept_application(application=submitted, second_investigator=am2, deadline=soon(), by=dm1)

    assert enter(am2).get(address).status_code == 200
    assert enter(risk1).get(address).status_code == 200
    assert enter(finance1).get(address).status_code == 404


def test_a_guarantor_is_seen_through_the_case_and_shows_it(enter, submitted, risk1, department_b):
    guarantor = CustomerFactory(department=department_b)
    Party.objects.create(application=submitted, customer=guarantor, role="guarantor")

    answer = enter(risk1).get(reverse("customers:detail", args=[guarantor.number]))

    assert submitted.number in text_of(answer)
    assert Customer.objects.visible_to(risk1).count() == 2


def test_an_expected_deadline_is_offered(enter, submitted, dm1):
    form = enter(dm1).get(case_of(submitted)).context["acceptance"]["accept"]

    assert dates.today() + timedelta(days=10) <= form["deadline"].initial <= dates.today() + timedelta(days=30)
