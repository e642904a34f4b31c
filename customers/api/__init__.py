"""Customers for machines, one module per subject."""

from customers.api.files import ROUTES, CustomerFilter, CustomerViewSet
from customers.api.statements import StatementFilter, StatementViewSet

__all__ = [
    "ROUTES",
    "CustomerFilter",
    "CustomerViewSet",
    "StatementFilter",
    "StatementViewSet",
]
