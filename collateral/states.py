"""The lives of collateral and of a guarantee."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CollateralStatus(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    APPRAISED = "appraised", _("Appraised")
    ACCEPTED = "accepted", pgettext_lazy("collateral", "Accepted")
    REGISTERED = "registered", _("Registered")
    RELEASED = "released", _("Released")
    REJECTED = "rejected", _("Rejected")


COLLATERAL_TRANSITIONS = {
    CollateralStatus.PROPOSED: {CollateralStatus.APPRAISED, CollateralStatus.REJECTED},
    CollateralStatus.APPRAISED: {CollateralStatus.ACCEPTED, CollateralStatus.REJECTED},
    CollateralStatus.ACCEPTED: {CollateralStatus.REGISTERED, CollateralStatus.REJECTED},
    CollateralStatus.REGISTERED: {CollateralStatus.RELEASED},
    CollateralStatus.RELEASED: set(),
    CollateralStatus.REJECTED: set(),
}


class GuaranteeStatus(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    VERIFIED = "verified", _("Verified")
    EFFECTIVE = "effective", _("Effective")
    RELEASED = "released", _("Released")
    REJECTED = "rejected", _("Rejected")


GUARANTEE_TRANSITIONS = {
    GuaranteeStatus.PROPOSED: {GuaranteeStatus.VERIFIED, GuaranteeStatus.REJECTED},
    GuaranteeStatus.VERIFIED: {GuaranteeStatus.EFFECTIVE, GuaranteeStatus.REJECTED},
    GuaranteeStatus.EFFECTIVE: {GuaranteeStatus.RELEASED},
    GuaranteeStatus.RELEASED: set(),
    GuaranteeStatus.REJECTED: set(),
}

TONES = {
    "proposed": "is-active",
    "appraised": "is-active",
    "verified": "is-active",
    "accepted": "is-good",
    "registered": "is-good",
    "effective": "is-good",
    "released": "is-done",
    "rejected": "is-stopped",
}
CollateralStatus.TONES = TONES  # type: ignore[attr-defined]
GuaranteeStatus.TONES = TONES  # type: ignore[attr-defined]
