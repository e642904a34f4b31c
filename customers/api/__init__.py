"""Customers for machines, one module per subject."""

from customers.api import checks, files
from customers.api.files import CustomerFilter, CustomerViewSet
from customers.api.statements import StatementFilter, StatementViewSet

ROUTES = [*files.ROUTES, *checks.ROUTES]

__all__ = [
    "ROUTES",
    "CustomerFilter",
    "CustomerViewSet",
    "StatementFilter",
    "StatementViewSet",
]
