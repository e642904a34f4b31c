"""What is kept of a customer, one module per subject."""

from customers.models.consents import Consent, ConsentKind
from customers.models.credit import (
    BadRecord,
    CreditDebt,
    CreditQuery,
    CreditReport,
    DebtKind,
    QueryReason,
    RecordKind,
    WorstStatus,
)
from customers.models.files import CompanyDetails, Customer, CustomerKind, PersonDetails
from customers.models.screening import (
    STANDS,
    BlacklistEntry,
    CheckState,
    Finding,
    HitDecision,
    InsiderEntry,
    InsiderRelation,
    ListEntry,
    Screening,
    Source,
)
from customers.models.statements import FinancialStatement, StatementLine

__all__ = [
    "STANDS",
    "BadRecord",
    "BlacklistEntry",
    "CheckState",
    "CompanyDetails",
    "Consent",
    "ConsentKind",
    "CreditDebt",
    "CreditQuery",
    "CreditReport",
    "Customer",
    "CustomerKind",
    "DebtKind",
    "FinancialStatement",
    "Finding",
    "HitDecision",
    "InsiderEntry",
    "InsiderRelation",
    "ListEntry",
    "PersonDetails",
    "QueryReason",
    "RecordKind",
    "Screening",
    "Source",
    "StatementLine",
    "WorstStatus",
]
