"""Spreadsheets: every list leaves as XLSX with plain values, and what comes in as XLSX is read within limits (S28, S29)."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit, dates
from core.errors import InvalidInput

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 50_000
# What a spreadsheet would read as the beginning of a formula, in half and full width.
LIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
FORMATS = {Decimal: "#,##0.00", int: "#,##0", date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm"}
audit.say("list_exported", _("List exported: {name}, {rows} rows"))


def escaped(text: str) -> str:
    """Text that no spreadsheet takes for a formula, and without signs its file format cannot hold."""
    clean = "".join(sign for sign in text if sign in "\t\n" or sign >= " ")
    return f"'{clean}" if clean.startswith(LIVE) else clean


def workbook(title: str, heads: Sequence[Any], rows: Iterable[Sequence[Any]], foot: Sequence[Any] = ()) -> bytes:
    """One sheet: heads, rows, and a foot of sums as values. Amounts stay numbers, everything else is text."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(escaped(title)[:31])
    sheet.freeze_panes = "A2"
    for place, head in enumerate(heads, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = min(40, max(12, 2 * len(str(head)) + 4))
    sheet.append([_cell(sheet, head, is_bold=True) for head in heads])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    if foot:
        sheet.append([_cell(sheet, value, is_bold=True) for value in foot])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any, is_bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    if isinstance(value, datetime):
        value = timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if isinstance(value, bool) or not isinstance(value, tuple(FORMATS)):
        value = "" if value is None else escaped(str(value))
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        # The library takes text that begins with "=" for a formula unless the cell says what it is.
        cell.data_type = "s"
    else:
        cell.number_format = FORMATS[type(value)]
    if is_bold:
        cell.font = Font(bold=True)
    return cell


def is_asked(request: Any) -> bool:
    """Whether a list is asked for as a file: `?export=xlsx`, with its filters and order in the same address."""
    return request.GET.get("export") == "xlsx"


def export(request: Any, table: Any, *, name: str) -> HttpResponse:
    """All rows of a list as a file, in the order and columns of the page; the export stands in the trail.

    `table` is a `DeskTable` before it was paged. Raises `InvalidInput` for more rows than a file takes.
    """
    count = table.data.data[: MOST_ROWS + 1].count()
    if count > MOST_ROWS:
        raise InvalidInput(
            _("The list has more than {most} rows. Narrow it by a filter, then export it again.").format(
                most=f"{MOST_ROWS:,}"
            )
        )
    table.data._length = count
    table.order_by = request.GET.get("sort") or table.order_by
    columns = [column for column in table.columns if not getattr(column.column, "exclude_from_export", False)]
    heads = [str(column.verbose_name) for column in columns]
    rows = ([row.get_cell_value(column.name) for column in columns] for row in table.rows)
    content = workbook(str(table.caption), heads, rows, foot=getattr(table, "foot", lambda columns: ())(columns))
    audit.record_now("list_exported", by=request.user, details={"name": name, "rows": count})
    return answer(content, f"{name}-{dates.today():%Y%m%d}.xlsx")


def answer(content: bytes, file_name: str) -> HttpResponse:
    """A file that the browser keeps and does not open in the page; `file_name` is ASCII."""
    return HttpResponse(
        content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{file_name}"'}
    )
