"""The repayment plan and the yearly cost of terms under the rules of a product, as if released on a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from applications.costs import Charge, charged, fee_flows
from applications.models import Application, ProductFee, ProductVersion, RepaymentMethod
from applications.schedule import Row, annual_cost_rate, schedule
from core import parameters


@dataclass(frozen=True)
class FeeLine:
    """A fee of the product and what it comes to over the whole loan, in yuan."""

    fee: ProductFee
    sum: Decimal


@dataclass(frozen=True)
class Plan:
    """The instalments of terms with what they cost; amounts in yuan, rates as fractions a year."""

    amount: Decimal
    term_months: int
    method: str
    annual_rate: Decimal
    on: date
    rows: list[Row]
    fees: list[FeeLine]
    cost: Decimal
    cost_with_fees: Decimal

    @property
    def method_label(self) -> str:
        return str(RepaymentMethod(self.method).label)

    @property
    def interest(self) -> Decimal:
        return sum((row.interest for row in self.rows), Decimal(0))

    @property
    def total(self) -> Decimal:
        return sum((row.total for row in self.rows), Decimal(0))

    @property
    def fees_in_all(self) -> Decimal:
        return sum((line.sum for line in self.fees), Decimal(0))


def plan_of(
    rules: ProductVersion, *, amount: Decimal, term_months: int, method: str, annual_rate: Decimal, on: date
) -> Plan:
    """The plan under a version of a product; its fees are those of that version."""
    terms = rules.loan_terms(
        principal=amount, annual_rate=annual_rate, months=term_months, method=method, disbursed_on=on
    )
    rows, fees = schedule(terms), list(rules.fees.all())
    charges = [Charge(fee.charged, fee.rate, fee.amount) for fee in fees]
    sums = [charged(charge, terms.principal, len(rows)) for charge in charges]
    return Plan(
        amount=amount,
        term_months=term_months,
        method=method,
        annual_rate=annual_rate,
        on=on,
        rows=rows,
        fees=[FeeLine(fee, sum_) for fee, sum_ in zip(fees, sums, strict=True)],
        cost=annual_cost_rate(terms, rows),
        cost_with_fees=annual_cost_rate(terms, rows, fee_flows(terms, rows, charges)),
    )


def asked_for(application: Application) -> dict[str, Any]:
    """The terms a plan begins with: those of the application, at the rate of the price list."""
    return {
        "amount": application.amount,
        "term_months": application.term_months,
        "method": application.method,
        "annual_rate": parameters.value("quoted_rate"),
    }
