"""The ratios (財務比率) of a company's statements, each with its formula, inputs, limit and verdict.

Limits come from the policy parameters, under the code of the ratio and in its unit (percent: 70 for 70 %). A missing
input or a zero divisor gives no value, never 0; a negative base (a loss, a negative equity) gives none either, but a
warning, because the quotient would look better the worse things are.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from core.figures import Figure, LimitKind, Lookup, Sheet, Unit, Verdict, evaluate
from customers.statements import Values, amount


class Ratio(NamedTuple):
    """One ratio; ``base`` must not be negative, or the verdict is ``on_negative_base``."""

    code: str
    unit: Unit
    formula: str
    limit_kind: LimitKind | None = None
    base: str | None = None
    on_negative_base: Verdict = "warn"


_GROSS_MARGIN = "(revenue - cost_of_sales) / revenue"
_LAST_GROSS_MARGIN = "(last.revenue - last.cost_of_sales) / last.revenue"

RATIOS: tuple[Ratio, ...] = (
    Ratio("debt_to_assets", "percent", "total_liabilities / total_assets", "max"),
    Ratio("current_ratio", "times", "current_assets / current_liabilities", "min"),
    Ratio("quick_ratio", "times", "(current_assets - inventory - prepayments) / current_liabilities", "min"),
    Ratio("cash_ratio", "times", "(cash + trading_assets) / current_liabilities", "min"),
    Ratio("gross_margin", "percent", _GROSS_MARGIN),
    Ratio("gross_margin_change", "points", f"{_GROSS_MARGIN} - {_LAST_GROSS_MARGIN}", "min"),
    Ratio("net_margin", "percent", "net_profit / revenue"),
    Ratio("net_margin_change", "points", "net_profit / revenue - last.net_profit / last.revenue", "min"),
    Ratio(
        "return_on_equity", "percent", "net_profit / ((equity + last.equity) / 2)", "min", "(equity + last.equity) / 2"
    ),
    Ratio("return_on_assets", "percent", "net_profit / ((total_assets + last.total_assets) / 2)", "min"),
    Ratio("receivable_days", "days", "360 / (revenue / ((receivables + last.receivables) / 2))", "max"),
    Ratio(
        "receivable_days_change",
        "percent",
        "(receivables / revenue) / (last.receivables / last.revenue) - 1",
        "max",
    ),
    Ratio("inventory_days", "days", "360 / (cost_of_sales / ((inventory + last.inventory) / 2))", "max"),
    Ratio("payable_days", "days", "360 / (cost_of_sales / ((payables + last.payables) / 2))"),
    Ratio(
        "payable_days_change",
        "percent",
        "(payables / cost_of_sales) / (last.payables / last.cost_of_sales) - 1",
        "within",
    ),
    Ratio("interest_cover", "times", "(profit_before_tax + interest_expense) / interest_expense", "min"),
    Ratio("operating_cash_to_profit", "times", "operating_cash_flow / net_profit", "min", "net_profit"),
    Ratio(
        "bank_debt_to_revenue",
        "percent",
        "(short_term_loans + long_term_debt_due + long_term_loans) / revenue",
        "max",
    ),
    Ratio("guarantees_to_equity", "percent", "guarantees_given / equity", "max", "equity"),
    Ratio("revenue_growth", "percent", "revenue / last.revenue - 1", "min"),
    Ratio("profit_growth", "percent", "net_profit / last.net_profit - 1", "min", "last.net_profit", "na"),
    Ratio("assets_growth", "percent", "total_assets / last.total_assets - 1", "min"),
)


def statement_lookup(this: Values, last: Values | None) -> Lookup:
    """Reads ``code`` from this year's statement and ``last.code`` from the year before."""

    def lookup(code: str) -> Decimal | None:
        if code.startswith("last."):
            return None if last is None else amount(last, code.removeprefix("last."))
        return amount(this, code)

    return lookup


def ratios(this: Values, last: Values | None, limits: Mapping[str, Decimal]) -> list[Figure]:
    """All ratios of this year, in the order they are shown; without last year, averages and growth have no value."""
    lookup = statement_lookup(this, last)
    sheet = Sheet(lookup, limits)
    figures = []
    for ratio in RATIOS:
        figure = sheet.add(ratio.code, ratio.formula, ratio.unit, ratio.limit_kind)
        base = evaluate(ratio.base, lookup) if ratio.base else None
        if base is not None and base < 0:
            figure = figure.without_value(ratio.on_negative_base if figure.limit is not None else "na")
        if ratio.code == "operating_cash_to_profit" and last is not None:
            figure = _warned_in_the_second_year(figure, last)
        figures.append(figure)
    return figures


def _warned_in_the_second_year(figure: Figure, last: Values) -> Figure:
    """Weak operating cash warns only when the year before was weak too, or is not known to have been sound."""
    limit, before, profit = (
        figure.limit,
        evaluate(figure.formula, statement_lookup(last, None)),
        amount(last, "net_profit"),
    )
    if figure.verdict != "warn" or limit is None or before is None or profit is None:
        return figure
    return figure.judged("ok") if profit > 0 and before >= limit else figure
