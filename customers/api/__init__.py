"""Customers for machines, one module per subject."""

from customers.api import duplicates, ownership
from customers.api.files import ROUTES as FILE_ROUTES
from customers.api.files import CustomerFilter, CustomerViewSet
from customers.api.statements import StatementFilter, StatementViewSet

ROUTES = [*FILE_ROUTES, *duplicates.ROUTES, *ownership.ROUTES]

__all__ = [
    "ROUTES",
    "CustomerFilter",
    "CustomerViewSet",
    "StatementFilter",
    "StatementViewSet",
]
