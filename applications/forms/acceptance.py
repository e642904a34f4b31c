"""The forms of acceptance and withdrawal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import DeclineCode
from applications.services.acceptance import LONGEST_POINT, TOO_LONG_POINT
from core import dates, parameters
from core.forms import ChoiceRows, DateField, DeskForm, VersionField
from staff.models import User
from staff.roles import Role


class AcceptForm(DeskForm):
    """受理派工: who leads the investigation, who goes along, and until when.

    `question` is what `facts.question_of` found in the purpose; without one nothing is asked about it.
    """

    lead = forms.ModelChoiceField(label=_("Lead investigator"), queryset=User.objects.none(), empty_label=None)
    second_investigator = forms.ModelChoiceField(
        label=_("Second investigator"), queryset=User.objects.none(), empty_label=None
    )
    deadline = DateField(label=_("Deadline of the investigation"))
    purpose_agreed = forms.BooleanField(
        label=_("I have read what is said of the purpose, and the loan is for nothing that is not lent for"),
        required=False,
    )
    version = VersionField()
    columns = {"lead": 2, "second_investigator": 2, "deadline": 2}

    def __init__(self, *args, application, question=None, **kwargs):
        people = User.objects.with_role(Role.ACCOUNT_MANAGER, application.department).order_by("name")
        others = people.exclude(pk=application.lead_investigator_id)
        initial = {
            "lead": application.lead_investigator_id,
            "second_investigator": others.first(),
            "deadline": dates.add_working_days(dates.today(), int(parameters.value("investigation_days"))),
            "version": application.version,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["lead"].queryset = (people | User.objects.filter(pk=application.lead_investigator_id)).distinct()
        self.fields["second_investigator"].queryset = people
        if question is None:
            del self.fields["purpose_agreed"]


def points_in(text: str) -> list[str]:
    """What has to be changed, a point a line; raises `ValidationError` for one that is too long."""
    points = [line.strip() for line in text.splitlines() if line.strip()]
    if any(len(point) > LONGEST_POINT for point in points):
        raise forms.ValidationError(TOO_LONG_POINT)
    return points


class ReturnForm(DeskForm):
    """What has to change, a line for each point."""

    points = forms.CharField(
        label=_("What has to change"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One point on each line."),
    )
    version = VersionField()

    def clean_points(self) -> list[str]:
        return points_in(self.cleaned_data["points"])


class DeclineForm(DeskForm):
    """A reason by which refusals are counted, and what there is to say about it."""

    code = forms.ChoiceField(label=_("Reason"), choices=DeclineCode, widget=ChoiceRows(span=3))
    words = forms.CharField(label=_("In words"), max_length=300, required=False)
    version = VersionField()


class WithdrawForm(DeskForm):
    reason = forms.CharField(label=_("Why the customer withdraws"), max_length=300)
    version = VersionField()
