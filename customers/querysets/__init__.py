"""Reads about customers, one module per subject."""

from customers.querysets.dossier import FileRowQuerySet
from customers.querysets.files import VISIBLE_THROUGH, CustomerQuerySet
from customers.querysets.statements import StatementQuerySet

__all__ = [
    "VISIBLE_THROUGH",
    "CustomerQuerySet",
    "FileRowQuerySet",
    "StatementQuerySet",
]
