"""The working-capital need (流動資金需求量) by the reference formula of the 2010 rules, and what may be lent for it.

``m`` counts research cost with the expenses. Own funds have two readings in practice, both are computed; which one
holds is a setting of the lender and is printed beside the result. Nothing is rounded before the last step.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from core.figures import Exact, Figure, Sheet
from customers.statements import Values
from underwriting.ratios import statement_lookup

# equity: equity + long-term debt − non-current assets; cash: cash − bill margin
OwnFunds = Literal["equity", "cash"]

_FOUR_PLACES = Decimal("0.0001")
_EXPENSES = "cost_of_sales - levies - selling_expenses - administrative_expenses - research_expenses - finance_expenses"


@dataclass(frozen=True, slots=True)
class Need:
    """The need and the limits for a new loan; ``used`` names the own funds the lender's setting counts.

    ``limit`` is the figure that holds. With a cycle of zero days or less there is no structural need: ``need`` and the
    limits have no value, and the report needs its own reasons.
    """

    figures: tuple[Figure, ...]
    used: OwnFunds
    has_structural_need: bool

    def __getitem__(self, code: str) -> Figure:
        # A mapping's KeyError, so that a template goes on to ask for the attribute of that name.
        return {figure.code: figure for figure in self.figures}[code]

    @property
    def limit(self) -> Figure:
        return self[f"limit_{self.used}"]


def need(
    this: Values,
    last: Values | None,
    *,
    growth: Decimal,
    existing_loans: Decimal,
    other_sources: Decimal = Decimal(0),
    used: OwnFunds = "cash",
) -> Need:
    """The need from two years' statements; ``growth`` is the expected growth of revenue as a fraction.

    Figures: ``margin``, five ``…_days``, ``cycle_days``, ``turns``, ``need``, ``own_funds_equity``, ``own_funds_cash``,
    ``limit_equity``, ``limit_cash``. Without a restricted part all cash counts as free.
    """
    statement = statement_lookup(this, last)
    given = {"growth": growth, "existing_loans": existing_loans, "other_sources": other_sources}

    def lookup(code: str) -> Exact | None:
        if code in given:
            return given[code]
        value = statement(code)
        return Decimal(0) if value is None and code == "restricted_cash" else value

    sheet = Sheet(lookup)
    sheet.add("margin", f"(revenue - {_EXPENSES}) / revenue", "percent")
    for code, stock, flow in (
        ("inventory_days", "inventory", "cost_of_sales"),
        ("receivable_days", "receivables", "revenue"),
        ("payable_days", "payables", "cost_of_sales"),
        ("prepaid_days", "prepayments", "cost_of_sales"),
        ("advance_days", "advances_received", "revenue"),
    ):
        sheet.add(code, f"360 * ((({stock} + last.{stock}) / 2) / {flow})", "days")
    _add_need(sheet)
    sheet.add("own_funds_equity", "equity + non_current_liabilities - non_current_assets", "yuan")
    sheet.add("own_funds_cash", "cash - restricted_cash", "yuan")
    return _finished(sheet, used)


def _add_need(sheet: Sheet) -> None:
    sheet.add("cycle_days", "inventory_days + receivable_days - payable_days + prepaid_days - advance_days", "days")
    sheet.add("turns", "360 / cycle_days", "turns", places=_FOUR_PLACES)
    sheet.add("need", "revenue * (1 - margin) * (1 + growth) / turns", "yuan")


def _finished(sheet: Sheet, used: OwnFunds) -> Need:
    cycle = sheet.exact("cycle_days")
    for own_funds in ("equity", "cash"):
        sheet.add(f"limit_{own_funds}", f"need - own_funds_{own_funds} - existing_loans - other_sources", "yuan")
    has_need = cycle is not None and cycle > 0
    figures = tuple(
        figure
        if has_need or figure.code not in ("turns", "need", "limit_equity", "limit_cash")
        else figure.without_value("na")
        for figure in sheet.figures
    )
    return Need(figures, used, has_need)
