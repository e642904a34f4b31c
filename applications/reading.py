"""Reads the terms of a loan from plain values, as JSON gives them; strict, and with all errors at once.

Amounts and rates are strings or whole numbers. A float is an error, because it is no longer the number that was
meant; so is a field nobody knows, because it would otherwise be silently without effect.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from applications.due_dates import due_dates
from applications.terms import CHOICES, RateChange, Terms, TermsError
from core.money import CENT

_DECIMAL = re.compile(r"-?\d{1,40}(\.\d{1,40})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_BALLOON_METHODS = ("level_payment", "equal_principal", "flat")

Values = dict[str, Any]


def parse_terms(mapping: object) -> tuple[str | int | None, Terms]:
    """The term's id and the terms; raises ``TermsError`` with every error found and, where readable, the id."""
    if not isinstance(mapping, Mapping):
        raise TermsError([("", "must be an object")])
    values: Values = {}
    errors: list[tuple[str, str]] = []
    for field, value in mapping.items():
        try:
            if field not in _READERS:
                raise ValueError("is not a field we know")
            values[field] = _READERS[field](value)
        except ValueError as error:
            errors.append((str(field), str(error)))
    errors += [(field, "is required") for field in _REQUIRED if field not in mapping]
    id = values.pop("id", None)
    errors += _broken_rules(_DEFAULTS | values, bad={field for field, _ in errors})
    if errors:
        raise TermsError(errors, id)
    terms = Terms(**values)
    try:
        due_dates(terms)
    except TermsError as error:
        error.id = id
        raise
    return id, terms


def broken_rules(terms: Terms) -> list[tuple[str, str]]:
    """What the fields of terms put together by other code say against each other, as ``(field, message)``."""
    return _broken_rules({field.name: getattr(terms, field.name) for field in fields(Terms)}, bad=set())


def _broken_rules(t: Values, bad: set[str]) -> list[tuple[str, str]]:
    """What the fields say against each other; a rule waits until the fields it reads are readable."""
    return [
        (blamed, message)
        for reads, blamed, broken, message in _RULES
        if not bad.intersection(reads.split()) and broken(t)
    ]


# --- one field ---------------------------------------------------------------------------------------------------


def _decimal(value: object) -> Decimal:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**40:
        return Decimal(value)
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        return Decimal(value)
    raise ValueError('must be a whole number or a decimal in quotes, like "0.0720"')


def _decimal_within(low: str, high: str, message: str, *, above_low: bool = False) -> Callable[[object], Decimal]:
    def read(value: object) -> Decimal:
        number = _decimal(value)
        if number < Decimal(low) or number > Decimal(high) or (above_low and number == Decimal(low)):
            raise ValueError(message)
        return number

    return read


def _whole_within(low: int, high: int | None) -> Callable[[object], int]:
    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise ValueError("must be a whole number")
        if value < low or (high is not None and value > high):
            raise ValueError(f"must be {low} or more" if high is None else f"must be from {low} to {high}")
        return value

    return read


def _date(value: object) -> date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass  # 2025-02-30: the sentence below says it all
    raise ValueError("must be a date, like 2026-03-27")


def _dates(value: object) -> tuple[date, ...]:
    if not isinstance(value, list):
        raise ValueError("must be a list of dates")
    return tuple(_date(day) for day in value)


def _rising_dates(value: object) -> tuple[date, ...]:
    dates = _dates(value)
    if not dates:
        raise ValueError("must hold one date for each instalment")
    if any(later <= earlier for earlier, later in pairwise(dates)):
        raise ValueError("must be strictly rising")
    return dates


