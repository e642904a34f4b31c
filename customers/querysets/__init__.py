"""Reads about customers, one module per subject."""

from customers.querysets.consents import ConsentQuerySet
from customers.querysets.contacts import (
    ConsultationQuerySet,
    ContactQuerySet,
    MarkQuerySet,
    VisitQuerySet,
    not_since,
    with_contact_days,
)
from customers.querysets.credit import CreditQueryQuerySet, CreditReportQuerySet
from customers.querysets.dossier import FileRowQuerySet
from customers.querysets.duplicates import FileMergeQuerySet, LookAlikeQuerySet
from customers.querysets.files import VISIBLE_THROUGH, CustomerQuerySet
from customers.querysets.market import MarketNoteQuerySet
from customers.querysets.messages import MessageTemplateQuerySet
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
from customers.querysets.value import ContactPlanQuerySet, SegmentQuerySet, ValueReviewQuerySet

__all__ = [
    "VISIBLE_THROUGH",
    "ConsentQuerySet",
    "ConsultationQuerySet",
    "ContactPlanQuerySet",
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
    "MarketNoteQuerySet",
    "MessageTemplateQuerySet",
    "OwnershipChangeQuerySet",
    "OwnershipConflictQuerySet",
    "RelationQuerySet",
    "ScreeningQuerySet",
    "SegmentQuerySet",
    "StatementQuerySet",
    "TerritoryQuerySet",
    "ValueReviewQuerySet",
    "VisitQuerySet",
    "by_name_or_number",
    "not_since",
    "with_contact_days",
]
