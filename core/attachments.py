"""Uploaded papers: what they really are is checked, images are set anew, and the file is sealed (S28, S31)."""

import hashlib
import io
import uuid
from pathlib import PurePath
from typing import cast

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from core import dates, sealing
from core.errors import InvalidInput
from core.models import Attachment

LARGEST = 25 * 1024 * 1024
PER_CASE = 300
MOST_PIXELS = 60_000_000
IMAGES = {"JPEG": "image/jpeg", "PNG": "image/png"}
ACTIVE = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/RichMedia", "/XFA", "/OpenAction", "/AA")


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
    return sealing.load_file(attachment.path, attachment.bound_to())


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
        names = set(cast(dict, reader.trailer["/Root"]))
    except InvalidInput:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, AttributeError, OSError) as error:
        raise InvalidInput(_("This is not a readable PDF. Scan or export it again.")) from error
    if not pages:
        raise InvalidInput(_("This PDF has no pages."))
    if any(name in names for name in ACTIVE) or any(name.encode() in content for name in ACTIVE[:6]):
        raise InvalidInput(_("This PDF holds scripts or attached files. Print it to a plain PDF and upload that."))


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
            kind = str(picture.format)
            upright = ImageOps.exif_transpose(picture)
            fresh = io.BytesIO()
            upright.convert("RGB" if kind == "JPEG" else "RGBA").save(fresh, kind, quality=88)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise refusal from error
    return fresh.getvalue(), IMAGES[kind]
