"""Products, and a customer's request for a loan, one module per subject."""

from applications.models.applications import Application, InitiationForm, Party, PartyRole, ReturnPoint
from applications.models.eligibility import EligibilityCheck, EligibilityException, Exclusion, ExclusionKind
from applications.models.products import (
    AuthorityProfile,
    ChargedWhen,
    ChecklistItem,
    Product,
    ProductFee,
    ProductVersion,
    ReminderProfile,
    RepaymentMethod,
    SecurityKind,
)

__all__ = [
    "Application",
    "AuthorityProfile",
    "ChargedWhen",
    "ChecklistItem",
    "EligibilityCheck",
    "EligibilityException",
    "Exclusion",
    "ExclusionKind",
    "InitiationForm",
    "Party",
    "PartyRole",
    "Product",
    "ProductFee",
    "ProductVersion",
    "ReminderProfile",
    "RepaymentMethod",
    "ReturnPoint",
    "SecurityKind",
]
