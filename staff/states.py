"""The life of a task."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TaskStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("a task", "Open")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("No longer needed")


TASK_TRANSITIONS = {
    TaskStatus.OPEN: {TaskStatus.DONE, TaskStatus.DROPPED},
    TaskStatus.DONE: set(),
    TaskStatus.DROPPED: set(),
}
TaskStatus.TONES = {  # type: ignore[attr-defined]
    TaskStatus.OPEN: "is-active",
    TaskStatus.DONE: "is-done",
    TaskStatus.DROPPED: "is-stopped",
}
