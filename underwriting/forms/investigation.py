"""Forms of the investigation: one finding, the opinion, a signature."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.models import RepaymentMethod
from core.forms import AmountField, DateField, DeskForm, DeskModelForm, FilesField, PercentField, VersionField
from underwriting.missing import REQUIRED
from underwriting.models import Investigation, Result, Source

MONTHS = pgettext_lazy("unit", "months")


class FindingForm(DeskForm):
    columns = {"result": 3, "source": 3}

    result = forms.ChoiceField(label=_("Finding"), choices=Result.choices, widget=forms.RadioSelect)
    source = forms.ChoiceField(label=_("Source of the fact"), choices=Source.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    files = FilesField(  # type: ignore[assignment]  # Django takes declared fields out of the class
        label=_("Papers and photos"), required=False, help_text=_("PDF, JPEG or PNG, 25 MB each at most.")
    )
    version = VersionField(required=False)


class OpinionForm(DeskModelForm):
    """The lead's opinion; every entry may wait, the service keeps drafts. Rates are typed as percentages."""

    columns = {
        "amount": 2,
        "term_months": 2,
        "annual_rate": 2,
        "method": 6,
        "release_on": 3,
        "first_due_on": 3,
        "revenue_growth": 3,
        "debt_due": 3,
        "monthly_income": 2,
        "own_instalments": 2,
        "living_cost": 2,
        "is_legal": 6,
        "is_compliant": 6,
        "is_safe": 6,
        "is_profitable": 6,
    }
    units = {"term_months": MONTHS}
    awaited = (*REQUIRED, "release_on")
    TERMS = (*Investigation.TERMS, *Investigation.DAYS)
    COMPANY = ("revenue_growth", "debt_due")
    PERSON = ("monthly_income", "own_instalments", "living_cost")

    amount = AmountField(label=_("Suggested amount"), required=False)
    annual_rate = PercentField(label=_("Suggested yearly rate"), required=False)
    method = forms.ChoiceField(label=_("Suggested repayment"), required=False)
    release_on = DateField(label=_("Planned release"), required=False)
    first_due_on = DateField(
        label=_("First instalment due"), required=False, help_text=_("Empty: one month after the release.")
    )
    revenue_growth = PercentField(
        label=_("Expected revenue growth"), low=Decimal(-100), high=Decimal(500), places=2, required=False
    )
    debt_due = AmountField(label=_("Instalment principal due within 12 months"), required=False)
    own_instalments = AmountField(label=_("Monthly instalments of existing debts"), required=False)
    living_cost = AmountField(label=_("Monthly living cost"), required=False)
    version = VersionField(required=False)

    class Meta:
        model = Investigation
        fields = Investigation.OPINION
        widgets = {
            "conduct": forms.Textarea(attrs={"rows": 4}),
            "operation": forms.Textarea(attrs={"rows": 5}),
            "risks": forms.Textarea(attrs={"rows": 5}),
            "opinion": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "conduct": _("Visits with place, day and people; what could not be verified."),
            "risks": _("Answer every doubt and every figure outside its limit."),
            "is_legal": _("Is the borrower entitled, and the purpose lawful?"),
            "is_compliant": _("Do customer, product and security follow the rules?"),
            "is_safe": _("Will it be repaid, and what if not?"),
            "is_profitable": _("What does the lender earn on it?"),
        }

    def __init__(self, *args: Any, application, **kwargs: Any):
        super().__init__(*args, **kwargs)
        allowed = set(application.product_version.methods)
        choices = [(value, label) for value, label in RepaymentMethod.choices if value in allowed]
        self.fields["method"].choices = [("", _("Not suggested yet")), *choices]
        for name in self.PERSON if application.customer.is_company else self.COMPANY:
            del self.fields[name]
        self.is_company = application.customer.is_company

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("revenue_growth", "debt_due", "own_instalments", "living_cost"):
            if name in self.fields and name not in self.errors:
                cleaned[name] = cleaned.get(name) or Decimal(0)
        return cleaned

    def part(self, *names: str) -> list[forms.BoundField]:
        """The fields of one section of the page."""
        return [self[name] for name in names if name in self.fields]

    @property
    def terms(self):
        return self.part(*self.TERMS)

    @property
    def means(self):
        return self.part(*self.COMPANY, *self.PERSON)

    @property
    def judgements(self):
        return self.part(*Investigation.JUDGEMENTS)

    @property
    def texts(self):
        return self.part(*Investigation.TEXTS)


class SignForm(DeskForm):
    dissent = forms.CharField(
        label=_("Dissent of the second investigator"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only where you see it differently; it stands in the report beside the opinion."),
    )
    version = VersionField(required=False)

    def __init__(self, *args: Any, is_lead: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if is_lead:
            del self.fields["dissent"]
