"""HTML to PDF, by one warm child process that reaches neither the network nor any file but our own.

The HTML comes from our templates and carries words people typed, so it is taken as hostile: see core.pdf_child for
what is refused. The child keeps WeasyPrint loaded (0.9 s), is replaced after 50 documents or when its memory grows,
ends after ten idle minutes and with its parent. One document at a time per process.
"""

import atexit
import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from core.pdf_child import (
    DRAWN_BY_OTHERS,
    LANGUAGES,
    UNSAFE_CHARACTERS,
    glyphs_in,
    lacking_in,
    read_frame,
    write_frame,
)

BASE_DIR = Path(__file__).resolve().parent.parent
FONTS_DIR = BASE_DIR / "fonts"
STATIC_DIR = BASE_DIR / "static"
FONT_FILES = ("NotoSansTC-Regular.ttf", "NotoSansTC-Bold.ttf", "NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")

HTML_LIMIT = 2 * 1024**2  # bytes
IMAGES_LIMIT = 32 * 1024**2  # bytes, all pictures of one document
SECONDS_PER_DOCUMENT = 60
SECONDS_IN_LINE = 150  # while others print; two that run into the limit and a little more

# The child gets no other variable: the environment holds keys and passwords.
ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "SYSTEMROOT", "TZ")
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
    answer, pdf = _press.exchange([header, source, *images.values()])
    if answer["outcome"] == "refused":
        urls = tuple(answer["urls"])
        raise PdfRefused("The document asks for what it may not have: " + ", ".join(urls), urls)
    if answer["outcome"] == "failed":
        raise PdfFailed(answer["reason"])
    return pdf


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


class _Child:
    """One running child, its temporary folder and its pipes."""

    def __init__(self) -> None:
        self.folder = tempfile.mkdtemp(prefix="loandesk-pdf-")
        environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
        script = str(Path(__file__).with_name("pdf_child.py"))
        self.process = subprocess.Popen(  # noqa: S603 - our own file and our own paths
            [sys.executable, "-I", script, str(FONTS_DIR), str(STATIC_DIR), self.folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={**environment, "TMPDIR": self.folder, "LC_ALL": "C.UTF-8"},
        )
        self.out_of_time = False

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def ask(self, frames: list[bytes]) -> tuple[dict[str, Any], bytes]:
        """Send one request and wait for its answer; OSError or EOFError when the child ends before."""
        timer = threading.Timer(SECONDS_PER_DOCUMENT, self._run_out)
        timer.start()
        try:
            for frame in frames:
                write_frame(self.process.stdin, frame)
            return json.loads(read_frame(self.process.stdout)), read_frame(self.process.stdout)
        finally:
            timer.cancel()
            timer.join()  # a timer that has just fired must not end the next document

    def _run_out(self) -> None:
        self.out_of_time = True
        self.process.kill()

    def end(self) -> None:
        with ExitStack() as closing:
            closing.callback(shutil.rmtree, self.folder, ignore_errors=True)
            closing.callback(self.process.wait)
            closing.callback(self.process.kill)
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe is not None:
                    closing.callback(pipe.close)


class _Press:
    """The child of this process: started when first needed, replaced when it ends, used by one thread at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.child: _Child | None = None

    def exchange(self, frames: list[bytes]) -> tuple[dict[str, Any], bytes]:
        if not self.lock.acquire(timeout=SECONDS_IN_LINE):
            raise PdfFailed("Too many documents are waiting; try again later.")
        try:
            # Twice: a warm child may have ended between two documents (idle, killed for memory by the system).
            return self._try(frames) or self._try(frames) or self._give_up()
        finally:
            self.lock.release()

    def _try(self, frames: list[bytes]) -> tuple[dict[str, Any], bytes] | None:
        child = self._ready()
        try:
            answer, pdf = child.ask(frames)
        except (OSError, EOFError):
            self.close()
            if child.out_of_time:
                raise PdfFailed(f"The document took longer than {SECONDS_PER_DOCUMENT} seconds.") from None
            return None
        except BaseException:
            self.close()  # interrupted in the middle of an answer; the next one must not read its rest
            raise
        if answer["last"]:
            self.close()
            self.child = _Child()  # loads while nobody waits
        return answer, pdf

    def _ready(self) -> _Child:
        if self.child and not self.child.is_alive():
            self.close()
        if self.child is None:
            self.child = _Child()
        return self.child

    def _give_up(self) -> tuple[dict[str, Any], bytes]:
        raise PdfFailed(pdf_problem() or "The printing process ended twice on this document; it may be too large.")

    def close(self) -> None:
        child, self.child = self.child, None
        if child:
            child.end()


_press = _Press()


def _forget() -> None:
    """After a fork the child belongs to the other process; two that write into one pipe would mix their documents."""
    global _press
    _press = _Press()


def _close() -> None:
    _press.close()


atexit.register(_close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
