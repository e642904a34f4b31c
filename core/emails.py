"""Mails as people receive them: HTML with every style moved into the elements, and the same words as plain text."""

from datetime import date
from html import unescape
from typing import Any

import css_inline
from babel.dates import format_date
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from core import dates, display


def written(name: str, context: dict[str, Any]) -> tuple[str, str]:
    """`mail/NAME.html` and `mail/NAME.txt` as (html, text), in the language that is active.

    The text is unescaped after rendering, because a plain-text mail has no markup that a name could break out of.
    """
    context = {"lender": settings.LENDER, "number": "", **context}
    html = css_inline.inline(
        render_to_string(f"mail/{name}.html", context), keep_style_tags=True, load_remote_stylesheets=False
    )
    return html, unescape(render_to_string(f"mail/{name}.txt", context)).strip() + "\n"


def letter_day(day: date | None) -> str:
    """A date as letters write it: 8 月 21 日（週五）, Fri 21 Aug; with its year if that is not this one."""
    if day is None:
        return ""
    is_this_year = day.year == dates.today().year
    if display.is_chinese():
        pattern = "M 月 d 日（EEE）" if is_this_year else "y 年 M 月 d 日（EEE）"
    else:
        pattern = "EEE d MMM" if is_this_year else "EEE d MMM y"
    return format_date(day, pattern, locale=display.LOCALES.get(get_language() or "", "en"))
