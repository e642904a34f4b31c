"""Closed days of the two calendars, and the moving of dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.workdays import CALENDARS, is_closed, next_working_day, roll

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "calendar", "closed"),
    [
        (date(2026, 11, 21), "none", True),
        (date(2026, 11, 22), "CN", True),
        (date(2026, 11, 23), "CN", False),
        (date(2026, 10, 7), "none", False),
        (date(2026, 10, 7), "CN", True),
        (date(2026, 10, 10), "CN", False),
        (date(2026, 10, 11), "CN", True),
        (date(2026, 2, 28), "CN", False),
        (date(2025, 2, 8), "TW", False),
        (date(2025, 10, 10), "TW", True),
        (date(2025, 10, 10), "CN", False),
    ],
)
def test_is_closed_knows_weekends_holidays_and_make_up_workdays(day, calendar, closed):
    assert is_closed(day, calendar) is closed


def test_an_own_list_wins_over_the_published_calendar():
    holiday, make_up = date(2026, 10, 7), date(2026, 10, 10)

    assert not is_closed(holiday, "CN", workdays={holiday})
    assert is_closed(make_up, "CN", holidays={make_up})
    assert not is_closed(make_up, "CN", holidays={make_up}, workdays={make_up})


def test_an_unknown_calendar_or_convention_is_refused():
    with pytest.raises(ValueError, match="unknown calendar"):
        is_closed(date(2026, 1, 5), "XX")
    with pytest.raises(ValueError, match="unknown convention"):
        roll(date(2026, 1, 5), "nearest")


@pytest.mark.parametrize(
    ("day", "convention", "expected"),
    [
        (date(2026, 11, 21), "none", date(2026, 11, 21)),
        (date(2026, 11, 21), "following", date(2026, 11, 23)),
        (date(2026, 11, 21), "modified_following", date(2026, 11, 23)),
        (date(2026, 11, 21), "preceding", date(2026, 11, 20)),
        (date(2026, 1, 31), "following", date(2026, 2, 2)),
        (date(2026, 1, 31), "modified_following", date(2026, 1, 30)),
        (date(2026, 11, 20), "modified_following", date(2026, 11, 20)),
    ],
)
def test_roll_moves_a_closed_day_by_its_convention(day, convention, expected):
    assert roll(day, convention) == expected


def test_next_working_day_passes_over_the_whole_national_holiday():
    assert next_working_day(date(2026, 10, 1), "CN") == date(2026, 10, 8)
    assert next_working_day(date(2026, 10, 8), "CN") == date(2026, 10, 8)


@given(days, st.sampled_from(CALENDARS))
def test_next_working_day_is_the_first_open_day(day, calendar):
    found = next_working_day(day, calendar)

    assert not is_closed(found, calendar)
    assert all(is_closed(day + timedelta(days=n), calendar) for n in range((found - day).days))


@given(days, st.sampled_from(CALENDARS))
def test_modified_following_never_leaves_the_month(day, calendar):
    assert roll(day, "modified_following", calendar).month == day.month
