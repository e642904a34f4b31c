"""The outgoing-mail queue: at most once for each key, never silently none, the ambiguous are listed (S7 to S11).

queued → claimed (short transaction, lease) → composed, "still wanted?" → in_flight, committed immediately before DATA →
sent | failed | uncertain. The row is the job: `send_due` may run anywhere, any number of times.
"""

import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.header import Header
from typing import Any

import structlog
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import models
from django.db.models import F, Q
from django.utils import translation

from core import dates, states
from core.models import OutgoingMail
from core.smtp import NotAccepted, Unknown
from core.states import MailStatus

LEASE = timedelta(minutes=5)
BACKOFF = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12)]
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Letter:
    """What a mail says, in its reader's language."""

    subject: str
    text: str
    html: str = ""


class LeaseLost(Exception):
    """Another worker took the mail over; this one must not send it."""


Compose = Callable[[OutgoingMail], Letter | None]
_composers: dict[str, Compose] = {}


def composes(kind: str) -> Callable[[Compose], Compose]:
    """Register how mails of a kind are written; returning None says the mail is no longer wanted."""

    def register(compose: Compose) -> Compose:
        _composers[kind] = compose
        return compose

    return register


def draft(
    *,
    key: str,
    kind: str,
    recipient: str,
    language: str,
    about: str,
    business_date=None,
    person=None,
    case_uuid=None,
) -> OutgoingMail:
    """An unsaved mail; its message id, and so its key, decide that it leaves at most once."""
    now = dates.now()
    return OutgoingMail(
        key=key,
        kind=kind,
        recipient=recipient,
        language=language,
        about=about,
        business_date=business_date or dates.today(),
        person=person,
        case_uuid=case_uuid,
        queued_at=now,
        next_attempt_at=now,
    )


def queue(mails: OutgoingMail | list[OutgoingMail]) -> None:
    """Queue in the caller's transaction; a key that is already there is left as it is."""
    rows = mails if isinstance(mails, list) else [mails]
    OutgoingMail.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def cancel(mails: models.QuerySet) -> int:
    """Take back what has not begun to leave; one that is being prepared finds its claim gone before DATA."""
    waiting = states.claim(mails, was=MailStatus.QUEUED, to=MailStatus.CANCELLED)
    return waiting + states.claim(mails, was=MailStatus.CLAIMED, to=MailStatus.CANCELLED)


def release_expired(now: datetime) -> None:
    """A claim that its worker did not finish is free again; a hand-over nobody finished is uncertain, never resent.

    A mail that has ended too many workers has failed: it would end the next one as well.
    """
    expired = OutgoingMail.objects.filter(lease_until__lt=now)
    states.claim(
        expired.filter(attempts__gt=len(BACKOFF)),
        was=MailStatus.CLAIMED,
        to=MailStatus.FAILED,
        failure="the process that prepared it ended every time",
    )
    states.claim(expired, was=MailStatus.CLAIMED, to=MailStatus.QUEUED, lease="")
    lost = states.claim(
        expired, was=MailStatus.IN_FLIGHT, to=MailStatus.UNCERTAIN, failure="the sender stopped during the hand-over"
    )
    if lost:
        log.warning("mails_uncertain", count=lost)


def send_due(limit: int = 200) -> int:
    """Send what is due, one after another; returns how many left the house."""
    release_expired(dates.now())
    sent = 0
    for _ in range(limit):
        mine = _claim_next()
        if mine is None:
            break
        sent += _send(mine)
    return sent


def _claim_next() -> OutgoingMail | None:
    lease, now = secrets.token_hex(16), dates.now()
    due = OutgoingMail.objects.filter(status=MailStatus.QUEUED, next_attempt_at__lte=now).order_by(
        "next_attempt_at", "id"
    )
    for pk in due.values_list("pk", flat=True)[:20]:
        taken = states.claim(
            OutgoingMail.objects.filter(pk=pk),
            was=MailStatus.QUEUED,
            to=MailStatus.CLAIMED,
            lease=lease,
            lease_until=now + LEASE,
            attempts=F("attempts") + 1,
        )
        if taken:
            return OutgoingMail.objects.get(pk=pk)
    return None


