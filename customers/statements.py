"""Financial statements: the catalogue of their items, their totals, and the checks a statement must pass.

A statement is a ``dict`` from item code to yuan, as entered. Totals and profits are computed, never entered; where the
printed statement's own total was typed in too, it is held against ours. A line left blank counts as nothing once its
statement has any line; a part ("of which"), a memo item or a guarantee left blank is not known, which is not zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Values = Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a statement; a part belongs to ``parent`` and enters no total.

    The parts of a line with ``exhaustive`` make it up entirely, with their signs; other parts only lie within it.
    """

    code: str
    section: str
    sign: int = 1
    parent: str | None = None
    exhaustive: bool = False


def _section(section: str, *lines: str) -> list[Item]:
    """Items from short lines: ``-`` subtracts; ``parent>code`` lies within its parent, ``parent=code`` makes it up."""
    items = []
    for line in lines:
        sign, line = (-1, line[1:]) if line.startswith("-") else (1, line)
        for mark in ">=":
            if mark in line:
                parent, code = line.split(mark)
                items.append(Item(code, section, sign, parent, exhaustive=mark == "="))
                break
        else:
            items.append(Item(line, section, sign))
    return items


CATALOGUE: tuple[Item, ...] = (
    *_section(
        "current_assets",
        *("cash", "cash>restricted_cash", "trading_assets", "notes_receivable"),
        *("receivables", "receivables=receivables_gross", "-receivables=receivables_provision"),
        *("prepayments", "other_receivables", "other_receivables>related_receivables"),
        *("inventory", "inventory=raw_materials", "inventory=work_in_progress", "inventory=finished_goods"),
        "other_current_assets",
    ),
    *_section(
        "non_current_assets",
        *("long_term_investments", "investment_property"),
        *("fixed_assets", "fixed_assets=fixed_assets_cost", "-fixed_assets=accumulated_depreciation"),
        *("construction_in_progress", "intangible_assets", "intangible_assets>land_use_rights"),
        *("deferred_expenses", "other_non_current_assets"),
    ),
    *_section(
        "current_liabilities",
        *("short_term_loans", "notes_payable", "payables", "advances_received", "wages_payable", "taxes_payable"),
        *("other_payables", "other_payables>related_payables", "long_term_debt_due"),
    ),
    *_section("non_current_liabilities", "long_term_loans", "bonds_payable", "long_term_payables"),
    *_section("equity", "paid_in_capital", "capital_reserve", "surplus_reserve", "retained_profit"),
    *_section("off_balance", "guarantees_given"),
    *_section(
        "operating",
        *("revenue", "-cost_of_sales", "-levies", "-selling_expenses", "-administrative_expenses"),
        *("-research_expenses", "-finance_expenses", "finance_expenses>interest_expense"),
        *("other_income", "investment_income", "-impairment"),
    ),
    *_section("profit", "non_operating_net", "-income_tax"),
    *_section("memo", "depreciation", "amortisation", "dividends"),
    *_section(
        "cash_flow",
        *("operating_cash_flow", "operating_cash_flow=operating_cash_in", "-operating_cash_flow=operating_cash_out"),
        *("investing_cash_flow", "financing_cash_flow"),
    ),
)
ITEMS: dict[str, Item] = {item.code: item for item in CATALOGUE}

# Each total as the sections and lines it adds up, in the order statements print them.
TOTALS: dict[str, tuple[str, ...]] = {
    "current_assets": ("current_assets",),
    "non_current_assets": ("non_current_assets",),
    "total_assets": ("current_assets", "non_current_assets"),
    "current_liabilities": ("current_liabilities",),
    "non_current_liabilities": ("non_current_liabilities",),
    "total_liabilities": ("current_liabilities", "non_current_liabilities"),
    "equity": ("equity",),
    "operating_profit": ("operating",),
    "profit_before_tax": ("operating", "non_operating_net"),
    "net_profit": ("operating", "non_operating_net", "income_tax"),
}
_BALANCE_SHEET = ("current_assets", "non_current_assets", "current_liabilities", "non_current_liabilities", "equity")
_PROFIT_STATEMENT = ("operating", "profit")
_NEVER_ASSUMED = ("off_balance", "memo", "cash_flow")


def amount(values: Values, code: str) -> Decimal | None:
    """The amount of an item or total; ``None`` if it is not known. ``KeyError`` for a code outside the catalogue."""
    if code in TOTALS:
        return _total(values, code)
    item = ITEMS[code]
    entered = values.get(code)
    if entered is not None or item.parent or item.section in _NEVER_ASSUMED:
        return entered
    return Decimal(0) if _has(values, _statement_of(item.section)) else None


