"""All that secures a case in figures: lendable values, coverage, and what each guarantor can carry.

The terms are those applied for until a later app knows better ones (`SUGGESTED`): what the investigators suggest.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from applications.day_counts import year_days
from applications.due_dates import add_months
from applications.models import Application, RepaymentMethod
from applications.schedule import Row, TermsError, schedule
from collateral.capacity import Capacity, Company, Person, company_capacity, person_capacity
from collateral.models import REAL_ESTATE, Collateral, Guarantee
from collateral.parameters import APPRAISAL_MONTHS, SECURITY
from collateral.states import CollateralStatus
from collateral.valuation import coverage, lendable_value, one_year_interest
from core import dates, parameters
from core.figures import Figure

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanTerms:
    """The loan that is reckoned with: yuan, months, a yearly rate as a fraction; both days are planned ones."""

    amount: Decimal
    months: int
    annual_rate: Decimal
    method: str
    release_on: date
    first_due_on: date | None = None
    is_suggested: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A thing with its lendable value, and on how many other running cases the same title is offered."""

    collateral: Collateral
    lendable: Figure
    elsewhere: int
    is_appraisal_old: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """A guarantee with what the guarantor can carry; None until the loan's terms are known."""

    guarantee: Guarantee
    capacity: Capacity | None


@dataclass(frozen=True, slots=True)
class Security:
    """Everything a page or a report says about security. `guaranteed_sum` is principal and interest of the plan."""

    terms: LoanTerms | None
    items: tuple[Item, ...]
    promises: tuple[Promise, ...]
    together: Capacity | None
    coverage: Figure | None
    guaranteed_sum: Decimal

    @property
    def lendable(self) -> Decimal:
        return sum((item.lendable.value or ZERO for item in self.items), ZERO)

    @property
    def figures(self) -> list[Figure]:
        """The figures that are judged, for the list of warnings."""
        judged = [self.coverage] if self.coverage and self.items else []
        bearing = [self.together] if self.together else [p.capacity for p in self.promises if p.capacity]
        return judged + [figure for capacity in bearing for figure in capacity.figures]


# A later app that knows the terms to reckon with adds its own reader; the first that answers holds.
SUGGESTED: list[Callable[[Application], LoanTerms | None]] = []


def terms_of(application: Application) -> LoanTerms | None:
    """The terms suggested, else those applied for at the product's highest rate; None while they are not complete."""
    for suggested in SUGGESTED:
        if terms := suggested(application):
            return terms
    if not application.amount or not application.term_months:
        return None
    return LoanTerms(
        amount=application.amount,
        months=application.term_months,
        annual_rate=application.product_version.most_rate,
        method=application.method or RepaymentMethod.INTEREST_ONLY,
        release_on=dates.today(),
    )


def plan(application: Application, terms: LoanTerms) -> list[Row]:
    """The schedule of the terms under the product's rules; empty when they make none."""
    try:
        return schedule(
            application.product_version.loan_terms(
                principal=terms.amount,
                annual_rate=terms.annual_rate,
                months=terms.months,
                method=terms.method,
                disbursed_on=terms.release_on,
                first_due_on=terms.first_due_on,
            )
        )
    except TermsError:
        return []


def assess(application: Application) -> Security:
    """The security of a case as it stands today."""
    policy = parameters.values(SECURITY)
    terms = terms_of(application)
    items = _items(application, int(policy[APPRAISAL_MONTHS]))
    owed = sum((row.total for row in plan(application, terms)), ZERO) if terms else ZERO
    promises = list(application.guarantees.offered().select_related("guarantor").order_by("pk"))
    carried = tuple(
        Promise(promise, _capacity(promise, owed, terms, policy) if terms and owed else None) for promise in promises
    )
    return Security(
        terms=terms,
        items=items,
        promises=carried,
        together=_together(promises, owed, terms, policy) if terms and owed else None,
        coverage=_coverage(items, terms, application.product_version.day_count, policy) if terms else None,
        guaranteed_sum=owed,
    )


