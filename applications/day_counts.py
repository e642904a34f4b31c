"""Day counts (計息天數基準): how many days a period has and what part of a year they are.

Names and rules: the FpML day-count scheme; ``actual/actual`` is the ISDA one. A period holds its first day, not
its last.
"""

from calendar import isleap
from datetime import date

# The denominator of every fraction a convention can give.
YEAR_PARTS = {
    "30E/360": 360,
    "30/360": 360,
    "actual/360": 360,
    "actual/364": 364,
    "actual/365F": 365,
    "actual/actual": 365 * 366,
}


def year_days(day_count: str) -> int:
    """The days by which a convention divides the 365 of a year; where that is 365, a year costs the yearly rate."""
    return {"actual/360": 360, "actual/364": 364}.get(day_count, 365)


def days(start: date, end: date, day_count: str) -> int:
    """The days a schedule shows for a period: those of the convention for the 30-day ones, else calendar days."""
    if day_count == "30E/360":
        return _thirty_days(start, end, min(start.day, 30), min(end.day, 30))
    if day_count == "30/360":
        first = min(start.day, 30)
        return _thirty_days(start, end, first, 30 if end.day == 31 and first == 30 else end.day)
    return end.toordinal() - start.toordinal()


def year_parts(start: date, end: date, day_count: str) -> int:
    """The numerator of the period's fraction of a year, over ``YEAR_PARTS[day_count]``."""
    if day_count != "actual/actual":
        return days(start, end, day_count)
    in_leap_years = _leap_days_before(end) - _leap_days_before(start)
    return in_leap_years * 365 + (end.toordinal() - start.toordinal() - in_leap_years) * 366


def _thirty_days(start: date, end: date, first: int, last: int) -> int:
    return 360 * (end.year - start.year) + 30 * (end.month - start.month) + last - first


def _leap_days_before(day: date) -> int:
    """The days before ``day`` that lie in leap years."""
    past = day.year - 1
    leap_years = past // 4 - past // 100 + past // 400
    return 366 * leap_years + (day.timetuple().tm_yday - 1 if isleap(day.year) else 0)
