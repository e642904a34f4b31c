"""The forms of daily and weekly summaries."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import dates
from core.forms import DateField, DeskForm, VersionField


class DayForm(DeskForm):
    day = DateField(label=_("Day"), initial=dates.today)


class WeeklyForm(DeskForm):
    this_week = forms.CharField(
        label=_("This week"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    problems = forms.CharField(
        label=_("Problems"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    next_week = forms.CharField(
        label=_("Next week"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    version = VersionField()
    awaited = ("this_week", "next_week")


class JudgeForm(DeskForm):
    comment = forms.CharField(label=_("Comment"), max_length=300, required=False)
    version = VersionField()
