"""Which days ask for a daily summary, and when a week's summary is drafted: pure calendar arithmetic."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Week:
    """Monday to Sunday, or a period by hand; `closes_on` is a week's last working day, None without one."""

    first_day: date
    last_day: date
    closes_on: date | None


def week_of(day: date, is_closed: Callable[[date], bool]) -> Week:
    """The week a day lies in."""
    monday = day - day.weekday() * DAY
    days = [monday + place * DAY for place in range(7)]
    working = [one for one in days if not is_closed(one)]
    return Week(days[0], days[-1], working[-1] if working else None)


def period_of(first: date, last: date, is_closed: Callable[[date], bool]) -> Week:
    """The days that somebody chose by hand; those of a whole week are that week."""
    week = week_of(first, is_closed)
    return week if (first, last) == (week.first_day, week.last_day) else Week(first, last, None)


def days_to_summarise(first: date, last: date, asked_on: Set[date], is_closed: Callable[[date], bool]) -> list[date]:
    """The days from `first` to `last` on which the lender works or somebody asked something, in order."""
    days = [first + place * DAY for place in range((last - first).days + 1)]
    return [day for day in days if day in asked_on or not is_closed(day)]


def weeks_to_draft(first: date, last: date, is_closed: Callable[[date], bool]) -> list[Week]:
    """The weeks from that of `first` whose last working day is not later than `last`, in order."""
    week, found = week_of(first, is_closed), []
    while week.first_day <= last:
        if week.closes_on is not None and week.closes_on <= last:
            found.append(week)
        week = week_of(week.last_day + DAY, is_closed)
    return found
