"""The work list: what waits for whom, and nothing that waits for somebody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from applications.models import ReturnPoint
from applications.states import Status
from contracts.models import Drawdown, LoanContract
from core import dates
from desk.providers import home
from tests.factories import application_of, approved
from tests.underwriting.reviewed import sealed_report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def lines(user) -> list[str]:
    user = type(user).objects.get(pk=user.pk)
    return sorted(task["what"] for group in home(user)["groups"] for task in group["tasks"])


def contracted(application, dm1, am1, status="effective", **terms):
    decision = approved(application, dm1, am1, conditions=["抵押登記完成"], **terms)
    decision.conditions.update(due_on=dates.today() + timedelta(days=30))
    decision.conditions.create(kind="subsequent", text="每月十五日前提交上月財務報表", owner=am1)
    from contracts.models import ContractTemplate
    from contracts.services import install_templates

    install_templates()
    return LoanContract.objects.create(
        number=f"HQC2026-{application.pk:05d}",
        application=application,
        decision=decision,
        template=ContractTemplate.objects.first(),
        amount=application.amount,
        term_months=12,
        annual_rate="0.072",
        method="level_payment",
        prepared_by=am1,
        status=status,
        signed_on=dates.today(),
    )


def test_a_draft_waits_for_its_owner_only(am1, am2, dm1, department_a):
    application_of(am1, department_a)

    assert lines(am1) == ["Finish and submit the application"]
    assert lines(am2) == lines(dm1) == []


def test_an_investigation_waits_for_both_investigators(am1, am2, department_a):
    application_of(am1, department_a, status=Status.ACCEPTED, second_investigator=am2)

    assert lines(am1) == lines(am2) == ["Begin the investigation"]


def test_a_submitted_case_waits_for_the_manager_of_its_department(am1, dm1, dm2, risk1, department_a):
    application_of(am1, department_a, status=Status.SUBMITTED, submitted_at=dates.now())

    assert lines(dm1) == ["Accept and assign"]
    assert lines(am1) == lines(dm2) == lines(risk1) == []


def test_a_case_under_review_waits_for_the_level_that_is_due(am1, dm1, dm2, risk1, department_a):
    case = application_of(am1, department_a, status=Status.IN_REVIEW, amount=5_000_000)
    report = sealed_report(case)

    before = [lines(person) for person in (dm1, dm2, risk1)]
    case.decisions.create(
        report=report,
        round=1,
        level=1,
        is_final=False,
        outcome="agreed",
        reason="同意上報",
        terms_hash="0" * 64,
        submitted_by=am1,
        made_by=dm1,
        made_at=dates.now(),
    )

    assert before == [["Review and decide"], [], []]
    assert [lines(person) for person in (dm1, dm2, risk1)] == [[], [], ["Examine and decide"]]


def test_a_condition_waits_for_who_owes_it_and_for_risk(am1, dm1, risk1, auditor, department_a):
    contracted(application_of(am1, department_a, status=Status.CONTRACTED), dm1, am1)

    assert lines(am1) == ["Have the money released", "Meet a condition"]
    assert lines(risk1) == ["Confirm a condition"]
    assert lines(dm1) == lines(auditor) == []


def test_a_condition_of_a_round_that_was_returned_waits_for_nobody(am1, dm1, risk1, department_a):
    case = application_of(am1, department_a, status=Status.CONTRACTED)
    contracted(case, dm1, am1)

    type(case).objects.filter(pk=case.pk).update(round=2)

    assert lines(risk1) == []


def test_a_condition_after_release_still_waits_when_the_money_is_out(am1, dm1, risk1, department_a):
    contracted(application_of(am1, department_a, status=Status.DISBURSED), dm1, am1)

    assert lines(am1) == ["Meet a condition"]
    assert lines(risk1) == ["Confirm a condition"]


def test_while_finance_has_the_request_the_account_manager_has_nothing_to_do(
    am1, dm1, finance1, finance2, department_a
):
    contract = contracted(application_of(am1, department_a, status=Status.CONTRACTED), dm1, am1)
    Drawdown.objects.create(
        number="HQD2026-00001",
        contract=contract,
        amount=1_000_000,
        payee="某鋼材有限公司",
        payee_account="6222",
        requested_by=am1,
        checked_by=finance1,
        status="checked",
    )

    assert lines(am1) == ["Meet a condition"]
    assert lines(finance1) == []
    assert lines(finance2) == ["Disburse the drawdown"]


def test_the_deadline_of_the_investigation_makes_no_contract_late(am1, dm1, department_a):
    long_ago = dates.today() - timedelta(days=90)
    contracted(application_of(am1, department_a, status=Status.CONTRACTED, deadline=long_ago), dm1, am1)

    assert home(am1)["late"] == 0


def test_only_open_points_are_to_be_answered(am1, department_a, dm1):
    case = application_of(am1, department_a, is_returned=True)
    point = ReturnPoint.objects.create(application=case, round=1, text="補帳齡表", made_by=dm1, made_at=dates.now())
    before = lines(am1)
    ReturnPoint.objects.filter(pk=point.pk).update(answered_at=dates.now())

    assert before == ["Answer what was returned"]
    assert lines(am1) == ["Finish and submit the application"]


def test_a_report_that_could_not_be_printed_waits_for_its_people(am1, department_a):
    report = sealed_report(application_of(am1, department_a, status=Status.REPORTED))
    type(report.document).objects.filter(pk=report.document.pk).update(status="failed")

    assert lines(am1) == ["Produce a document again"]


def test_an_administrator_is_shown_no_figures_and_no_way_to_the_cases(am1, admin, department_a):
    application_of(am1, department_a, status=Status.SUBMITTED, submitted_at=dates.now())
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(admin)

    page = client.get("/").content.decode()

    assert "My figures</h2>" not in page
    assert "/applications/" not in page.replace(reverse("applications:products"), "")
    assert home(admin)["groups"] == []


def test_an_approval_that_runs_out_soon_is_a_line_of_its_account_manager(am1, dm1, department_a):
    now, last = dates.now(), dates.today() + timedelta(days=60)
    contracted(application_of(am1, department_a, status=Status.CONTRACTED), dm1, am1, valid_until=last)
    days = [dates.today() + timedelta(days=count) for count in range(62)]
    first = next(day for day in days if dates.add_working_days(day, 10) >= last)
    seen = []

    for day in (first - timedelta(days=1), first, last, last + timedelta(days=1)):
        with dates.as_of(now + (day - days[0])):
            seen.append([what for what in lines(am1) if what != "Meet a condition"])

    assert seen == [
        ["Have the money released"],
        ["Have the money released in time"],
        ["Have the money released in time"],
        ["Void the contract of a lapsed approval"],
    ]
