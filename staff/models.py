"""People, where they sit, what they work as, and the tasks they are given."""

from functools import cached_property

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import WordsField
from core.models import CaseRow
from staff.querysets import GradeAssignmentQuerySet, RoleAssignmentQuerySet, TaskQuerySet, UserQuerySet
from staff.roles import RANKS, SEES, Grade, Role, Scope
from staff.states import TASK_TRANSITIONS, TaskStatus


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Signs people in by their username."""


class User(AbstractBaseUser):
    """A member of the lender's staff."""

    username = models.CharField(_("User name"), max_length=30, unique=True)
    name = models.CharField(_("Name"), max_length=60)
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Phone"), max_length=30, blank=True)
    language = models.CharField(_("Language"), max_length=10, choices=settings.LANGUAGES, default="zh-hant")
    is_active = models.BooleanField(_("Active"), default=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.username

    @cached_property
    def held(self) -> list["RoleAssignment"]:
        """Today's assignments, read once for each request."""
        return list(self.assignments.in_force().select_related("department__branch")) if self.is_active else []

    @property
    def roles(self) -> set[str]:
        return {assignment.role for assignment in self.held}

    def has_role(self, *roles: Role) -> bool:
        return any(role in self.roles for role in roles)

    def departments(self, role: Role) -> set[int]:
        """Ids of the departments in which this person holds a role today."""
        return {a.department_id for a in self.held if a.role == role and a.department_id}

    def scopes(self) -> set[Scope]:
        """How far this person sees business rows: the union over the roles held."""
        return {SEES[Role(role)] for role in self.roles}

    def grade(self, on=None) -> str:
        """The grade held on a day; whoever was never graded is regular."""
        return self.grades.in_force(on).values_list("grade", flat=True).first() or Grade.REGULAR

    def rank(self, on=None) -> int:
        """The grade as a number: the higher, the more may be entrusted."""
        return RANKS[Grade(self.grade(on))]

    @property
    def role_names(self) -> str:
        return "、".join(str(Role(role).label) for role in Role.values if role in self.roles)


class Branch(models.Model):
    """A place of business; its two letters begin every number given there."""

    code = models.CharField(max_length=2, unique=True)
    name = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A lending department of a branch."""

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="departments")
    code = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name


class RoleAssignment(models.Model):
    """What a person works as, where, and from when to when."""

    user = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=20, choices=Role)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="assignments")
    authority_level = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="role_ends_after_it_begins"
            )
        ]


class GradeAssignment(models.Model):
    """The grade a person holds from a day on, with what it rests on; the newest row not later than a day counts."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grades")
    grade = models.CharField(_("Grade"), max_length=10, choices=Grade)
    valid_from = models.DateField(pgettext_lazy("a day", "From"))
    basis = models.CharField(_("Basis"), max_length=200)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = GradeAssignmentQuerySet.as_manager()


class Task(CaseRow):
    """Something one person has to do until a day; machine-made ones are unique by `key`."""

    TRANSITIONS = TASK_TRANSITIONS

    key = models.CharField(max_length=160, unique=True, null=True)
    kind = models.CharField(max_length=30)
    title = WordsField(max_length=600)
    why = WordsField(max_length=600, blank=True)
    url = models.CharField(max_length=200, blank=True)
    case_uuid = models.UUIDField(null=True, db_index=True)
    assignee = models.ForeignKey(User, models.PROTECT, related_name="tasks")
    due_on = models.DateField()
    status = models.CharField(max_length=20, choices=TaskStatus, default=TaskStatus.OPEN)
    result = models.CharField(max_length=300, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["assignee", "status", "due_on"], name="task_worklist")]
