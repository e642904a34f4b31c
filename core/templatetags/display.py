"""`{% load display %}`: icons, figures, dates, states and masked data on any page."""

import re
from functools import lru_cache
from typing import Any

from defusedxml import ElementTree
from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from core import dates, display, numbering
from core.figures import Figure

register = template.Library()

for _filter in (
    display.capitals,
    display.percent,
    display.exact_percent,
    display.iso,
    display.last_day,
    display.until,
    display.weekday,
    display.mask_identity,
    display.mask_account,
    display.mask_phone,
    display.mask_email,
    display.mask_name,
    display.label_for,
):
    register.filter(_filter.__name__, _filter)

register.filter("money", display.grouped)
register.filter("wan", display.large)


# Icons

SHAPES = frozenset({"path", "circle", "rect", "line", "polyline"})


@lru_cache(maxsize=128)
def _shapes(name: str) -> SafeString:
    """The shapes of `static/loandesk/icons/NAME.svg`, taken one by one so that a file can bring nothing else in."""
    path = finders.find(f"loandesk/icons/{name}.svg")
    if not path:
        raise template.TemplateSyntaxError(f"There is no icon named {name!r} in static/loandesk/icons.")
    drawn = []
    for element in ElementTree.parse(path).iter():
        tag = element.tag.rpartition("}")[2]
        if tag in SHAPES:
            attributes = format_html_join("", ' {}="{}"', element.attrib.items())
            drawn.append((tag, attributes))
    return format_html_join("", "<{}{}/>", drawn)


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """`{% icon "home" %}`, `{% icon "plus" size="sm" %}`: decoration beside words, hidden from screen readers."""
    classes = "ld-icon ld-icon-sm" if size == "sm" else "ld-icon"
    return format_html('<svg class="{}" viewBox="0 0 20 20" aria-hidden="true">{}</svg>', classes, _shapes(name))


# Amounts and rates


def current_unit(context: template.Context) -> str:
    """`large` (萬元) or `yuan`: what the view put into `amount_unit`, else `?unit=` of this page, else large."""
    unit = context.get("amount_unit")
    request = context.get("request")
    if unit is None and request is not None:
        unit = request.GET.get("unit")
    return unit if unit in {"large", "yuan"} else "large"


@register.simple_tag(takes_context=True)
def amount(context: template.Context, value: Any, unit: str | None = None) -> SafeString | str:
    """An amount with its unit, as facts show it; `unit` is large or yuan, else the page's switch decides."""
    unit = unit or current_unit(context)
    number = display.large(value) if unit == "large" else display.grouped(value)
    if not number:
        return ""
    words = display.unit_name(unit)
    return format_html('<span class="ld-num">{}<span class="ld-unit">{}</span></span>', number, words)


@register.simple_tag(takes_context=True)
def figure(context: template.Context, value: Any) -> str:
    """An amount without its unit, for a column whose head says `{% amount_unit %}`."""
    return display.large(value) if current_unit(context) == "large" else display.grouped(value)


@register.simple_tag(takes_context=True)
def amount_unit(context: template.Context, unit: str | None = None) -> str:
    """The unit of this page's amounts, for a column head: 萬元 or 元."""
    return display.unit_name(unit or current_unit(context))


@register.inclusion_tag("components/unit_switch.html", takes_context=True)
def unit_switch(context: template.Context) -> dict[str, Any]:
    """The switch 元 / 萬元; the choice stands in the address, so that a link keeps it."""
    request, current = context["request"], current_unit(context)
    choices = []
    for unit in ("yuan", "large"):
        query = request.GET.copy()
        query["unit"] = unit
        choices.append({"url": f"?{query.urlencode()}", "label": display.unit_name(unit), "current": unit == current})
    return {"choices": choices}


@register.filter
def months(value: Any) -> str:
    """A term: 12 months."""
    return display.months(value)


@register.filter
def counted(value: Any) -> str:
    """A number of things: 1,000."""
    return display.grouped(value, 0)


@register.simple_tag
def joined(words: Any) -> str:
    """Several words in one line, parted as the language does it; a plain text stays as it is."""
    if not words or isinstance(words, str):
        return words or ""
    return display.joined(words)


