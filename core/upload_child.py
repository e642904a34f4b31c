"""The child process behind core.attachments: reads uploaded PDFs and draws previews, under limits (S28).

What people upload is hostile until it was read, and reading it is what a hostile file is made for: a few kilobytes that
unpack to gigabytes, a page that never ends. So nobody reads one in the process that serves the pages. A request is one
frame of JSON {"act": "check" | "draw", "media_type", "sheet"} and the file. The answer to a check is {"pages"} or
{"reason": one of REASONS}; to a drawing {"drawn", "exists"} and the PNG. core.attachments imports the limits.
"""

import importlib.util
import io
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

try:
    import resource
except ImportError:  # Windows has no such limits; the time limit of the parent still holds.
    resource = None  # type: ignore[assignment]

REASONS = ("double", "locked", "pages", "paper", "complicated", "swollen", "pixels", "unreadable", "empty", "active")
CPU_SECONDS = {"check": 30, "draw": 10}

MOST_OBJECTS = 100_000
MOST_PAGES = 1000
LARGEST_PAGE = 14_400  # points; the largest page that readers of PDF have to show
# What the streams of one file that are no pictures may unpack to. A dense plan of a building is a tenth of it.
LARGEST_STREAM = 64 * 1024**2
LARGEST_UNPACKED = 256 * 1024**2
MOST_PIXELS_IN_PDF = 150_000_000  # of one picture: a page of A4 at 1,200 dots an inch, a plan of A0 at 300

# By name in a dictionary, by the kind of an action, and by the bytes of the file where no picture has them by chance.
ACTIVE_NAMES = frozenset({"/JavaScript", "/JS", "/EmbeddedFiles", "/EF", "/RichMedia", "/RichMediaContent", "/XFA"})
ACTIVE_KINDS = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/GoToE", "/GoToR", "/Movie", "/Sound"}
    | {"/RichMediaExecute"}
)
ACTIVE_NOTES = frozenset({"/Movie", "/3D", "/Screen", "/RichMedia", "/Sound", "/FileAttachment"})
ACTIVE_LINKS = ("javascript:", "vbscript:", "data:", "file:", "smb:", "search-ms:", "ms-msdt:")
LONG_NAMES = ("/JavaScript", "/EmbeddedFiles", "/RichMedia")

PICTURE_NAMES = ("/Subtype", "/Width", "/Height")

# What a preview shows of a page, in pixels
WIDEST, HIGHEST = 1400, 2000


class Refused(Exception):
    """Why a file is not taken: one of REASONS."""


# Checking


def pages_of(content: bytes) -> int:
    """The number of pages of a plain PDF; `Refused` for anything else."""
    from pypdf import PdfReader
    from pypdf.errors import LimitReachedError, PyPdfError

    if _is_something_else_too(content):
        raise Refused("double")
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise Refused("locked")
        pages = len(reader.pages)
        if pages > MOST_PAGES:
            raise Refused("pages")
        if any(max(page.mediabox.width, page.mediabox.height) > LARGEST_PAGE for page in reader.pages):
            raise Refused("paper")
        is_active = _looked_through(reader) or any(name.encode() in content for name in LONG_NAMES)
    except (LimitReachedError, MemoryError) as error:
        raise Refused("swollen") from error
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, AttributeError, OSError) as error:
        raise Refused("unreadable") from error
    if not pages:
        raise Refused("empty")
    if is_active:
        raise Refused("active")
    return pages


def _is_something_else_too(content: bytes) -> bool:
    """An archive behind the pages, or a page of the web: a file that two programs read as two things."""
    end = content.rfind(b"%%EOF")
    behind = content[end + 5 :].strip(b"\0\t\r\n\f ") if end >= 0 else b""
    return bool(behind) or zipfile.is_zipfile(io.BytesIO(content))


def _looked_through(reader: Any) -> bool:
    """Whether anything in the file runs or carries a file; `Refused` where it is too much to open."""
    from pypdf.generic import StreamObject

    unpacked, is_active = 0, False
    for thing in _dictionaries(reader):
        is_active = is_active or _acts(thing)
        if isinstance(thing, StreamObject):
            unpacked += _weight(thing)
            if unpacked > LARGEST_UNPACKED:
                raise Refused("swollen")
    return is_active


