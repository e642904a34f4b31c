"""The forms of the customer file."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core import display
from core.errors import InvalidInput
from core.forms import AmountField, DateField, DeskForm, SubmissionKeyField, VersionField
from customers.forms.masked import MaskedForm
from customers.identity import compact
from customers.labels import identity_label
from customers.models import CustomerKind, IdentityType
from customers.providers import FIELDS
from customers.services import DETAILS, field_problems, identity_problem, opened_with, registration_problems
from customers.services.look_alikes import Verdict
from staff.models import User


class CustomerForm(DeskForm):
    """What is asked of every customer."""

    kind = CustomerKind.COMPANY
    columns = {"identity_type": 2, "identity": 4, "phone": 3, "email": 3, "language": 3}

    name = forms.CharField(label=_("Name"), min_length=2, max_length=120)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=200, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    language = forms.ChoiceField(label=_("Language of letters"), choices=settings.LANGUAGES, initial="zh-hant")

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, without the details of the kind."""
        names = ("name", "phone", "email", "address", "language")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    @property
    def details(self) -> dict[str, Any]:
        """The details of the kind."""
        return {name: self.cleaned_data[name] for name in DETAILS[self.kind] if name in self.cleaned_data}


class CompanyFields(forms.Form):
    founded_on = DateField(label=_("Founded on"), required=False)
    legal_representative = forms.CharField(label=_("Legal representative"), max_length=60, required=False)
    industry_code = forms.CharField(label=_("Industry code (GB/T 4754)"), max_length=4, required=False)
    registered_capital = AmountField(label=_("Registered capital"), required=False)
    staff_count = forms.IntegerField(
        label=_("Staff"),
        min_value=0,
        max_value=1_000_000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    main_products = forms.CharField(label=_("Main products"), max_length=200, required=False)


class PersonFields(forms.Form):
    employer = forms.CharField(label=_("Employer or trade"), max_length=120, required=False)
    monthly_income = AmountField(label=_("Net monthly income"), required=False)


class NewForm(CustomerForm):
    """A customer before the file is open; without `by` (a sheet asks that for all rows) nothing is held against others.

    `verdicts` and `claim` answer the warnings that stand beside the form; `kept_phone` stands where none is typed.
    """

    # One is always chosen; a sheet may leave it out.
    awaited = ("identity_type",)
    checked = ("identity", "name", "phone", "address")

    identity_type = forms.ChoiceField(label=_("Type of identity"), required=False)
    identity = forms.CharField(label=FIELDS["identity"], max_length=40)
    submission_key = SubmissionKeyField()

    def __init__(
        self,
        *args: Any,
        by: User | None = None,
        verdicts: Mapping[str, Verdict] | None = None,
        claim: str = "",
        kept_phone: str = "",
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.by, self.verdicts, self.claim, self.kept_phone = by, verdicts, claim, kept_phone
        if kept_phone:
            masked = display.mask_phone(kept_phone)
            self.fields["phone"].help_text = _("Kept: {value}. Leave empty to keep it.").format(value=masked)

    @property
    def values(self) -> dict[str, Any]:
        values = super().values
        return {**values, "phone": values["phone"] or self.kept_phone} if "phone" in values else values

    def _ask_for_one_of(self, types: list[tuple[str, Any]]) -> None:
        """Offer these papers, and call the number as the chosen one does."""
        chosen = self.data.get(self.add_prefix("identity_type"), "")
        self.fields["identity_type"].choices = types  # type: ignore[attr-defined]
        self.fields["identity"].label = identity_label(chosen if chosen in dict(types) else types[0][0])

    def clean_identity(self) -> str:
        number = compact(self.cleaned_data["identity"])
        problem = identity_problem(self.kind, number, self.cleaned_data.get("identity_type", ""))
        if problem:
            raise forms.ValidationError(problem)
        return number

    def service_problems(self) -> list[InvalidInput]:
        identity, paper = self.cleaned_data.get("identity"), self.cleaned_data.get("identity_type", "")
        given = {"kind": self.kind, "identity_type": paper, "details": self.details, **self.values}
        if self.by is None:
            return field_problems(number=identity or "", **given)
        if opened_with(self.cleaned_data.get("submission_key"), self.by) is not None:
            return []  # sent twice: the service answers with the file that stands already
        return registration_problems(identity=identity, by=self.by, verdicts=self.verdicts, claim=self.claim, **given)


COMPANY_COLUMNS = {
    "founded_on": 2,
    "legal_representative": 2,
    "industry_code": 2,
    "staff_count": 2,
    "registered_capital": 3,
}
COMPANY_ORDER = [
    "name",
    "identity_type",
    "identity",
    "founded_on",
    "legal_representative",
    "industry_code",
    "staff_count",
]
COMPANY_ORDER += ["registered_capital", "language", "main_products"]


class NewCompanyForm(CompanyFields, NewForm):
    """A company before its file is open."""

    kind = CustomerKind.COMPANY
    columns = {**CustomerForm.columns, **COMPANY_COLUMNS}
    field_order = COMPANY_ORDER

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Company name")
        self._ask_for_one_of(IdentityType.of_companies())


class NewPersonForm(PersonFields, NewForm):
    """A person before the file is open."""

    kind = CustomerKind.PERSON
    columns = {**CustomerForm.columns, "employer": 3, "monthly_income": 3}
    field_order = ["name", "identity_type", "identity", "employer", "monthly_income"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._ask_for_one_of(IdentityType.of_persons())


class EditForm(MaskedForm, CustomerForm):
    """A file that is open: what is masked is shown masked, kept when its field stays empty, and removed by a tick."""

    version = VersionField()

    def __init__(self, *args: Any, customer: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        masks = {
            "phone": display.mask_phone,
            "email": display.mask_email,
            "address": lambda text: text[:6] + display.DOTS,
        }
        for name, mask in masks.items():
            kept = getattr(customer, name)
            if kept:
                self._keep(name, mask(kept))
        self.customer = customer

    def service_problems(self) -> list[InvalidInput]:
        told = {"number": self.customer.identity, "identity_type": self.customer.identity_type}
        return field_problems(kind=self.kind, details=self.details, **told, **self.values)

    @property
    def values(self) -> dict[str, Any]:
        return self._to_save(super().values)


class EditCompanyForm(CompanyFields, EditForm):
    kind = CustomerKind.COMPANY
    columns = {**CustomerForm.columns, **COMPANY_COLUMNS, "name": 4}
    field_order = COMPANY_ORDER


class EditPersonForm(PersonFields, EditForm):
    kind = CustomerKind.PERSON
    columns = {**CustomerForm.columns, "employer": 3, "monthly_income": 3}


NEW_FORMS = {CustomerKind.COMPANY.value: NewCompanyForm, CustomerKind.PERSON.value: NewPersonForm}
EDIT_FORMS = {CustomerKind.COMPANY.value: EditCompanyForm, CustomerKind.PERSON.value: EditPersonForm}
