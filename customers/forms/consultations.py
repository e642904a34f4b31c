"""The forms of the consultation register: single lines, so that Enter saves."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import dates
from core.errors import InvalidInput
from core.forms import AmountField, DateField, DeskForm, SubmissionKeyField, VersionField
from customers import providers
from customers.forms.contacts import time_field
from customers.models import Channel, Topic
from customers.services.consultations import asked_problems


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
    asked_day = DateField(label=pgettext_lazy("of a consultation", "Asked on"), required=False, initial=dates.today)
    asked_time = time_field(label=_("Asked at"))
    submission_key = SubmissionKeyField()
    columns = {
        "name": 3,
        "phone": 3,
        "channel": 2,
        "topic": 2,
        "amount": 3,
        "product": 3,
        "follow_up_on": 2,
        "asked_day": 2,
        "asked_time": 2,
    }
    paired = ("channel", "topic", "asked_day", "asked_time")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["product"].choices = [("", _("Not said")), *providers.interests()]

    def service_problems(self) -> list[InvalidInput]:
        """A moment that cannot be stands at the day, or at the time typed for today."""
        if not {"asked_day", "asked_time"} <= set(self.cleaned_data) or self.values["asked_at"] is None:
            return []
        is_today = self.cleaned_data["asked_day"] in (None, dates.today())
        place = "asked_time" if is_today else "asked_day"
        return [InvalidInput(problem.sentence, place) for problem in asked_problems(self.values["asked_at"])]

    @property
    def values(self) -> dict[str, Any]:
        """What the service takes; without a time of asking, now today and noon on an earlier day."""
        values = dict(self.cleaned_data)
        day, at = values.pop("asked_day") or dates.today(), values.pop("asked_time")
        is_now = at is None and day == dates.today()
        values["asked_at"] = None if is_now else timezone.make_aware(datetime.combine(day, at or time(12)))
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