def _dictionaries(reader: Any) -> Iterator[Any]:
    """Every dictionary of a file, also those packed into compressed streams or written with escaped names."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

    numbers = {(number, generation) for generation, rows in reader.xref.items() for number in rows}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        raise Refused("complicated")
    for number, generation in numbers:
        waiting = [reader.get_object(IndirectObject(number, generation, reader))]
        while waiting:
            thing = waiting.pop()
            if isinstance(thing, DictionaryObject):
                yield thing
                waiting.extend(thing.raw_get(name) for name in thing)
            elif isinstance(thing, ArrayObject):
                waiting.extend(list.__iter__(thing))


def _weight(stream: Any) -> int:
    """What a stream unpacks to, in bytes. A picture is drawn line by line and weighs what it says of its size."""
    from pypdf.errors import LimitReachedError
    from pypdf.filters import decode_stream_data

    kind, width, height = (getattr(stream.get(name), "get_object", lambda: None)() for name in PICTURE_NAMES)
    if kind == "/Image" and isinstance(width, int | float) and isinstance(height, int | float):
        if width * height > MOST_PIXELS_IN_PDF:
            raise Refused("pixels")
        return 0
    try:
        size = len(decode_stream_data(stream))
    except (LimitReachedError, MemoryError):
        raise
    except Exception:
        return 0
    if size > LARGEST_STREAM:
        raise Refused("swollen")
    return size


def _acts(thing: Any) -> bool:
    """Whether a dictionary runs something, carries a file or reaches for one outside.

    Opening at a page (a plain /OpenAction) is no such thing, and neither is a link to the web that waits for a click.
    """
    return (
        not ACTIVE_NAMES.isdisjoint(thing)
        or str(_value(thing, "/S")) in ACTIVE_KINDS
        or str(_value(thing, "/Subtype")) in ACTIVE_NOTES
        or any(_value(action, "/S") == "/URI" for action in _unasked(thing))
        or any(_runs_on_a_click(_value(thing, name)) for name in ("/URI", "/Base"))
        or _lies_elsewhere(thing)
    )


def _value(thing: Any, name: str) -> Any:
    """What a dictionary holds under a name, also where it says only the number of the object; None where it is none."""
    from pypdf.generic import DictionaryObject

    return getattr(thing.get(name), "get_object", lambda: None)() if isinstance(thing, DictionaryObject) else None


def _unasked(thing: Any) -> Iterator[Any]:
    """What is done without a click on it: on opening, behind another action, and at the events of a page or a field.

    /Next is also the next bookmark, so its own entries are left alone: a bookmark may be a link to the web.
    """
    from pypdf.generic import ArrayObject

    for value in (_value(thing, "/OpenAction"), _value(thing, "/Next")):
        yield from (item.get_object() for item in list.__iter__(value)) if isinstance(value, ArrayObject) else (value,)
    events = _value(thing, "/AA")
    yield from (_value(events, name) for name in events or ())


def _lies_elsewhere(thing: Any) -> bool:
    """Whether the content of a stream, a form or a thread is in another file, which a reader would fetch."""
    from pypdf.generic import StreamObject

    may_name_one = isinstance(thing, StreamObject) or _value(thing, "/S") == "/Thread"
    return _names_a_file(_value(_value(thing, "/Ref"), "/F")) or (may_name_one and _names_a_file(_value(thing, "/F")))


def _names_a_file(value: Any) -> bool:
    """Whether a value is a text or a dictionary; a filter written short (/F for /Filter) is a name or a list of names."""
    from pypdf.generic import ByteStringObject, DictionaryObject, TextStringObject

    return isinstance(value, ByteStringObject | DictionaryObject | TextStringObject)


def _runs_on_a_click(link: Any) -> bool:
    """Whether a link is a program, or a file of the reader's machine or network, which may be one.

    Readers overlook blanks and control signs inside its first word. One letter before a colon is a drive.
    """
    if not isinstance(link, bytes | str):
        return False
    text = link.decode("latin-1") if isinstance(link, bytes) else link
    plain = "".join(sign for sign in text if sign > " ").lower().replace("\\", "/")
    return plain.startswith((*ACTIVE_LINKS, "//")) or plain[1:2] == ":"


# Drawing


def drawn(content: bytes, media_type: str, sheet: int) -> bytes | None:
    """A page as a PNG small enough for a screen; None when there is no such page."""
    if media_type != "application/pdf":
        return _picture(content) if sheet == 1 else None
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        if not 1 <= sheet <= len(document):
            return None
        page = document[sheet - 1]
        width, height = page.get_size()
        scale = min(WIDEST / max(width, 1), HIGHEST / max(height, 1), 4)
        return _small(page.render(scale=scale, may_draw_forms=False).to_pil())
    finally:
        document.close()


def _picture(content: bytes) -> bytes:
    from PIL import Image

    picture = Image.open(io.BytesIO(content))
    picture.draft("RGB", (WIDEST, HIGHEST))  # a JPEG is read at half or a quarter of its size where that is enough
    return _small(picture)


def _small(picture: Any) -> bytes:
    picture.thumbnail((WIDEST, HIGHEST))
    kept = io.BytesIO()
    picture.convert("RGB").save(kept, "PNG", compress_level=1)
    return kept.getvalue()


# Answering


def answered(request: dict[str, Any], frame: Callable[[], bytes]) -> tuple[dict[str, Any], bytes]:
    """The answer to one request, and the picture of a drawing."""
    content = frame()
    limit_cpu(CPU_SECONDS[request["act"]])
    if request["act"] == "check":
        try:
            return {"pages": pages_of(content)}, b""
        except Refused as refusal:
            return {"reason": str(refusal)}, b""
    try:
        picture = drawn(content, request["media_type"], request["sheet"])
    except (Exception, MemoryError):
        return {"drawn": False, "exists": True}, b""
    return {"drawn": picture is not None, "exists": picture is not None}, picture or b""


def limit_cpu(seconds: int) -> None:
    """So many seconds of computing from now on; then the system ends the process."""
    if resource is None:
        return
    spent = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(spent.ru_utime + spent.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def main(folder: str) -> None:
    # In isolated mode no module of the project is found, and none but this one is wanted.
    spec = importlib.util.spec_from_file_location("pdf_child", Path(__file__).with_name("pdf_child.py"))
    pdf_child = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    spec.loader.exec_module(pdf_child)  # type: ignore[union-attr]

    def prepare() -> Callable[..., tuple[dict[str, Any], bytes]]:
        import PIL.Image  # noqa: F401 - loaded while nobody waits
        import pypdf.filters  # noqa: F401
        import pypdfium2  # noqa: F401

        return answered

    pdf_child.work(Path(folder), prepare)


if __name__ == "__main__":
    main(*sys.argv[1:2])
