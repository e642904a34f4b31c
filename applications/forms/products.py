"""The forms of products: a new version from the last one, with its fees and its due-diligence template."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.eligibility import HARD_RULES
from applications.labels import DAY_COUNTS, RULES, SECTIONS, authority_limits, hard_rules
from applications.models import (
    AuthorityProfile,
    ChargedWhen,
    ExclusionKind,
    PaperGroup,
    PaperNeed,
    PartyRole,
    ProductVersion,
    ReminderProfile,
    RepaymentMethod,
    SecurityKind,
)
from applications.services import RULE_FIELDS, fee_problems, product_problems, version_problems
from applications.services.product_checks import LONGEST_VALID, PAPER_FIELDS, paper_row_problems
from applications.services.product_rows import papers_of
from core import dates
from core.errors import InvalidInput
from core.forms import AmountField, DateField, DeskForm, PercentField, VersionField
from customers.models import Behind, CustomerKind, Source

SCREENS = "screen_"
SCREENED_AS = [*PartyRole.choices, *Behind.choices]
MONTHS = pgettext_lazy("unit of a term", "months")


def _ticks(label, choices, required: bool = False) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=required, widget=forms.CheckboxSelectMultiple
    )


class VersionForm(DeskForm):
    """What a product allows from a day on; it begins with what an earlier version says."""

    version = VersionField(required=False)
    valid_from = DateField(label=_("In force from"))
    note = forms.CharField(label=_("Why it changes"), max_length=300)
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
    eligibility = _ticks(
        _("Rules of eligibility"), [(rule, words[0]) for rule, words in RULES.items() if rule not in HARD_RULES]
    )
    authority_profile = forms.ChoiceField(
        label=_("Who decides"), choices=AuthorityProfile.choices, widget=forms.RadioSelect
    )
    reminder_profile = forms.ChoiceField(
        label=_("How borrowers are reminded"), choices=ReminderProfile.choices, widget=forms.RadioSelect
    )

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
        self.fields["authority_profile"].help_text = authority_limits()
        self.fields["eligibility"].help_text = hard_rules()
        for role, label in SCREENED_AS:
            self.fields[SCREENS + role] = _ticks(label, Source.choices)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        asked = {role: given.pop(SCREENS + role, []) for role, _label in SCREENED_AS}
        kept = self.last.screenings
        # The same ticks are no change, in whatever order they come.
        asked = {
            role: kept[role] if set(kept.get(role, [])) == set(found) else found
            for role, found in asked.items()
            if found
        }
        given["screenings"] = asked
        ticked, held = {*HARD_RULES, *given.get("eligibility", [])}, self.last.eligibility
        given["eligibility"] = held if ticked == set(held) else [rule for rule in RULES if rule in ticked]
        return given

    @property
    def screening_fields(self):
        """Whose checks are asked for, a group of ticks each."""
        return [self[SCREENS + role] for role, _label in SCREENED_AS]

    def service_problems(self) -> Iterable[InvalidInput]:
        return version_problems(self.last, self.cleaned_data)

    @staticmethod
    def first(version: ProductVersion, last: ProductVersion) -> dict[str, Any]:
        """The values a form begins with: those of a version, from tomorrow on and not before the last one.

        A rule that the form does not ask for stays as it is in the last one, through the service.
        """
        values = {name: getattr(version, name) for name in RULE_FIELDS if name in VersionForm.base_fields}
        values["eligibility"] = [rule for rule in version.eligibility if rule not in HARD_RULES]
        values |= {SCREENS + role: sources for role, sources in version.screenings.items()}
        tomorrow = max(dates.today() + timedelta(days=1), last.valid_from)
        return {**values, "version": last.number, "valid_from": tomorrow}


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


class PaperLineForm(DeskForm):
    """One paper of the checklist, in its place. A row without a name is left out."""

    position = forms.IntegerField(label=pgettext_lazy("in a list", "Place"), min_value=1, max_value=999, required=False)
    title = forms.CharField(label=_("Paper in Traditional Chinese"), max_length=120, required=False)
    title_en = forms.CharField(label=_("In English"), max_length=120, required=False)
    group = forms.ChoiceField(label=_("Class"), choices=PaperGroup.choices)
    need = forms.ChoiceField(label=_("Need"), choices=PaperNeed.choices)
    roles = _ticks(_("Of whom"), PartyRole.choices)
    customer_kind = forms.ChoiceField(
        label=_("For"), choices=[("", _("Persons and companies")), *CustomerKind.choices], required=False
    )
    condition = forms.CharField(label=_("When it applies"), max_length=120, required=False)
    condition_en = forms.CharField(label=_("When it applies, in English"), max_length=120, required=False)
    days_valid = forms.IntegerField(label=_("Holds good for"), min_value=1, max_value=LONGEST_VALID, required=False)
    is_dated = forms.BooleanField(label=_("Its last day is printed on it"), required=False)
    needs_clearance = forms.BooleanField(label=_("Compliance check by a third person"), required=False)
    is_site_evidence = forms.BooleanField(label=_("Photographs keep their place"), required=False)
    code = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    columns = {
        "position": 1, "title": 3, "title_en": 2, "group": 2, "need": 2, "customer_kind": 2, "condition": 3,
        "condition_en": 3, "days_valid": 2, "is_dated": 2, "needs_clearance": 2,
    }  # fmt: skip
    units = {"days_valid": pgettext_lazy("unit of a term", "days")}

    def service_problems(self) -> Iterable[InvalidInput]:
        row = paper_in(self.cleaned_data) if self.cleaned_data.get("title") and not self.errors else None
        return [InvalidInput(sentence, field=name) for name, sentence in paper_row_problems(row)] if row else []

    @staticmethod
    def first(version: ProductVersion) -> list[dict[str, Any]]:
        """The rows a formset begins with."""
        rows = enumerate(papers_of(version), start=1)
        return [{**row, "position": place, **_words_of(row)} for place, row in rows]


def _words_of(row: dict[str, Any]) -> dict[str, str]:
    """A name or a condition as two fields; one in Traditional Chinese and one in English."""
    titles, conditions = row["titles"], row["conditions"]
    return {
        "title": titles.get("zh-hant", ""),
        "title_en": titles.get("en", ""),
        "condition": conditions.get("zh-hant", ""),
        "condition_en": conditions.get("en", ""),
    }


def paper_in(given: dict[str, Any]) -> dict[str, Any]:
    """What a row says, as the service takes it."""
    titles = {"zh-hant": given.get("title", ""), "en": given.get("title_en", "")}
    conditions = {"zh-hant": given.get("condition", ""), "en": given.get("condition_en", "")}
    row = {name: given[name] for name in PAPER_FIELDS if name in given}
    return {**row, "titles": titles, "conditions": conditions}


PaperLineFormSet = forms.formset_factory(PaperLineForm, extra=3, max_num=80, validate_max=True)
FeeFormSet = forms.formset_factory(FeeForm, extra=2, max_num=20, validate_max=True)
ItemFormSet = forms.formset_factory(ItemForm, extra=3, max_num=80, validate_max=True)


def fees_in(formset) -> list[dict[str, Any]]:
    """The fees that have a name."""
    return [dict(form.cleaned_data) for form in formset.forms if form.cleaned_data.get("name")]


def items_in(formset) -> list[dict[str, Any]]:
    """The questions that have a title, by their place; one without a place comes last."""
    rows = [dict(form.cleaned_data) for form in formset.forms if form.cleaned_data.get("title")]
    return sorted(rows, key=lambda row: row.get("position") or 999)


def papers_in(formset) -> list[dict[str, Any]]:
    """The papers that have a name, by their place; one without a place comes last."""
    rows = [form.cleaned_data for form in formset.forms if form.cleaned_data.get("title")]
    return [paper_in(row) for row in sorted(rows, key=lambda row: row.get("position") or 999)]


class NewProductForm(DeskForm):
    """A product that begins as a copy of another one's rules."""

    code = forms.CharField(label=_("Code"), max_length=20, help_text=_("Letters, digits and lines; it never changes."))
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
