"""The forms of customers, one module per subject."""

from customers.forms.consents import ConsentForm, WithdrawConsentForm
from customers.forms.credit import DebtFormSet, QueryForm, RecordFormSet, ReportForm, rows_of
from customers.forms.dossier import RowForm, SectionForm, WithdrawForm
from customers.forms.files import EDIT_FORMS, NEW_FORMS
from customers.forms.finding import find_customer, suggested
from customers.forms.relations import EndRelationForm, RelationForm, RulingForm, TieForm
from customers.forms.screening import BlacklistForm, ChecksForm, HitForm, InsiderForm, LiftForm
from customers.forms.statements import StatementForm

__all__ = [
    "EDIT_FORMS",
    "NEW_FORMS",
    "BlacklistForm",
    "ChecksForm",
    "ConsentForm",
    "DebtFormSet",
    "EndRelationForm",
    "HitForm",
    "InsiderForm",
    "LiftForm",
    "QueryForm",
    "RecordFormSet",
    "RelationForm",
    "ReportForm",
    "RowForm",
    "RulingForm",
    "SectionForm",
    "StatementForm",
    "TieForm",
    "WithdrawConsentForm",
    "WithdrawForm",
    "find_customer",
    "rows_of",
    "suggested",
]
