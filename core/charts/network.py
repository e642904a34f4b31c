"""Who hangs together with whom, as a picture: persons in round boxes, companies in square ones, a frame round a group."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element, SubElement

from django.utils.safestring import SafeString

from core.charts.layout import AREA_HEAD, Box, Edge, Frame, Line, lay_out
from core.svg import ACCENT, ACCENT_LINE, CONTROL, INK, INK_2, INK_3, SURFACE, WARNING, Drawing, coordinate, text_width

SOFT, WARNING_TEXT = "#e7f1f4", "#855000"
EdgeKind = Literal["owns", "family", "promise"]
COLOURS: dict[EdgeKind, str] = {"owns": CONTROL, "family": CONTROL, "promise": WARNING}


@dataclass(frozen=True)
class Node:
    """A person or company. `note` is its second line; `marked` ones are drawn strong, the `is_own` one filled."""

    key: int
    name: str
    title: str
    note: str = ""
    is_person: bool = False
    is_marked: bool = False
    is_own: bool = False


@dataclass(frozen=True)
class Link:
    """A line from `source` to `target` with the words on it; `title` tells it as a sentence."""

    source: int
    target: int
    words: str
    title: str
    kind: EdgeKind = "owns"
    has_arrow: bool = True


def network(
    title: str,
    nodes: Sequence[Node],
    links: Sequence[Link],
    *,
    inside: frozenset[int] = frozenset(),
    area: str = "",
    width: int = 772,
    classes: str = "ld-chart",
    font_family: str | None = None,
) -> SafeString:
    """Boxes and lines; the nodes `inside` stand in one frame that is called `area`."""
    frame = Frame(width, 148, 4) if width > 400 else Frame(width, 140, 2)
    edges = [Edge(link.source, link.target, link.words, link.has_arrow) for link in links]
    plan = lay_out([node.key for node in nodes], inside, edges, frame, text_width)
    drawing = Drawing(width, plan.height, title, classes=classes, font_family=font_family)
    if plan.area is not None:
        _frame(drawing, plan.area, area)
    for link, line in zip(links, plan.lines, strict=True):
        _line(drawing, link, line)
    for node in nodes:
        _box(drawing, node, plan.boxes[node.key])
    for link, line in zip(links, plan.lines, strict=True):
        _words(drawing, link, line)
    return drawing.done()


def _frame(drawing: Drawing, area: Box, words: str) -> None:
    rect = drawing.rect(area.x, area.y, area.w, area.h, SURFACE)
    rect.set("stroke", ACCENT_LINE)
    rect.set("stroke-dasharray", "5 4")
    rect.set("rx", "8")
    drawing.text(area.x + 10, area.y + AREA_HEAD - 8, words, fill=INK_3)


def _line(drawing: Drawing, link: Link, line: Line) -> None:
    group = drawing.group(link.title)
    (x1, y1), (cx, cy), (x2, y2) = line.start, line.bend, line.end
    places = [coordinate(value) for value in (x1, y1, cx, cy, x2, y2)]
    path = {"d": "M{} {}Q{} {} {} {}".format(*places), "fill": "none", "stroke": COLOURS[link.kind]}
    path["stroke-width"] = "1.5"
    if link.kind != "owns":
        path["stroke-dasharray"] = "4 3"
    SubElement(group, "path", path)
    if link.has_arrow:
        _arrow(group, line, COLOURS[link.kind])


def _arrow(group: Element, line: Line, colour: str) -> None:
    (cx, cy), (x, y) = line.bend, line.end
    length = max(((x - cx) ** 2 + (y - cy) ** 2) ** 0.5, 1.0)
    dx, dy = (x - cx) / length, (y - cy) / length
    corners = [(x, y), (x - 8 * dx - 4 * dy, y - 8 * dy + 4 * dx), (x - 8 * dx + 4 * dy, y - 8 * dy - 4 * dx)]
    points = " ".join(",".join(map(coordinate, corner)) for corner in corners)
    SubElement(group, "polygon", {"points": points, "fill": colour})


def _words(drawing: Drawing, link: Link, line: Line) -> None:
    if line.label is None:
        return
    x, y = line.label
    width = text_width(link.words) + 6
    drawing.rect(x - width / 2, y - 8, width, 16, SURFACE)
    drawing.text(x, y + 4.5, link.words, fill=WARNING_TEXT if link.kind == "promise" else INK_2, anchor="middle")


def _box(drawing: Drawing, node: Node, box: Box) -> None:
    group = drawing.group(node.title)
    rect = drawing.rect(box.x, box.y, box.w, box.h, SOFT if node.is_own else SURFACE, into=group)
    rect.set("stroke", ACCENT if node.is_marked or node.is_own else CONTROL)
    rect.set("stroke-width", "2.5" if node.is_marked else "1")
    rect.set("rx", "18" if node.is_person else "3")
    middle, room = box.x + box.w / 2, box.w - 14
    first = box.y + (19 if node.note else 28)
    drawing.text(middle, first, shortened(node.name, room), fill=INK, anchor="middle", bold=node.is_own)
    if node.note:
        colour = ACCENT if node.is_marked else INK_3
        drawing.text(middle, box.y + 37, shortened(node.note, room), fill=colour, anchor="middle")


def shortened(text: str, room: float) -> str:
    """A text that fits, with an ellipsis in its middle: the end of a company's name tells it from its sister."""
    if text_width(text) <= room:
        return text
    for kept in range(len(text) - 1, 1, -1):
        tail = kept // 3
        short = f"{text[: kept - tail]}…{text[len(text) - tail :]}"
        if text_width(short) <= room:
            return short
    return text[:1]
