"""Whom the first contact with a customer protects when two account managers claim it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.workdays import add_months


@dataclass(frozen=True, slots=True)
class FirstContact:
    """The day of somebody's first contact that counts; `protected_until` is None where the other side was earlier."""

    on: date
    protected_until: date | None


def protection(first: Mapping[int, date], months: int) -> dict[int, FirstContact]:
    """What the first contacts of two sides, by any key of a person, say: the earlier one protects for some months."""
    earliest = min(first.values(), default=None)
    return {who: FirstContact(day, add_months(day, months) if day == earliest else None) for who, day in first.items()}
