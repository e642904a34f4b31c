"""Whom to call: one list by due date of visits, agreed steps and open questions, settled in place (L5.5)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core import dates
from customers.calls import calls_of
from customers.models import Consultation, Contact, Visit
from customers.services import (
    Step,
    log_contact,
    plan_contact,
    plan_visit,
    postpone_consultation,
    register_consultation,
)
from customers.states import ConsultationStatus, VisitStatus
from staff.models import Task
from tests.factories import CustomerFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
TODAY = date(2026, 11, 23)
URL = "/customers/to-contact/"


@pytest.fixture(autouse=True)
def _monday():
    with dates.as_of(MONDAY):
        yield


def on(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.fixture
def customer(am1, department_a):
    return CustomerFactory(account_manager=am1, department=department_a, name="東莞市永盛五金有限公司")


@pytest.fixture
def agreed(customer, am1, am2):
    """A visit on Thursday, a step for Tuesday, a question of today, one to come back to on Wednesday."""
    plan_visit(customer=customer, planned_on=on(3), aim="看新設備", by=am1)
    log_contact(customer=customer, kind="call", result="已談", steps=[Step("送報價", on(1))], by=am1)
    register_consultation(name="林先生", need="能貸多少", by=am1)
    register_consultation(name="何小姐", need="手續", answer="已說明", difficulty="缺證件", follow_up_on=on(2), by=am1)
    register_consultation(name="別人的", need="利率", by=am2)


def settle(client, call, **typed):
    fields = {f"{call.key}-{name}": value for name, value in typed.items() if name in {"text", "day"}}
    acts = {name: "1" for name in ("done", "later") if name in typed}
    return client.post(f"{URL}{call.kind}/{call.thing.uuid}/", {**fields, **acts})


def listed(am1) -> dict:
    return {call.who: call for call in calls_of(am1)}


def test_visits_steps_and_questions_stand_in_one_list_by_due_date_L5_5(agreed, am1, enter):
    page = enter(am1).get(URL)

    calls = [line["call"] for group in page.context["groups"] for line in group["calls"]]
    assert [(call.kind, call.who, call.due_on) for call in calls] == [
        ("consultation", "林先生", TODAY),
        ("task", "東莞市永盛五金有限公司", on(1)),
        ("consultation", "何小姐", on(2)),
        ("visit", "東莞市永盛五金有限公司", on(3)),
    ]


def test_a_visit_is_written_down_from_the_list_and_leaves_it(agreed, am1, enter):
    call = next(call for call in calls_of(am1) if call.kind == "visit")

    answer = settle(enter(am1), call, done="1", text="設備已到，正常運轉")

    assert answer.status_code == 302
    assert Visit.objects.get().status == VisitStatus.DONE
    assert Contact.objects.filter(kind="visit", result="設備已到，正常運轉").count() == 1
    assert "visit" not in {each.kind for each in calls_of(am1)}


def test_everything_is_put_off_in_place(agreed, am1, enter):
    client = enter(am1)

    for call in calls_of(am1):
        assert settle(client, call, later="1", day=on(8).isoformat(), text="客戶出差").status_code == 302

    assert {call.due_on for call in calls_of(am1)} == {on(8)}
    assert len(calls_of(am1)) == 4


def test_a_step_and_a_question_are_done_in_place(agreed, am1, enter):
    client, calls = enter(am1), {(call.kind, call.who): call for call in calls_of(am1)}

    settle(client, calls["task", "東莞市永盛五金有限公司"], done="1", text="已送")
    settle(client, calls["consultation", "林先生"], done="1", text="最高七成")
    settle(client, calls["consultation", "何小姐"], done="1", text="已補證件")

    assert set(Consultation.objects.filter(account_manager=am1).values_list("status", flat=True)) == {
        ConsultationStatus.CLOSED
    }
    assert [(call.kind, call.who) for call in calls_of(am1)] == [
        ("task", "何小姐"),
        ("visit", "東莞市永盛五金有限公司"),
    ]


def test_nothing_said_or_no_day_keeps_the_line_and_says_so(agreed, am1, enter):
    client, call = enter(am1), next(call for call in calls_of(am1) if call.kind == "visit")

    answers = [settle(client, call, done="1"), settle(client, call, later="1", text="客戶出差", day="")]
    answers.append(settle(client, call, later="1", text="客戶出差", day=on(-1).isoformat()))

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert Visit.objects.get().planned_on == on(3)


def test_a_colleagues_line_is_not_found(agreed, am1, am2, enter):
    call = next(call for call in calls_of(am1) if call.kind == "task")

    assert settle(enter(am2), call, done="1", text="已送").status_code == 404


def test_a_follow_up_moves_with_its_task_and_comes_once(agreed, am1):
    question = Consultation.objects.get(name="林先生")

    postpone_consultation(consultation=question, follow_up_on=on(5), by=am1)
    postpone_consultation(consultation=question, follow_up_on=on(6), by=am1)

    assert list(Task.objects.open().filter(why="林先生").values_list("due_on", flat=True)) == [on(6)]
    assert listed(am1)["林先生"].due_on == on(6)


def test_the_page_of_a_customer_lists_tasks_visits_contacts_and_questions_the_overdue_first_L13_2_5(
    customer, am1, dm1, enter
):
    with dates.as_of(MONDAY - timedelta(days=7)):
        plan_visit(customer=customer, planned_on=on(-2), aim="看新設備", by=am1)
    log_contact(customer=customer, kind="call", result="已談", steps=[Step("送報價", on(1))], by=am1)
    register_consultation(name="林會計", need="能否展期", follow_up_on=on(2), customer=customer, by=am1)
    plan_contact(customer=customer, due_on=on(3), aim="問續貸", by=am1)

    tasks = enter(dm1).get(f"/customers/{customer.number}/").context["tasks"]

    assert [(task["what"], task["due_on"]) for task in tasks] == [
        ("Visit", on(-2)),
        ("送報價", on(1)),
        ("Question of 林會計", on(2)),
        ("Contact to make", on(3)),
    ]
