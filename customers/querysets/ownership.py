"""Reads of who keeps a customer and who else may read or claims the file."""

from django.db import models
from django.db.models import Q

from core import dates
from customers.states import ConflictStatus, RequestStatus
from staff.roles import Role, Scope


def kept_near(user, *paths: str) -> Q:
    """Rows about files that this person keeps, or that are kept in a department they manage.

    `paths` lead from the row to its customers.
    """
    near = Q(pk=None)
    for path in paths:
        if Scope.OWN in user.scopes():
            near |= Q(**{f"{path}__account_manager": user})
        if Scope.DEPARTMENT in user.scopes():
            near |= Q(**{f"{path}__department__in": user.departments(Role.DEPARTMENT_MANAGER)})
    return near


class FileRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        if Scope.ALL in user.scopes():
            return self
        return self.filter(kept_near(user, "customer") | Q(asked_by=user))

    def open(self):
        return self.filter(status=RequestStatus.OPEN)


class FileAccessQuerySet(models.QuerySet):
    def visible_to(self, user):
        if Scope.ALL in user.scopes():
            return self
        return self.filter(kept_near(user, "customer") | Q(reader=user))

    def in_force(self, on=None):
        """Accesses valid on a day, both ends included, that nobody has taken back."""
        day = on or dates.today()
        return self.filter(valid_from__lte=day, valid_to__gte=day, revoked_at=None)


class OwnershipChangeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Changes of hands of files that one keeps or kept, or of the department."""
        if Scope.ALL in user.scopes():
            return self
        return self.filter(kept_near(user, "customer") | Q(from_manager=user) | Q(to_manager=user))


class TerritoryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Delimitations are there to be known by all who register customers, by their managers and by auditors."""
        return self if user.scopes() & {Scope.ALL, Scope.OWN, Scope.DEPARTMENT} else self.none()

    def in_force(self, on=None):
        day = on or dates.today()
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class OwnershipConflictQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Conflicts in which one is a side, or that one's department is concerned in."""
        if Scope.ALL in user.scopes():
            return self
        managed = user.departments(Role.DEPARTMENT_MANAGER)
        return self.filter(
            Q(claimant=user) | Q(holder=user) | Q(claimant_department__in=managed) | Q(holder_department__in=managed)
        )

    def open(self):
        return self.filter(status=ConflictStatus.OPEN)

    def with_sides(self):
        """What a row shows, without a query for each."""
        return self.select_related(
            "customer", "claimant", "claimant_department", "holder", "holder_department", "ruled_for", "opened_by"
        )
