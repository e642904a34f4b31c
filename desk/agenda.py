"""What the week of a reader holds: visits as a strip, what is due, and the lines that summaries add to the work list."""

from datetime import date, timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import dates, display, parameters
from customers.models import Consultation, Contact, ContactPlan, Customer, Visit, VisitKind
from customers.querysets import not_since, with_contact_days
from desk.models import DailySummary, WeeklySummary
from staff.models import Task
from staff.roles import Role

MOST = 100


def lines(user) -> list[tuple]:
    """(what, who, why, due on, address, act) of everything that waits here for this person."""
    found: list[tuple] = []
    if user.has_role(Role.ACCOUNT_MANAGER):
        found += _visit_lines(user) + _plan_lines(user) + _key_lines(user) + _question_lines(user)
    if user.has_role(Role.DEPARTMENT_MANAGER):
        found += _manager_lines(user)
    return found


def _visit_lines(user) -> list[tuple]:
    """Visits that are missed or fall into this week."""
    sunday = dates.today() + timedelta(days=6 - dates.today().weekday())
    rows = Visit.objects.planned().filter(account_manager=user, planned_on__lte=sunday).with_names()[:MOST]
    return [
        (
            _("Pay the return visit") if row.kind == VisitKind.RETURN else _("Pay the visit"),
            row.customer.name,
            row.aim,
            row.planned_on,
            reverse("customers:visit", args=[row.uuid]),
            _("Open"),
        )
        for row in rows
    ]


def _plan_lines(user) -> list[tuple]:
    """Contacts to make that are late or fall into this week."""
    sunday = dates.today() + timedelta(days=6 - dates.today().weekday())
    rows = ContactPlan.objects.kept_by(user).due_by(sunday).with_names()[:MOST]
    return [
        (
            _("Contact the customer"),
            row.customer.name,
            row.aim,
            row.due_on,
            reverse("customers:contact-new", args=[row.customer.number]),
            _("Write down"),
        )
        for row in rows
    ]


def _key_lines(user) -> list[tuple]:
    """Key customers whom nobody has contacted for long and with whom nothing is planned, as one line."""
    days = int(parameters.value("key_customer_call_days"))
    mine = Customer.objects.current().filter(account_manager=user).top()
    rows = with_contact_days(mine, Contact.objects.all(), Visit.objects.all(), ContactPlan.objects.all())
    count = not_since(rows, days).filter(next_visit_on=None, next_plan_on=None).count()
    if not count:
        return []
    why = ngettext(
        "{count} without a contact for {days} days", "{count} without a contact for {days} days", count
    ).format(count=count, days=days)
    return [(_("Contact key customers"), "", why, None, f"{reverse('customers:to-contact')}?view=key", _("Open"))]


def _question_lines(user) -> list[tuple]:
    """Questions without an answer, and difficulties that are not resolved."""
    rows = Consultation.objects.filter(account_manager=user).open().order_by("asked_at")[:MOST]
    return [
        (
            _("Answer a question") if row.status == "waiting" else _("Resolve a difficulty"),
            row.name,
            row.need[:100] if row.status == "waiting" else row.difficulty[:100],
            row.follow_up_on or row.asked_on,
            reverse("customers:consultation", args=[row.uuid]),
            _("Open"),
        )
        for row in rows
    ]


def _manager_lines(user) -> list[tuple]:
    """Summaries to confirm and to archive, those not handed in, visits that the team missed: each one line."""
    held = user.departments(Role.DEPARTMENT_MANAGER)
    daily = DailySummary.objects.to_confirm().filter(department__in=held).order_by("day")
    weekly = WeeklySummary.objects.filter(department__in=held).exclude(account_manager=user)
    late = weekly.not_handed_in().filter(last_day__lt=dates.today()).with_names()
    missed = Visit.objects.missed().filter(customer__department__in=held)
    counted = missed.order_by().values_list("account_manager__name").annotate(Count("pk"))
    page = reverse("desk:summaries")
    found = []
    if days := list(daily.values_list("day", flat=True)[:MOST]):
        why = ngettext("{count} to confirm", "{count} to confirm", len(days)).format(count=len(days))
        found.append((_("Confirm the daily summaries"), "", why, days[0], page, _("Open")))
    found += [
        (
            _("Archive a weekly summary"),
            row.account_manager.name,
            f"{row.first_day} – {row.last_day}",
            row.last_day,
            reverse("desk:weekly", args=[row.uuid]),
            _("Open"),
        )
        for row in weekly.to_archive().with_names()[:MOST]
    ]
    found += [
        (_("Weekly summary not handed in"), row.account_manager.name, "", row.last_day, page, _("Open"))
        for row in late[:MOST]
    ]
    if names := list(counted[:MOST]):
        why = display.joined(f"{name} {count}" for name, count in names)
        first = missed.first()
        found.append(
            (_("Visits missed in the team"), "", why, first.planned_on, reverse("customers:visits"), _("Open"))
        )
    return found


def week(user, day: date | None = None) -> dict:
    """Monday to Sunday with the visits, contacts and due tasks of each day; before it what was missed and is late."""
    today = dates.today()
    monday = (day or today) - timedelta(days=(day or today).weekday())
    sunday = monday + timedelta(days=6)
    own = Visit.objects.filter(account_manager=user).with_names()
    visits = list(own.between(monday, sunday).order_by("planned_on", "id")[:MOST])
    tasks = list(Task.objects.visible_to(user).open().filter(due_on__range=(monday, sunday))[:MOST])
    plans = list(ContactPlan.objects.kept_by(user).due_by(sunday).with_names()[:MOST])
    days = [monday + timedelta(days=place) for place in range(7)]
    return {
        "days": [
            {
                "day": one,
                "is_today": one == today,
                "visits": [row for row in visits if row.planned_on == one],
                "tasks": [row for row in tasks if row.due_on == one],
                "plans": [row for row in plans if row.due_on == one],
            }
            for one in days
        ],
        "missed": list(own.missed(today)[:MOST]),
        "late": list(Task.objects.visible_to(user).open().filter(due_on__lt=today)[:MOST]),
        "monday": monday,
        "sunday": sunday,
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "late_plans": [row for row in plans if row.due_on < today],
        "has_any": bool(visits or tasks or any(row.due_on >= monday for row in plans)),
    }
