"""The lender's figures for taking applications in and deciding them."""

from django.utils.translation import gettext_lazy as _

from core.parameters import Definition, define

AUTHORITY = "lender's authority table 2026-01, row 1 (department manager)"

define(
    Definition(
        "department_manager_authority", _("Exposure a department manager may approve"), "yuan", "3000000", AUTHORITY
    ),
    Definition("acceptance_days", _("Working days to answer an application"), "days", "3", "lender's intake rules"),
    Definition("investigation_days", _("Working days for an investigation"), "days", "10", "lender's intake rules"),
    Definition(
        "quoted_rate", _("Yearly rate a repayment plan is first shown at"), "fraction", "0.072", "lender's price list"
    ),
    Definition("shortest_purpose", _("Least length of a stated purpose"), "characters", "10", "lender's intake rules"),
    Definition(
        "interest_day",
        _("Day of the month on which interest is settled (paid the day after)"),
        "day",
        "20",
        "Yinfa [2003] 251 item 1; lender's rule on repayment",
    ),
)
define(
    Definition(
        "paper_first_reminder", _("First reminder before a paper expires"), "days", "30", "lender's intake rules"
    ),
    Definition(
        "paper_second_reminder", _("Second reminder before a paper expires"), "days", "7", "lender's intake rules"
    ),
)
