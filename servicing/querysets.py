"""Reads about loans."""

from datetime import timedelta

from django.db import models
from django.db.models import Case, F, Q, When

from applications.querysets import of_visible_cases
from core import dates
from customers.querysets import by_name_or_number
from servicing.states import LoanStatus


class LoanQuerySet(models.QuerySet):
    def visible_to(self, user):
        return of_visible_cases(self, user)

    def matching(self, text: str):
        """By part of the customer's name, or by how the number begins."""
        return by_name_or_number(self, text)

    def active(self):
        return self.filter(status=LoanStatus.ACTIVE)

    def with_names(self):
        """What a list row shows, without a query for each row."""
        return self.select_related("customer", "account_manager", "application")

    def with_ledger(self):
        """Everything `Loan.statement` reads, in three queries for any number of loans."""
        return self.prefetch_related("schedules__instalments", "postings")

    def for_list(self, on):
        """`outstanding` and `late_since` of every row; the other columns are fields."""
        return self.with_due_dates(on).annotate(
            outstanding=F("principal") - F("principal_paid"), late_since=F("overdue_since")
        )

    def due_within(self, days, on):
        """Active loans that are in time, with an instalment due in so many days or fewer."""
        return self.active().filter(next_payable_until__gte=on, next_due_on__lte=on + timedelta(days=days))

    def overdue(self, on):
        """Active loans with an instalment whose last day to pay in time has passed."""
        return self.active().filter(next_payable_until__lt=on)

    def with_due_dates(self, on=None):
        """`overdue_since`: the oldest open due date if it may no longer be paid in time."""
        is_late = Q(next_payable_until__lt=on or dates.today())
        return self.annotate(overdue_since=Case(When(is_late, then=F("next_due_on"))))


class InstalmentQuerySet(models.QuerySet):
    def current(self):
        """Instalments of schedules in force, of active loans."""
        return self.filter(schedule__is_current=True, schedule__loan__status=LoanStatus.ACTIVE)

    def open(self):
        return self.current().filter(settled_on=None)

    def overdue(self, on=None):
        """Open instalments whose last day to pay in time has passed."""
        return self.open().filter(payable_until__lt=on or dates.today()).annotate(owed_since=F("due_on"))
