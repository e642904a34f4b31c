"""The pages of customers, one module per subject."""

from customers.views.consultations import consult, consultation, consultations, link, reveal_phone
from customers.views.contacts import contact, contacts, correct, log_call, mark, new_contact
from customers.views.credit import (
    consent_new,
    consent_withdraw,
    credit_correct,
    credit_query,
    credit_report,
    credit_room,
    credit_version,
)
from customers.views.dossier import file, row, row_add, row_paper, row_reveal, row_withdraw, section
from customers.views.files import check, detail, edit, list_customers, new, reveal
from customers.views.imports import import_new, import_run, import_template
from customers.views.relations import (
    relation_add,
    relation_confirm,
    relation_end,
    relation_search,
    relations,
    tie_add,
    tie_rule,
)
from customers.views.screening import checks, hit, list_entry, own_list
from customers.views.statements import statement
from customers.views.visits import cancel, plan, visit, visits

__all__ = [
    "cancel",
    "check",
    "checks",
    "consent_new",
    "consent_withdraw",
    "consult",
    "consultation",
    "consultations",
    "contact",
    "contacts",
    "correct",
    "credit_correct",
    "credit_query",
    "credit_report",
    "credit_room",
    "credit_version",
    "detail",
    "edit",
    "file",
    "hit",
    "import_new",
    "import_run",
    "import_template",
    "link",
    "list_customers",
    "list_entry",
    "log_call",
    "mark",
    "new",
    "new_contact",
    "own_list",
    "plan",
    "relation_add",
    "relation_confirm",
    "relation_end",
    "relation_search",
    "relations",
    "reveal",
    "reveal_phone",
    "row",
    "row_add",
    "row_paper",
    "row_reveal",
    "row_withdraw",
    "section",
    "statement",
    "tie_add",
    "tie_rule",
    "visit",
    "visits",
]
