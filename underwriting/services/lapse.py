"""An approval on which no money left in time ends by itself."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext_lazy as _

from applications.models import Application
from applications.services import mark_stage
from applications.states import Status
from core.service import service
from underwriting.models import Decision

# What ends with an approval in the apps that come later; each says whether the case may lapse now.
ENDINGS: list[Callable[[Decision, date], bool]] = []


@service(says=_("Approval lapsed"))
def lapse_approvals(*, on: date, by=None) -> int:
    """End the approvals whose last day lies before `on`; returns how many. Safe to run every day, and twice.

    A case that `ENDINGS` leave to its people lapses at a later run, once they have acted.
    """
    overdue = Decision.objects.unpaid().filter(valid_until__lt=on).select_related("application")
    return sum(_lapse(decision) for decision in overdue.order_by("pk") if all(end(decision, on) for end in ENDINGS))


def _lapse(decision: Decision) -> bool:
    application = Application.objects.select_for_update().get(pk=decision.application_id)
    if application.status not in {Status.APPROVED, Status.CONTRACTED}:
        return False
    mark_stage(application, Status.LAPSED, valid_until=decision.valid_until)
    return True
