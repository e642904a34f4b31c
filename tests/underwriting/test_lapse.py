"""An approval ends by itself when nobody signed in time."""

from datetime import timedelta

import pytest

from applications.states import Status
from contracts.services import install_templates, prepare_contract, void_contract
from tests.factories import actions_on
from tests.underwriting.reviewed import case_in_review
from underwriting.services.decision import decide_application
from underwriting.services.lapse import lapse_approvals

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(am1, am2, dm1, department_a):
    application, report = case_in_review(am1, am2, department_a)
    return decide_application(
        application=application, outcome="approved", reason="同意", version=application.version, report=report, by=dm1
    )


def test_an_approval_stands_on_its_last_day_and_lapses_the_day_after(decision):
    on_the_last = lapse_approvals(on=decision.valid_until)
    after = lapse_approvals(on=decision.valid_until + timedelta(days=1))

    decision.application.refresh_from_db()
    assert (on_the_last, after) == (0, 1)
    assert decision.application.status == Status.LAPSED
    assert actions_on(decision.application)[-1] == "lapse_approvals"


def test_a_second_run_finds_nothing(decision):
    late = decision.valid_until + timedelta(days=9)
    lapse_approvals(on=late)

    again = lapse_approvals(on=late)

    assert again == 0


def test_a_case_with_a_contract_is_left_to_its_people(decision, am1):
    install_templates()
    decision.application.refresh_from_db()
    prepare_contract(application=decision.application, language="zh-hant", by=am1)

    ended = lapse_approvals(on=decision.valid_until + timedelta(days=9))

    decision.application.refresh_from_db()
    assert ended == 0
    assert decision.application.status == Status.APPROVED


def test_a_case_whose_contract_was_set_aside_lapses_like_one_without(decision, am1):
    install_templates()
    decision.application.refresh_from_db()
    contract = prepare_contract(application=decision.application, language="zh-hant", by=am1)
    void_contract(contract=contract, reason="核准已逾期", by=am1)

    ended = lapse_approvals(on=decision.valid_until + timedelta(days=1))

    decision.application.refresh_from_db()
    assert (ended, decision.application.status) == (1, Status.LAPSED)
