"""The decision counts the related group: who may approve, and what nobody may."""

from datetime import date
from decimal import Decimal

import pytest

from core.errors import InvalidInput
from core.models import Parameter
from customers.services import Outside, add_relation, raise_lender_tie, rule_on_lender_tie
from tests.factories import application_of, approved
from tests.underwriting.reviewed import case_in_review
from underwriting.models import Outcome
from underwriting.permissions import route_of
from underwriting.services import decide_application

pytestmark = pytest.mark.django_db
WANG = Outside("person", "王建國", "11010519491231002X")


@pytest.fixture
def case(am1, am2, department_a):
    return case_in_review(am1, am2, department_a, amount=2_800_000)


@pytest.fixture
def related(case, am1, am2, dm1, department_a):
    """The borrower's sister company, which was promised 2,800,000."""
    application = application_of(am1, department_a, status="approved", second_investigator=am2)
    approved(application, dm1, am1)
    for customer in (application.customer, case[0].customer):
        add_relation(
            customer=customer,
            kind="controller",
            end="holder",
            outside=WANG,
            valid_from=date(2024, 1, 1),
            source="register",
            by=am1,
        )
    return application.customer


def decide(case, by, outcome=Outcome.APPROVED, **values):
    application, report = case
    application.refresh_from_db()
    return decide_application(
        application=application,
        report=report,
        outcome=outcome,
        reason="同意",
        version=application.version,
        by=by,
        **values,
    )


def figures(said, *amounts):
    """The amounts as a page of either language writes them."""
    by = 10_000 if "萬" in said else 1_000_000
    return [f"{Decimal(amount) / by:,.2f}" for amount in amounts]


def lender_of(assets):
    Parameter.objects.create(
        name="lender_net_assets", value=assets, unit="yuan", valid_from=date(2021, 1, 1), basis="測試"
    )


def test_what_the_group_owes_takes_a_case_out_of_the_department_managers_authority(case, related):
    steps = route_of(case[0])

    assert [(step.level, step.exposure) for step in steps] == [(1, 5_600_000), (2, 5_600_000)]


def test_alone_the_same_case_stays_within_it(case):
    assert [step.level for step in route_of(case[0])] == [1]


def test_over_the_groups_limit_nobody_agrees_at_any_level_and_the_sentence_has_the_figures(case, related, dm1):
    lender_of("36000000")

    with pytest.raises(InvalidInput) as refusal:
        decide(case, dm1, Outcome.AGREED)

    assert refusal.value.field == "amount"
    said = str(refusal.value)
    assert all(figure in said for figure in figures(said, "5600000", "5400000", "200000"))
    assert not case[0].decisions.exists()


def test_a_lower_amount_brings_the_group_within_its_limit(case, related, dm1):
    lender_of("36000000")

    decision = decide(case, dm1, Outcome.AGREED, amount=Decimal(2_600_000))

    assert decision.amount == 2_600_000


def test_over_the_limit_it_can_still_be_declined(case, related, dm1):
    lender_of("36000000")

    assert decide(case, dm1, Outcome.DECLINED).outcome == Outcome.DECLINED


def test_nothing_is_approved_while_a_conflict_warning_is_open_L3_4(case, am1, dm1, risk1):
    tie = raise_lender_tie(customer=case[0].customer, kind="employee", colleague="林曉雯", note="同住一址", by=am1)

    with pytest.raises(InvalidInput):
        decide(case, dm1)
    rule_on_lender_tie(tie=tie, outcome="cleared", reason="同名同姓，已核對", version=1, by=risk1)

    assert decide(case, dm1).outcome == Outcome.APPROVED
