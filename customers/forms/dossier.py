"""The forms of the sections and rows of a file, made from what the models ask."""

from copy import copy
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import display
from core.errors import InvalidInput
from core.fields import SealedTextField
from core.forms import DeskForm, SubmissionKeyField, VersionField, desk_formfield
from customers import identity as identities
from customers.completeness import Section
from customers.forms.masked import MaskedForm
from customers.models import Customer, FileRow, sealed_fields
from customers.services import details_of, referrer_in_sight, row_problems, section_problems
from customers.services.dossier_checks import LONGEST_SEALED, PARTS

MASKS = {"phone": display.mask_phone, "email": display.mask_email, "account_number": display.mask_account}
LONG = {"business_scope", "text"}
WIDE = LONG | {"address", "note", "description", "main_products", "former_names", "size_reason", "source"}


def masked(name: str, value: str) -> str:
    """A sealed value as a page may show it."""
    if name == "address":
        return value[:6] + display.DOTS if value else ""
    return MASKS.get(name, display.mask_identity)(value)


def _field_for(field: models.Field) -> forms.Field:
    if isinstance(field, SealedTextField):
        return forms.CharField(label=field.verbose_name, max_length=LONGEST_SEALED, required=not field.blank)
    kwargs: dict[str, Any] = {"widget": forms.Textarea(attrs={"rows": 3})} if field.name in LONG else {}
    made = desk_formfield(field, **kwargs)
    made.label = field.verbose_name
    return made


class _Made(MaskedForm):
    """Fields that are asked here: those of a section, or those of a row."""

    def _ask(self, field: Any, kept: Any) -> None:
        made = self.fields[field.name] = _field_for(field)
        self.columns = {**self.columns, **({} if field.name in WIDE else {field.name: 3})}
        if not isinstance(field, SealedTextField):
            if kept not in (None, ""):
                made.initial = kept
        elif kept:
            self._keep(field.name, masked(field.name, kept))

    papers: tuple[str, ...] = ()

    @property
    def uploads(self) -> dict[str, Any]:
        """The files that were handed in, by their names."""
        return {name: self.cleaned_data[name] for name in self.papers if self.cleaned_data.get(name)}

    @property
    def values(self) -> dict[str, Any]:
        """What was typed; a masked field that was left empty is kept, unless it was ticked."""
        own = {"version", "submission_key", *self.papers}
        return self._to_save({name: value for name, value in self.cleaned_data.items() if name not in own})


class SectionForm(_Made):
    """The single fields of a section of a file."""

    version = VersionField()

    def __init__(self, *args: Any, customer: Customer, section: Section, user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.customer, self.user, details = customer, user, details_of(customer)
        self.fields["version"].initial = customer.version
        model = type(customer)._meta.get_field("company" if customer.is_company else "person").related_model
        for name in section.fields:
            owner, thing = (Customer, customer) if hasattr(Customer, name) else (model, details)
            if name == "referrer":
                self._ask_referrer(customer)
            elif not self._is_told(customer, name):
                self._ask(owner._meta.get_field(name), getattr(thing, name, None))

    def _ask_referrer(self, customer: Customer) -> None:
        seen = referrer_in_sight(customer, self.user)
        self.fields["referrer"] = forms.CharField(
            label=_("Referred by (customer number)"),
            max_length=20,
            required=False,
            initial=seen.number if seen else "",
        )
        self.columns = {**self.columns, "referrer": 3}

    @staticmethod
    def _is_told(customer: Customer, name: str) -> bool:
        """Whether the identity number says it already."""
        if name == "birth_date":
            return identities.tells_birth(customer.identity_type)
        return name == "sex" and bool(identities.sex(customer.identity_type, customer.identity))

    def clean_referrer(self) -> Customer | None:
        typed, kept = self.cleaned_data["referrer"], self.customer.referrer
        if not typed:
            # Whom this person may not know stays named.
            return None if kept is None or referrer_in_sight(self.customer, self.user) else kept
        found = Customer.objects.visible_to(self.user).numbered(typed).first()
        if found is None:
            raise forms.ValidationError(_("No customer that you may see has this number."))
        return found

    def service_problems(self) -> list[InvalidInput]:
        return section_problems(self.customer, self.values)


class RowForm(_Made):
    """A row of a file, new or kept."""

    def __init__(self, *args: Any, customer: Customer, model: type[FileRow], row: FileRow | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.row = copy(row) if row else model(customer=customer)
        self.fields |= (
            {"version": VersionField(initial=row.version)} if row else {"submission_key": SubmissionKeyField()}
        )
        for name in model.ASKED:
            if name == "is_basic" and not customer.is_company:
                continue
            self._ask(model._meta.get_field(name), getattr(row, name) if row else None)
        self.papers = model.FILES
        for name in model.FILES:
            known: Any = model._meta.get_field(name)
            made = forms.FileField(label=known.verbose_name, required=False)
            paper = getattr(row, name) if row else None
            made.help_text = _("PDF or picture.")
            if paper is not None:
                made.help_text = _("Kept: {value}. Leave empty to keep it.").format(value=paper.name)
            self.fields[name] = made
            self.columns = {**self.columns, name: 3}
        if "part" in self.fields:
            parts = PARTS[customer.is_company]
            choices = [choice for choice in self.fields["part"].choices if not choice[0] or choice[0] in parts]
            self.fields["part"].choices = choices

    def service_problems(self) -> list[InvalidInput]:
        rows, key = type(self.row).objects.of(self.row.customer), self.cleaned_data.get("submission_key")
        if key and rows.filter(uuid=key).exists():
            return []  # sent twice: the service answers with the row that stands already
        return row_problems(self.row, self.values)


class WithdrawForm(DeskForm):
    """Why a row is taken out of the file."""

    version = VersionField()
    reason = forms.CharField(label=_("Reason"), min_length=2, max_length=200)


def masks_of(row: FileRow) -> dict[str, str]:
    """The sealed fields of a row that hold something, masked."""
    return {name: masked(name, value) for name in sealed_fields(type(row)) if (value := getattr(row, name))}
