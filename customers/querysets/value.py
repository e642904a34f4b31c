"""Reads of values and saved lists."""

from datetime import date

from django.db import models
from django.db.models import Q

from customers.states import ContactPlanStatus
from staff.roles import Role, Scope


class ValueReviewQuerySet(models.QuerySet):
    def current(self):
        """The newest of each customer, of files that stand for themselves."""
        return self.filter(is_current=True, customer__merged_into=None)

    def with_names(self):
        """What a row shows, without a query for each."""
        return self.select_related("customer", "customer__account_manager")


class SegmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those shared with a department one works in; auditors read all."""
        if Scope.ALL in user.scopes():
            return self
        places = user.departments(Role.ACCOUNT_MANAGER) | user.departments(Role.DEPARTMENT_MANAGER)
        return self.filter(Q(owner=user) | Q(department__in=places))

    def in_use(self):
        """Lists that were not put away."""
        return self.filter(archived_at=None).order_by("name", "id")

    def with_names(self):
        return self.select_related("owner", "department")


class ContactPlanQuerySet(models.QuerySet):
    def planned(self):
        return self.filter(status=ContactPlanStatus.PLANNED).order_by("due_on", "id")

    def kept_by(self, user):
        """Those of the customers this person keeps: who takes a customer over takes them too."""
        return self.filter(customer__account_manager=user, customer__merged_into=None)

    def due_by(self, day: date):
        return self.planned().filter(due_on__lte=day)

    def with_names(self):
        return self.select_related("customer", "customer__account_manager", "segment", "planned_by")
