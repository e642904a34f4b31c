"""The lender's limits for figures, each judged by `ratios`, `need` or `repayment` under the code before `_limit`."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from core.figures import IN_HUNDREDTHS, Unit
from core.parameters import Definition, define

POLICY = gettext_noop("Credit policy of the lender, board resolution")

# code of the figure → its unit; limits of percentages are kept as fractions.
LIMITS: dict[str, Unit] = {
    "debt_to_assets": "percent",
    "current_ratio": "times",
    "quick_ratio": "times",
    "cash_ratio": "times",
    "gross_margin_change": "points",
    "net_margin_change": "points",
    "return_on_equity": "percent",
    "return_on_assets": "percent",
    "receivable_days": "days",
    "receivable_days_change": "percent",
    "inventory_days": "days",
    "payable_days_change": "percent",
    "interest_cover": "times",
    "operating_cash_to_profit": "times",
    "bank_debt_to_revenue": "percent",
    "guarantees_to_equity": "percent",
    "revenue_growth": "percent",
    "profit_growth": "percent",
    "assets_growth": "percent",
    "debt_service_cover": "times",
    "debt_service_cover_stressed": "times",
    "debt_to_income": "percent",
    "left_over": "yuan",
}
OWN_FUNDS = "own_funds_variant"
REVENUE_FALLS = ("revenue_fall", "revenue_fall_hard")
STATEMENT_YEARS = "statement_years"


def limit_value(code: str, value: str) -> Decimal:
    """A limit in the unit of its figure: the fraction 0.70 of a percentage becomes 70."""
    return Decimal(value) * (100 if LIMITS[code] in IN_HUNDREDTHS else 1)


define(
    Definition("debt_to_assets_limit", _("Debt to assets, at most"), "fraction", "0.70", POLICY),
    Definition("current_ratio_limit", _("Current ratio, at least"), "times", "1.2", POLICY),
    Definition("quick_ratio_limit", _("Quick ratio, at least"), "times", "0.8", POLICY),
    Definition("cash_ratio_limit", _("Cash ratio, at least"), "times", "0.2", POLICY),
    Definition("gross_margin_change_limit", _("Change of gross margin, at least"), "fraction", "-0.05", POLICY),
    Definition("net_margin_change_limit", _("Change of net margin, at least"), "fraction", "-0.05", POLICY),
    Definition("return_on_equity_limit", _("Return on equity, at least"), "fraction", "0.03", POLICY),
    Definition("return_on_assets_limit", _("Return on assets, at least"), "fraction", "0.03", POLICY),
    Definition("receivable_days_limit", _("Receivable days, at most"), "days", "90", POLICY),
    Definition("receivable_days_change_limit", _("Growth of receivable days, at most"), "fraction", "0.30", POLICY),
    Definition("inventory_days_limit", _("Stock days, at most"), "days", "120", POLICY),
    Definition("payable_days_change_limit", _("Change of payable days, within"), "fraction", "0.50", POLICY),
    Definition("interest_cover_limit", _("Interest cover, at least"), "times", "2", POLICY),
    Definition("operating_cash_to_profit_limit", _("Operating cash to profit, at least"), "times", "0.5", POLICY),
    Definition("bank_debt_to_revenue_limit", _("Bank debt to revenue, at most"), "fraction", "0.50", POLICY),
    Definition("guarantees_to_equity_limit", _("Guarantees given to equity, at most"), "fraction", "0.50", POLICY),
    Definition("revenue_growth_limit", _("Growth of revenue, at least"), "fraction", "-0.15", POLICY),
    Definition("profit_growth_limit", _("Growth of profit, at least"), "fraction", "-0.15", POLICY),
    Definition("assets_growth_limit", _("Growth of assets, at least"), "fraction", "-0.15", POLICY),
    Definition("debt_service_cover_limit", _("Debt-service cover, at least"), "times", "1.2", POLICY),
    Definition("debt_service_cover_stressed_limit", _("Cover under stress, at least"), "times", "1.0", POLICY),
    Definition("debt_to_income_limit", _("Instalments to income, at most"), "fraction", "0.50", POLICY),
    Definition("left_over_limit", _("Left over each month, at least"), "yuan", "0", POLICY),
    Definition(
        OWN_FUNDS,
        _("Own funds in the need: A equity, B cash"),
        "variant",
        "B",
        gettext_noop("Reference formula of the 2010 working-capital rules, annex; the reading is the lender's"),
    ),
    Definition("revenue_fall", _("Repayment under stress, revenue down by"), "fraction", "0.10", POLICY),
    Definition("revenue_fall_hard", _("Repayment under hard stress, revenue down by"), "fraction", "0.20", POLICY),
    Definition(STATEMENT_YEARS, _("Years of statements asked of a company"), "years", "2", POLICY),
)

define(
    Definition("approval_months", _("Months an approval is valid"), "months", "6", POLICY),
    Definition("approval_warning_days", _("Working days to warn before an approval runs out"), "days", "10", POLICY),
)
