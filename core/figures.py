"""A computed figure that can explain itself: formula, inputs, limit, verdict."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Unit = Literal["percent", "times", "days", "yuan"]
Verdict = Literal["ok", "warn", "na"]


@dataclass(frozen=True)
class Figure:
    """`value` is a fraction for percent, yuan for yuan; None means the divisor was missing or zero."""

    code: str
    value: Decimal | None
    unit: Unit
    formula: str
    inputs: tuple[tuple[str, Decimal], ...] = ()
    limit: Decimal | None = None
    limit_kind: Literal["max", "min"] | None = None
    verdict: Verdict = "ok"
