"""What changes about people, their roles and grades, and their tasks."""

import re
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core import dates
from core.errors import InvalidInput, TransitionRefused
from core.service import record, require, service, take_version
from core.states import move
from staff.models import Branch, Department, GradeAssignment, RoleAssignment, Task, User
from staff.permissions import may_choose_language, may_close_task, may_give_grade, may_keep_staff
from staff.roles import BUSINESS_ROLES, IN_A_DEPARTMENT, Grade, Role
from staff.states import TaskStatus

LONGEST_WAIT = timedelta(days=366)


@service(says=_("Department {code} opened"))
def open_department(*, branch: str, branch_name: str, code: str, name: str, by=None) -> Department:
    """A department and, if it is new, its branch; one that is there already is given back as it is.

    `branch` is the two capital letters that begin every number given there.
    """
    require(may_keep_staff(by))
    if not re.fullmatch("[A-Z]{2}", branch):
        raise InvalidInput(_("A branch is named by two capital letters, for example HQ."), field="branch")
    place, _new = Branch.objects.get_or_create(code=branch, defaults={"name": branch_name})
    department, is_new = Department.objects.get_or_create(code=code, defaults={"branch": place, "name": name})
    if is_new:
        record(department, code=code, branch=branch)
    return department


@service(says=_("Account opened"))
def open_account(
    *, username: str, name: str, password: str | None, email: str = "", language: str = "zh-hant", by=None
) -> User:
    """A new account; without a password it cannot sign in."""
    require(may_keep_staff(by))
    if User.objects.filter(username__iexact=username).exists():
        raise InvalidInput(_("This user name is taken."), field="username")
    user = User(username=username.lower(), name=name, email=email, language=language)
    user.set_password(password)
    user.save()
    record(user, username=user.username)
    return user


@service(says=_("Role given: {role}"))
def assign_role(
    *, user: User, role: Role, department: Department | None = None, level: int = 0, by=None
) -> RoleAssignment:
    """Give a role from today on. Administrators hold no business role, and nobody gives a role to themselves (S13)."""
    require(may_keep_staff(by))
    if by is not None and by.pk == user.pk:
        raise InvalidInput(_("Nobody gives a role to themselves."))
    others = set(user.assignments.in_force().values_list("role", flat=True))
    mixes = (role == Role.ADMINISTRATOR and others & BUSINESS_ROLES) or (
        role in BUSINESS_ROLES and Role.ADMINISTRATOR in others
    )
    if mixes:
        raise InvalidInput(_("An administrator holds no business role."))
    if role in IN_A_DEPARTMENT and department is None:
        raise InvalidInput(_("This role needs a department."), field="department")
    assignment = RoleAssignment.objects.create(
        user=user, role=role, department=department, authority_level=level, valid_from=dates.today(), granted_by=by
    )
    record(user, role=role, department=department.code if department else "")
    return assignment


@service(says=_("Grade given: {grade}"))
def give_grade(*, user: User, grade: str, basis: str, by: User, valid_from=None) -> GradeAssignment:
    """Grade an account manager from a day on, with what it rests on; nobody grades themselves (L13.1.2)."""
    require(may_give_grade(by, user))
    if grade not in Grade.values:
        raise InvalidInput(_("Choose a grade."), field="grade")
    basis = " ".join(basis.split())
    if len(basis) < 2:
        raise InvalidInput(_("Say what the grade rests on."), field="basis")
    if not user.departments(Role.ACCOUNT_MANAGER):
        raise InvalidInput(_("{name} is no account manager.").format(name=user), field="user")
    given = GradeAssignment.objects.create(
        user=user, grade=grade, basis=basis[:200], valid_from=valid_from or dates.today(), granted_by=by
    )
    record(user, grade=grade, valid_from=given.valid_from)
    return given


@service(says=_("Language changed"))
def choose_language(*, user: User, language: str, by: User) -> None:
    """The language a person reads pages and mails in; everybody chooses it for themselves."""
    require(may_choose_language(by, user))
    if language not in dict(settings.LANGUAGES):
        raise InvalidInput(_("Choose one of the languages offered."), field="language")
    user.language = language
    user.save(update_fields=["language"])
    record(user, language=language)


@service(says=_("Task given: {title}"))
def open_task(
    *, assignee: User, kind: str, title: Any, due_on, why: Any = "", url: str = "", case_uuid=None, key=None, by=None
) -> Task:
    """Give somebody a task; a `key` that exists gives the task that is already there.

    What the house says in `title` and `why` is lazy (`display.Sentence`), so that everybody reads it in their language.
    """
    if key is not None:
        task, created = Task.objects.get_or_create(
            key=key,
            defaults={
                "kind": kind,
                "title": title,
                "why": why,
                "url": url,
                "case_uuid": case_uuid,
                "assignee": assignee,
                "due_on": due_on,
            },
        )
    else:
        task, created = (
            Task.objects.create(
                kind=kind, title=title, why=why, url=url, case_uuid=case_uuid, assignee=assignee, due_on=due_on
            ),
            True,
        )
    if created:
        record(task, title=title, assignee=assignee.username)
    return task


@service(says=_("Task done: {result}"))
def close_task(*, task: Task, result: str, version: int | None = None, by: User) -> None:
    """Close a task with its result."""
    task = Task.objects.select_for_update().get(pk=task.pk)
    require(may_close_task(by, task))
    take_version(task, version)
    task.result = result
    task.save(update_fields=["result"])
    move(task, to=TaskStatus.DONE, result=result)


@service(says=_("Task put off to {day}"))
def postpone_task(*, task: Task, due_on: date, version: int | None = None, by: User) -> Task:
    """Put one's own open task on another day, today or later; from a list without the version it was read in."""
    task = Task.objects.select_for_update().get(pk=task.pk)
    require(may_close_task(by, task))
    if task.status != TaskStatus.OPEN:
        raise TransitionRefused(_("This task is no longer open."))
    if due_on < dates.today():
        raise InvalidInput(_("Put it off to today or later."), field="due_on")
    if due_on > dates.today() + LONGEST_WAIT:
        raise InvalidInput(_("Put it off by a year at most, or it leaves every list."), field="due_on")
    take_version(task, version)
    task.due_on = due_on
    task.save(update_fields=["due_on"])
    record(task, day=due_on)
    return task


@service(says=_("Task dropped: {reason}"))
def drop_tasks(*, keys: list[str], reason: Any, by=None) -> None:
    """Withdraw machine-made tasks that have become pointless; a lazy `reason` is read in the reader's language."""
    for task in Task.objects.filter(key__in=keys, status=TaskStatus.OPEN):
        move(task, to=TaskStatus.DROPPED, reason=reason)
