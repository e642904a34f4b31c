"""The forms of daily and weekly summaries."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import dates
from core.forms import DateField, DeskForm, VersionField


class DailyForm(DeskForm):
    """A day, or all days of a period that ask for a summary."""

    day = DateField(label=_("Day"), initial=dates.today)
    last_day = DateField(label=_("To"), required=False, help_text=_("Left empty, this one day."))
    columns = {"day": 3, "last_day": 3}
    paired = ("day", "last_day")


class PeriodForm(DailyForm):
    """The week of a day, or a period."""

    day = DateField(label=_("From"), initial=dates.today)
    last_day = DateField(label=_("To"), required=False, help_text=_("Left empty, the week of this day."))


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
