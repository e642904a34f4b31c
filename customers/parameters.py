"""The lender's figures for customer files."""

from django.utils.translation import gettext_lazy as _

from core.parameters import Definition, define

FILE_RULES = "lender's rules on customer files"
DUE_DILIGENCE = "Anti-Money Laundering Law, ongoing due diligence; lender's rules on customer files"

define(
    Definition("aml_review_months_low", _("Months between reviews, low risk"), "months", "36", DUE_DILIGENCE),
    Definition("aml_review_months_medium", _("Months between reviews, medium risk"), "months", "24", DUE_DILIGENCE),
    Definition("aml_review_months_high", _("Months between reviews, high risk"), "months", "12", DUE_DILIGENCE),
    Definition("fact_fresh_months", _("Months after which a fact about a customer is old"), "months", "12", FILE_RULES),
    Definition("paper_notice_days", _("Days before a paper of the file ends to tell of it"), "days", "30", FILE_RULES),
)
