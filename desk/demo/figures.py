"""Financial statements that balance by construction: each year follows from the one before and a few drivers.

Cash takes what is left over, so that assets equal liabilities and equity, the three cash flows make up its change, and
retained profit follows from the year before.
"""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

YEAR = 365
OWNED = ("cash", "receivables", "inventory", "prepayments", "fixed_assets", "intangible_assets")
OWED = ("payables", "wages_payable", "taxes_payable", "short_term_loans", "long_term_loans")

Statement = dict[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Business:
    """What a company lives on: thousand yuan (千元), percent of revenue, days of turnover.

    `revenue` has one figure for each year; `days` are those of receivables, stock and payables; `loans` the short- and
    long-term ones; `cash` is what the first year began with.
    """

    revenue: tuple[int, ...]
    margin: float
    selling: float
    administration: float
    research: float = 0.0
    days: tuple[int, int, int]
    fixed_assets: int
    intangible_assets: int = 0
    investment: int = 0
    depreciation: int
    loans: tuple[int, int] = (0, 0)
    capital: int
    cash: int
    dividends: int = 0
    tax: float = 25.0


def statements(business: Business, random: Random) -> list[Statement]:
    """A statement for each year in yuan, oldest first; `random` gives the figures behind the round thousands.

    Raises ``ValueError`` when the drivers leave the company without cash or retained profit.
    """
    years = []
    before = _opening(business)
    for revenue in business.revenue:
        before = _statement(business, revenue, before, random)
        years.append({code: Decimal(amount) for code, amount in before.items()} | {"guarantees_given": Decimal(0)})
    return years


def _opening(business: Business) -> dict[str, int]:
    """The balance sheet the first year began with, a twelfth smaller than what that year made of it."""
    revenue = business.revenue[0] * 920
    cost = _share(revenue, 100 - business.margin)
    values = {
        "cash": business.cash * 1000,
        **_turnover(business, revenue, cost),
        "prepayments": revenue // 80,
        "fixed_assets": business.fixed_assets * 1000,
        "intangible_assets": business.intangible_assets * 1000,
        "wages_payable": revenue // 120,
        "taxes_payable": revenue // 300,
        "short_term_loans": business.loans[0] * 920,
        "long_term_loans": business.loans[1] * 1000,
        "paid_in_capital": business.capital * 1000,
        "surplus_reserve": business.capital * 60,
    }
    owners = sum(values[code] for code in OWNED) - sum(values[code] for code in OWED)
    return {**values, "retained_profit": owners - values["paid_in_capital"] - values["surplus_reserve"]}


def _statement(business: Business, thousands: int, before: dict[str, int], random: Random) -> dict[str, int]:
    values = _profit(business, thousands * 1000 + random.randrange(-90_000, 90_000), before, random)
    profit = values.pop("net_profit")
    values |= _turnover(business, values["revenue"], values["cost_of_sales"]) | _other_lines(business, values, before)
    reserve = max(0, profit // 10)
    values["dividends"] = business.dividends * 1000
    values["surplus_reserve"] = before["surplus_reserve"] + reserve
    values["retained_profit"] = before["retained_profit"] + profit - values["dividends"] - reserve
    owners = values["paid_in_capital"] + values["surplus_reserve"] + values["retained_profit"]
    values["cash"] = owners + sum(values[code] for code in OWED) - sum(values[code] for code in OWNED[1:])
    if values["cash"] <= 0 or values["retained_profit"] < 0:
        raise ValueError(f"cash {values['cash']}, retained profit {values['retained_profit']}")
    return values | _cash_flows(before, values)


def _profit(business: Business, revenue: int, before: dict[str, int], random: Random) -> dict[str, int]:
    """Revenue to net profit; interest is paid on the average of what was and is borrowed."""
    borrowed = before["short_term_loans"] + before["long_term_loans"] + sum(business.loans) * 1000
    interest = _share(borrowed / 2, 5.8) + (random.randrange(0, 9_000) if borrowed else 0)
    values = {
        "revenue": revenue,
        "cost_of_sales": _share(revenue, 100 - business.margin) + random.randrange(-60_000, 60_000),
        "levies": _share(revenue, 0.45),
        "selling_expenses": _share(revenue, business.selling),
        "administrative_expenses": _share(revenue, business.administration),
        "research_expenses": _share(revenue, business.research),
        "finance_expenses": interest + random.randrange(18_000, 42_000),
    }
    result = revenue - sum(amount for code, amount in values.items() if code != "revenue")
    values["interest_expense"] = interest
    values["income_tax"] = max(0, _share(result, business.tax))
    values["depreciation"] = business.depreciation * 1000
    values["net_profit"] = result - values["income_tax"]
    return values


def _turnover(business: Business, revenue: int, cost: int) -> dict[str, int]:
    """What customers, the store and suppliers hold, by their days."""
    receivable, stock, payable = business.days
    return {
        "receivables": revenue * receivable // YEAR,
        "inventory": cost * stock // YEAR,
        "payables": cost * payable // YEAR,
    }


def _other_lines(business: Business, profit: dict[str, int], before: dict[str, int]) -> dict[str, int]:
    amortisation = before["intangible_assets"] // 20
    return {
        "prepayments": profit["revenue"] // 80,
        "fixed_assets": before["fixed_assets"] + (business.investment - business.depreciation) * 1000,
        "intangible_assets": before["intangible_assets"] - amortisation,
        "amortisation": amortisation,
        "wages_payable": profit["revenue"] // 120,
        "taxes_payable": profit["income_tax"] // 4 + profit["levies"] // 12,
        "short_term_loans": business.loans[0] * 1000,
        "long_term_loans": business.loans[1] * 1000,
        "paid_in_capital": before["paid_in_capital"],
    }


def _cash_flows(before: dict[str, int], values: dict[str, int]) -> dict[str, int]:
    """Investing and financing follow from the balance sheets; operations are the rest of the change of cash."""
    investing = -(values["fixed_assets"] - before["fixed_assets"] + values["depreciation"])
    borrowed = sum(values[code] - before[code] for code in ("short_term_loans", "long_term_loans"))
    financing = borrowed - values["dividends"] - values["interest_expense"]
    return {
        "operating_cash_flow": values["cash"] - before["cash"] - investing - financing,
        "investing_cash_flow": investing,
        "financing_cash_flow": financing,
    }


def _share(amount: float, percent: float) -> int:
    return round(amount * percent / 100)
