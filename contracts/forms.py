"""Forms of the contract room."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from contracts.models import LoanContract
from contracts.services import drawdown_problems
from core.errors import InvalidInput
from core.forms import AmountField, DateField, DeskForm, VersionField
from core.money import CENT


class VersionedForm(DeskForm):
    """Carries the version of what it was opened on."""

    version = VersionField()


class PrepareForm(VersionedForm):
    language = forms.ChoiceField(label=_("Language of the contract"), choices=settings.LANGUAGES)
    columns = {"language": 3}


class SigningForm(VersionedForm):
    signed_on = DateField(label=_("Signed on"))
    columns = {"signed_on": 2}


class ReasonForm(VersionedForm):
    """Why a contract is void, or a drawdown refused."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class DrawdownForm(VersionedForm):
    amount = AmountField(label=_("Amount"), min_value=CENT)
    payee = forms.CharField(label=_("Payee"), max_length=120)
    payee_account = forms.CharField(label=_("Payee's account"), max_length=60)
    is_entrusted = forms.BooleanField(
        label=_("Paid to the supplier on the borrower's behalf"), required=False, initial=True
    )
    columns = {"amount": 3, "payee": 3, "payee_account": 3}

    def __init__(self, *args: Any, contract: LoanContract, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.contract = contract

    def service_problems(self) -> Iterable[InvalidInput]:
        amount = self.cleaned_data.get("amount")
        return drawdown_problems(self.contract, amount) if amount is not None else []


class DisbursementForm(VersionedForm):
    disbursed_on = DateField(label=_("Disbursed on"))
    bank_reference = forms.CharField(label=_("Bank reference"), max_length=60)
    columns = {"disbursed_on": 2, "bank_reference": 4}
