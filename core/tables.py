"""Lists of records: the base table and the columns that figures, dates, states and names stand in."""

from collections.abc import Callable
from typing import Any

import django_tables2 as tables
from django.core.paginator import EmptyPage, Paginator
from django.db.models import Count, QuerySet, Sum
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import dates, display
from core.fields import Keys

PLAIN_CLASSES = {"orderable", "asc", "desc"}


class DeskTable(tables.Table):
    """A list as `templates/django_tables2/desk.html` prints it.

    A column that a phone leaves out carries `attrs=NARROW_HIDDEN` (or `hide_narrow=True` on our own columns); a figure
    or date that opens the second line of a row there says `start_narrow=True`.
    `is_filtered` and `in_force` (text) are set by the view from its filter; `empty_hint` says what will appear here.
    """

    caption: Any = ""
    empty_hint: Any = ""
    no_match_text: Any = ""
    in_force: Any = ""
    # What is known of every row before the page is cut: `count`, and sums by column.
    totals: Any = None
    is_filtered = True

    class Meta:
        template_name = "django_tables2/desk.html"
        attrs = {"class": "ld-table ld-table-records"}
        order_by_field = "sort"

    def get_column_class_names(self, classes_set: set[str], bound_column: tables.columns.BoundColumn) -> set[str]:
        """Only the classes a column asks for: its name is not one of ours."""
        return classes_set - PLAIN_CLASSES

    @property
    def amount_unit(self) -> str:
        """`large` (萬元) or `yuan`, from the switch in the address."""
        request = getattr(self, "request", None)
        unit = request.GET.get("unit") if request is not None else None
        return unit if unit in {"large", "yuan"} else "large"

    def before_render(self, request: Any) -> None:
        """Say in the head of every amount which unit it is in."""
        for bound in self.columns.iterall():
            if isinstance(bound.column, AmountColumn):
                unit = display.unit_name(bound.column.unit or self.amount_unit)
                bound.column.heading = _("{name} ({unit})").format(name=bound.verbose_name, unit=unit)

    @property
    def page_numbers(self) -> list[int | str]:
        """The pages to link to: the first, the last, and those around this one."""
        page = getattr(self, "page", None)
        if page is None:
            return []
        capped = getattr(page.paginator, "count_capped", False)
        last = page.number + 1 if capped and page.has_next() else page.paginator.num_pages
        near = {1, *range(max(1, page.number - 2), min(last, page.number + 2) + 1), last}
        shown: list[int | str] = []
        for number in sorted(near):
            if shown and number - int(shown[-1]) > 1:
                shown.append("…")
                shown.append(number)
            else:
                shown.append(number)
        return shown