def _choice(*choices: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or value not in choices:
            raise ValueError(f"must be one of: {', '.join(choices)}")
        return value

    return read


def _is_multiple(number: Decimal, unit: Decimal) -> bool:
    return (Fraction(number) / Fraction(unit)).denominator == 1


def _rounding_unit(value: object) -> Decimal:
    unit = _decimal(value)
    if unit <= 0 or not _is_multiple(unit, CENT):
        raise ValueError("must be a positive multiple of 0.01")
    return unit


def _rate_changes(value: object) -> tuple[RateChange, ...]:
    if not isinstance(value, list):
        raise ValueError("must be a list of changes")
    changes = []
    for change in value:
        if not isinstance(change, Mapping) or set(change) != {"from", "annual_rate"}:
            raise ValueError("each change must have exactly the fields from and annual_rate")
        changes.append(RateChange(_date(change["from"]), _annual_rate(change["annual_rate"])))
    if any(later.from_on <= earlier.from_on for earlier, later in pairwise(changes)):
        raise ValueError("must be strictly rising by date")
    return tuple(changes)


def _id(value: object) -> str | int | None:
    if value is None or isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise ValueError("must be a text or a whole number")


_HIGHEST = "9" * 20
_annual_rate = _decimal_within("0", "10", "must be a fraction from 0 to 10")
_READERS: dict[str, Callable[[object], Any]] = {field: _choice(*choices) for field, choices in CHOICES.items()} | {
    "id": _id,
    "principal": _decimal_within("0", _HIGHEST, "must be above 0, of at most 20 digits", above_low=True),
    "annual_rate": _annual_rate,
    "instalments": _whole_within(1, 1200),
    "disbursed_on": _date,
    "every": _whole_within(1, None),
    "rounding_unit": _rounding_unit,
    "grace_principal": _whole_within(0, None),
    "grace_interest": _whole_within(0, None),
    "balloon": _decimal_within("0", _HIGHEST, "must be 0 or more, of at most 20 digits"),
    "first_due_on": _date,
    "interest_day": _whole_within(1, 27),
    "due_on": _rising_dates,
    "principal_percent": _decimal_within("0", "1", "must be a fraction above 0, at most 1", above_low=True),
    "rate_changes": _rate_changes,
    "holidays": lambda value: frozenset(_dates(value)),
    "workdays": lambda value: frozenset(_dates(value)),
}
_REQUIRED = [field.name for field in fields(Terms) if field.default is MISSING]
_DEFAULTS: Values = {field.name: field.default for field in fields(Terms) if field.default is not MISSING}

# --- fields against each other: the fields a rule reads, the one to blame, when it is broken, what to say -------------

_RULES: list[tuple[str, str, Callable[[Values], Any], str]] = [
    (
        "principal rounding_unit",
        "principal",
        lambda t: not _is_multiple(t["principal"], t["rounding_unit"]),
        "must be a multiple of rounding_unit",
    ),
    ("balloon principal", "balloon", lambda t: t["balloon"] >= t["principal"], "must be below principal"),
    (
        "balloon method",
        "balloon",
        lambda t: t["balloon"] and t["method"] not in _BALLOON_METHODS,
        f"only goes with {', '.join(_BALLOON_METHODS)}",
    ),
    (
        "grace_principal instalments",
        "grace_principal",
        lambda t: t["grace_principal"] >= t["instalments"],
        "must be below instalments",
    ),
    (
        "grace_interest instalments",
        "grace_interest",
        lambda t: t["grace_interest"] >= t["instalments"],
        "must be below instalments",
    ),
    (
        "grace_principal method",
        "grace_principal",
        lambda t: t["grace_principal"] and t["method"] == "bullet",
        "does not go with bullet",
    ),
    (
        "grace_interest method",
        "grace_interest",
        lambda t: t["grace_interest"] and t["method"] == "bullet",
        "does not go with bullet",
    ),
    (
        "grace_interest grace_principal method",
        "grace_interest",
        lambda t: t["method"] == "level_payment" and t["grace_interest"] > t["grace_principal"],
        "must not exceed grace_principal with level_payment",
    ),
    (
        "principal_percent method",
        "principal_percent",
        lambda t: (t["principal_percent"] is None) == (t["method"] == "fixed_principal_percent"),
        "is required by fixed_principal_percent and goes with nothing else",
    ),
    (
        "interest unit",
        "interest",
        lambda t: t["interest"] == "per_period" and t["unit"] == "days",
        "needs months or weeks",
    ),
    (
        "first_due_on disbursed_on",
        "first_due_on",
        lambda t: t["first_due_on"] and t["first_due_on"] <= t["disbursed_on"],
        "must be after disbursed_on",
    ),
    ("interest_day unit", "interest_day", lambda t: t["interest_day"] and t["unit"] != "months", "needs unit months"),
    (
        "interest_day every",
        "interest_day",
        lambda t: t["interest_day"] and t["every"] not in (1, 3, 6, 12),
        "needs every 1, 3, 6 or 12",
    ),
    (
        "interest_day first_due_on",
        "interest_day",
        lambda t: t["interest_day"] and t["first_due_on"],
        "does not go with first_due_on",
    ),
    (
        "due_on first_due_on interest_day",
        "due_on",
        lambda t: t["due_on"] and (t["first_due_on"] or t["interest_day"]),
        "does not go with first_due_on or interest_day",
    ),
    (
        "due_on instalments",
        "due_on",
        lambda t: t["due_on"] and len(t["due_on"]) != t["instalments"],
        "must hold one date for each instalment",
    ),
    (
        "due_on disbursed_on",
        "due_on",
        lambda t: t["due_on"] and t["due_on"][0] <= t["disbursed_on"],
        "must be after disbursed_on",
    ),
    (
        "rate_changes disbursed_on",
        "rate_changes",
        lambda t: t["rate_changes"] and t["rate_changes"][0].from_on <= t["disbursed_on"],
        "must be after disbursed_on",
    ),
    (
        "holidays workdays",
        "workdays",
        lambda t: t["holidays"] & t["workdays"],
        "must not name a day that is in holidays",
    ),
]
