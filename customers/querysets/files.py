"""Reads of the customer file."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from core.fields import BlindIndexField
from core.numbering import typed
from core.sealing import blind_index
from customers.addresses import normal
from customers.identity import compact, dialled, dialled_ways
from customers.names import fold, surname
from customers.territories import SECTIONS
from customers.valuing import VIP
from staff.roles import Role, Scope

IDENTITY, PHONE = "customers.customer.identity", "customers.customer.phone"
ADDRESS = "customers.customer.address"


class CustomerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What this person may open; anything else is a 404. Later apps widen it through `VISIBLE_THROUGH`."""
        scopes = user.scopes()
        if Scope.ALL in scopes:
            return self.current()
        files = self.model.objects.order_by()
        ways = [rows for through in VISIBLE_THROUGH for rows in through(user)]
        if scopes <= {Scope.OWN, Scope.NONE}:
            # Few files: gathered way by way. Conditions joined by OR would be tried on every customer there is.
            seen = [rows.order_by().values("customer") for rows in ways]
            if Scope.OWN in scopes:
                seen.append(files.filter(account_manager=user).values("pk"))
                seen.append(files.filter(accesses__in=user.file_accesses.in_force()).values("pk"))
            return self.current().filter(pk__in=files.none().values("pk").union(*seen))
        # Many files: gathering them would grow with the house, so each way is asked of the rows at hand.
        found = Q(pk__in=[])
        if Scope.DEPARTMENT in scopes:
            found |= Q(department__in=user.departments(Role.DEPARTMENT_MANAGER))
        if Scope.OWN in scopes:
            found |= Q(account_manager=user)
            ways.append(user.file_accesses.in_force())
        for rows in ways:
            found |= Q(Exists(rows.order_by().filter(customer=OuterRef("pk"))))
        return self.current().filter(found)

    def current(self):
        """Files that stand for themselves; one that was merged lives on in its survivor."""
        return self.filter(merged_into=None)

    def matching(self, text: str):
        """Customers by part of the name (繁 and 简 folded), or by a number, code, phone or account as a whole.

        Only what the text can be is asked for, so that each way uses its own index however many files there are.
        """
        text = text.replace("\x00", "").strip()[:120]
        if not text:
            return self
        folded, bare = fold(text), compact(text)
        if not any(sign.isdecimal() for sign in bare):
            return self.filter(name_folded__holds=folded)
        files = self.model._default_manager.order_by()
        exact = Q(number=typed(text)) | Q(identity_index=blind_index(bare, IDENTITY))
        exact |= Q(phone_index__in=[blind_index(way, PHONE) for way in dialled_ways(text)])
        if len(bare) == 4:
            exact |= Q(identity_tail=bare)
        # A merged file's number and identity lead to the file it lives on in.
        gone = self.model._base_manager.order_by().filter(exact, merged_into__isnull=False)
        ways = [files.filter(name_folded__holds=folded).values("pk"), files.filter(exact).values("pk")]
        ways.append(gone.values("merged_into"))
        return self.filter(pk__in=ways[0].union(*ways[1:], *self._by_rows(bare)))

    def _by_rows(self, bare: str) -> list:
        """The ids of files of which a standing row holds exactly this phone, account or paper."""
        found = []
        for relation in self.model._meta.related_objects:
            names = {field.name for field in relation.related_model._meta.fields}
            if relation.field.name != "customer" or "withdrawn_at" not in names:
                continue
            for field in relation.related_model._meta.fields:
                if isinstance(field, BlindIndexField):
                    rows = relation.related_model._default_manager.order_by().filter(withdrawn_at=None)
                    ways = dialled_ways(bare) if field.source == "phone" else {bare}
                    indexes = [blind_index(way, field.index_name()) for way in ways]
                    found.append(rows.filter(**{f"{field.name}__in": indexes}).values("customer"))
        return found

    def numbered(self, text: str):
        """The file with this number, however it was typed; that of a merged file gives the one it lives on in."""
        number = typed(text)
        merged = self.model._base_manager.order_by().filter(number=number, merged_into__isnull=False)
        return self.filter(Q(number=number) | Q(pk__in=merged.values("merged_into")))

    def with_identity(self, identity: str):
        """The file that keeps this code; there is at most one, and it may have been merged since."""
        return self.filter(identity_index=blind_index(compact(identity), IDENTITY)).exclude(identity_index="")

    @staticmethod
    def index_of(identity: str) -> str:
        """The blind index under which a code is found."""
        return blind_index(compact(identity), IDENTITY)

    def with_identities(self, identities):
        """The files that keep any of these codes."""
        return self.with_indexes([self.index_of(code) for code in identities])

    def with_indexes(self, indexes):
        """The files that keep any of the codes with these blind indexes."""
        return self.filter(identity_index__in=list(indexes)).exclude(identity_index="")

    def alike(self, kind: str, name: str, phone: str = "", address: str = "", born=None):
        """Files that may be of the same customer under another code: the same phone, the same name (of a person with
        the same date of birth), or the same address and surname."""
        files, found = self.model._base_manager.order_by(), []
        if compact(phone):
            found.append(files.filter(phone_index=blind_index(dialled(phone), PHONE)))
        named = files.filter(name_folded=fold(name)[:120])
        if kind == "company" and fold(name):
            found.append(named)
        if kind == "person" and born:
            found.append(named.filter(person__birth_date=born))
        if kind == "person" and surname(name) and normal(address):
            there = files.filter(address_index=blind_index(normal(address), ADDRESS))
            found.append(there.filter(name_folded__startswith=surname(name)))
        # Each is found by an index of its own; joined by OR, none of them would be used.
        united = files.none().values("pk").union(*(rows.values("pk") for rows in found))
        return self.current().filter(kind=kind, pk__in=united)

    def like_any_of(self, marks):
        """Files that share a phone, a name or an address with any of these `Marks`; of a person's name, also the birth."""
        marks = list(marks)
        files = self.model._base_manager.order_by()
        named = {mark.name for mark in marks if mark.kind == "company" and mark.name}
        called = {mark.name for mark in marks if mark.kind == "person" and mark.born}
        born = {mark.born for mark in marks if mark.kind == "person" and mark.born}
        found = [
            files.filter(phone_index__in={mark.phone for mark in marks if mark.phone}),
            files.filter(address_index__in={mark.address for mark in marks if mark.address}),
            files.filter(name_folded__in=named),
            files.filter(name_folded__in=called, person__birth_date__in=born),
        ]
        united = files.none().values("pk").union(*(rows.values("pk") for rows in found))
        return self.current().filter(pk__in=united)

    def with_value(self):
        """`value_grade` of every row; None where it was never graded."""
        current = FilteredRelation("value_reviews", condition=Q(value_reviews__is_current=True))
        return self.annotate(current_value=current).annotate(value_grade=F("current_value__grade"))

    def graded(self, grade: str):
        return self.filter(value_reviews__is_current=True, value_reviews__grade=grade)

    def never_graded(self):
        return self.filter(value_reviews__isnull=True)

    def top(self):
        """Key customers: graded VIP, or marked by hand."""
        files = self.model.objects.order_by()
        marked = files.filter(marks__kind="key", marks__lifted_at=None).values("pk")
        return self.filter(pk__in=files.graded(VIP).values("pk").union(marked))

    def in_industry(self, code: str):
        """Companies of a section (A to T) or of a code of GB/T 4754 that begins so."""
        if code in SECTIONS:
            low, high = SECTIONS[code]
            return self.filter(company__industry_code__gte=f"{low:02d}", company__industry_code__lt=f"{high + 1:02d}")
        return self.filter(company__industry_code__startswith=code)

    def in_area(self, place: str):
        """Customers whose city, district or town is, or holds, this place."""
        return self.filter(area__contains=normal(place)) if normal(place) else self

    def with_owner(self):
        """What a list row shows, without a query for each row."""
        return self.select_related("account_manager", "department")


# What other models add: functions of a user that return querysets of rows with a `customer` that this user may open.
VISIBLE_THROUGH: list[Callable[[Any], list[models.QuerySet]]] = []
