"""What is kept of a customer, one module per subject."""

from customers.models.duplicates import FileMerge, LookAlike, LookAlikeGround
from customers.models.files import CompanyDetails, Customer, CustomerKind, PersonDetails
from customers.models.ownership import (
    ConflictEvidence,
    ConflictGround,
    ConflictRuling,
    FileAccess,
    FileRequest,
    OwnershipCause,
    OwnershipChange,
    OwnershipConflict,
    RequestKind,
    Territory,
    TerritoryKind,
)
from customers.models.statements import FinancialStatement, StatementLine

__all__ = [
    "CompanyDetails",
    "ConflictEvidence",
    "ConflictGround",
    "ConflictRuling",
    "Customer",
    "CustomerKind",
    "FileAccess",
    "FileMerge",
    "FileRequest",
    "FinancialStatement",
    "LookAlike",
    "LookAlikeGround",
    "OwnershipCause",
    "OwnershipChange",
    "OwnershipConflict",
    "PersonDetails",
    "RequestKind",
    "StatementLine",
    "Territory",
    "TerritoryKind",
]
