"""Products, and a customer's request for a loan, one module per subject."""

from applications.models.applications import Application, InitiationForm, Party, PartyRole, ReturnPoint
from applications.models.ledger import OldProject, OldProjectState
from applications.models.majors import MajorProject, TeamMember
from applications.models.papers import Paper, PaperGroup, PaperNeed, PaperPage, PaperRequirement, PaperVersion
from applications.models.products import ChecklistItem, Product, ProductVersion, RepaymentMethod, SecurityKind

__all__ = [
    "Application",
    "ChecklistItem",
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
    "ProductVersion",
    "RepaymentMethod",
    "ReturnPoint",
    "SecurityKind",
    "TeamMember",
]
