"""Products, and a customer's request for a loan, one module per subject."""

from applications.models.applications import Application, DeclineCode, InitiationForm, Party, PartyRole, ReturnPoint
from applications.models.eligibility import EligibilityCheck, EligibilityException, Exclusion, ExclusionKind
from applications.models.ledger import OldProject, OldProjectState
from applications.models.majors import MajorProject, TeamMember
from applications.models.papers import Paper, PaperGroup, PaperNeed, PaperPage, PaperRequirement, PaperVersion
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
    checklist_words,
)
from applications.models.quotes import Quote

__all__ = [
    "Application",
    "AuthorityProfile",
    "ChargedWhen",
    "ChecklistItem",
    "DeclineCode",
    "EligibilityCheck",
    "EligibilityException",
    "Exclusion",
    "ExclusionKind",
    "InitiationForm",
    "MajorProject",
    "OldProject",
    "OldProjectState",
    "Paper",
    "PaperGroup",
    "PaperNeed",
    "PaperPage",
    "PaperRequirement",
    "PaperVersion",
    "Party",
    "PartyRole",
    "Product",
    "ProductFee",
    "ProductVersion",
    "Quote",
    "ReminderProfile",
    "RepaymentMethod",
    "ReturnPoint",
    "SecurityKind",
    "TeamMember",
    "checklist_words",
]
