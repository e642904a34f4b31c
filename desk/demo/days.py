"""The demo's calendar: everything lies a number of working days or whole months away from the day it is loaded."""

from dataclasses import dataclass
from datetime import date, timedelta

from applications.due_dates import add_months
from core import workdays

STORY_MONTH = date(2026, 11, 1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Counts days around `today` with the working days of a country."""

    today: date
    country: str

    def is_open(self, day: date) -> bool:
        return not workdays.is_closed(day, self.country)

    def working(self, day: date, count: int) -> date:
        """The day `count` working days after `day`, before it where negative; 0 goes back to an open one."""
        day = workdays.previous_working_day(day, self.country)
        step = workdays.next_working_day if count > 0 else workdays.previous_working_day
        for _ in range(abs(count)):
            day = step(day + DAY if count > 0 else day - DAY, self.country)
        return day

    def ago(self, count: int) -> date:
        """The working day `count` working days before today."""
        return self.working(self.today, -count)

    def shifted(self, day: date) -> date:
        """A day of the two stories, moved by the whole months between November 2026 and now."""
        months = (self.today.year - STORY_MONTH.year) * 12 + self.today.month - STORY_MONTH.month
        return add_months(day, months)

    def payable_until(self, due_on: date) -> date:
        return workdays.next_working_day(due_on, self.country)

    def late_due_date(self, wished: int) -> date:
        """A due date about `wished` days ago that really is late today, holidays in between or not."""
        for days in sorted(range(1, 61), key=lambda days: abs(days - wished)):
            if self.payable_until(self.today - days * DAY) < self.today:
                return self.today - days * DAY
        raise ValueError("two months of closed days")

    def released_for(self, due_on: date, months: range) -> date:
        """A working day some months before `due_on`, so that an instalment falls due on it; else the nearest one."""
        days = [add_months(due_on, -count) for count in months]
        fitting = [day for day, count in zip(days, months, strict=True) if add_months(day, count) == due_on]
        return next((day for day in fitting if self.is_open(day)), (fitting or days)[0])
