"""The words for the codes of security figures, their inputs and their audit details."""

from django.utils.translation import gettext_lazy as _

from collateral.models import CollateralKind
from core.display import register_labels

LABELS = {
    "appraised_value": _("Appraised value"),
    "internal_value": _("Internal value"),
    "cap": _("Loan-to-value cap"),
    "prior_claims": _("Prior claims"),
    "lendable_value": _("Lendable value"),
    "coverage": _("Coverage by collateral"),
    "principal": _("Principal"),
    "one_year_interest": _("One year's interest"),
    "net_assets": _("Net assets after other guarantees"),
    "asset_share": _("Share of assets that counts"),
    "grade_factor": _("Share of equity that counts"),
    "capacity": _("Capacity to pay for the borrower"),
    "guaranteed_sum": _("Guaranteed sum, principal and interest"),
    "guarantee_ratio": _("Capacity to guaranteed sum"),
    "income_share": _("Share the free income should reach"),
    "required_income": _("Free income asked for"),
    "spare_income": _("Free income over the term"),
    "monthly_income": _("Monthly income"),
    "living_cost": _("Monthly living cost"),
    "own_instalments": _("Own monthly instalments"),
    "months": _("Months"),
    "doubtful_receivables": _("Doubtful receivables"),
    "prepaid_losses": _("Losses carried as prepayments"),
    "guarantee_factor": _("Weight of guarantees given"),
    "counter_secured_guarantees": _("Guarantees given against counter-security"),
    "counter_secured_factor": _("Weight of counter-secured guarantees"),
    "unsecured_debt_gap": _("Unsecured debt without cover"),
    **{f"collateral.{kind.value}": kind.label for kind in CollateralKind},
}


def register() -> None:
    """Called once, in `AppConfig.ready()`."""
    register_labels(LABELS)
