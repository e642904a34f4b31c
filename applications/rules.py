"""What a complete application is: the product's limits and the lender's intake rules."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from applications.models import Application, SecurityKind
from core import parameters

EMPTY_PHRASES = ("資金週轉", "资金周转", "周轉", "周转", "經營", "经营", "working capital", "cash flow")


def submission_lacks(application: Application) -> list[tuple[str, object]]:
    """Everything that keeps a draft from being submitted, as `(field, sentence)`; an empty list is a complete draft."""
    rules, lacks = application.product_version, []
    if application.amount is None:
        lacks.append(("amount", _("The amount")))
    elif not rules.least_amount <= application.amount <= rules.most_amount:
        lacks.append(
            (
                "amount",
                _("The amount: this product goes from {least} to {most}").format(
                    least=f"{rules.least_amount:,.0f}", most=f"{rules.most_amount:,.0f}"
                ),
            )
        )
    if not application.term_months:
        lacks.append(("term_months", _("The term")))
    elif application.term_months > rules.longest_months:
        most = ngettext_lazy(
            "The term: {count} month at most for this product",
            "The term: {count} months at most for this product",
            rules.longest_months,
        )
        lacks.append(("term_months", most.format(count=rules.longest_months)))
    if application.method not in rules.methods:
        lacks.append(("method", _("The repayment method")))
    lacks += _purpose_lacks(application)
    if not application.repayment_source.strip():
        lacks.append(("repayment_source", _("The source of repayment")))
    if not set(application.security) & set(SecurityKind.values):
        lacks.append(("security", _("The security offered, or “unsecured”")))
    return lacks


def _purpose_lacks(application: Application) -> list[tuple[str, object]]:
    purpose = "".join(application.purpose.split())
    least = int(parameters.value("shortest_purpose"))
    if not purpose:
        return [("purpose", _("The purpose: what is bought, from whom, why now"))]
    if len(purpose) < least or purpose.strip("。.").lower() in EMPTY_PHRASES:
        return [("purpose", _("The purpose is too general: say what is bought, from whom, and why now"))]
    return []
