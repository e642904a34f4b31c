"""The words for the codes of underwriting figures, their inputs and their audit details."""

from decimal import Decimal

from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.display import label_for, percent, register_labels
from customers.providers import LABELS as STATEMENT
from underwriting.models import Level, Outcome, Result

RATIOS = {
    "debt_to_assets": _("Debt to assets"),
    "current_ratio": _("Current ratio"),
    "quick_ratio": _("Quick ratio"),
    "cash_ratio": _("Cash ratio"),
    "gross_margin": _("Gross margin"),
    "gross_margin_change": _("Change of gross margin"),
    "net_margin": _("Net margin"),
    "net_margin_change": _("Change of net margin"),
    "return_on_equity": _("Return on equity"),
    "return_on_assets": _("Return on assets"),
    "receivable_days": _("Receivable days"),
    "receivable_days_change": _("Growth of receivable days"),
    "inventory_days": _("Stock days"),
    "payable_days": _("Payable days"),
    "payable_days_change": _("Change of payable days"),
    "interest_cover": _("Interest cover (ICR)"),
    "operating_cash_to_profit": _("Operating cash to net profit"),
    "bank_debt_to_revenue": _("Bank debt to revenue"),
    "guarantees_to_equity": _("Guarantees given to equity"),
    "revenue_growth": _("Growth of revenue"),
    "profit_growth": _("Growth of net profit"),
    "assets_growth": _("Growth of assets"),
}
NEED = {
    "margin": _("Profit margin on sales"),
    "prepaid_days": _("Prepayment days"),
    "advance_days": _("Advance days"),
    "cycle_days": _("Operating cycle"),
    "turns": _("Turns of working capital"),
    "growth": _("Expected growth"),
    "need": _("Working-capital need"),
    "own_funds_equity": _("Own funds A: equity and long-term debt less non-current assets"),
    "own_funds_cash": _("Own funds B: cash less bill margin"),
    "existing_loans": _("Existing working-capital loans"),
    "other_sources": _("Other sources"),
    "limit_equity": _("Limit for a new loan, own funds A"),
    "limit_cash": _("Limit for a new loan, own funds B"),
}
REPAYMENT = {
    "debt_service_cover": _("Debt-service cover (DSCR)"),
    "debt_service_cover_all": _("Debt-service cover on all debt"),
    "cash_for_debt": _("Cash for debt service"),
    "stressed_net_profit": _("Net profit at this revenue"),
    "instalment_principal": _("Instalment principal due within 12 months"),
    "new_interest": _("12 months' interest of the new loan"),
    "new_instalment_principal": _("Instalment principal of the new loan"),
    "new_bullet_principal": _("Principal of the new loan due at once"),
    "debt_to_income": _("Instalments to income"),
    "left_over": _("Left over each month"),
    "net_income": _("Net income of the household"),
    "existing_instalments": _("Instalments of existing debts"),
    "new_instalment": _("Instalment of the new loan"),
}
DETAILS = {
    **{f"finding.{result.value}": result.label for result in Result},
    **{f"outcome.{outcome.value}": outcome.label for outcome in Outcome},
    **{f"level.{level.value}": level.label for level in Level},
    "lead_investigator": _("the lead investigator"),
    "second_investigator": _("the second investigator"),
}


def register() -> None:
    """Called once, in `AppConfig.ready()`; every statement item also has a word for the year before."""
    register_labels({**RATIOS, **NEED, **REPAYMENT, **DETAILS})
    register_labels(
        {f"last.{code}": format_lazy(_("{item} last year"), item=label) for code, label in STATEMENT.items()}
    )


def figure_name(code: str, shock: Decimal = Decimal(0)) -> str:
    """What a figure is called; one reckoned with revenue down by `shock` says so."""
    if not shock:
        return label_for(code)
    return gettext("{figure}, revenue down {down}").format(figure=label_for(code), down=percent(shock, 0))
