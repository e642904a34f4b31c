"""The terms of a loan: everything its schedule follows from, and nothing else."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from core.money import CENT
from core.workdays import CALENDARS, CONVENTIONS

METHODS = ("level_payment", "equal_principal", "interest_only", "bullet", "flat", "fixed_principal_percent")
UNITS = ("months", "weeks", "days")
ROUNDINGS = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN}
CHOICES = {
    "unit": UNITS,
    "method": METHODS,
    "interest": ("daily", "per_period"),
    "day_count": ("30E/360", "30/360", "actual/360", "actual/364", "actual/365F", "actual/actual"),
    "month_end": ("clamp", "roll"),
    "rounding": tuple(ROUNDINGS),
    "roll": CONVENTIONS,
    "calendar": CALENDARS,
    "interest_dates": ("unadjusted", "adjusted"),
}


class TermsError(ValueError):
    """Terms without a schedule; ``errors`` holds every ``(field, message)`` that was found, not only the first."""

    def __init__(self, errors: list[tuple[str, str]], id: str | int | None = None) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in errors))
        self.errors = errors
        self.id = id


@dataclass(frozen=True, slots=True)
class RateChange:
    """From this day on the loan bears this annual rate, a fraction."""

    from_on: date
    annual_rate: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """One loan's terms; rates are fractions, amounts yuan, ``parse_terms`` says which combinations have a meaning."""

    principal: Decimal
    annual_rate: Decimal
    instalments: int
    disbursed_on: date
    every: int = 1
    unit: str = "months"
    method: str = "level_payment"
    interest: str = "daily"
    day_count: str = "actual/360"
    month_end: str = "clamp"
    rounding: str = "half_up"
    rounding_unit: Decimal = CENT
    roll: str = "none"
    calendar: str = "none"
    interest_dates: str = "unadjusted"
    grace_principal: int = 0
    grace_interest: int = 0
    balloon: Decimal = Decimal(0)
    first_due_on: date | None = None
    interest_day: int | None = None
    due_on: tuple[date, ...] = ()
    principal_percent: Decimal | None = None
    rate_changes: tuple[RateChange, ...] = ()
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
