"""From what a report says to the pages it is printed on, in the language that is active."""

from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext

from applications.labels import SECTIONS
from applications.models import RepaymentMethod, SecurityKind
from collateral.models import CollateralKind
from core import charts, display, svg
from core.figures import Figure
from underwriting.documents.content import figure_of
from underwriting.labels import figure_name
from underwriting.models import Result, Source
from underwriting.statement_table import StatementLine, statement_lines

Content = dict[str, Any]

KEY_RATIOS = ("debt_to_assets", "current_ratio", "cash_ratio", "interest_cover")
IN_LARGE_FROM = 100_000  # yuan
NAMED_FIRST = 3  # things and guarantors on the page that stands alone; the room on security names them all


def report_html(content: Content) -> str:
    """The feasibility report as the page the printing process takes."""
    return render_to_string("underwriting/report.html", _context(content))


def initiation_html(content: Content) -> str:
    """The initiation form on one page."""
    return render_to_string("underwriting/initiation.html", _context(content))


def warnings_of(content: Content) -> list[Figure]:
    """Every figure outside its limit, each once."""
    rows = [*content["ratios"], *content["household"], *content["together"], content["coverage"]]
    rows += [cover["planned"] for cover in content["covers"]]
    if not content["together"]:
        rows += [row for guarantee in content["guarantees"] for row in guarantee["figures"]]
    figures = [figure_of(row) for row in rows if row]
    return [figure for figure in figures if figure is not None and figure.verdict == "warn"]


def cover_names(content: Content) -> dict[Figure | None, str]:
    """What each cover is called: under a fall of revenue, with the fall."""
    covers = content["covers"]
    return {figure_of(row["planned"]): figure_name(row["planned"]["code"], Decimal(row["shock"])) for row in covers}


def shown_warnings(content: Content) -> list[dict[str, Any]]:
    """`warnings_of` in words."""
    names = cover_names(content)
    return [{**shown(figure), "name": names.get(figure) or figure_name(figure.code)} for figure in warnings_of(content)]


def _context(content: Content) -> dict[str, Any]:
    years = content["statements"][-3:]
    guarantees = [_guarantor(row) for row in content["guarantees"]]
    together = {row["code"]: shown(row) for row in content["together"]}
    return {
        **content,
        "language_tag": display.page_language(),
        "words": _words(content),
        "years": [
            year["period_end"][:7] if year["period_end"][5:7] != "12" else year["period_end"][:4] for year in years
        ],
        "audited": [year["is_audited"] for year in years],
        "statement_rows": statement_rows(years),
        "chart": _chart(years),
        "ratios": [shown(row) for row in content["ratios"]],
        "key_ratios": [shown(row) for row in content["ratios"] if row["code"] in KEY_RATIOS],
        "household": [shown(row) for row in content["household"]],
        "need": _need(content),
        "covers": _covers(content),
        "coverage": shown(content["coverage"]) if content["coverage"] else None,
        "together": together,
        "collateral": [_thing(row) for row in content["collateral"]],
        "more_collateral": max(len(content["collateral"]) - NAMED_FIRST, 0),
        "guarantees": guarantees,
        "more_guarantees": max(len(guarantees) - NAMED_FIRST, 0),
        "carried": together.get("guarantee_ratio") or _alone(guarantees),
        "sections": _sections(content["findings"]),
        "doubts": [_finding(row) for row in content["findings"] if row["result"] in (Result.DOUBTFUL, Result.FALSE)],
        "warnings": shown_warnings(content),
    }


def shown(figure: Figure | dict[str, Any]) -> dict[str, Any]:
    """A figure in words: what it is called, its value and limit with their units, and how it was judged."""
    figure = figure_of(figure) if isinstance(figure, dict) else figure
    limit = _measured(figure.limit, figure.unit) if figure.limit is not None else ""
    bound = {"min": gettext("at least {limit}"), "within": gettext("within ±{limit}")}
    return {
        "code": figure.code,
        "name": display.label_for(figure.code),
        "value": _measured(figure.value, figure.unit),
        "raw": figure.value,
        "limit": bound.get(figure.limit_kind or "", gettext("at most {limit}")).format(limit=limit) if limit else "",
        "formula": display.formula_in_words(figure.formula),
        "inputs": [(display.label_for(code), display.input_value(value)) for code, value in figure.inputs],
        "verdict": figure.verdict,
        "tone": {"ok": "good", "warn": "warn"}.get(figure.verdict, "") if figure.limit is not None else "",
    }


