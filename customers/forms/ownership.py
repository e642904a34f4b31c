"""The forms about who keeps a customer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import dates
from core.forms import ChoiceRows, DateField, DeskForm, VersionField
from customers.models import IdentityType, OwnershipConflict, TerritoryKind
from staff.forms import PersonChoice
from staff.models import User
from staff.roles import Role

CLAIM = "claim"


def reason_field(label: Any = None) -> forms.CharField:
    """A reason in a few words."""
    return forms.CharField(label=label or _("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class AskForm(DeskForm):
    """What somebody wants of a file that a colleague keeps; the file is named by its identity, or by its uuid."""

    identity = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    identity_type = forms.ChoiceField(choices=IdentityType, required=False, widget=forms.HiddenInput)
    file = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What do you need?"),
        choices=[
            ("access", _("Read the file")),
            ("transfer", _("Take the customer over")),
            (CLAIM, _("The customer is mine")),
        ],
        initial="access",
        widget=ChoiceRows(
            hints={
                "access": _("For some weeks; the keeper or the department manager grants it."),
                "transfer": _("The file comes to you once it is granted."),
                CLAIM: _("Opens a conflict: both sides give evidence, the department manager rules."),
            }
        ),
    )
    reason = reason_field(_("Why"))


class AnswerForm(DeskForm):
    """The answer to a request for a file."""

    version = VersionField()
    answer = forms.CharField(
        label=_("What do you answer?"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReasonForm(DeskForm):
    """A reason and nothing else."""

    reason = reason_field()


def account_managers(departments: Any) -> Any:
    """The account managers of departments today, by name."""
    return (
        User.objects.with_role(Role.ACCOUNT_MANAGER)
        .filter(assignments__department__in=departments, assignments__role=Role.ACCOUNT_MANAGER)
        .order_by("name")
    )


class TransferForm(DeskForm):
    """To whom a customer goes, and why."""

    columns = {"to": 3}

    to = PersonChoice(label=pgettext_lazy("a person", "To"), queryset=User.objects.none(), to_field_name="username")
    reason = reason_field()

    def __init__(self, *args: Any, by: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = account_managers(by.departments(Role.DEPARTMENT_MANAGER))  # type: ignore[attr-defined]


class TerritoryForm(DeskForm):
    """An area or industry of an account manager from a day on."""

    columns = {"keeper": 2, "kind": 2, "valid_from": 2}

    keeper = PersonChoice(label=_("Account manager"), queryset=User.objects.none(), to_field_name="username")
    kind = forms.ChoiceField(label=_("Kind"), choices=TerritoryKind)
    valid_from = DateField(label=pgettext_lazy("a day", "From"), initial=dates.today)
    value = forms.CharField(
        label=_("Area or industry"),
        max_length=60,
        help_text=_("A place as it stands in addresses, or a section (A to T) or two to four digits of GB/T 4754."),
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        # Offered are one's own; who may not delimit for another department is told so by the service.
        offered = account_managers(by.departments(Role.DEPARTMENT_MANAGER))
        keepers = User.objects.with_role(Role.ACCOUNT_MANAGER) if self.is_bound else offered
        self.fields["keeper"].queryset = keepers  # type: ignore[attr-defined]


class EvidenceForm(DeskForm):
    """What one side of a conflict says and shows."""

    text = forms.CharField(label=_("What speaks for you?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    upload = forms.FileField(label=_("Paper"), required=False, help_text=_("PDF, JPEG or PNG, at most 25 MB."))


class RulingForm(DeskForm):
    """For which side a conflict is ruled."""

    version = VersionField()
    winner = PersonChoice(
        label=_("Who keeps the customer?"), queryset=User.objects.none(), to_field_name="username", empty_label=None,
        widget=forms.RadioSelect,
    )  # fmt: skip
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, conflict: OwnershipConflict, **kwargs: Any):
        super().__init__(*args, **kwargs)
        sides = User.objects.filter(pk__in=[conflict.claimant_id, conflict.holder_id]).order_by("name")
        self.fields["winner"].queryset = sides  # type: ignore[attr-defined]
