"""The checks that a case asks of its parties, how they stand, and what of them keeps it from going on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from applications.models import Application, PartyRole
from applications.states import ENDED, Status
from core import dates, parameters
from customers.models import Behind, CheckState, Customer, Screening, Source
from customers.related import PARAMETERS, circle_of, near
from customers.screening import Standing, hit_title, standings

# Each names further people to be screened, with the role whose sources count for them: who stands behind the borrower.
ALSO_SCREENED: list[Callable[[Application], "Iterable[Related]"]] = []
# Who was a party once and stands for nothing any more: (id of the customer, role) of withdrawn offers.
GONE: list[Callable[[Application], set[tuple[int, str]]]] = []


@dataclass(frozen=True)
class Related:
    """Somebody behind a party, as what and why. Without a file of their own (`customer` is None) no source can be asked."""

    name: str
    role: str
    why: str
    customer: Customer | None = None

    @property
    def role_name(self) -> str:
        return _role_name(self.role)


@dataclass(frozen=True)
class PartyChecks:
    """One party with the words of its roles, why it is asked for where it is none itself, and how each source stands."""

    customer: Customer
    roles: list[str]
    standings: list[Standing]
    why: list[str] = field(default_factory=list)

    @property
    def role_names(self) -> str:
        return _listed([_role_name(role) for role in self.roles])

    @property
    def open(self) -> list[Standing]:
        return [standing for standing in self.standings if not standing.holds]


def _listed(words: list[str]) -> str:
    return pgettext("between words of a list", ", ").join(words)


def _role_name(role: str) -> str:
    names = {**dict(PartyRole.choices), **dict(Behind.choices)}
    return str(names.get(role, role))


def people_behind(application: Application) -> list[Related]:
    """Who is screened besides the parties: those named by `ALSO_SCREENED` whose role the product asks something of."""
    asked = application.product_version.screenings
    if not any(asked.get(role) for role in Behind.values):
        return []
    return [one for further in ALSO_SCREENED for one in further(application) if asked.get(one.role)]


def behind_the_borrowers(application: Application) -> list[Related]:
    """The spouses of those who borrow, and who owns, controls and represents them; found from their relations."""
    known, others = application.exposure_read, []
    if application.pk:
        rows = application.parties.standing().filter(role=PartyRole.CO_BORROWER).select_related("customer")
        others = [party.customer for party in rows]
    values = parameters.values(PARAMETERS) if others or known is None else None
    circles = [known.circle if known is not None else circle_of(application.customer, values=values)]
    circles += [circle_of(customer, values=values) for customer in others]
    return [
        Related(party.name, str(role), why, party.customer)
        for circle in circles
        for party, role, why in circle.behind()
    ]


ALSO_SCREENED.append(behind_the_borrowers)


def without_file(related: Iterable[Related]) -> dict[str, list[str]]:
    """The names of those of whom no source can be asked before they have a file, each with the words of all they are."""
    found: dict[str, list[str]] = {}
    for one in related:
        if one.customer is None:
            found.setdefault(one.name, []).append(one.role_name)
    return found


def party_checks(application: Application, related: list[Related] | None = None) -> list[PartyChecks]:
    """Every party with what its roles ask, the borrower first; nothing where the product asks no checks.

    `related` are the `people_behind`, for a caller who has them already.
    """
    asked = application.product_version.screenings
    if not asked:
        return []
    related = people_behind(application) if related is None else related
    roles: dict[int, list[str]] = {}
    people: dict[int, Customer] = {}
    parties = application.parties.standing().select_related("customer__account_manager").order_by("pk")
    named = [(application.customer, PartyRole.BORROWER.value), *((party.customer, party.role) for party in parties)]
    gone = {pair for left in GONE for pair in left(application)} if len(named) > 1 else set()
    named = [(customer, role) for customer, role in named if (customer.pk, role) not in gone]
    named += [(one.customer, one.role) for one in related if one.customer]
    why: dict[int, list[str]] = {}
    for one in related:
        if one.customer:
            why.setdefault(one.customer.pk, []).append(one.why)
    for customer, role in named:
        people.setdefault(customer.pk, customer)
        mine = roles.setdefault(customer.pk, [])
        if role not in mine:
            mine.append(role)
    wanted = [(people[pk], _sources(asked, mine)) for pk, mine in roles.items()]
    rows = standings(wanted)
    return [
        PartyChecks(people[pk], mine, [row for row in rows if row.customer.pk == pk], why.get(pk, []))
        for pk, mine in roles.items()
    ]


def _sources(asked: dict[str, list[str]], roles: list[str]) -> list[str]:
    """What several roles ask together, in the order of the sources."""
    codes = {code for role in roles for code in asked.get(role, [])}
    return [source for source in Source if source in codes]


def screening_lacks(application: Application) -> list[str]:
    """A sentence for each party whose checks do not hold, and for whoever behind them has no file to be checked by."""
    related = people_behind(application)
    unknown = _("Checks of {name} ({role}): not possible without a file. Open one and relate it to the customer.")
    return [
        *(_sentence(party) for party in party_checks(application, related) if party.open),
        *(unknown.format(name=name, role=_listed(roles)) for name, roles in without_file(related).items()),
    ]


def open_hits(application: Application) -> list[str]:
    """A sentence for every hit on a party that risk has not decided, or has refused: the case does not go on."""
    hits = [standing for party in party_checks(application) for standing in party.standings if standing.is_hit]
    words = _("{hit}. The case goes on once a risk officer has decided it, not when it was refused.")
    return list(dict.fromkeys(words.format(hit=hit_title(standing)) for standing in hits))


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
            parts.append(template.format(sources=_listed(names)))
    what = pgettext("between points of a list", "; ").join(parts)
    return _("Checks of {name} ({role}): {what}").format(name=party.customer.name, role=party.role_names, what=what)


def case_notices(application: Application) -> list[dict]:
    """The red line of a case until the money has left: every hit that risk has not decided, or has refused.

    A conflict of interest is called by its name.
    """
    lines = []
    for party in party_checks(application) if application.status not in {Status.DISBURSED, *ENDED} else []:
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
    """Whether a person worked on a running case of a customer, or of one they stand behind; the joint team included."""
    team = Q(account_manager=user) | Q(lead_investigator=user) | Q(second_investigator=user) | Q(team__user=user)
    mine = Application.objects.filter(team).exclude(status__in=ENDED)
    if mine.filter(Q(customer=customer) | Q(parties__customer=customer)).exists():
        return True
    others = near(customer)
    cases = mine.filter(Q(customer__in=others) | Q(parties__customer__in=others)).distinct().with_names()
    return any(one.customer == customer for case in cases for one in people_behind(case))


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
    expired = Screening.objects.newest().filter(valid_to__lt=dates.today())
    of_any = expired.values("customer")
    named = Q(customer__in=of_any) | Q(parties__customer__in=of_any)
    named |= Q(uuid__in=expired.filter(party_role__in=Behind.values, on_case__isnull=False).values("on_case"))
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
