"""Forms of intake: the draft, acceptance, return, refusal, withdrawal."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.models import ProductVersion, RepaymentMethod, SecurityKind
from core import dates, display, parameters
from core.forms import AmountField, ChoiceRows, DateField, DeskForm, PercentField, SubmissionKeyField, VersionField
from customers.models import Customer
from staff.models import User
from staff.roles import Role


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
        chosen = Q(pk__in=offered.values("pk")) | Q(pk=kept.pk if kept else None)
        rows = ProductVersion.objects.filter(chosen).select_related("product").order_by("product__name")
        field = self.fields["product_version"]
        field.queryset = rows
        field.widget.hints = {str(version.pk): _limits(version) for version in rows}


def _limits(version: ProductVersion) -> str:
    """What a product offers, in one line."""
    return _("{least} to {most}, {months} at most").format(
        least=display.in_words(version.least_amount, "large"),
        most=display.in_words(version.most_amount, "large"),
        months=display.months(version.longest_months),
    )


class NewDraftForm(DraftForm):
    """A draft that has no number yet; a double click opens it once."""

    submission_key = SubmissionKeyField(required=False)


class AcceptForm(DeskForm):
    """受理派工: the second investigator and a deadline."""

    second_investigator = forms.ModelChoiceField(
        label=_("Second investigator"), queryset=User.objects.none(), empty_label=None
    )
    deadline = DateField(label=_("Deadline of the investigation"))
    version = VersionField()
    columns = {"second_investigator": 3, "deadline": 3}

    def __init__(self, *args, application, **kwargs):
        initial = {
            "deadline": dates.add_working_days(dates.today(), int(parameters.value("investigation_days"))),
            "version": application.version,
        }
        super().__init__(*args, initial=initial, **kwargs)
        people = User.objects.with_role(Role.ACCOUNT_MANAGER, application.department)
        self.fields["second_investigator"].queryset = people.exclude(pk=application.lead_investigator_id)


class ReturnForm(DeskForm):
    """What has to change, a line for each point."""

    points = forms.CharField(
        label=_("What has to change"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One point on each line."),
    )
    version = VersionField()

    def clean_points(self) -> list[str]:
        points = [line.strip() for line in self.cleaned_data["points"].splitlines() if line.strip()]
        if any(len(point) > 300 for point in points):
            raise forms.ValidationError(_("A point has at most 300 characters. Put the rest on a line of its own."))
        return points


REASONS = {
    "industry": _("Industry the lender does not serve"),
    "purpose": _("Purpose not allowed"),
    "identity": _("Identity or licence not valid"),
    "record": _("Bad repayment record"),
    "capacity": _("No believable source of repayment"),
    "area": _("Outside the lender's area"),
}


class DeclineForm(DeskForm):
    """A reason code, and what there is to say about it."""

    code = forms.ChoiceField(label=_("Reason"), choices=list(REASONS.items()), widget=ChoiceRows(span=3))
    note = forms.CharField(label=_("In words"), max_length=200, required=False)
    version = VersionField()

    def reason(self) -> str:
        """The code's words, then the note."""
        words = str(REASONS[self.cleaned_data["code"]])
        note = self.cleaned_data["note"].strip()
        return f"{words}: {note}" if note else words


class WithdrawForm(DeskForm):
    reason = forms.CharField(label=_("Why the customer withdraws"), max_length=300)
    version = VersionField()


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
