"""Forms about people and tasks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, DeskForm


class CloseTaskForm(DeskForm):
    result = forms.CharField(
        label=_("Result"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who, how, what was agreed."),
    )


class PostponeTaskForm(DeskForm):
    due_on = DateField(label=_("New day"))
