"""Who did what, when: events chained by HMAC, written last in the transaction of the change they tell of.

The table refuses UPDATE, DELETE and TRUNCATE (`protect.py`); `verify` recomputes the chain.
"""

import hashlib
import hmac
import json
import re
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

from django.conf import settings
from django.db import models, transaction

from core import dates, display, numbering, protect

SENTENCES: dict[str, Any] = {}
SLIPS = frozenset({"InvalidInput", "Missing", "Stale", "TransitionRefused"})
# Details whose name ends in one of these are yuan.
AMOUNTS = {"amount", "assets", "principal", "value"}


@dataclass
class Event:
    """An event before it has its place in the chain."""

    action: str
    by: Any = None
    subject: models.Model | None = None
    details: dict = field(default_factory=dict)


def say(action: str, sentence) -> None:
    """Register the sentence a time line shows for an action; `{name}` takes the event's detail of that name."""
    SENTENCES[action] = sentence


class _Quiet(dict):
    def __missing__(self, key):
        return ""


def _template(event) -> str:
    """The sentence registered for an event's action, before its places are filled; "" when there is none."""
    return str(SENTENCES.get(event.action) or SENTENCES.get(event.action.partition(".")[0]) or "")


def is_whole(event) -> bool:
    """Whether the event brings everything its sentence tells; one written on the way of another act does not."""
    return _places(_template(event)) <= set(event.details)


def _places(template: str) -> set[str]:
    return {name for _text, name, *_rest in Formatter().parse(template) if name}


def is_slip(event) -> bool:
    """A refusal of what was typed, or of a click that came late: for the trail, not for the story of a case."""
    return event.details.get("kind") in SLIPS


def _word(name: str, value: Any) -> Any:
    """A detail as its sentence tells it: codes in words, running numbers and amounts as the pages write them."""
    if isinstance(value, dict) and "says" in value:
        return display.reread(value)
    if not isinstance(value, str):
        return value
    if name.rpartition("_")[2] in AMOUNTS and re.fullmatch(r"\d+(\.\d+)?", value):
        return display.grouped(value)
    return display.word_for(numbering.shown(value))


def sentence(event) -> str:
    """The event as a line for people, in the reader's language."""
    action, _, refused = event.action.partition(".")
    template = _template(event)
    words = {name: _word(name, value) for name, value in event.details.items()}
    text = template.format_map(_Quiet(words)) if template else action.replace("_", " ")
    if not refused:
        return text
    # A refusal knows its own reason only: a sentence with empty or wrong places would say less than none.
    outer = SENTENCES[".refused.bare" if _places(template) else ".refused"]
    return str(outer).format(what=text, why=words.get("reason", ""))


def _key(subject: models.Model | None) -> str:
    if subject is None:
        return ""
    return f"{subject._meta.label_lower}:{getattr(subject, 'uuid', None) or subject.pk}"


def _seal(event) -> str:
    body = json.dumps(
        [
            event.sequence,
            event.at.isoformat(),
            event.actor_id,
            event.action,
            event.subject,
            str(event.case or ""),
            event.details,
            event.previous_hash,
        ],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hmac.new(settings.AUDIT_KEY.encode(), body.encode(), hashlib.sha256).hexdigest()


def write(events: list[Event]) -> None:
    """Append events to the chain; call inside the transaction of the change, as its last act."""
    from core.models import AuditEvent

    if not events:
        return
    protect.lock_chain()
    head = AuditEvent.objects.order_by("-sequence").values_list("sequence", "hash").first()
    sequence, previous = head or (0, "")
    rows = []
    for event in events:
        sequence += 1
        row = AuditEvent(
            sequence=sequence,
            at=dates.now(),
            actor_id=event.by.pk if event.by is not None and event.by.pk else None,
            action=event.action,
            subject=_key(event.subject),
            case=getattr(event.subject, "case_uuid", None),
            details=event.details,
            previous_hash=previous,
        )
        row.hash = previous = _seal(row)
        rows.append(row)
    AuditEvent.objects.bulk_create(rows)


def record_now(action: str, *, by=None, subject=None, details: dict | None = None) -> None:
    """An event of its own: a sign-in, an export, a reveal, a refusal."""
    with transaction.atomic():
        write([Event(action, by, subject, details or {})])


def verify() -> list[str]:
    """Every break of the chain as a sentence; an empty list is a sound trail. Memory stays flat."""
    from core.models import AuditEvent

    problems, expected, previous = [], 1, ""
    for row in AuditEvent.objects.order_by("sequence").iterator(chunk_size=2000):
        if row.sequence != expected:
            problems.append(f"events {expected} to {row.sequence - 1} are missing")
        if row.previous_hash != previous:
            problems.append(f"event {row.sequence} does not follow the one before it")
        if row.hash != _seal(row):
            problems.append(f"event {row.sequence} was changed")
        expected, previous = row.sequence + 1, row.hash
    return problems


def head() -> tuple[int, str]:
    """The last event's number and hash, to be anchored outside the database."""
    from core.models import AuditEvent

    return AuditEvent.objects.order_by("-sequence").values_list("sequence", "hash").first() or (0, "")


def events_of(*case_uuids):
    """Every event of a case, newest first, with who acted; of several where they became one."""
    from core.models import AuditEvent

    return AuditEvent.objects.filter(case__in=case_uuids).select_related("actor").order_by("-sequence")


def events_about(thing: models.Model):
    """Every event about one row, newest first, with who acted."""
    from core.models import AuditEvent

    return AuditEvent.objects.filter(subject=_key(thing)).select_related("actor").order_by("-sequence")
