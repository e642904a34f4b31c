"""Rows of the figures' pages, made ready for their templates."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from core import dates, display
from core.figures import Figure
from core.parameters import InForce
from customers.providers import SECTIONS
from customers.statements import totals
from underwriting.analysis import Analysis
from underwriting.models import Finding
from underwriting.repayment import Cover
from underwriting.statement_table import StatementLine, statement_lines


@dataclass(frozen=True, slots=True)
class StatementSection:
    """A section under its name."""

    label: Any
    rows: tuple[StatementLine, ...]


@dataclass(frozen=True, slots=True)
class RatioRow:
    """A ratio this year and last, and the dated parameter its limit comes from."""

    figure: Figure
    last: Figure | None
    parameter: InForce | None

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
    """The statements side by side, by sections."""
    years = [statement.values() for statement in analysis.statements]
    lines = statement_lines([{**values, **totals(values)} for values in years])
    return [
        StatementSection(SECTIONS[code], tuple(rows)) for code, rows in groupby(lines, key=lambda line: line.section)
    ]


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
    """The figures of the need in the order they are reckoned."""
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
