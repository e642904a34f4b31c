"""Financial statements that balance by construction: each year follows from the one before and a few drivers.

Amounts are in thousand yuan (千元) and come out in yuan. Cash takes what is left over, so that assets equal liabilities
and equity, the three cash flows make up its change, and retained profit follows from the year before.
"""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

YEAR = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The balance sheet the first year began with, in thousand yuan."""

    receivables: int
    inventory: int
    prepayments: int
    fixed_assets: int
    intangible_assets: int
    payables: int
    short_term_loans: int
    long_term_loans: int
    paid_in_capital: int
    surplus_reserve: int
    cash: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What a year was like: amounts in thousand yuan, margins and cost shares of revenue in percent, days of turnover."""

    revenue: int
    margin: float
    selling: float
    administration: float
    research: float = 0.0
    receivable_days: int
    stock_days: int
    payable_days: int
    investment: int
    depreciation: int
    short_term_loans: int
    long_term_loans: int
    dividends: int = 0
    other: int = 0
    tax_rate: float = 25.0
    interest_rate: float = 6.0


Statement = dict[str, Decimal]


def statements(opening: Opening, years: list[Year], random: Random) -> list[Statement]:
    """A statement for each year, in yuan; `random` gives the figures behind the round thousands."""
    made, before = [], _opening(opening)
    for year in years:
        before = _statement(before, year, random)
        made.append(before)
    return [{code: Decimal(value) for code, value in values.items() if value or code == "cash"} for values in made]


def _opening(opening: Opening) -> dict[str, int]:
    values = {name: getattr(opening, name) * 1000 for name in Opening.__dataclass_fields__}
    owned = sum(values[name] for name in ("receivables", "inventory", "prepayments", "fixed_assets"))
    owned += values["intangible_assets"] + values["cash"]
    owed = values["payables"] + values["short_term_loans"] + values["long_term_loans"]
    retained = owned - owed - values["paid_in_capital"] - values["surplus_reserve"]
    return {**values, "retained_profit": retained}


def _statement(before: dict[str, int], year: Year, random: Random) -> dict[str, int]:
    values = _profit(before, year, random)
    profit = values.pop("net_profit")
    values |= _balance_sheet(before, year, values, random)
    reserve = max(0, profit // 10)
    values["dividends"] = year.dividends * 1000
    values["surplus_reserve"] = before["surplus_reserve"] + reserve
    values["retained_profit"] = before["retained_profit"] + profit - values["dividends"] - reserve
    values["cash"] = _funds(values) - _assets(values)
    if values["cash"] <= 0 or values["retained_profit"] < 0:
        raise ValueError("these drivers leave the company without cash or profit")
    return values | _cash_flows(before, values)


def _profit(before: dict[str, int], year: Year, random: Random) -> dict[str, int]:
    """Revenue to net profit."""
    revenue = year.revenue * 1000 + random.randrange(-400_000, 400_000)
    values = {
        "revenue": revenue,
        "cost_of_sales": _share(revenue, 100 - year.margin),
        "levies": _share(revenue, 0.45),
        "selling_expenses": _share(revenue, year.selling),
        "administrative_expenses": _share(revenue, year.administration),
        "research_expenses": _share(revenue, year.research),
    }
    debt = before["short_term_loans"] + before["long_term_loans"]
    debt += (year.short_term_loans + year.long_term_loans) * 1000
    values["interest_expense"] = _share(debt / 2, year.interest_rate)
    values["finance_expenses"] = values["interest_expense"] + random.randrange(20_000, 60_000)
    values["other_income"] = year.other * 1000
    costs = sum(
        amount for code, amount in values.items() if code not in {"revenue", "interest_expense", "other_income"}
    )
    before_tax = revenue + values["other_income"] - costs
    values["income_tax"] = max(0, _share(before_tax, year.tax_rate))
    values["depreciation"] = year.depreciation * 1000
    values["net_profit"] = before_tax - values["income_tax"]
    return values


def _balance_sheet(before: dict[str, int], year: Year, profit: dict[str, int], random: Random) -> dict[str, int]:
    """Everything but cash and equity's own results."""
    amortisation = before["intangible_assets"] // 20
    return {
        "receivables": profit["revenue"] * year.receivable_days // YEAR,
        "inventory": profit["cost_of_sales"] * year.stock_days // YEAR,
        "prepayments": before["prepayments"] + random.randrange(-90_000, 120_000),
        "fixed_assets": before["fixed_assets"] + (year.investment - year.depreciation) * 1000,
        "intangible_assets": before["intangible_assets"] - amortisation,
        "amortisation": amortisation,
        "payables": profit["cost_of_sales"] * year.payable_days // YEAR,
        "wages_payable": profit["administrative_expenses"] // 9,
        "taxes_payable": profit["income_tax"] // 4 + profit["levies"] // 12,
        "short_term_loans": year.short_term_loans * 1000,
        "long_term_loans": year.long_term_loans * 1000,
        "paid_in_capital": before["paid_in_capital"],
    }


def _assets(values: dict[str, int]) -> int:
    return sum(values[c] for c in ("receivables", "inventory", "prepayments", "fixed_assets", "intangible_assets"))


def _funds(values: dict[str, int]) -> int:
    owed = ("payables", "wages_payable", "taxes_payable", "short_term_loans", "long_term_loans")
    owned = ("paid_in_capital", "surplus_reserve", "retained_profit")
    return sum(values[code] for code in (*owed, *owned))


def _cash_flows(before: dict[str, int], values: dict[str, int]) -> dict[str, int]:
    """Investing and financing follow from the balance sheets; operations are the rest of the change of cash."""
    investing = -(values["fixed_assets"] - before["fixed_assets"] + values["depreciation"])
    loans = sum(values[code] - before[code] for code in ("short_term_loans", "long_term_loans"))
    financing = loans - values["dividends"] - values["interest_expense"]
    change = values["cash"] - before["cash"]
    return {
        "operating_cash_flow": change - investing - financing,
        "investing_cash_flow": investing,
        "financing_cash_flow": financing,
    }


def _share(amount: float, percent: float) -> int:
    return round(amount * percent / 100)
