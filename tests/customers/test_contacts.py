"""Contacts, visits and consultations: what is kept, what is refused, and what the clock plans."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from core import dates
from core.errors import InvalidInput, NotAllowed, TransitionRefused
from core.models import AuditEvent
from customers import providers
from customers.models import Consultation, Contact, Visit
from customers.services import (
    Bid,
    Step,
    add_row,
    add_step,
    answer_consultation,
    cancel_visit,
    correct_contact,
    lift_mark,
    log_contact,
    plan_contact,
    plan_return_visits,
    plan_visit,
    postpone_visit,
    register_consultation,
    register_customer,
    register_from_consultation,
    resolve_difficulty,
    set_mark,
)
from customers.states import ConsultationStatus, VisitStatus
from desk.demo.customers import credit_code
from desk.providers import home
from staff.models import Task
from staff.services import postpone_task
from tests.factories import CustomerFactory, ProductVersionFactory, actions_on

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _monday():
    with dates.as_of(MONDAY):
        yield


@pytest.fixture
def customer(am1, department_a):
    return CustomerFactory(account_manager=am1, department=department_a)


@pytest.fixture
def lent(monkeypatch):
    """Who has borrowed, and who is overdue, as the later app tells it."""
    facts = {"borrowers": {}, "watched": set()}
    monkeypatch.setattr(providers, "BORROWERS", [lambda on: facts["borrowers"]])
    monkeypatch.setattr(providers, "WATCHED", [lambda on, customers=None: facts["watched"]])
    return facts


# Contacts


def test_a_visit_keeps_aim_observation_result_and_a_next_step_as_a_task_L11_3_1(customer, am1):
    contact = log_contact(
        customer=customer,
        kind="visit",
        aim="看新設備",
        observation="兩臺機床在運轉",
        result="同意月底交報表",
        steps=[Step("收報表", TODAY + timedelta(days=7))],
        by=am1,
    )

    task = Task.objects.get()
    assert (contact.aim, contact.observation, contact.result) == ("看新設備", "兩臺機床在運轉", "同意月底交報表")
    assert (task.title, task.assignee, task.due_on) == ("收報表", am1, date(2026, 11, 30))
    assert actions_on(contact) == ["log_contact"]


def test_meeting_minutes_keep_participants_and_several_follow_up_tasks_L5_11(customer, am1):
    contact = log_contact(
        customer=customer,
        kind="meeting",
        result="分工確定",
        participants=[("林志強", "財務總監"), ("周敏", "")],
        steps=[Step("送會議記錄", TODAY), Step("約評估公司", TODAY + timedelta(days=2))],
        by=am1,
    )

    assert list(contact.participants.values_list("name", "part")) == [("林志強", "財務總監"), ("周敏", "")]
    assert list(Task.objects.order_by("due_on").values_list("title", flat=True)) == ["送會議記錄", "約評估公司"]


def test_a_negotiation_keeps_offers_and_counter_offers_in_order_L11_3_7(customer, am1):
    contact = log_contact(
        customer=customer,
        kind="negotiation",
        result="約定下週再談",
        offers=[
            Bid("ours", Decimal("3000000.00"), Decimal("0.072"), 12),
            Bid("theirs", Decimal("3500000.00"), Decimal("0.065"), 24),
        ],
        by=am1,
    )

    rows = contact.offers.values_list("position", "side", "amount", "annual_rate", "term_months")
    assert list(rows) == [
        (1, "ours", Decimal("3000000.00"), Decimal("0.072"), 12),
        (2, "theirs", Decimal("3500000.00"), Decimal("0.065"), 24),
    ]


def test_a_correction_is_a_new_version_and_the_old_one_stays_readable(customer, am1, enter):
    old = log_contact(customer=customer, kind="call", result="十萬", by=am1)

    new = correct_contact(contact=old, correction="金額記錯", values={"result": "一百萬"}, by=am1)

    assert [c.result for c in Contact.objects.current()] == ["一百萬"]
    assert [c.result for c in Contact.objects.versions(old.thread)] == ["一百萬", "十萬"]
    page = enter(am1).get(f"/customers/{customer.number}/contacts/{old.uuid}/").content.decode()
    assert "十萬" in page and str(new.uuid) in page


def test_an_old_version_is_not_corrected_again(customer, am1):
    old = log_contact(customer=customer, kind="call", result="十萬", by=am1)
    correct_contact(contact=old, correction="金額記錯", values={"result": "一百萬"}, by=am1)

    with pytest.raises(TransitionRefused):
        correct_contact(contact=old, correction="又錯", values={"result": "五萬"}, by=am1)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"result": " "}, "result"),
        ({"result": "已談", "happened_at": MONDAY + timedelta(days=1)}, "happened_on"),
        ({"result": "已談", "kind": "dance"}, "kind"),
        ({"result": "已談", "about": "7a0f2f63-41b8-4b5d-9d5f-0a4d8d2d7c11"}, "about"),
        ({"result": "已談", "steps": [Step("回電", TODAY - timedelta(days=1))]}, "step_1_on"),
        ({"result": "已談", "place": "遠" * 121}, "place"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_and_leaves_nothing(customer, am1, values, field):
    with pytest.raises(InvalidInput) as caught:
        log_contact(customer=customer, by=am1, **{"kind": "call", **values})

    assert (caught.value.field, Contact.objects.count(), Task.objects.count()) == (field, 0, 0)


@pytest.mark.parametrize("who", ["am3", "dm2", "finance1", "auditor", "admin"])
def test_whoever_does_not_keep_or_manage_the_file_writes_nothing_down(customer, who, request):
    with pytest.raises(NotAllowed):
        log_contact(customer=customer, kind="call", result="已談", by=request.getfixturevalue(who))


def test_a_second_click_writes_one_entry(customer, am1):
    key = "7a0f2f63-41b8-4b5d-9d5f-0a4d8d2d7c12"

    first, again = (
        log_contact(customer=customer, kind="call", result="已談", submission_key=key, by=am1) for _n in range(2)
    )

    assert first.pk == again.pk


def test_the_room_pages_by_the_last_entry_and_costs_the_same_for_any_number_L5_7(
    customer, am1, enter, django_assert_max_num_queries
):
    for n in range(45):
        with dates.as_of(MONDAY - timedelta(hours=n)):
            log_contact(customer=customer, kind="call" if n % 2 else "message", result=f"第{n}次", by=am1)
    browser, url = enter(am1), f"/customers/{customer.number}/contacts/"

    with django_assert_max_num_queries(30):
        first = browser.get(url)
    second = browser.get(first.context["more_url"].join([url, ""]))
    calls = browser.get(f"{url}?kind=call")

    assert [e.result for e in first.context["entries"]] == [f"第{n}次" for n in range(20)]
    assert [e.result for e in second.context["entries"]] == [f"第{n}次" for n in range(20, 40)]
    assert {e.kind for e in calls.context["entries"]} == {"call"}


def test_a_next_step_is_put_off_and_done_where_it_stands(customer, am1, enter):
    log_contact(customer=customer, kind="call", result="已談", steps=[Step("回電", TODAY)], by=am1)
    task = Task.objects.get()

    answer = enter(am1).post(f"/staff/tasks/{task.uuid}/postpone/")

    task.refresh_from_db()
    assert (answer.status_code, task.due_on) == (302, date(2026, 11, 24))
    for day in (TODAY - timedelta(days=1), date(2199, 1, 1)):
        with pytest.raises(InvalidInput):
            postpone_task(task=task, due_on=day, by=am1)


# Visits


def test_the_result_of_a_planned_visit_pays_it_and_a_second_result_is_refused(customer, am1):
    visit = plan_visit(customer=customer, planned_on=TODAY, aim="看倉庫", by=am1)
    log_contact(customer=customer, kind="visit", result="庫存相符", visit=visit, by=am1)

    visit.refresh_from_db()
    assert visit.status == VisitStatus.DONE
    with pytest.raises(TransitionRefused):
        log_contact(customer=customer, kind="visit", result="再寫一次", visit=visit, by=am1)


def test_putting_off_keeps_the_first_day_and_the_past_is_refused(customer, am1):
    visit = plan_visit(customer=customer, planned_on=TODAY, aim="看倉庫", by=am1)

    visit = postpone_visit(visit=visit, planned_on=TODAY + timedelta(days=2), reason="客戶出差", by=am1)

    assert (visit.first_planned_on, visit.planned_on) == (TODAY, date(2026, 11, 25))
    with pytest.raises(InvalidInput):
        postpone_visit(visit=visit, planned_on=TODAY - timedelta(days=1), reason="算了", by=am1)


def test_borrowers_are_visited_after_three_months_and_the_watch_list_after_one_L1_9(customer, am1, department_a, lent):
    watched = CustomerFactory(account_manager=am1, department=department_a)
    lent["borrowers"] = {customer.pk: date(2026, 9, 1), watched.pk: date(2026, 9, 1)}
    lent["watched"] = {watched.pk}

    planned = [plan_return_visits(on=TODAY), plan_return_visits(on=TODAY)]

    days = dict(Visit.objects.values_list("customer", "planned_on"))
    assert planned == [2, 0]
    # 1 October is a public holiday until the 8th.
    assert days == {customer.pk: date(2026, 12, 1), watched.pk: date(2026, 10, 8)}


def test_the_turn_is_counted_from_the_last_visit(customer, am1, lent):
    lent["borrowers"] = {customer.pk: date(2026, 1, 5)}
    log_contact(customer=customer, kind="visit", result="一切正常", by=am1)

    plan_return_visits(on=TODAY)

    assert Visit.objects.get().planned_on == date(2027, 2, 23)


def test_who_comes_on_the_watch_list_is_visited_earlier_once(customer, am1, lent):
    lent["borrowers"] = {customer.pk: date(2026, 11, 2)}
    plan_return_visits(on=TODAY)
    mark = set_mark(customer=customer, kind="watch", reason="回款放慢", by=am1)

    planned = [plan_return_visits(on=TODAY), plan_return_visits(on=TODAY)]

    visit = Visit.objects.get()
    assert (planned, visit.planned_on, visit.rule) == ([1, 0], date(2026, 12, 2), "watch")
    with pytest.raises(InvalidInput):
        cancel_visit(visit=visit, reason="不想去", by=am1)
    assert lift_mark(mark=mark, reason="回款正常", by=am1).lifted_at is not None


def test_a_visit_of_a_rule_is_put_off_by_a_turn_at_most_and_further_by_the_manager_only_L1_9(customer, am1, dm1, lent):
    lent["borrowers"] = {customer.pk: date(2026, 9, 1)}
    lent["watched"] = {customer.pk}
    plan_return_visits(on=TODAY)
    visit = Visit.objects.get()

    for day in (date(2026, 12, 24), date(2099, 1, 1), date(9999, 12, 31)):
        with pytest.raises(InvalidInput) as caught:
            postpone_visit(visit=visit, planned_on=day, reason="客戶出差", by=am1)
        assert caught.value.field == "planned_on"
    visit = postpone_visit(visit=visit, planned_on=date(2026, 12, 23), reason="客戶出差", by=am1)
    visit = postpone_visit(visit=visit, planned_on=date(2027, 2, 1), reason="停業整修", by=dm1)

    assert (visit.planned_on, visit.first_planned_on) == (date(2027, 2, 1), date(2026, 10, 8))


def test_a_mark_that_a_manager_set_is_lifted_by_a_manager(customer, am1, dm1, enter):
    mark = set_mark(customer=customer, kind="watch", reason="回款放慢", by=dm1)
    own = set_mark(customer=customer, kind="key", reason="大戶", by=am1)

    with pytest.raises(NotAllowed):
        lift_mark(mark=mark, reason="回款正常", by=am1)
    page = enter(am1).get(f"/customers/{customer.number}/contacts/").content.decode()

    assert str(mark.uuid) not in page and str(own.uuid) in page
    assert lift_mark(mark=mark, reason="回款正常", by=dm1).lifted_by == dm1


def test_only_what_may_be_meant_is_planned_and_written_down(customer, am1):
    contact = log_contact(customer=customer, kind="call", result="已談", by=am1)
    soon, long_ago = {"submission_key": None}, datetime(1999, 1, 1, tzinfo=UTC)
    for day in (date(2030, 1, 1), date(2199, 1, 1), date(9999, 12, 31)):
        refused = [
            lambda day=day: plan_visit(customer=customer, planned_on=day, aim="看倉庫", by=am1, **soon),
            lambda day=day: add_step(contact=contact, text="送報價", due_on=day, by=am1),
            lambda day=day: plan_contact(customer=customer, due_on=day, aim="送報價", by=am1),
            lambda day=day: register_consultation(name="林先生", need="能貸多少", follow_up_on=day, by=am1),
            lambda day=day: log_contact(customer=customer, kind="call", result="已談", steps=[Step("看", day)], by=am1),
        ]
        for act in refused:
            with pytest.raises(InvalidInput):
                act()
    for moment in (long_ago, datetime(1, 1, 1, tzinfo=UTC)):
        with pytest.raises(InvalidInput):
            log_contact(customer=customer, kind="call", result="已談", happened_at=moment, by=am1)
        with pytest.raises(InvalidInput):
            register_consultation(name="林先生", need="能貸多少", asked_at=moment, by=am1)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2200-01-01"])
def test_a_day_that_cannot_be_meant_is_refused_at_its_field_and_by_the_machine(customer, am1, enter, day):
    contact = log_contact(customer=customer, kind="call", result="已談", by=am1)
    place = f"/customers/{customer.number}"
    forms = [
        (f"{place}/contacts/new/", {"kind": "call", "result": "已談"}, "happened_on"),
        (f"{place}/visits/new/", {"kind": "field", "aim": "看"}, "planned_on"),
        (f"{place}/contacts/{contact.uuid}/", {"text": "送報價"}, "due_on"),
        ("/customers/consultations/new/", {"name": "林先生", "need": "能貸多少"}, "asked_day"),
        ("/customers/consultations/new/", {"name": "林先生", "need": "能貸多少"}, "follow_up_on"),
    ]
    client = enter(am1)
    for address, typed, field in forms:
        answer = client.post(address, {**typed, field: day, "submission_key": str(uuid4())})
        assert (answer.status_code, field in answer.context["form"].errors) == (422, True), address
    asked = {"name": "林先生", "need": "能貸多少", "asked_at": f"{day}T10:00:00Z"}
    told = client.post("/api/v1/consultations/", asked, "application/json")
    assert told.status_code == 400 and not Consultation.objects.exists()


def test_a_key_used_again_for_something_else_is_refused_by_all_forms_alike(customer, am1, department_a):
    other = CustomerFactory(account_manager=am1, department=department_a)
    key, taken = uuid4(), CustomerFactory().uuid
    log_contact(customer=customer, kind="call", result="已談", submission_key=key, by=am1)
    plan_visit(customer=customer, planned_on=TODAY, aim="看倉庫", submission_key=key, by=am1)
    add_row(customer=customer, kind="tags", values={"word": "出口"}, submission_key=key, by=am1)
    contact = Contact.objects.get()
    add_step(contact=contact, text="送報價", due_on=TODAY, submission_key=key, by=am1)
    company = {"kind": "company", "name": "永盛精密五金", "identity": credit_code("MA9YR001"), "by": am1}
    register_customer(**company, submission_key=key)

    others = [
        lambda: log_contact(customer=customer, kind="call", result="另一通", submission_key=key, by=am1),
        lambda: log_contact(customer=other, kind="call", result="已談", submission_key=key, by=am1),
        lambda: plan_visit(customer=customer, planned_on=TODAY, aim="看設備", submission_key=key, by=am1),
        lambda: add_row(customer=customer, kind="tags", values={"word": "內銷"}, submission_key=key, by=am1),
        lambda: add_row(customer=other, kind="tags", values={"word": "出口"}, submission_key=key, by=am1),
        lambda: add_step(contact=contact, text="送合約", due_on=TODAY, submission_key=key, by=am1),
        lambda: register_customer(**{**company, "name": "永盛五金"}, submission_key=key),
        lambda: register_customer(**company, details={"industry_code": "3399"}, submission_key=key),
        lambda: register_customer(**company, submission_key=taken),
    ]
    for act in others:
        with pytest.raises(InvalidInput):
            act()
    assert register_customer(**company, submission_key=key).name == "永盛精密五金"
    assert add_row(customer=customer, kind="tags", values={"word": "出口"}, submission_key=key, by=am1).word == "出口"
    assert add_step(contact=contact, text="送報價", due_on=TODAY, submission_key=key, by=am1).contact == contact
    assert (contact.steps.count(), Contact.objects.count()) == (1, 1)


def test_a_call_from_the_list_sent_twice_is_written_once(customer, am1, enter):
    typed = {
        f"{customer.number}-{name}": value for name, value in (("result", "已談"), ("submission_key", str(uuid4())))
    }
    for _click in range(2):
        enter(am1).post(f"/customers/{customer.number}/call/", typed)

    assert Contact.objects.count() == 1


def test_a_consultation_forgotten_yesterday_is_registered_without_a_time_that_nobody_took(am1, enter):
    typed = {"name": "林先生", "need": "能貸多少", "answer": "最高七成", "channel": "phone", "topic": "financing"}
    client, form = enter(am1), "/customers/consultations/new/"

    late = client.post(form, {**typed, "asked_day": "2026-11-22", "submission_key": str(uuid4())})
    old = client.post(form, {**typed, "asked_day": "2026-11-15", "submission_key": str(uuid4())})

    asked = Consultation.objects.get()
    assert (late.status_code, old.status_code) == (302, 422) and "asked_day" in old.context["form"].errors
    assert (asked.asked_on, asked.answer_minutes, asked.status) == (date(2026, 11, 22), None, "closed")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"asked_day": "2026-11-24"}, "asked_day"),
        ({"asked_day": "2026-11-24", "asked_time": "08:00"}, "asked_day"),
        ({"asked_day": "2026-11-23", "asked_time": "23:59"}, "asked_time"),
    ],
)
def test_a_question_of_a_moment_to_come_is_refused_at_what_was_typed_of_it(am1, enter, typed, field):
    asked = {"name": "林先生", "need": "能貸多少", "channel": "phone", "topic": "financing"}

    answer = enter(am1).post("/customers/consultations/new/", {**asked, **typed, "submission_key": str(uuid4())})

    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {field})


@pytest.mark.parametrize("day", ["2026-11-24", "2026-11-01"])
def test_a_machine_is_told_of_a_moment_that_cannot_be_at_the_field_it_sent(am1, enter, day):
    asked = {"name": "林先生", "need": "能貸多少", "asked_at": f"{day}T10:00:00+08:00"}

    told = enter(am1).post("/api/v1/consultations/", asked, "application/json")

    assert told.status_code == 400 and "asked_at" in told.content.decode()
    assert "asked_time" not in told.content.decode() and "asked_day" not in told.content.decode()


@pytest.mark.parametrize("text", ["國", "国", "邓国强", "鄧國強", "機器", "机器"])
def test_what_was_asked_is_found_in_either_script(am1, migrate_step, text):
    asked = register_consultation(name="鄧國強", need="想借30万买机器", by=am1)
    Consultation.objects.update(name_folded="", need_folded="")
    migrate_step("customers", "0011_consultations_in_every_script", "fold_what_was_asked")

    assert list(Consultation.objects.matching(text)) == [asked]
    assert list(Consultation.objects.asked_by(text)) == ([asked] if text in "國国邓国强鄧國強" else [])


def test_an_answer_to_what_was_answered_meanwhile_is_refused_in_sight(am1, enter):
    closed = register_consultation(name="林先生", need="能貸多少", by=am1)
    open_one = register_consultation(name="王女士", need="開店", by=am1)
    answer_consultation(consultation=closed, version=1, answer="最高七成", by=am1)
    answer_consultation(consultation=open_one, version=1, answer="三成", difficulty="缺證明", by=am1)

    for asked, kept in ((closed, "最高七成"), (open_one, "三成")):
        typed = {"answer": "另一答覆", "version": 1}
        page = enter(am1).post(f"/customers/consultations/{asked.uuid}/", typed, follow=True)
        asked.refresh_from_db()
        assert "has been answered already" in page.content.decode() and asked.answer == kept
        with pytest.raises(TransitionRefused):
            answer_consultation(consultation=asked, version=asked.version, answer="另一答覆", by=am1)


def test_a_difficulty_resolved_meanwhile_is_said_in_sight(am1, enter):
    asked = register_consultation(name="林先生", need="能貸多少", answer="七成", difficulty="缺證明", by=am1)
    resolve_difficulty(consultation=asked, version=1, resolution="已補", by=am1)

    typed = {"resolution": "補齊了", "version": 1}
    page = enter(am1).post(f"/customers/consultations/{asked.uuid}/", typed, follow=True)

    asked.refresh_from_db()
    assert "No difficulty of this consultation is open" in page.content.decode() and asked.resolution == "已補"


@pytest.mark.parametrize(
    "typed", [{"planned_on": "2026-12-01", "reason": "客戶出差"}, {"planned_on": "", "reason": ""}]
)
def test_putting_off_a_visit_that_was_called_off_meanwhile_is_refused_in_sight(customer, am1, enter, typed):
    visit = plan_visit(customer=customer, planned_on=TODAY, aim="看倉庫", by=am1)
    cancel_visit(visit=visit, reason="客戶遷廠", by=am1)

    page = enter(am1).post(f"/customers/visits/{visit.uuid}/", {**typed, "version": 1}, follow=True)

    visit.refresh_from_db()
    assert "This visit is no longer planned." in page.content.decode() and visit.planned_on == TODAY


def test_a_field_added_to_a_form_later_speaks_plainly_too(customer, am1, enter):
    typed = {"kind": "negotiation", "happened_on": "2026-11-23", "result": "談價", "term_1": "700"}
    answer = enter(am1).post(f"/customers/{customer.number}/contacts/new/", {**typed, "submission_key": str(uuid4())})

    assert [str(text) for text in answer.context["form"].errors["term_1"]] in (
        ["At most 600."],
        ["不超過 600。"],
        ["最多 600。"],
    )


def test_missed_visits_are_listed_by_name_for_the_manager_and_the_team_L1_9(customer, am1, dm1, lent, enter):
    lent["borrowers"] = {customer.pk: date(2026, 8, 3)}
    plan_return_visits(on=TODAY)

    lines = [task["what"] for group in home(am1)["groups"] for task in group["tasks"]]
    page = enter(dm1).get("/customers/visits/").content.decode()

    assert lines == ["Pay the return visit"]
    assert customer.name in page and am1.name in page and "Missed" in page


def test_key_customers_without_a_contact_for_thirty_days_are_called_from_the_list_L2_3_L1_13(
    customer, am1, department_a, enter
):
    called = CustomerFactory(account_manager=am1, department=department_a, name="近日已聯繫")
    for one in (customer, called):
        set_mark(customer=one, kind="key", reason="大戶", by=am1)
    with dates.as_of(MONDAY - timedelta(days=31)):
        log_contact(customer=customer, kind="call", result="已談", by=am1)
    with dates.as_of(MONDAY - timedelta(days=29)):
        log_contact(customer=called, kind="call", result="已談", by=am1)
    browser = enter(am1)

    listed = [row.name for row in browser.get("/customers/to-contact/?view=key").context["rows"]]
    typed = {f"{customer.number}-result": "一切正常", f"{customer.number}-submission_key": str(uuid4())}
    browser.post(f"/customers/{customer.number}/call/", typed)

    assert listed == [customer.name]
    assert [row.name for row in browser.get("/customers/to-contact/?view=key").context["rows"]] == []


# Consultations


def test_a_stranger_is_registered_with_a_sealed_phone_and_the_answer_time_is_measured_L8_3(am1):
    asked = register_consultation(name="林先生", phone="13900001357", need="能貸多少", by=am1)
    with dates.as_of(MONDAY + timedelta(minutes=25)):
        asked = answer_consultation(consultation=asked, version=asked.version, answer="最高七成", by=am1)

    assert (asked.answer_minutes, asked.status) == (25, ConsultationStatus.CLOSED)
    assert "13900001357" not in str(list(AuditEvent.objects.values_list("details", flat=True)))


def test_an_open_difficulty_stays_on_the_work_list_until_it_is_resolved_L1_7(am1):
    asked = register_consultation(name="林先生", need="能貸多少", answer="七成", difficulty="缺證明", by=am1)
    before = [task["what"] for group in home(am1)["groups"] for task in group["tasks"]]

    resolve_difficulty(consultation=asked, version=asked.version, resolution="已補", by=am1)

    after = [task["what"] for group in home(am1)["groups"] for task in group["tasks"]]
    assert (before, after) == (["Resolve a difficulty"], [])


def test_enter_saves_and_the_next_form_is_open_with_the_products_that_fit_L5_4(am1, enter):
    version = ProductVersionFactory(least_amount=100_000, most_amount=1_000_000)
    ProductVersionFactory(product__name="大額貸款", least_amount=5_000_000, most_amount=9_000_000)
    typed = {"name": "王女士", "need": "開店", "channel": "walk_in", "topic": "financing", "amount": "30萬"}

    answer = enter(am1).post(
        "/customers/consultations/new/",
        {**typed, "submission_key": "7a0f2f63-41b8-4b5d-9d5f-0a4d8d2d7c13"},
        follow=True,
    )

    assert answer.context["suggestions"] == [version.product.name]
    assert answer.context["form"]["name"].value() is None


def test_a_stranger_becomes_a_customer_without_retyping_and_without_personal_data_in_the_address_L5_3(am1, enter):
    asked = register_consultation(name="林志強", phone="13900001357", need="開店", amount=Decimal("300000"), by=am1)
    browser, url = enter(am1), f"/customers/new/?kind=person&consultation={asked.uuid}"

    form = browser.get(url).context["form"]
    customer = register_from_consultation(
        consultation=asked,
        values={"kind": "person", "name": form["name"].value(), "identity": "11010519491231002X"},
        by=am1,
    )

    asked.refresh_from_db()
    assert (form["name"].value(), customer.name, customer.phone) == ("林志強", "林志強", "13900001357")
    assert (asked.customer, [c.kind for c in customer.contacts.all()]) == (customer, ["consultation"])
    draft = browser.get(f"/applications/new/?customer={customer.number}&consultation={asked.uuid}").context["form"]
    assert (draft["amount"].value(), draft["purpose"].value()) == ("300,000.00", "開店")
    with pytest.raises(InvalidInput):
        register_from_consultation(consultation=asked, values={}, by=am1)


def test_a_form_sent_again_answers_with_its_entry_and_never_swallows_another_question(am1):
    key, asked = uuid4(), {"name": "林先生", "need": "能貸多少", "phone": "139 0000 1357", "by": am1}
    first = register_consultation(**asked, submission_key=key)
    answer_consultation(consultation=first, version=1, answer="最高七成", by=am1)

    again = register_consultation(**asked, submission_key=key)
    with pytest.raises(InvalidInput):
        register_consultation(**{**asked, "name": "王女士"}, submission_key=key)

    assert again == first == Consultation.objects.get()


@pytest.mark.parametrize(
    "values", [{"name": ""}, {"need": " "}, {"phone": "abc"}, {"follow_up_on": date(2026, 11, 22)}, {"channel": "x"}]
)
def test_a_consultation_that_says_nothing_is_refused(am1, values):
    with pytest.raises(InvalidInput):
        register_consultation(by=am1, **{"name": "林先生", "need": "能貸多少", **values})


def test_finance_registers_no_consultation(finance1):
    with pytest.raises(NotAllowed):
        register_consultation(name="林先生", need="能貸多少", by=finance1)
