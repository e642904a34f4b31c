"""Generated documents: the text is fixed when asked for, the PDF is set in the background, hashed, never overwritten."""

import hashlib
import io
import secrets
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import structlog
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _lazy

from core import dates, sealing, states
from core.errors import InvalidInput, refuse_invalid
from core.models import Document
from core.pdf import PdfFailed, PdfRefused, render_pdf, unprintable
from core.states import DocumentStatus

LEASE = timedelta(minutes=3)
BACKOFF = [timedelta(seconds=5), timedelta(minutes=1), timedelta(minutes=10)]
log = structlog.get_logger(__name__)
_when_ready: dict[str, Callable[[Document], None]] = {}


def require_printable(**texts: str | None) -> None:
    """Refuse what no document of ours could show: a character that our fonts lack would be printed as 〓.

    Texts by the name of their form field. Not for names, which are what they are: those are warned of.
    """
    refuse_invalid(printing_problems(**texts))


def printing_problems(**texts: str | None) -> Iterator[InvalidInput]:
    """What `require_printable` refuses."""
    for field, text in texts.items():
        if lacking := unprintable(text or ""):
            sentence = _lazy("Our documents cannot print “{character}”. Write it in another way.")
            yield InvalidInput(sentence.format(character=lacking[0]), field=field)


def when_ready(kind: str) -> Callable:
    """Register what follows once a document of a kind stands sealed, in the transaction that says so."""

    def register(follow: Callable[[Document], None]):
        _when_ready[kind] = follow
        return follow

    return register


def ask(*, key: str, kind: str, title: str, html: str, language: str, by, case_uuid=None) -> Document:
    """Ask for a document in the caller's transaction; the same key gives the document that is already there."""
    now = dates.now()
    document, _created = Document.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "title": title,
            "source": html,
            "language": language,
            "case_uuid": case_uuid,
            "requested_by": by,
            "requested_at": now,
            "next_attempt_at": now,
        },
    )
    return document


def ask_again(document: Document) -> None:
    """Give a failed document another round of attempts."""
    states.claim(
        Document.objects.filter(pk=document.pk),
        was=DocumentStatus.FAILED,
        to=DocumentStatus.REQUESTED,
        attempts=0,
        next_attempt_at=dates.now(),
        failure="",
    )


def render_due(limit: int = 20) -> int:
    """Set what is waiting; a second run at the same time finds nothing left to claim. Returns how many are ready."""
    _release_expired()
    ready = 0
    for _ in range(limit):
        document = _claim_next()
        if document is None:
            break
        ready += _render(document)
    return ready


def read(document: Document) -> bytes:
    """The PDF, checked against its seal."""
    pdf = sealing.load_file_of(document)
    if hashlib.sha256(pdf).hexdigest() != document.sha256:
        raise sealing.SealBroken(document.bound_to())
    return pdf


def _release_expired() -> None:
    """What a process did not finish is free again, until it has ended too many of them."""
    expired = Document.objects.filter(lease_until__lt=dates.now())
    states.claim(
        expired.filter(attempts__gt=len(BACKOFF)),
        was=DocumentStatus.RENDERING,
        to=DocumentStatus.FAILED,
        failure="the process that set it ended every time",
    )
    states.claim(expired, was=DocumentStatus.RENDERING, to=DocumentStatus.REQUESTED, lease="")


def _claim_next() -> Document | None:
    lease, now = secrets.token_hex(16), dates.now()
    waiting = Document.objects.filter(status=DocumentStatus.REQUESTED).filter(
        Q(next_attempt_at__lte=now) | Q(next_attempt_at=None)
    )
    for pk in waiting.order_by("id").values_list("pk", flat=True)[:10]:
        if states.claim(
            Document.objects.filter(pk=pk),
            was=DocumentStatus.REQUESTED,
            to=DocumentStatus.RENDERING,
            lease=lease,
            lease_until=now + LEASE,
            attempts=F("attempts") + 1,
        ):
            return Document.objects.get(pk=pk)
    return None


def _render(document: Document) -> int:
    own = Document.objects.filter(pk=document.pk, lease=document.lease)
    try:
        pdf = render_pdf(document.source, language=document.language)
    except (PdfRefused, PdfFailed) as error:
        log.warning("document_failed", document=str(document.uuid), kind=document.kind)
        _try_later(own, document, str(error), give_up=isinstance(error, PdfRefused))
        return 0
    try:
        return _finish(own, document, pdf)
    except Exception as error:  # one document that cannot be finished must not hold up all the others
        log.exception("document_not_finished", document=str(document.uuid), kind=document.kind)
        _try_later(own, document, f"could not be finished: {type(error).__name__}")
        return 0


def _try_later(own: models.QuerySet, document: Document, why: str, *, give_up: bool = False) -> None:
    if give_up or document.attempts > len(BACKOFF):
        states.claim(own, was=DocumentStatus.RENDERING, to=DocumentStatus.FAILED, failure=why[:300])
        return
    again = dates.now() + BACKOFF[document.attempts - 1]
    states.claim(own, was=DocumentStatus.RENDERING, to=DocumentStatus.REQUESTED, next_attempt_at=again)


def _finish(own: models.QuerySet, document: Document, pdf: bytes) -> int:
    """Seal the PDF and say that it is ready; of a document that did not become so no file stays."""
    path, done = sealing.store_file(pdf, document.bound_to()), 0
    try:
        done = _mark_ready(own, document, pdf, path)
    finally:
        if not done:  # it failed, or was slower than its lease and somebody else has set it meanwhile
            sealing.drop_file(path)
    return done


def _mark_ready(own: models.QuerySet, document: Document, pdf: bytes, path: str) -> int:
    """Ready and what follows from it are one transaction, or a kill in between would lose the latter."""
    values = {"sha256": hashlib.sha256(pdf).hexdigest(), "size": len(pdf), "pages": _page_count(pdf)}
    with transaction.atomic():
        done = states.claim(
            own, was=DocumentStatus.RENDERING, to=DocumentStatus.READY, path=path, ready_at=dates.now(), **values
        )
        if done and document.kind in _when_ready:
            document.refresh_from_db()
            _when_ready[document.kind](document)
    return done


def _page_count(pdf: bytes) -> int:
    from pypdf import PdfReader

    # What the file itself says: to gather the pages one by one takes twice as long.
    pages: Any = PdfReader(io.BytesIO(pdf)).root_object["/Pages"]
    return pages["/Count"]
