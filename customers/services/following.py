"""What goes along when a customer changes hands: the work that is planned or open, and a word to both account managers."""

from collections import Counter
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from core import dates
from core.display import Sentence
from core.service import record
from customers import providers
from customers.models import Consultation, Customer, OwnershipChange, Visit
from staff.models import Task, User
from staff.querysets import TaskQuerySet
from staff.services import open_task

TASKS = _("Tasks")


def take_along(customer: Customer, was: User, to: User) -> dict[Any, int]:
    """Hand over all that every app keeps of a customer; gives how many of what, by name. Inside a service."""
    moved: Counter[Any] = Counter()
    for follow in providers.FOLLOWERS:
        moved.update(follow(customer, was, to))
    return moved


def follow_contacts(customer: Customer, was: User, to: User) -> dict[Any, int]:
    """Planned visits, open consultations and open tasks go to the new keeper; what is done stays whose it was."""
    visits = list(Visit.objects.select_for_update().planned().filter(customer=customer, account_manager=was))
    asked = Consultation.objects.select_for_update().open().filter(customer=customer, account_manager=was)
    consultations = list(asked.order_by("pk"))
    for row in (*visits, *consultations):
        row.account_manager = to
        row.save(update_fields=["account_manager"])
        record(row, was=was.username, to=to.username, reason="")
    for consultation in consultations:
        consultation.department = customer.department
        consultation.save(update_fields=["department"])
    own = Q(case_uuid=customer.uuid) | Q(key__in=[row.follow_up_key for row in consultations])
    tasks = pass_on(Task.objects.filter(own).exclude(kind="handover"), was, to)
    return {_("Planned visits"): len(visits), _("Consultations"): len(consultations), TASKS: tasks}


def pass_on(tasks: TaskQuerySet, was: User, to: User) -> int:
    """Give those of these tasks that are open and one person's to another; says how many. Inside a service."""
    found = list(tasks.select_for_update().filter(assignee=was).open())
    for task in found:
        task.assignee = to
        task.save(update_fields=["assignee"])
        record(task, was=was.username, to=to.username, reason="")
    return len(found)


def tell_both(change: OwnershipChange, moved: dict[Any, int], by: User) -> None:
    """A line on the work list of the new keeper and of the former one, unless they did it themselves."""
    customer = change.customer
    sides = (
        (change.to_manager, _("Customer taken over from {name}"), change.from_manager),
        (change.from_manager, _("Customer handed over to {name}"), change.to_manager),
    )
    for person, title, other in sides:
        if person.pk == by.pk or not person.is_active:
            continue
        with translation.override(person.language):
            open_task(
                assignee=person,
                kind="handover",
                title=Sentence(title, name=other.name),
                why=_why(customer, moved, change.reason)[:300],
                url=reverse("customers:detail", args=[customer.number]) if person == change.to_manager else "",
                due_on=dates.today(),
                case_uuid=customer.uuid,
                key=f"handover:{change.uuid}:{person.pk}",
                by=by,
            )


def _why(customer: Customer, moved: dict[Any, int], reason: str) -> str:
    """The customer, what came along, and why: 永盛精密五金: Planned visits 2, Tasks 1. 調崗."""
    comma = pgettext("between words of a list", ", ")
    counts = comma.join(f"{what} {count}" for what, count in moved.items() if count)
    came = counts or _now("no open work")
    return _now("{customer}: {came}. {reason}").format(customer=customer.name, came=came, reason=reason)


providers.FOLLOWERS.append(follow_contacts)
