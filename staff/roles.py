"""The six roles as one table: whose business rows each of them may see."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What a person works as; held through dated `RoleAssignment` rows, never Django groups."""

    ACCOUNT_MANAGER = "account_manager", _("Account manager")
    DEPARTMENT_MANAGER = "department_manager", _("Department manager")
    RISK_OFFICER = "risk_officer", _("Risk officer")
    FINANCE_OFFICER = "finance_officer", _("Finance officer")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class Grade(models.TextChoices):
    """How far an account manager has come; `RANKS` puts the grades in order."""

    JUNIOR = "junior", _("Junior")
    REGULAR = "regular", pgettext_lazy("grade of staff", "Regular")
    SENIOR = "senior", _("Senior")


RANKS = {Grade.JUNIOR: 1, Grade.REGULAR: 2, Grade.SENIOR: 3}


class Scope(models.TextChoices):
    """How far a role sees business rows."""

    OWN = "own", _("Own and as a member of the team")
    DEPARTMENT = "department", _("The department")
    SUBMITTED = "submitted", _("What has been submitted")
    APPROVED = "approved", _("What has been approved, and after")
    ALL = "all", _("Everything, masked")
    NONE = "none", _("No business rows")


SEES = {
    Role.ACCOUNT_MANAGER: Scope.OWN,
    Role.DEPARTMENT_MANAGER: Scope.DEPARTMENT,
    Role.RISK_OFFICER: Scope.SUBMITTED,
    Role.FINANCE_OFFICER: Scope.APPROVED,
    Role.AUDITOR: Scope.ALL,
    Role.ADMINISTRATOR: Scope.NONE,
}
BUSINESS_ROLES = frozenset(Role) - {Role.ADMINISTRATOR, Role.AUDITOR}
IN_A_DEPARTMENT = frozenset({Role.ACCOUNT_MANAGER, Role.DEPARTMENT_MANAGER})
# Who assigns work, gives grades or audits reads everybody's grade.
GRADE_READERS = (Role.ADMINISTRATOR, Role.AUDITOR, Role.DEPARTMENT_MANAGER)
