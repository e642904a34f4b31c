"""The forms about the value of customers, saved lists and contacts to make."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import dates, parameters
from core.forms import ChoiceRows, DateField, DeskForm, VersionField
from customers.models import ValueGrade

CHOSEN, ALL = "chosen", "all"


def proposed_day():
    """The day first proposed for a contact to make."""
    return dates.today() + timedelta(days=int(parameters.value("contact_plan_days")))


class GradeForm(DeskForm):
    """Another grade than the computed one, with the reason."""

    columns = {"grade": 2, "reason": 4}

    grade = forms.ChoiceField(label=_("Value grade"), choices=ValueGrade)
    reason = forms.CharField(label=_("Reason"), max_length=200)


class SegmentForm(DeskForm):
    """The name of a saved list, and whom it is for."""

    name = forms.CharField(label=_("Name of the list"), max_length=60)
    is_shared = forms.BooleanField(label=_("Share it with the department"), required=False)


class ChangeSegmentForm(SegmentForm):
    version = VersionField()


class PlanForm(DeskForm):
    """Until when a contact is to be made, and what for."""

    columns = {"due_on": 2, "aim": 4}

    due_on = DateField(label=_("Until"), initial=proposed_day)
    aim = forms.CharField(label=_("Aim"), max_length=200, initial=_("Keep in touch, ask for plans and needs"))


class PlanManyForm(PlanForm):
    """The same for many: those that are ticked, or all that the list holds."""

    which = forms.ChoiceField(
        label=pgettext_lazy("contacts to make", "With whom"),
        choices=[(CHOSEN, _("Those that are ticked")), (ALL, _("All customers of the list"))],
        initial=CHOSEN,
        widget=ChoiceRows,
    )
