"""The lender's figures for the customer file: consents, credit reports and checks."""

from django.utils.translation import gettext_lazy as _

from core.parameters import Definition, define

INTAKE = "lender's rule on customer files, section 4"
BUREAU = "Credit Reporting Industry Regulations (State Council Order 631), art. 16"

define(
    Definition("consent_days", _("Days a consent to query the bureau is first proposed for"), "days", "365", INTAKE),
    Definition(
        "consent_warning_days", _("Days before the end of a consent it stands on the work list"), "days", "30", INTAKE
    ),
    Definition("consent_urgent_days", _("Days before the end of a consent it becomes urgent"), "days", "7", INTAKE),
    Definition("credit_report_days", _("Days a credit report may be relied on"), "days", "30", INTAKE),
    Definition("bad_record_years", _("Years a bad record is kept after the event ended"), "years", "5", BUREAU),
    Definition("screening_days", _("Days a check of a list is valid"), "days", "30", INTAKE),
)
