"""Old ledgers from spreadsheets, for machines."""

from applications.forms.old_projects import TAKEOVER
from core.api.imports import ImportRuns


class OldLedgerImportViewSet(ImportRuns):
    """Spreadsheets of old ledgers that this person handed in."""

    takeover = TAKEOVER


ROUTES = [("old-ledger-imports", OldLedgerImportViewSet, "old-ledger-import")]
