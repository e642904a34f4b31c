"""Reads of the customer file."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import Q

from core.numbering import typed
from core.sealing import blind_index
from customers.identity import compact
from customers.names import fold
from staff.roles import Role, Scope

IDENTITY, PHONE = "customers.customer.identity", "customers.customer.phone"


class CustomerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What this person may open; anything else is a 404. Later apps widen it through `VISIBLE_THROUGH`."""
        scopes = user.scopes()
        if Scope.ALL in scopes:
            return self
        seen = [ids for through in VISIBLE_THROUGH for ids in through(user)]
        files = self.model.objects.order_by()
        if Scope.OWN in scopes:
            seen.append(files.filter(account_manager=user).values("pk"))
        if Scope.DEPARTMENT in scopes:
            seen.append(files.filter(department__in=user.departments(Role.DEPARTMENT_MANAGER)).values("pk"))
        # A union costs what this person sees; conditions joined by OR would be tried on every customer there is.
        return self.filter(pk__in=files.none().values("pk").union(*seen))

    def matching(self, text: str):
        """Customers by part of the name (繁 and 简 folded), by number, or by an exact identity code or phone."""
        text = text.replace("\x00", "").strip()[:120]
        if not text:
            return self
        found = Q(name_folded__contains=fold(text)) | Q(number=typed(text))
        found |= Q(identity_index=blind_index(compact(text), IDENTITY))
        found |= Q(phone_index=blind_index(compact(text), PHONE))
        if len(compact(text)) == 4:
            found |= Q(identity_tail=compact(text))
        return self.filter(found)

    def with_identity(self, identity: str):
        """The file that keeps this code; there is at most one."""
        return self.filter(identity_index=blind_index(compact(identity), IDENTITY)).exclude(identity_index="")

    @staticmethod
    def index_of(identity: str) -> str:
        """The blind index under which a code is found."""
        return blind_index(compact(identity), IDENTITY)

    def with_identities(self, identities):
        """The files that keep any of these codes."""
        return self.filter(identity_index__in=[self.index_of(code) for code in identities]).exclude(identity_index="")

    def alike(self, name: str, phone: str):
        """Files that may be the same customer under another code: the same name, or the same phone."""
        alike = Q(pk=None)
        if name.strip():
            alike |= Q(name_folded=fold(name)[:120])
        if compact(phone):
            alike |= Q(phone_index=blind_index(compact(phone), PHONE))
        return self.filter(alike)

    def with_owner(self):
        """What a list row shows, without a query for each row."""
        return self.select_related("account_manager", "department")


# What later apps add: functions of a user that return querysets of the ids of customers.
VISIBLE_THROUGH: list[Callable[[Any], list[models.QuerySet]]] = []
