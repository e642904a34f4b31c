"""Reads about customers."""

from django.db import models
from django.db.models import Q

from core.numbering import typed
from core.sealing import blind_index
from staff.roles import Role, Scope


class CustomerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What this person may open; anything else is a 404. Later apps widen it through `VISIBLE_THROUGH`."""
        scopes = user.scopes()
        if Scope.ALL in scopes:
            return self
        seen = Q(pk=None)
        if Scope.OWN in scopes:
            seen |= Q(account_manager=user)
        if Scope.DEPARTMENT in scopes:
            seen |= Q(department__in=user.departments(Role.DEPARTMENT_MANAGER))
        for through in VISIBLE_THROUGH:
            seen |= through(user)
        return self.filter(seen)

    def matching(self, text: str):
        """Customers by part of the name (繁 and 简 folded), by number, or by an exact identity code or phone."""
        from customers.names import fold

        text = text.strip()
        found = Q(name_folded__contains=fold(text)) | Q(number=typed(text))
        found |= Q(identity_index=blind_index(text, "customers.customer.identity"))
        found |= Q(phone_index=blind_index(text, "customers.customer.phone"))
        return self.filter(found)


VISIBLE_THROUGH: list = []


class StatementQuerySet(models.QuerySet):
    def yearly(self):
        """Year-end statements, oldest first, with their lines."""
        return self.order_by("period_end").prefetch_related("lines")
