"""The forms of customers, one module per subject."""

from customers.forms.consents import ConsentForm, WithdrawConsentForm
from customers.forms.credit import DebtFormSet, QueryForm, RecordFormSet, ReportForm, rows_of
from customers.forms.files import EDIT_FORMS, NEW_FORMS
from customers.forms.screening import BlacklistForm, ChecksForm, HitForm, InsiderForm, LiftForm
from customers.forms.statements import StatementForm

__all__ = [
    "EDIT_FORMS",
    "NEW_FORMS",
    "BlacklistForm",
    "ChecksForm",
    "ConsentForm",
    "DebtFormSet",
    "HitForm",
    "InsiderForm",
    "LiftForm",
    "QueryForm",
    "RecordFormSet",
    "ReportForm",
    "StatementForm",
    "WithdrawConsentForm",
    "rows_of",
]
