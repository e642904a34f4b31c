"""The form of a draft."""

from collections.abc import Iterable

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.labels import rule_name
from applications.models import ProductVersion, RepaymentMethod, SecurityKind
from applications.services import ADDED, draft_problems
from core import display
from core.errors import InvalidInput
from core.forms import AmountField, ChoiceRows, DeskForm, SubmissionKeyField, VersionField
from customers.models import Customer


class DraftForm(DeskForm):
    """What is asked for; everything but the product may still be missing."""

    product_version = forms.ModelChoiceField(
        label=_("Product"), queryset=ProductVersion.objects.none(), empty_label=None, widget=ChoiceRows(span=3)
    )
    amount = AmountField(
        label=_("Amount"), required=False, help_text=_("2600000, 2,600,000 or 260萬 are all understood.")
    )
    term_months = forms.IntegerField(label=_("Term"), required=False, min_value=1, max_value=600)
    method = forms.ChoiceField(
        label=_("Repayment method"), required=False, choices=[("", ""), *RepaymentMethod.choices]
    )
    purpose = forms.CharField(
        label=_("Purpose"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What is bought, from whom, for how much, and why now."),
    )
    repayment_source = forms.CharField(
        label=_("Source of repayment"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    security = forms.MultipleChoiceField(
        label=_("Security offered"), required=False, choices=SecurityKind.choices, widget=forms.CheckboxSelectMultiple
    )
    version = VersionField(required=False)

    columns = {"amount": 3, "term_months": 3, "method": 3}
    awaited = ("amount", "term_months", "method", "purpose", "repayment_source", "security")
    units = {"term_months": pgettext_lazy("unit of a term", "months")}

    def __init__(self, *args, customer: Customer, kept: ProductVersion | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        for_kind = {"for_companies": True} if customer.is_company else {"for_persons": True}
        offered = ProductVersion.objects.in_force().filter(**for_kind)
        chosen = Q(pk__in=offered.values("pk"))
        if kept is not None:
            chosen = (chosen & ~Q(product=kept.product_id)) | Q(pk=kept.pk)
        rows = ProductVersion.objects.filter(chosen).select_related("product").order_by("product__id")
        field = self.fields["product_version"]
        field.queryset = rows
        field.widget.hints = {str(version.pk): _limits(version) for version in rows}
        self.customer = customer

    def service_problems(self) -> Iterable[InvalidInput]:
        return draft_problems(self.customer, self.cleaned_data)


def _limits(version: ProductVersion) -> str:
    """What a product offers, in one line."""
    return _("{least} to {most}, {months} at most").format(
        least=display.in_words(version.least_amount, "large"),
        most=display.in_words(version.most_amount, "large"),
        months=display.months(version.longest_months),
    )


class ExceptionForm(DeskForm):
    """Why a rule may be left aside, or what a word in the purpose means."""

    rule = forms.ChoiceField(label=pgettext_lazy("of eligibility", "Rule"), choices=())
    reason = forms.CharField(
        label=_("Reason for the exception"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Why the case goes on nevertheless; whoever decides reads it."),
    )

    def __init__(self, *args, rules: list[str], **kwargs):
        super().__init__(*args, auto_id="exception_%s", **kwargs)
        self.fields["rule"].choices = [(rule, rule_name(rule)) for rule in rules]


class PartyForm(DeskForm):
    """Who takes part besides the borrower: a customer one may see, by number."""

    customer = forms.CharField(widget=forms.HiddenInput, max_length=20)
    role = forms.ChoiceField(label=_("Takes part as"), choices=[(role.value, role.label) for role in ADDED])


class NewDraftForm(DraftForm):
    """A draft that has no number yet; a double click opens it once."""

    submission_key = SubmissionKeyField(required=False)
