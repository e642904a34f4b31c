"""Reads about customers, one module per subject."""

from customers.querysets.contacts import (
    ConsultationQuerySet,
    ContactQuerySet,
    MarkQuerySet,
    VisitQuerySet,
    not_since,
    with_last_contact,
)
from customers.querysets.files import VISIBLE_THROUGH, CustomerQuerySet
from customers.querysets.statements import StatementQuerySet

__all__ = [
    "VISIBLE_THROUGH",
    "ConsultationQuerySet",
    "ContactQuerySet",
    "CustomerQuerySet",
    "MarkQuerySet",
    "StatementQuerySet",
    "VisitQuerySet",
    "not_since",
    "with_last_contact",
]
