"""Uploaded papers: what they really are is checked, images are set anew, and the file is sealed (S28, S31)."""

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from pathlib import PurePath
from typing import Any, TypeVar

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from core import dates, parameters, sealing
from core.attachments import pictures
from core.children import ChildBusy, ChildEnded, ChildTooSlow, Warm
from core.errors import InvalidInput
from core.models import Attachment, Document, ImportRun
from core.text import plain_text
from core.upload_child import CPU_SECONDS, MOST_PAGES

F = TypeVar("F", bound=Callable[..., Any])
LARGEST = 25 * 1024 * 1024
PER_CASE, PER_DAY = "files_per_case", "uploads_per_day"
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
ORPHANS_AFTER = timedelta(hours=24)

# The reader's own limit is computing time; what it may take on a busy machine is twice that.
SECONDS_TO_CHECK, SECONDS_TO_DRAW = (2 * CPU_SECONDS[act] for act in ("check", "draw"))
SECONDS_IN_LINE = 40
NOT_TRIED_AGAIN_FOR = 24 * 60 * 60  # seconds
DRAWINGS = "drawings"
DRAWINGS_FOR = timedelta(days=30)
_reader = Warm("upload_child.py")

PDF_REFUSALS = {
    "double": _("This file is a PDF and something else as well. Print it to a plain PDF and upload that."),
    "locked": _("This PDF is locked with a password. Save it without one and upload it again."),
    "pages": _("This PDF has more than {most} pages. Split it and upload the parts."),
    "paper": _("A page of this PDF is larger than any paper. Print it to a plain PDF and upload that."),
    "complicated": _("This PDF is too complicated. Print it to a plain PDF and upload that."),
    "swollen": _("This PDF unpacks to far more than its pages can need. Print it to a plain PDF and upload that."),
    "pixels": _("A picture in this PDF has too many pixels. Scan it with a lower resolution."),
    "unreadable": _("This is not a readable PDF. Scan or export it again."),
    "empty": _("This PDF has no pages."),
    "active": _("This PDF holds scripts or attached files. Print it to a plain PDF and upload that."),
}


@dataclass(frozen=True)
class Sealed:
    """A file that was checked and lies sealed in the store, with all that its row will say."""

    uuid: uuid.UUID
    name: str
    media_type: str
    size: int
    pages: int
    sha256: str
    path: str
    place: str


SECURITY = "lender's rule on information security, uploads"


parameters.define(
    parameters.Definition(PER_CASE, _("Files of one case, at most"), "files", "300", SECURITY),
    parameters.Definition(PER_DAY, _("Files one person may upload in a day"), "files", "500", SECURITY),
)


def accept(upload, *, by, case_uuid=None, customer_uuid=None, keep_place: bool = False) -> Attachment:
    """Check an upload and keep it sealed; `InvalidInput` says why it is refused.

    The file is written before the row, so a broken transaction leaves an unreachable sealed file, never half a paper.
    What one person sends at the same moment is taken one after the other, or it would pass the limit of a day together.
    """
    _check_room(by, case_uuid)
    return keep(seal(upload, keep_place=keep_place), by=by, case_uuid=case_uuid, customer_uuid=customer_uuid)


def seal(upload, *, keep_place: bool = False) -> Sealed:
    """Check a file and write it sealed; call outside a transaction. A photograph keeps its place only as site evidence."""
    if not upload.size:
        raise InvalidInput(_("This file is empty. Save or scan it again, then send it."))
    if upload.size > LARGEST:
        raise InvalidInput(_("This file is larger than 25 MB. Send it in parts or as a smaller scan."))
    content = upload.read()
    clear, media_type, pages = _checked(content)
    key = uuid.uuid4()
    return Sealed(
        uuid=key,
        name=_plain_name(str(upload.name)),
        media_type=media_type,
        size=len(clear),
        pages=pages,
        sha256=hashlib.sha256(clear).hexdigest(),
        path=sealing.store_file(clear, _bound_to(key)),
        place=pictures.place_of(content) if keep_place and media_type in pictures.IMAGES.values() else "",
    )


def keep(file: Sealed, *, by, case_uuid=None, customer_uuid=None, shows_identity: bool = False) -> Attachment:
    """The row of a sealed file, in the caller's transaction."""
    owner = {"case_uuid": case_uuid, "customer_uuid": customer_uuid}
    return keep_all([file], by=by, shows_identity=shows_identity, **owner)[0]


