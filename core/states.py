"""The only code that assigns a status: along the thing's own table, under a condition the database checks."""

from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core.errors import TransitionRefused
from core.service import record


class DocumentStatus(models.TextChoices):
    """A document we produce: asked for, being set, finished."""

    REQUESTED = "requested", _("Waiting to be produced")
    RENDERING = "rendering", _("Being produced")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be produced")


DOCUMENT_TRANSITIONS = {
    DocumentStatus.REQUESTED: {DocumentStatus.RENDERING},
    DocumentStatus.RENDERING: {DocumentStatus.READY, DocumentStatus.FAILED, DocumentStatus.REQUESTED},
    DocumentStatus.FAILED: {DocumentStatus.REQUESTED},
    DocumentStatus.READY: set(),
}


class MailStatus(models.TextChoices):
    """An outgoing mail (security rules S7 to S11)."""

    QUEUED = "queued", _("Queued")
    CLAIMED = "claimed", _("Being prepared")
    IN_FLIGHT = "in_flight", _("Being handed over")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("No longer needed")
    UNCERTAIN = "uncertain", _("Unknown whether it arrived")


MAIL_TRANSITIONS = {
    MailStatus.QUEUED: {MailStatus.CLAIMED, MailStatus.CANCELLED},
    MailStatus.CLAIMED: {MailStatus.IN_FLIGHT, MailStatus.QUEUED, MailStatus.CANCELLED, MailStatus.FAILED},
    MailStatus.IN_FLIGHT: {MailStatus.SENT, MailStatus.QUEUED, MailStatus.FAILED, MailStatus.UNCERTAIN},
    MailStatus.SENT: set(),
    MailStatus.FAILED: {MailStatus.QUEUED},
    MailStatus.CANCELLED: set(),
    MailStatus.UNCERTAIN: {MailStatus.SENT, MailStatus.QUEUED},
}


class ImportStatus(models.TextChoices):
    """A spreadsheet that was handed in: looked through, then taken over whole or not at all."""

    CHECKED = "checked", _("Checked, nothing saved yet")
    SAVED = "saved", _("Taken over")
    DROPPED = "dropped", _("Put aside")


IMPORT_TRANSITIONS = {
    ImportStatus.CHECKED: {ImportStatus.SAVED, ImportStatus.DROPPED},
    ImportStatus.SAVED: set(),
    ImportStatus.DROPPED: set(),
}


def move(thing: models.Model, *, to: str, **details: Any) -> None:
    """Bring `thing` to the status `to` and record it.

    Raises `TransitionRefused` when its table has no such step, or when another process moved it first.
    """
    was = thing.status
    if to not in thing.TRANSITIONS.get(was, ()):
        raise TransitionRefused(
            _("This step is not possible: it is now “{status}”.").format(status=thing.get_status_display())
        )
    values: dict[str, Any] = {"status": to}
    if hasattr(thing, "version"):
        values["version"] = F("version") + 1
    taken = type(thing)._base_manager.filter(pk=thing.pk, status=was).update(**values)
    if not taken:
        raise TransitionRefused(_("Somebody else was faster: this step has already been taken."))
    thing.status = to
    if hasattr(thing, "version"):
        thing.version += 1
    record(thing, status=[was, to], **details)


def claim(rows: models.QuerySet, *, was: str, to: str, **values: Any) -> int:
    """Move machine jobs (mails, documents) along their table in one conditional UPDATE; returns how many moved.

    Their rows are their own history, so no audit event is written. A step that is not in the table is a `ValueError`:
    no person asked for it.
    """
    if to not in rows.model.TRANSITIONS.get(was, ()):
        raise ValueError(f"{rows.model.__name__} has no step {was} → {to}.")
    return rows.filter(status=was).update(status=to, **values)


DocumentStatus.TONES = {  # type: ignore[attr-defined]
    DocumentStatus.REQUESTED: "is-active",
    DocumentStatus.RENDERING: "is-active",
    DocumentStatus.READY: "is-done",
    DocumentStatus.FAILED: "is-late",
}
MailStatus.TONES = {  # type: ignore[attr-defined]
    MailStatus.QUEUED: "",
    MailStatus.CLAIMED: "is-active",
    MailStatus.IN_FLIGHT: "is-active",
    MailStatus.SENT: "is-done",
    MailStatus.FAILED: "is-late",
    MailStatus.CANCELLED: "is-stopped",
    MailStatus.UNCERTAIN: "is-warn",
}
ImportStatus.TONES = {  # type: ignore[attr-defined]
    ImportStatus.CHECKED: "is-active",
    ImportStatus.SAVED: "is-done",
    ImportStatus.DROPPED: "is-stopped",
}
