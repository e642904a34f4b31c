"""Who may read what spans the apps. Each predicate returns "" or the reason why not."""

from django.utils.translation import gettext_lazy as _

from core.display import Sentence
from desk.states import WeeklyStatus
from staff.roles import Role, Scope


def may_see_load(user):
    """Department managers, of their departments, and auditors."""
    return "" if user.scopes() & {Scope.DEPARTMENT, Scope.ALL} else _("The load is for department managers.")


ARCHIVED = _("This weekly summary is archived and sealed; nothing in it changes any more.")


def may_confirm(user, summary):
    """The manager of the department confirms its daily summaries."""
    if summary.department_id in user.departments(Role.DEPARTMENT_MANAGER):
        return ""
    return _("Daily summaries are confirmed by the department manager.")


def may_make_daily(user):
    """Department managers have a daily summary made for a day of their choice."""
    if user.departments(Role.DEPARTMENT_MANAGER):
        return ""
    return _("Daily summaries are made by the clock, or by hand by the department manager.")


def may_draft_weekly(user):
    if user.departments(Role.ACCOUNT_MANAGER):
        return ""
    return _("Weekly summaries are written by account managers.")


def may_write(user, weekly):
    """Whose week it is, as long as it has not been handed in."""
    if weekly.account_manager_id != user.pk:
        return Sentence(_("{who} writes this weekly summary."), who=weekly.account_manager)
    if weekly.status == WeeklyStatus.ARCHIVED:
        return ARCHIVED
    if weekly.status == WeeklyStatus.SUBMITTED:
        return _("You have handed this in. The department manager can give it back.")
    return ""


def may_archive(user, weekly):
    """The manager of the department archives or gives back; nobody does so with what they wrote."""
    if weekly.account_manager_id == user.pk:
        return _("Nobody archives their own weekly summary.")
    if weekly.department_id not in user.departments(Role.DEPARTMENT_MANAGER):
        return _("Weekly summaries are archived by the department manager.")
    return ARCHIVED if weekly.status == WeeklyStatus.ARCHIVED else ""
