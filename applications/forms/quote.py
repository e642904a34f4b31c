"""The forms of a repayment plan."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.models import ProductVersion, RepaymentMethod
from core.forms import AmountField, DeskForm, PercentField, SubmissionKeyField


class QuoteForm(DeskForm):
    """Terms to compare: those asked for until somebody changes one."""

    amount = AmountField(label=_("Amount"), min_value=Decimal(1))
    term_months = forms.IntegerField(label=_("Term"), min_value=1, max_value=600)
    method = forms.ChoiceField(label=_("Repayment method"), choices=RepaymentMethod.choices)
    rate = PercentField(label=_("Yearly rate"))
    columns = {"amount": 3, "term_months": 3, "method": 3, "rate": 3}
    units = {"term_months": pgettext_lazy("unit of a term", "months")}

    def __init__(self, *args: Any, rules: ProductVersion, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["rate"].low, self.fields["rate"].high = rules.least_rate * 100, rules.most_rate * 100

    @property
    def terms(self) -> dict[str, Any]:
        """What a plan is computed from; the rate as a fraction."""
        terms = {name: self.cleaned_data[name] for name in ("amount", "term_months", "method")}
        return {**terms, "annual_rate": self.cleaned_data["rate"]}


class PaperLanguageForm(DeskForm):
    """In which language the paper is printed."""

    language = forms.ChoiceField(label=_("Language of the paper"), choices=settings.LANGUAGES)
    submission_key = SubmissionKeyField()


class QuotePaperForm(QuoteForm, PaperLanguageForm):
    """A plan as it goes on paper."""

    @property
    def values(self) -> dict[str, Any]:
        more = {name: self.cleaned_data[name] for name in ("language", "submission_key")}
        return {**self.terms, **more}
