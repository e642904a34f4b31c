"""An <svg> under construction: the colours, the text and the axis that all charts share.

Presentation attributes only: the policy refuses ``style=`` and classes of the page do not reach into an SVG that
WeasyPrint draws. Colours are those of tokens.css.
"""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.pdf_child import UNSAFE_CHARACTERS

ACCENT, ACCENT_LINE = "#0b5970", "#b3d2db"
INK, INK_2, INK_3 = "#16232b", "#4a5963", "#5f6e78"
SURFACE, LINE, LINE_STRONG, CONTROL = "#ffffff", "#e1e7ea", "#c5cfd5", "#7f8e97"
DANGER, WARNING = "#ae2620", "#b87100"
TEXT_SIZE = 13
MONTHS = (1, 2, 3, 4, 6, 12)  # steps that meet the first month of each year


class Drawing:
    """An <svg> under construction; ``done`` hands it to a template."""

    def __init__(self, width: float, height: float, title: str, *, classes: str, font_family: str | None) -> None:
        view = f"0 0 {coordinate(width)} {coordinate(height)}"
        attributes = {"xmlns": "http://www.w3.org/2000/svg", "class": classes, "viewBox": view, "role": "img"}
        if font_family:
            attributes["font-family"] = font_family
        self.svg = Element("svg", attributes)
        self.title(self.svg, title)

    def title(self, parent: Element, text: str) -> None:
        SubElement(parent, "title").text = UNSAFE_CHARACTERS.sub("", str(text))

    def group(self, title: str) -> Element:
        group = SubElement(self.svg, "g")
        self.title(group, title)
        return group

    def rect(self, x: float, y: float, w: float, h: float, fill: str, *, into: Element | None = None) -> Element:
        attributes = {
            "x": coordinate(x),
            "y": coordinate(y),
            "width": coordinate(max(w, 0)),
            "height": coordinate(max(h, 0)),
            "fill": fill,
        }
        return SubElement(self.svg if into is None else into, "rect", attributes)

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: str, *, into: Element | None = None) -> Element:
        attributes = {
            "x1": coordinate(x1),
            "y1": coordinate(y1),
            "x2": coordinate(x2),
            "y2": coordinate(y2),
            "stroke": stroke,
        }
        return SubElement(self.svg if into is None else into, "line", attributes)

    def text(
        self, x: float, y: float, text: str, *, fill: str = INK_2, anchor: str = "start", bold: bool = False
    ) -> None:
        attributes = {
            "x": coordinate(x),
            "y": coordinate(y),
            "fill": fill,
            "font-size": str(TEXT_SIZE),
            "text-anchor": anchor,
        }
        if bold:
            attributes["font-weight"] = "600"
        SubElement(self.svg, "text", attributes).text = UNSAFE_CHARACTERS.sub("", str(text))

    def __html__(self) -> str:
        return tostring(self.svg, encoding="unicode")

    def done(self) -> SafeString:
        return format_html("{}", self)


def text_width(text: str) -> float:
    """About how wide a text is at 13 px: ideographs are square, letters and digits a little over half."""
    return sum(TEXT_SIZE * (1 if unicodedata.east_asian_width(c) in "WF" else 0.58) for c in str(text))


def nice_ticks(values: Iterable[float]) -> list[float]:
    """Three to six round numbers between the lowest and the highest value, which need not be round themselves."""
    values = list(values)
    low, high = min(values), max(values)
    if high == low:
        return [low, low + 1]
    rough = (high - low) / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(step * number, 10) for number in range(first, last + 1)]


def tick_text(value: float, ticks: Sequence[float]) -> str:
    step = ticks[1] - ticks[0]
    digits = 0 if step == round(step) else 1 if step * 10 == round(step * 10) else 2
    return f"{value:,.{digits}f}"


def axis_labels(
    drawing: Drawing, labels: Sequence[tuple[float, str, bool]], y: float, room: tuple[float, float]
) -> None:
    """Labels below an axis, evenly spaced (x, text, is key): key ones first, then every nth other that fits."""
    if len(labels) < 2:
        step = 1
    else:
        widest = max((text_width(text) for _, text, is_key in labels if not is_key), default=0)
        need = (widest + 8) / (labels[1][0] - labels[0][0])
        keys = sum(is_key for _, _, is_key in labels)
        step = next((months for months in MONTHS if months >= need), len(labels) if keys > 1 else math.ceil(need))
    first = next((index for index, label in enumerate(labels) if label[2] and index), 0)
    shown = [label for index, label in enumerate(labels) if label[2] or (index - first) % step == 0]
    taken: list[tuple[float, float]] = []
    for x, text, _ in sorted(shown, key=lambda label: not label[2]):
        half = text_width(text) / 2
        x = min(max(x, room[0] + half), room[1] - half)
        if all(x + half + 4 <= left or x - half - 4 >= right for left, right in taken):
            taken.append((x - half, x + half))
            drawing.text(x, y, text, fill=INK_3, anchor="middle")


def coordinate(value: float) -> str:
    """A number of the drawing with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")
