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
from customers.models.relations import (
    CustomerGroup,
    GroupReason,
    Influence,
    LenderTie,
    Payment,
    RelatedParty,
    Relation,
    RelationKind,
    RelationSource,
    TieKind,
)
from customers.models.statements import FinancialStatement, StatementLine

__all__ = [
    "CompanyDetails",
    "ConflictEvidence",
    "ConflictGround",
    "ConflictRuling",
    "Customer",
    "CustomerGroup",
    "CustomerKind",
    "FileAccess",
    "FileMerge",
    "FileRequest",
    "FinancialStatement",
    "GroupReason",
    "Influence",
    "LenderTie",
    "LookAlike",
    "LookAlikeGround",
    "OwnershipCause",
    "OwnershipChange",
    "OwnershipConflict",
    "Payment",
    "PersonDetails",
    "RelatedParty",
    "Relation",
    "RelationKind",
    "RelationSource",
    "RequestKind",
    "StatementLine",
    "Territory",
    "TerritoryKind",
    "TieKind",
]
