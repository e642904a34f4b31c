"""The pages of customers, one module per subject."""

from customers.views.dossier import file, row, row_add, row_reveal, row_withdraw, section
from customers.views.files import check, detail, edit, list_customers, new, reveal
from customers.views.statements import statement

__all__ = [
    "check",
    "detail",
    "edit",
    "file",
    "list_customers",
    "new",
    "reveal",
    "row",
    "row_add",
    "row_reveal",
    "row_withdraw",
    "section",
    "statement",
]
