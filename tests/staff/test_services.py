"""Who may change people and their tasks, and what a stale page does to a task."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import audit, dates
from core.errors import InvalidInput, NotAllowed, Stale
from core.models import AuditEvent
from customers.services import update_customer
from staff import services
from staff.models import Department, RoleAssignment, Task, User
from staff.states import TaskStatus
from tests.factories import CustomerFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(db):
    return person("admin", "administrator")


@pytest.fixture
def task(am1):
    return services.open_task(assignee=am1, kind="call", title="打電話", due_on=dates.today())


def test_whoever_is_no_administrator_opens_no_department_or_account_and_gives_no_role(am1, am2):
    with pytest.raises(NotAllowed):
        services.open_department(branch="HQ", branch_name="總行", code="Z", name="業務部", by=am1)
    with pytest.raises(NotAllowed):
        services.open_account(username="lin", name="林", password=None, by=am1)
    with pytest.raises(NotAllowed):
        services.assign_role(user=am2, role="risk_officer", by=am1)

    assert not Department.objects.filter(code="Z").exists()
    assert not User.objects.filter(username="lin").exists()
    assert not RoleAssignment.objects.filter(user=am2, role="risk_officer").exists()


def test_the_administrator_opens_an_account_and_gives_it_a_role(administrator):
    user = services.open_account(username="lin", name="林", password=None, by=administrator)
    services.assign_role(user=user, role="risk_officer", by=administrator)

    assert user.roles == {"risk_officer"}


def test_nobody_chooses_the_language_of_another_or_one_that_is_not_offered(am1, am2):
    with pytest.raises(NotAllowed):
        services.choose_language(user=am2, language="en", by=am1)
    with pytest.raises(InvalidInput):
        services.choose_language(user=am1, language="tlh", by=am1)

    assert set(User.objects.filter(pk__in=[am1.pk, am2.pk]).values_list("language", flat=True)) == {"zh-hant"}


def test_a_task_is_not_closed_or_put_off_from_a_page_that_is_stale(task, am1):
    services.postpone_task(task=task, due_on=dates.today() + timedelta(days=1), version=1, by=am1)

    with pytest.raises(Stale):
        services.close_task(task=task, result="已通話", version=1, by=am1)
    with pytest.raises(Stale):
        services.postpone_task(task=task, due_on=dates.today(), version=1, by=am1)

    task.refresh_from_db()
    assert (task.status, task.version, task.due_on) == (TaskStatus.OPEN, 2, dates.today() + timedelta(days=1))


def test_a_refused_grade_is_recorded_about_the_one_who_was_to_be_graded(am1, am2):
    with pytest.raises(NotAllowed):
        services.give_grade(by=am1, user=am2, grade="senior", basis="年度考核")

    assert AuditEvent.objects.get(action="give_grade.refused").subject == f"staff.user:{am2.pk}"


def test_no_role_ends_before_it_begins(am1):
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.create(
            user=am1, role="risk_officer", valid_from=date(2026, 3, 2), valid_to=date(2026, 3, 1)
        )


@pytest.mark.parametrize(("acted_in", "read_in"), [("zh-hant", "en"), ("en", "zh-hant")])
def test_why_a_task_was_dropped_is_read_in_the_language_of_the_reader(task, acted_in, read_in):
    Task.objects.filter(pk=task.pk).update(key="late:1")

    with translation.override(acted_in):
        services.drop_tasks(keys=["late:1"], reason=_("The instalment is paid."))

    with translation.override(read_in):
        assert gettext("The instalment is paid.") in audit.sentence(AuditEvent.objects.latest("sequence"))


@pytest.mark.parametrize(("acted_in", "read_in"), [("zh-hant", "en"), ("en", "zh-hant")])
def test_why_somebody_was_refused_is_read_in_the_language_of_the_reader(am1, am2, department_a, acted_in, read_in):
    customer = CustomerFactory(account_manager=am1, department=department_a)

    with translation.override(acted_in), pytest.raises(NotAllowed):
        update_customer(customer=customer, version=1, values={}, details={}, by=am2)

    with translation.override(read_in):
        told = audit.sentence(AuditEvent.objects.latest("sequence"))
        assert gettext("{owner} keeps this file. Ask for the change there.").format(owner=am1) in told


def test_what_somebody_typed_as_a_reason_is_never_translated(task):
    Task.objects.filter(pk=task.pk).update(key="late:1")

    services.drop_tasks(keys=["late:1"], reason="The instalment is paid.")

    with translation.override("zh-hant"):
        assert "The instalment is paid." in audit.sentence(AuditEvent.objects.latest("sequence"))