def keep_all(
    files: Sequence[Sealed], *, by, case_uuid=None, customer_uuid=None, shows_identity: bool = False
) -> list[Attachment]:
    """The rows of sealed files, all or none, in the caller's transaction; `InvalidInput` where there is no room."""
    get_user_model().objects.wait_for(by)
    _check_room(by, case_uuid, len(files))
    return Attachment.objects.bulk_create(
        Attachment(
            uuid=file.uuid,
            case_uuid=case_uuid,
            customer_uuid=customer_uuid,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            path=file.path,
            pages=file.pages,
            shows_identity=shows_identity,
            place=file.place,
            uploaded_by=by,
            uploaded_at=dates.now(),
        )
        for file in files
    )


def sealed_before(name: str, *, unless: Callable[[Mapping[str, Any]], Any]) -> Callable[[F], F]:
    """Above `@service`: seal the upload in the argument `name`, or several, before the transaction begins.

    Several come in a list, or in a mapping by the field of each. The service takes `Sealed` in their place. `unless`
    says of the arguments why this person may not; then no file is read, and the refusal is the service's. A file that
    is refused is `InvalidInput` about `name`, or about the field it came in.
    """

    def decorate(function: F) -> F:
        @wraps(function)
        def call(**given):
            value = given.get(name)
            if not value:
                return function(**given)
            if unless(given):
                return function(**{**given, name: None})
            if isinstance(value, Mapping):
                with ExitStack() as stack:
                    kept = {key: stack.enter_context(sealed([one], field=key))[0] for key, one in value.items()}
                    return function(**{**given, name: kept})
            is_list = isinstance(value, list | tuple)
            with sealed(value if is_list else [value], field=name) as files:
                return function(**{**given, name: files if is_list else files[0]})

        return call  # type: ignore[return-value]

    return decorate


@contextmanager
def sealed(uploads: Iterable, *, keep_place: bool = False, field: str = "files") -> Iterator[list[Sealed]]:
    """Seal several files, around the service that keeps them; whatever it does not keep is taken away again.

    A refusal names the file it is about.
    """
    files: list[Sealed] = []
    try:
        for upload in uploads:
            try:
                files.append(seal(upload, keep_place=keep_place))
            except InvalidInput as error:
                colon = pgettext("between a name and what is said of it", ": ")
                raise InvalidInput(f"{_plain_name(str(upload.name))}{colon}{error}", field=field) from error
        yield files
    finally:
        kept = set(Attachment.objects.filter(uuid__in=[file.uuid for file in files]).values_list("uuid", flat=True))
        for file in files:
            if file.uuid not in kept:
                sealing.drop_file(file.path)


def drop_orphans(before: datetime | None = None) -> int:
    """Take away sealed files that no row names and that are a day old: their process ended before it wrote the row."""
    limit = before or dates.now() - ORPHANS_AFTER
    dropped = 0
    for folder in default_storage.listdir("")[0] if default_storage.exists("") else []:
        if len(folder) != 2:
            continue
        names = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
        known = set(Attachment.objects.filter(path__in=names).values_list("path", flat=True))
        for rows in (Document.objects, ImportRun.objects):
            known |= set(rows.filter(path__in=names).values_list("path", flat=True))
        for name in names:
            if name not in known and default_storage.get_modified_time(name) < limit:
                sealing.drop_file(name)
                dropped += 1
    return dropped


def _check_room(by, case_uuid, more: int = 1) -> None:
    """The limits in force today: what a case holds, and what one person brings in a day of the lender's."""
    most = parameters.values([PER_CASE, PER_DAY])
    if case_uuid and Attachment.objects.filter(case_uuid=case_uuid).count() + more > most[PER_CASE]:
        raise InvalidInput(
            _("A case holds at most {count} files; with these it would be more.").format(count=most[PER_CASE])
        )
    midnight = dates.local_time().replace(hour=0, minute=0, second=0, microsecond=0)
    if Attachment.objects.filter(uploaded_by=by, uploaded_at__gte=midnight).count() + more > most[PER_DAY]:
        raise InvalidInput(
            _("You upload at most {count} files in one day. Go on tomorrow.").format(count=most[PER_DAY])
        )


def _bound_to(key: uuid.UUID) -> str:
    return Attachment(uuid=key).bound_to()


def _plain_name(name: str) -> str:
    """The last part of a name, without what no name has."""
    last = PurePath(name.replace("\\", "/").replace("\0", "")).name
    return plain_text(last).replace("\n", "")[-120:] or "file"


