"""The pages of customers, one module per subject."""

from customers.views.files import check, detail, edit, list_customers, new, reveal
from customers.views.imports import import_new, import_run, import_template
from customers.views.relations import relation_add, relation_end, relation_search, relations, tie_add, tie_rule
from customers.views.statements import statement

__all__ = [
    "check",
    "detail",
    "edit",
    "import_new",
    "import_run",
    "import_template",
    "list_customers",
    "new",
    "relation_add",
    "relation_end",
    "relation_search",
    "relations",
    "reveal",
    "statement",
    "tie_add",
    "tie_rule",
]
