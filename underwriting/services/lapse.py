"""An approval that nobody signed in time ends by itself."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from applications.models import Application
from applications.services import mark_stage
from applications.states import Status
from core.service import service
from underwriting.models import Decision

UNSIGNED = ("drafted", "printed")  # of a contract, in the words of the app that comes later


@service(says=_("Approval lapsed"))
def lapse_approvals(*, on: date, by=None) -> int:
    """End the approvals whose last day lies before `on`; returns how many. Safe to run every day, and twice.

    A case with a contract that is not void is left to the people who prepared it: they set it aside, for nobody can
    sign it any more, and the approval lapses at the next run.
    """
    overdue = (
        Decision.objects.in_force()
        .filter(valid_until__lt=on, application__status=Status.APPROVED)
        .exclude(application__contracts__status__in=UNSIGNED)
    )
    ended = 0
    for pk, valid_until in overdue.values_list("application", "valid_until"):
        application = Application.objects.select_for_update().get(pk=pk)
        if application.status == Status.APPROVED:
            mark_stage(application, Status.LAPSED, valid_until=valid_until)
            ended += 1
    return ended
