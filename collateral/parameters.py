"""The lender's policy on security: how much of a thing's worth may be lent, and what a guarantor must carry."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from core.parameters import Definition, define

PUBLISHED = gettext_noop("Lenders' published loan-to-value rates; board resolution")
POLICY = gettext_noop("Security policy of the lender, board resolution")

LOAN_TO_VALUE = {
    "home": "loan_to_value_home",
    "shop": "loan_to_value_shop",
    "office": "loan_to_value_office",
    "plant": "loan_to_value_plant",
    "land": "loan_to_value_land",
    "equipment": "loan_to_value_equipment",
    "vehicle": "loan_to_value_vehicle",
}
APPRAISAL_MONTHS = "appraisal_months"
SECURITY = [
    "guarantor_asset_share",
    "guarantor_income_share",
    "guarantor_company_share",
    "guarantor_given_share",
    "guarantor_ratio_warning",
    "coverage_warning",
    APPRAISAL_MONTHS,
]

define(
    Definition("loan_to_value_home", _("Loan to value, home"), "fraction", "0.70", PUBLISHED),
    Definition("loan_to_value_shop", _("Loan to value, shop"), "fraction", "0.60", PUBLISHED),
    Definition("loan_to_value_office", _("Loan to value, office"), "fraction", "0.60", PUBLISHED),
    Definition("loan_to_value_plant", _("Loan to value, plant"), "fraction", "0.60", PUBLISHED),
    Definition("loan_to_value_land", _("Loan to value, land-use right"), "fraction", "0.60", PUBLISHED),
    Definition("loan_to_value_equipment", _("Loan to value, equipment"), "fraction", "0.40", POLICY),
    Definition("loan_to_value_vehicle", _("Loan to value, vehicle"), "fraction", "0.50", PUBLISHED),
    Definition("guarantor_asset_share", _("Share of a guarantor's net assets that counts"), "fraction", "0.60", POLICY),
    Definition(
        "guarantor_income_share", _("Share of the guaranteed sum free income should reach"), "fraction", "0.30", POLICY
    ),
    Definition("guarantor_company_share", _("Share of a guaranteeing company's equity"), "fraction", "0.70", POLICY),
    Definition(
        "guarantor_given_share", _("Share of a company's given guarantees taken off its means"), "fraction", "1", POLICY
    ),
    Definition("guarantor_ratio_warning", _("Guarantor's capacity, warning below"), "times", "1.2", POLICY),
    Definition("coverage_warning", _("Coverage by collateral, warning below"), "times", "1.0", POLICY),
    Definition(
        APPRAISAL_MONTHS, _("Months an appraisal is valid"), "months", "12", "Supervisory floor: yearly revaluation"
    ),
)
