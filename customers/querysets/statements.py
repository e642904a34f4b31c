"""Reads of yearly statements."""

from django.db import models


class StatementQuerySet(models.QuerySet):
    def yearly(self):
        """Year-end statements, oldest first, with their lines."""
        return self.order_by("period_end").prefetch_related("lines")
