"""The life of an approval's condition."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ConditionStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("condition", "Open")
    MET = "met", _("Met")
    WAIVED = "waived", _("Waived")


CONDITION_TRANSITIONS = {
    ConditionStatus.OPEN: {ConditionStatus.MET, ConditionStatus.WAIVED},
    ConditionStatus.MET: set(),
    ConditionStatus.WAIVED: set(),
}
ConditionStatus.TONES = {  # type: ignore[attr-defined]
    ConditionStatus.OPEN: "is-active",
    ConditionStatus.MET: "is-good",
    ConditionStatus.WAIVED: "is-stopped",
}
