"""The forms of customers, one module per subject."""

from customers.forms.files import EDIT_FORMS, NEW_FORMS
from customers.forms.finding import find_customer, suggested
from customers.forms.relations import EndRelationForm, RelationForm, RulingForm, TieForm
from customers.forms.statements import StatementForm

__all__ = [
    "EDIT_FORMS",
    "NEW_FORMS",
    "EndRelationForm",
    "RelationForm",
    "RulingForm",
    "StatementForm",
    "TieForm",
    "find_customer",
    "suggested",
]
