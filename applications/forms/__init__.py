"""The forms of applications, one module per subject."""

from applications.forms.acceptance import REASONS, AcceptForm, DeclineForm, ReturnForm, WithdrawForm
from applications.forms.drafts import DraftForm, NewDraftForm
from applications.forms.majors import FlagMajorForm, LiftMajorForm, TeamForm
from applications.forms.old_projects import OldProjectForm
from applications.forms.quote import QuoteForm

__all__ = [
    "REASONS",
    "AcceptForm",
    "DeclineForm",
    "DraftForm",
    "FlagMajorForm",
    "LiftMajorForm",
    "NewDraftForm",
    "OldProjectForm",
    "QuoteForm",
    "ReturnForm",
    "TeamForm",
    "WithdrawForm",
]
