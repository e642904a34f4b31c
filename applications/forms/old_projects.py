"""A spreadsheet of an old ledger: its columns, and each row judged by a form."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from applications import permissions
from applications.models import OldProject, OldProjectState
from applications.services import check_old_ledger, import_old_ledger
from applications.services.old_projects import KIND
from applications.states import Status
from core import dates, sheets
from core.forms import AmountField, DateField, DeskForm
from core.numbering import typed
from customers.identity import comparable
from customers.models import Customer
from customers.services import drop_import
from staff.models import User
from staff.roles import Role

EARLIEST = 1990


class OldProjectForm(DeskForm):
    number = forms.CharField(label=_("Old ledger number"), max_length=40)
    customer = forms.CharField(label=_("Customer number, credit code or identity number"), max_length=40)
    entered_on = DateField(label=_("Entered on"))
    product_name = forms.CharField(label=_("Product"), max_length=60, required=False)
    amount = AmountField(label=_("Applied for"))
    disbursed_amount = AmountField(label=_("Disbursed"), required=False)
    balance = AmountField(label=_("Balance"), required=False)
    state = forms.ChoiceField(label=_("Stage"), choices=OldProjectState)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def clean_entered_on(self):
        day = self.cleaned_data["entered_on"]
        if day > dates.today():
            raise forms.ValidationError(_("A project of the time before was entered before today."))
        if day.year < EARLIEST:
            raise forms.ValidationError(_("This date cannot be right. Check the year."))
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        lent, owed = values.get("disbursed_amount"), values.get("balance")
        if owed is not None and (lent is None or owed > lent):
            self.add_error("balance", _("The balance is larger than what was disbursed."))
        if owed and values.get("state", OldProjectState.RUNNING) != OldProjectState.RUNNING:
            self.add_error("state", _("A loan with a balance is still running."))
        return values


COLUMNS = [sheets.Column(name, field.label) for name, field in OldProjectForm.base_fields.items()]
STATES = format_lazy(" / ".join("{}" for _state in OldProjectState), *(state.label for state in OldProjectState))
COLUMNS[7] = sheets.Column("state", OldProjectForm.base_fields["state"].label, STATES)
# The stages of this house that say the same
ALSO_SAID = {
    OldProjectState.RUNNING: [Status.DISBURSED],
    OldProjectState.SETTLED: [Status.CLOSED],
    OldProjectState.DECLINED: [Status.DECLINED, Status.WITHDRAWN],
}
LABELS = {column.code: column.label for column in COLUMNS}


def judged_rows(rows: Sequence[sheets.Row], user: User) -> tuple[list[dict[str, Any]], list[dict]]:
    """The fields of each row's `OldProject`, and every problem of every cell as `{row, column, sentence}`."""
    customers = _customers([row.values.get("customer", "") for row in rows], user)
    numbers = [row.values.get("number", "") for row in rows]
    kept = set(OldProject.objects.filter(number__in=numbers).values_list("number", flat=True))
    entries, problems, seen = [], [], {}
    for row in rows:
        form = OldProjectForm({**row.values, "state": _state(row.values.get("state", ""))})
        form.is_valid()
        found = [(name, str(sentence)) for name, sentences in form.errors.items() for sentence in sentences]
        number, meant = form.cleaned_data.get("number"), customers.get(row.values.get("customer", ""), [])
        customer = meant[0] if len(meant) == 1 else None
        if number in kept:
            found.append(("number", _now("This number was taken over before.")))
        if number in seen:
            found.append(("number", _now("The same number stands in row {row}.").format(row=seen[number])))
        elif number:
            seen[number] = row.number
        if len(meant) > 1:
            found.append(("customer", _now("Several customers have this number. Write the customer number.")))
        if not meant and row.values.get("customer"):
            found.append(
                ("customer", _now("No customer of your department has this number. Take the customer over first."))
            )
        problems += [
            {"row": row.number, "column": str(LABELS[name]), "sentence": str(sentence)} for name, sentence in found
        ]
        if not found and customer is not None:
            entries.append({**form.cleaned_data, "customer": customer, "department": customer.department})
    return entries, problems


def _state(text: str) -> str:
    """A state by its code, or by its words in any language of the house."""
    words = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for state in OldProjectState:
                words |= {str(said.label).lower(): state.value for said in (state, *ALSO_SAID[state])}
    return words.get(text.lower(), text.lower())


def _customers(named: list[str], user: User) -> dict[str, list[Customer]]:
    """The customers of the reader's departments by what the sheet calls them: number or identity, in a few queries.

    A merged file gives the one it lives on in; papers of two kinds may bear the same number.
    """
    files = Customer.objects.filter(number__in=[typed(text) for text in named])
    by_number = {file.number: file.stands_for() for file in files.select_related("merged_into")}
    by_identity: dict[str, list[Customer]] = {}
    for _paper, code, file in Customer.objects.keepers_of(named):
        by_identity[code] = list(dict.fromkeys([*by_identity.get(code, []), file]))
    departments = user.departments(Role.DEPARTMENT_MANAGER)
    found = {
        text: [by_number[typed(text)]] if typed(text) in by_number else by_identity.get(comparable(text), [])
        for text in named
    }
    return {text: [file for file in files if file.department_id in departments] for text, files in found.items()}


TAKEOVER = sheets.Takeover(
    kind=KIND,
    columns=COLUMNS,
    may=permissions.may_take_over,
    judged=judged_rows,
    check=check_old_ledger,
    save=import_old_ledger,
    drop=drop_import,
)
