"""Pages carry no inline style or script (the policy refuses them) and every part says what it needs."""

import re
from pathlib import Path

import pytest

from tests.architecture.reading import APPS, ROOT

INLINE = {
    "style attribute": re.compile(r"<[^>{%]*\sstyle\s*=", re.I),
    "style element": re.compile(r"<style[\s>]", re.I),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")[^>]*>", re.I),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "javascript address": re.compile(r"(href|src|action)\s*=\s*[\"']?\s*javascript:", re.I),
    "safe filter": re.compile(r"\|\s*(safe|safeseq)\b"),
    "autoescape off": re.compile(r"{%-?\s*autoescape\s+off"),
    "foreign address": re.compile(
        r"<(script|link|img|iframe|form|source)\b[^>]*\s(src|href|action)\s*=\s*[\"']?(https?:)?//", re.I
    ),
}
# A mail carries its styles with it; they stand in one file and are moved onto the elements when it is sent.
MAIL_MAY = {"style element", "style attribute"}


def without_comments(text: str) -> str:
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", text, flags=re.S)
    return re.sub(r"{#.*?#}", "", text)


def problems(text: str) -> list[str]:
    """What the policy or the ban on unescaped text refuses."""
    # A template tag may hold a ">" of its own; it must not end the element that it stands in.
    plain = re.sub(r"({[{%])(.*?)([%}]})", lambda m: m[1] + m[2].replace(">", " ") + m[3], without_comments(text))
    return [name for name, pattern in INLINE.items() if pattern.search(plain)]


def templates() -> list[Path]:
    folders = [ROOT / "templates", *(ROOT / app / "templates" for app in APPS)]
    return sorted(path for folder in folders if folder.exists() for path in folder.rglob("*.html"))


def is_part(path: Path) -> bool:
    return path.name.startswith("_") or path.parent.name == "components"


def test_no_page_has_inline_style_or_script_or_unescaped_text():
    wrong = {}
    for path in templates():
        name = path.relative_to(ROOT)
        found = set(problems(path.read_text(encoding="utf-8")))
        if "mail" in name.parts or "mails" in name.parts:
            found -= MAIL_MAY
        if found:
            wrong[str(name)] = sorted(found)

    assert wrong == {}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('<p style="color:red">', "style attribute"),
        ("<style>p{}</style>", "style element"),
        ("<script>go()</script>", "inline script"),
        ('<button onclick="go()">', "event attribute"),
        ('<a {% if a > b %}class="x"{% endif %} onclick="go()">', "event attribute"),
        ('<a href="javascript:go()">', "javascript address"),
        ("{{ text|safe }}", "safe filter"),
        ("{% autoescape off %}", "autoescape off"),
        ('<script src="//cdn.example/x.js"></script>', "foreign address"),
        ('<img src="https://pictures.example/a.png">', "foreign address"),
    ],
)
def test_each_ban_sees_its_sample(text, problem):
    assert problem in problems(text)


@pytest.mark.parametrize(
    "text", ['<script src="/static/app.js" defer></script>', '<td class="x">{{ a.style }}</td>', "{# style= #}"]
)
def test_what_is_allowed_is_left_alone(text):
    assert problems(text) == []


def says_what_it_needs(text: str) -> bool:
    return bool(
        re.match(r"\s*(?:{% (?:load|extends)[^%]*%}\s*)*(?:{#\s*\S.*?#}|{% comment %}.*?{% endcomment %})", text, re.S)
    )


def test_every_part_begins_with_a_comment_that_says_what_it_needs():
    silent = [
        str(path.relative_to(ROOT))
        for path in templates()
        if is_part(path) and not says_what_it_needs(path.read_text(encoding="utf-8"))
    ]

    assert silent == []


def test_a_part_without_its_comment_is_seen():
    assert not says_what_it_needs("<form>…</form>")
    assert says_what_it_needs("{# Included by detail.html. Needs: form. #}\n<form>")
    assert says_what_it_needs("{% load i18n %}\n{# Needs: form. #}\n<form>")
