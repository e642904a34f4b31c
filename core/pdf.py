"""HTML to PDF, by one warm child process that reaches neither the network nor any file but our own.

The HTML comes from our templates and carries words people typed, so it is taken as hostile: see core.pdf_child for
what is refused. The child keeps WeasyPrint loaded (0.9 s), is replaced after 50 documents or when its memory grows,
ends after ten idle minutes and with its parent. One document at a time per process.
"""

import ctypes
import json
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from core.children import ChildBusy, ChildEnded, ChildTooSlow, Warm
from core.pdf_child import (
    DRAWN_BY_OTHERS,
    LANGUAGES,
    UNSAFE_CHARACTERS,
    glyphs_in,
    lacking_in,
)

BASE_DIR = Path(__file__).resolve().parent.parent
FONTS_DIR = BASE_DIR / "fonts"
STATIC_DIR = BASE_DIR / "static"
FONT_FILES = ("NotoSansTC-Regular.ttf", "NotoSansTC-Bold.ttf", "NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")

HTML_LIMIT = 2 * 1024**2  # bytes
IMAGES_LIMIT = 32 * 1024**2  # bytes, all pictures of one document
SECONDS_PER_DOCUMENT = 60
LIBRARIES = {
    "Pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "PangoFT2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    "HarfBuzz-Subset": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
}


class PdfRefused(Exception):
    """The document asks for something it may not have, or is too large. ``urls`` lists what it asked for."""

    def __init__(self, reason: str, urls: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.urls = urls


class PdfFailed(Exception):
    """The document could not be printed whole: a glyph or a picture is missing, or a limit was reached."""


def unprintable(text: str) -> list[str]:
    """The characters of a text that would stand as 〓 in a document, each once and in their order."""
    if text.isascii():
        return []
    return [sign for sign in lacking_in(text, _glyphs()) if not DRAWN_BY_OTHERS.match(sign)]


@cache
def _glyphs() -> frozenset[int]:
    return glyphs_in(FONTS_DIR)


def render_pdf(html: str, *, language: str = "zh-hant", images: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF (tagged, PDF/UA-1) of an HTML page with static/loandesk/print.css; same input, same bytes.

    ``language`` is zh-hant, zh-hans or en and chooses which Chinese font comes first. The page may use ``data:``
    addresses, ``asset:static/…`` and ``asset:fonts/…``, and the bytes in ``images`` as ``image:NAME``.
    Raises PdfRefused and PdfFailed; both discard what was printed.
    """
    if language not in LANGUAGES:
        raise ValueError(f"No document language {language!r}.")
    images = images or {}
    source = UNSAFE_CHARACTERS.sub("", html).encode("utf-8")
    if len(source) > HTML_LIMIT:
        raise PdfRefused(f"The document has {len(source):,} bytes; {HTML_LIMIT:,} fit.")
    if sum(map(len, images.values())) > IMAGES_LIMIT:
        raise PdfRefused(f"The pictures have more than {IMAGES_LIMIT:,} bytes.")
    header = json.dumps({"language": language, "images": list(images)}).encode("utf-8")
    answer, pdf = _printed([header, source, *images.values()])
    if answer["outcome"] == "refused":
        urls = tuple(answer["urls"])
        raise PdfRefused("The document asks for what it may not have: " + ", ".join(urls), urls)
    if answer["outcome"] == "failed":
        raise PdfFailed(answer["reason"])
    return pdf


def _printed(frames: list[bytes]) -> tuple[dict[str, Any], bytes]:
    try:
        return _press.exchange(frames, seconds=SECONDS_PER_DOCUMENT)
    except ChildBusy:
        raise PdfFailed("Too many documents are waiting; try again later.") from None
    except ChildTooSlow:
        raise PdfFailed(f"The document took longer than {SECONDS_PER_DOCUMENT} seconds.") from None
    except ChildEnded:
        sentence = "The printing process ended twice on this document; it may be too large."
        raise PdfFailed(pdf_problem() or sentence) from None


def pdf_problem() -> str | None:
    """Why this machine cannot print, in one sentence with the remedy; None when it can. For a system check."""
    try:
        if int(metadata.version("weasyprint").split(".")[0]) < 70:
            return "PDF printing needs WeasyPrint 70 or later; install requirements/base.txt."
    except metadata.PackageNotFoundError:
        return "PDF printing needs WeasyPrint; install requirements/base.txt."
    for name, candidates in LIBRARIES.items():
        if not any(map(_can_load, candidates)):
            return (
                f"PDF printing needs the library {name}; on Debian and Ubuntu run "
                "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0."
            )
    for name in FONT_FILES:
        if not (FONTS_DIR / name).is_file():
            return f"PDF printing needs the font fonts/{name}, which this checkout does not hold."
    return None


def _can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


_press = Warm("pdf_child.py", lambda: (str(FONTS_DIR), str(STATIC_DIR)))
