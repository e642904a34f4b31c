"""Service, states, audit, sealed fields: what the rest stands on."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from core import audit, numbering, sealing, sheets
from core.errors import DomainError, InvalidInput, Stale, TransitionRefused
from core.models import AuditEvent, ImportRun, IssuedNumber
from core.service import change, record, service
from core.states import move
from customers.models import Customer
from staff.models import Task
from staff.states import TaskStatus
from tests.factories import CustomerFactory, actions_on

pytestmark = pytest.mark.django_db


def make_task(user, **values):
    return Task.objects.create(
        kind="call", title="打電話", assignee=user, due_on="2026-11-23", **{"uuid": uuid.uuid4(), **values}
    )


@service
def finish(*, task, by):
    move(task, to=TaskStatus.DONE)


@service
def fail(*, task, by):
    move(task, to=TaskStatus.DONE)
    raise InvalidInput("不行")


@service
def rename(*, task, title, version, by):
    return change(task, version=version, title=title)


@service
def hand_over(*, task, to, by):
    change(task, assignee=to)


def test_the_trail_names_people_by_their_user_names_never_by_their_own(am1, am2):
    task = make_task(am1)

    hand_over(task=task, to=am2, by=am1)

    assert AuditEvent.objects.latest("sequence").details == {"changes": {"assignee": ["am1", "am2"]}}


@service
def keep(*, name, content, by):
    return sheets.keep_import("customers", name, content, [], [], by)


def test_move_changes_the_status_and_writes_one_event_in_the_same_transaction(am1):
    task = make_task(am1)

    finish(task=task, by=am1)

    task.refresh_from_db()
    assert (task.status, task.version, actions_on(task)) == (TaskStatus.DONE, 2, ["finish"])


def test_a_refused_service_changes_nothing_and_records_the_refusal(am1):
    task = make_task(am1)

    with pytest.raises(DomainError):
        fail(task=task, by=am1)

    task.refresh_from_db()
    assert (task.status, actions_on(task)) == (TaskStatus.OPEN, ["fail.refused"])


def test_a_step_that_is_not_in_the_table_is_refused(am1):
    task = make_task(am1, status=TaskStatus.DROPPED)

    with pytest.raises(TransitionRefused):
        finish(task=task, by=am1)

    assert actions_on(task) == ["finish.refused"]


def test_a_step_somebody_else_took_meanwhile_is_refused(am1):
    task = make_task(am1)
    Task.objects.filter(pk=task.pk).update(status=TaskStatus.DROPPED)

    with pytest.raises(TransitionRefused):
        finish(task=task, by=am1)

    task.refresh_from_db()
    assert task.status == TaskStatus.DROPPED


def test_change_keeps_old_and_new_and_refuses_a_stale_version(am1):
    task = make_task(am1)

    assert rename(task=task, title="寫信", version=1, by=am1)
    with pytest.raises(Stale):
        rename(task=Task.objects.get(pk=task.pk), title="拜訪", version=1, by=am1)

    event = AuditEvent.objects.get(action="rename")
    assert event.details == {"changes": {"title": ["打電話", "寫信"]}}
    assert Task.objects.get(pk=task.pk).title == "寫信"


def test_record_outside_a_service_is_an_error(am1):
    with pytest.raises(RuntimeError):
        record(am1)


def test_the_audit_chain_verifies_and_names_a_changed_event(am1):
    task = make_task(am1)
    finish(task=task, by=am1)
    audit.record_now("sign_in", by=am1, subject=am1)
    assert audit.verify() == []

    event = AuditEvent.objects.order_by("sequence").first()
    event.details = {"status": ["open", "dropped"]}
    assert audit._seal(event) != event.hash


@pytest.mark.parametrize(
    "statement",
    ["UPDATE core_auditevent SET action = 'x'", "DELETE FROM core_auditevent"],
)
def test_the_database_refuses_to_change_the_audit_trail(am1, statement):
    audit.record_now("sign_in", by=am1, subject=am1)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert AuditEvent.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="INSERT OR REPLACE exists on SQLite only")
def test_sqlite_refuses_to_replace_an_audit_event(am1):
    audit.record_now("sign_in", by=am1, subject=am1)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT OR REPLACE INTO core_auditevent SELECT * FROM core_auditevent")

    assert audit.verify() == []


def test_a_sealed_token_does_not_open_on_another_row():
    token = sealing.seal("440301198003071025", "customers.customer.identity:a")

    assert sealing.unseal(token, "customers.customer.identity:a") == "440301198003071025"
    with pytest.raises(sealing.SealBroken):
        sealing.unseal(token, "customers.customer.identity:b")


def test_an_import_that_is_read_while_its_file_is_sealed_anew_is_found(am1):
    run = keep(name="客戶.xlsx", content=b"the sheet", by=am1)
    stale, old = ImportRun.objects.get(), run.path
    run.path = sealing.store_file(b"the sheet", run.bound_to())
    run.save(update_fields=["path"])
    sealing.drop_file(old)

    assert sheets.content_of(stale) == b"the sheet"


def test_numbers_run_without_gaps_and_a_voided_one_is_kept(db):
    first, second = numbering.issue("A", "HQ"), numbering.issue("A", "HQ")

    numbering.void(first, "開錯")

    assert second[-5:] == "00002" and numbering.issue("A", "HQ")[-5:] == "00003"
    assert IssuedNumber.objects.get(number=first).reason == "開錯"
    with pytest.raises(ValueError, match="is void already"):
        numbering.void(first, "再一次")


def test_a_number_is_shown_with_the_lenders_character_and_read_back():
    shown = numbering.shown("HQA2026-00412", "zh-hant")

    assert shown == "HQ申2026-00412"
    assert numbering.typed(" hq申2026-00412 ") == "HQA2026-00412"
    assert numbering.shown("HQA2026-00412", "en") == "HQA2026-00412"


def test_a_sealed_field_is_a_token_in_the_database_and_clear_text_in_the_hand():
    customer = CustomerFactory(identity="91990100MA9YR001XY")

    with connection.cursor() as cursor:
        cursor.execute("SELECT identity, identity_index FROM customers_customer")
        token, index = cursor.fetchone()

    assert token.startswith("v1:") and "91990100MA9YR001XY" not in token + index
    assert (
        Customer.objects.get(identity_index=sealing.blind_index("91990100ma9yr001xy", "customers.customer.identity"))
        == customer
    )
    assert Customer.objects.get(pk=customer.pk).identity == "91990100MA9YR001XY"


def test_a_sealed_field_is_never_written_or_searched_as_clear_text():
    CustomerFactory()

    with pytest.raises(TypeError):
        Customer.objects.update(identity="91990100MA9YR001XY")
    with pytest.raises(TypeError):
        Customer.objects.filter(identity="91990100MA9YR001XY").exists()


def test_saving_an_unopened_row_keeps_its_token():
    pk = CustomerFactory(identity="91990100MA9YR001XY").pk
    customer = Customer.objects.get(pk=pk)

    customer.name = "改名"
    customer.save()

    assert Customer.objects.get(pk=pk).identity == "91990100MA9YR001XY"
