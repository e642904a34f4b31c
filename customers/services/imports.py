"""Customers taken over from a spreadsheet: looked through first, then all of them or none."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import sheets
from core.errors import TransitionRefused
from core.models import ImportRun
from core.service import record, require, service
from core.states import ImportStatus, move
from customers import permissions
from customers.models import Customer
from customers.services.files import register_customer
from staff.models import User

KIND = "customers"


@service(says=_("Spreadsheet checked: {rows} rows, {problems} problems"))
def check_customers(*, name: str, content: bytes, rows: Sequence[Any], problems: list[dict], by: User) -> ImportRun:
    """Keep a sheet of customers with all that is wrong with it; no file is opened yet."""
    require(permissions.may_register(by))
    return sheets.keep_import(KIND, name, content, rows, problems, by)


@service(says=_("Customers taken over: {saved}"))
def import_customers(
    *, run: ImportRun, entries: Sequence[Mapping[str, Any]], problems: list[dict], by: User
) -> list[Customer]:
    """Open a file for each row of a checked sheet, as `register_customer` does one; any refusal undoes all of them.

    `entries` are keyword arguments of `register_customer`; `problems` is what the rows are found to break by now.
    """
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    require(permissions.may_finish_import(by, run))
    if run.status != ImportStatus.CHECKED:
        raise TransitionRefused(_("This spreadsheet has been dealt with already."))
    opened = [] if problems else [register_customer(by=by, **entry) for entry in entries]
    sheets.finish_import(run, problems, saved=len(opened))
    return opened


@service(says=_("Spreadsheet put aside"))
def drop_import(*, run: ImportRun, by: User) -> None:
    """Put a checked sheet aside; the record of it stays."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    require(permissions.may_finish_import(by, run))
    move(run, to=ImportStatus.DROPPED)
    record(run, kind=run.kind)
