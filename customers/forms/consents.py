"""The forms of consents."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.errors import InvalidInput
from core.forms import DateField, DeskForm, SubmissionKeyField
from customers.models import ConsentKind
from customers.services.consents import consent_problems

ACCEPTED = ".pdf,.jpg,.jpeg,.png"
FILE_HINT = _("PDF, JPEG or PNG, 25 MB at most.")


def paper_field(label: Any, hint: Any = FILE_HINT) -> forms.FileField:
    """One paper; what it really is, the service finds out."""
    widget = forms.ClearableFileInput(attrs={"accept": ACCEPTED})
    return forms.FileField(label=label, required=False, help_text=hint, widget=widget)


class ConsentForm(DeskForm):
    """What was signed; the paper itself is compulsory for the bureau."""

    columns = {"kind": 3, "signed_on": 3, "valid_from": 3, "valid_to": 3}

    kind = forms.ChoiceField(label=_("What was agreed to"), choices=ConsentKind.choices)
    signed_on = DateField(label=_("Signed on"))
    valid_from = DateField(label=_("Valid from"), required=False, help_text=_("Empty: from the day it was signed."))
    valid_to = DateField(
        label=_("Valid to"), required=False, help_text=_("Needed for the bureau. Empty otherwise: until withdrawn.")
    )
    scope = forms.CharField(
        label=_("Agreed use"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("As the paper says it, for example: examination of this loan and its management until repaid."),
    )
    file = paper_field(_("Signed paper"), _("Needed for the bureau. PDF, JPEG or PNG, 25 MB at most."))
    submission_key = SubmissionKeyField()

    def service_problems(self) -> Iterable[InvalidInput]:
        return consent_problems(**self.cleaned_data)


class WithdrawConsentForm(DeskForm):
    withdrawn_on = DateField(label=_("Withdrawn on"))
    how = forms.CharField(label=_("How, and where the letter is"), max_length=200)
