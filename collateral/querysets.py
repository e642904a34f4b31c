"""Reads about security. What has been withdrawn stays in the file and counts for nothing."""

from django.db import models

from applications.states import ENDED
from collateral.states import CollateralStatus, GuaranteeStatus


class CollateralQuerySet(models.QuerySet):
    def offered(self):
        """What still secures its case, or is meant to."""
        return self.exclude(status__in=[CollateralStatus.REJECTED, CollateralStatus.RELEASED])

    def running(self):
        """What running cases offer: under one title number one value must not secure two loans."""
        return self.offered().exclude(application__status__in=ENDED)


class GuaranteeQuerySet(models.QuerySet):
    def offered(self):
        """Promises that still stand, or are meant to."""
        return self.exclude(status__in=[GuaranteeStatus.REJECTED, GuaranteeStatus.RELEASED])
