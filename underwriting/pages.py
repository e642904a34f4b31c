"""Rows of the figures' pages, made ready for their templates."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from core import dates, display
from core.figures import Figure
from customers.providers import LABELS, SECTIONS
from customers.statements import CATALOGUE, TOTALS, totals
from underwriting.analysis import Analysis, ParameterUsed
from underwriting.models import Finding
from underwriting.repayment import Cover

# The totals that close each section of the statement.
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
class StatementRow:
    """One line over all years, oldest first."""

    label: Any
    amounts: tuple[Decimal | None, ...]
    is_part: bool = False
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class StatementSection:
    label: Any
    rows: tuple[StatementRow, ...]


@dataclass(frozen=True, slots=True)
class RatioRow:
    """A ratio this year and last, and the dated parameter its limit comes from."""

    figure: Figure
    last: Figure | None
    parameter: ParameterUsed | None

    @property
    def limit(self) -> str:
        return limit_words(self.figure)


@dataclass(frozen=True, slots=True)
class CoverRow:
    """Debt-service cover at one revenue, with its limit in words."""

    cover: Cover

    @property
    def limit(self) -> str:
        return limit_words(self.cover.planned)


def limit_words(figure: Figure) -> str:
    """The limit of a figure as a table shows it: ≤ 70.00 %; nothing when there is none."""
    if figure.limit is None:
        return ""
    mark = {"max": "≤", "min": "≥", "within": "±"}[figure.limit_kind or "max"]
    return f"{mark} {display.measured(figure.limit, figure.unit)}"


def statement_table(analysis: Analysis) -> list[StatementSection]:
    """The statements side by side: lines that any year has, and the totals of each section."""
    entered = [statement.values() for statement in analysis.statements]
    summed = [totals(values) for values in entered]
    sections = []
    for code, items in groupby(CATALOGUE, key=lambda item: item.section):
        rows = []
        for item in items:
            rows += [_total(BEFORE[item.code], summed)] if item.code in BEFORE else []
            amounts = tuple(values.get(item.code) for values in entered)
            rows.append(StatementRow(LABELS[item.code], amounts, bool(item.parent)))
        rows += [_total(total, summed) for total in CLOSING.get(code, ()) if total in TOTALS]
        rows = [row for row in rows if any(amount is not None for amount in row.amounts)]
        if rows:
            sections.append(StatementSection(SECTIONS[code], tuple(rows)))
    return sections


def _total(code: str, years: list[dict[str, Decimal | None]]) -> StatementRow:
    return StatementRow(LABELS[code], tuple(year[code] for year in years), is_total=True)


def ratio_rows(analysis: Analysis) -> list[RatioRow]:
    """Every ratio beside the year before."""
    last = {figure.code: figure for figure in analysis.last_ratios}
    return [
        RatioRow(figure, last.get(figure.code), analysis.parameter(f"{figure.code}_limit"))
        for figure in analysis.ratios
    ]


def cover_rows(analysis: Analysis) -> list[CoverRow]:
    """One row for each fall of revenue."""
    return [CoverRow(cover) for cover in analysis.covers]


def need_rows(analysis: Analysis) -> list[Figure]:
    """The figures of the need in the order they are reckoned, without those of which nothing is shown."""
    return list(analysis.need.figures) if analysis.need else []


def finding_initial(finding: Finding | None) -> dict[str, Any]:
    """What the form of an item begins with."""
    if finding is None:
        return {"version": 0}
    return {
        "result": finding.result,
        "source": finding.source,
        "note": finding.note,
        "version": finding.version,
    }


@dataclass(frozen=True, slots=True)
class EntryYear:
    """A year whose statement can be entered or opened."""

    year: int
    is_entered: bool


def entry_years(analysis: Analysis) -> list[EntryYear]:
    """The last three ended years, and every other year there is a statement of."""
    entered = {statement.period_end.year for statement in analysis.statements}
    ended = {dates.today().year - back for back in (1, 2, 3)}
    return [EntryYear(year, year in entered) for year in sorted(entered | ended)]
