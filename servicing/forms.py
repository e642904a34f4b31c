"""Forms about receipts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import AmountField, DateField, DeskForm, SubmissionKeyField
from core.money import CENT


class PaymentForm(DeskForm):
    """Money received. `previewed` says which date and amount the reader has seen divided."""

    columns = {"received_on": 3, "amount": 3}

    received_on = DateField(label=_("Received on"), help_text=_("The value date on the bank's statement."))
    amount = AmountField(label=_("Amount"), min_value=CENT)
    client_ref = forms.CharField(
        label=_("Bank reference"),
        max_length=80,
        help_text=_("Taken once for each loan, so that nothing is posted twice."),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    submission_key = SubmissionKeyField()
    previewed = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    @property
    def figures(self) -> str:
        """The date and amount typed, in the form of `previewed`."""
        return f"{self.cleaned_data['received_on']} {self.cleaned_data['amount']}"


class ReversalForm(DeskForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was wrong, and how it was found."),
    )


class ReceiptsForm(DeskForm):
    day = DateField(label=_("Day"))
