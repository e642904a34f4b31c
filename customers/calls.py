"""Whom to call: planned visits and contacts, agreed steps and calls, and questions that are open, in one list by due date (L5.5)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from customers.models import Consultation, ContactPlan, Visit
from customers.states import ConsultationStatus
from staff.models import Task

MOST = 200
# Tasks that are done by speaking with somebody; `call` comes from the reminders of a borrower without an address.
SPOKEN = ("next_step", "consultation", "call")
VISIT, PLAN, TASK, CONSULTATION = "visit", "plan", "task", "consultation"


@dataclass(frozen=True)
class Call:
    """One line: who, what about and until when; `thing` is the row behind it."""

    kind: str
    thing: Any
    who: str
    what: str
    due_on: date
    url: str

    @property
    def owner(self):
        """Who has to do it: a contact to make is that of whoever keeps the file."""
        return self.thing.customer.account_manager if self.kind == PLAN else self.thing.account_manager

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.thing.uuid}"


def calls_of(user) -> list[Call]:
    """Everything of one's own, the earliest first; a question that a task reminds of stands once, with its task's day."""
    tasks = list(Task.objects.visible_to(user).open().filter(assignee=user, kind__in=SPOKEN).order_by("due_on")[:MOST])
    asked = Consultation.objects.filter(account_manager=user).open().with_names().order_by("asked_at")[:MOST]
    questions = {call.url: call for call in map(_question, asked)}
    reminded = {task.url: task.due_on for task in tasks}
    lines = [_visit(row) for row in Visit.objects.planned().filter(account_manager=user).with_names()[:MOST]]
    lines += [_plan(row) for row in ContactPlan.objects.planned().kept_by(user).with_names()[:MOST]]
    lines += [_task(task) for task in tasks if task.url not in questions]
    lines += [_on(call, reminded.get(url, call.due_on)) for url, call in questions.items()]
    return sorted(lines, key=lambda call: (call.due_on, call.who))


def calls_about(customer, user) -> list[Call]:
    """What is planned with one customer or still owed to it, whoever has to do it, the earliest first."""
    asked = Consultation.objects.visible_to(user).filter(customer=customer).open().with_names()[:MOST]
    lines = [_visit(row) for row in Visit.objects.planned().filter(customer=customer).with_names()[:MOST]]
    lines += [_plan(row) for row in ContactPlan.objects.planned().filter(customer=customer).with_names()[:MOST]]
    return sorted([*lines, *map(_question, asked)], key=lambda call: (call.due_on, call.who))


def call_of(user, kind: str, uuid: Any) -> Call | None:
    """One line of the list by its thing; None once it is settled or somebody else's."""
    return next((call for call in calls_of(user) if call.kind == kind and call.thing.uuid == uuid), None)


def was_own(user, kind: str, uuid: Any) -> bool:
    """Whether a line that `call_of` finds no more was this person's: then it has been settled."""
    rows = {
        VISIT: Visit.objects.filter(account_manager=user),
        PLAN: ContactPlan.objects.kept_by(user),
        TASK: Task.objects.filter(assignee=user),
        CONSULTATION: Consultation.objects.filter(account_manager=user),
    }
    return kind in rows and rows[kind].filter(uuid=uuid).exists()


def _visit(row: Visit) -> Call:
    url = reverse("customers:visit", args=[row.uuid])
    return Call(VISIT, row, row.customer.name, row.aim, row.planned_on, url)


def _plan(row: ContactPlan) -> Call:
    url = reverse("customers:contacts", args=[row.customer.number])
    return Call(PLAN, row, row.customer.name, row.aim, row.due_on, url)


def _task(row: Task) -> Call:
    return Call(TASK, row, row.why, row.title, row.due_on, row.url or reverse("staff:task", args=[row.uuid]))


def _question(row: Consultation) -> Call:
    what = row.need if row.status == ConsultationStatus.WAITING else row.difficulty
    url = reverse("customers:consultation", args=[row.uuid])
    return Call(CONSULTATION, row, row.name, what[:100], row.follow_up_on or row.asked_on, url)


def _on(call: Call, day: date) -> Call:
    return Call(call.kind, call.thing, call.who, call.what, day, call.url)
