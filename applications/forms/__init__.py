"""The forms of applications, one module per subject."""

from applications.forms.acceptance import AcceptForm, DeclineForm, ReturnForm, WithdrawForm
from applications.forms.drafts import DraftForm, ExceptionForm, NewDraftForm, PartyForm
from applications.forms.majors import FlagMajorForm, LiftMajorForm, TeamForm
from applications.forms.old_projects import OldProjectForm
from applications.forms.papers import (
    AddPaperForm,
    AppliesForm,
    AssignForm,
    PaperReasonForm,
    PaperVersionForm,
    ReceiveForm,
    UploadForm,
    VerifyForm,
)
from applications.forms.quote import PaperLanguageForm, QuoteForm, QuotePaperForm

__all__ = [
    "AcceptForm",
    "AddPaperForm",
    "AppliesForm",
    "AssignForm",
    "DeclineForm",
    "DraftForm",
    "ExceptionForm",
    "FlagMajorForm",
    "LiftMajorForm",
    "NewDraftForm",
    "OldProjectForm",
    "PaperLanguageForm",
    "PaperReasonForm",
    "PaperVersionForm",
    "PartyForm",
    "QuoteForm",
    "QuotePaperForm",
    "ReceiveForm",
    "ReturnForm",
    "TeamForm",
    "UploadForm",
    "VerifyForm",
    "WithdrawForm",
]
