"""The forms about relations and about ties to the lender."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import dates
from core.forms import AmountField, ChoiceRows, DateField, DeskForm, PercentField, VersionField
from customers.forms.finding import find_customer, outside_parties
from customers.labels import BETWEEN_PERSONS, BY_PERSONS, HOLDER, OF_COMPANIES
from customers.models import Customer, CustomerKind, IdentityType, RelationKind, RelationSource, TieKind
from customers.models.relations import GroupReason, Influence, Payment
from customers.services import Outside
from customers.services.file_checks import PAPERS
from customers.states import LenderTieStatus

OF_KIND = {
    RelationKind.SHAREHOLDER: ("share", "payment", "subscribed", "paid"),
    RelationKind.OFFICER: ("title", "influence"),
    RelationKind.GROUP_MEMBER: ("group_name", "group_reason"),
}


class RelationForm(DeskForm):
    """One relation of a known kind: who stands at the other end, since when, and how we know."""

    columns = {
        "new_kind": 2,
        "new_name": 4,
        "new_identity_type": 2,
        "new_identity": 4,
        "share": 2,
        "payment": 4,
        "subscribed": 3,
        "paid": 3,
        "title": 3,
        "influence": 3,
        "group_name": 4,
        "group_reason": 2,
        "valid_from": 2,
        "source": 4,
    }
    NEW = ("new_kind", "new_name", "new_identity_type", "new_identity")

    who = forms.CharField(
        label=_("Who"),
        max_length=120,
        required=False,
        help_text=_("Customer number, part of the name, or the full identity number or credit code."),
    )
    other = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    new_kind = forms.ChoiceField(label=_("Kind"), choices=CustomerKind.choices, required=False)
    new_name = forms.CharField(label=_("Name"), max_length=120, required=False)
    new_identity_type = forms.ChoiceField(
        label=_("Type of identity"),
        choices=[
            ("", _("Identity card or credit code")),
            *(choice for choice in IdentityType.choices if choice[0] not in PAPERS.values()),
        ],
        required=False,
    )
    new_identity = forms.CharField(label=_("Identity number or credit code"), max_length=40, required=False)
    share = PercentField(label=_("Share"))
    payment = forms.ChoiceField(label=_("Paid in as"), choices=[("", ""), *Payment.choices], required=False)
    subscribed = AmountField(label=_("Subscribed"), required=False)
    paid = AmountField(label=_("Paid in"), required=False)
    title = forms.CharField(label=_("Position"), max_length=60)
    influence = forms.ChoiceField(label=_("Part in decisions"), choices=[("", ""), *Influence.choices], required=False)
    group_name = forms.CharField(
        label=_("Name of the group"), max_length=120, required=False, help_text=_("Empty: the name of its head.")
    )
    group_reason = forms.ChoiceField(label=_("Why they are one group"), choices=GroupReason.choices)
    valid_from = DateField(label=_("Since"))
    source = forms.ChoiceField(label=_("Source"), choices=RelationSource.choices)
    source_note = forms.CharField(label=_("Where it is written, who said it"), max_length=200, required=False)
    evidence = forms.FileField(label=_("Evidence (PDF or picture)"), required=False)

    def __init__(self, *args: Any, kind: str, end: str, user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kind, self.end, self.user = kind, end, user
        for names in (names for of, names in OF_KIND.items() if of != kind):
            for name in names:
                del self.fields[name]
        self.fields["valid_from"].initial = dates.today()
        is_person = kind in BETWEEN_PERSONS or (kind in BY_PERSONS and end == HOLDER)
        is_company = kind in OF_COMPANIES and end != HOLDER
        if is_person or is_company:
            self.fields["new_kind"].choices = [
                choice for choice in CustomerKind.choices if (choice[0] == CustomerKind.COMPANY) is is_company
            ]
        elif end == HOLDER and kind != RelationKind.SHAREHOLDER:
            self.fields["new_kind"].initial = CustomerKind.PERSON

    @property
    def new_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.NEW]

    @property
    def is_new_open(self) -> bool:
        """Whether the entries for an outside party stand open: something is typed there, or wrong."""
        return any(self[name].errors or (self.is_bound and self[name].value()) for name in self.NEW[1:])

    @property
    def fact_fields(self) -> list[forms.BoundField]:
        """What is asked below the other end."""
        return [field for field in self.visible_fields() if field.name not in ("who", *self.NEW)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["outside"] = self._outside(cleaned)
        if cleaned["outside"] is None and not self.errors:
            cleaned |= self._found(cleaned)
        return cleaned

    def _outside(self, cleaned: dict[str, Any]) -> Outside | None:
        name, identity = cleaned.get("new_name") or "", cleaned.get("new_identity") or ""
        if identity and not name:
            self.add_error("new_name", _("Write the name that belongs to this number."))
        if cleaned.get("who") or cleaned.get("other"):
            return None
        if not name and not self.errors:
            self.add_error("who", _("Say who stands at the other end."))
        kind, paper = cleaned.get("new_kind") or CustomerKind.PERSON, cleaned.get("new_identity_type") or ""
        return Outside(kind, name, identity, paper) if name else None

    def _found(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """The chosen suggestion, else what the typed text finds."""
        chosen, _colon, value = (cleaned.get("other") or "").partition(":")
        if chosen == "party":
            party = outside_parties(self.user).filter(uuid=value).first() if _is_uuid(value) else None
            if party is not None:
                return {"party": party}
        text = value if chosen == "customer" else cleaned.get("who") or ""
        try:
            found: Customer | None = find_customer(text, self.user)
        except ValidationError as error:
            self.add_error("who", error)
            return {}
        if found is None:
            self.add_error("who", _("Nobody fits. Check what you typed, or enter an outside party below."))
        return {"other": found}

    @property
    def values(self) -> dict[str, Any]:
        """What the service takes."""
        own = {"who", "other", *self.NEW}
        values = {name: value for name, value in self.cleaned_data.items() if name not in own}
        found = self.cleaned_data.get("other")
        return {**values, "other": found if isinstance(found, Customer) else None}


def _is_uuid(text: str) -> bool:
    try:
        forms.UUIDField().clean(text)
    except ValidationError:
        return False
    return True


class ConfirmRelationForm(DeskForm):
    """Nothing but the version of the claim that was read."""

    version = VersionField()


class EndRelationForm(DeskForm):
    """The day on which a relation ended, and why."""

    columns = {"ended_on": 2, "reason": 4}
    ended_on = DateField(label=_("Ended on"))
    reason = forms.CharField(label=_("Why"), max_length=300)
    version = VersionField()


class TieForm(DeskForm):
    """A warning that a customer may belong to the lender's own people."""

    columns = {"kind": 3, "colleague": 3}
    kind = forms.ChoiceField(label=_("Tie to the lender"), choices=TieKind.choices)
    colleague = forms.CharField(label=_("Who at the lender"), min_length=2, max_length=60)
    note = forms.CharField(label=_("What is known"), min_length=2, max_length=300)


class RulingForm(DeskForm):
    """A risk officer's ruling on such a warning."""

    outcome = forms.ChoiceField(
        label=_("Ruling"),
        choices=[(status.value, status.label) for status in (LenderTieStatus.CLEARED, LenderTieStatus.CONFIRMED)],
        widget=ChoiceRows(
            span=3,
            hints={
                LenderTieStatus.CLEARED.value: _("The warning is taken off; nothing is held back any more."),
                LenderTieStatus.CONFIRMED.value: _("No loan without security, and the file says so on every page."),
            },
        ),
    )
    reason = forms.CharField(label=_("Why"), min_length=2, max_length=300)
    version = VersionField()
