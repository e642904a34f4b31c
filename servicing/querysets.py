"""Reads about loans."""

from datetime import timedelta

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, Min, OuterRef, Q, Subquery

from applications.models import Application
from core import dates
from servicing.states import LoanStatus


class LoanQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(application__in=Application.objects.visible_to(user))

    def active(self):
        return self.filter(status=LoanStatus.ACTIVE)

    def with_names(self):
        """What a list row shows, without a query for each row."""
        return self.select_related("customer", "account_manager", "application")

    def with_ledger(self):
        """Everything `Loan.statement` reads, in three queries for any number of loans."""
        return self.prefetch_related("schedules__instalments", "postings")

    def for_list(self, on):
        """`outstanding`, `next_due_on` and `late_since` of every row, each from one index."""
        late = self._open_instalments().filter(payable_until__lt=on)
        return self.annotate(
            outstanding=F("principal") - F("principal_paid"),
            next_due_on=Subquery(self._open_instalments().values("due_on")[:1]),
            late_since=Subquery(late.values("due_on")[:1]),
        )

    def due_within(self, days, on):
        """Active loans with an open instalment that may still be paid in time, due in so many days or fewer."""
        soon = self._open_instalments().filter(payable_until__gte=on, due_on__lte=on + timedelta(days=days))
        return self.active().filter(Exists(soon))

    def overdue(self, on):
        """Active loans with an instalment whose last day to pay in time has passed."""
        return self.active().filter(Exists(self._open_instalments().filter(payable_until__lt=on)))

    @staticmethod
    def _open_instalments():
        instalments = apps.get_model("servicing", "Instalment").objects
        of_loan = instalments.filter(schedule__loan=OuterRef("pk"), schedule__is_current=True, settled_on=None)
        return of_loan.order_by("due_on")

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
