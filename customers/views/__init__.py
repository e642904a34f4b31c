"""The pages of customers, one module per subject."""

from customers.views.credit import consent_new, consent_withdraw, credit_query, credit_report, credit_room
from customers.views.dossier import file, row, row_add, row_reveal, row_withdraw, section
from customers.views.files import check, detail, edit, list_customers, new, reveal
from customers.views.imports import import_new, import_run, import_template
from customers.views.relations import relation_add, relation_end, relation_search, relations, tie_add, tie_rule
from customers.views.screening import checks, hit, list_entry, own_list
from customers.views.statements import statement

__all__ = [
    "check",
    "checks",
    "consent_new",
    "consent_withdraw",
    "credit_query",
    "credit_report",
    "credit_room",
    "detail",
    "edit",
    "file",
    "hit",
    "import_new",
    "import_run",
    "import_template",
    "list_customers",
    "list_entry",
    "new",
    "own_list",
    "relation_add",
    "relation_end",
    "relation_search",
    "relations",
    "reveal",
    "row",
    "row_add",
    "row_reveal",
    "row_withdraw",
    "section",
    "statement",
    "tie_add",
    "tie_rule",
]
