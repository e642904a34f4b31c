"""Mails as people receive them: HTML with every style moved into the elements, and the same words as plain text."""

from html import unescape
from typing import Any

import css_inline
from django.conf import settings
from django.template.loader import render_to_string


def written(name: str, context: dict[str, Any]) -> tuple[str, str]:
    """`mail/NAME.html` and `mail/NAME.txt` as (html, text), in the language that is active.

    The text is unescaped after rendering, because a plain-text mail has no markup that a name could break out of.
    """
    context = {"lender": settings.LENDER, "number": "", **context}
    html = css_inline.inline(
        render_to_string(f"mail/{name}.html", context), keep_style_tags=True, load_remote_stylesheets=False
    )
    return html, unescape(render_to_string(f"mail/{name}.txt", context)).strip() + "\n"
