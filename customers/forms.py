"""Forms about customers and their financial statements."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core import display
from core.forms import AmountField, DateField, DeskForm, SubmissionKeyField, VersionField, plain
from customers import statements
from customers.identity import compact
from customers.models import CustomerKind
from customers.providers import FIELDS, LABELS, SECTIONS
from customers.services import DETAILS, identity_problem


class CustomerForm(DeskForm):
    """What is asked of every customer."""

    kind = CustomerKind.COMPANY
    columns = {"identity": 4, "phone": 3, "email": 3, "language": 3}

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


class NewFields(forms.Form):
    identity = forms.CharField(label=FIELDS["identity"], max_length=40)
    submission_key = SubmissionKeyField()


COMPANY_COLUMNS = {
    "founded_on": 2,
    "legal_representative": 2,
    "industry_code": 2,
    "staff_count": 2,
    "registered_capital": 3,
}
COMPANY_ORDER = ["name", "identity", "founded_on", "legal_representative", "industry_code", "staff_count"]
COMPANY_ORDER += ["registered_capital", "language", "main_products"]


class NewCompanyForm(NewFields, CompanyFields, CustomerForm):
    """A company before its file is open."""

    kind = CustomerKind.COMPANY
    columns = {**CustomerForm.columns, **COMPANY_COLUMNS}
    field_order = COMPANY_ORDER

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Company name")
        self.fields["identity"].label = _("Unified social credit code")

    def clean_identity(self) -> str:
        return _checked_identity(self)


class NewPersonForm(NewFields, PersonFields, CustomerForm):
    """A person before the file is open."""

    kind = CustomerKind.PERSON
    columns = {**CustomerForm.columns, "name": 2, "employer": 3, "monthly_income": 3}
    field_order = ["name", "identity", "employer", "monthly_income"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["identity"].label = _("Identity number")

    def clean_identity(self) -> str:
        return _checked_identity(self)


def _checked_identity(form: Any) -> str:
    number = compact(form.cleaned_data["identity"])
    problem = identity_problem(form.kind, number)
    if problem:
        raise forms.ValidationError(problem)
    return number


class EditForm(CustomerForm):
    """A file that is open: what is masked is shown masked, and kept when its field stays empty."""

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
                self.fields[name].help_text = _("Kept: {value}. Leave empty to keep it.").format(value=mask(kept))

    @property
    def values(self) -> dict[str, Any]:
        masked = ("phone", "email", "address")
        return {name: value for name, value in super().values.items() if value or name not in masked}


class EditCompanyForm(CompanyFields, EditForm):
    kind = CustomerKind.COMPANY
    columns = {**CustomerForm.columns, **COMPANY_COLUMNS, "name": 4}
    field_order = COMPANY_ORDER


class EditPersonForm(PersonFields, EditForm):
    kind = CustomerKind.PERSON
    columns = {**CustomerForm.columns, "employer": 3, "monthly_income": 3}


NEW_FORMS = {CustomerKind.COMPANY.value: NewCompanyForm, CustomerKind.PERSON.value: NewPersonForm}
EDIT_FORMS = {CustomerKind.COMPANY.value: EditCompanyForm, CustomerKind.PERSON.value: EditPersonForm}


# Statements

SIGNED = {
    "retained_profit",
    "taxes_payable",
    "finance_expenses",
    "other_income",
    "investment_income",
    "impairment",
    "non_operating_net",
    "income_tax",
    "operating_cash_flow",
    "investing_cash_flow",
    "financing_cash_flow",
    "equity",
    "net_profit",
}
# Totals that may be typed from the printed statement, each after the section it closes.
TYPED_TOTALS = {
    "non_current_assets": "total_assets",
    "non_current_liabilities": "total_liabilities",
    "equity": "equity",
    "profit": "net_profit",
}
UNITS = [("yuan", _("yuan")), ("wan", _("ten thousand yuan"))]


class StatementAmountField(AmountField):
    """Yuan, in the unit the form is filled in; losses are written with a minus sign or in brackets."""

    in_wan = False

    def __init__(self, *, signed: bool, **kwargs: Any):
        self.signed = signed
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "text-end ld-num"}
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        text = plain(value) if isinstance(value, str) else value
        if not isinstance(text, str) or not text:
            return super().to_python(text or None)
        is_negative = text[0] in "-−(" and self.signed
        bare = text.strip("()").lstrip("-−").strip() if is_negative else text
        if self.in_wan and bare and bare[-1] in "0123456789.":
            bare += "萬"
        amount = super().to_python(bare)
        return -amount if is_negative and amount is not None else amount

    def note_for(self, value: Any) -> str:
        return ""


class StatementForm(DeskForm):
    """A year's statement: every item of the catalogue by its code, and four totals to hold against ours."""

    columns = {"unit": 3}
    unit = forms.ChoiceField(label=_("Amounts are typed in"), choices=UNITS, initial="yuan")
    is_audited = forms.BooleanField(label=_("Audited"), required=False)
    version = VersionField(required=False)

    def __init__(self, *args: Any, values: dict | None = None, before: dict | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.before = before or {}
        for item in statements.CATALOGUE:
            self._add(item.code, LABELS[item.code], values)
        for total in TYPED_TOTALS.values():
            self._add(total, LABELS[total], None)

    def _add(self, code: str, label: Any, values: dict | None) -> None:
        field = StatementAmountField(label=label, signed=code in SIGNED, initial=(values or {}).get(code))
        field.in_wan = self.data.get("unit") == "wan"
        self.fields[code] = field

    @property
    def amounts(self) -> dict[str, Decimal | None]:
        """What was typed and can be read, in yuan."""
        codes = [*statements.ITEMS, *TYPED_TOTALS.values()]
        return {code: self.cleaned_data[code] for code in codes if self.cleaned_data.get(code) is not None}

    @cached_property
    def sections(self) -> list[dict[str, Any]]:
        """The rows as a statement prints them, with the year before beside each."""
        sections: dict[str, dict[str, Any]] = {}
        for item in statements.CATALOGUE:
            section = sections.setdefault(
                item.section, {"code": item.section, "label": SECTIONS[item.section], "rows": []}
            )
            before = self.before.get(item.code)
            section["rows"].append({"field": self[item.code], "is_part": bool(item.parent), "before": before})
        for code, total in TYPED_TOTALS.items():
            before = statements.amount(self.before, total) if self.before else None
            sections[code]["total"] = {"field": self[total], "before": before}
        return list(sections.values())
