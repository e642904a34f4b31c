"""The forms of customers, one module per subject."""

from customers.forms.consultations import AnswerForm, ConsultationForm, LinkForm, ResolveForm
from customers.forms.contacts import (
    KINDS,
    CallForm,
    ContactForm,
    CorrectionForm,
    MarkForm,
    PostponeForm,
    ReasonForm,
    StepForm,
    VisitForm,
)
from customers.forms.files import EDIT_FORMS, NEW_FORMS
from customers.forms.statements import StatementForm

__all__ = [
    "EDIT_FORMS",
    "KINDS",
    "NEW_FORMS",
    "AnswerForm",
    "CallForm",
    "ConsultationForm",
    "ContactForm",
    "CorrectionForm",
    "LinkForm",
    "MarkForm",
    "PostponeForm",
    "ReasonForm",
    "ResolveForm",
    "StatementForm",
    "StepForm",
    "VisitForm",
]
