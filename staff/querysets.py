"""Reads about people and their work."""

from datetime import date

from django.apps import apps
from django.db import models
from django.db.models import Q

from core import dates
from staff.roles import GRADE_READERS, Role
from staff.states import TaskStatus


class RoleAssignmentQuerySet(models.QuerySet):
    def in_force(self, on: date | None = None):
        """Assignments valid on a day, both ends included."""
        day = on or dates.today()
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class GradeAssignmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and everybody's for those who assign work, give grades or audit."""
        if user.has_role(*GRADE_READERS):
            return self
        return self.filter(user=user)

    def in_force(self, on: date | None = None):
        """What was given until a day, the one that counts first."""
        return self.filter(valid_from__lte=on or dates.today()).order_by("-valid_from", "-pk")

    def held_by(self, people) -> dict[int, str]:
        """The grade of each of these people who has one, in one query."""
        rows = self.in_force().filter(user__in=people).values_list("user", "grade")
        return dict(reversed(list(rows)))


class UserQuerySet(models.QuerySet):
    def wait_for(self, person) -> None:
        """Let what one person sends twice at the same moment pass one after the other, inside a transaction."""
        self.select_for_update(no_key=True).get(pk=person.pk)

    def with_role(self, role: Role, department=None):
        """Active people who hold a role today, in a department when one is given."""
        held = apps.get_model("staff", "RoleAssignment").objects.in_force().filter(role=role)
        if department is not None:
            held = held.filter(department=department)
        return self.filter(pk__in=held.values("user"), is_active=True).order_by("username")


class TaskQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(assignee=user)

    def open(self):
        return self.filter(status=TaskStatus.OPEN).order_by("due_on", "id")
