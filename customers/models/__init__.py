"""What is kept of a customer, one module per subject."""

from customers.models.files import CompanyDetails, Customer, CustomerKind, PersonDetails
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
    "Customer",
    "CustomerGroup",
    "CustomerKind",
    "FinancialStatement",
    "GroupReason",
    "Influence",
    "LenderTie",
    "Payment",
    "PersonDetails",
    "RelatedParty",
    "Relation",
    "RelationKind",
    "RelationSource",
    "StatementLine",
    "TieKind",
]
