"""The forms of messages to customers and of their wordings."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core import dates
from core.forms import DateField, DeskForm, SubmissionKeyField
from customers.forms.contacts import time_field
from customers.models import MessagePurpose, MessageTemplate
from customers.wording import ALWAYS, ASKED, OPTIONAL, named_in


def _words() -> dict[str, forms.Field]:
    """A field for each word that a wording may ask of its sender."""
    return {
        "day": DateField(label=_("Day")),
        "time": time_field(label=_("Time")),
        "place": forms.CharField(label=_("Place"), max_length=120),
        "papers": forms.CharField(label=_("Papers"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})),
        "note": forms.CharField(
            label=_("In your own words"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
        ),
    }


class MessageForm(DeskForm):
    """What one wording asks of whoever sends it."""

    submission_key = SubmissionKeyField()
    columns = {"day": 2, "time": 1, "place": 3}
    paired = ("day", "time")

    def __init__(self, *args: Any, template: MessageTemplate, **kwargs: Any):
        super().__init__(*args, **kwargs)
        words = _words()
        self.asked = [name for name in named_in(template.subject, template.body) if name not in ALWAYS]
        for name in (name for name in ASKED if name in self.asked):
            self.fields[name] = words[name]
            self.fields[name].required = name not in OPTIONAL

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) for name in self.asked}


class WordingForm(DeskForm):
    """A version of a wording in one language."""

    code = forms.SlugField(
        label=_("Code"), max_length=30, help_text=_("Short and without spaces, for example birthday.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    name = forms.CharField(label=_("Name"), max_length=40)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=MessagePurpose.choices)
    valid_from = DateField(label=_("Valid from"), initial=dates.today)
    subject = forms.CharField(label=_("Subject"), max_length=120)
    body = forms.CharField(label=_("Text"), max_length=4000, widget=forms.Textarea(attrs={"rows": 12}))
    columns = {"code": 2, "language": 2, "name": 2, "purpose": 3, "valid_from": 3}
