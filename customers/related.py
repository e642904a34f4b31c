"""Hands the recorded relations of a customer to the calculations: who stands behind it, who counts as one risk with it.

However large the circle is, it takes one query for the relations and one for the parameters.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core import dates, display, parameters
from customers.beneficial import Holding, Owner, Ownership, Path, beneficial_owners
from customers.grouping import Fact, Member, Rule, related_group
from customers.labels import OF_BOTH, SENTENCES
from customers.models import Behind, Customer, InsiderEntry, RelatedParty, Relation, RelationKind
from customers.parameters import BENEFICIAL_SHARE, RELATED_KIN, RELATED_SHARE
from customers.providers import RELATED_NAMES, RelatedName

PARAMETERS = [BENEFICIAL_SHARE, RELATED_SHARE, RELATED_KIN]
KIN = (RelationKind.SPOUSE, RelationKind.PARENT, RelationKind.SIBLING)
# What never makes a group: such relations do not widen what is read for a customer.
LOOSE = frozenset({RelationKind.OFFICER, RelationKind.REFERRAL})
ALWAYS = frozenset(
    {
        RelationKind.SHAREHOLDER,
        RelationKind.CONTROLLER,
        RelationKind.LEGAL_REPRESENTATIVE,
        RelationKind.GROUP_MEMBER,
    }
)


@dataclass(frozen=True)
class Circle:
    """A customer with everybody whom recorded relations could connect it to, as they hold on a day.

    What is computed counts everybody. `read_by` gives the circle as one person may read it: relations at no end of which
    stands a file open to them are not told, nor is anybody named who stands in those alone (design 4.11).
    """

    customer: Customer
    party: RelatedParty | None
    relations: tuple[Relation, ...]
    beneficial_share: Decimal
    rule: Rule
    parties: dict[int, RelatedParty] = field(default_factory=dict)
    # Ids of the customers whose files the reader may open; None while the circle is only reckoned with.
    opens: frozenset[int] | None = None

    def read_by(self, user) -> "Circle":
        """The circle in the words that this person may read; one query, none for a customer that stands alone."""
        ids = {party.customer_id for party in self.parties.values() if party.customer_id} - {self.customer.pk}
        seen = Customer.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True) if ids else ()
        return replace(self, opens=frozenset(seen) | {self.customer.pk})

    def is_open(self, party: RelatedParty) -> bool:
        """Whether the reader may open the file of a party; one without a file has nothing to open."""
        return self.opens is None or party.customer_id in self.opens

    @cached_property
    def told(self) -> tuple[Relation, ...]:
        """The relations of which the reader may know: a file at one of their ends is open to them."""
        return tuple(row for row in self.relations if self.is_open(row.holder) or self.is_open(row.subject))

    @cached_property
    def named(self) -> frozenset[int]:
        """The parties whose names the reader may know: the ends of relations told to them."""
        own = {self.party.pk} if self.party else set()
        return frozenset(own | {end for row in self.told for end in (row.holder_id, row.subject_id)})

    def name_of(self, party: int) -> str:
        """A name, or that there is somebody whom the reader may not know."""
        return self.parties[party].name if party in self.named else _("A related party outside your permission")

    @property
    def facts(self) -> list[Fact]:
        return [Fact(str(row.kind), row.holder_id, row.subject_id, row.share) for row in self.relations]

    @property
    def group(self) -> tuple[Member, ...]:
        """The members of the related group, the customer first; it is alone where nothing is recorded."""
        return related_group(self.party.pk, self.facts, self.rule) if self.party else ()

    @property
    def customers(self) -> list[Customer]:
        """The members that are customers of ours, the customer itself first."""
        members = [self.parties[member.party].customer for member in self.group]
        return [customer for customer in members if customer] or [self.customer]

    def ownership(self, party: RelatedParty | None = None) -> Ownership | None:
        """Who stands behind a company of the circle; None for a person, or where nothing is recorded."""
        party = party or self.party
        if party is None or party.is_person:
            return None
        shares = [row for row in self.relations if row.kind == RelationKind.SHAREHOLDER]
        found = beneficial_owners(
            party.pk,
            [Holding(row.holder_id, row.subject_id, row.share) for row in shares],
            persons=frozenset(pk for pk, one in self.parties.items() if one.is_person),
            threshold=self.beneficial_share,
            controllers=self._holders(RelationKind.CONTROLLER),
            managers=self._managers(),
        )
        return found if found.holders or found.owners else None

    def behind(self) -> list[tuple[RelatedParty, Behind, str]]:
        """Who is screened with a customer, as what, and why: the spouse of a person; who owns, controls, represents a company."""
        if self.party is None:
            return []
        kinds = {RelationKind.CONTROLLER, RelationKind.LEGAL_REPRESENTATIVE}
        kinds = {RelationKind.SPOUSE} if self.party.is_person else kinds
        found = self.ownership()
        owners = found.owners if found else ()
        named = [(self.parties[o.party], Behind.BENEFICIAL_OWNER, self._ownership_in_words(o)) for o in owners]
        for row in self.relations:
            held = row.subject_id == self.party.pk or (
                row.kind == RelationKind.SPOUSE and row.holder_id == self.party.pk
            )
            if row.kind in kinds and held:
                why = str(SENTENCES[row.kind]).format(holder=row.holder.name, subject=row.subject.name)
                named.append((row.other(self.customer), Behind(row.kind), why))
        return named

    def _ownership_in_words(self, owner: Owner) -> str:
        if owner.basis == "share":
            lines = self.owner_in_words(owner)
            return pgettext("between points of a list", "; ").join(lines or [display.exact_percent(owner.share)])
        words = {
            "control": _("Controls {company}; nobody holds the share of a beneficial owner."),
            "management": _("Manages {company}; nobody holds the share of a beneficial owner or controls it."),
        }
        return words[owner.basis].format(company=self.customer.name)

    def because(self, member: Member) -> str:
        """Why somebody belongs to the group, in one sentence."""
        if not all(self._may_tell(link.fact) for link in member.way):
            return _("Through related parties outside your permission")
        ways = [(link.fact, *self._names(link.fact)) for link in member.way]
        if len(ways) == 2 and (words := self._of_both(member)):
            return words
        said = [
            str(SENTENCES[fact.kind]).format(
                holder=holder, subject=subject, share=display.exact_percent(fact.share or 0)
            )
            for fact, holder, subject in ways
        ]
        return pgettext("between points of a list", "; ").join(said)

    def path_in_words(self, path: Path) -> str:
        """A path of shares from a holder down: 王某 60% 甲公司 50% 乙公司."""
        steps = [self.name_of(path.parties[0])]
        for party, share in zip(path.parties[1:], path.shares, strict=True):
            steps += [f"{display.exact_percent(share)} →", self.name_of(party)]
        return " ".join(steps)

    def owner_in_words(self, owner: Owner) -> list[str]:
        """How an ultimate share comes about, a line for each path and one for what loops add; nothing of what is untold."""
        steps = {pair for path in owner.paths for pair in zip(path.parties, path.parties[1:], strict=False)}
        if not all(self._may_tell(Fact(RelationKind.SHAREHOLDER, *pair)) for pair in steps):
            return []
        lines = [f"{self.path_in_words(path)} = {display.exact_percent(path.share)}" for path in owner.paths]
        if owner.looped:
            lines.append(
                _("Companies that hold each other, and further paths, add {share}.").format(
                    share=display.exact_percent(owner.looped)
                )
            )
        return lines

    def _may_tell(self, fact: Fact) -> bool:
        """Whether a relation is one of those told; a share that only all paths make up needs all of them to be."""
        pairs = {(row.kind, row.holder_id, row.subject_id) for row in self.told}
        return len(self.told) == len(self.relations) or (fact.kind, fact.holder, fact.subject) in pairs

    def _of_both(self, member: Member) -> str:
        first, second = (link.fact for link in member.way)
        if first.kind != second.kind or first.kind not in OF_BOTH:
            return ""
        middle = member.way[0].target
        heads = first.kind == RelationKind.GROUP_MEMBER
        if any((fact.subject if heads else fact.holder) != middle for fact in (first, second)):
            return ""
        name = self.name_of(middle)
        return str(OF_BOTH[first.kind]).format(holder=name, subject=name)

    def _names(self, fact: Fact) -> tuple[str, str]:
        return self.name_of(fact.holder), self.name_of(fact.subject)

    def _holders(self, kind: str) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for row in self.relations:
            if row.kind == kind:
                found.setdefault(row.subject_id, []).append(row.holder_id)
        return found

    def _managers(self) -> dict[int, list[int]]:
        """The legal representative, else those who decide, else every officer."""
        deciding: dict[int, list[int]] = {}
        for row in self.relations:
            if row.kind == RelationKind.OFFICER and row.influence in ("", "decides"):
                deciding.setdefault(row.subject_id, []).append(row.holder_id)
        return {**deciding, **self._holders(RelationKind.LEGAL_REPRESENTATIVE)}


def circle_of(customer: Customer, on: date | None = None, values: Mapping[str, Decimal] | None = None) -> Circle:
    """Everything recorded around a customer as it holds on a day; `values` are the `PARAMETERS`, if read already."""
    values = values or parameters.values(PARAMETERS, on)
    rule = Rule(ALWAYS | frozenset(KIN[: int(values[RELATED_KIN])]), values[RELATED_SHARE])
    own = RelatedParty.objects.filter(customer=customer).values("cluster")
    inside = Q(holder__cluster__in=own, subject__cluster__in=own)
    rows = Relation.objects.filter(inside | Q(holder__customer=customer) | Q(subject__customer=customer))
    relations = tuple(rows.confirmed().on(on or dates.today()).with_ends().order_by("pk"))
    parties = {end.pk: end for row in relations for end in (row.holder, row.subject)}
    party = next((end for end in parties.values() if end.customer_id == customer.pk), None)
    return Circle(customer, party, relations, values[BENEFICIAL_SHARE], rule, parties)


def claims_sentences(customer: Customer) -> list[str]:
    """What keeps the group of a customer from being known: each claim that waits, and who answers it."""
    said = _("{kind}: {owner} ({department}) or the department manager has yet to confirm this relation.")
    binding = Relation.objects.of(customer).claims().exclude(kind__in=LOOSE)
    found = [(row, row.claimed.customer) for row in binding if row.claimed and row.claimed.customer]
    return [
        said.format(kind=row.get_kind_display(), owner=kept.account_manager, department=kept.department)
        for row, kept in found
    ]


def hidden_words(count: int) -> str:
    """So many whom the reader may not know."""
    words = ngettext(
        "{count} related party outside your permission", "{count} related parties outside your permission", count
    )
    return words.format(count=count)


def near(customer: Customer) -> QuerySet:
    """The ids of customers whose circle this one may stand in, to be looked at one by one."""
    own = RelatedParty.objects.filter(customer=customer)
    around = RelatedParty.objects.filter(Q(cluster__in=own.values("cluster")) | Q(holders__holder__in=own))
    return around.exclude(customer=None).values("customer")


def insiders_around(customer: Customer) -> list[RelatedName]:
    """Who on the lender's list of staff and related parties is bound to a customer by a recorded relation."""
    rows = Relation.objects.of(customer).confirmed().on().exclude(kind=RelationKind.REFERRAL)
    ends = [(row, row.other(customer)) for row in rows]
    insiders = {end.pk for end in {end.pk: end for _row, end in ends}.values() if _is_insider(end)}
    between = pgettext("between words of a list", ", ")
    return [
        RelatedName(row.uuid, between.join([end.name, str(row.get_kind_display())]))
        for row, end in ends
        if end.pk in insiders
    ]


def _is_insider(end: RelatedParty) -> bool:
    """By the file, or by what an outside party was recorded with; without a day of birth the name alone fits."""
    file = end.customer
    person = getattr(file, "person", None) if file else None
    entries = InsiderEntry.objects.in_force(dates.today())
    numbers = [file.identity if file else end.identity]
    born = person.birth_date if person else None
    return entries.fitting(kind=end.kind, numbers=numbers, name=end.name, birth_date=born).exists()


RELATED_NAMES.append(insiders_around)
