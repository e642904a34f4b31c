"""The life of a loan. Being overdue is a fact of dates and payments, never a status."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LoanStatus(models.TextChoices):
    ACTIVE = "active", pgettext_lazy("a loan", "Active")
    SETTLED = "settled", _("Settled")
    WRITTEN_OFF = "written_off", _("Written off")


LOAN_TRANSITIONS = {
    LoanStatus.ACTIVE: {LoanStatus.SETTLED, LoanStatus.WRITTEN_OFF},
    LoanStatus.SETTLED: {LoanStatus.ACTIVE},
    LoanStatus.WRITTEN_OFF: set(),
}
LoanStatus.TONES = {  # type: ignore[attr-defined]
    LoanStatus.ACTIVE: "is-active",
    LoanStatus.SETTLED: "is-good",
    LoanStatus.WRITTEN_OFF: "is-stopped",
}