# Dates


@register.filter
def day(value: Any) -> str:
    """11-26 週四; another year than the business date's reads 2027-03-26."""
    return display.day(value, dates.today())


@register.filter
def days_left(value: Any) -> str:
    """3 days left, today, 2 days late."""
    return display.days_left(value, dates.today())


@register.filter
def due_tone(value: Any) -> str:
    """The class for a due date: ld-danger when late, ld-warning today."""
    return display.due_tone(value, dates.today())


@register.filter
def unbroken(text: Any) -> SafeString:
    """A sentence in which no date and no number of a paper (HQ申2026-00020) is split at the end of a line."""
    parts = re.split(r"([A-Z]{2}\w\d{4}-\d{5}|\d{4}-\d{2}-\d{2})", str(text))
    shown = (
        format_html('<span class="ld-nb">{}</span>', part) if place % 2 else part for place, part in enumerate(parts)
    )
    return format_html_join("", "{}", ((part,) for part in shown))


# States


@register.simple_tag
def status(value: Any = "", field: str = "status", label: str = "", tone: str = "") -> SafeString | str:
    """`{% status application %}`, `{% status member %}`, `{% status label=… tone="is-late" %}`: shape, word, colour."""
    return _state(value, field, label, tone, "ld-status")


@register.simple_tag
def pill(value: Any = "", field: str = "status", label: str = "", tone: str = "") -> SafeString | str:
    """The one state in a page's title."""
    return _state(value, field, label, tone, "ld-status ld-pill")


def _state(value: Any, field: str, label: str, tone: str, classes: str) -> SafeString | str:
    if (value is None or value == "") and not label:
        return ""
    words, own_tone = display.state(value, field)
    tone = tone or own_tone
    return format_html('<span class="{}">{}</span>', f"{classes} {tone}".strip(), label or words)


# Explanations


VERDICTS = {"ok": (_("Passed"), "is-good"), "warn": (_("Outside the limit"), "is-warn"), "na": (_("Not computed"), "")}


@register.simple_tag
def verdict(figure: Figure) -> SafeString | str:
    """What the limit says of a figure; one without a limit has no verdict."""
    words, tone = VERDICTS[figure.verdict]
    return _state("", "", str(words), tone, "ld-status") if figure.limit is not None or figure.value is None else ""


@register.filter
def measured(figure: Figure) -> str:
    """The value of a figure in its own unit."""
    return display.measured(figure.value, figure.unit)


@register.inclusion_tag("components/explain.html")
def explain(figure: Figure | None, question: str = "", basis: str = "") -> dict[str, Any]:
    """How a figure is made, closed until asked for: formula, inputs and limit.

    `question` replaces "How … is made"; `basis` names the dated parameter or rule behind the limit.
    """
    if figure is None:
        return {"figure": None}
    return {
        "figure": figure,
        "question": question,
        "basis": basis,
        "formula": display.formula_in_words(figure.formula),
        "value": display.measured(figure.value, figure.unit),
        "inputs": [(display.label_for(code), display.input_value(value)) for code, value in figure.inputs],
        "limit": display.measured(figure.limit, figure.unit) if figure.limit is not None else "",
        "missing": [display.label_for(code) for code in figure.missing],
    }


# The page itself


@register.simple_tag
def sentence_gap() -> str:
    """What stands between two sentences: nothing in Chinese, a space in English."""
    return "" if display.is_chinese() else " "


@register.simple_tag
def page_language() -> str:
    """What stands in `<html lang>`."""
    return display.page_language()


@register.simple_tag
def page_languages() -> list[dict[str, Any]]:
    """The languages on offer, each in its own words."""
    current = display.page_language()
    return [
        {
            "code": code,
            "lang": display.PAGE_LANGUAGES.get(code, code),
            "name": get_language_info(code)["name_local"],
            "current": display.PAGE_LANGUAGES.get(code) == current,
        }
        for code, _name in settings.LANGUAGES
    ]


# Numbers


@register.filter
def number(value: Any) -> str:
    """HQ申2026-00412, as the reader's language writes a running number."""
    return numbering.shown(str(value)) if value else ""
