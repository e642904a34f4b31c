"""The forms of customers, one module per subject."""

from customers.forms.consents import ConsentForm, WithdrawConsentForm
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
from customers.forms.credit import DebtFormSet, QueryForm, RecordFormSet, report_form, rows_of
from customers.forms.dossier import RowForm, SectionForm, WithdrawForm
from customers.forms.files import EDIT_FORMS, NEW_FORMS
from customers.forms.finding import find_customer, suggested
from customers.forms.relations import ConfirmRelationForm, EndRelationForm, RelationForm, RulingForm, TieForm
from customers.forms.screening import BlacklistForm, ChecksForm, HitForm, InsiderForm, LiftForm
from customers.forms.statements import StatementForm
from customers.forms.value import ChangeSegmentForm, GradeForm, PlanForm, PlanManyForm, SegmentForm

__all__ = [
    "EDIT_FORMS",
    "KINDS",
    "NEW_FORMS",
    "AnswerForm",
    "BlacklistForm",
    "CallForm",
    "ChangeSegmentForm",
    "ChecksForm",
    "ConfirmRelationForm",
    "ConsentForm",
    "ConsultationForm",
    "ContactForm",
    "CorrectionForm",
    "DebtFormSet",
    "EndRelationForm",
    "GradeForm",
    "HitForm",
    "InsiderForm",
    "LiftForm",
    "LinkForm",
    "MarkForm",
    "PlanForm",
    "PlanManyForm",
    "PostponeForm",
    "QueryForm",
    "ReasonForm",
    "RecordFormSet",
    "RelationForm",
    "ResolveForm",
    "RowForm",
    "RulingForm",
    "SectionForm",
    "SegmentForm",
    "StatementForm",
    "StepForm",
    "TieForm",
    "VisitForm",
    "WithdrawConsentForm",
    "WithdrawForm",
    "find_customer",
    "report_form",
    "rows_of",
    "suggested",
]