def read(attachment: Attachment) -> bytes:
    """The paper as it was kept."""
    return sealing.load_file_of(attachment)


class NoPreview(Exception):
    """This page cannot be drawn within the limits; the file itself is there."""


def preview(attachment: Attachment, sheet: int = 1) -> bytes | None:
    """A page as a PNG picture, small enough for a screen; None when there is no such page, `NoPreview` where it fails.

    What was drawn is kept sealed for a while, and a page that could not be drawn is not tried again for a day.
    """
    if not 1 <= sheet <= attachment.pages:
        return None
    if not_shown([(attachment, sheet)]):
        raise NoPreview
    name, bound_to = _drawing_of(attachment, sheet)
    try:
        return sealing.load_file(name, bound_to)
    except FileNotFoundError:
        pass
    except sealing.SealBroken:  # by a key that has left the ring
        sealing.drop_file(name)
    picture = _drawn(attachment, sheet)
    if picture:
        sealing.store_file(picture, bound_to, name)
    return picture


def _drawn(attachment: Attachment, sheet: int) -> bytes | None:
    content, about = read(attachment), {"media_type": attachment.media_type, "sheet": sheet}
    try:
        answer, picture = _reader.exchange(
            [json.dumps({"act": "draw", **about}).encode(), content], seconds=SECONDS_TO_DRAW, wait=SECONDS_IN_LINE
        )
    except ChildBusy:
        raise NoPreview from None
    except (ChildTooSlow, ChildEnded):
        answer, picture = {"drawn": False, "exists": True}, b""
    if answer["drawn"]:
        return picture
    if answer["exists"]:
        cache.set(_failure_of(attachment, sheet), True, NOT_TRIED_AGAIN_FOR)
        raise NoPreview
    return None


def not_shown(sheets: Iterable[tuple[Attachment, int]]) -> set[tuple[uuid.UUID, int]]:
    """Which of these sheets were tried in the last day and could not be drawn: (uuid of the file, sheet)."""
    keys = {_failure_of(attachment, sheet): (attachment.uuid, sheet) for attachment, sheet in sheets}
    return {keys[key] for key in cache.get_many(keys)}


def _failure_of(attachment: Attachment, sheet: int) -> str:
    return f"no-preview:{attachment.uuid}:{sheet}"


def _drawing_of(attachment: Attachment, sheet: int) -> tuple[str, str]:
    """The name of a kept drawing, and what its seal is bound to."""
    return f"{DRAWINGS}/{attachment.uuid.hex}-{sheet}", f"core.preview:{attachment.uuid}:{sheet}"


def drop_drawings(before: datetime | None = None) -> int:
    """Take away the drawings that were made a month ago; who looks again has them drawn again."""
    limit = before or dates.now() - DRAWINGS_FOR
    names = default_storage.listdir(DRAWINGS)[1] if default_storage.exists(DRAWINGS) else []
    old = [name for name in names if default_storage.get_modified_time(f"{DRAWINGS}/{name}") < limit]
    for name in old:
        sealing.drop_file(f"{DRAWINGS}/{name}")
    return len(old)


def _checked(content: bytes) -> tuple[bytes, str, int]:
    """What is kept, what it is, and how many pages it has."""
    if content.startswith(b"%PDF-"):
        return content, "application/pdf", _check_pdf(content)
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        raise InvalidInput(
            _(
                "This is a HEIC photo, which cannot be read here. On an iPhone choose Settings, Camera, Formats, "
                "Most Compatible; on other phones turn off “high efficiency pictures”. Then take it again."
            )
        )
    return (*pictures.fresh(content), 1)


def _check_pdf(content: bytes) -> int:
    """The number of pages of a plain PDF; anything else is refused."""
    request = json.dumps({"act": "check"}).encode()
    try:
        answer, _nothing = _reader.exchange([request, content], seconds=SECONDS_TO_CHECK, wait=SECONDS_IN_LINE)
    except ChildBusy:
        raise InvalidInput(_("Many files are being read just now. Try it again in a minute.")) from None
    except (ChildTooSlow, ChildEnded):
        raise InvalidInput(PDF_REFUSALS["complicated"]) from None
    if "reason" in answer:
        raise InvalidInput(str(PDF_REFUSALS[answer["reason"]]).format(most=f"{MOST_PAGES:,}"))
    return answer["pages"]
