"""The ledger of the time before: its list, and taking it over from a spreadsheet."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from applications import permissions
from applications.forms import OldProjectForm
from applications.models import OldProject, OldProjectState
from applications.services import check_old_ledger, import_old_ledger
from applications.services.old_projects import KIND
from applications.tables import OldProjectTable
from core import sheets
from core.errors import DomainError, NotAllowed
from core.forms import SheetForm
from core.models import ImportRun
from core.numbering import typed
from core.service import require
from core.tables import page_through
from core.views import refusals_on
from customers.models import Customer
from customers.services import drop_import
from staff.models import User
from staff.roles import Role

COLUMNS = [sheets.Column(name, field.label) for name, field in OldProjectForm.base_fields.items()]
COLUMNS[7] = sheets.Column("state", OldProjectForm.base_fields["state"].label, "running, settled, declined")
LABELS = {column.code: column.label for column in COLUMNS}


@login_required
@require_GET
def old_ledger(request):
    """Rows of old ledgers that the reader may see."""
    table = OldProjectTable(OldProject.objects.visible_to(request.user).select_related("customer"))
    if sheets.is_asked(request):
        return sheets.export(request, table, name="old-ledger")
    context = {
        "table": page_through(request, table),
        "may_take_over": not permissions.may_take_over(request.user),
    }
    return render(request, "applications/old_ledger.html", context)


@login_required
@require_GET
def old_ledger_template(request):
    """An empty sheet with the heads of an old ledger."""
    require(permissions.may_take_over(request.user))
    return sheets.answer(sheets.template(_("Old ledger"), COLUMNS), "old-ledger-template.xlsx")


@login_required
@require_http_methods(["GET", "POST"])
def old_ledger_import(request):
    """Hand a spreadsheet of an old ledger in; nothing is saved yet."""
    require(permissions.may_take_over(request.user))
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            upload = form.cleaned_data["file"]
            content = upload.read()
            rows = sheets.read(content, COLUMNS)
            _entries, problems = checked(rows, request.user)
            run = check_old_ledger(name=upload.name, content=content, rows=rows, problems=problems, by=request.user)
        if form.is_valid():
            return redirect("applications:old-ledger-run", run.uuid)
    runs = ImportRun.objects.filter(made_by=request.user, kind=KIND).order_by("-id")[:10]
    context = {"form": form, "runs": runs, "columns": COLUMNS}
    return render(request, "applications/old_ledger_import.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def old_ledger_run(request, run):
    """What is wrong with a sheet by row and column, and the act that takes it over or puts it aside."""
    found = get_object_or_404(ImportRun, uuid=run, kind=KIND, made_by=request.user)
    refusal: list = []
    if request.method == "POST":
        try:
            if request.POST.get("act") == "drop":
                drop_import(run=found, by=request.user)
                messages.success(request, _("Put aside. Nothing was saved."))
                return redirect("applications:old-ledger-import")
            entries, problems = checked(sheets.read(sheets.content_of(found), COLUMNS), request.user)
            saved = import_old_ledger(run=found, entries=entries, problems=problems, by=request.user)
            messages.success(request, _("Taken over: {count} rows.").format(count=len(saved)))
            return redirect("applications:old-ledger")
        except NotAllowed:
            raise
        except DomainError as error:
            refusal = [str(error), *getattr(error, "points", [])]
            found.refresh_from_db()
    context = {"run": found, "refusal": refusal}
    return render(request, "applications/old_ledger_run.html", context, status=422 if refusal else 200)


def checked(rows: Sequence[sheets.Row], user: User) -> tuple[list[dict[str, Any]], list[dict]]:
    """The fields of each row's `OldProject`, and every problem of every cell as `{row, column, sentence}`."""
    customers = _customers([row.values.get("customer", "") for row in rows], user)
    numbers = [row.values.get("number", "") for row in rows]
    kept = set(OldProject.objects.filter(number__in=numbers).values_list("number", flat=True))
    entries, problems, seen = [], [], {}
    for row in rows:
        form = OldProjectForm({**row.values, "state": _state(row.values.get("state", ""))})
        form.is_valid()
        found = [(name, str(sentence)) for name, sentences in form.errors.items() for sentence in sentences]
        number, customer = row.values.get("number", ""), customers.get(row.values.get("customer", ""))
        if number in kept:
            found.append(("number", _("This number was taken over before.")))
        if number in seen:
            found.append(("number", _("The same number stands in row {row}.").format(row=seen[number])))
        seen.setdefault(number, row.number)
        if customer is None and row.values.get("customer"):
            found.append(
                ("customer", _("No customer of your department has this number. Take the customer over first."))
            )
        problems += [
            {"row": row.number, "column": str(LABELS[name]), "sentence": str(sentence)} for name, sentence in found
        ]
        if not found and customer is not None:
            entries.append({**form.cleaned_data, "customer": customer, "department": customer.department})
    return entries, problems


def _state(text: str) -> str:
    """A state by its code or by its words in the reader's language."""
    words = {str(label): value for value, label in OldProjectState.choices}
    return words.get(text, text)


def _customers(named: list[str], user: User) -> dict[str, Customer]:
    """The customers of the reader's departments by what the sheet calls them: number or identity, in two queries."""
    own = Customer.objects.filter(department__in=user.departments(Role.DEPARTMENT_MANAGER)).select_related("department")
    by_number = {customer.number: customer for customer in own.filter(number__in=[typed(text) for text in named])}
    by_identity = {customer.identity_index: customer for customer in own.with_identities(named)}
    found = {text: by_number.get(typed(text)) or by_identity.get(Customer.objects.index_of(text)) for text in named}
    return {text: customer for text, customer in found.items() if customer is not None}
