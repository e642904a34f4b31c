"""Reads of consents."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q


class ConsentQuerySet(models.QuerySet):
    def valid_on(self, day: date):
        """In force on a day: begun, not ended, not withdrawn before it or on it."""
        return self.filter(
            Q(valid_to=None) | Q(valid_to__gte=day),
            Q(withdrawn_on=None) | Q(withdrawn_on__gt=day),
            valid_from__lte=day,
        )

    def for_bureau(self):
        """Those under which the bureau may be asked: with their signed paper."""
        return self.filter(kind="bureau", file__isnull=False)

    def running_out(self, day: date, ahead: int, behind: int):
        """Not withdrawn, ending between `behind` days ago and `ahead` days from `day`, and not followed by a longer one."""
        longer = self.model._base_manager.filter(
            customer=models.OuterRef("customer"), kind=models.OuterRef("kind"), withdrawn_on=None
        ).filter(Q(valid_to=None) | Q(valid_to__gt=models.OuterRef("valid_to")))
        within = self.filter(
            withdrawn_on=None, valid_to__range=(day - timedelta(days=behind), day + timedelta(days=ahead))
        )
        return within.exclude(models.Exists(longer)).order_by("valid_to", "pk")
