"""Reads about customers, one module per subject."""

from customers.querysets.consents import ConsentQuerySet
from customers.querysets.contacts import (
    ConsultationQuerySet,
    ContactQuerySet,
    MarkQuerySet,
    VisitQuerySet,
    not_since,
    with_last_contact,
)
from customers.querysets.credit import CreditQueryQuerySet, CreditReportQuerySet
from customers.querysets.dossier import FileRowQuerySet
from customers.querysets.duplicates import FileMergeQuerySet, LookAlikeQuerySet
from customers.querysets.files import VISIBLE_THROUGH, CustomerQuerySet
from customers.querysets.owned import by_name_or_number
from customers.querysets.ownership import (
    FileAccessQuerySet,
    FileRequestQuerySet,
    OwnershipChangeQuerySet,
    OwnershipConflictQuerySet,
    TerritoryQuerySet,
)
from customers.querysets.relations import LenderTieQuerySet, RelationQuerySet
from customers.querysets.screening import ListEntryQuerySet, ScreeningQuerySet
from customers.querysets.statements import StatementQuerySet

__all__ = [
    "VISIBLE_THROUGH",
    "ConsentQuerySet",
    "ConsultationQuerySet",
    "ContactQuerySet",
    "CreditQueryQuerySet",
    "CreditReportQuerySet",
    "CustomerQuerySet",
    "FileAccessQuerySet",
    "FileMergeQuerySet",
    "FileRequestQuerySet",
    "FileRowQuerySet",
    "LenderTieQuerySet",
    "ListEntryQuerySet",
    "LookAlikeQuerySet",
    "MarkQuerySet",
    "OwnershipChangeQuerySet",
    "OwnershipConflictQuerySet",
    "RelationQuerySet",
    "ScreeningQuerySet",
    "StatementQuerySet",
    "TerritoryQuerySet",
    "VisitQuerySet",
    "by_name_or_number",
    "not_since",
    "with_last_contact",
]
