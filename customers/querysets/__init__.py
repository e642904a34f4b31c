"""Reads about customers, one module per subject."""

from customers.querysets.duplicates import FileMergeQuerySet, LookAlikeQuerySet
from customers.querysets.files import VISIBLE_THROUGH, CustomerQuerySet
from customers.querysets.ownership import (
    FileAccessQuerySet,
    FileRequestQuerySet,
    OwnershipChangeQuerySet,
    OwnershipConflictQuerySet,
    TerritoryQuerySet,
)
from customers.querysets.relations import LenderTieQuerySet, RelationQuerySet
from customers.querysets.statements import StatementQuerySet

__all__ = [
    "VISIBLE_THROUGH",
    "CustomerQuerySet",
    "FileAccessQuerySet",
    "FileMergeQuerySet",
    "FileRequestQuerySet",
    "LenderTieQuerySet",
    "LookAlikeQuerySet",
    "OwnershipChangeQuerySet",
    "OwnershipConflictQuerySet",
    "RelationQuerySet",
    "StatementQuerySet",
    "TerritoryQuerySet",
]
