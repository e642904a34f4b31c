"""The one clock: the moment, the business date in the lender's time zone, and its working days."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from django.conf import settings
from django.utils import timezone

from core import workdays

_told: ContextVar[datetime | None] = ContextVar("told", default=None)
# Of any day that is typed: nobody alive was born before, no term runs longer, and reckoning from one never overflows.
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
UNLIMITED = date(2099, 12, 31)  # how the last day of a paper is written that has none


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _told.get() or timezone.now()


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Let everything inside happen at another moment: the demo lives its cases through on the days they belong to."""
    token = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)


def today() -> date:
    """The business date: the calendar day at the lender's seat (`TIME_ZONE`), without a time zone."""
    return timezone.localdate(now())


def local_time() -> datetime:
    """This moment on the lender's wall clock."""
    return timezone.localtime(now())


def is_possible(day: date) -> bool:
    """Whether a typed day, or a moment's, can be meant at all; each rule says besides what it allows."""
    return EARLIEST <= (day.date() if isinstance(day, datetime) else day) <= LATEST


def lender_days() -> dict[str, frozenset[date]]:
    """The lender's own closed and open days, as keyword arguments for `core.workdays`."""
    from core.models import CalendarDay

    rows = list(CalendarDay.objects.values_list("day", "is_open"))
    return {
        "holidays": frozenset(day for day, is_open in rows if not is_open),
        "workdays": frozenset(day for day, is_open in rows if is_open),
    }


def next_working_day(day: date, days: dict[str, frozenset[date]] | None = None) -> date:
    """`day` itself if the lender is open, else the next day it is; pass `days` when asking for many."""
    return workdays.next_working_day(
        day, calendar=settings.BUSINESS_CALENDAR, **(lender_days() if days is None else days)
    )


def add_working_days(day: date, count: int) -> date:
    """The day `count` working days after `day`."""
    days = lender_days()
    for _ in range(count):
        day = next_working_day(date.fromordinal(day.toordinal() + 1), days)
    return day