def _measured(value: Decimal | None, unit: str) -> str:
    """As pages show figures, but larger amounts in the large unit, as the statements beside them."""
    if unit == "yuan" and value is not None and abs(value) >= IN_LARGE_FROM:
        return display.in_words(value, "large")
    return display.measured(value, unit)


def _words(content: Content) -> dict[str, str]:
    """Codes of the case in words."""
    return {
        "applied_method": _label(RepaymentMethod, content["applied"]["method"]),
        "suggested_method": _label(RepaymentMethod, content["suggested"]["method"]),
        "applied_amount": display.in_words(content["applied"]["amount"], "large"),
        "suggested_amount": display.in_words(content["suggested"]["amount"], "large"),
        "exposure_before": display.in_words(content["exposure"]["before"], "large"),
        "exposure_after": display.in_words(content["exposure"]["after"], "large"),
        "guaranteed_sum": display.in_words(content["guaranteed_sum"], "large"),
        "registered_capital": display.in_words(content["borrower"]["details"].get("registered_capital"), "large"),
        "monthly_income": display.in_words(content["borrower"]["details"].get("monthly_income"), "yuan"),
        "security": display.joined(_label(SecurityKind, code) for code in content["applied"]["security"]),
    }


def _label(choices: type[TextChoices], code: str | None) -> str:
    return str(choices(code).label) if code in choices.values else ""


# Statements


def statement_rows(years: list[dict[str, Any]]) -> list[StatementLine]:
    """The lines that hold an amount in any year, with the totals where statements print them."""
    lines = statement_lines([{code: Decimal(text) for code, text in year["values"].items()} for year in years])
    return [line for line in lines if line.is_total or any(line.amounts)]


def _value(year: dict[str, Any], code: str) -> Decimal | None:
    text = year["values"].get(code)
    return Decimal(text) if text is not None else None


def _chart(years: list[dict[str, Any]]) -> SafeString | str:
    """Turnover and net profit side by side, in the large unit of the language."""
    if not years:
        return ""
    divisor = 10_000 if display.is_chinese() else 1_000_000

    def series(code: str) -> list[Decimal | None]:
        return [None if (value := _value(year, code)) is None else value / divisor for year in years]

    return charts.columns(
        gettext("Revenue and net profit"),
        [year["period_end"][:4] for year in years],
        [
            charts.Series(display.label_for("revenue"), series("revenue"), svg.ACCENT_LINE),
            charts.Series(display.label_for("net_profit"), series("net_profit"), svg.ACCENT),
        ],
        unit=display.unit_name("large"),
        say=lambda value: display.grouped(value, 0 if display.is_chinese() else 1),
        width=640,
        font_family=charts.PDF_FONTS.get(get_language() or "", charts.PDF_FONTS["en"]),
    )


# Need, repayment, security, findings


def _need(content: Content) -> dict[str, Any] | None:
    need = content["need"]
    if not need:
        return None
    figures = {row["code"]: shown(row) for row in need["figures"]}
    return {
        **figures,
        "used": need["used"],
        "limit": figures.get(f"limit_{need['used']}"),
        "own_funds": figures.get(f"own_funds_{need['used']}"),
    }


def _covers(content: Content) -> list[dict[str, Any]]:
    named = ("numerator", "planned", "all_debt")
    return [
        {"shock": Decimal(cover["shock"]), **{name: shown(cover[name]) for name in named}}
        for cover in content["covers"]
    ]


def _thing(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "kind": _label(CollateralKind, row["kind"]), "lendable": shown(row["lendable"])}


def _guarantor(row: dict[str, Any]) -> dict[str, Any]:
    assets = display.in_words(row["net_assets"], "large")
    return {**row, "net_assets": assets, "figures": {figure["code"]: shown(figure) for figure in row["figures"]}}


def _alone(guarantees: list[dict[str, Any]]) -> dict[str, Any] | None:
    """How far a single guarantor carries the guaranteed sum."""
    return guarantees[0]["figures"].get("guarantee_ratio") if len(guarantees) == 1 else None


def _finding(row: dict[str, Any]) -> dict[str, Any]:
    tones = {Result.NORMAL: "good", Result.DOUBTFUL: "warn", Result.FALSE: "bad"}
    words = {"result": _label(Result, row["result"]), "source": _label(Source, row["source"])}
    return {**row, **words, "tone": tones.get(row["result"], "")}


def _sections(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The checklist by its sections, in the order of the template."""
    sections: dict[str, list] = {}
    for row in findings:
        sections.setdefault(row["section"], []).append(_finding(row))
    return [
        {"name": str(SECTIONS.get(name) or capfirst(display.label_for(name))), "rows": rows}
        for name, rows in sections.items()
    ]
