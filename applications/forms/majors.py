"""The forms of a major project."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from applications import permissions
from core import dates, parameters
from core.forms import DateField, DeskForm, LongTicks
from staff.models import User


class TeamForm(DeskForm):
    """Who joins the two investigators."""

    members = forms.ModelMultipleChoiceField(
        label=_("Joint team"),
        queryset=User.objects.none(),
        widget=LongTicks,
        help_text=_("All of them see the case and record findings. Whoever joins decides nothing on it."),
        error_messages={"required": _("Name at least one person who joins the investigators.")},
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = permissions.joint_team_of(application)


class FlagMajorForm(TeamForm):
    """Why a case is major, its joint team, and until when they have been there together."""

    reason = forms.CharField(label=_("Why it is major"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    visit_due_on = DateField(label=_("First joint visit until"))
    field_order = ("reason", "members", "visit_due_on")

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"visit_due_on": _first_visit(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


def _first_visit() -> date:
    return dates.next_working_day(dates.today() + timedelta(days=int(parameters.value("early_visit_days"))))


class LiftMajorForm(DeskForm):
    reason = forms.CharField(label=_("Why it is no longer major"), max_length=300)
