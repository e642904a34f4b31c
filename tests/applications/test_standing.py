"""What papers, checks and credit reports say for eligibility, and who behind the borrower is screened (L1.1.1, L3.4)."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications import services
from applications.facts import gather, judge
from applications.models import Party
from applications.providers import lacks
from applications.screening import party_checks, people_behind, screening_lacks
from core import dates
from core.errors import Missing
from customers.models import CompanyDetails, Customer
from customers.services import (
    Outside,
    add_insider,
    add_relation,
    add_row,
    ask_own_lists_about,
    check_customer,
    confirm_relation,
    decide_hit,
    enter_credit_report,
    query_credit,
    raise_lender_tie,
    record_consent,
    rule_on_lender_tie,
)
from tests.applications.test_services import COMPLETE
from tests.factories import SPOTLESS_REPORT, CustomerFactory, ProductVersionFactory
from tests.security.pictures import png

BEHIND = ["enforcement", "insiders"]
ASKED = {
    "borrower": ["enforcement", "insiders"],
    **dict.fromkeys(("beneficial_owner", "controller", "legal_representative", "spouse"), BEHIND),
}
RULES = ["identity", "record", "enforcement", "insider"]
SINCE = dates.today() - timedelta(days=400)


def paper():
    return SimpleUploadedFile("answer.png", png())


def in_days(days):
    return dates.as_of(datetime.combine(dates.today() + timedelta(days=days), time(4), UTC))


@pytest.fixture
def company(am1, department_a):
    return CustomerFactory(account_manager=am1, department=department_a)


@pytest.fixture
def man(am1, department_a):
    who = {"kind": "person", "name": "林永盛", "identity": "990101197609140314"}
    return CustomerFactory(account_manager=am1, department=department_a, **who)


@pytest.fixture
def product(db):
    return ProductVersionFactory(screenings=ASKED, eligibility=RULES)


@pytest.fixture
def draft(company, product, am1):
    return services.open_application(customer=company, product_version=product, by=am1, **COMPLETE)


def clear(case, by):
    """Every check of the case answered today, by hand and by the lender's own lists."""
    open_ones = [one for party in party_checks(case) for one in party.open]
    chosen = [f"{one.customer.number}:{one.source}" for one in open_ones if not one.is_automatic]
    services.record_case_checks(application=case, chosen=chosen, finding="clear", file=paper(), by=by)
    services.look_up_case(application=case, by=by)


def outcomes(application) -> dict[str, str]:
    application = type(application).objects.get(pk=application.pk)
    return {answer.result.rule: answer.result.outcome for answer in judge(application)}


def checked(customer, by, source="enforcement", finding="clear"):
    (check,) = check_customer(
        customer=customer, sources=[source], finding=finding, note="查詢結果", file=paper(), by=by
    )
    return check


def decided(check, decision, risk):
    return decide_hit(check=check, decision=decision, reason="已逐項核對", version=check.version, by=risk)


def related(company, kind, by, **values):
    source = {"valid_from": SINCE, "source": "paper", "by": by, "end": "holder"}
    return add_relation(customer=company, kind=kind, **source, **values)


# Papers


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "unknown"),
        ({"is_licence_long_term": True}, "passes"),
        ({"licence_until": dates.today()}, "passes"),
        ({"licence_until": dates.today() - timedelta(days=1)}, "fails"),
    ],
)
def test_a_licence_that_has_run_out_is_not_valid_L1_1_1(draft, company, values, expected):
    assert outcomes(draft)["identity"] == "unknown"

    CompanyDetails.objects.create(customer=company, **values)

    assert outcomes(draft)["identity"] == expected


def test_a_licence_that_the_registry_calls_abnormal_is_not_valid(draft, company, am1, risk1):
    CompanyDetails.objects.create(customer=company, is_licence_long_term=True)
    check = checked(company, am1, "registry", "hit")
    assert outcomes(draft)["identity"] == "unknown"

    decided(check, "refuse", risk1)

    assert outcomes(draft)["identity"] == "fails"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"paper_type": "resident_id", "is_long_term": True}, "passes"),
        ({"paper_type": "resident_id", "valid_until": dates.today()}, "passes"),
        ({"paper_type": "resident_id", "valid_until": dates.today() - timedelta(days=1)}, "fails"),
        ({"paper_type": "resident_id"}, "unknown"),
        ({"paper_type": "passport", "paper_number": "E12345678", "is_long_term": True}, "unknown"),
    ],
)
def test_a_person_is_known_by_the_paper_whose_number_the_file_carries(man, product, am1, values, expected):
    case = services.open_application(customer=man, product_version=product, by=am1, **COMPLETE)

    add_row(customer=man, kind="papers", values={"paper_number": "990101197609140314", **values}, by=am1)

    assert outcomes(case)["identity"] == expected


# Checks


def test_enforcement_is_known_from_its_check_and_no_longer_when_that_has_run_out(draft, company, am1):
    assert outcomes(draft)["enforcement"] == "unknown"

    checked(company, am1)

    assert outcomes(draft)["enforcement"] == "passes"
    with in_days(31):
        assert outcomes(draft)["enforcement"] == "unknown"


