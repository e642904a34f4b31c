"""Who may read what spans the apps. Each predicate returns "" or the reason why not."""

from django.utils.translation import gettext_lazy as _

from staff.roles import Scope


def may_see_load(user):
    """Department managers, of their departments, and auditors."""
    return "" if user.scopes() & {Scope.DEPARTMENT, Scope.ALL} else _("The load is for department managers.")
