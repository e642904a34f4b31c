"""An old ledger taken over from a spreadsheet: looked through first, then all of its rows or none."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from applications import permissions
from applications.models import OldProject
from core import sheets
from core.errors import TransitionRefused
from core.models import ImportRun
from core.service import record, require, service
from core.states import ImportStatus
from customers.permissions import may_finish_import
from staff.models import User

KIND = "old_ledger"


@service(says=_("Spreadsheet checked: {rows} rows, {problems} problems"))
def check_old_ledger(*, name: str, content: bytes, rows: Sequence[Any], problems: list[dict], by: User) -> ImportRun:
    """Keep a sheet of an old ledger with all that is wrong with it."""
    require(permissions.may_take_over(by))
    return sheets.keep_import(KIND, name, content, rows, problems, by)


@service(says=_("Old ledger taken over: {saved} rows"))
def import_old_ledger(
    *, run: ImportRun, entries: Sequence[Mapping[str, Any]], problems: list[dict], by: User
) -> list[OldProject]:
    """Keep every row of a checked sheet in one go; `entries` are the fields of `OldProject`, amounts in yuan."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    require(permissions.may_take_over(by) or may_finish_import(by, run))
    if run.status != ImportStatus.CHECKED:
        raise TransitionRefused(_("This spreadsheet has been dealt with already."))
    rows = [] if problems else [OldProject(**entry, taken_over_in=run, taken_over_by=by) for entry in entries]
    saved = OldProject.objects.bulk_create(rows)
    sheets.finish_import(run, problems, saved=len(saved))
    record(run, saved=len(saved), hash=run.sha256)
    return saved
