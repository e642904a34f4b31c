"""Reads of the rows of a file."""

from django.db import models
from django.db.models import Q


class FileRowQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rows of the files that this person may open."""
        files = self.model._meta.get_field("customer").related_model.objects
        return self.filter(customer__in=files.visible_to(user))

    def standing(self):
        """Rows that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def holding(self, file):
        """The rows in which this file lies."""
        if not self.model.FILES:
            return self.none()
        return self.filter(Q(*((name, file) for name in self.model.FILES), _connector=Q.OR))

    def of(self, customer):
        """The rows of one file, newest first; each knows its customer and its papers without a query."""
        return self.filter(customer=customer).select_related("customer", *self.model.FILES).order_by("-pk")
