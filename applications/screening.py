"""The checks that a case asks of its parties, how they stand, and what of them keeps it from going on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from applications.models import Application, PartyRole
from applications.states import ENDED, Status
from core import dates
from customers.models import CheckState, Customer, Screening, Source
from customers.screening import Standing, hit_title, standings

# Further people to be screened with the role whose sources count for them: beneficial owners, controllers, spouses.
ALSO_SCREENED: list[Callable[[Application], Iterable[tuple[Customer, str]]]] = []
# Who was a party once and stands for nothing any more: (id of the customer, role) of withdrawn offers.
GONE: list[Callable[[Application], set[tuple[int, str]]]] = []


@dataclass(frozen=True)
class PartyChecks:
    """One party with the words of its roles and how each required source stands."""

    customer: Customer
    roles: list[str]
    standings: list[Standing]

    @property
    def role_names(self) -> str:
        return pgettext("between words of a list", ", ").join(
            str(PartyRole(role).label) if role in PartyRole.values else role for role in self.roles
        )

    @property
    def open(self) -> list[Standing]:
        return [standing for standing in self.standings if not standing.holds]


def party_checks(application: Application) -> list[PartyChecks]:
    """Every party with what its roles ask, the borrower first; nothing where the product asks no checks."""
    asked = application.product_version.screenings
    if not asked:
        return []
    roles: dict[int, list[str]] = {}
    people: dict[int, Customer] = {}
    parties = application.parties.select_related("customer__account_manager").order_by("pk")
    named = [(application.customer, PartyRole.BORROWER.value), *((party.customer, party.role) for party in parties)]
    named += [pair for further in ALSO_SCREENED for pair in further(application)]
    gone = {pair for left in GONE for pair in left(application)} if len(named) > 1 else set()
    named = [(customer, role) for customer, role in named if (customer.pk, role) not in gone]
    for customer, role in named:
        people.setdefault(customer.pk, customer)
        mine = roles.setdefault(customer.pk, [])
        if role not in mine:
            mine.append(role)
    wanted = [(people[pk], _sources(asked, mine)) for pk, mine in roles.items()]
    rows = standings(wanted)
    return [PartyChecks(people[pk], mine, [row for row in rows if row.customer.pk == pk]) for pk, mine in roles.items()]


def _sources(asked: dict[str, list[str]], roles: list[str]) -> list[str]:
    """What several roles ask together, in the order of the sources."""
    codes = {code for role in roles for code in asked.get(role, [])}
    return [source for source in Source if source in codes]


def screening_lacks(application: Application) -> list[str]:
    """A sentence for each party whose checks do not hold: what is missing, expired, undecided or refused."""
    return [_sentence(party) for party in party_checks(application) if party.open]


def _sentence(party: PartyChecks) -> str:
    words = {
        CheckState.MISSING: _("not checked: {sources}"),
        CheckState.EXPIRED: _("expired: {sources}"),
        CheckState.UNDECIDED: _("hit, waits for risk: {sources}"),
        CheckState.REFUSED: _("hit, refused by risk: {sources}"),
    }
    parts = []
    for state, template in words.items():
        names = [str(standing.source.label) for standing in party.open if standing.state == state]
        if names:
            parts.append(template.format(sources=pgettext("between words of a list", ", ").join(names)))
    what = pgettext("between points of a list", "; ").join(parts)
    return _("Checks of {name} ({role}): {what}").format(name=party.customer.name, role=party.role_names, what=what)


def case_notices(application: Application) -> list[dict]:
    """The red line of a case: every hit that risk has not decided, or has refused; a conflict of interest by its name."""
    lines = []
    for party in party_checks(application) if application.status not in ENDED else []:
        for standing in party.standings:
            if standing.is_hit:
                lines.append({"tone": "is-late", "title": hit_title(standing), "text": _consequence(party, standing)})
    return lines


def _consequence(party: PartyChecks, standing: Standing) -> str:
    if standing.state == CheckState.REFUSED:
        return _("Risk has refused it: {reason}").format(reason=standing.check.decision_reason)
    return _("The case stands still until a risk officer has decided it.")


# The work list


def works_on(user, customer) -> bool:
    """Whether a person is account manager or investigator of a running case of a customer, in whatever role."""
    team = Q(account_manager=user) | Q(lead_investigator=user) | Q(second_investigator=user)
    named = Q(customer=customer) | Q(parties__customer=customer)
    return Application.objects.filter(team, named).exclude(status__in=ENDED).exists()


def hits_to_decide(user) -> list[Screening]:
    """Hits on files this risk officer may open, the oldest first; never on the officer's own cases."""
    seen = Customer.objects.visible_to(user)
    hits = Screening.objects.undecided().newest().filter(customer__in=seen)
    return list(hits.select_related("customer", "checked_by")[:100])


def cases_with_expired_checks(user) -> list[tuple[Application, PartyChecks]]:
    """Parties of this account manager's cases before submission or release whose checks have run out."""
    waiting = Application.objects.filter(
        account_manager=user, status__in=[Status.DRAFT, Status.APPROVED, Status.CONTRACTED]
    ).exclude(product_version__screenings={})
    expired = Screening.objects.newest().filter(valid_to__lt=dates.today()).values("customer")
    named = Q(customer__in=expired) | Q(parties__customer__in=expired)
    cases = waiting.filter(named).distinct().with_names()[:50]
    return [
        (case, party)
        for case in cases
        for party in party_checks(case)
        if any(standing.state == CheckState.EXPIRED for standing in party.standings)
    ]


def pairs_of(parties: Iterable[PartyChecks]) -> list[tuple[Customer, Any]]:
    """Every party with every source asked of it, as the services of checks take them."""
    return [(standing.customer, standing.source) for party in parties for standing in party.standings]
