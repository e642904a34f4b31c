"""Customers for machines, one module per subject."""

from customers.api.files import ROUTES, CustomerFilter, CustomerViewSet
from customers.api.relations import LenderTieFilter, LenderTieViewSet, RelationFilter, RelationViewSet
from customers.api.statements import StatementFilter, StatementViewSet

__all__ = [
    "ROUTES",
    "CustomerFilter",
    "CustomerViewSet",
    "LenderTieFilter",
    "LenderTieViewSet",
    "RelationFilter",
    "RelationViewSet",
    "StatementFilter",
    "StatementViewSet",
]
