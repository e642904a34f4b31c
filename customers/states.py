"""The life of a planned visit and of a consultation."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