class SummedTable(DeskTable):
    """A list with the sums of every row in its foot, whether the row is on this page or not.

    `totals` has them by column, and `count`; with `is_capped` the list is too long to add up.
    """

    def __init__(self, *args: Any, totals: dict[str, Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.totals = totals

    def foot(self, columns: list) -> list:
        """The last row of a file: what it is, then the sums, as values."""
        return [_("In all") if place == 0 else self.totals.get(column.name, "") for place, column in enumerate(columns)]


def _attrs(*classes: str, hide_narrow: bool = False, start_narrow: bool = False) -> dict[str, dict[str, str]]:
    narrow = [*(["ld-hide-narrow"] if hide_narrow else []), *(["ld-start-narrow"] if start_narrow else [])]
    cell = " ".join([*classes, *narrow])
    head = " ".join(name for name in classes if name == "ld-r")
    return {"th": {"class": head} if head else {}, "td": {"class": cell}, "tf": {"class": f"{cell} ld-num".strip()}}


NARROW_HIDDEN = _attrs(hide_narrow=True)


class TextColumn(tables.Column):
    """Plain words; `quiet` sets them in meta size, `hide_narrow` leaves them out on a phone."""

    def __init__(self, *args: Any, hide_narrow: bool = False, quiet: bool = False, **kwargs: Any):
        kwargs.setdefault("attrs", _attrs(*(["ld-meta"] if quiet else []), hide_narrow=hide_narrow))
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)


class NumberColumn(TextColumn):
    """Codes, numbers and other text that never wraps."""

    def __init__(self, *args: Any, hide_narrow: bool = True, **kwargs: Any):
        kwargs.setdefault("attrs", _attrs("ld-num", "ld-meta", hide_narrow=hide_narrow))
        super().__init__(*args, **kwargs)


class RowLinkColumn(tables.Column):
    """The column that names the row and opens it: `RowLinkColumn(linkify=True)` or `linkify=("app:view", {…})`."""

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("linkify", True)
        kwargs.setdefault("attrs", {"a": {"class": "ld-row-link"}})
        super().__init__(*args, **kwargs)


class AmountColumn(tables.Column):
    """Yuan, right-aligned, in the unit of the page's switch, which stands in the head."""

    def __init__(
        self,
        *args: Any,
        hide_narrow: bool = False,
        start_narrow: bool = False,
        unit: str | None = None,
        **kwargs: Any,
    ):
        kwargs.setdefault("attrs", _attrs("ld-r", hide_narrow=hide_narrow, start_narrow=start_narrow))
        kwargs.setdefault("default", "")
        self.unit, self.heading = unit, ""
        super().__init__(*args, **kwargs)

    @property
    def header(self) -> Any:
        """The head with its unit once a table has said which (`DeskTable.before_render`)."""
        return self.heading or super().header

    def render(self, value: Any, table: DeskTable) -> SafeString | str:
        unit = self.unit or table.amount_unit
        number = display.large(value) if unit == "large" else display.grouped(value)
        words = display.unit_name(unit)
        return format_html('{}<span class="ld-unit ld-narrow-only">{}</span>', number, words)

    def value(self, value: Any) -> Any:
        return value


class DayColumn(tables.Column):
    """A date as lists show it; `due=True` colours what is late or due today."""

    def __init__(
        self, *args: Any, hide_narrow: bool = False, start_narrow: bool = False, due: bool = False, **kwargs: Any
    ):
        kwargs.setdefault("attrs", _attrs("ld-r", hide_narrow=hide_narrow, start_narrow=start_narrow))
        kwargs.setdefault("default", "")
        self.due = due
        super().__init__(*args, **kwargs)

    def render(self, value: Any) -> SafeString:
        today = dates.today()
        tone = display.due_tone(value, today) if self.due else ""
        return format_html('<span class="{}">{}</span>', f"ld-nb {tone}".strip(), display.day(value, today))

    def value(self, value: Any) -> Any:
        return value


# The foot of a list longer than this says only that it is: to add up more would take too long for a page.
MOST_SUMMED = 10_000
# Up to so many rows a page is quicker sorted out of them than found anew in the order of an index.
MOST_SORTED = 2_000


def sums_of(rows: QuerySet, most: int, *columns: str) -> dict[str, Any]:
    """`{count, is_capped, keys}` of a list and the sums of its columns (yuan).

    `keys` is the text of `Keys`; a list longer than `most` has neither sums nor keys.
    """
    some = rows.order_by()[: most + 1].values("pk", *columns)
    found = some.aggregate(count=Count("*"), keys=Keys("pk"), **{f"{name}_in_all": Sum(name) for name in columns})
    if found["count"] > most:
        return {"count": found["count"], "is_capped": True}
    sums = {name: found[f"{name}_in_all"] or 0 for name in columns}
    return {"count": found["count"], "is_capped": False, "keys": found["keys"] or "", **sums}


def found_by(totals: dict[str, Any], rows: QuerySet) -> QuerySet:
    """The rows that `totals` were taken of, by their keys if they are few: who they are took it its time already.

    They come in no order and without what was annotated: order, annotate and join them as the page needs.
    """
    if totals["is_capped"] or totals["count"] > MOST_SORTED:
        return rows
    return rows.model._default_manager.filter(pk__among=totals["keys"])


def count_in(words: Callable[[int], str]) -> Callable[[Any], str]:
    """`RowLinkColumn(footer=count_in(…))`: 30 loans; 10,000+ loans. `words` of a number have `{count}` in them."""

    def foot(table: Any) -> str:
        count = table.totals["count"] - table.totals["is_capped"]
        return words(count).format(count=display.grouped(count, 0) + ("+" if table.totals["is_capped"] else ""))

    return foot


def total_of(table: Any, bound_column: Any) -> str:
    """`AmountColumn(footer=total_of)`: the sum of every row of the list, on this page or not, in the unit of its head.

    `table.totals` has the sums by column; a list too long to add up (`is_capped`) shows none.
    """
    total = table.totals.get(bound_column.name)
    if total is None or table.totals.get("is_capped"):
        return ""
    is_large = (bound_column.column.unit or table.amount_unit) == "large"
    return display.large(total) if is_large else display.grouped(total)


class PercentColumn(tables.Column):
    """A fraction as a percentage."""

    def __init__(self, *args: Any, hide_narrow: bool = False, **kwargs: Any):
        kwargs.setdefault("attrs", _attrs("ld-r", hide_narrow=hide_narrow))
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def render(self, value: Any) -> str:
        return display.percent(value)

    def value(self, value: Any) -> Any:
        return value


class StatusColumn(tables.Column):
    """The state of a row: shape, word, colour. `field` is the model's field when the accessor is not it."""

    def __init__(self, *args: Any, field: str | None = None, **kwargs: Any):
        self.field = field
        super().__init__(*args, **kwargs)

    def render(self, record: Any, bound_column: tables.columns.BoundColumn) -> SafeString:
        words, tone = display.state(record, self.field or bound_column.name)
        return format_html('<span class="{}">{}</span>', f"ld-status {tone}".strip(), words)

    def value(self, record: Any, bound_column: tables.columns.BoundColumn) -> str:
        return display.state(record, self.field or bound_column.name)[0]


# Pages


MOST_COUNTED = 1000


class CappedPaginator(Paginator):
    """Counts to 1,000 and says 1,000+ beyond, so that a list costs the same whatever stands behind it."""

    @cached_property
    def counted(self) -> int:
        """The rows there are, no more than one over the limit; of a table's, what `page_through` counted."""
        rows = self.object_list
        # In no order, so that it may stop at the limit.
        return rows.order_by()[: MOST_COUNTED + 1].count() if isinstance(rows, QuerySet) else len(rows)

    @cached_property
    def count(self) -> int:
        return min(self.counted, MOST_COUNTED)

    @cached_property
    def count_capped(self) -> bool:
        return self.counted > MOST_COUNTED


def in_one_order(rows: QuerySet) -> QuerySet:
    """Rows of one day or one name stand in one order, or one of them stood on two pages and another on none."""
    return rows.order_by(*(rows.query.order_by or rows.model._meta.ordering), "-pk")


def page_through(request: Any, table: DeskTable, per_page: int = 25) -> DeskTable:
    """Sort and page a table as the address says; neither a wrong page nor a wrong sort is an error."""
    most, totals = MOST_COUNTED + 1, table.totals or {}
    # The library would count every row; this is the count it keeps. In no order, so that it may stop at the limit.
    count = totals["count"] if "count" in totals else table.data.data.order_by()[:most].count()
    table.data._length = min(count, most)
    tables.RequestConfig(request, paginate=False).configure(table)
    table.data.data = in_one_order(table.data.data)
    page = request.GET.get("page", "")
    number = int(page) if page.isdecimal() and len(page) < 10 else 1
    try:
        # How many rows a page has is ours to say: the library would take it from the address.
        table.paginate(paginator_class=CappedPaginator, page=number, per_page=per_page)
    except EmptyPage:
        table.page = table.paginator.page(table.paginator.num_pages if number else 1)
    return table
