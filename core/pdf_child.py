"""The child process behind core.pdf: the only place that imports WeasyPrint.

core.pdf runs this file by its path in isolated mode (``python -I``), so that the process sees no module of the
project, no settings and no secret of the environment. It reads requests from stdin and answers on stdout, each frame
four bytes of length and as many bytes. A request is one frame of JSON {"language", "images": [name]}, the HTML, then
the bytes of each image; an answer is one frame of JSON {"outcome", "reason", "urls", "last"} and the PDF (empty
unless the outcome is "printed"). core.pdf imports the character rules from here; core.upload_child works as this one does.
"""

import gc
import json
import logging
import os
import re
import select
import shutil
import struct
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.sax.saxutils import escape

try:
    import resource
except ImportError:  # Windows has no such limits; the time limit of the parent still holds.
    resource = None  # type: ignore[assignment]

LANGUAGES = {"zh-hant": "zh-Hant", "zh-hans": "zh-Hans", "en": "en"}
DOCUMENTS_PER_CHILD = 50
MEMORY_PER_DOCUMENT = 1024**3  # bytes above what the libraries take at start
MEMORY_TO_RECYCLE = 400 * 1024**2  # bytes; a usual report peaks at 150 MB
IDLE_SECONDS = 600
LARGEST_FRAME = 256 * 1024**2

# What a child does with a request, reading the frames that follow it: the answer, and the bytes that go with it.
Answered = Callable[[dict[str, Any], Callable[[], bytes]], tuple[dict[str, Any], bytes]]

# Control characters but tab and line ends, direction marks and overrides (they let a text read otherwise than it is
# stored), interlinear marks, tags, halves of surrogate pairs and code points that are no characters.
UNSAFE_CHARACTERS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)

MISSING_SORT = "\u3013"
DRAWN_BY_OTHERS = re.compile("[\u00ad\u034f\u200b-\u200d\u2060-\u2064\ufe00-\ufe0f\U000e0100-\U000e01ef]")

# What could load, run or embed something. The fetcher stops a request; this list stops what asks for none.
FORBIDDEN_TAGS = frozenset(
    {"applet", "audio", "base", "embed", "frame", "frameset", "iframe", "link", "object", "script", "source"}
    | {"track", "video"}
)
ADDRESS_ATTRIBUTES = frozenset(
    {"action", "background", "data", "formaction", "href", "poster", "src", "srcset", "xlink:href"}
    | {"{http://www.w3.org/1999/xlink}href"}
)
PACKAGED = ("data:", "asset:", "image:")
LINKS = ("#", "http://", "https://", "mailto:", "tel:")

FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{folder}</cachedir></fontconfig>
"""


def read_frame(stream: Any) -> bytes:
    """One frame of an unbuffered stream; EOFError when the other side has gone."""
    (size,) = struct.unpack(">I", _read_exactly(stream, 4))
    if size > LARGEST_FRAME:
        raise EOFError("A frame is longer than any document.")
    return _read_exactly(stream, size)


def write_frame(stream: Any, content: bytes) -> None:
    view = memoryview(struct.pack(">I", len(content)) + content)
    while view:
        view = view[stream.write(view) :]


def _read_exactly(stream: Any, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = stream.read(size - len(parts))
        if not part:
            raise EOFError("The other side has closed the pipe.")
        parts += part
    return bytes(parts)


def glyphs_in(fonts: Path) -> frozenset[int]:
    """The code points that the fonts of a folder can draw; reads their character maps only."""
    from fontTools.ttLib import TTFont

    return frozenset().union(*(TTFont(path, lazy=True).getBestCmap() for path in fonts.glob("*.ttf")))


def lacking_in(text: str, glyphs: frozenset[int]) -> list[str]:
    """The characters of a text that have no glyph, each once and in its order."""
    return [sign for sign in dict.fromkeys(text) if ord(sign) not in glyphs and not sign.isspace()]


class Findings(logging.Handler):
    """What one rendering must not have: addresses outside, characters without a glyph, unreadable pictures."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.urls: list[str] = []
        self.missing: list[str] = []
        self.broken: list[str] = []

    def refuse(self, address: str) -> None:
        if address not in self.urls:
            self.urls.append(address[:300])

    def emit(self, record: logging.LogRecord) -> None:
        """WeasyPrint reports a lost character or picture in its log only, and prints on."""
        message = record.getMessage()
        if message.startswith(".notdef glyph rendered"):
            self.missing.append(message.rsplit(": ", 1)[-1])
        elif "Relative URI reference without a base URI" in message:
            self.refuse(message.rsplit(": ", 1)[-1])
        elif record.levelno >= logging.ERROR:
            self.broken.append(message[:300])


