"""Who may act on tasks. Each predicate returns "" or the reason why not."""

from django.utils.translation import gettext_lazy as _

from staff.roles import Role


def may_close_task(user, task):
    return "" if task.assignee_id == user.pk else _("This task is somebody else's.")


def may_give_grade(user, graded):
    """The administrator, for the staff; never for themselves."""
    if user.pk == graded.pk:
        return _("Nobody grades themselves.")
    return "" if user.has_role(Role.ADMINISTRATOR) else _("Grades are given by the administrator.")
