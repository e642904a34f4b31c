"""What the weekly summary counts of applications."""

from datetime import date

from django.utils import timezone

from applications.models import Application, ReturnPoint
from core import display
from core.numbering import shown
from staff.models import User
from staff.providers import week_line


def _case_line(case: Application, on: date, what: str = "") -> dict:
    return week_line(what or f"{shown(case.number)} {display.in_words(case.amount, 'large')}", case.customer.name, on)


def opened_in_week(person: User, first: date, last: date) -> list[dict]:
    rows = Application.objects.filter(account_manager=person, created_at__date__range=(first, last))
    return [_case_line(row, timezone.localdate(row.created_at)) for row in rows.with_names().order_by("id")]


def submitted_in_week(person: User, first: date, last: date) -> list[dict]:
    rows = Application.objects.filter(account_manager=person, submitted_at__date__range=(first, last))
    return [_case_line(row, timezone.localdate(row.submitted_at)) for row in rows.with_names().order_by("submitted_at")]


def returned_in_week(person: User, first: date, last: date) -> list[dict]:
    points = ReturnPoint.objects.filter(application__account_manager=person, made_at__date__range=(first, last))
    return [
        _case_line(row.application, timezone.localdate(row.made_at), row.text[:120])
        for row in points.select_related("application__customer").order_by("id")
    ]
