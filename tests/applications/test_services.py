"""Intake: drafts, submission with all that is missing, acceptance, return, refusal, withdrawal."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from applications import services
from applications.forms import AcceptForm
from applications.models import Application, Party, PartyRole, ProductVersion
from applications.states import Status
from core import dates
from core.errors import InvalidInput, Missing, NotAllowed, Stale, TransitionRefused
from core.service import SENT_ALREADY
from tests.factories import CustomerFactory, actions_on, application_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def product(db):
    services.install_products()
    ProductVersion.objects.update(screenings={})  # what is missing of the checks has tests of its own
    return ProductVersion.objects.get(product__code="working_capital")


@pytest.fixture
def draft(am1, department_a, product):
    customer = CustomerFactory(account_manager=am1, department=department_a)
    return services.open_application(customer=customer, product_version=product, by=am1)


COMPLETE = {
    "amount": Decimal("2800000"),
    "term_months": 12,
    "method": "interest_only",
    "purpose": "向華南鋼材採購冷軋鋼板，履行燈具廠年度框架合同",
    "repayment_source": "銷售回款",
    "security": ["mortgage", "guarantee"],
}


@pytest.fixture
def submitted(draft, am1):
    services.save_draft(application=draft, by=am1, **COMPLETE)
    return services.submit_application(application=draft, by=am1)


def soon():
    return dates.add_working_days(dates.today(), 10)


def test_every_product_has_at_least_twelve_questions_in_four_sections(product):
    for version in ProductVersion.objects.all():
        sections = {item.section for item in version.checklist.all()}
        assert version.checklist.count() >= 12 and len(sections) >= 4


def test_a_draft_may_lack_everything_and_is_found_again_by_its_account_manager_only(draft, am1, am2, dm1):
    assert Application.objects.visible_to(am1).get() == draft
    assert not Application.objects.visible_to(am2).exists()
    assert not Application.objects.visible_to(dm1).exists()


def test_submitting_says_all_at_once_what_is_missing(draft, am1):
    with pytest.raises(Missing) as refusal:
        services.submit_application(application=draft, by=am1)

    assert len(refusal.value.points) == 6
    assert actions_on(draft) == ["open_application", "submit_application.refused"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", Decimal("99999.99")),
        ("amount", Decimal("10000000.01")),
        ("term_months", 37),
        ("method", ""),
        ("purpose", "資金週轉"),
        ("purpose", "購料"),
        ("purpose", "用於補充公司日常經營流動資金"),
        ("purpose", "企業資金周轉、生產經營周轉需要"),
        ("repayment_source", "  "),
        ("security", []),
    ],
)
def test_one_wrong_field_is_named(draft, am1, field, value):
    services.save_draft(application=draft, by=am1, **{**COMPLETE, field: value})

    with pytest.raises(Missing) as refusal:
        services.submit_application(application=draft, by=am1)

    assert len(refusal.value.points) == 1


def test_a_company_product_is_refused_to_a_person(am1, department_a, product):
    customer = CustomerFactory(kind="person", account_manager=am1, department=department_a)

    with pytest.raises(InvalidInput):
        services.open_application(customer=customer, product_version=product, by=am1)

    assert not Application.objects.exists()


def test_only_the_owner_of_the_file_opens_an_application(am2, am1, department_a, product):
    customer = CustomerFactory(account_manager=am1, department=department_a)

    with pytest.raises(NotAllowed):
        services.open_application(customer=customer, product_version=product, by=am2)


def test_a_stale_draft_is_not_saved_over_a_newer_one(draft, am1):
    services.save_draft(application=draft, version=1, by=am1, amount=Decimal("1000000"))

    with pytest.raises(Stale):
        services.save_draft(application=draft, version=1, by=am1, amount=Decimal("2000000"))

    draft.refresh_from_db()
    assert draft.amount == Decimal("1000000.00")


def test_a_second_submission_is_refused(submitted, am1):
    with pytest.raises(TransitionRefused):
        services.submit_application(application=submitted, by=am1)


def test_acceptance_names_the_second_investigator_and_a_deadline(submitted, dm1, am2):
    services.accept_application(application=submitted, second_investigator=am2, deadline=soon(), by=dm1)

    submitted.refresh_from_db()
    assert (submitted.status, submitted.second_investigator, submitted.accepted_by) == (Status.ACCEPTED, am2, dm1)


def test_acceptance_may_give_the_lead_to_another_account_manager_who_then_sees_the_case(submitted, dm1, am1, am2):
    am4 = person("am4", "account_manager", submitted.department)
    assert not Application.objects.visible_to(am4).exists()

    services.accept_application(application=submitted, lead=am4, second_investigator=am2, deadline=soon(), by=dm1)

    submitted.refresh_from_db()
    assert (submitted.lead_investigator, submitted.account_manager) == (am4, am1)
    assert list(Application.objects.visible_to(am4)) == [submitted]


@pytest.mark.parametrize("own", ["lead", "second_investigator"])
def test_who_accepts_a_case_investigates_nothing_on_it(submitted, dm1, am1, am2, own):
    person("dm1", "account_manager", submitted.department)
    team = {"lead": am1, "second_investigator": am2, own: dm1}

    with pytest.raises(InvalidInput) as refusal:
        services.accept_application(application=submitted, **team, deadline=soon(), by=dm1)

    assert refusal.value.field == own


def test_everything_wrong_with_an_assignment_is_said_at_once(submitted, dm1, am3):
    with pytest.raises(InvalidInput) as refusal:
        services.accept_application(
            application=submitted, lead=am3, second_investigator=am3, deadline=dates.today(), by=dm1
        )

    assert [problem.field for problem in refusal.value.all] == ["lead", "second_investigator", "deadline"]


def test_the_lead_cannot_be_the_second_investigator(submitted, dm1, am1):
    with pytest.raises(InvalidInput):
        services.accept_application(application=submitted, second_investigator=am1, deadline=soon(), by=dm1)


def test_a_deadline_in_the_past_is_refused(submitted, dm1, am2):
    with pytest.raises(InvalidInput):
        services.accept_application(
            application=submitted, second_investigator=am2, deadline=dates.today() - timedelta(days=1), by=dm1
        )


@pytest.mark.parametrize("who", ["am1", "am2", "dm2", "risk1", "finance1", "auditor", "admin"])
def test_nobody_but_the_department_manager_accepts(request, submitted, am2, who):
    with pytest.raises(NotAllowed):
        services.accept_application(
            application=submitted, second_investigator=am2, deadline=soon(), by=request.getfixturevalue(who)
        )


def test_a_department_manager_does_not_accept_an_own_case(dm1, am2, department_a):
    person("dm1", "account_manager", department_a)
    own = application_of(dm1, department_a, status=Status.SUBMITTED)

    with pytest.raises(NotAllowed):
        services.accept_application(application=own, second_investigator=am2, deadline=soon(), by=dm1)


def test_a_guarantee_without_a_guarantor_is_said_on_the_draft_and_at_acceptance(enter, submitted, am1, dm1):
    words = "A guarantee is offered and no guarantor is named yet."
    page = reverse("desk:case", args=[submitted.number])
    Application.objects.update(security=["mortgage"])
    assert words not in enter(dm1).get(page).content.decode()

    Application.objects.update(security=["guarantee"])
    before = enter(dm1).get(page).content.decode()
    guarantor = CustomerFactory(account_manager=am1, department=submitted.department)
    Party.objects.create(application=submitted, customer=guarantor, role=PartyRole.GUARANTOR)

    assert words in before and words not in enter(dm1).get(page).content.decode()


def test_a_return_names_points_and_gives_the_draft_back(submitted, dm1, am1):
    services.return_application(application=submitted, points=["補配偶同意書", " ", "用途寫明賣方"], by=dm1)

    submitted.refresh_from_db()
    assert (submitted.status, submitted.is_returned) == (Status.DRAFT, True)
    assert list(submitted.return_points.values_list("text", flat=True)) == ["補配偶同意書", "用途寫明賣方"]

    with pytest.raises(Missing) as refused:
        services.submit_application(application=submitted, by=am1)
    assert [str(point).rpartition(": ")[2] for point in refused.value.points] == ["補配偶同意書", "用途寫明賣方"]
    for point in submitted.return_points.all():
        services.answer_point(point=point, answer="已補", by=am1)
    services.submit_application(application=submitted, by=am1)
    submitted.refresh_from_db()
    assert not submitted.is_returned


@pytest.mark.parametrize("points", [["  "], ["a"], [f"補第 {place} 份" for place in range(21)]])
def test_a_return_without_a_point_or_with_none_that_can_be_answered_is_refused(submitted, dm1, points):
    with pytest.raises(InvalidInput):
        services.return_application(application=submitted, points=points, by=dm1)

    submitted.refresh_from_db()
    assert submitted.status == Status.SUBMITTED


def test_a_refused_intake_ends_the_case_with_its_reason(submitted, dm1):
    services.decline_intake(application=submitted, code="industry", words="煙花爆竹", by=dm1)

    submitted.refresh_from_db()
    assert (submitted.status, submitted.decline_code) == (Status.DECLINED, "industry")
    assert submitted.why_ended == "Industry the lender does not serve: 煙花爆竹"
    assert Application.objects.filter(decline_code="industry").count() == 1


@pytest.mark.parametrize(("code", "words", "field"), [("other", " ", "words"), ("mood", "不喜歡", "code")])
def test_a_refusal_is_counted_by_a_code_and_another_reason_is_said(submitted, dm1, code, words, field):
    with pytest.raises(InvalidInput) as refusal:
        services.decline_intake(application=submitted, code=code, words=words, by=dm1)

    submitted.refresh_from_db()
    assert (refusal.value.field, submitted.status) == (field, Status.SUBMITTED)


def test_a_withdrawn_case_goes_no_further(submitted, am1, dm1, am2):
    services.withdraw_application(application=submitted, reason="客戶已另行融資", by=am1)

    with pytest.raises(TransitionRefused):
        services.accept_application(application=submitted, second_investigator=am2, deadline=soon(), by=dm1)


def test_a_double_click_opens_one_draft(am1, department_a, product):
    customer = CustomerFactory(account_manager=am1, department=department_a)
    key = uuid4()

    drafts = [
        services.open_application(customer=customer, product_version=product, by=am1, submission_key=key)
        for _ in range(2)
    ]

    assert drafts[0] == drafts[1]
    assert Application.objects.count() == 1


@pytest.mark.parametrize(
    "changed", [{"amount": Decimal(990_000)}, {"purpose": "購置另一台設備"}, {"security": []}, {"amount": None}]
)
def test_a_key_sent_again_with_other_contents_is_refused_and_changes_nothing(am1, department_a, product, changed):
    key, customer = uuid4(), CustomerFactory(account_manager=am1, department=department_a)
    asked = {"product_version": product, "amount": Decimal(250_000), "purpose": "購置設備", "security": ["mortgage"]}
    services.open_application(customer=customer, submission_key=key, by=am1, **asked)

    with pytest.raises(InvalidInput) as refusal:
        services.open_application(customer=customer, submission_key=key, by=am1, **{**asked, **changed})

    assert str(refusal.value) == str(SENT_ALREADY)
    assert Application.objects.get().amount == Decimal(250_000)


def test_a_key_that_opened_a_draft_of_somebody_else_opens_none_and_gives_none_away(am1, am2, department_a, product):
    theirs, own = (CustomerFactory(account_manager=who, department=department_a) for who in (am1, am2))
    draft = services.open_application(customer=theirs, product_version=product, by=am1, submission_key=uuid4())

    with pytest.raises(InvalidInput):
        services.open_application(customer=own, product_version=product, by=am2, submission_key=draft.uuid)

    assert Application.objects.get() == draft


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", Decimal("-1")),
        ("amount", Decimal(0)),
        ("amount", Decimal("0.001")),
        ("amount", Decimal("NaN")),
        ("amount", Decimal("1e999")),
        ("amount", Decimal("1000000000000")),
        ("term_months", 0),
        ("term_months", 601),
        ("method", "flat"),
        ("security", ["gold"]),
        ("purpose", "購" * 1001),
    ],
)
def test_what_no_application_could_hold_is_refused_already_in_a_draft(draft, am1, field, value):
    with pytest.raises(InvalidInput) as refusal:
        services.save_draft(application=draft, by=am1, **{**COMPLETE, field: value})

    draft.refresh_from_db()
    assert refusal.value.field == field
    assert draft.amount is None


def test_a_double_click_on_submit_is_told_where_the_case_is_now(draft, am1):
    services.save_draft(application=draft, by=am1, **COMPLETE)
    services.submit_application(application=draft, version=2, by=am1)

    with pytest.raises(TransitionRefused):
        services.submit_application(application=draft, version=2, by=am1)

    assert actions_on(draft)[-2:] == ["submit_application", "submit_application.refused"]


def test_acceptance_on_an_old_page_is_stale(submitted, dm1, am2):
    with pytest.raises(Stale):
        services.accept_application(
            application=submitted, second_investigator=am2, deadline=soon(), version=submitted.version - 1, by=dm1
        )

    submitted.refresh_from_db()
    assert submitted.status == Status.SUBMITTED


@pytest.mark.parametrize("days", [0, 366])
def test_an_absurd_deadline_is_refused(submitted, dm1, am2, days):
    day = dates.today() + timedelta(days=days)

    with pytest.raises(InvalidInput) as refusal:
        services.accept_application(application=submitted, second_investigator=am2, deadline=day, by=dm1)

    assert refusal.value.field == "deadline"


def test_somebody_who_left_decides_or_is_elsewhere_is_no_second_investigator(submitted, dm1, risk1, am2, am3):
    am2.is_active = False
    am2.save()

    for person_ in (am2, risk1, am3):
        with pytest.raises(InvalidInput) as refusal:
            services.accept_application(application=submitted, second_investigator=person_, deadline=soon(), by=dm1)
        assert refusal.value.field == "second_investigator"


@pytest.mark.parametrize("reason", ["", "  ", "\x00"])
def test_an_end_needs_a_reason(submitted, dm1, am1, reason):
    with pytest.raises(InvalidInput):
        services.decline_intake(application=submitted, code="other", words=reason, by=dm1)
    with pytest.raises(InvalidInput):
        services.withdraw_application(application=submitted, reason=reason, by=am1)

    submitted.refresh_from_db()
    assert submitted.status == Status.SUBMITTED


def test_a_draft_is_not_refused_nor_accepted(draft, dm1, am2):
    with pytest.raises(TransitionRefused):
        services.decline_intake(application=draft, code="industry", by=dm1)
    with pytest.raises(TransitionRefused):
        services.accept_application(application=draft, second_investigator=am2, deadline=soon(), by=dm1)


def test_a_returned_point_is_answered_by_the_people_of_the_case(submitted, dm1, am1, am2):
    services.return_application(application=submitted, points=["補配偶同意書"], by=dm1)
    point = submitted.return_points.get()

    with pytest.raises(NotAllowed):
        services.answer_point(point=point, answer="已補", by=am2)
    services.answer_point(point=point, answer="已補，見附件", by=am1)

    point.refresh_from_db()
    assert point.answer == "已補，見附件"


@pytest.mark.parametrize("who", ["am2", "dm1", "risk1", "auditor", "admin"])
def test_only_the_account_manager_changes_submits_and_withdraws(request, draft, who):
    by = request.getfixturevalue(who)

    for call, values in (
        (services.save_draft, COMPLETE),
        (services.submit_application, {}),
        (services.withdraw_application, {"reason": "客戶已另行融資"}),
    ):
        with pytest.raises(NotAllowed):
            call(application=draft, by=by, **values)

    draft.refresh_from_db()
    assert (draft.status, draft.amount) == (Status.DRAFT, None)


def test_products_are_installed_once(product):
    services.install_products()

    assert ProductVersion.objects.count() == 6


@pytest.mark.parametrize("field", ["purpose", "repayment_source"])
def test_a_text_that_no_document_could_print_is_refused_by_its_character(draft, am1, field):
    with pytest.raises(InvalidInput, match="cannot print “🌟”") as refusal:
        services.save_draft(application=draft, by=am1, **{field: "向鋼材廠採購🌟鋼板"})

    assert refusal.value.field == field


def test_points_answers_and_reasons_are_printable_too(submitted, dm1, am1):
    point = submitted.return_points.create(round=1, text="補帳齡表", made_by=dm1, made_at=dates.now())

    with pytest.raises(InvalidInput, match="𠮷"):
        services.return_application(application=submitted, points=["補合同", "補𠮷表"], by=dm1)
    with pytest.raises(InvalidInput, match="𠮷"):
        services.decline_intake(application=submitted, code="other", words="沒有𠮷", by=dm1)
    Application.objects.filter(pk=submitted.pk).update(status=Status.DRAFT)
    with pytest.raises(InvalidInput, match="𠮷"):
        services.answer_point(point=point, answer="已補𠮷", by=am1)


def test_both_investigators_are_chosen_among_the_account_managers_of_the_department(submitted, am1, am2, am3):
    form = AcceptForm(application=submitted)

    assert [set(form.fields[name].queryset) for name in ("lead", "second_investigator")] == [{am1, am2}, {am1, am2}]
    assert (form["lead"].value(), form["second_investigator"].value()) == (am1.pk, am2.pk)


def test_a_role_that_has_ended_in_the_department_makes_no_second_investigator(submitted, dm1, am3, department_a):
    left = {"valid_from": dates.today() - timedelta(days=90), "valid_to": dates.today() - timedelta(days=1)}
    am3.assignments.create(role="account_manager", department=department_a, **left)

    with pytest.raises(InvalidInput):
        services.accept_application(application=submitted, second_investigator=am3, deadline=soon(), by=dm1)
