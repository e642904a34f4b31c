"""The forms about two files of one customer."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core import display
from core.fields import SealedTextField
from core.forms import ChoiceRows, DeskForm, VersionField
from customers.models import Customer
from customers.services import merging
from customers.states import LookAlikeStatus

MASKS = {"phone": display.mask_phone, "email": display.mask_email}


class PairForm(DeskForm):
    """Whether two files are of one customer."""

    verdict = forms.ChoiceField(
        label=_("What do the papers show?"),
        choices=[
            (LookAlikeStatus.SAME.value, _("The same customer")),
            (LookAlikeStatus.DIFFERENT.value, _("Different customers")),
        ],
        widget=ChoiceRows(
            span=3,
            hints={
                LookAlikeStatus.SAME.value: _("The files are merged next; the department manager confirms."),
                LookAlikeStatus.DIFFERENT.value: _("This pair is never asked about again."),
            },
        ),
    )
    reason = forms.CharField(label=_("What shows it"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def withhold_different(self) -> None:
        """Offer only “the same” to somebody who may not say that the customers are different."""
        verdict: Any = self.fields["verdict"]
        verdict.choices = [choice for choice in verdict.choices if choice[0] != LookAlikeStatus.DIFFERENT]
        verdict.widget.span = None


class MergeForm(DeskForm):
    """Which file's value stays, field by field, where the two differ."""

    def __init__(self, *args: Any, survivor: Customer, merged: Customer, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for entry in merging.choosable(survivor):
            ours, theirs = (merging.value_of(file, entry) for file in (survivor, merged))
            if ours == theirs or (merging.is_empty(ours) and merging.is_empty(theirs)):
                continue
            self.fields[f"keep_{entry.name}"] = forms.ChoiceField(
                label=_label(entry),
                choices=[(merging.SURVIVOR, _said(entry, ours)), (merging.MERGED, _said(entry, theirs))],
                initial=merging.MERGED if merging.fills(survivor, merged, entry) else merging.SURVIVOR,
                widget=ChoiceRows(span=3),
            )
        self.fields["reason"] = forms.CharField(
            label=_("Why are they one customer?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
        )

    @property
    def choices(self) -> dict[str, str]:
        """Field and the file whose value stays."""
        chosen = {name.removeprefix("keep_"): side for name, side in self.cleaned_data.items()}
        return {name: side for name, side in chosen.items() if name != "reason"}


def _label(entry: Any) -> str:
    """The name of a field as the file shows it."""
    text = str(entry.verbose_name)
    return text[:1].upper() + text[1:]


def _said(entry: Any, value: Any) -> str:
    """What a file says in a field, masked where it is personal."""
    if merging.is_empty(value):
        return _now("nothing")
    if isinstance(entry, SealedTextField):
        mask = MASKS.get(entry.name)
        return mask(value) if mask else f"{str(value)[:6]}{display.DOTS}"
    if entry.choices:
        return str(dict(entry.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _now("yes") if value else _now("no")
    return display.grouped(value) if hasattr(value, "quantize") else str(value)


class MergeAnswerForm(DeskForm):
    """The answer to a merge."""

    version = VersionField()
    answer = forms.CharField(
        label=_("Reason"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
