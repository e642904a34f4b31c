"""What is kept of a customer, one module per subject."""

from customers.models.files import CompanyDetails, Customer, CustomerKind, PersonDetails
from customers.models.statements import FinancialStatement, StatementLine

__all__ = [
    "CompanyDetails",
    "Customer",
    "CustomerKind",
    "FinancialStatement",
    "PersonDetails",
    "StatementLine",
]
