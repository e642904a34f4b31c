"""Reads about decisions and their conditions."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Sum

from applications.states import Status
from underwriting.states import ConditionStatus


class DecisionQuerySet(models.QuerySet):
    def approved(self):
        """Decisions that ended a round with an approval."""
        return self.filter(outcome="approved", is_final=True)

    def in_force(self):
        """The decision that approved an application, in the round it was approved in."""
        return self.approved().filter(round=F("application__round"))

    def promised_to(self, customers) -> dict[int, Decimal]:
        """Yuan approved and not disbursed yet, by customer id; what a drawdown pays out the app that pays it takes off."""
        promised = self.unpaid().filter(application__customer__in=customers).order_by()
        return dict(promised.values_list("application__customer").annotate(total=Sum("amount")))

    def unpaid(self):
        """Those in force on which no money has left yet: they end with their last valid day."""
        return self.in_force().filter(application__status__in=[Status.APPROVED, Status.CONTRACTED])


class ConditionQuerySet(models.QuerySet):
    def of(self, application):
        """The conditions of the round that was decided, those of every level."""
        return self.filter(decision__application=application, decision__round=application.round).order_by("kind", "pk")

    def open(self):
        return self.filter(status=ConditionStatus.OPEN)

    def waiting(self):
        """Open conditions of approvals in force: those of a round that was returned wait for nobody."""
        alive = [Status.APPROVED, Status.CONTRACTED, Status.DISBURSED]
        return self.open().filter(
            decision__application__status__in=alive, decision__round=F("decision__application__round")
        )

    def precedent(self):
        return self.filter(kind="precedent")