def _items(application: Application, months_valid: int) -> tuple[Item, ...]:
    oldest = add_months(dates.today(), -months_valid)
    others = Collateral.objects.running().filter(title_number=OuterRef("title_number")).exclude(application=application)
    counted = others.order_by().values("title_number").annotate(count=Count("*")).values("count")
    things = application.collateral.offered().select_related("owner").order_by("pk")
    return tuple(
        Item(
            thing,
            lendable_value(thing.appraised_value, thing.internal_value, thing.loan_to_value, thing.prior_claims),
            thing.elsewhere,
            thing.appraised_on < oldest,
        )
        for thing in things.annotate(elsewhere=Coalesce(Subquery(counted), 0))
    )


def real_estate_carries(application: Application, amount: Decimal, *, months_valid: int) -> bool:
    """Whether the lendable value of the appraised real estate of a case reaches a sum of yuan.

    What is offered on another running case too, or was appraised longer ago than `months_valid`, carries nothing.
    """
    items = _items(application, months_valid)
    lendable = sum((item.lendable.value or ZERO for item in items if _is_sound_real_estate(item)), ZERO)
    return lendable > 0 and lendable >= amount


def _is_sound_real_estate(item: Item) -> bool:
    thing = item.collateral
    is_looked_at = thing.status != CollateralStatus.PROPOSED and not item.is_appraisal_old
    return thing.kind in REAL_ESTATE and is_looked_at and not item.elsewhere


def _coverage(items: tuple[Item, ...], terms: LoanTerms, day_count: str, policy: Mapping[str, Decimal]) -> Figure:
    lendable = sum((item.lendable.value or ZERO for item in items), ZERO)
    interest = one_year_interest(terms.amount, terms.annual_rate, year_days(day_count))
    return coverage(lendable, terms.amount, interest, {"coverage": policy["coverage_warning"]})


def _capacity(promise: Guarantee, owed: Decimal, terms: LoanTerms, policy: Mapping[str, Decimal]) -> Capacity:
    limits = {"guarantee_ratio": policy["guarantor_ratio_warning"]}
    if promise.guarantor.is_company:
        means = Company(
            equity=promise.net_assets,
            intangible_assets=ZERO,
            doubtful_receivables=ZERO,
            prepaid_losses=ZERO,
            guarantees_given=promise.outstanding_guarantees,
            counter_secured_guarantees=ZERO,
            unsecured_debt_gap=ZERO,
        )
        return company_capacity(
            means,
            owed,
            grade_factor=policy["guarantor_company_share"],
            guarantee_factor=policy["guarantor_given_share"],
            counter_secured_factor=Decimal(0),
            limits=limits,
        )
    return _person_capacity([promise], owed, terms, policy)


def _together(
    promises: list[Guarantee], owed: Decimal, terms: LoanTerms, policy: Mapping[str, Decimal]
) -> Capacity | None:
    """Several persons who guarantee jointly, taken as one; None where there is nothing to join."""
    persons = [promise for promise in promises if not promise.guarantor.is_company]
    if len(persons) < 2 or len(persons) < len(promises):
        return None
    return _person_capacity(persons, owed, terms, policy)


def _person_capacity(
    promises: list[Guarantee], owed: Decimal, terms: LoanTerms, policy: Mapping[str, Decimal]
) -> Capacity:
    means = Person(
        net_assets=sum((max(ZERO, p.net_assets - p.outstanding_guarantees) for p in promises), ZERO),
        monthly_income=sum((p.monthly_income for p in promises), ZERO),
        living_cost=sum((p.living_cost for p in promises), ZERO),
        own_instalments=sum((p.own_instalments for p in promises), ZERO),
    )
    return person_capacity(
        means,
        owed,
        terms.months,
        asset_share=policy["guarantor_asset_share"],
        income_share=policy["guarantor_income_share"],
        limits={"guarantee_ratio": policy["guarantor_ratio_warning"]},
    )
