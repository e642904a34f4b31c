"""Who may act on tasks, accounts, roles and grades. Each predicate returns "" or the reason why not."""

from django.utils.translation import gettext_lazy as _

from staff.roles import GRADE_READERS, Role


def may_close_task(user, task):
    """Whoever it was given to, for closing it and for putting it off."""
    return "" if task.assignee_id == user.pk else _("This task is somebody else's.")


def may_keep_staff(user):
    """Departments, accounts and roles are the administrator's; a command that founds the house acts as nobody."""
    if user is None or user.has_role(Role.ADMINISTRATOR):
        return ""
    return _("Departments, accounts and roles are kept by the administrator.")


def may_choose_language(user, reader):
    """Everybody for themselves."""
    return "" if user.pk == reader.pk else _("Everybody chooses their own language.")


def may_read_grades(user):
    """Those who assign work, give grades or audit; one's own grade is not asked for here."""
    if user.has_role(*GRADE_READERS):
        return ""
    return _("Grades are for the administrator and the department managers.")


def may_grade(user):
    """The administrator."""
    return "" if user.has_role(Role.ADMINISTRATOR) else _("Grades are given by the administrator.")


def may_give_grade(user, graded):
    """The administrator, for the staff; never for themselves."""
    if user.pk == graded.pk:
        return _("Nobody grades themselves.")
    return may_grade(user)
