"""Forms about people and tasks."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import dates
from core.forms import DateField, DeskForm, VersionField
from staff.models import User
from staff.roles import Grade, Role


class PersonChoice(forms.ModelChoiceField):
    """A colleague by name."""

    def label_from_instance(self, obj):
        return obj.name


class CloseTaskForm(DeskForm):
    version = VersionField()
    result = forms.CharField(
        label=_("Result"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who, how, what was agreed."),
    )


class PostponeTaskForm(DeskForm):
    version = VersionField(required=False)  # a list puts off without having shown the task
    due_on = DateField(label=_("New day"))


class GradeForm(DeskForm):
    """The grade of an account manager from a day on."""

    columns = {"user": 2, "grade": 2, "valid_from": 2}

    user = PersonChoice(
        label=_("Account manager"),
        queryset=User.objects.none(),
        to_field_name="username",
    )
    grade = forms.ChoiceField(label=_("Grade"), choices=Grade)
    valid_from = DateField(label=pgettext_lazy("a day", "From"), initial=dates.today)
    basis = forms.CharField(label=_("Basis"), max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.with_role(Role.ACCOUNT_MANAGER).order_by("name")
