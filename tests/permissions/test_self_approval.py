"""Nobody passes the own work on, whatever roles they hold and through whichever door: page, API or service (S12, S13)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from applications.services import accept_application, submit_application
from contracts import services as contracting
from contracts.models import Drawdown
from core import dates
from core.errors import NotAllowed
from core.models import AuditEvent
from servicing.models import Loan
from servicing.services import open_loan, post_payment, reverse_payment
from staff.models import RoleAssignment, User
from tests.factories import application_of, person
from tests.servicing.loans import drawdown_of
from tests.underwriting.reviewed import case_in_review
from underwriting.services.decision import Asked, confirm_condition, decide_application

pytestmark = pytest.mark.django_db
DOORS = ["page", "api", "service"]
ABOVE = 3_000_001
EVERY_ROLE = ["account_manager", "department_manager", "risk_officer", "finance_officer"]


@dataclass
class Attempt:
    """One forbidden act as each door takes it, and the thing that must not change by it."""

    by: User
    page: tuple[str, dict]
    api: tuple[str, dict]
    service: Any
    thing: Any


def with_every_role(user: User, department) -> User:
    """The same person with every business role there is."""
    for role in EVERY_ROLE:
        RoleAssignment.objects.create(user=user, role=role, department=department, valid_from=date(2020, 1, 1))
    return User.objects.get(pk=user.pk)


def through(door: str, attempt: Attempt) -> None:
    """Try it; every door has to say no."""
    if door == "service":
        with pytest.raises(NotAllowed):
            attempt.service()
        return
    client = Client()
    client.force_login(attempt.by)
    if door == "page":
        answer = client.post(*attempt.page)
    else:
        path, body = attempt.api
        answer = client.post(f"/api/v1/{path}", body, "application/json", headers={"Idempotency-Key": "k-1"})
    assert answer.status_code == 403, answer.content.decode()[:2000]


def assert_refused(door: str, attempt: Attempt) -> None:
    before = type(attempt.thing)._base_manager.filter(pk=attempt.thing.pk).values().get()

    through(door, attempt)

    event = AuditEvent.objects.latest("sequence")
    assert event.action.endswith(".refused") and event.actor == attempt.by and event.details["reason"]
    assert type(attempt.thing)._base_manager.filter(pk=attempt.thing.pk).values().get() == before


# The decision


def deciding(case, by: User) -> Attempt:
    application, report = case
    application.refresh_from_db()
    number, version = application.number, application.version
    sent = {"version": version, "outcome": "approved", "reason": "同意"}
    return Attempt(
        by=by,
        page=(f"/underwriting/{number}/decision/", {**sent, "report": str(report.uuid), "has_read": "on"}),
        api=(f"applications/{number}/decide/", {**sent, "report": report.number}),
        service=lambda: decide_application(application=application, report=report, by=by, **sent),
        thing=application,
    )


def lead(case, am1, am2, dm1, department):
    return am1


def second(case, am1, am2, dm1, department):
    return am2


def account_manager(case, am1, am2, dm1, department):
    """Who opened the case, and let two others investigate."""
    owner = person("am5", "account_manager", department)
    type(case[0]).objects.filter(pk=case[0].pk).update(account_manager=owner)
    return owner


def submitter(case, am1, am2, dm1, department):
    """Who submitted the report, and was taken off the case since."""
    others = [person(f"am{number}", "account_manager", department) for number in (6, 7)]
    type(case[0]).objects.filter(pk=case[0].pk).update(
        account_manager=others[0], lead_investigator=others[0], second_investigator=others[1]
    )
    return am1


def previous_level(case, am1, am2, dm1, department):
    """Who agreed at the level before."""
    application, report = case
    decide_application(
        application=application,
        report=report,
        outcome="agreed",
        reason="同意上報",
        version=application.version,
        by=dm1,
    )
    return dm1


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("is_combined", [False, True], ids=["own role", "every role"])
@pytest.mark.parametrize("part", [lead, second, account_manager, submitter, previous_level])
def test_nobody_decides_on_what_they_worked_on(part, is_combined, door, am1, am2, dm1, department_a):
    amount = ABOVE if part is previous_level else 2_800_000
    case = case_in_review(am1, am2, department_a, amount=amount)
    somebody = part(case, am1, am2, dm1, department_a)
    if is_combined:
        somebody = with_every_role(somebody, department_a)
    if part is submitter and not is_combined:
        # Off the case, an account manager does not see it any more; as somebody who sees it they are refused.
        RoleAssignment.objects.create(user=somebody, role="risk_officer", valid_from=date(2020, 1, 1))
        somebody = User.objects.get(pk=somebody.pk)

    assert_refused(door, deciding(case, somebody))


# Acceptance, conditions, release, receipts


@pytest.mark.parametrize("door", DOORS)
def test_nobody_accepts_the_own_case(door, am1, am2, department_a):
    application = application_of(am1, department_a, repayment_source="經營回款", security=["unsecured"])
    submit_application(application=application, by=am1)
    application.refresh_from_db()
    both = with_every_role(am1, department_a)
    deadline = dates.today() + timedelta(days=10)
    sent = {"version": application.version, "deadline": deadline.isoformat()}

    assert_refused(
        door,
        Attempt(
            by=both,
            page=(
                f"/applications/{application.number}/accept/",
                {**sent, "lead": application.lead_investigator_id, "second_investigator": am2.pk},
            ),
            api=(f"applications/{application.number}/accept/", {**sent, "second_investigator": am2.username}),
            service=lambda: accept_application(
                application=application, second_investigator=am2, deadline=deadline, by=both
            ),
            thing=application,
        ),
    )


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("who", ["am1", "am2"])
def test_nobody_confirms_a_condition_of_the_own_case(who, door, am1, am2, dm1, department_a):
    application, report = case_in_review(am1, am2, department_a)
    asked = Asked("precedent", "抵押登記完成", am1, dates.today() + timedelta(days=9))
    decision = decide_application(
        application=application, report=report, outcome="approved", reason="同意", version=1, conditions=[asked], by=dm1
    )
    condition = decision.conditions.get()
    both = with_every_role({"am1": am1, "am2": am2}[who], department_a)
    sent = {"evidence": "登記證明", "version": condition.version}

    assert_refused(
        door,
        Attempt(
            by=both,
            page=(f"/underwriting/conditions/{condition.uuid}/confirm/", sent),
            api=(f"conditions/{condition.uuid}/confirm/", sent),
            service=lambda: confirm_condition(condition=condition, by=both, **sent),
            thing=condition,
        ),
    )


@pytest.fixture
def money(am1, am2, dm1, finance1, finance2, department_a):
    """A drawdown as it was disbursed."""
    application = application_of(am1, department_a, status="contracted", lead_investigator=am1, second_investigator=am2)
    terms = {"amount": Decimal("2800000"), "months": 12, "rate": Decimal("0.072"), "method": "level_payment"}
    made = drawdown_of(application, dm1, (finance1, finance2), on=dates.today(), **terms)
    return Drawdown.objects.get(pk=made.pk)


def rewound(drawdown: Drawdown, status: str, checked_by: User | None) -> Drawdown:
    """The same drawdown as it stood earlier."""
    values = {"status": status, "checked_by": checked_by, "disbursed_by": None, "disbursed_on": None}
    Drawdown.objects.filter(pk=drawdown.pk).update(**values)
    return Drawdown.objects.get(pk=drawdown.pk)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("who", ["am1", "am2", "dm1"], ids=["requester", "second investigator", "approver"])
def test_nobody_checks_the_release_of_the_own_case(who, door, money, am1, am2, dm1, department_a):
    drawdown = rewound(money, "requested", None)
    both = with_every_role({"am1": am1, "am2": am2, "dm1": dm1}[who], department_a)
    sent = {"version": drawdown.version}

    assert_refused(
        door,
        Attempt(
            by=both,
            page=(f"/contracts/drawdowns/{drawdown.number}/", {**sent, "act": "check"}),
            api=(f"drawdowns/{drawdown.number}/check/", sent),
            service=lambda: contracting.check_drawdown(drawdown=drawdown, by=both),
            thing=drawdown,
        ),
    )


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("who", ["finance1", "am1", "dm1"], ids=["checker", "requester", "approver"])
def test_nobody_disburses_what_they_checked_asked_for_or_approved(who, door, money, am1, dm1, finance1, department_a):
    drawdown = rewound(money, "checked", finance1)
    both = with_every_role({"finance1": finance1, "am1": am1, "dm1": dm1}[who], department_a)
    sent = {"version": drawdown.version, "disbursed_on": dates.today().isoformat(), "bank_reference": "N-1"}

    assert_refused(
        door,
        Attempt(
            by=both,
            page=(f"/contracts/drawdowns/{drawdown.number}/", {**sent, "act": "disburse"}),
            api=(f"drawdowns/{drawdown.number}/disburse/", sent),
            service=lambda: contracting.disburse_drawdown(
                drawdown=drawdown, disbursed_on=dates.today(), bank_reference="N-1", by=both
            ),
            thing=drawdown,
        ),
    )


@pytest.mark.parametrize("door", DOORS)
def test_nobody_posts_to_a_loan_they_look_after(door, money, am1, finance1, department_a):
    loan = open_loan(drawdown=money, by=finance1)
    both = with_every_role(am1, department_a)
    sent = {"received_on": dates.today().isoformat(), "amount": "100.00", "client_ref": "B-1"}

    assert_refused(
        door,
        Attempt(
            by=both,
            page=(f"/servicing/{loan.number}/post/", {**sent, "act": "post"}),
            api=(f"loans/{loan.number}/payments/", sent),
            service=lambda: post_payment(
                loan=loan, received_on=dates.today(), amount=Decimal(100), client_ref="B-1", by=both
            ),
            thing=Loan.objects.get(pk=loan.pk),
        ),
    )


@pytest.mark.parametrize("door", DOORS)
def test_nobody_reverses_what_they_posted(door, money, finance1, finance2, department_a):
    loan = open_loan(drawdown=money, by=finance2)
    posting = post_payment(loan=loan, received_on=dates.today(), amount=Decimal(100), client_ref="B-1", by=finance1)
    both = with_every_role(finance1, department_a)
    sent = {"reason": "金額錄錯"}

    assert_refused(
        door,
        Attempt(
            by=both,
            page=(f"/servicing/{loan.number}/reverse/{posting.pk}/", sent),
            api=(f"postings/{posting.pk}/reverse/", sent),
            service=lambda: reverse_payment(posting=posting, by=both, **sent),
            thing=Loan.objects.get(pk=loan.pk),
        ),
    )
