"""Uploaded papers: what they really are is checked, images are set anew, and the file is sealed (S28, S31)."""

import hashlib
import io
import uuid
from collections.abc import Iterator
from pathlib import PurePath

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from core import dates, sealing
from core.errors import InvalidInput
from core.models import Attachment

LARGEST = 25 * 1024 * 1024
PER_CASE = 300
MOST_PIXELS = 60_000_000
IMAGES = {"JPEG": "image/jpeg", "PNG": "image/png"}
MOST_OBJECTS = 100_000
# By name in a dictionary, by the kind of an action, and by the bytes of the file where no picture has them by chance.
ACTIVE_NAMES = frozenset({"/JavaScript", "/JS", "/EmbeddedFiles", "/EF", "/RichMedia", "/RichMediaContent", "/XFA"})
ACTIVE_KINDS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/GoToE"})
LONG_NAMES = ("/JavaScript", "/EmbeddedFiles", "/RichMedia")


def accept(upload, *, by, case_uuid=None, customer_uuid=None) -> Attachment:
    """Check an upload and keep it sealed; `InvalidInput` says why it is refused.

    The file is written before the row, so a broken transaction leaves an unreachable sealed file, never half a paper.
    """
    if upload.size > LARGEST:
        raise InvalidInput(_("This file is larger than 25 MB. Send it in parts or as a smaller scan."))
    if case_uuid and Attachment.objects.filter(case_uuid=case_uuid).count() >= PER_CASE:
        raise InvalidInput(_("This case already holds 300 files, the most there may be."))
    clear, media_type = _checked(upload.read())
    attachment = Attachment(
        uuid=uuid.uuid4(),
        case_uuid=case_uuid,
        customer_uuid=customer_uuid,
        name=PurePath(str(upload.name).replace("\\", "/")).name[-120:],
        media_type=media_type,
        size=len(clear),
        sha256=hashlib.sha256(clear).hexdigest(),
        uploaded_by=by,
        uploaded_at=dates.now(),
    )
    attachment.path = sealing.store_file(clear, attachment.bound_to())
    attachment.save()
    return attachment


def read(attachment: Attachment) -> bytes:
    """The paper as it was kept."""
    return sealing.load_file_of(attachment)


def _checked(content: bytes) -> tuple[bytes, str]:
    if content.startswith(b"%PDF-"):
        _check_pdf(content)
        return content, "application/pdf"
    return _fresh_image(content)


def _check_pdf(content: bytes) -> None:
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise InvalidInput(_("This PDF is locked with a password. Save it without one and upload it again."))
        pages = len(reader.pages)
        for page in reader.pages:
            page.mediabox  # noqa: B018 - reading it parses the page
        is_active = any(name.encode() in content for name in LONG_NAMES) or any(map(_acts, _dictionaries(reader)))
    except InvalidInput:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, AttributeError, OSError) as error:
        raise InvalidInput(_("This is not a readable PDF. Scan or export it again.")) from error
    if not pages:
        raise InvalidInput(_("This PDF has no pages."))
    if is_active:
        raise InvalidInput(_("This PDF holds scripts or attached files. Print it to a plain PDF and upload that."))


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary of a file, also those packed into compressed streams or written with escaped names."""
    numbers = {(number, generation) for generation, rows in reader.xref.items() for number in rows}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        raise InvalidInput(_("This PDF is too complicated. Print it to a plain PDF and upload that."))
    for number, generation in numbers:
        waiting = [reader.get_object(IndirectObject(number, generation, reader))]
        while waiting:
            thing = waiting.pop()
            if isinstance(thing, DictionaryObject):
                yield thing
                waiting.extend(thing.raw_get(name) for name in thing)
            elif isinstance(thing, ArrayObject):
                waiting.extend(list.__iter__(thing))


def _acts(thing: DictionaryObject) -> bool:
    """Whether a dictionary runs something or carries a file; opening at a page (a plain /OpenAction) is no such thing."""
    return not ACTIVE_NAMES.isdisjoint(thing) or str(thing.get("/S", "")) in ACTIVE_KINDS


def _fresh_image(content: bytes) -> tuple[bytes, str]:
    """The picture set anew, without its hidden data (place, device), upright."""
    refusal = InvalidInput(
        _("Only PDF, JPEG and PNG files are taken, and this one is none of them, whatever its name.")
    )
    try:
        with Image.open(io.BytesIO(content), formats=list(IMAGES)) as probe:
            if probe.width * probe.height > MOST_PIXELS:
                raise InvalidInput(_("This picture has too many pixels. Take it again with a lower resolution."))
            probe.verify()
        with Image.open(io.BytesIO(content), formats=list(IMAGES)) as picture:
            # The cameras of telephones write two pictures into one JPEG (MPO); the first is the photograph.
            kind = "PNG" if picture.format == "PNG" else "JPEG"
            upright = ImageOps.exif_transpose(picture)
            fresh = io.BytesIO()
            upright.convert("RGB" if kind == "JPEG" else "RGBA").save(fresh, kind, quality=88)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise refusal from error
    return fresh.getvalue(), IMAGES[kind]
