"""The work list: the lines of every subject in groups, with the figures beside them."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Application
from applications.states import ENDED, Status
from core import charts, dates, display
from desk import agenda
from desk.providers.cases import manager_lines
from desk.providers.decisions import condition_line, conditions, department_lines, risk_lines
from desk.providers.drawdowns import finance_lines
from desk.providers.files import file_lines
from desk.providers.lines import Line
from desk.providers.papers import paper_lines
from servicing.models import Loan
from staff.models import Task
from staff.roles import Role, Scope


def home(user) -> dict:
    """The work list in groups, and the reader's figures."""
    lines, may_see = _lines(user), user.scopes() != {Scope.NONE}
    today = dates.today()
    sunday = today + timedelta(days=6 - today.weekday())
    groups = [
        (_("Needs you first"), "is-warn", [line for line in lines if line.is_urgent]),
        (_("Overdue"), "is-late", [x for x in lines if not x.is_urgent and x.due_on and x.due_on < today]),
        (_("Today"), "is-warn", [x for x in lines if not x.is_urgent and x.due_on == today]),
        (
            _("This week"),
            "is-active",
            [x for x in lines if not x.is_urgent and x.due_on and today < x.due_on <= sunday],
        ),
        (_("Later"), "", [x for x in lines if not x.is_urgent and (not x.due_on or x.due_on > sunday)]),
    ]
    late = sum(1 for line in lines if line.due_on and line.due_on < today)
    return {
        "greeting": _greeting(user),
        "waiting": len(lines),
        "late": late,
        "today_count": sum(1 for line in lines if line.due_on == today),
        "groups": [
            {"label": label, "tone": tone, "count": len(rows), "tasks": [line.task for line in rows]}
            for label, tone, rows in groups
            if rows
        ],
        "figures": _figures(user) if may_see else [],
        "may_see": may_see,
        "pipeline": _pipeline(user),
        "may_register": user.has_role(Role.ACCOUNT_MANAGER),
        "may_consult": user.has_role(Role.ACCOUNT_MANAGER, Role.DEPARTMENT_MANAGER),
        "week": agenda.week(user) if user.has_role(Role.ACCOUNT_MANAGER) else None,
    }


def _greeting(user) -> str:
    hour = dates.local_time().hour
    if hour < 12:
        return _("Good morning, {name}").format(name=user.name)
    return (
        _("Good afternoon, {name}").format(name=user.name)
        if hour < 18
        else _("Good evening, {name}").format(name=user.name)
    )


def _lines(user) -> list[Line]:
    lines: list[Line] = [condition_line(_("Meet a condition"), entry) for entry in conditions().filter(owner=user)]
    if user.has_role(Role.ACCOUNT_MANAGER):
        lines += manager_lines(user)
    if user.has_role(Role.DEPARTMENT_MANAGER):
        lines += department_lines(user)
    if user.has_role(Role.RISK_OFFICER):
        lines += risk_lines(user)
    if user.has_role(Role.FINANCE_OFFICER):
        lines += finance_lines(user)
    lines += file_lines(user)
    lines += paper_lines(user)
    lines += [
        Line(
            task.title,
            "",
            task.why,
            task.due_on,
            reverse("staff:task", args=[task.uuid]),
            _("Record a result"),
            later_url=reverse("staff:task-postpone", args=[task.uuid]),
        )
        for task in Task.objects.visible_to(user).open()[:100]
    ]
    lines += [Line(*entry) for entry in agenda.lines(user)]
    return sorted(lines, key=lambda line: (not line.is_urgent, line.due_on or date.max))


def _figures(user) -> list[dict]:
    """Balance, overdue and work in hand of what this person sees."""
    loans = Loan.objects.visible_to(user).active()
    if user.has_role(Role.ACCOUNT_MANAGER):
        loans = loans.filter(account_manager=user)
    sums = loans.aggregate(principal=Sum("principal"), paid=Sum("principal_paid"), count=Count("pk"))
    balance = (sums["principal"] or Decimal(0)) - (sums["paid"] or Decimal(0))
    late = loans.with_due_dates().filter(overdue_since__isnull=False)
    late_balance = sum((loan.balance for loan in late[:2000]), Decimal(0))
    share = late_balance / balance if balance else None
    return [
        {
            "label": _("Balance"),
            "value": display.large(balance),
            "note": ngettext("{count} loan", "{count} loans", sums["count"]).format(count=sums["count"]),
        },
        {
            "label": _("Overdue balance"),
            "value": display.large(late_balance),
            "note": _("{share} of the balance").format(share=display.percent(share)) if share is not None else "",
        },
    ]


def _pipeline(user):
    """Applications in hand by stage, as a picture."""
    counts = dict(
        Application.objects.visible_to(user)
        .exclude(status__in=[*ENDED, Status.DISBURSED])
        .order_by()
        .values_list("status")
        .annotate(Count("pk"))
    )
    series = [charts.Bar(str(Status(status).label), counts[status]) for status in Status.values if counts.get(status)]
    return charts.bars(_("Applications in hand, by stage"), series) if series else ""
