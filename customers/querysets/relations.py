"""Reads of relations: who is related to whom, on a day, and who may see it."""

from typing import Any

from django.db import models
from django.db.models import Q

from core import dates
from customers.states import LenderTieStatus
from staff.roles import Role

CLAIM = ~Q(claimed_end="") & Q(confirmed_at=None)


class RelationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Both ends see a relation: whoever may open the file of one of them."""
        party: Any = self.model._meta.get_field("holder").related_model
        customer: Any = party._meta.get_field("customer").related_model
        seen = customer.objects.visible_to(user).values("pk")
        return self.filter(Q(holder__customer__in=seen) | Q(subject__customer__in=seen))

    def of(self, customer):
        """Every relation at either end of which the customer stands, ended ones too, the newest first."""
        mine = self.filter(Q(holder__customer=customer) | Q(subject__customer=customer))
        return mine.with_ends().order_by("kind", "-valid_from", "-id")

    def on(self, day=None):
        """Those that hold on a day: from the first day on, no longer on the day on which they ended."""
        day = day or dates.today()
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def confirmed(self):
        """Those that bind: all but the claims on somebody else's file that nobody there has confirmed."""
        return self.exclude(CLAIM)

    def claims(self):
        """Standing relations that wait to be confirmed by those of the other file, the oldest first."""
        return self.filter(CLAIM, valid_to=None).order_by("pk")

    def with_ends(self):
        """What a row shows, without a query for each."""
        return self.select_related(
            "holder__customer__account_manager",
            "holder__customer__department",
            "subject__customer__account_manager",
            "subject__customer__department",
            "group",
            "evidence",
        )


class LenderTieQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever may open the file; risk officers see the ties they have to rule on wherever they are."""
        seen = self.model._meta.get_field("customer").related_model.objects.visible_to(user)
        return self.filter(customer__in=seen.values("pk"))

    def standing(self):
        """Raised or confirmed, and not cleared."""
        return self.exclude(status=LenderTieStatus.CLEARED)

    def to_rule_on(self):
        return self.filter(status=LenderTieStatus.RAISED)

    def for_risk(self, user):
        """The ties a risk officer has to look at; nobody else sees a file by one."""
        return self.standing() if user.has_role(Role.RISK_OFFICER) else self.none()
