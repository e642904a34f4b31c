"""The forms of applications, one module per subject."""

from applications.forms.acceptance import REASONS, AcceptForm, DeclineForm, ReturnForm, WithdrawForm
from applications.forms.drafts import DraftForm, ExceptionForm, NewDraftForm, PartyForm
from applications.forms.quote import QuoteForm

__all__ = [
    "REASONS",
    "AcceptForm",
    "DeclineForm",
    "DraftForm",
    "ExceptionForm",
    "NewDraftForm",
    "PartyForm",
    "QuoteForm",
    "ReturnForm",
    "WithdrawForm",
]
