"""Due dates: by month arithmetic from one anchor, then moved to open days, never cumulatively."""

from datetime import date, timedelta

from applications.terms import Terms, TermsError
from core import workdays
from core.workdays import add_months


def due_dates(terms: Terms) -> tuple[list[date], list[date]]:
    """The nominal dates N1…Nn and the dates D1…Dn on which payment is due.

    Raises ``TermsError`` if two fall on one day, the first is not after the disbursement, or the calendar ends.
    """
    try:
        nominal = list(terms.due_on) or _nominal_dates(terms)
        own = (terms.calendar, terms.holidays, terms.workdays)
        due = nominal if terms.roll == "none" else [workdays.roll(day, terms.roll, *own) for day in nominal]
    except OverflowError:
        raise TermsError([("instalments", "the last due date lies outside the calendar's years")]) from None
    for earlier, later in zip([terms.disbursed_on, *due], due, strict=False):
        if later <= earlier:
            raise TermsError([("roll", f"moved to an open day, two due dates (or the disbursement) meet on {later}")])
    return nominal, due


def anchor(terms: Terms) -> tuple[date, int]:
    """The day all nominal dates are counted from, and how many steps after it the first of them lies."""
    if terms.first_due_on is not None:
        return terms.first_due_on, 0
    if terms.interest_day is not None:
        return _first_after_interest_day(terms.disbursed_on, terms.interest_day + 1, terms.every), 0
    return terms.disbursed_on, 1


def _nominal_dates(terms: Terms) -> list[date]:
    start, ahead = anchor(terms)
    steps = range(ahead * terms.every, (ahead + terms.instalments) * terms.every, terms.every)
    if terms.unit == "months":
        return [add_months(start, step, terms.month_end) for step in steps]
    length = 7 if terms.unit == "weeks" else 1
    return [start + timedelta(days=step * length) for step in steps]


def _first_after_interest_day(disbursed_on: date, day: int, every: int) -> date:
    """The first such day of a month divisible by ``every``, strictly after the disbursement (結息日的次日)."""
    first = disbursed_on.replace(day=1)
    for ahead in range(every + 1):
        month = add_months(first, ahead)
        if month.month % every == 0 and month.replace(day=day) > disbursed_on:
            return month.replace(day=day)
    raise ValueError(f"no interest day every {every} months")
