"""Figures that explain themselves: the formula that is shown is the formula that was computed.

A formula is written with the codes of its inputs (``liabilities / assets``, ``last.equity`` for the year before), whole
numbers, ``+ - * /``, brackets, ``min`` and ``max``. It is evaluated in fractions and rounded once, at the end.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from core.money import CENT, round_to

Unit = Literal["percent", "points", "times", "days", "yuan", "turns"]
IN_HUNDREDTHS = ("percent", "points")  # computed as fractions, shown a hundred times larger
LimitKind = Literal["max", "min", "within"]
Verdict = Literal["ok", "warn", "na"]
Exact = Decimal | Fraction | int
Lookup = Callable[[str], Exact | None]

_SHOWN = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with all that explains it.

    ``value`` is rounded for showing (percent, points: 45.84 for 0.4584) and ``None`` where an input is missing or a divisor is
    zero; ``limit`` is in the same unit. The verdict was made on the exact value, before rounding.
    """

    code: str
    value: Decimal | None
    unit: Unit
    formula: str
    inputs: tuple[tuple[str, Decimal], ...]
    limit: Decimal | None = None
    limit_kind: LimitKind | None = None
    verdict: Verdict = "ok"
    missing: tuple[str, ...] = ()

    def judged(self, verdict: Verdict) -> "Figure":
        """The same figure under a rule that this module does not know."""
        return replace(self, verdict=verdict)

    def held_to(self, limit: Decimal | None, kind: LimitKind, verdict: Verdict) -> "Figure":
        """The same figure with a limit that was itself computed."""
        return replace(self, limit=limit, limit_kind=kind, verdict=verdict)

    def without_value(self, verdict: Verdict) -> "Figure":
        """The same figure where its value would have no meaning."""
        return replace(self, value=None, verdict=verdict)


def evaluate(formula: str, lookup: Lookup) -> Fraction | None:
    """The exact value; ``None`` if an input is missing or a divisor is zero. ``ValueError`` for what is no formula."""
    try:
        return _value(_parsed(formula), lookup)
    except (ZeroDivisionError, _MissingInput):
        return None


def input_codes(formula: str) -> tuple[str, ...]:
    """The codes a formula reads, each once, in the order they stand in it."""
    return tuple(dict.fromkeys(_codes(_parsed(formula))))


class Sheet:
    """Figures computed one after the other; a later formula may use the codes of earlier ones, unrounded."""

    def __init__(
        self, lookup: Lookup | Mapping[str, Exact | None], limits: Mapping[str, Decimal] | None = None
    ) -> None:
        self._source: Lookup = lookup.get if isinstance(lookup, Mapping) else lookup
        self._limits = limits or {}
        self._exact: dict[str, Fraction | None] = {}
        self.figures: list[Figure] = []

    def lookup(self, code: str) -> Exact | None:
        """An earlier figure of the sheet, else an input."""
        return self._exact[code] if code in self._exact else self._source(code)

    def exact(self, code: str) -> Fraction | None:
        """The unrounded value of a figure that was added; a percentage as a fraction."""
        return self._exact[code]

    def add(
        self,
        code: str,
        formula: str,
        unit: Unit,
        limit_kind: LimitKind | None = None,
        *,
        places: Decimal = CENT,
        limit_code: str | None = None,
    ) -> Figure:
        """Computes a figure and judges it by the limit of its code, or of ``limit_code``, if there is one."""
        exact = evaluate(formula, self.lookup)
        self._exact[code] = exact
        shown = None if exact is None else exact * 100 if unit in IN_HUNDREDTHS else exact
        found = {name: self.lookup(name) for name in input_codes(formula)}
        limit = self._limits.get(limit_code or code) if limit_kind else None
        figure = Figure(
            code=code,
            value=None if shown is None else round_to(shown, places),
            unit=unit,
            formula=formula,
            inputs=tuple((name, _shown(value)) for name, value in found.items() if value is not None),
            limit=limit,
            limit_kind=limit_kind if limit is not None else None,
            verdict=_verdict(shown, limit, limit_kind),
            missing=tuple(name for name, value in found.items() if value is None),
        )
        self.figures.append(figure)
        return figure


def _verdict(shown: Fraction | None, limit: Decimal | None, kind: LimitKind | None) -> Verdict:
    if shown is None:
        return "na"
    if limit is None or kind is None:
        return "ok"
    bound = Fraction(limit)
    passes = {"max": shown <= bound, "min": shown >= bound, "within": abs(shown) <= bound}[kind]
    return "ok" if passes else "warn"


def _shown(value: Exact) -> Decimal:
    """An input for showing; intermediate results may have no end of places."""
    return (
        value if isinstance(value, Decimal) else Decimal(value) if isinstance(value, int) else round_to(value, _SHOWN)
    )


class _MissingInput(Exception):
    pass


@lru_cache(maxsize=512)
def _parsed(formula: str) -> ast.expr:
    return ast.parse(formula, mode="eval").body


def _value(node: ast.expr, lookup: Lookup) -> Fraction:
    match node:
        case ast.Constant(value=int(number)):
            return Fraction(number)
        case ast.Name() | ast.Attribute():
            value = lookup(_code(node))
            if value is None:
                raise _MissingInput
            return Fraction(value)
        case ast.BinOp(left=left, op=op, right=right):
            return _operate(op, _value(left, lookup), _value(right, lookup))
        case ast.Call(func=ast.Name(id="min" | "max" as name), args=arguments):
            values = [_value(argument, lookup) for argument in arguments]
            return min(values) if name == "min" else max(values)
    raise ValueError(f"not part of a formula: {ast.unparse(node)}")


def _operate(op: ast.operator, left: Fraction, right: Fraction) -> Fraction:
    match op:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case ast.Div():
            return left / right
    raise ValueError("a formula knows only + - * /")


def _code(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id="last"), attr=name):
            return f"last.{name}"
    raise ValueError(f"not a code: {ast.unparse(node)}")


def _codes(node: ast.expr) -> list[str]:
    match node:
        case ast.Name() | ast.Attribute():
            return [_code(node)]
        case ast.BinOp(left=left, right=right):
            return _codes(left) + _codes(right)
        case ast.Call(args=arguments):
            return [code for argument in arguments for code in _codes(argument)]
    return []
