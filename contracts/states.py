"""The lives of a contract and of a drawdown."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContractStatus(models.TextChoices):
    DRAFTED = "drafted", _("Being printed")
    PRINTED = "printed", _("Printed and sealed")
    SIGNED = "signed", _("Signed")
    EFFECTIVE = "effective", _("Effective")
    CLOSED = "closed", _("Closed")
    VOID = "void", _("Void")


CONTRACT_TRANSITIONS = {
    ContractStatus.DRAFTED: {ContractStatus.PRINTED, ContractStatus.VOID},
    ContractStatus.PRINTED: {ContractStatus.SIGNED, ContractStatus.VOID},
    ContractStatus.SIGNED: {ContractStatus.EFFECTIVE, ContractStatus.VOID},
    ContractStatus.EFFECTIVE: {ContractStatus.CLOSED, ContractStatus.VOID},
    ContractStatus.CLOSED: {ContractStatus.EFFECTIVE},
    ContractStatus.VOID: set(),
}


class DrawdownStatus(models.TextChoices):
    REQUESTED = "requested", _("Requested")
    CHECKED = "checked", _("Checked by finance")
    DISBURSED = "disbursed", _("Disbursed")
    REFUSED = "refused", _("Refused")


DRAWDOWN_TRANSITIONS = {
    DrawdownStatus.REQUESTED: {DrawdownStatus.CHECKED, DrawdownStatus.REFUSED},
    DrawdownStatus.CHECKED: {DrawdownStatus.DISBURSED, DrawdownStatus.REFUSED},
    DrawdownStatus.DISBURSED: set(),
    DrawdownStatus.REFUSED: set(),
}
ContractStatus.TONES = {  # type: ignore[attr-defined]
    ContractStatus.DRAFTED: "is-active",
    ContractStatus.PRINTED: "is-active",
    ContractStatus.SIGNED: "is-done",
    ContractStatus.EFFECTIVE: "is-good",
    ContractStatus.CLOSED: "is-done",
    ContractStatus.VOID: "is-stopped",
}
DrawdownStatus.TONES = {  # type: ignore[attr-defined]
    DrawdownStatus.REQUESTED: "is-active",
    DrawdownStatus.CHECKED: "is-active",
    DrawdownStatus.DISBURSED: "is-good",
    DrawdownStatus.REFUSED: "is-stopped",
}
