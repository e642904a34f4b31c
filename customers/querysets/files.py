"""Reads of the customer file."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, FilteredRelation, OuterRef, Q
from django.db.models.functions import Coalesce

from core.fields import BlindIndexField
from core.numbering import typed
from core.sealing import blind_index
from customers.addresses import as_place, may_be_address, normal
from customers.identity import compact, comparable, dialled, dialled_ways, told_kind
from customers.names import fold, surname
from customers.territories import SECTIONS
from customers.valuing import VIP
from staff.roles import Role, Scope

IDENTITY, PHONE = "customers.customer.identity", "customers.customer.phone"
ADDRESS = "customers.customer.address"
# The same of the rows of a file.
PAPER, MOBILE = "customers.identitypaper.paper_number", "customers.phonenumber.phone"
PLACE = "customers.address.address"
# The file that speaks for a row of the table of files.
FILE = Coalesce("merged_into", "pk", output_field=models.BigIntegerField())

_OWNERS = ("account_manager", "department")


def _on_paper(number: str) -> str:
    """The blind index of a number on a further paper."""
    return blind_index(comparable(number), PAPER)


def _rows(kind: str, column: str, indexes: list[str]) -> dict[str, Any]:
    """That a standing row of the file has one of these indexes."""
    return {f"{kind}_rows__withdrawn_at": None, f"{kind}_rows__{column}__in": indexes}


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
        """Customers by part of the name (繁 and 简 folded), or by a number, code, phone, account or address as a whole.

        Only what the text can be is asked for, so that each way uses its own index however many files there are.
        """
        text = text.replace("\x00", "").strip()[:120]
        if not text:
            return self
        folded, bare = fold(text), compact(text)
        places = self._by_address(text)
        if not any(sign.isdecimal() for sign in bare) and not places:
            return self.filter(name_folded__holds=folded)
        files = self.model._default_manager.order_by()
        exact = Q(number=typed(text)) | self._with_own(bare, told_kind(bare))
        exact |= Q(phone_index__in=[blind_index(way, PHONE) for way in dialled_ways(text)])
        if len(bare) == 4:
            exact |= Q(identity_tail=bare)
        # A merged file's number and identity lead to the file it lives on in.
        gone = self.model._base_manager.order_by().filter(exact, merged_into__isnull=False)
        ways = [files.filter(name_folded__holds=folded).values("pk"), files.filter(exact).values("pk")]
        ways.append(gone.values("merged_into"))
        return self.filter(pk__in=ways[0].union(*ways[1:], *places, *self._by_rows(bare)))

    def _by_rows(self, bare: str) -> list:
        """The ids of files of which a standing row holds exactly this phone, account or paper."""
        found = []
        for relation in self.model._meta.related_objects:
            names = {field.name for field in relation.related_model._meta.fields}
            if relation.field.name != "customer" or "withdrawn_at" not in names:
                continue
            for field in relation.related_model._meta.fields:
                if isinstance(field, BlindIndexField) and field.folded_by in (None, comparable):
                    rows = relation.related_model._default_manager.order_by().filter(withdrawn_at=None)
                    ways = dialled_ways(bare) if field.source == "phone" else {bare}
                    ways = {comparable(way) for way in ways} if field.folded_by else ways
                    indexes = [blind_index(way, field.index_name()) for way in ways]
                    found.append(rows.filter(**{f"{field.name}__in": indexes}).values("customer"))
        return found

    def _by_address(self, text: str) -> list:
        """The ids of files with exactly this address, the first or a further one; none where the text can be no address."""
        if not may_be_address(text):
            return []
        place, files = normal(text), self.model._base_manager.order_by()
        rows = _rows("address", "address_index", [blind_index(place, PLACE)])
        return [
            files.filter(address_index=blind_index(place, ADDRESS)).values(file=FILE),
            files.filter(**rows).values(file=FILE),
        ]

    def numbered(self, text: str):
        """The file with this number, however it was typed; that of a merged file gives the one it lives on in."""
        number = typed(text)
        merged = self.model._base_manager.order_by().filter(number=number, merged_into__isnull=False)
        return self.filter(Q(number=number) | Q(pk__in=merged.values("merged_into")))

    def with_identity(self, identity: str, paper: str = ""):
        """The files that keep this number, as their identity or on a further paper, of this kind of paper if one is named.

        A merged file gives the one it lives on in. Of one kind of paper it is one file, until two are found to be of one
        customer and merged; without a kind there may be several.
        """
        number = compact(identity)
        if not number:
            return self.none()
        files, paper = self.model._base_manager.order_by(), paper or told_kind(number)
        own = files.filter(self._with_own(number, paper))
        noted = {"identitypaper_rows__withdrawn_at": None, "identitypaper_rows__paper_number_index": _on_paper(number)}
        further = files.filter(**noted, **({"identitypaper_rows__paper_type": paper} if paper else {}))
        return self.filter(pk__in=own.values(file=FILE).union(further.values(file=FILE)))

    def called(self, kind: str, name: str, born=None):
        """The files of this kind and name; of these only who was born on the day, if one is named.

        A merged file gives the one it lives on in.
        """
        files = self.model._base_manager.order_by().filter(kind=kind, name_folded=fold(name)[:120])
        files = files.filter(person__birth_date=born) if born else files
        return self.filter(pk__in=files.values(file=FILE))

    @staticmethod
    def index_of(identity: str) -> str:
        """The blind index under which a code is found."""
        return blind_index(comparable(identity), IDENTITY)

    def _with_own(self, number: str, paper: str) -> Q:
        """That the identity of a file has this number, in any of its spellings, of this kind of paper if one is named."""
        return Q(identity_index=self.index_of(number), **({"identity_type": paper} if paper else {}))

    def keepers_of(self, identities):
        """`(kind of paper, comparable number, file)` of everybody who keeps one of these numbers, in two queries.

        As `with_identity` finds them; each file is read with its owner.
        """
        numbers = {comparable(identity) for identity in identities} - {""}
        own, further = {self.index_of(code): code for code in numbers}, {_on_paper(code): code for code in numbers}
        files = self.model._base_manager.select_related(*_OWNERS, *(f"merged_into__{name}" for name in _OWNERS))
        found = [
            (file.identity_type, own[file.identity_index], file.stands_for())
            for file in files.filter(identity_index__in=own).order_by("pk")
        ]
        papers = self.model._meta.get_field("identitypaper_rows").related_model.objects.standing()
        rows = papers.filter(paper_number_index__in=further).select_related(*(f"customer__{name}" for name in _OWNERS))
        return found + [(row.paper_type, further[row.paper_number_index], row.customer) for row in rows.order_by("pk")]

    def alike(self, facts):
        """Files that may be of the same customer as these `Facts`, each with `by_…`: whether that is what they share.

        The same phone, a further mobile included; the same name (of a person with the same date of birth); the same
        surname at one of the addresses; the same number of a paper, whatever its kind.
        """
        ways = self._ways_alike(facts)
        united = self.model._base_manager.none().union(*(way for rows in ways.values() for way in rows))
        shared = {
            f"by_{ground}": ExpressionWrapper(Q(pk__in=rows[0].union(*rows[1:])), models.BooleanField())
            for ground, rows in ways.items()
        }
        return self.current().filter(kind=facts.kind, pk__in=united).annotate(**shared)

    def _ways_alike(self, facts) -> dict[str, list]:
        """By what a file may be found, each by an index of its own: joined by OR, none of them would be used."""
        files, found = self.model._base_manager.order_by(), {}
        named, family = files.filter(name_folded=fold(facts.name)[:120]), surname(facts.name)
        if phones := [phone for phone in map(dialled, facts.phones) if phone]:
            mobiles = _rows("phonenumber", "phone_index", [blind_index(phone, MOBILE) for phone in phones])
            found["phone"] = [
                files.filter(phone_index__in=[blind_index(phone, PHONE) for phone in phones]).values(file=F("pk")),
                files.filter(**mobiles, phonenumber_rows__phone_use="mobile").values(file=F("pk")),
            ]
        if facts.kind == "company" and fold(facts.name):
            found["name"] = [named.values(file=F("pk"))]
        if facts.kind == "person" and facts.born:
            found["name_and_birth"] = [named.filter(person__birth_date=facts.born).values(file=F("pk"))]
        places = [place for place in map(normal, facts.addresses) if place]
        if facts.kind == "person" and family and places:
            of_family = files.filter(name_folded__startswith=family)
            rows = _rows("address", "address_index", [blind_index(place, PLACE) for place in places])
            found["address"] = [
                of_family.filter(address_index__in=[blind_index(place, ADDRESS) for place in places]).values(
                    file=F("pk")
                ),
                of_family.filter(**rows).values(file=F("pk")),
            ]
        if numbers := [number for number in map(comparable, facts.numbers) if number]:
            rows = _rows("identitypaper", "paper_number_index", [_on_paper(number) for number in numbers])
            own = files.filter(identity_index__in=[self.index_of(number) for number in numbers])
            found["number"] = [own.values(file=FILE), files.filter(**rows).values(file=FILE)]
        return found

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
            files.filter(identity_index__in={mark.number for mark in marks if mark.number}),
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
        return self.filter(area__contains=as_place(place)) if as_place(place) else self

    def with_owner(self):
        """What a list row shows, without a query for each row."""
        return self.select_related("account_manager", "department")


# What other models add: functions of a user that return querysets of rows with a `customer` that this user may open.
VISIBLE_THROUGH: list[Callable[[Any], list[models.QuerySet]]] = []
