"""Reads about customers, one module per subject."""

from customers.querysets.files import VISIBLE_THROUGH, CustomerQuerySet
from customers.querysets.relations import LenderTieQuerySet, RelationQuerySet
from customers.querysets.statements import StatementQuerySet

__all__ = [
    "VISIBLE_THROUGH",
    "CustomerQuerySet",
    "LenderTieQuerySet",
    "RelationQuerySet",
    "StatementQuerySet",
]
