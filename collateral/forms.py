"""Forms about collateral and guarantors."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.models import Application
from collateral.models import Collateral, CollateralKind, Guarantee
from collateral.services import collateral_problems, guarantee_problems, guarantor_problems, newcomer_problems
from core.errors import InvalidInput
from core.forms import AmountField, DeskForm, DeskModelForm, VersionField
from core.money import CENT
from customers.forms import find_customer
from customers.models import Customer, CustomerKind
from staff.models import User

WHO_HINT = _("Customer number, part of the name, or the full identity number or credit code.")
SQUARE_METRES = pgettext_lazy("unit", "m²")


class WhoMixin(forms.Form):
    """Somebody with a file, found by `who_field`; or the few entries that open one."""

    who_field = ""

    new_kind = forms.ChoiceField(label=_("Kind"), choices=CustomerKind.choices, required=False)
    new_name = forms.CharField(label=_("Name"), max_length=120, required=False)
    new_identity = forms.CharField(label=_("Identity number or credit code"), max_length=30, required=False)
    new_phone = forms.CharField(label=_("Phone"), max_length=30, required=False)

    NEW = ("new_kind", "new_name", "new_identity", "new_phone")

    def __init__(self, *args: Any, application: Application, user: User, **kwargs: Any):
        self.application, self.user = application, user
        super().__init__(*args, **kwargs)

    @property
    def new_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.NEW]

    @property
    def is_new_open(self) -> bool:
        """Whether the entries for a newcomer stand open: something is typed there, or wrong."""
        return any(self[name].errors or (self.is_bound and self[name].value()) for name in self.NEW[1:])

    def clean(self):
        cleaned = super().clean()
        text = cleaned.get(self.who_field) or ""
        newcomer = {name: cleaned.get(f"new_{name}") or "" for name in ("kind", "name", "identity", "phone")}
        cleaned["newcomer"] = newcomer if newcomer["name"] and newcomer["identity"] else None
        if bool(newcomer["name"]) != bool(newcomer["identity"]):
            empty = "new_identity" if newcomer["name"] else "new_name"
            self.add_error(empty, _("To open a file, enter both the name and the identity number."))
        cleaned[self.who_field] = self._found(text) if text and not cleaned["newcomer"] else None
        return cleaned

    def _found(self, text: str) -> Customer | None:
        try:
            found = find_customer(text, self.user)
        except forms.ValidationError as error:
            self.add_error(self.who_field, error)
            return None
        if found is None:
            self.add_error(self.who_field, _("Nobody fits. Check what you typed, or open a file below."))
        return found

    def values(self) -> dict[str, Any]:
        """What the service takes: the version only of what is there already."""
        left_out = {*self.NEW, *(() if self.instance.pk else ("version",))}
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}


class CollateralForm(WhoMixin, DeskModelForm):
    who_field = "owner"
    columns = {
        "kind": 2,
        "title_number": 4,
        "area": 2,
        "owner": 4,
        "appraised_value": 3,
        "internal_value": 3,
        "appraised_on": 3,
        "appraiser": 3,
        "prior_claims": 3,
        "new_kind": 2,
        "new_name": 4,
        "new_identity": 4,
        "new_phone": 2,
    }
    units = {"area": SQUARE_METRES}

    owner = forms.CharField(
        label=_("Owner"), max_length=120, required=False, help_text=_("Empty when the borrower owns it.")
    )
    appraised_value = AmountField(label=_("Appraised value"), min_value=CENT)
    internal_value = AmountField(label=_("Internal value"), min_value=CENT, help_text=_("What we hold it to be worth."))
    prior_claims = AmountField(
        label=_("Prior claims"), required=False, help_text=_("What ranks before us. Empty when nothing does.")
    )
    version = VersionField(required=False)

    class Meta:
        model = Collateral
        fields = [
            "kind",
            "description",
            "title_number",
            "area",
            "appraised_value",
            "appraised_on",
            "appraiser",
            "internal_value",
            "prior_claims",
            "finding",
        ]
        widgets = {"finding": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"finding": _("Who owns it, since when, leases, seizures, and how it could be realised.")}

    field_order = ["kind", "title_number", "description", "area", "owner"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Choose a kind")), *CollateralKind.choices]

    def clean_prior_claims(self) -> Decimal:
        return self.cleaned_data.get("prior_claims") or Decimal(0)

    def service_problems(self) -> Iterable[InvalidInput]:
        yield from newcomer_problems(self.cleaned_data["newcomer"], self.user)
        kept = self.instance if self.instance.pk else None
        yield from collateral_problems(self.application, self.cleaned_data, kept)


class GuaranteeForm(WhoMixin, DeskModelForm):
    who_field = "guarantor"
    columns = {
        "guarantor": 4,
        "relation": 2,
        "net_assets": 3,
        "outstanding_guarantees": 3,
        "monthly_income": 2,
        "living_cost": 2,
        "own_instalments": 2,
        "new_kind": 2,
        "new_name": 4,
        "new_identity": 4,
        "new_phone": 2,
    }

    guarantor = forms.CharField(label=_("Guarantor"), max_length=120, required=False, help_text=WHO_HINT)
    net_assets = AmountField(label=_("Net assets"), help_text=_("A company: its equity."))
    outstanding_guarantees = AmountField(label=_("Guarantees given elsewhere"), required=False)
    monthly_income = AmountField(label=_("Monthly income"), required=False)
    living_cost = AmountField(label=_("Monthly living cost"), required=False)
    own_instalments = AmountField(label=_("Own monthly instalments"), required=False)
    version = VersionField(required=False)

    class Meta:
        model = Guarantee
        fields = [
            "relation",
            "net_assets",
            "outstanding_guarantees",
            "monthly_income",
            "living_cost",
            "own_instalments",
            "note",
        ]
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    field_order = ["guarantor", "relation"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("guarantor", *self.NEW):
                del self.fields[name]

    @property
    def new_fields(self) -> list[forms.BoundField]:
        return [] if self.instance.pk else super().new_fields

    @property
    def is_new_open(self) -> bool:
        return bool(self.new_fields) and super().is_new_open

    def clean(self):
        cleaned = forms.ModelForm.clean(self) if self.instance.pk else super().clean()
        for name in ("outstanding_guarantees", "monthly_income", "living_cost", "own_instalments"):
            cleaned[name] = cleaned.get(name) or Decimal(0)
        tried = {self.who_field, *self.NEW} & set(self.errors)
        if not self.instance.pk and not tried and not cleaned["guarantor"] and not cleaned["newcomer"]:
            self.add_error("guarantor", _("Say who guarantees."))
        return cleaned

    def service_problems(self) -> Iterable[InvalidInput]:
        yield from guarantee_problems(self.cleaned_data)
        if not self.instance.pk:
            yield from guarantor_problems(self.application, self.cleaned_data.get("guarantor"))
            yield from newcomer_problems(self.cleaned_data["newcomer"], self.user)


class WithdrawForm(DeskForm):
    reason = forms.CharField(label=_("Why"), max_length=300)
