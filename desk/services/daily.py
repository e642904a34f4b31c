"""The daily summary: made from the register by the clock or by hand, confirmed by the department manager."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, time, timedelta

from django.conf import settings
from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from core import dates, parameters, workdays
from core.errors import InvalidInput, TransitionRefused
from core.service import record, require, service
from core.states import move
from customers.models import Consultation
from customers.states import ConsultationStatus
from desk import permissions
from desk.models import DailyLine, DailySummary
from desk.states import DailyStatus
from desk.week_days import DAY, days_to_summarise
from staff.models import Department, RoleAssignment, User
from staff.roles import Role

MOST_DAYS = timedelta(days=366)
NOBODY_WORKED = _("Nobody worked as an account manager here yet on this day. Check the year.")


def closed_days():
    """Whether the lender is closed on a day, by its calendar and its own days."""
    own = dates.lender_days()
    return lambda day: workdays.is_closed(day, settings.BUSINESS_CALENDAR, **own)


def last_due(on: date, at: time | None, name: str) -> date:
    """The last day whose summary is due: `on` from the parameter's time on, the day before until then; never one to come."""
    written = int(parameters.value(name, on))
    due = on if at is None or at >= time(written // 100, written % 100) else on - DAY
    return min(due, dates.today())


def make_daily_summaries(*, on: date, at: time | None = None) -> int:
    """Make what is due and missing, of days on which the machine slept too; a second run finds nothing to make."""
    last = last_due(on, at, "daily_summary_at")
    earliest = on - timedelta(days=int(parameters.value("summary_catch_up_days", on)))
    held = RoleAssignment.objects.in_force(on).filter(role=Role.ACCOUNT_MANAGER).values("department")
    is_closed = closed_days()
    made = 0
    for department in Department.objects.filter(pk__in=held).order_by("code"):
        made += sum(
            make_daily(department=department, day=day, by=None) is not None
            for day in _missing(department, earliest, last, on, is_closed)
        )
    return made


def _missing(department: Department, earliest: date, last: date, on: date, is_closed) -> list[date]:
    """Days without a summary, or with consultations that came after it was made; before the first there are none."""
    asked = Counter(
        department.consultations.filter(asked_on__range=(earliest, last)).values_list("asked_on", flat=True)
    )
    summaries = department.daily_summaries.filter(day__range=(earliest, last)).newest()
    told = dict.fromkeys(summaries.values_list("day", flat=True), 0)
    lines = DailyLine.objects.filter(summary__in=summaries).values_list("summary__day", flat=True)
    told |= Counter(lines)
    first = min([*told, *asked], default=on)
    return [
        day for day in days_to_summarise(first, last, set(asked), is_closed) if told.get(day, -1) < asked.get(day, 0)
    ]


@service(says=_("Daily summary made for {day}"))
def make_daily(*, department: Department, day: date, by: User | None) -> DailySummary | None:
    """The summary of a day, or its next revision; None when there is nothing that the newest one lacks.

    `by` is None for the clock. Whoever comes second waits for the department and finds it made.
    """
    if by is not None:
        require(permissions.may_make_daily(by))
        if department.pk not in by.departments(Role.DEPARTMENT_MANAGER):
            raise InvalidInput(_("Choose a department of yours."), field="department")
    if day > dates.today():
        raise InvalidInput(_("This day has not come yet."), field="day")
    if day < first_worked(department=department):
        raise InvalidInput(NOBODY_WORKED, field="day")
    Department.objects.select_for_update().get(pk=department.pk)
    rows = list(Consultation.objects.filter(department=department, asked_on=day).order_by("asked_at", "id"))
    kept = DailySummary.objects.filter(department=department, day=day).order_by("-revision").first()
    said: dict[int, str] = {}
    if kept is not None:
        said = dict(kept.lines.values_list("consultation", "comment"))
        if {row.pk for row in rows} <= set(said):
            return None
        move(kept, to=DailyStatus.REPLACED)
    summary = DailySummary.objects.create(department=department, day=day, revision=kept.revision + 1 if kept else 1)
    # What the manager said stays said: it waits with the new version to be confirmed again.
    DailyLine.objects.bulk_create(_line(summary, row, said.get(row.pk, "")) for row in rows)
    record(summary, day=day, revision=summary.revision, consultations=len(rows))
    return summary


@service(says=_("Daily summaries made"))
def make_dailies(
    *, day: date, by: User, last_day: date | None = None, department: Department | None = None
) -> list[DailySummary]:
    """The summaries of a day, or of the days to `last_day` that ask for one, in the departments one manages.

    Without `department` in all of them. What a summary exists of already, with nothing new since, is left out.
    """
    require(permissions.may_make_daily(by))
    last = last_day or day
    check_period(day, last)
    managed = list(Department.objects.filter(pk__in=by.departments(Role.DEPARTMENT_MANAGER)).order_by("code"))
    # A department that is younger than another is left out of the days before it.
    grown = [place for place in managed if first_worked(department=place) <= day]
    places = [department] if department is not None else grown or managed
    is_closed, made = closed_days(), []
    for place in places:
        asked = set(place.consultations.filter(asked_on__range=(day, last)).values_list("asked_on", flat=True))
        for one in [day] if day == last else days_to_summarise(day, min(last, dates.today()), asked, is_closed):
            made.append(make_daily(department=place, day=one, by=by))
    return [summary for summary in made if summary is not None]


def first_worked(**whose: User | Department) -> date:
    """Since when a `user`, or anybody in a `department`, works as an account manager; a day to come if never."""
    held = RoleAssignment.objects.filter(role=Role.ACCOUNT_MANAGER, **whose)
    return held.aggregate(first=Min("valid_from"))["first"] or dates.LATEST


def check_period(first: date, last: date) -> None:
    """Refuse days in the wrong order and more than a year at once."""
    if last < first:
        raise InvalidInput(_("The last day comes before the first."), field="last_day")
    if last - first > MOST_DAYS:
        raise InvalidInput(_("Choose at most a year."), field="last_day")


def _line(summary: DailySummary, row: Consultation, comment: str) -> DailyLine:
    return DailyLine(
        summary=summary,
        consultation=row,
        account_manager_id=row.account_manager_id,
        name=row.name,
        need=row.need,
        answer=row.answer,
        open_difficulty=row.difficulty if row.status != ConsultationStatus.CLOSED else "",
        answer_minutes=row.answer_minutes,
        comment=comment,
    )


@service(says=_("Daily summary confirmed"))
def confirm_daily(*, summary: DailySummary, by: User, comments: Mapping[int, str] | None = None) -> DailySummary:
    """Confirm one summary, with a comment on lines by their id where there is something to say.

    A line that is not named keeps the comment of the version before; an empty text takes it away.
    """
    summary = DailySummary.objects.select_for_update().get(pk=summary.pk)
    require(permissions.may_confirm(by, summary))
    if summary.status != DailyStatus.MADE:
        raise TransitionRefused(_("This summary does not wait for a confirmation any more."))
    said = {pk: text.strip() for pk, text in (comments or {}).items()}
    lines = list(summary.lines.filter(pk__in=said))
    if len(lines) != len(said):
        raise InvalidInput(_("A comment belongs to a line of this summary."))
    for line in lines:
        if len(said[line.pk]) > 300:
            raise InvalidInput(_("At most {count} characters.").format(count=300))
        line.comment = said[line.pk]
    DailyLine.objects.bulk_update(lines, ["comment"])
    summary.confirmed_at, summary.confirmed_by = dates.now(), by
    summary.save(update_fields=["confirmed_at", "confirmed_by"])
    move(summary, to=DailyStatus.CONFIRMED, comments=summary.lines.exclude(comment="").count())
    return summary


@service(says=_("Daily summaries confirmed"))
def confirm_all(*, by: User) -> int:
    """Confirm everything that waits in the departments one manages; returns how many."""
    require(permissions.may_make_daily(by))
    held = by.departments(Role.DEPARTMENT_MANAGER)
    waiting = list(DailySummary.objects.to_confirm().filter(department__in=held).order_by("day", "department"))
    for summary in waiting:
        confirm_daily(summary=summary, by=by)
    return len(waiting)
