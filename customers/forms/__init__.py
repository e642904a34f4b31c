"""The forms of customers, one module per subject."""

from customers.forms.dossier import RowForm, SectionForm, WithdrawForm
from customers.forms.files import EDIT_FORMS, NEW_FORMS
from customers.forms.statements import StatementForm

__all__ = ["EDIT_FORMS", "NEW_FORMS", "RowForm", "SectionForm", "StatementForm", "WithdrawForm"]
