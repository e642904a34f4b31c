"""Who may act on tasks. Each predicate returns "" or the reason why not."""

from django.utils.translation import gettext_lazy as _


def may_close_task(user, task):
    return "" if task.assignee_id == user.pk else _("This task is somebody else's.")
