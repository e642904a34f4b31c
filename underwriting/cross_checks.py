"""Cross-checks (交叉核驗): the same thing as two sources tell it, and how far they are apart.

Limits are in percent under the code of the check; a difference above its limit is a warning, a missing figure is n/a.
"""

from collections.abc import Mapping
from decimal import Decimal

from core.figures import Figure, LimitKind, Sheet, Unit

# code, unit, formula, kind of limit; the inputs are the figures the investigators entered, in yuan
CHECKS: tuple[tuple[str, Unit, str, LimitKind], ...] = (
    (
        "revenue_to_bank",
        "percent",
        "(declared_revenue - (bank_credits - internal_transfers - loans_received - refunds)) / declared_revenue",
        "within",
    ),
    ("revenue_to_tax", "percent", "(declared_revenue - tax_declared_sales) / declared_revenue", "within"),
    ("revenue_to_half_year", "yuan", "half_year_credits * 2 - declared_revenue", "min"),
    (
        "revenue_to_utilities",
        "percent",
        "(declared_revenue - power_used / power_per_unit * unit_price) / declared_revenue",
        "within",
    ),
    (
        "inventory_roll",
        "percent",
        "(opening_inventory + purchases - cost_of_sales - closing_inventory) / closing_inventory",
        "within",
    ),
    ("margin_to_price_tickets", "percent", "declared_margin - weighted_margin", "within"),
    (
        "equity_check",
        "percent",
        "(starting_capital + profits - drawings + injections - counted_equity) / counted_equity",
        "within",
    ),
    ("wages_to_staff", "percent", "(declared_wages - staff_count * average_wage) / declared_wages", "within"),
    ("interest_to_debt", "percent", "interest_expense / average_debt - known_rate", "within"),
    ("cash_to_bank_letters", "yuan", "declared_cash - confirmed_deposits", "within"),
    ("receipts_to_bank", "percent", "(shown_receipts - bank_receipts) / shown_receipts", "within"),
)


def cross_checks(given: Mapping[str, Decimal | None], limits: Mapping[str, Decimal]) -> list[Figure]:
    """Every check, in order. The sign says which side is higher; half-year credits must at least reach the revenue."""
    sheet = Sheet(given, {"revenue_to_half_year": Decimal(0), "cash_to_bank_letters": Decimal(0)} | dict(limits))
    return [sheet.add(code, formula, unit, kind) for code, unit, formula, kind in CHECKS]
