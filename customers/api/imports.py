"""Customers from spreadsheets, for machines."""

from core.api.imports import ImportRuns
from customers.forms.imports import TAKEOVER


class CustomerImportViewSet(ImportRuns):
    """Spreadsheets of customers that this person handed in."""

    takeover = TAKEOVER


ROUTES = [("customer-imports", CustomerImportViewSet, "customer-import")]
