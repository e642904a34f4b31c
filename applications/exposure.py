"""What is owed and promised over the related group of a customer, held to the lender's limits.

Every amount comes from the apps that know it, each in one query for the whole group.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from applications import concentration
from applications.concentration import Check, Limits
from applications.parameters import LENDER_KIND, LIMITS_OF, NET_ASSETS
from core import display, parameters
from core.parameters import DEFINITIONS
from customers.models import Customer
from customers.related import PARAMETERS, Circle, circle_of, hidden_words

# Each gives yuan by customer id for the customers asked about: outstanding principal, what is approved and not drawn.
EXPOSURES: list[Callable[[Collection[int]], Mapping[int, Decimal]]] = []
LIMIT_NAMES = [NET_ASSETS, LENDER_KIND, *(name for entry in LIMITS_OF.values() for name in entry if name)]


@dataclass(frozen=True)
class Part:
    """What one member owes or was promised, and why it belongs to the group; "" for the borrower."""

    customer: Customer
    amount: Decimal
    because: str


@dataclass(frozen=True)
class Exposure:
    """The exposure of a group before and after a request, and the limits it is held to.

    The sums count every member. Named, with what they owe, are those in `opens` alone, the ids of the customers whose
    files the reader may open; whoever did not say who reads gets the borrower.
    """

    parts: tuple[Part, ...]
    request: Decimal
    checks: tuple[Check, ...]
    basis: dict[str, str]
    limits: Limits
    circle: Circle
    opens: frozenset[int] = frozenset()

    @property
    def shown(self) -> tuple[Part, ...]:
        """The borrower, and the members whose files the reader may open."""
        return self.parts[:1] + tuple(part for part in self.parts[1:] if part.customer.pk in self.opens)

    @property
    def hidden(self) -> int:
        """How many more there are, counted in every sum."""
        return len(self.parts) - len(self.shown)

    def asking(self, request: Decimal) -> "Exposure":
        """The same group with another request on top of it."""
        return replace(self, request=request, checks=_checked(self.parts, request, self.limits))

    @property
    def before(self) -> Decimal:
        return sum((part.amount for part in self.parts), Decimal(0))

    @property
    def after(self) -> Decimal:
        return self.before + self.request

    @property
    def is_group(self) -> bool:
        return len(self.parts) > 1

    @property
    def breaches(self) -> list[str]:
        """A sentence with its figures for each limit that is passed."""
        return [_sentence(entry, self.shown, self.hidden) for entry in self.checks if entry.is_over]

    @property
    def rows(self) -> list[dict]:
        """The limits for a template: {label, before, after, most, is_over, figure, basis}."""
        return [
            {
                "label": display.label_for(entry.code),
                "before": entry.before,
                "after": entry.after,
                "most": entry.most,
                "is_over": entry.is_over,
                "figure": entry.figure,
                "basis": self.basis[entry.code],
            }
            for entry in self.checks
        ]


def exposure_of(
    customer: Customer, request: Decimal | None = None, circle: Circle | None = None, *, reader: Any = None
) -> Exposure:
    """Outstanding plus approved and undrawn over the related group, with a request on top of it, as `reader` may read it."""
    values = parameters.values([*PARAMETERS, *LIMIT_NAMES])
    circle = circle or circle_of(customer, values=values)
    circle = circle.read_by(reader) if reader is not None else circle
    reasons = {circle.parties[m.party].customer_id: circle.because(m) for m in circle.group}
    members = circle.customers
    owed = amounts_of([member.pk for member in members])
    parts = tuple(Part(member, owed[member.pk], reasons.get(member.pk, "")) for member in members)
    request = request or Decimal(0)
    limits, basis = _limits(values)
    opens = circle.opens or frozenset()
    return Exposure(parts, request, _checked(parts, request, limits), basis, limits, circle, opens)


def _checked(parts: tuple[Part, ...], request: Decimal, limits: Limits) -> tuple[Check, ...]:
    return concentration.check(parts[0].amount, [part.amount for part in parts[1:]], request, limits)


def amounts_of(customers: Collection[int]) -> dict[int, Decimal]:
    """Yuan owed or promised to each of these customers now."""
    found = [provide(customers) for provide in EXPOSURES]
    return {pk: sum((amounts.get(pk, Decimal(0)) for amounts in found), Decimal(0)) for pk in customers}


def _limits(values: Mapping[str, Decimal]) -> tuple[Limits, dict[str, str]]:
    """The limits of this kind of lender, and in words what each rests on."""
    single, group, cap = LIMITS_OF[int(values[LENDER_KIND])]
    limits = Limits(values[NET_ASSETS], values[single], values[group], values[cap] if cap else None)
    words = {concentration.SINGLE: _basis(limits, values[single], single)}
    words[concentration.GROUP] = _basis(limits, values[group], group)
    return limits, words


def _basis(limits: Limits, share: Decimal, name: str) -> str:
    return _("{share} of the lender's net assets of {assets}; {basis}").format(
        share=display.percent(share),
        assets=display.in_words(limits.net_assets, "large"),
        basis=_(DEFINITIONS[name].basis),
    )


def _sentence(entry: Check, parts: tuple[Part, ...], hidden: int) -> str:
    words = {
        "before": display.in_words(entry.before, "large"),
        "after": display.in_words(entry.after, "large"),
        "most": display.in_words(entry.most, "large"),
        "excess": display.in_words(entry.excess, "large"),
    }
    if entry.code == concentration.SINGLE:
        said = _("One borrower: {before} now, {after} together with this request, {excess} above the limit of {most}.")
        return said.format(**words)
    owing = [f"{part.customer.name} {display.in_words(part.amount, 'large')}" for part in parts if part.amount]
    owing += [hidden_words(hidden)] if hidden else []
    said = _(
        "Related group: {before} now, {after} together with this request, {excess} above the limit of {most} ({members})."
    )
    return said.format(members=pgettext("between words of a list", ", ").join(owing), **words)
