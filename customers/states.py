"""The lives of what hangs on a customer."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
