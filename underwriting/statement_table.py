"""Statements side by side, as pages and reports print them: the lines of the catalogue, and the totals among them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from customers.statements import CATALOGUE, Item

# The totals that close each section.
CLOSING = {
    "current_assets": ("current_assets",),
    "non_current_assets": ("non_current_assets", "total_assets"),
    "current_liabilities": ("current_liabilities",),
    "non_current_liabilities": ("non_current_liabilities", "total_liabilities"),
    "equity": ("equity",),
    "operating": ("operating_profit",),
    "profit": ("net_profit",),
}
# Totals that stand above a line, because the line is taken off them.
BEFORE = {"income_tax": "profit_before_tax"}


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line or total over all years, oldest first."""

    section: str
    code: str
    amounts: tuple[Decimal | None, ...]
    is_part: bool = False
    is_total: bool = False


def statement_lines(years: Sequence[Mapping[str, Decimal | None]]) -> list[StatementLine]:
    """Every line and total that any year has; a year holds both by their codes."""
    lines = (line for section, items in groupby(CATALOGUE, key=_section) for line in _lines(section, items, years))
    return [line for line in lines if any(amount is not None for amount in line.amounts)]


def _section(item: Item) -> str:
    return item.section


def _lines(section: str, items: Iterator[Item], years: Sequence[Mapping[str, Decimal | None]]):
    def line(code: str, **marks: bool) -> StatementLine:
        return StatementLine(section, code, tuple(year.get(code) for year in years), **marks)

    for item in items:
        if item.code in BEFORE:
            yield line(BEFORE[item.code], is_total=True)
        yield line(item.code, is_part=bool(item.parent))
    for total in CLOSING.get(section, ()):
        yield line(total, is_total=True)
