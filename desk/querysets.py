"""Reads of daily and weekly summaries."""

from datetime import timedelta

from django.apps import apps
from django.db import models
from django.db.models import F, Q

from desk.states import DailyStatus, WeeklyStatus
from staff.roles import Role, Scope


class DailySummaryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the departments one manages, and those with consultations of one's own; auditors see all.

        Of their lines `DailyLineQuerySet.visible_to` gives those that one may read.
        """
        if Scope.ALL in user.scopes():
            return self
        seen = Q(department__in=user.departments(Role.DEPARTMENT_MANAGER))
        if user.departments(Role.ACCOUNT_MANAGER):
            lines = apps.get_model("desk", "DailyLine").objects.filter(account_manager=user)
            seen |= Q(pk__in=lines.values("summary"))
        return self.filter(seen)

    def to_confirm(self):
        return self.filter(status=DailyStatus.MADE)

    def newest(self):
        """Without the versions that a newer one replaced, the latest day first."""
        return self.exclude(status=DailyStatus.REPLACED).order_by("-day", "department__code")


class DailyLineQuerySet(models.QuerySet):
    def visible_to(self, user):
        """An account manager's own, as in the register; of the departments one manages all; auditors see all."""
        if Scope.ALL in user.scopes():
            return self
        managed = Q(summary__department__in=user.departments(Role.DEPARTMENT_MANAGER))
        return self.filter(managed | Q(account_manager=user))


class WeeklySummaryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, those of the department one manages once they are handed in or late; auditors see all."""
        scopes = user.scopes()
        if Scope.ALL in scopes:
            return self
        seen = Q(account_manager=user)
        if Scope.DEPARTMENT in scopes:
            seen |= Q(department__in=user.departments(Role.DEPARTMENT_MANAGER))
        return self.filter(seen) if scopes - {Scope.NONE} else self.none()

    def whole_weeks(self):
        """Without the periods that somebody chose by hand: what the clock has to make for a week."""
        return self.filter(last_day=F("first_day") + timedelta(days=6), first_day__iso_week_day=1)

    def to_archive(self):
        return self.filter(status=WeeklyStatus.SUBMITTED).order_by("first_day", "id")

    def not_handed_in(self):
        return self.filter(status=WeeklyStatus.DRAFT).order_by("first_day", "account_manager__username")

    def with_names(self):
        return self.select_related("account_manager", "department__branch", "archived_by", "document")