def totals(values: Values) -> dict[str, Decimal | None]:
    """All totals by code, in the order statements print them."""
    return {code: _total(values, code) for code in TOTALS}


def _statement_of(section: str) -> tuple[str, ...]:
    return _BALANCE_SHEET if section in _BALANCE_SHEET else _PROFIT_STATEMENT


def _has(values: Values, sections: tuple[str, ...]) -> bool:
    """Whether any line of the statement was entered."""
    return any(
        value is not None and code in ITEMS and ITEMS[code].section in sections for code, value in values.items()
    )


def _total(values: Values, total: str) -> Decimal | None:
    terms = TOTALS[total]
    first = terms[0]
    if not _has(values, _statement_of(first)):
        return None
    lines = (item for item in CATALOGUE if not item.parent and (item.section in terms or item.code in terms))
    return sum((item.sign * (values.get(item.code) or Decimal(0)) for item in lines), Decimal(0))


# --- checks ----------------------------------------------------------------------------------------------------------

TOLERANCE = Decimal(1)  # one yuan: printed statements are rounded


@dataclass(frozen=True, slots=True)
class Problem:
    """A check that fails: by how much (yuan), at which item, and whether it forbids saving or only warns.

    Codes: ``balance``, ``sum`` (a typed total), ``parts``, ``cash_change``, ``retained_profit``.
    """

    code: str
    difference: Decimal
    item: str
    severity: Literal["error", "warning"] = "error"


def check(values: Values, previous: Values | None = None) -> list[Problem]:
    """Everything that does not add up, all at once; against last year's statement too, if it is given."""
    problems = _check_balance(values) + _check_typed_totals(values) + _check_parts(values)
    if previous is not None:
        problems += _check_cash_change(values, previous) + _check_retained_profit(values, previous)
    return problems


def _problem(
    code: str, difference: Decimal, item: str, severity: Literal["error", "warning"] = "error"
) -> list[Problem]:
    return [Problem(code, difference, item, severity)] if abs(difference) > TOLERANCE else []


def _check_balance(values: Values) -> list[Problem]:
    """Assets = liabilities + equity."""
    assets, liabilities, equity = (_total(values, code) for code in ("total_assets", "total_liabilities", "equity"))
    if assets is None or liabilities is None or equity is None:
        return []
    return _problem("balance", assets - liabilities - equity, "total_assets")


def _check_typed_totals(values: Values) -> list[Problem]:
    """A total typed in from the printed statement, the chain of profits included, equals ours."""
    problems = []
    for code in TOTALS:
        typed, computed = values.get(code), _total(values, code)
        if typed is not None and computed is not None:
            problems += _problem("sum", typed - computed, code)
    return problems


def _check_parts(values: Values) -> list[Problem]:
    """Shares that make up a line add up to it; a part is no larger than the line it lies in."""
    problems = []
    for parent in dict.fromkeys(item.parent for item in CATALOGUE if item.parent):
        whole = values.get(parent) or Decimal(0)
        shares = Decimal(0)
        is_split = False
        for item in (item for item in CATALOGUE if item.parent == parent):
            part = values.get(item.code)
            if part is None:
                continue
            if item.exhaustive:
                shares, is_split = shares + item.sign * part, True
            else:
                problems += _problem("parts", max(Decimal(0), abs(part) - abs(whole)), item.code)
        if is_split:
            problems += _problem("parts", shares - whole, parent)
    return problems


def _check_cash_change(values: Values, previous: Values) -> list[Problem]:
    """The three cash flows together are the change of cash in the balance sheet."""
    flows = [values.get(code) for code in ("operating_cash_flow", "investing_cash_flow", "financing_cash_flow")]
    known = [flow for flow in flows if flow is not None]
    cash, before = amount(values, "cash"), amount(previous, "cash")
    if len(known) < len(flows) or cash is None or before is None:
        return []
    return _problem("cash_change", sum(known, Decimal(0)) - (cash - before), "cash")


def _check_retained_profit(values: Values, previous: Values) -> list[Problem]:
    """Last year's retained profit + net profit − dividends − what went into the surplus reserve = this year's."""
    now, before, profit, reserve, reserve_before = (
        amount(values, "retained_profit"),
        amount(previous, "retained_profit"),
        amount(values, "net_profit"),
        amount(values, "surplus_reserve"),
        amount(previous, "surplus_reserve"),
    )
    if now is None or before is None or profit is None or reserve is None or reserve_before is None:
        return []
    expected = before + profit - (values.get("dividends") or Decimal(0)) - (reserve - reserve_before)
    return _problem("retained_profit", now - expected, "retained_profit", "warning")