class Press:
    """WeasyPrint with our fonts, our print stylesheet and a fetcher that reaches nothing else."""

    def __init__(self, fonts: Path, static: Path, folder: Path) -> None:
        """Point fontconfig at our folder alone, then import: no font of the machine is ever used, so every machine
        prints the same bytes. WeasyPrint reads its fonts through fontconfig; 35 MB of @font-face would be copied to
        a temporary folder for each document."""
        settings = FONTCONFIG.format(fonts=escape(str(fonts)), folder=escape(str(folder)))
        (folder / "fonts.conf").write_text(settings, "utf-8")
        os.environ["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
        warnings.simplefilter("ignore")
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher, URLFetcherResponse

        self.weasyprint, self.font_configuration = weasyprint, FontConfiguration
        self.fetcher, self.response = URLFetcher, URLFetcherResponse
        self.roots = {"fonts": fonts.resolve(), "static": static.resolve()}
        self.glyphs = glyphs_in(fonts)
        self.print_css = weasyprint.CSS(string=(static / "loandesk/print.css").read_text("utf-8"))

    def fetcher_for(self, images: Mapping[str, bytes], findings: Findings) -> Any:
        press = self

        class Fetcher(self.fetcher):  # type: ignore[name-defined]
            def fetch(self, url: str, headers: Any = None) -> Any:
                scheme, _, rest = url.partition(":")
                if scheme == "data":
                    return super().fetch(url, headers)
                if scheme == "image" and rest in images:
                    return press.response(url, images[rest])
                if scheme == "asset" and (path := press.asset(rest)):
                    return press.response(url, path.read_bytes())
                findings.refuse(url)
                raise ValueError("A document may use packaged files only.")

        return Fetcher()

    def mark_missing(self, root: Any) -> None:
        """Make every word of a parsed document printable, those in attributes too: running heads are taken from them."""
        for element in root.iter():
            element.text, element.tail = self.printable(element.text), self.printable(element.tail)
            for name, value in element.items():
                if name.lower() not in ADDRESS_ATTRIBUTES:
                    element.set(name, self.printable(value))

    def printable(self, text: str | None) -> str | None:
        """The text with 〓, the typesetter's mark for a missing sort, wherever our fonts have no glyph.

        A rare character in a name must not keep a contract from being printed for ever; the mark is seen and can be
        put right by hand. What is never drawn by itself (joiners, variation selectors) is left out instead.
        """
        lacking = lacking_in(text or "", self.glyphs)
        if not text or not lacking:
            return text
        return text.translate({ord(c): None if DRAWN_BY_OTHERS.match(c) else MISSING_SORT for c in lacking})

    def asset(self, name: str) -> Path | None:
        """The file ``static/…`` or ``fonts/…``; None outside of those two folders."""
        root, _, rest = unquote(name).partition("/")
        if root not in self.roots or "\0" in rest:
            return None
        path = (self.roots[root] / rest).resolve()
        return path if path.is_relative_to(self.roots[root]) and path.is_file() else None

    def print(self, request: dict[str, Any], html: str, images: Mapping[str, bytes]) -> tuple[dict[str, Any], bytes]:
        findings = Findings()
        logger = logging.getLogger("weasyprint")
        logger.addHandler(findings)
        try:
            pdf = self._pdf(html, request["language"], images, findings)
        except (Exception, RecursionError, MemoryError) as error:
            return {"outcome": "failed", "reason": f"{type(error).__name__}: {error}"[:300]}, b""
        finally:
            logger.removeHandler(findings)
        if findings.urls:
            return {"outcome": "refused", "urls": findings.urls[:20]}, b""
        if findings.missing:
            return {"outcome": "failed", "reason": "No glyph for " + ", ".join(dict.fromkeys(findings.missing))}, b""
        if findings.broken:
            return {"outcome": "failed", "reason": "; ".join(findings.broken[:3])}, b""
        return {"outcome": "printed"}, pdf

    def _pdf(self, html: str, language: str, images: Mapping[str, bytes], findings: Findings) -> bytes:
        fetcher = self.fetcher_for(images, findings)
        source = self.weasyprint.HTML(string=html, url_fetcher=fetcher)
        source.base_url = None  # a <base> sets it even where none was given
        source.etree_element.set("lang", LANGUAGES[language])
        for address in inspect(source.etree_element):
            findings.refuse(address)
        self.mark_missing(source.etree_element)
        if findings.urls:
            return b""
        document = source.render(
            stylesheets=[self.print_css], font_config=self.font_configuration(), pdf_variant="pdf/ua-1"
        )
        if findings.urls or document.metadata.attachments:
            findings.refuse("attachment")
            return b""
        return document.write_pdf(pdf_variant="pdf/ua-1")


def inspect(root: Any) -> Iterator[str]:
    """Clean the text of a parsed document in place and yield what it may not hold.

    Character references (&#x202e;) become characters only here, after the check of the source.
    """
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        element.text = element.text and UNSAFE_CHARACTERS.sub("", element.text)
        element.tail = element.tail and UNSAFE_CHARACTERS.sub("", element.tail)
        tag = element.tag.rpartition("}")[2].lower()
        if tag in FORBIDDEN_TAGS:
            yield f"<{tag}> {element.get('src') or element.get('data') or element.get('href') or ''}".strip()
        allowed = PACKAGED + LINKS if tag in ("a", "area") else (*PACKAGED, "#")
        for name, value in element.items():
            element.set(name, UNSAFE_CHARACTERS.sub("", value))
            if name.lower() in ADDRESS_ATTRIBUTES and not value.strip().startswith(allowed):
                yield value.strip() or f"<{tag} {name}>"
            elif name == "rel" and "attachment" in value.lower():
                yield f"<{tag} rel=attachment>"


def limit_memory() -> None:
    """At most 1 GB above what the process holds now; no core file, it would hold a customer's text."""
    if resource is None:
        return
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        limit = pages * resource.getpagesize() + MEMORY_PER_DOCUMENT
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        pass  # macOS has neither the file nor the limit; the time limit still holds


def peak_memory() -> int:
    """Bytes of memory this process has held at most.

    Linux's own count comes first: `ru_maxrss` lives through fork and exec, so the child of a large server would look
    large from the start and be replaced after every document.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024
    except (OSError, IndexError, ValueError):
        pass  # no such file on this system
    if resource is None:
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def end_with_parent(folder: Path) -> None:
    """End within seconds of the parent, even in the middle of a document.

    A signal at the parent's death would be tied to the thread that started us, and web threads come and go.
    """
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(2)
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def serve(answered: Answered, requests: Any, answers: Any) -> None:
    """Answer until the parent closes the pipe, nothing is asked for ten minutes, or it is time for a new process."""
    for count in range(1, DOCUMENTS_PER_CHILD + 1):
        if not select.select([requests], [], [], IDLE_SECONDS)[0]:
            return
        try:
            request = json.loads(read_frame(requests))
            answer, content = answered(request, lambda: read_frame(requests))
        except EOFError:
            return
        answer["last"] = count == DOCUMENTS_PER_CHILD or peak_memory() > MEMORY_TO_RECYCLE
        write_frame(answers, json.dumps(answer).encode("utf-8"))
        write_frame(answers, content)
        if answer["last"]:
            return


def work(folder: Path, prepare: Callable[[], Answered]) -> None:
    """What every child does: load its libraries, set its limits, and answer; its folder goes with it."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then closes the pipe
    requests = os.fdopen(os.dup(0), "rb", buffering=0)
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # whatever a library prints must not end in the middle of an answer
    end_with_parent(folder)
    try:
        answered = prepare()
        # What is loaded by now stays for good; to look it through for rubbish takes a tenth of every document.
        gc.freeze()
        limit_memory()
        serve(answered, requests, answers)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(fonts: str, static: str, folder: str) -> None:
    def prepare() -> Answered:
        press = Press(Path(fonts), Path(static), Path(folder))

        def answered(request: dict[str, Any], frame: Callable[[], bytes]) -> tuple[dict[str, Any], bytes]:
            html = frame().decode("utf-8")
            return press.print(request, html, {name: frame() for name in request["images"]})

        return answered

    work(Path(folder), prepare)


if __name__ == "__main__":
    main(*sys.argv[1:4])