@pytest.mark.parametrize(
    ("decision", "expected"),
    [("", "unknown"), ("false_match", "passes"), ("acceptable", "passes"), ("refuse", "fails")],
)
def test_a_hit_of_enforcement_is_what_risk_says_of_it(draft, company, am1, risk1, decision, expected):
    check = checked(company, am1, finding="hit")

    if decision:
        decided(check, decision, risk1)

    assert outcomes(draft)["enforcement"] == expected


def test_the_controller_of_a_company_must_not_be_enforced_either(draft, company, man, am1, risk1):
    related(company, "controller", am1, other=man)
    checked(company, am1)
    assert outcomes(draft)["enforcement"] == "unknown"

    check = checked(man, am1, finding="hit")
    decided(check, "refuse", risk1)

    assert outcomes(draft)["enforcement"] == "fails"


def test_a_controller_without_a_file_leaves_enforcement_open(draft, company, am1):
    checked(company, am1)
    related(company, "controller", am1, outside=Outside("person", "林永強"))

    assert outcomes(draft)["enforcement"] == "unknown"


def test_an_employee_gets_no_unsecured_credit_L3_4(product, am1, risk1, department_a):
    add_insider(kind="person", name="陳麗華", reason="風險管理部", relation="employee", by=risk1)
    customer = CustomerFactory(kind="person", name="陳麗華", account_manager=am1, department=department_a)
    unsecured = {**COMPLETE, "security": ["unsecured"]}
    case = services.open_application(customer=customer, product_version=product, by=am1, **unsecured)
    assert outcomes(case)["insider"] == "unknown"

    decided(customer.screenings.get(source="insiders"), "acceptable", risk1)

    assert outcomes(case)["insider"] == "fails"
    services.save_draft(application=case, security=["guarantee"], by=am1)
    assert outcomes(case)["insider"] == "passes"


def test_a_conflict_warning_counts_until_risk_clears_it_L3_4(product, company, am1, risk1):
    case = services.open_application(
        customer=company, product_version=product, by=am1, **{**COMPLETE, "security": ["unsecured"]}
    )
    assert outcomes(case)["insider"] == "passes"
    tie = raise_lender_tie(customer=company, kind="relative", colleague="林曉雯", note="兄長", by=am1)
    assert outcomes(case)["insider"] == "fails"

    rule_on_lender_tie(tie=tie, outcome="cleared", reason="同名不同人", version=1, by=risk1)

    assert outcomes(case)["insider"] == "passes"


def test_a_relation_to_somebody_of_the_lender_is_a_hit_of_the_own_list_L3_4(company, am1, risk1):
    add_insider(kind="person", name="林曉東", reason="林曉雯之弟", relation="relative", by=risk1)
    related(company, "shareholder", am1, outside=Outside("person", "林晓东"), share=Decimal(1))

    made = {one.source: one for one in ask_own_lists_about(customer=company, by=am1)}

    assert (made["insiders"].finding, made["insiders"].note) == ("hit", "林晓东, Shareholder")
    assert made["blacklist"].finding == "clear"


# Credit reports


def consented(company, by):
    today = dates.today()
    record_consent(
        customer=company, kind="bureau", scope="本次貸款審批", signed_on=today, valid_to=today + timedelta(days=365),
        file=paper(), by=by,
    )  # fmt: skip


def reported(company, number, figures, by):
    query = query_credit(customer=company, reason="loan_approval", by=by)
    enter_credit_report(query=query, report_number=number, reported_on=dates.today(), figures=figures, by=by)


def test_figures_of_a_bureau_are_told_to_whom_it_reports(draft, company, am1, finance1, enter):
    consented(company, am1)
    reported(company, "R-1", SPOTLESS_REPORT | {"overdue_24": 2, "overdue_60": 2, "worst_24": 1, "worst_60": 1}, am1)
    type(draft).objects.update(status="approved")
    told = {}

    for person in (am1, finance1):
        rows = enter(person).get(f"/api/v1/applications/{draft.number}/eligibility/").json()
        told[person] = next(dict(row["figures"]) for row in rows if row["rule"] == "record")

    assert told == {am1: {"late_payments": "2", "longest_late_days": told[am1]["longest_late_days"]}, finance1: {}}


def test_the_newest_report_answers_the_rule_on_the_record_L1_1_3(draft, company, am1):
    consented(company, am1)
    assert outcomes(draft)["record"] == "unknown"

    late = SPOTLESS_REPORT | {"overdue_24": 4, "overdue_60": 4, "worst_24": 1, "worst_60": 1}
    for number, figures, expected in (("R-1", late, "fails"), ("R-2", SPOTLESS_REPORT, "passes")):
        reported(company, number, figures, am1)
        assert outcomes(draft)["record"] == expected

    with in_days(400):
        assert outcomes(draft)["record"] == "unknown"