def _send(mine: OutgoingMail) -> int:
    own = OutgoingMail.objects.filter(pk=mine.pk, lease=mine.lease)
    try:
        message = _composed(mine)
    except Exception as error:  # one mail that cannot be written must not hold up all the others
        log.exception("mail_not_composed", mail=mine.pk, kind=mine.kind)
        _try_later(own, mine, f"could not be composed: {type(error).__name__}")
        return 0
    if message is None:
        states.claim(own, was=MailStatus.CLAIMED, to=MailStatus.CANCELLED)
        return 0
    return _hand_over(own, mine, message)


def _composed(mine: OutgoingMail) -> EmailMultiAlternatives | None:
    """The message as it is now, kept with its row; None if it is no longer wanted."""
    with translation.override(mine.language):
        letter = _composers[mine.kind](mine)
    if letter is None:
        return None
    mine.subject, mine.text, mine.html = letter.subject, letter.text, letter.html
    mine.save(update_fields=["subject", "text", "html"])
    message = _message(mine, letter)
    message.message()  # a header that cannot be written shows before the server is called
    return message


def _hand_over(own: models.QuerySet, mine: OutgoingMail, message: EmailMultiAlternatives) -> int:
    """Give the message to the server; returns 1 if it took it, and leaves the row in the state that is certain."""

    def before_data() -> None:
        if not states.claim(own, was=MailStatus.CLAIMED, to=MailStatus.IN_FLIGHT, lease_until=dates.now() + LEASE):
            raise LeaseLost

    try:
        mail.get_connection().hand_over(message, before_data)
    except LeaseLost:
        return 0
    except Unknown as error:
        states.claim(own, was=MailStatus.IN_FLIGHT, to=MailStatus.UNCERTAIN, failure=str(error)[:300])
        return 0
    except NotAccepted as error:
        _try_later(own, mine, str(error), give_up=error.is_permanent)
        return 0
    except OSError as error:
        _try_later(own, mine, str(error))
        return 0
    done: dict[str, Any] = {"to": MailStatus.SENT, "sent_at": dates.now(), "failure": ""}
    # Slower than its lease, the row was already given up as uncertain; the one who handed it over knows better.
    return states.claim(own, was=MailStatus.IN_FLIGHT, **done) or states.claim(own, was=MailStatus.UNCERTAIN, **done)


def _try_later(own: models.QuerySet, mine: OutgoingMail, why: str, *, give_up: bool = False) -> None:
    where = (
        own.filter(Q(status=MailStatus.CLAIMED) | Q(status=MailStatus.IN_FLIGHT))
        .values_list("status", flat=True)
        .first()
    )
    if where is None:
        return
    if give_up or mine.attempts > len(BACKOFF):
        states.claim(own, was=where, to=MailStatus.FAILED, failure=why[:300])
        return
    wait = BACKOFF[mine.attempts - 1] * random.uniform(0.9, 1.1)  # noqa: S311 - jitter, not a secret
    states.claim(own, was=where, to=MailStatus.QUEUED, lease="", failure=why[:300], next_attempt_at=dates.now() + wait)


class _Message(EmailMultiAlternatives):
    def message(self, *args: Any, **kwargs: Any) -> Any:
        """The subject begins on the line of its header; one that is folded away whole is shown with a space before it."""
        made = super().message(*args, **kwargs)
        if not str(self.subject).isascii():
            made.replace_header("Subject", Header(str(self.subject), "utf-8", header_name="Subject"))
        return made


def _message(mine: OutgoingMail, letter: Letter) -> EmailMultiAlternatives:
    message = _Message(
        subject=letter.subject,
        body=letter.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mine.recipient],
        headers={"Message-ID": mine.message_id, "Auto-Submitted": "auto-generated"},
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message
