"""The forms of the consultation register: single lines, so that Enter saves."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import dates
from core.forms import AmountField, DateField, DeskForm, SubmissionKeyField, VersionField
from customers import providers
from customers.forms.contacts import time_field
from customers.models import Channel, Topic


class ConsultationForm(DeskForm):
    """One question, written down in twenty seconds."""

    name = forms.CharField(
        label=_("Name or form of address"), max_length=60, widget=forms.TextInput(attrs={"autofocus": True})
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    need = forms.CharField(label=pgettext_lazy("of a consultation", "Need"), max_length=2000)
    answer = forms.CharField(
        label=_("Answer given"), max_length=2000, required=False, help_text=_("Left empty, it waits for an answer.")
    )
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices, initial=Channel.PHONE)
    topic = forms.ChoiceField(label=_("Topic"), choices=Topic.choices, initial=Topic.FINANCING)
    amount = AmountField(label=_("Amount wanted"), required=False)
    product = forms.ChoiceField(label=_("Interested in"), required=False)
    difficulty = forms.CharField(label=_("Open difficulty"), max_length=2000, required=False)
    follow_up_on = DateField(label=_("Follow up on"), required=False)
    asked_time = time_field(label=_("Asked at"))
    submission_key = SubmissionKeyField()
    columns = {
        "name": 3,
        "phone": 3,
        "channel": 2,
        "topic": 2,
        "amount": 2,
        "product": 2,
        "follow_up_on": 2,
        "asked_time": 2,
    }
    paired = ("channel", "topic", "follow_up_on", "asked_time")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["product"].choices = [("", _("Not said")), *providers.interests()]

    @property
    def values(self) -> dict[str, Any]:
        """What the service takes; the time of asking is one of today's."""
        values = dict(self.cleaned_data)
        at = values.pop("asked_time")
        values["asked_at"] = timezone.make_aware(datetime.combine(dates.today(), at)) if at else None
        return values


class AnswerForm(DeskForm):
    answer = forms.CharField(label=_("Answer given"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    difficulty = forms.CharField(label=_("Open difficulty"), max_length=2000, required=False)
    version = VersionField()


class ResolveForm(DeskForm):
    resolution = forms.CharField(
        label=_("How it was resolved"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = VersionField()


class LinkForm(DeskForm):
    number = forms.CharField(label=_("Customer number"), max_length=20)
