"""Reads about loans."""

from django.db import models
from django.db.models import F, Min, Q

from applications.models import Application
from core import dates
from servicing.states import LoanStatus


class LoanQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(application__in=Application.objects.visible_to(user))

    def active(self):
        return self.filter(status=LoanStatus.ACTIVE)

    def with_due_dates(self, on=None):
        """`next_due_on`: the oldest open due date; `overdue_since`: the same if it may no longer be paid in time."""
        day = on or dates.today()
        open_ones = Q(schedules__is_current=True, schedules__instalments__settled_on=None)
        late = open_ones & Q(schedules__instalments__payable_until__lt=day)
        return self.annotate(
            next_due_on=Min("schedules__instalments__due_on", filter=open_ones),
            overdue_since=Min("schedules__instalments__due_on", filter=late),
        )


class InstalmentQuerySet(models.QuerySet):
    def current(self):
        """Instalments of schedules in force, of active loans."""
        return self.filter(schedule__is_current=True, schedule__loan__status=LoanStatus.ACTIVE)

    def open(self):
        return self.current().filter(settled_on=None)

    def overdue(self, on=None):
        """Open instalments whose last day to pay in time has passed."""
        return self.open().filter(payable_until__lt=on or dates.today()).annotate(owed_since=F("due_on"))
