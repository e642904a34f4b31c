"""A customer that changes hands takes along what is planned and open, and both account managers are told (L13.1.2)."""

from datetime import timedelta

import pytest

from core import dates
from customers.models import Consultation, Visit
from customers.services import (
    Step,
    grant_request,
    log_contact,
    plan_visit,
    register_consultation,
    request_file,
    transfer_customer,
)
from customers.services.visits import cancel_visit
from desk.providers import home
from staff.models import Task
from staff.services import open_task
from tests.factories import ApplicationFactory, CustomerFactory, actions_on

SOON = timedelta(days=3)


@pytest.fixture
def customer(am1, department_a):
    return CustomerFactory(name="永盛精密五金有限公司", account_manager=am1, department=department_a)


def asked(by, **values):
    return register_consultation(name="林先生", need="想了解續貸", follow_up_on=dates.today() + SOON, by=by, **values)


def handed(customer, to, by):
    return transfer_customer(customer=customer, to=to, reason="調崗", by=by)


def test_planned_visits_open_consultations_and_tasks_go_to_the_new_keeper_L13_1_2(customer, am1, am2, dm1):
    visit = plan_visit(customer=customer, planned_on=dates.today() + SOON, aim="看倉庫", by=am1)
    question = asked(am1, customer=customer)
    step = Step("寄送資料清單", dates.today() + SOON)
    log_contact(customer=customer, kind="call", result="約了下週", steps=[step], by=am1)
    case = ApplicationFactory(customer=customer, status="draft")
    paper = open_task(assignee=am1, kind="paper", title="資料將到期", due_on=dates.today(), case_uuid=case.uuid, by=am1)

    handed(customer, am2, dm1)

    visit.refresh_from_db()
    question.refresh_from_db()
    assert (visit.account_manager, question.account_manager) == (am2, am2)
    kinds = Task.objects.exclude(kind="handover").values_list("kind", "assignee")
    assert set(kinds) == {("consultation", am2.pk), ("next_step", am2.pk), ("paper", am2.pk)}
    paper.refresh_from_db()
    assert actions_on(visit)[-1] == actions_on(paper)[-1] == "transfer_customer"


def test_both_sides_are_told_on_their_work_list(customer, am1, am2, dm1):
    plan_visit(customer=customer, planned_on=dates.today() + SOON, aim="看倉庫", by=am1)

    handed(customer, am2, dm1)

    told = {task.assignee: task for task in Task.objects.filter(kind="handover")}
    assert set(told) == {am1, am2}
    assert told[am2].title == f"Customer taken over from {am1.name}"
    assert told[am2].why == f"{customer.name}：計劃中的走訪 1。調崗"
    assert told[am2].url and not told[am1].url
    assert told[am2].title in str(home(am2))


def test_what_is_done_or_somebody_elses_stays(customer, am1, am2, am3, dm1):
    done = plan_visit(customer=customer, planned_on=dates.today() + SOON, aim="看倉庫", by=am1)
    cancel_visit(visit=done, reason="客戶出差", by=am1)
    foreign = plan_visit(customer=customer, planned_on=dates.today() + SOON, aim="陪同走訪", by=dm1)
    closed = register_consultation(name="林先生", need="利率", answer="年化7.2%", customer=customer, by=am1)
    other = asked(am1)
    own = open_task(assignee=am1, kind="call", title="別的事", due_on=dates.today(), by=am1)

    handed(customer, am2, dm1)

    assert Visit.objects.get(pk=done.pk).account_manager == am1
    assert Visit.objects.get(pk=foreign.pk).account_manager == dm1
    kept = Consultation.objects.filter(account_manager=am1)
    assert set(kept) == {closed, other}
    own.refresh_from_db()
    assert own.assignee == am1
    assert Task.objects.get(kind="handover", assignee=am2).why == f"{customer.name}：無未了事項。調崗"


def test_whoever_hands_a_customer_over_is_not_told_what_they_did(customer, am1, am2, dm1):
    request = request_file(customer=customer, kind="transfer", reason="客戶在我轄區", by=am2)

    grant_request(request=request, version=1, by=am1)

    assert [task.assignee for task in Task.objects.filter(kind="handover")] == [am2]
