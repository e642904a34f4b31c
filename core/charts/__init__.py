"""Small SVG charts for pages and PDFs, by one writer.

Grey is past, accent is now or yours, outline is later, red is overdue. Every chart and mark has a <title>; the same
numbers stand beside it as text or table. Labels come translated and formatted; text is 13 px, so draw one of 336 or
772 px and one of 358 px (``wide_and_narrow``), never scale.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from xml.etree.ElementTree import Element, SubElement

from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.svg import (
    ACCENT,
    ACCENT_LINE,
    CONTROL,
    DANGER,
    INK,
    INK_2,
    INK_3,
    LINE,
    LINE_STRONG,
    SURFACE,
    WARNING,
    Drawing,
    axis_labels,
    coordinate,
    nice_ticks,
    text_width,
    tick_text,
)

Number = Decimal | int | float
Say = Callable[[Number], str]

PDF_FONTS = {
    "zh-hant": "Noto Sans TC, Noto Sans SC",
    "zh-hans": "Noto Sans SC, Noto Sans TC",
    "en": "Noto Sans TC, Noto Sans SC",
}


@dataclass(frozen=True)
class Bar:
    """One horizontal bar; ``mine`` marks what waits for the reader."""

    label: str
    value: Number
    mine: bool = False


@dataclass(frozen=True)
class Series:
    """One row of figures over the groups of a column chart; None leaves a gap."""

    name: str
    values: Sequence[Number | None]
    colour: str = ACCENT


@dataclass(frozen=True)
class Limit:
    """A line the columns are held against."""

    value: Number
    label: str


ColumnState = Literal["paid", "overdue", "today", "later"]


@dataclass(frozen=True)
class InstalmentColumn:
    """One instalment of a schedule chart, amounts in yuan; ``unpaid`` is drawn red when overdue.

    ``label`` is the month under the column, ``is_key`` keeps it when not all fit (the first of a year).
    """

    label: str
    title: str
    principal: Number
    interest: Number
    state: ColumnState
    unpaid: Number = 0
    is_key: bool = False


@dataclass(frozen=True)
class Rung:
    """One bucket of the overdue ladder."""

    label: str
    count: int
    is_serious: bool = False


def wide_and_narrow(draw: Callable[..., SafeString], *args: object, wide: int = 772, **options: object) -> SafeString:
    """The chart twice, of which the stylesheet shows one: text stays 13 px on a page and on a phone."""
    return format_html(
        "{}{}",
        draw(*args, width=wide, classes="ld-chart ld-chart-wide", **options),
        draw(*args, width=358, classes="ld-chart ld-chart-narrow", **options),
    )


def bars(
    title: str,
    rows: Sequence[Bar],
    *,
    say: Say = str,
    width: int = 336,
    classes: str = "ld-chart",
    font_family: str | None = None,
) -> SafeString:
    """Horizontal bars, one per row, the value written behind it (applications by stage)."""
    drawing = Drawing(width, max(28 * len(rows), 28), title, classes=classes, font_family=font_family)
    left = max(48, 12 + max((text_width(row.label) for row in rows), default=0))
    room = width - left - 12 - max((text_width(say(row.value)) for row in rows), default=0)
    most = max((float(row.value) for row in rows), default=0) or 1
    for index, row in enumerate(rows):
        top, length = 28 * index, max(float(row.value), 0) / most * room
        drawing.text(0, top + 17, row.label)
        mark = drawing.group(f"{row.label} {say(row.value)}")
        drawing.rect(left, top + 6, length, 14, ACCENT if row.mine else LINE_STRONG, into=mark)
        drawing.text(left + length + 8, top + 17, say(row.value), fill=INK)
    return drawing.done()


def columns(
    title: str,
    groups: Sequence[str],
    series: Sequence[Series],
    *,
    unit: str = "",
    limit: Limit | None = None,
    flag_below: bool = False,
    say: Say = str,
    width: int = 772,
    classes: str = "ld-chart",
    font_family: str | None = None,
) -> SafeString:
    """Grouped columns over time (turnover and net profit of three years, cash plan of twelve months).

    ``limit`` draws a line across; with ``flag_below`` columns below it are red. Losses hang below the axis.
    """
    height = 250 if width > 400 else 210
    drawing = Drawing(width, height, title, classes=classes, font_family=font_family)
    values = [float(v) for row in series for v in row.values if v is not None]
    values = [*values, 0.0, *([float(limit.value)] if limit else [])]
    low, high, ticks = min(values), max(max(values), min(values) + 1), nice_ticks(values)
    left = 8 + max(text_width(tick_text(tick, ticks)) for tick in ticks)
    top, bottom = 40, height - (50 if low < 0 else 30)  # the figure of a loss stands below its column

    def height_of(value: float) -> float:
        return bottom - (value - low) / (high - low) * (bottom - top)

    drawing.text(0, 13, unit, fill=INK_3)
    for tick in ticks:
        drawing.line(left, height_of(tick), width, height_of(tick), LINE_STRONG if tick == 0 else LINE)
        drawing.text(left - 8, height_of(tick) + 4, tick_text(tick, ticks), fill=INK_3, anchor="end")
    pitch = (width - left) / max(len(groups), 1)
    labels = [(left + pitch * (index + 0.5), name, index == 0) for index, name in enumerate(groups)]
    axis_labels(drawing, labels, height - 8, (left, width))
    for index, name in enumerate(groups):
        _column_group(drawing, name, index, series, (left + pitch * index, pitch), height_of, limit, flag_below, say)
    if limit:
        mark = drawing.group(f"{limit.label} {say(limit.value)}")
        y = height_of(float(limit.value))
        drawing.line(left, y, width, y, ACCENT, into=mark).set("stroke-width", "2")
    return drawing.done()


def _column_group(
    drawing: Drawing,
    group: str,
    index: int,
    series: Sequence[Series],
    place: tuple[float, float],
    height_of: Callable[[float], float],
    limit: Limit | None,
    flag_below: bool,
    say: Say,
) -> None:
    """The columns of one group, side by side; a figure stands above its column where it fits."""
    start, pitch = place
    thick = min(pitch * 0.66 / max(len(series), 1), 48)
    start += (pitch - thick * len(series)) / 2
    for number, row in enumerate(series):
        value = row.values[index] if index < len(row.values) else None
        if value is None:
            continue
        is_low = bool(flag_below and limit and value < limit.value)
        x, y, zero, text = start + thick * number, height_of(float(value)), height_of(0), say(value)
        mark = drawing.group(" ".join(filter(None, map(str, (group, row.name, text)))))
        drawing.rect(x, min(y, zero), thick - 2, abs(y - zero), DANGER if is_low else row.colour, into=mark)
        if text_width(text) <= max(thick, pitch * 0.94 / len(series)):
            above = y - 6 if value >= 0 else y + 16
            drawing.rect(x - 1, above - 12, thick, 15, SURFACE)  # keeps the grid line out of the figure
            drawing.text(x + thick / 2 - 1, above, text, fill=DANGER if is_low else INK_2, anchor="middle", bold=is_low)


def trend(
    title: str,
    points: Sequence[tuple[str, Number | None]],
    *,
    limit: Number | None = None,
    bad_when: Literal["above", "below"] = "above",
    say: Say = str,
    width: int = 120,
    height: int = 32,
    classes: str = "ld-spark",
    font_family: str | None = None,
) -> SafeString:
    """A line without axes for a table cell: (label, value) over time, the last value dotted, the limit dashed.

    Values past the limit are red. A None is a gap in the figures; the line runs over it.
    """
    drawing = Drawing(width, height, title, classes=classes, font_family=font_family)
    drawing.svg.set("width", str(width))
    drawing.svg.set("height", str(height))
    known = [(index, label, float(value)) for index, (label, value) in enumerate(points) if value is not None]
    if not known:
        return drawing.done()
    scale = [value for _, _, value in known] + ([float(limit)] if limit is not None else [])
    low, span = min(scale), (max(scale) - min(scale)) or 1
    pitch = (width - 10) / max(len(points) - 1, 1)

    def at(index: int, value: float) -> tuple[float, float]:
        return 5 + pitch * index, height - 5 - (value - low) / span * (height - 10)

    if limit is not None:
        y = at(0, float(limit))[1]
        drawing.line(0, y, width, y, CONTROL).set("stroke-dasharray", "3 3")
    path = " ".join(",".join(map(coordinate, at(index, value))) for index, _, value in known)
    line = {"points": path, "fill": "none", "stroke": INK_3, "stroke-width": "1.5", "stroke-linejoin": "round"}
    SubElement(drawing.svg, "polyline", line)
    for index, label, value in known:
        is_bad = limit is not None and (value > limit if bad_when == "above" else value < limit)
        is_last = index == known[-1][0]
        x, y = at(index, value)
        colour = DANGER if is_bad else ACCENT if is_last else INK_3
        circle = {"cx": coordinate(x), "cy": coordinate(y), "r": "3.5" if is_last else "2", "fill": colour}
        SubElement(drawing.group(f"{label} {say(points[index][1] or 0)}"), "circle", circle)
    return drawing.done()


def schedule_chart(
    title: str,
    rows: Sequence[InstalmentColumn],
    *,
    today: str = "",
    width: int = 772,
    classes: str = "ld-chart",
    font_family: str | None = None,
) -> SafeString:
    """The repayment schedule: a column per instalment, principal below, interest on top, by state.

    ``today`` is the word over the instalment due today, or over the gap before the first later one.
    """
    height = 200 if width > 400 else 180
    base, top = height - 28, 34
    drawing = Drawing(width, height, title, classes=classes, font_family=font_family)
    drawing.line(0, base, width, base, LINE_STRONG)
    pitch = width / max(len(rows), 1)
    thick = pitch * 0.68
    most = max((float(row.principal) + float(row.interest) for row in rows), default=0) or 1
    for index, row in enumerate(rows):
        left = pitch * index + (pitch - thick) / 2
        _instalment(drawing, row, (left, thick), base, (base - top) / most)
    labels = [(pitch * (i + 0.5), row.label, row.is_key or i == 0) for i, row in enumerate(rows)]
    axis_labels(drawing, labels, base + 20, (0, width))
    if today:
        _today_mark(drawing, today, rows, pitch, width)
    return drawing.done()


def _instalment(drawing: Drawing, row: InstalmentColumn, place: tuple[float, float], base: float, scale: float) -> None:
    left, thick = place
    # Interest alone beside the whole principal would be no line at all: three pixels at least.
    whole = max((float(row.principal) + float(row.interest)) * scale, 3)
    # Paid grey below, what is owed red above; otherwise principal below, interest above.
    upper = (float(row.unpaid) if row.state == "overdue" else float(row.interest)) * scale
    gap = 1 if 1 < upper < whole - 1 else 0
    mark = drawing.group(row.title)
    if row.state == "later":
        _later(drawing, mark, left, thick, base - whole, base - whole + upper if gap else None, base)
        return
    below, above = {
        "paid": (LINE_STRONG, LINE),
        "overdue": (LINE_STRONG, DANGER),
        "today": (ACCENT, ACCENT_LINE),
    }[row.state]
    drawing.rect(left, base - whole + upper + gap, thick, whole - upper - gap, below, into=mark)
    drawing.rect(left, base - whole, thick, upper, above, into=mark)


def _later(
    drawing: Drawing, mark: Element, left: float, thick: float, top: float, middle: float | None, base: float
) -> None:
    """A box in outline; too narrow for one, only its upper edges, which run into one outline of all that is to come."""
    if thick > 4:
        drawing.rect(left + 0.5, top, thick - 1, base - top, SURFACE, into=mark).set("stroke", CONTROL)
        left, thick, edges = left + 0.5, thick - 1, [middle]
    else:
        left, thick, edges = left - thick * 0.24, thick * 1.48, [top, middle]
    for y in edges:
        if y is not None:
            drawing.line(left, y, left + thick, y, CONTROL, into=mark)


def _today_mark(drawing: Drawing, word: str, rows: Sequence[InstalmentColumn], pitch: float, width: float) -> None:
    states = [row.state for row in rows]
    if "today" in states:
        x = pitch * (states.index("today") + 0.5)
    elif "later" in states:
        x = pitch * states.index("later")
    else:
        x = width
    half = text_width(word) / 2
    drawing.line(x, 22, x, 31, INK)
    drawing.text(min(max(x, half), width - half), 16, word, fill=INK, anchor="middle", bold=True)


def ladder(
    title: str,
    rungs: Sequence[Rung],
    *,
    width: int = 336,
    classes: str = "ld-chart",
    font_family: str | None = None,
) -> SafeString:
    """Overdue loans by days: one stack of steps per bucket, the count above. More than five share the steps."""
    steps = min(max([3, *(rung.count for rung in rungs)]), 5)
    most = max([steps, *(rung.count for rung in rungs)])
    height = 46 + 14 * steps
    drawing = Drawing(width, height, title, classes=classes, font_family=font_family)
    thick = (width - 8 * (len(rungs) - 1)) / max(len(rungs), 1)
    for index, rung in enumerate(rungs):
        left = index * (thick + 8)
        filled = math.ceil(rung.count / most * steps)
        mark = drawing.group(f"{rung.label} {rung.count}")
        for step in range(steps):
            colour = LINE if step >= filled else DANGER if rung.is_serious else WARNING
            drawing.rect(left, 20 + 14 * (steps - 1 - step), thick, 11, colour, into=mark)
        drawing.text(left, height - 8, rung.label)
        drawing.text(left + thick, 14, str(rung.count), fill=INK, anchor="end", bold=True)
    return drawing.done()
