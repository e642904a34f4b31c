"""Repayment ability: debt-service cover (償債覆蓋率) under stress for companies, instalment to income for households.

Denominator T is what must be paid in twelve months by plan: instalment principal, interest, the new loan's instalments
and interest. A adds what is rolled over or due at once: short-term loans and the new loan's bullet principal. Both are
shown; a revolving short-term loan is judged by the need and the cash plan, not by A.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from core.figures import Exact, Figure, Sheet, evaluate
from customers.statements import Values, amount

_FORMULA_NUMERATOR = "stressed_net_profit + depreciation + amortisation + interest_expense - dividends"
_FORMULA_PLANNED = "instalment_principal + new_instalment_principal + interest_expense + new_interest"
_FORMULA_ALL = f"{_FORMULA_PLANNED} + short_term_loans + new_bullet_principal"


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtService:
    """What must be paid within twelve months beside the interest of the statement, in yuan."""

    instalment_principal: Decimal  # of existing debts repaid by plan
    new_interest: Decimal  # of the new loan
    new_instalment_principal: Decimal = Decimal(0)
    new_bullet_principal: Decimal = Decimal(0)
    short_term_loans: Decimal = Decimal(0)  # existing, rolled over


@dataclass(frozen=True, slots=True)
class Cover:
    """Debt-service cover with revenue down by ``shock``: by plan (T, judged) and on all debt (A, shown)."""

    shock: Decimal
    numerator: Figure
    planned: Figure
    all_debt: Figure


class _Due(Protocol):
    @property
    def due_on(self) -> date: ...
    @property
    def principal(self) -> Decimal: ...
    @property
    def interest(self) -> Decimal: ...


def due_before(rows: Iterable[_Due], end: date) -> tuple[Decimal, Decimal]:
    """Principal and interest of the instalments due before ``end``; the first twelve months of a schedule, for one."""
    within = [row for row in rows if row.due_on < end]
    return (
        sum((row.principal for row in within), Decimal(0)),
        sum((row.interest for row in within), Decimal(0)),
    )


def debt_service_cover(
    statement: Values, service: DebtService, limits: Mapping[str, Decimal], falls: Iterable[Decimal]
) -> list[Cover]:
    """The cover without stress, and with revenue down by each of these fractions, the least first.

    Cost of sales and levies move with the revenue, other costs stand. Limits: ``debt_service_cover`` for the base case,
    ``debt_service_cover_stressed`` for the others (both by plan).
    """
    return [_cover(statement, service, limits, shock) for shock in sorted({Decimal(0), *falls})]


def _cover(statement: Values, service: DebtService, limits: Mapping[str, Decimal], shock: Decimal) -> Cover:
    profit = stressed_net_profit(statement, shock)
    given: dict[str, Exact | None] = {
        "stressed_net_profit": profit,
        "instalment_principal": service.instalment_principal,
        "new_interest": service.new_interest,
        "new_instalment_principal": service.new_instalment_principal,
        "new_bullet_principal": service.new_bullet_principal,
        "short_term_loans": service.short_term_loans,
    }
    for code in ("depreciation", "amortisation", "dividends", "interest_expense"):
        given[code] = amount(statement, code)
    sheet = Sheet(given, limits)
    limit_code = "debt_service_cover_stressed" if shock else "debt_service_cover"
    return Cover(
        shock,
        sheet.add("cash_for_debt", _FORMULA_NUMERATOR, "yuan"),
        sheet.add("debt_service_cover", f"cash_for_debt / ({_FORMULA_PLANNED})", "times", "min", limit_code=limit_code),
        sheet.add("debt_service_cover_all", f"cash_for_debt / ({_FORMULA_ALL})", "times"),
    )


def stressed_net_profit(statement: Values, shock: Decimal) -> Fraction | None:
    """Net profit, exact, with revenue down by ``shock``: tax at the year's effective rate, none on a loss."""
    if not shock:
        base = amount(statement, "net_profit")
        return None if base is None else Fraction(base)
    margin = evaluate("revenue - cost_of_sales - levies", lambda code: amount(statement, code))
    before_tax, tax = amount(statement, "profit_before_tax"), amount(statement, "income_tax")
    if margin is None or before_tax is None or tax is None:
        return None
    rate = max(Fraction(0), Fraction(tax) / Fraction(before_tax)) if before_tax > 0 else Fraction(0)
    stressed = Fraction(before_tax) - margin * Fraction(shock)
    return stressed * (1 - rate) if stressed > 0 else stressed


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """A household's month, in yuan, as the investigators found it."""

    net_income: Decimal
    existing_instalments: Decimal
    living_cost: Decimal


def household_ability(household: Household, new_instalment: Decimal, limits: Mapping[str, Decimal]) -> list[Figure]:
    """``debt_to_income`` (月供收入比, limit in percent) and ``left_over``, the rest of a month after living cost."""
    sheet = Sheet(
        {
            "net_income": household.net_income,
            "existing_instalments": household.existing_instalments,
            "living_cost": household.living_cost,
            "new_instalment": new_instalment,
        },
        limits,
    )
    sheet.add("debt_to_income", "(new_instalment + existing_instalments) / net_income", "percent", "max")
    sheet.add("left_over", "net_income - living_cost - existing_instalments - new_instalment", "yuan", "min")
    return sheet.figures
