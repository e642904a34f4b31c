"""The forms of checks, of hits, and of the lender's own lists."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import ChoiceRows, DateField, DeskForm, VersionField
from customers.forms.consents import paper_field
from customers.models import CustomerKind, Finding, HitDecision, IdentityType, InsiderRelation

DECISION_HINTS: dict[str, Any] = {
    HitDecision.FALSE_MATCH: _("Another person or company of that name. The case goes on."),
    HitDecision.ACCEPTABLE: _("It is our customer, and it does not stand against the loan. The case goes on."),
    HitDecision.REFUSE: _("It stands against the loan. The case cannot be submitted or paid out."),
}


class ChecksForm(DeskForm):
    """One answer for several sources at once; `choices` are what may be ticked."""

    columns = {"finding": 3, "note": 3}

    chosen = forms.MultipleChoiceField(label=_("Checks"), widget=forms.CheckboxSelectMultiple)
    finding = forms.ChoiceField(label=_("Result"), choices=Finding.choices)
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, help_text=_("A hit: what was found. Not asked: why not.")
    )
    file = paper_field(_("Evidence"), _("Screenshot or printed answer: PDF, JPEG or PNG, 25 MB at most."))

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = choices
        self.fields["chosen"].error_messages["required"] = _("Tick at least one check in the table.")


class HitForm(DeskForm):
    """Risk's word on a hit."""

    decision = forms.ChoiceField(
        label=pgettext_lazy("on a hit", "Decision"),
        choices=HitDecision.choices,
        widget=ChoiceRows(hints=DECISION_HINTS),
    )
    reason = forms.CharField(
        label=_("Reason: what was compared, and with what"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = VersionField()


class EntryForm(DeskForm):
    """What both lists ask."""

    columns = {"kind": 2, "name": 4, "identity_type": 2, "identity": 4, "birth_date": 2, "valid_to": 2}

    kind = forms.ChoiceField(label=_("Kind"), choices=CustomerKind.choices)
    name = forms.CharField(label=_("Name"), max_length=120)
    identity_type = forms.ChoiceField(
        label=_("Type of identity"),
        choices=[("", _("Identity card or credit code")), *IdentityType.choices],
        required=False,
    )
    identity = forms.CharField(
        label=_("Number of the paper"),
        max_length=30,
        required=False,
        help_text=_("With it a match is certain; without it the name decides."),
    )
    birth_date = DateField(label=_("Date of birth"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300)
    valid_to = DateField(label=_("Until"), required=False)


class BlacklistForm(EntryForm):
    columns = {**EntryForm.columns, "origin": 4}

    origin = forms.CharField(label=_("Where it is known from"), max_length=200)


class InsiderForm(EntryForm):
    columns = {**EntryForm.columns, "relation": 4}

    relation = forms.ChoiceField(label=_("Relation to the lender"), choices=InsiderRelation.choices)


class LiftForm(DeskForm):
    reason = forms.CharField(label=_("Why"), max_length=300)
    version = VersionField()