def test_what_is_unknown_holds_the_report_and_leads_to_where_it_is_filled_in(draft, company, am1, dm1, am2):
    clear(draft, am1)
    services.submit_application(application=draft, by=am1)
    until = dates.add_working_days(dates.today(), 10)
    services.accept_application(application=draft, second_investigator=am2, deadline=until, by=dm1)
    draft.refresh_from_db()

    found = {str(lack.what): lack.url for lack in lacks(draft)}

    assert {what: url for what, url in found.items() if "customers" in url} == {
        "Identity or licence": reverse("customers:section", args=[company.number, "identity"]),
        "Repayment record": reverse("customers:credit", args=[company.number]),
    }
    with in_days(31):
        assert reverse("applications:checks", args=[draft.number]) in [lack.url for lack in lacks(draft)]


# Who stands behind the borrower


def test_owners_controllers_representatives_and_spouses_are_asked_for_with_their_reason_L3_4(
    draft, company, man, am1, department_a
):
    wife = CustomerFactory(kind="person", name="周慧芳", account_manager=am1, department=department_a)
    related(company, "shareholder", am1, other=man, share=Decimal("0.7"))
    related(company, "shareholder", am1, other=wife, share=Decimal("0.2"))
    related(company, "controller", am1, other=man)
    related(company, "legal_representative", am1, other=wife)
    related(man, "spouse", am1, other=wife)

    found = [(one.customer, one.role, one.why) for one in people_behind(draft)]

    assert found == [
        (man, "beneficial_owner", f"林永盛 70.00% → {company.name} = 70.00%"),
        (man, "controller", f"林永盛 controls {company.name}"),
        (wife, "legal_representative", f"周慧芳 is the legal representative of {company.name}"),
    ]
    by_name = {party.customer: party for party in party_checks(draft)}
    assert by_name[man].role_names == "Beneficial owner, Actual controller"
    assert [one.source for one in by_name[wife].standings] == ["enforcement", "insiders"]


def test_a_husband_who_borrows_brings_his_wife_in(man, product, am1, department_a):
    wife = CustomerFactory(kind="person", name="周慧芳", account_manager=am1, department=department_a)
    related(man, "spouse", am1, other=wife)

    case = services.open_application(customer=man, product_version=product, by=am1, **COMPLETE)

    assert [(one.customer, one.role) for one in people_behind(case)] == [(wife, "spouse")]


def test_checks_of_whoever_stands_behind_hold_the_submission_until_they_are_made_L3_4(draft, company, man, am1):
    clear(draft, am1)
    related(company, "controller", am1, other=man)
    with pytest.raises(Missing) as refusal:
        services.submit_application(application=draft, by=am1)
    assert any("林永盛 (Beneficial owner, Actual controller)" in str(point) for point in refusal.value.points)

    clear(draft, am1)

    assert screening_lacks(draft) == []
    with in_days(31):
        assert "林永盛" in screening_lacks(draft)[1]
    assert services.submit_application(application=draft, by=am1).status == "submitted"


def test_somebody_without_a_file_holds_the_submission_and_is_named(draft, company, am1, enter):
    related(company, "controller", am1, outside=Outside("person", "林永強"))
    related(company, "shareholder", am1, outside=Outside("person", "小股東"), share=Decimal("0.1"))

    sentences = [sentence for sentence in screening_lacks(draft) if "without a file" in sentence]
    page = enter(am1).get(reverse("applications:checks", args=[draft.number])).content.decode()

    assert len(sentences) == 1 and "林永強 (Beneficial owner, Actual controller)" in sentences[0]
    assert "林永強" in page and "Open a file" in page and "小股東" not in page


def test_a_product_that_asks_nothing_of_them_leaves_them_alone(draft, company, man, am1, django_assert_num_queries):
    related(company, "controller", am1, other=man)
    draft.product_version.screenings = {"borrower": ["enforcement"]}
    draft.product_version.save(update_fields=["screenings"])

    with django_assert_num_queries(0):
        assert people_behind(draft) == []


def test_the_people_of_the_case_check_a_controller_of_another_file_and_risk_sees_the_hit(
    draft, company, am1, am3, risk1, department_b
):
    controller = CustomerFactory(kind="person", name="何建平", account_manager=am3, department=department_b)
    claim = related(company, "controller", am1, other=controller)
    confirm_relation(relation=claim, version=claim.version, by=am3)
    clear(draft, am1)
    services.submit_application(application=draft, by=am1)

    assert Customer.objects.visible_to(am1).contains(controller)
    assert controller.screenings.count() == 2
    draft.status = "in_review"
    draft.save(update_fields=["status"])
    assert Customer.objects.visible_to(risk1).contains(controller)


def test_a_party_that_was_taken_off_a_draft_is_asked_for_no_longer(draft, am1, department_a):
    draft.product_version.screenings = {"guarantor": ["enforcement"]}
    draft.product_version.save(update_fields=["screenings"])
    other = CustomerFactory(account_manager=am1, department=department_a)
    services.add_party(application=draft, customer=other, role="guarantor", by=am1)
    assert len(screening_lacks(draft)) == 1

    services.remove_party(party=Party.objects.get(customer=other), by=am1)

    assert screening_lacks(draft) == []


def test_facts_of_a_draft_that_is_only_typed_are_gathered_too(company, product, am1):
    from applications.models import Application

    checked(company, am1)

    assert gather(Application(customer=company, product_version=product)).is_enforced is False
