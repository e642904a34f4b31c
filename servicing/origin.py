"""How the planned interest of an instalment came about, so that it can be checked by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from servicing.allocation import Due

# Day counts whose interest is one multiplication; the others split their year or count months of 30 days.
ONE_YEAR = {"actual/360": 360, "actual/365F": 365}


@dataclass(frozen=True, slots=True)
class InterestOrigin:
    """``base`` yuan × the yearly rate × ``days`` ÷ ``divisor``; without days a month, a twelfth of the year."""

    base: Decimal
    divisor: int
    days: int | None


def interest_origin(
    number: int, dues: Sequence[Due], principal: Decimal, released_on: date, interest: str, day_count: str
) -> InterestOrigin | None:
    """The origin of one instalment's interest under the terms' ``interest`` and ``day_count``; None if it is no product."""
    base = principal - sum((due.principal for due in dues if due.number < number), Decimal(0))
    if interest == "per_period":
        return InterestOrigin(base, 12, None)
    if day_count not in ONE_YEAR:
        return None
    end = next(due.due_on for due in dues if due.number == number)
    start = max((due.due_on for due in dues if due.number < number), default=released_on)
    return InterestOrigin(base, ONE_YEAR[day_count], (end - start).days)
