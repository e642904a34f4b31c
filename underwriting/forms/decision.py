"""The decision with its conditions, and what is said when a condition is met or dropped."""

from typing import Any

from django import forms
from django.forms import formset_factory
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.forms.acceptance import points_in
from applications.models import RepaymentMethod
from core.forms import AmountField, ChoiceRows, DateField, DeskForm, PercentField, VersionField
from staff.models import User
from underwriting.models import ConditionKind, Outcome
from underwriting.services.decision import Asked

STANDARD = [
    _("Mortgage registered with the lender as mortgagee"),
    _("Fire insurance with the lender as first beneficiary"),
    _("Guarantee contracts signed by all guarantors"),
    _("Resolution of the shareholders to borrow"),
    _("Monthly statements by the 15th of the following month"),
    _("At least three tenths of the receipts through the collection account"),
    _("Vouchers for the use of funds within 30 days"),
]
HINTS = {
    Outcome.APPROVED: _("This is the decision. The contract is prepared next."),
    Outcome.AGREED: _("Goes up: a risk officer decides after you."),
    Outcome.RETURNED: _("Back to the investigators with your points, in a new round."),
    Outcome.DECLINED: _("The case ends here with the reason you wrote."),
}
CHOICES = {
    Outcome.APPROVED: _("Approve"),
    Outcome.AGREED: _("Agree, send to the risk officer"),
    Outcome.RETURNED: _("Return with points"),
    Outcome.DECLINED: _("Decline"),
}


class DecisionForm(DeskForm):
    """What the reader of the report decides; declining has a button of its own."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), error_messages={"required": _("Nothing is decided yet: choose what you decide.")}
    )
    amount = AmountField(label=_("Amount"), required=False)
    term_months = forms.IntegerField(label=_("Term"), required=False, min_value=1, widget=forms.TextInput)
    annual_rate = PercentField(label=_("Yearly rate"), required=False)
    method = forms.ChoiceField(label=_("Repayment"), required=False, choices=RepaymentMethod.choices)
    points = forms.CharField(
        label=_("Points to be changed"),
        required=False,
        max_length=2000,
        help_text=_("Needed for a return, one point a line."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    has_read = forms.BooleanField(label=_("I have read the sealed report and what is outside its limits."))
    version = VersionField()
    report = forms.UUIDField(widget=forms.HiddenInput)

    units = {"term_months": pgettext_lazy("unit of a term", "months")}

    def __init__(self, data=None, *args, is_final: bool = True, **kwargs):
        if data is not None and "decline" in data:
            data = data.copy()
            data["outcome"] = str(Outcome.DECLINED)
        super().__init__(data, *args, **kwargs)
        agrees = Outcome.APPROVED if is_final else Outcome.AGREED
        offered = [agrees, Outcome.RETURNED]
        if data is not None:
            offered.append(Outcome.DECLINED)
        outcome = self.fields["outcome"]
        outcome.widget = ChoiceRows(hints={str(o): HINTS[o] for o in offered})
        outcome.choices = [(str(o), CHOICES[o]) for o in offered]

    def clean_points(self) -> list[str]:
        return points_in(self.cleaned_data["points"])


class ConditionForm(DeskForm):
    """One condition; a row without text is left out."""

    text = forms.CharField(
        label=_("Condition"),
        max_length=300,
        widget=forms.TextInput(attrs={"list": "standard-conditions", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Holds"), choices=ConditionKind.choices)
    owner = forms.ModelChoiceField(label=_("Owed by"), queryset=User.objects.none(), empty_label=None)
    due_on = DateField(label=_("Until"), required=False)

    columns = {"kind": 3, "owner": 3, "due_on": 3}
    paired = ("kind", "owner")

    def __init__(self, *args, owners=None, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        field.queryset = owners = owners if owners is not None else User.objects.none()
        field.choices = [(user.pk, field.label_from_instance(user)) for user in owners]  # asked once for every row

    def full_clean(self) -> None:
        if self.is_bound and not str(self.data.get(self.add_prefix("text"), "")).strip():
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        is_precedent = given.get("text") and given.get("kind") == ConditionKind.PRECEDENT
        if is_precedent and not given.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("A condition before release needs a date."))
        return given

    @property
    def asked(self) -> Asked | None:
        given = self.cleaned_data
        if not given.get("text"):
            return None
        return Asked(given["kind"], given["text"], given["owner"], given.get("due_on"))


ConditionFormSet = formset_factory(ConditionForm, extra=4, max_num=12, absolute_max=20)


class ConfirmForm(DeskForm):
    """By what it is seen that a condition is met."""

    evidence = forms.CharField(label=_("Seen by"), max_length=300, help_text=_("A certificate number, a file, a date."))
    version = VersionField()


class WaiveForm(DeskForm):
    """Why a condition can be dropped."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
