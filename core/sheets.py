"""Spreadsheets: every list leaves as XLSX with plain values, and what comes in as XLSX is read within limits (S28, S29)."""

import hashlib
import io
import uuid
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit, dates, parameters, sealing
from core.errors import InvalidInput, Missing
from core.models import ImportRun
from core.service import record
from core.states import ImportStatus, move
from core.tables import in_one_order
from core.text import plain_text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 50_000
# What a spreadsheet would read as the beginning of a formula, in half and full width.
LIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
FORMATS = {Decimal: "#,##0.00", int: "#,##0", date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm"}
LARGEST, LARGEST_UNPACKED, MOST_COLUMNS = 10 * 1024 * 1024, 100 * 1024 * 1024, 60
# Empty lines between the rows of a file, and the bits of a number that anybody can mean.
MOST_EMPTY, LONGEST_NUMBER = 5_000, 256
NO_SHEET = _("Only XLSX files are taken, and this is none, whatever its name.")
parameters.define(
    parameters.Definition(
        "import_rows",
        _("Rows of one spreadsheet that is taken over, at most"),
        "rows",
        "1000",
        "lender's rule on information security, uploads",
    )
)
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

    `table` is a `DeskTable` before it was paged; the columns it names as `exported` stand in the file only. Raises
    `InvalidInput` for more rows than a file takes.
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
    table.data.data = in_one_order(table.data.data)
    also = getattr(table, "exported", ())
    columns = [
        column
        for column in table.columns.iterall()
        if (column.visible or column.name in also) and not getattr(column.column, "exclude_from_export", False)
    ]
    heads = [str(column.verbose_name) for column in columns]
    rows = ([row.get_cell_value(column.name) for column in columns] for row in table.rows)
    content = workbook(str(table.caption), heads, rows, foot=getattr(table, "foot", lambda columns: ())(columns))
    audit.record_now("list_exported", by=request.user, details={"name": name, "rows": count})
    return answer(content, f"{name}-{dates.today():%Y%m%d}.xlsx")


def answer(content: bytes, file_name: str) -> HttpResponse:
    """A file that the browser keeps and does not open in the page; `file_name` is ASCII."""
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


# What comes in


@dataclass(frozen=True)
class Column:
    """A column of a sheet to be taken over: `labels` are the heads it is known by, the code among them."""

    code: str
    label: Any
    hint: Any = ""

    def labels(self) -> set[str]:
        """The head in every language of the house, and the code."""
        return {self.code, *_in_every_language(self.label)}

    def hints(self) -> set[str]:
        """What the template says under the head, in every language of the house."""
        return _in_every_language(self.hint) if self.hint else set()


def _in_every_language(words: Any) -> set[str]:
    from django.conf import settings
    from django.utils import translation

    found = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.add(str(words).strip().lower())
    return found


@dataclass(frozen=True)
class Row:
    """A row as the sheet counts it, and what its cells say by column code, as text.

    `unread` are the codes of cells that hold a formula without its result.
    """

    number: int
    values: dict[str, str]
    unread: frozenset[str] = frozenset()


def template(title: str, columns: Sequence[Column]) -> bytes:
    """An empty sheet to fill in: the heads, and under each what may stand there."""
    return workbook(title, [column.label for column in columns], [[column.hint for column in columns]])


def read(content: bytes, columns: Sequence[Column]) -> list[Row]:
    """The rows of the first sheet, without empty ones and without the template's line of hints.

    Raises `InvalidInput` for what is no XLSX, is too large, or has a head nobody knows.
    """
    lines, formulas = _lines(content), _lines(content, as_formulas=True)
    codes = _codes([_text(cell.value) for cell in next(lines, ())], columns)
    next(formulas, None)
    hints = {hint for column in columns for hint in column.hints()}
    most = int(parameters.value("import_rows"))
    rows: list[Row] = []
    for number, (line, written) in enumerate(zip(lines, formulas, strict=False), start=2):
        if number > most + MOST_EMPTY:
            raise _too_long(most)
        cells = [(code, cell, asked) for code, cell, asked in zip(codes, line, written, strict=False) if code]
        unread = frozenset(code for code, cell, asked in cells if _has_no_result(cell, asked))
        values = {code: _text(cell.value) for code, cell, _asked in cells if code not in unread and _text(cell.value)}
        known = sum(text.lower() in hints for text in values.values())
        # The template's line, of this version or one that differs in a hint; or nothing at all.
        if not unread and (not values or (number == 2 and 2 * known > len(values))):
            continue
        if len(rows) == most:
            raise _too_long(most)
        rows.append(Row(number, values, unread))
    if not rows:
        raise InvalidInput(_("There is no row under the heads of this file."))
    return rows


def _has_no_result(cell: Any, written: Any) -> bool:
    """Whether a formula was never calculated, or ended in an error such as #REF!."""
    return cell.data_type == "e" or (written.data_type == "f" and cell.value is None)


def _too_long(most: int) -> InvalidInput:
    return InvalidInput(_("A file takes {most} rows. Split it and hand it in in parts.").format(most=most))


def _lines(content: bytes, as_formulas: bool = False) -> Iterator[Sequence[Any]]:
    """The lines of the first sheet, read one by one: those left out between two others are given as empty ones."""
    try:
        yield from _opened(content, as_formulas).iter_rows(max_col=MOST_COLUMNS)
    except InvalidInput:
        raise
    except Exception:
        # Without its cause, which quotes the cell.
        raise InvalidInput(NO_SHEET) from None


def _opened(content: bytes, as_formulas: bool = False) -> Any:
    """The first sheet of a file whose unpacked size was looked at before; formulas are read as their last result."""
    from openpyxl import load_workbook

    if len(content) > LARGEST:
        raise InvalidInput(_("This file is larger than 10 MB. Split it and hand it in in parts."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(entry.file_size for entry in package.infolist()) > LARGEST_UNPACKED:
                raise InvalidInput(_("This file is too large once unpacked. Copy its rows into a new file."))
        return load_workbook(
            io.BytesIO(content), read_only=True, data_only=not as_formulas, keep_links=False
        ).worksheets[0]
    except InvalidInput:
        raise
    except Exception as error:  # the library answers a broken file with whatever its parts raise
        raise InvalidInput(NO_SHEET) from error


def _codes(heads: Sequence[Any], columns: Sequence[Column]) -> list[str]:
    known = {label: column.code for column in columns for label in column.labels()}
    codes = [known.get(_text(head).lower(), "") for head in heads]
    odd = [_text(head) for head, code in zip(heads, codes, strict=True) if _text(head) and not code]
    if odd or not any(codes):
        wanted = "、".join(str(column.label) for column in columns)
        odd_words = "、".join(odd[:5]) or _("none")
        raise InvalidInput(
            _("The first row names columns we do not know: {odd}. Known are: {wanted}.").format(
                odd=odd_words, wanted=wanted
            )
        )
    return codes


def _text(cell: Any) -> str:
    """A cell as a person would type it into a form."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, int) and cell.bit_length() > LONGEST_NUMBER:
        raise InvalidInput(NO_SHEET)
    text = plain_text(str(cell))[:2000]
    return text[1:] if text.startswith("'") and text[1:].startswith(LIVE) else text


def keep_import(kind: str, name: str, content: bytes, rows: Sequence[Row], problems: list[dict], by: Any) -> ImportRun:
    """Keep a file that was looked through, inside a service; nothing of it is saved yet."""
    run = ImportRun(
        uuid=uuid.uuid4(),
        kind=kind,
        name=plain_text(name)[-120:],
        sha256=hashlib.sha256(content).hexdigest(),
        rows=len(rows),
        problems=problems[:2000],
        made_by=by,
    )
    run.path = sealing.store_file(content, run.bound_to())
    run.save(force_insert=True)
    record(run, kind=kind, rows=len(rows), problems=len(problems))
    return run


def content_of(run: ImportRun) -> bytes:
    """The file as it was handed in."""
    return sealing.load_file_of(run)


def finish_import(run: ImportRun, problems: list[dict], saved: int) -> None:
    """Close a run whose rows were saved in this transaction. Raises `Missing` with what is wrong with them by now."""
    if problems:
        words = _("Row {row}, {column}: {sentence}")
        raise Missing(_("Nothing was taken over."), [words.format(**problem) for problem in problems[:50]])
    move(run, to=ImportStatus.SAVED, saved=saved)


@dataclass(frozen=True)
class Takeover:
    """How one kind of spreadsheet is taken over: its columns, how its rows are judged, the services that keep them.

    `judged(rows, user)` gives what each good row becomes and every problem as `{row, column, sentence}`; `may(user)`
    gives "" or why not; `check`, `save` and `drop` are services.
    """

    kind: str
    columns: Sequence[Column]
    may: Callable[[Any], Any]
    judged: Callable[[Sequence[Row], Any], tuple[list[dict], list[dict]]]
    check: Callable[..., ImportRun]
    save: Callable[..., Sequence[Any]]
    drop: Callable[..., None]

    def runs_of(self, user: Any) -> QuerySet:
        """What this person handed in, the newest first; nobody else sees it."""
        return ImportRun.objects.filter(made_by=user, kind=self.kind).order_by("-id")

    def hand_in(self, *, name: str, content: bytes, by: Any) -> ImportRun:
        """Look a file through and keep it with all that is wrong with it; nothing of it is saved yet."""
        rows = read(content, self.columns)
        _entries, problems = self._judged(rows, by)
        return self.check(name=name, content=content, rows=rows, problems=problems, by=by)

    def take_over(self, *, run: ImportRun, by: Any) -> Sequence[Any]:
        """Judge the rows once more, as things stand now, and save all of them or none."""
        entries, problems = self._judged(read(content_of(run), self.columns), by)
        return self.save(run=run, entries=entries, problems=problems, by=by)

    def _judged(self, rows: Sequence[Row], by: Any) -> tuple[list[dict], list[dict]]:
        """What `judged` says, but of a cell without a value only why it has none."""
        words = str(_("The formula in this cell has no result. Write the value itself."))
        labels = {column.code: str(column.label) for column in self.columns}
        unread = {(row.number, labels[code]): words for row in rows for code in row.unread}
        entries, problems = self.judged(rows, by)
        problems = [problem for problem in problems if (problem["row"], problem["column"]) not in unread]
        problems += [{"row": row, "column": column, "sentence": words} for (row, column), words in unread.items()]
        return entries, sorted(problems, key=lambda problem: problem["row"])
