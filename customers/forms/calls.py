"""A line of the list of calls: what came of it, or the day to which it is put off."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, DeskForm


class SettleForm(DeskForm):
    """Done with a result, or put off to a day; a visit is put off with a reason."""

    text = forms.CharField(label=_("What came of it, or why not"), max_length=500, required=False)
    day = DateField(label=_("Put off to"), required=False)
    is_done = forms.BooleanField(required=False, widget=forms.HiddenInput)
    columns = {"text": 4, "day": 2}

    def __init__(self, *args: Any, has_reason: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.has_reason = has_reason

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        has_words = len((typed.get("text") or "").strip()) >= 2
        if not has_words and (typed.get("is_done") or self.has_reason):
            self.add_error("text", _("Say it in a few words."))
        if not typed.get("is_done") and not typed.get("day") and "day" not in self.errors:
            self.add_error("day", _("Enter a date."))
        return typed

    @property
    def said(self) -> str:
        return self.cleaned_data["text"]

    @property
    def until(self) -> date:
        return self.cleaned_data["day"]
