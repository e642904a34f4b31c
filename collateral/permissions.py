"""Who may change the security of a case. Each predicate returns "" or the reason why not."""

from django.utils.translation import gettext_lazy as _

from applications.states import Status
from core.display import Sentence

OPEN = (Status.ACCEPTED, Status.INVESTIGATING)


def may_secure(user, application):
    """The case's own people, until the report went up; what the report says is not changed under it."""
    if user.pk not in {application.account_manager_id, *application.investigators, *application.joint_team}:
        return _("Only the account manager and the investigators of this case may change its security.")
    if application.status not in OPEN:
        return Sentence(
            _("Security can be changed only while the case is being investigated. It is now “{status}”."),
            status=Status(application.status).label,
        )
    return ""
