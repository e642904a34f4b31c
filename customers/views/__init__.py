"""The pages of customers, one module per subject."""

from customers.views.consultations import consult, consultation, consultations, link, reveal_phone
from customers.views.contacts import contact, contacts, correct, log_call, mark, new_contact, to_contact
from customers.views.files import check, detail, edit, list_customers, new, reveal
from customers.views.statements import statement
from customers.views.visits import cancel, plan, visit, visits

__all__ = [
    "cancel",
    "check",
    "consult",
    "consultation",
    "consultations",
    "contact",
    "contacts",
    "correct",
    "detail",
    "edit",
    "link",
    "list_customers",
    "log_call",
    "mark",
    "new",
    "new_contact",
    "plan",
    "reveal",
    "reveal_phone",
    "statement",
    "to_contact",
    "visit",
    "visits",
]
