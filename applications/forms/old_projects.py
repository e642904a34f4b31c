"""One row of an old ledger, as the form that checks each of its cells."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import OldProjectState
from core import dates
from core.forms import AmountField, DateField, DeskForm


class OldProjectForm(DeskForm):
    number = forms.CharField(label=_("Old ledger number"), max_length=40)
    customer = forms.CharField(label=_("Customer number, credit code or identity number"), max_length=40)
    entered_on = DateField(label=_("Entered on"))
    product_name = forms.CharField(label=_("Product"), max_length=60, required=False)
    amount = AmountField(label=_("Applied for"))
    disbursed_amount = AmountField(label=_("Disbursed"), required=False)
    balance = AmountField(label=_("Balance"), required=False)
    state = forms.ChoiceField(label=_("Stage"), choices=OldProjectState)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def clean_entered_on(self):
        day = self.cleaned_data["entered_on"]
        if not day.year >= 1990 or day > dates.today():
            raise forms.ValidationError(_("A project of the time before was entered before today."))
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        lent, owed = values.get("disbursed_amount"), values.get("balance")
        if owed is not None and (lent is None or owed > lent):
            self.add_error("balance", _("The balance is larger than what was disbursed."))
        if owed and values.get("state", OldProjectState.RUNNING) != OldProjectState.RUNNING:
            self.add_error("state", _("A loan with a balance is still running."))
        return values
