"""The forms of products: a new version from the last one, with its fees and its due-diligence template."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.labels import DAY_COUNTS, RULES, SECTIONS
from applications.models import (
    ChargedWhen,
    ExclusionKind,
    ProductVersion,
    RepaymentMethod,
    SecurityKind,
)
from applications.services import RULE_FIELDS, fee_problems, product_problems, version_problems
from core import dates
from core.errors import InvalidInput
from core.forms import AmountField, DateField, DeskForm, PercentField, VersionField

MONTHS = pgettext_lazy("unit of a term", "months")


def _ticks(label, choices, required: bool = False) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=required, widget=forms.CheckboxSelectMultiple
    )


class VersionForm(DeskForm):
    """What a product allows from a day on; it begins with what the last version says."""

    version = VersionField(required=False)
    valid_from = DateField(label=_("In force from"))
    note = forms.CharField(label=_("Why it changes"), max_length=300, required=False)
    for_persons = forms.BooleanField(label=_("For persons"), required=False)
    for_companies = forms.BooleanField(label=_("For companies"), required=False)
    least_amount = AmountField(label=_("Lowest amount"), min_value=Decimal(1))
    most_amount = AmountField(label=_("Highest amount"), min_value=Decimal(1))
    shortest_months = forms.IntegerField(label=_("Shortest term"), min_value=1, max_value=600)
    longest_months = forms.IntegerField(label=_("Longest term"), min_value=1, max_value=600)
    least_rate = PercentField(label=_("Lowest yearly rate"))
    most_rate = PercentField(label=_("Highest yearly rate"))
    methods = _ticks(_("Repayment methods"), RepaymentMethod.choices, required=True)
    security_allowed = _ticks(_("Security allowed (none ticked: any)"), SecurityKind.choices)
    security_required = _ticks(_("Security asked for"), SecurityKind.choices)
    interest = forms.ChoiceField(
        label=_("Interest"), choices=[("daily", _("By the day")), ("per_period", _("By the period"))]
    )
    day_count = forms.ChoiceField(label=_("Day count"), choices=list(DAY_COUNTS.items()))
    penalty_multiplier = forms.DecimalField(
        label=_("Rate on what is late, times the rate"), min_value=1, max_value=2, decimal_places=2
    )
    eligibility = _ticks(_("Rules of eligibility"), [(rule, words[0]) for rule, words in RULES.items()])

    columns = {
        "valid_from": 2, "note": 4, "for_persons": 3, "for_companies": 3, "least_amount": 3, "most_amount": 3,
        "shortest_months": 3, "longest_months": 3, "least_rate": 3, "most_rate": 3, "interest": 2, "day_count": 2,
        "penalty_multiplier": 2,
        "security_allowed": 3, "security_required": 3,
    }  # fmt: skip
    units = {"shortest_months": MONTHS, "longest_months": MONTHS}

    def __init__(self, *args: Any, last: ProductVersion, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.last = last

    def service_problems(self) -> Iterable[InvalidInput]:
        return version_problems(self.last, self.cleaned_data)

    @staticmethod
    def first(version: ProductVersion) -> dict[str, Any]:
        """The values a form begins with: those of the last version, from tomorrow on.

        A rule that the form does not ask for stays as it is, through the service.
        """
        values = {name: getattr(version, name) for name in RULE_FIELDS if name in VersionForm.base_fields}
        tomorrow = max(dates.today() + timedelta(days=1), version.valid_from)
        return {**values, "version": version.number, "valid_from": tomorrow}


class FeeForm(DeskForm):
    """One fee: a percentage or a fixed amount. A row without a name is left out."""

    name = forms.CharField(label=_("Fee"), max_length=60, required=False)
    rate = PercentField(label=_("Percent of the amount"), required=False)
    amount = AmountField(label=_("Fixed amount"), required=False)
    charged = forms.ChoiceField(label=_("Charged"), choices=ChargedWhen.choices)
    names = forms.JSONField(required=False, widget=forms.HiddenInput)
    columns = {"name": 2, "rate": 1, "amount": 1, "charged": 2}

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        is_named = bool(given.get("name"))
        has_rate, has_amount = bool(given.get("rate")), bool(given.get("amount"))
        if is_named and has_rate == has_amount and not self.errors:
            self.add_error("amount", _("Either a percentage or a fixed amount."))
        if not is_named and (has_rate or has_amount):
            self.add_error("name", _("Name the fee."))
        return given

    def service_problems(self) -> Iterable[InvalidInput]:
        found = fee_problems([self.cleaned_data]) if self.cleaned_data.get("name") and not self.errors else []
        return [InvalidInput(problem.sentence, field="name") for problem in found]


class ItemForm(DeskForm):
    """One question of the due-diligence template, in its place. A row without a title is left out."""

    position = forms.IntegerField(label=pgettext_lazy("in a list", "Place"), min_value=1, max_value=999, required=False)
    section = forms.ChoiceField(label=_("Section"), choices=list(SECTIONS.items()))
    title = forms.CharField(label=_("Question"), max_length=80, required=False)
    hint = forms.CharField(label=_("What to look at"), max_length=200, required=False)
    needs_file = forms.BooleanField(label=_("Needs a file"), required=False)
    code = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    columns = {"position": 1, "section": 2, "title": 2, "needs_file": 1}


FeeFormSet = forms.formset_factory(FeeForm, extra=2, max_num=20, validate_max=True)
ItemFormSet = forms.formset_factory(ItemForm, extra=3, max_num=80, validate_max=True)


def fees_in(formset) -> list[dict[str, Any]]:
    """The fees that have a name."""
    return [dict(form.cleaned_data) for form in formset.forms if form.cleaned_data.get("name")]


def items_in(formset) -> list[dict[str, Any]]:
    """The questions that have a title, by their place; one without a place comes last."""
    rows = [dict(form.cleaned_data) for form in formset.forms if form.cleaned_data.get("title")]
    return sorted(rows, key=lambda row: row.get("position") or 999)


class NewProductForm(DeskForm):
    """A product that begins as a copy of another one's rules."""

    code = forms.SlugField(label=_("Code"), max_length=20, help_text=_("Letters, digits and lines; it never changes."))
    name = forms.CharField(label=_("Name in Traditional Chinese"), max_length=60)
    name_hans = forms.CharField(label=_("Name in Simplified Chinese"), max_length=60, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)
    like = forms.ModelChoiceField(label=_("Begins with the rules of"), queryset=ProductVersion.objects.none())
    columns = {"code": 2, "name": 4, "name_hans": 3, "name_en": 3}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["like"].queryset = (
            ProductVersion.objects.in_force().select_related("product").order_by("product__id")
        )

    def service_problems(self) -> Iterable[InvalidInput]:
        return product_problems(self.cleaned_data.get("code"), self.cleaned_data.get("name"))


class WithdrawProductForm(DeskForm):
    reason = forms.CharField(label=_("Why it is withdrawn"), max_length=300)


class ExclusionForm(DeskForm):
    """A word no purpose may contain, or the beginning of an industry code."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ExclusionKind.choices)
    text = forms.CharField(label=_("Word or code"), min_length=2, max_length=40)
    basis = forms.CharField(label=_("Basis"), max_length=200)
    valid_from = DateField(label=_("From"), required=False, help_text=_("Left empty: from today on."))
    columns = {"kind": 2, "text": 2, "valid_from": 2}
