"""Customers taken over from a spreadsheet: looked through first, then all of them or none."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import sheets
from core.errors import InvalidInput, TransitionRefused, refuse_invalid
from core.models import ImportRun
from core.service import record, require, service
from core.states import ImportStatus, move
from customers import permissions
from customers.identity import comparable
from customers.models import Customer, CustomerKind
from customers.services import territories
from customers.services.file_checks import PAPERS
from customers.services.files import register_customers
from customers.territories import judge
from staff.models import User

KIND = "customers"
# A row of the sheet, the code of its column, and what is wrong there.
Flaw = tuple[int, str, Any]


@service(says=_("Spreadsheet checked: {rows} rows, {problems} problems"))
def check_customers(*, name: str, content: bytes, rows: Sequence[Any], problems: list[dict], by: User) -> ImportRun:
    """Keep a sheet of customers with all that is wrong with it; no file is opened yet."""
    require(permissions.may_register(by))
    return sheets.keep_import(KIND, name, content, rows, problems, by)


@service(says=_("Customers taken over: {saved}"))
def import_customers(
    *, run: ImportRun, entries: Sequence[Mapping[str, Any]], problems: list[dict], by: User
) -> list[Customer]:
    """Open a file for each row of a checked sheet, all of them or none.

    `entries` are keyword arguments of `register_customer` with the `row` they come from; `problems` is what the rows
    are found to break by now. Both were made before the transaction, which others have to wait for.
    """
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    require(permissions.may_finish_import(by, run))
    if run.status != ImportStatus.CHECKED:
        raise TransitionRefused(_("This spreadsheet has been dealt with already."))
    # Others went on registering while the rows were judged.
    refuse_invalid(InvalidInput(sentence, field=code) for _row, code, sentence in kept_already(entries))
    opened = [] if problems else register_customers(entries=entries, by=by)
    sheets.finish_import(run, problems, saved=len(opened))
    return opened


def kept_already(entries: Iterable[Mapping[str, Any]]) -> Iterator[Flaw]:
    """Rows whose identity somebody keeps already, named by their owner, in two queries."""
    rows = {_paper_of(entry): entry["row"] for entry in entries}
    told = set()
    for paper, number, keeper in Customer.objects.keepers_of(number for _paper, number in rows):
        row = rows.get((paper, number))
        if row is None or row in told:
            continue
        told.add(row)
        sentence = _("{owner} ({department}) keeps this customer already.").format(
            owner=keeper.account_manager, department=keeper.department
        )
        yield row, "identity", sentence


def _paper_of(entry: Mapping[str, Any]) -> tuple[str, str]:
    """The kind of paper and the number that a row names, as numbers are compared."""
    paper = entry.get("identity_type") or PAPERS[CustomerKind(entry["kind"])]
    return paper, comparable(entry["identity"])


def in_fields_of_others(entries: Iterable[Mapping[str, Any]], by: User) -> Iterator[Flaw]:
    """Rows of customers who lie in a colleague's area or industry: such a one is registered alone, with a reason."""
    known = territories.grounds()
    words = _("{grounds} is the field of {owners}. Register this customer alone and say why it is yours.")
    for entry in entries if known else ():
        industry = entry["details"].get("industry_code") or ""
        rivals = judge(known, by.pk, entry.get("address", ""), industry).rivals
        if rivals:
            column = "address" if rivals[0].kind == "place" else "industry_code"
            yield entry["row"], column, words.format(**territories.rival_words(rivals))


@service(says=_("Spreadsheet put aside"))
def drop_import(*, run: ImportRun, by: User) -> None:
    """Put a checked sheet aside; the record of it stays."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    require(permissions.may_finish_import(by, run))
    move(run, to=ImportStatus.DROPPED)
    record(run, kind=run.kind)
