"""The lender's figures for taking applications in and deciding them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from core.parameters import Definition, define

FULL_AUTHORITY, SMALL_AUTHORITY = "department_manager_authority", "department_manager_small_authority"
AUTHORITY = "lender's authority table 2026-01, row 1 (department manager)"
NET_ASSETS = "lender_net_assets"
LENDER_KIND = "lender_kind"
SMALL_LOAN = gettext_noop("Interim measures for small-loan companies: one borrower 10%, with related parties 15%")
BANK = gettext_noop("Commercial Bank Law art. 39; rules on large exposures of commercial banks")
NETWORK = gettext_noop("Interim measures for network small-loan business: business loans per household")

# kind of lender (the parameter's variant) → the parameters of its two shares, and of a cap in yuan where there is one
LIMITS_OF = {
    1: ("single_limit_small_loan", "group_limit_small_loan", ""),
    2: ("single_limit_bank", "group_limit_bank", ""),
    3: ("single_limit_small_loan", "group_limit_small_loan", "network_borrower_cap"),
}


define(
    Definition(
        NET_ASSETS,
        _("Lender's net assets at the last year end"),
        "yuan",
        "200000000",
        gettext_noop("Audited statements of the lender"),
    ),
    Definition(
        LENDER_KIND,
        _("Kind of lender: 1 small-loan company, 2 bank, 3 network small-loan company"),
        "variant",
        "1",
        gettext_noop("Licence of the lender"),
    ),
    Definition("single_limit_small_loan", _("One borrower, at most of net assets"), "fraction", "0.10", SMALL_LOAN),
    Definition("group_limit_small_loan", _("Related group, at most of net assets"), "fraction", "0.15", SMALL_LOAN),
    Definition("single_limit_bank", _("Bank: one borrower, at most of net capital"), "fraction", "0.10", BANK),
    Definition("group_limit_bank", _("Bank: related group, at most of net capital"), "fraction", "0.20", BANK),
    Definition("network_borrower_cap", _("Network lender: one borrower, at most"), "yuan", "10000000", NETWORK),
)


define(
    Definition(FULL_AUTHORITY, _("Exposure a department manager may approve"), "yuan", "3000000", AUTHORITY),
    Definition(
        SMALL_AUTHORITY,
        _("Exposure a department manager may approve on a guarantor alone"),
        "yuan",
        "200000",
        AUTHORITY,
    ),
    Definition("acceptance_days", _("Working days to answer an application"), "days", "3", "lender's intake rules"),
    Definition(
        "early_visit_days",
        _("Days until the first joint visit of a major project"),
        "days",
        "5",
        "lender's intake rules",
    ),
    Definition(
        "early_visit_most_days",
        _("Days within which a major project is first visited together, at most"),
        "days",
        "30",
        "lender's intake rules",
    ),
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


ELIGIBILITY = "lender's eligibility rules 2026-01"


define(
    Definition("eligible_operating_months", _("Months a business has to have run"), "months", "12", ELIGIBILITY),
    Definition("eligible_late_payments", _("Late payments allowed in 24 months"), "payments", "3", ELIGIBILITY),
    Definition("eligible_late_days", _("Days late that count as a bad record"), "days", "90", ELIGIBILITY),
    Definition("eligible_debt_ratio", _("Highest debt ratio of a borrower"), "fraction", "0.70", ELIGIBILITY),
    Definition("eligible_debt_ratio_trade", _("Highest debt ratio of a trader"), "fraction", "0.80", ELIGIBILITY),
    Definition(
        "eligible_repayment_to_income", _("Highest share of the income for repayment"), "fraction", "0.50", ELIGIBILITY
    ),
    Definition("eligible_youngest", _("Least age of a borrower"), "years", "18", ELIGIBILITY),
    Definition("eligible_oldest", _("Highest age at the end of the term"), "years", "65", ELIGIBILITY),
    Definition(
        "eligible_oldest_with_co_borrower",
        _("Highest age at the end of the term with a co-borrower"),
        "years",
        "70",
        ELIGIBILITY,
    ),
)


ELIGIBILITY_LIMITS = {
    "operating_months": "eligible_operating_months",
    "late_payments": "eligible_late_payments",
    "late_days": "eligible_late_days",
    "debt_ratio": "eligible_debt_ratio",
    "debt_ratio_trade": "eligible_debt_ratio_trade",
    "repayment_to_income": "eligible_repayment_to_income",
    "youngest": "eligible_youngest",
    "oldest": "eligible_oldest",
    "oldest_with_co_borrower": "eligible_oldest_with_co_borrower",
}


define(
    Definition(
        "paper_first_reminder", _("First reminder before a paper expires"), "days", "30", "lender's intake rules"
    ),
    Definition(
        "paper_second_reminder", _("Second reminder before a paper expires"), "days", "7", "lender's intake rules"
    ),
)
