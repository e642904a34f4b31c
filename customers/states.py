"""The lives of what hangs on a customer."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LenderTieStatus(models.TextChoices):
    """A possible tie to the lender's own people: raised by anybody, ruled on by risk only."""

    RAISED = "raised", _("Conflict warning")
    CONFIRMED = "confirmed", _("Related party of the lender")
    CLEARED = "cleared", _("No conflict")


LENDER_TIE_TRANSITIONS = {
    LenderTieStatus.RAISED: {LenderTieStatus.CONFIRMED, LenderTieStatus.CLEARED},
    LenderTieStatus.CONFIRMED: {LenderTieStatus.CLEARED},
    LenderTieStatus.CLEARED: set(),
}
LenderTieStatus.TONES = {  # type: ignore[attr-defined]
    LenderTieStatus.RAISED: "is-warn",
    LenderTieStatus.CONFIRMED: "is-late",
    LenderTieStatus.CLEARED: "is-good",
}


class LookAlikeStatus(models.TextChoices):
    """Whether two files are of one customer."""

    OPEN = "open", pgettext_lazy("two files alike", "To be decided")
    SAME = "same", _("The same customer")
    DIFFERENT = "different", _("Different customers")
    SETTLED = "settled", _("Settled by a merge")


LOOK_ALIKE_TRANSITIONS = {
    LookAlikeStatus.OPEN: {LookAlikeStatus.SAME, LookAlikeStatus.DIFFERENT, LookAlikeStatus.SETTLED},
    LookAlikeStatus.SAME: {LookAlikeStatus.OPEN, LookAlikeStatus.SETTLED},
    LookAlikeStatus.DIFFERENT: {LookAlikeStatus.OPEN},
    LookAlikeStatus.SETTLED: set(),
}


class MergeStatus(models.TextChoices):
    """The joining of two files, asked by one person and confirmed by another."""

    ASKED = "asked", _("Waits for confirmation")
    MERGED = "merged", _("Merged")
    REFUSED = "refused", pgettext_lazy("a merge or request", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("a merge or request", "Taken back")


MERGE_TRANSITIONS = {
    MergeStatus.ASKED: {MergeStatus.MERGED, MergeStatus.REFUSED, MergeStatus.WITHDRAWN},
    MergeStatus.MERGED: set(),
    MergeStatus.REFUSED: set(),
    MergeStatus.WITHDRAWN: set(),
}


class RequestStatus(models.TextChoices):
    """What one account manager asks of the keeper of a file."""

    OPEN = "open", _("Waits for an answer")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", pgettext_lazy("a merge or request", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("a merge or request", "Taken back")


REQUEST_TRANSITIONS = {
    RequestStatus.OPEN: {RequestStatus.GRANTED, RequestStatus.REFUSED, RequestStatus.WITHDRAWN},
    RequestStatus.GRANTED: set(),
    RequestStatus.REFUSED: set(),
    RequestStatus.WITHDRAWN: set(),
}


class ConflictStatus(models.TextChoices):
    """Two account managers and one customer."""

    OPEN = "open", _("Waits for the ruling")
    RULED = "ruled", _("Ruled")
    WITHDRAWN = "withdrawn", pgettext_lazy("a merge or request", "Taken back")


CONFLICT_TRANSITIONS = {
    ConflictStatus.OPEN: {ConflictStatus.RULED, ConflictStatus.WITHDRAWN},
    ConflictStatus.RULED: set(),
    ConflictStatus.WITHDRAWN: set(),
}
LookAlikeStatus.TONES = {  # type: ignore[attr-defined]
    LookAlikeStatus.OPEN: "is-warn",
    LookAlikeStatus.SAME: "is-active",
    LookAlikeStatus.DIFFERENT: "is-done",
    LookAlikeStatus.SETTLED: "is-done",
}
MergeStatus.TONES = {  # type: ignore[attr-defined]
    MergeStatus.ASKED: "is-active",
    MergeStatus.MERGED: "is-done",
    MergeStatus.REFUSED: "is-stopped",
    MergeStatus.WITHDRAWN: "is-stopped",
}
RequestStatus.TONES = {  # type: ignore[attr-defined]
    RequestStatus.OPEN: "is-active",
    RequestStatus.GRANTED: "is-done",
    RequestStatus.REFUSED: "is-stopped",
    RequestStatus.WITHDRAWN: "is-stopped",
}
ConflictStatus.TONES = {  # type: ignore[attr-defined]
    ConflictStatus.OPEN: "is-warn",
    ConflictStatus.RULED: "is-done",
    ConflictStatus.WITHDRAWN: "is-stopped",
}


class VisitStatus(models.TextChoices):
    """That a visit was missed is a fact of its date, never a status."""

    PLANNED = "planned", pgettext_lazy("a visit", "Planned")
    DONE = "done", pgettext_lazy("a visit", "Paid")
    CANCELLED = "cancelled", pgettext_lazy("a visit", "Called off")


VISIT_TRANSITIONS = {
    VisitStatus.PLANNED: {VisitStatus.DONE, VisitStatus.CANCELLED},
    VisitStatus.DONE: set(),
    VisitStatus.CANCELLED: set(),
}


class ConsultationStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting for an answer")
    DIFFICULTY = "difficulty", _("Answered, difficulty open")
    CLOSED = "closed", pgettext_lazy("a consultation", "Answered")


CONSULTATION_TRANSITIONS = {
    ConsultationStatus.WAITING: {ConsultationStatus.DIFFICULTY, ConsultationStatus.CLOSED},
    ConsultationStatus.DIFFICULTY: {ConsultationStatus.CLOSED},
    ConsultationStatus.CLOSED: set(),
}


class ContactPlanStatus(models.TextChoices):
    """That a contact was not made in time is a fact of its date, never a status."""

    PLANNED = "planned", pgettext_lazy("a contact to make", "Planned")
    DONE = "done", pgettext_lazy("a contact to make", "Made")
    DROPPED = "dropped", pgettext_lazy("a contact to make", "Dropped")


CONTACT_PLAN_TRANSITIONS = {
    ContactPlanStatus.PLANNED: {ContactPlanStatus.DONE, ContactPlanStatus.DROPPED},
    ContactPlanStatus.DONE: set(),
    ContactPlanStatus.DROPPED: set(),
}
ContactPlanStatus.TONES = {  # type: ignore[attr-defined]
    ContactPlanStatus.PLANNED: "is-active",
    ContactPlanStatus.DONE: "is-done",
    ContactPlanStatus.DROPPED: "is-stopped",
}
VisitStatus.TONES = {  # type: ignore[attr-defined]
    VisitStatus.PLANNED: "is-active",
    VisitStatus.DONE: "is-done",
    VisitStatus.CANCELLED: "is-stopped",
}
ConsultationStatus.TONES = {  # type: ignore[attr-defined]
    ConsultationStatus.WAITING: "is-active",
    ConsultationStatus.DIFFICULTY: "is-warn",
    ConsultationStatus.CLOSED: "is-done",
}
