"""The decision: within authority and above it, once, on what was read, by nobody who had a part in the case."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.utils import translation

from applications.eligibility import HARD_RULES
from applications.exposure import exposure_of
from applications.models import AuthorityProfile, ReturnPoint
from applications.services import new_version
from applications.states import Status
from collateral.models import Collateral
from core import dates
from core.errors import InvalidInput, NotAllowed, Stale, TransitionRefused
from customers.services import add_to_blacklist
from staff.models import RoleAssignment
from tests.factories import CustomerFactory, actions_on, application_of, person
from tests.underwriting.reviewed import case_in_review, sealed_report
from underwriting.models import Decision, Investigation, Level, Outcome
from underwriting.querysets import DecisionQuerySet
from underwriting.services.decision import Asked, confirm_condition, decide_application, waive_condition
from underwriting.states import ConditionStatus

pytestmark = pytest.mark.django_db
ABOVE = 3_000_001


@pytest.fixture
def case(am1, am2, department_a):
    return case_in_review(am1, am2, department_a)


@pytest.fixture
def large_case(am1, am2, department_a):
    return case_in_review(am1, am2, department_a, amount=ABOVE)


def decide(case, by, outcome=Outcome.APPROVED, **values):
    application, report = case
    application.refresh_from_db()
    given = {"reason": "同意", "version": application.version, "report": report, **values}
    return decide_application(application=application, outcome=outcome, by=by, **given)


# Within and above the authority


def test_the_department_manager_decides_within_the_authority(case, dm1):
    decision = decide(case, dm1)

    application, report = case
    application.refresh_from_db()
    assert application.status == Status.APPROVED
    assert (decision.level, decision.is_final, decision.report) == (Level.DEPARTMENT, True, report)
    assert (decision.amount, decision.term_months, decision.annual_rate) == (2_800_000, 12, Decimal("0.072"))
    assert actions_on(application) == ["decide_application"]


def test_an_approval_keeps_the_authority_and_the_validity_it_was_given_under(case, dm1, monkeypatch):
    monkeypatch.setattr("core.dates.today", lambda: date(2026, 8, 31))

    decision = decide(case, dm1)

    assert decision.valid_until == date(2027, 2, 28)
    assert decision.parameters["department_manager_authority"] == "3000000"
    assert Decimal(decision.parameters["exposure"]) == 2_800_000


def test_above_the_authority_the_department_manager_agrees_and_the_risk_officer_decides(large_case, dm1, risk1):
    application, _report = large_case

    first = decide(large_case, dm1, Outcome.AGREED)
    application.refresh_from_db()
    between = application.status
    second = decide(large_case, risk1)

    application.refresh_from_db()
    assert (first.level, first.is_final, between) == (Level.DEPARTMENT, False, Status.IN_REVIEW)
    assert (second.level, second.is_final, application.status) == (Level.RISK, True, Status.APPROVED)


def test_what_is_approved_already_counts_towards_the_authority(am1, am2, dm1, department_a, case):
    decide(case, dm1)
    customer = case[0].customer
    second = case_in_review(am1, am2, department_a, amount=300_000)
    type(second[0]).objects.filter(pk=second[0].pk).update(customer=customer)

    with pytest.raises(InvalidInput):
        decide(second, dm1, Outcome.APPROVED)

    assert exposure_of(customer).before == 2_800_000
    assert decide(second, dm1, Outcome.AGREED).is_final is False


def test_the_department_manager_cannot_approve_above_the_authority(large_case, dm1):
    with pytest.raises(InvalidInput):
        decide(large_case, dm1, Outcome.APPROVED)

    assert not Decision.objects.exists()


def offered(case, kind, status="appraised", value=4_000_000):
    """A thing mortgaged for the case; seven tenths of its value carry 2,800,000."""
    application, _report = case
    return Collateral.objects.create(
        application=application,
        owner=application.customer,
        kind=kind,
        description="抵押物",
        title_number=f"滬房地{kind}",
        appraised_value=value,
        appraised_on=dates.today(),
        appraiser="某評估公司",
        internal_value=value,
        loan_to_value="0.7",
        status=status,
    )


def under(case, profile):
    """The case as one of a product with this profile of authority."""
    version = case[0].product_version
    version.authority_profile = profile
    version.save(update_fields=["authority_profile"])


def test_a_product_that_always_goes_to_risk_is_agreed_by_the_department_manager_and_decided_by_risk(case, dm1, risk1):
    under(case, AuthorityProfile.RISK)

    with pytest.raises(InvalidInput):
        decide(case, dm1, Outcome.APPROVED)
    with pytest.raises(NotAllowed):
        decide(case, risk1, Outcome.APPROVED)
    decide(case, dm1, Outcome.AGREED)
    decision = decide(case, risk1)

    assert (decision.level, decision.is_final, decision.parameters["authority"]) == (Level.RISK, True, "product")


@pytest.mark.parametrize(
    ("kind", "status", "value", "basis"),
    [
        ("home", "appraised", 4_000_000, "real_estate"),
        ("land", "accepted", 4_000_000, "real_estate"),
        ("home", "appraised", 3_999_999, "small"),
        ("land", "proposed", 4_000_000, "small"),
        ("vehicle", "appraised", 4_000_000, "small"),
        ("home", "rejected", 4_000_000, "small"),
    ],
)
def test_only_appraised_real_estate_that_carries_the_sum_gives_the_full_authority(
    case, dm1, kind, status, value, basis
):
    under(case, AuthorityProfile.SECURED)
    offered(case, kind, status, value)

    within = basis == "real_estate"
    decision = decide(case, dm1, Outcome.APPROVED if within else Outcome.AGREED)

    assert (decision.is_final, decision.parameters["authority"]) == (within, basis)
    assert decision.parameters["department_manager_small_authority"] == "200000"


@pytest.mark.parametrize(
    ("amount", "status", "is_final", "basis"),
    [
        (200_000, "proposed", True, "small"),
        (200_001, "proposed", False, "small"),
        (200_000, "rejected", False, "unsecured"),
    ],
)
def test_on_a_guarantor_alone_the_authority_is_the_small_one(
    am1, am2, dm1, department_a, amount, status, is_final, basis
):
    case = case_in_review(am1, am2, department_a, amount=amount)
    under(case, AuthorityProfile.SECURED)
    case[0].guarantees.create(guarantor=CustomerFactory(kind="person"), net_assets=960_000, status=status)

    decision = decide(case, dm1, Outcome.APPROVED if is_final else Outcome.AGREED)

    assert (decision.is_final, decision.parameters["authority"]) == (is_final, basis)


@pytest.mark.parametrize("flaw", ["offered elsewhere", "appraised too long ago"])
def test_real_estate_that_is_in_doubt_carries_nothing(case, dm1, am1, am2, department_a, flaw):
    under(case, AuthorityProfile.SECURED)
    thing = offered(case, "home")
    if flaw == "offered elsewhere":
        offered(case_in_review(am1, am2, department_a), "home")
    else:
        Collateral.objects.filter(pk=thing.pk).update(appraised_on=date(2020, 1, 1))

    assert decide(case, dm1, Outcome.AGREED).parameters["authority"] == "small"


@pytest.mark.parametrize("outcome", [Outcome.APPROVED, Outcome.DECLINED, Outcome.RETURNED])
def test_a_case_with_a_hit_that_waits_for_risk_is_not_approved_but_may_be_ended(case, dm1, risk1, outcome):
    application, _report = case
    version = application.product_version
    version.screenings = {"borrower": ["blacklist"]}
    version.save(update_fields=["screenings"])
    add_to_blacklist(by=risk1, kind="company", name=application.customer.name, reason="提供虛假報表", origin="同業通報")

    if outcome == Outcome.APPROVED:
        with pytest.raises(InvalidInput) as refusal:
            decide(case, dm1, outcome)
        assert application.customer.name in str(refusal.value) and not Decision.objects.exists()
    else:
        assert decide(case, dm1, outcome, points=["補件"]).outcome == outcome


def test_a_new_version_in_force_does_not_change_who_decides_an_open_case(case, dm1, admin):
    product = case[0].product_version.product
    made = new_version(
        product=product,
        authority_profile=AuthorityProfile.RISK,
        eligibility=list(HARD_RULES),
        note="改由風險決定",
        by=admin,
    )

    with dates.as_of(dates.now() + timedelta(days=2)):
        decision = decide(case, dm1)

    assert product.versions.in_force(made.valid_from).get() == made
    assert decision.is_final


def test_amount_and_term_go_down_only(case, dm1):
    for values in ({"amount": Decimal(2_800_001)}, {"term_months": 13}, {"amount": Decimal(0)}):
        with pytest.raises(InvalidInput):
            decide(case, dm1, **values)

    decision = decide(case, dm1, amount=Decimal(2_000_000), term_months=6)
    assert (decision.amount, decision.term_months) == (2_000_000, 6)


def test_the_risk_officer_goes_on_from_what_the_department_manager_agreed_to(large_case, dm1, risk1):
    decide(large_case, dm1, Outcome.AGREED, amount=Decimal(2_500_000))

    with pytest.raises(InvalidInput):
        decide(large_case, risk1, amount=Decimal(2_600_000))

    assert decide(large_case, risk1).amount == 2_500_000


def test_a_decline_ends_the_case_with_its_reason(case, dm1):
    decide(case, dm1, Outcome.DECLINED, reason="用途不實")

    application, _report = case
    application.refresh_from_db()
    assert (application.status, application.end_reason) == (Status.DECLINED, "用途不實")


def test_a_review_may_decline_above_the_authority_too(large_case, dm1):
    decision = decide(large_case, dm1, Outcome.DECLINED, reason="超出行業限額")

    large_case[0].refresh_from_db()
    assert (decision.is_final, large_case[0].status) == (True, Status.DECLINED)


# Conditions


def test_an_approval_carries_its_conditions_with_owner_and_date(case, dm1, am1):
    asked = Asked("precedent", "抵押登記完成", am1, date(2099, 1, 31))

    decision = decide(case, dm1, conditions=[asked])

    condition = decision.conditions.get()
    assert (condition.text, condition.owner, condition.due_on) == ("抵押登記完成", am1, date(2099, 1, 31))
    assert condition.status == ConditionStatus.OPEN


@pytest.mark.parametrize(
    "asked",
    [
        ("precedent", " ", date(2099, 1, 31)),
        ("precedent", "登記", None),
        ("precedent", "登記", date(2020, 1, 1)),
        ("later", "登記", None),
    ],
)
def test_a_condition_without_text_date_or_kind_is_refused(case, dm1, am1, asked):
    kind, text, due_on = asked

    with pytest.raises(InvalidInput):
        decide(case, dm1, conditions=[Asked(kind, text, am1, due_on)])

    assert not Decision.objects.exists()


def test_a_risk_officer_confirms_a_condition_with_its_evidence(case, dm1, am1, risk1):
    condition = decide(case, dm1, conditions=[Asked("precedent", "登記", am1, date(2099, 1, 1))]).conditions.get()

    confirm_condition(condition=condition, evidence="不動產登記證明 2026-118", version=condition.version, by=risk1)

    condition.refresh_from_db()
    assert (condition.status, condition.evidence) == (ConditionStatus.MET, "不動產登記證明 2026-118")


def test_nobody_who_investigated_confirms_a_condition_whatever_roles_they_hold(case, dm1, am1, am2):
    RoleAssignment.objects.create(user=am2, role="risk_officer", valid_from=date(2020, 1, 1))
    condition = decide(case, dm1, conditions=[Asked("precedent", "登記", am1, date(2099, 1, 1))]).conditions.get()

    for somebody in (am1, am2):
        with pytest.raises(NotAllowed):
            confirm_condition(condition=condition, evidence="有", version=condition.version, by=somebody)

    condition.refresh_from_db()
    assert condition.status == ConditionStatus.OPEN


def test_only_who_set_a_condition_waives_it(case, dm1, am1, risk1):
    condition = decide(case, dm1, conditions=[Asked("precedent", "登記", am1, date(2099, 1, 1))]).conditions.get()

    with pytest.raises(NotAllowed):
        waive_condition(condition=condition, reason="不需要", by=risk1)
    waive_condition(condition=condition, reason="改以保證金代替", by=dm1)

    condition.refresh_from_db()
    assert condition.status == ConditionStatus.WAIVED
    assert actions_on(condition) == ["waive_condition.refused", "waive_condition"]


def test_a_condition_that_was_met_is_not_confirmed_again(case, dm1, am1, risk1):
    condition = decide(case, dm1, conditions=[Asked("precedent", "登記", am1, date(2099, 1, 1))]).conditions.get()
    confirm_condition(condition=condition, evidence="有", version=1, by=risk1)

    with pytest.raises(TransitionRefused):
        confirm_condition(condition=condition, evidence="有", version=2, by=risk1)


# Nobody decides on what they worked on, and no role decides that must not


SELF_APPROVALS = [
    ("am1", None),
    ("am2", None),
    ("am1", "department_manager"),
    ("am1", "risk_officer"),
    ("am2", "department_manager"),
    ("am2", "risk_officer"),
]
OTHERS = ["am4", "dm2", "risk1", "finance1", "auditor", "admin"]


@pytest.mark.parametrize(("name", "also"), SELF_APPROVALS)
@pytest.mark.parametrize("level", [1, 2])
def test_an_investigator_decides_nothing_on_the_own_case_whatever_roles_they_hold(
    name, also, level, request, am1, am2, dm1, department_a
):
    case = case_in_review(am1, am2, department_a, amount=2_800_000 if level == 1 else ABOVE)
    if level == 2:
        decide(case, dm1, Outcome.AGREED)
    if also:
        RoleAssignment.objects.create(
            user=request.getfixturevalue(name), role=also, department=department_a, valid_from=date(2020, 1, 1)
        )
    somebody = type(am1).objects.get(username=name)

    with pytest.raises(NotAllowed):
        decide(case, somebody)

    case[0].refresh_from_db()
    assert case[0].status == Status.IN_REVIEW
    assert actions_on(case[0])[-1] == "decide_application.refused"


@pytest.mark.parametrize("also", [None, "department_manager", "risk_officer"])
def test_the_account_manager_who_does_not_investigate_decides_nothing_either(also, am1, am2, department_a):
    owner = person("am5", "account_manager", department_a)
    application, report = case_in_review(am1, am2, department_a)
    type(application).objects.filter(pk=application.pk).update(account_manager=owner)
    if also:
        RoleAssignment.objects.create(user=owner, role=also, department=department_a, valid_from=date(2020, 1, 1))

    with pytest.raises(NotAllowed):
        decide((application, report), type(owner).objects.get(pk=owner.pk))

    assert actions_on(application) == ["decide_application.refused"]


def test_whoever_submitted_the_report_decides_nothing_even_when_no_longer_on_the_case(case, am1, am3, department_a):
    application, _report = case
    type(application).objects.filter(pk=application.pk).update(account_manager=am3, lead_investigator=am3)
    RoleAssignment.objects.create(user=am1, role="department_manager", department=department_a, valid_from="2020-01-01")

    with pytest.raises(NotAllowed):
        decide(case, type(am1).objects.get(pk=am1.pk))


@pytest.mark.parametrize("name", OTHERS)
def test_no_other_role_decides_at_the_first_level(name, request, case, department_a):
    somebody = person("am4", "account_manager", department_a) if name == "am4" else request.getfixturevalue(name)

    with pytest.raises(NotAllowed):
        decide(case, somebody)

    assert actions_on(case[0]) == ["decide_application.refused"]


@pytest.mark.parametrize("name", ["am3", "dm2", "finance1", "auditor", "admin"])
def test_no_other_role_decides_at_the_second_level(name, request, large_case, dm1):
    decide(large_case, dm1, Outcome.AGREED)

    with pytest.raises(NotAllowed):
        decide(large_case, request.getfixturevalue(name))


def test_nobody_acts_at_both_levels(large_case, dm1):
    RoleAssignment.objects.create(user=dm1, role="risk_officer", valid_from=date(2020, 1, 1))
    both = type(dm1).objects.get(pk=dm1.pk)
    decide(large_case, both, Outcome.AGREED)

    with pytest.raises(NotAllowed):
        decide(large_case, both)

    large_case[0].refresh_from_db()
    assert large_case[0].status == Status.IN_REVIEW


# What was read is what is decided on


def test_a_return_opens_a_new_round_and_keeps_the_old_report(case, dm1, am1):
    application, report = case

    decide(case, dm1, Outcome.RETURNED, reason="應收帳款說明不足", points=["補應收帳款帳齡表", "補前五名客戶合同"])

    application.refresh_from_db()
    report.refresh_from_db()
    assert (application.status, application.round, application.is_returned) == (Status.INVESTIGATING, 2, True)
    assert list(ReturnPoint.objects.values_list("round", "text")) == [(1, "補應收帳款帳齡表"), (1, "補前五名客戶合同")]
    assert (report.number, report.document.status) == (1, "ready")
    assert set(Investigation.objects.values_list("round", flat=True)) == {1, 2}


def test_a_return_without_points_is_refused(case, dm1):
    with pytest.raises(InvalidInput):
        decide(case, dm1, Outcome.RETURNED, points=["", " "])


@translation.override("en")
def test_a_return_names_at_most_twenty_points_as_at_acceptance(case, dm1):
    with pytest.raises(InvalidInput) as refusal:
        decide(case, dm1, Outcome.RETURNED, points=[f"補第 {number} 份合同" for number in range(21)])

    assert (refusal.value.field, str(refusal.value)) == ("points", "Return at most 20 points at once.")
    assert not ReturnPoint.objects.exists() and not Decision.objects.exists()


def test_after_a_return_the_same_person_may_decide_the_next_round(case, dm1):
    application, _report = case
    decide(case, dm1, Outcome.RETURNED, points=["補帳齡表"])
    Investigation.objects.filter(round=2).delete()
    application.refresh_from_db()
    second = sealed_report(application, number=2)
    type(application).objects.filter(pk=application.pk).update(status=Status.IN_REVIEW)

    decision = decide((application, second), dm1)

    assert (decision.round, decision.report) == (2, second)


def test_a_stale_version_decides_nothing(case, dm1):
    with pytest.raises(Stale):
        decide(case, dm1, version=case[0].version + 7)

    assert not Decision.objects.exists()


def test_an_older_report_decides_nothing(case, dm1):
    application, report = case
    Investigation.objects.filter(application=application).update(round=9)
    sealed_report(application, number=2)

    with pytest.raises(Stale):
        decide((application, report), dm1)


def test_a_report_that_is_not_sealed_yet_decides_nothing(case, dm1):
    type(case[1].document).objects.update(status="rendering")

    with pytest.raises(Stale):
        decide(case, dm1)


def test_the_terms_hash_differs_with_every_term(am1, am2, dm1, department_a):
    asked = Asked("subsequent", "月報", am1, None)
    several = [{}, {"amount": Decimal(1)}, {"term_months": 3}, {"method": "bullet"}, {"conditions": [asked]}]

    hashes = [decide(case_in_review(am1, am2, department_a), dm1, **values).terms_hash for values in several]

    assert len(set(hashes)) == len(several)


@pytest.mark.parametrize("status", [s for s in Status if s != Status.IN_REVIEW])
def test_only_a_case_under_review_is_decided(case, dm1, status):
    type(case[0]).objects.filter(pk=case[0].pk).update(status=status)

    with pytest.raises(TransitionRefused):
        decide(case, dm1)


def test_a_suspended_case_is_not_decided(case, dm1):
    type(case[0]).objects.filter(pk=case[0].pk).update(is_suspended=True)

    with pytest.raises(TransitionRefused):
        decide(case, dm1)


def test_whoever_comes_second_hears_that_the_step_was_taken(case, dm1, monkeypatch):
    decide(case, dm1, Outcome.APPROVED)
    type(case[0]).objects.filter(pk=case[0].pk).update(status=Status.IN_REVIEW)
    other = person("dm9", "department_manager", case[0].department)
    monkeypatch.setattr("underwriting.permissions._acted", lambda application: {})

    with pytest.raises(TransitionRefused):
        decide(case, other)

    assert Decision.objects.count() == 1


def test_the_database_itself_refuses_a_decision_by_who_submitted(case, dm1):
    decision = decide(case, dm1)
    decision.pk, decision.level, decision.made_by = None, 2, decision.submitted_by

    with pytest.raises(IntegrityError):
        decision.save(force_insert=True)


def test_what_is_promised_ends_with_the_disbursement(case, dm1):
    application, _report = case
    decide(case, dm1, amount=Decimal(2_000_000))

    promised = []
    for status in (Status.APPROVED, Status.CONTRACTED, Status.DISBURSED, Status.LAPSED):
        type(application).objects.filter(pk=application.pk).update(status=status)
        promised.append(Decision.objects.promised_to([application.customer_id]).get(application.customer_id, 0))

    assert promised == [2_000_000, 2_000_000, 0, 0]
    assert isinstance(Decision.objects.all(), DecisionQuerySet)


def test_a_case_without_any_decision_promises_nothing(am1, department_a):
    application = application_of(am1, department_a)

    assert Decision.objects.promised_to([application.customer_id]) == {}


# What is typed by mistake


def test_a_point_longer_than_its_place_is_refused_and_nothing_is_cut(case, dm1):
    with pytest.raises(InvalidInput) as refusal:
        decide(case, dm1, Outcome.RETURNED, points=["補" * 301])

    assert refusal.value.field == "points"
    assert not ReturnPoint.objects.exists()


@pytest.mark.parametrize(
    ("due_on", "sentence"),
    [
        (date(1990, 1, 1), "The date of a condition lies in the past."),
        (date(2190, 12, 31), "The date of a condition lies too far ahead. Check the year."),
    ],
)
@translation.override("en")
def test_a_condition_with_an_impossible_date_is_refused(case, dm1, due_on, sentence):
    asked = Asked("precedent", "抵押登記完成", case[0].account_manager, due_on)

    with pytest.raises(InvalidInput) as refusal:
        decide(case, dm1, conditions=[asked])

    assert str(refusal.value) == sentence
    assert not Decision.objects.exists()


def test_a_reason_a_point_or_a_condition_that_no_document_could_print_is_refused(case, dm1, am1):
    unprintable = [
        {"reason": "同意🌟"},
        {"outcome": Outcome.RETURNED, "points": ["補合同", "補🌟"]},
        {"conditions": [Asked("subsequent", "每月🌟對帳", am1)]},
    ]

    for values in unprintable:
        with pytest.raises(InvalidInput, match="🌟"):
            decide(case, dm1, **values)

    assert not Decision.objects.exists()
