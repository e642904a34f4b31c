"""Closed and open days: weekends, the published holidays of a country with their make-up workdays (調休), own lists.

The next year's decree is often not yet in the library: an own day, closed or open, always wins over it.
"""

from calendar import monthrange
from collections.abc import Set
from datetime import date, timedelta
from functools import lru_cache

CALENDARS = ("none", "CN", "TW")
CONVENTIONS = ("none", "following", "modified_following", "preceding")

_DAY = timedelta(days=1)
_SATURDAY = 5
_NO_DAYS: frozenset[date] = frozenset()


@lru_cache(maxsize=256)
def _published(calendar: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Holidays and make-up workdays of one year; both empty for the calendar that knows weekends only."""
    if calendar == "none":
        return _NO_DAYS, _NO_DAYS
    if calendar not in CALENDARS:
        raise ValueError(f"unknown calendar: {calendar}")
    import holidays  # read only where a calendar is asked for: it costs a start 0.2 seconds

    published = holidays.country_holidays(calendar, years=year)
    # The library leaves make-up workdays out of the holidays and names them here, those of other years among them.
    make_up = frozenset(day for day in published.weekend_workdays if day.year == year)
    return frozenset(published), make_up


def is_closed(
    day: date, calendar: str = "none", holidays: Set[date] = _NO_DAYS, workdays: Set[date] = _NO_DAYS
) -> bool:
    """Whether nothing is paid on ``day``; a day in both own lists is open."""
    if day in workdays:
        return False
    if day in holidays:
        return True
    closed, make_up = _published(calendar, day.year)
    return day in closed or (day.weekday() >= _SATURDAY and day not in make_up)


def next_working_day(
    day: date, calendar: str = "none", holidays: Set[date] = _NO_DAYS, workdays: Set[date] = _NO_DAYS
) -> date:
    """``day`` itself if it is open, else the first open day after it."""
    while is_closed(day, calendar, holidays, workdays):
        day += _DAY
    return day


def previous_working_day(
    day: date, calendar: str = "none", holidays: Set[date] = _NO_DAYS, workdays: Set[date] = _NO_DAYS
) -> date:
    """``day`` itself if it is open, else the last open day before it."""
    while is_closed(day, calendar, holidays, workdays):
        day -= _DAY
    return day


def roll(
    day: date,
    convention: str,
    calendar: str = "none",
    holidays: Set[date] = _NO_DAYS,
    workdays: Set[date] = _NO_DAYS,
) -> date:
    """``day`` moved to an open day; modified following stays within the month by going back instead.

    Raises ``OverflowError`` where the move would leave the years 1 to 9999.
    """
    if convention == "none":
        return day
    if convention == "preceding":
        return previous_working_day(day, calendar, holidays, workdays)
    if convention not in CONVENTIONS:
        raise ValueError(f"unknown convention: {convention}")
    moved = next_working_day(day, calendar, holidays, workdays)
    if convention == "modified_following" and moved.month != day.month:
        return previous_working_day(day, calendar, holidays, workdays)
    return moved


def add_months(start: date, months: int, month_end: str = "clamp") -> date:
    """The same day so many months later; a day that month lacks becomes its last, or rolls to the next month's first.

    Raises ``OverflowError`` after the year 9999.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > date.max.year:
        raise OverflowError("date value out of range")
    if start.day > 28 and start.day > (last := monthrange(year, month + 1)[1]):
        clamped = date(year, month + 1, last)
        return clamped if month_end == "clamp" else clamped + timedelta(days=1)
    return date(year, month + 1, start.day)
