"""Reads of checks and of the lender's own lists."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from core.sealing import blind_index
from customers.identity import comparable
from customers.names import fold
from staff.roles import Role


class ScreeningQuerySet(models.QuerySet):
    def newest(self):
        """The checks that count: the newest of each customer and source, with what counted in a file merged since."""
        last = Coalesce(models.OuterRef("outlives"), models.OuterRef("pk"))
        newer = self.model.objects.filter(
            customer=models.OuterRef("customer"), source=models.OuterRef("source"), pk__gt=last
        )
        return self.exclude(models.Exists(newer))

    def undecided(self):
        """Hits that wait for risk, the oldest first."""
        return self.filter(finding="hit", decision="").order_by("asked_at", "pk")

    def hits_for_risk(self, user):
        """The hits that a risk officer decides or decided; nobody else sees a file by one."""
        asked = models.Q(decision="") | models.Q(decided_by=user)
        return self.filter(asked, finding="hit") if user.has_role(Role.RISK_OFFICER) else self.none()

    def of(self, customers: Iterable, sources: Iterable[str]):
        """The checks that count for these customers and sources."""
        return self.filter(customer__in=list(customers), source__in=list(sources)).newest()


class ListEntryQuerySet(models.QuerySet):
    def in_force(self, day: date):
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), lifted_on=None)

    def index_of(self, identity: str) -> str:
        """The blind index under which this list keeps a number, in whatever spelling."""
        return blind_index(comparable(identity), f"{self.model._meta.label_lower}.identity")

    def fitting(self, *, kind: str, numbers: Iterable[str], name: str, birth_date: date | None):
        """Entries that may be this customer: one of its numbers; or, where an entry has none, the same name.

        A person of that name fits with the same day of birth, or when the entry does not know it; a company by its name.
        """
        indexes = [self.index_of(number) for number in numbers if comparable(number)]
        by_name = Q(name_folded=fold(name)[:120], kind=kind, identity_index="")
        if kind == "person":
            by_name &= Q(birth_date=None) | Q(birth_date=birth_date)
        return self.filter(by_name | Q(identity_index__in=indexes)) if indexes else self.filter(by_name)

    def fitting_any_of(self, customers: Sequence):
        """Entries that may be one of these customers, by number or name; which of them, `fitting` tells."""
        numbers = [self.index_of(customer.identity) for customer in customers if customer.identity]
        names = [fold(customer.name)[:120] for customer in customers]
        return self.filter(Q(identity_index__in=numbers) | Q(name_folded__in=names, identity_index=""))
