"""Reads of the wordings of messages."""

from datetime import date

from django.db import models
from django.db.models import OuterRef, Subquery

from core import dates


class MessageTemplateQuerySet(models.QuerySet):
    def in_force(self, on: date | None = None):
        """The wording of each code and language that rules on a day."""
        day = on or dates.today()
        newest = self.model._base_manager.filter(
            code=OuterRef("code"), language=OuterRef("language"), valid_from__lte=day
        ).order_by("-valid_from", "-number")
        return self.filter(pk=Subquery(newest.values("pk")[:1]))
