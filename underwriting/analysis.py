"""What the figures say of a case: statements, ratios, need, repayment ability and security, each explained.

Gathers the inputs (statements, the investigators' entries, dated parameters) for the pure modules and passes on what
they answer. The loan reckoned with is the one suggested; what is not suggested yet is taken from the application.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from applications.due_dates import add_months
from applications.models import Application, RepaymentMethod
from collateral.parameters import LOAN_TO_VALUE, SECURITY
from collateral.security import LoanTerms, Security, assess, plan
from core import dates, parameters
from core.figures import Figure
from core.parameters import InForce
from customers.models import FinancialStatement
from underwriting.labels import figure_name
from underwriting.models import Investigation
from underwriting.need import Need, OwnFunds, need
from underwriting.parameters import LIMITS, OWN_FUNDS, REVENUE_FALLS, STATEMENT_YEARS, limit_value
from underwriting.ratios import ratios
from underwriting.repayment import (
    Cover,
    DebtService,
    Household,
    debt_service_cover,
    due_before,
    household_ability,
)

ZERO = Decimal(0)
FULL_YEAR = 12
SHOWN_YEARS = 3


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that is computed of a case. `statements` oldest first; `last_ratios` those of the year before."""

    terms: LoanTerms | None
    statements: tuple[FinancialStatement, ...]
    ratios: tuple[Figure, ...]
    last_ratios: tuple[Figure, ...]
    need: Need | None
    covers: tuple[Cover, ...]
    household: tuple[Figure, ...]
    security: Security
    parameters: tuple[InForce, ...]

    @property
    def figures(self) -> list[Figure]:
        """Every judged figure once, in the order of the pages."""
        covers = [cover.planned for cover in self.covers]
        return [*self.ratios, *covers, *self.household, *self.security.figures]

    @property
    def warnings(self) -> list[Figure]:
        """The figures outside their limits."""
        return [figure for figure in self.figures if figure.verdict == "warn"]

    @property
    def named_warnings(self) -> list[tuple[str, Figure]]:
        """The same with their names, which tell the cover under one fall of revenue from another."""
        names = {cover.planned: figure_name(cover.planned.code, cover.shock) for cover in self.covers}
        return [(names.get(figure) or figure_name(figure.code), figure) for figure in self.warnings]

    def parameter(self, name: str) -> InForce | None:
        return next((used for used in self.parameters if used.name == name), None)


def current_investigation(application: Application) -> Investigation | None:
    """The investigation of the round the case is in; None before the first entry."""
    return application.investigations.filter(round=application.round).first()


def suggested_terms(application: Application) -> LoanTerms | None:
    """The terms the investigators have in mind, filled up from the application; None before they began."""
    found = current_investigation(application)
    return _terms(application, found) if found else None


def _terms(application: Application, found: Investigation) -> LoanTerms | None:
    amount, months = found.amount or application.amount, found.term_months or application.term_months
    if not amount or not months:
        return None
    rate = found.annual_rate if found.annual_rate is not None else application.product_version.most_rate
    return LoanTerms(
        amount=amount,
        months=months,
        annual_rate=rate,
        method=found.method or application.method or RepaymentMethod.INTEREST_ONLY,
        release_on=found.release_on or dates.today(),
        first_due_on=found.first_due_on if found.release_on else None,
        is_suggested=bool(found.amount and found.term_months and found.annual_rate is not None and found.method),
    )


def analyse(application: Application) -> Analysis:
    """The figures of a case as they stand today."""
    found = current_investigation(application)
    security = assess(application)
    used = _parameters()
    limits = {code: limit_value(code, used[f"{code}_limit"].value) for code in LIMITS}
    empty = Analysis(security.terms, (), (), (), None, (), (), security, tuple(used.values()))
    if application.customer.is_company:
        return _of_company(application, found, empty, limits, used)
    return replace(empty, household=_household(application, found, security.terms, limits))


def _parameters() -> dict[str, InForce]:
    """Every parameter a figure of these pages may use, as in force today, in one query."""
    names = [*(f"{code}_limit" for code in LIMITS), *REVENUE_FALLS, OWN_FUNDS, STATEMENT_YEARS]
    return parameters.in_force([*names, *SECURITY, *LOAN_TO_VALUE.values()])


def _of_company(
    application: Application,
    found: Investigation | None,
    empty: Analysis,
    limits: Mapping[str, Decimal],
    used: Mapping[str, InForce],
) -> Analysis:
    years = tuple(application.customer.statements.yearly().filter(months=FULL_YEAR))[-SHOWN_YEARS:]
    if not years:
        return empty
    values = [year.values() for year in years]
    this = values[-1]
    last = values[-2] if len(values) > 1 else None
    before = values[-3] if len(values) > 2 else None
    own_funds: OwnFunds = "equity" if used[OWN_FUNDS].value == "A" else "cash"
    return replace(
        empty,
        statements=years,
        ratios=tuple(ratios(this, last, limits)),
        last_ratios=tuple(ratios(last, before, limits)) if last is not None else (),
        need=need(
            this,
            last,
            growth=found.revenue_growth if found else ZERO,
            existing_loans=this.get("short_term_loans") or ZERO,
            used=own_funds,
        ),
        covers=_covers(application, found, empty.terms, this, limits, used),
    )


def _covers(
    application: Application,
    found: Investigation | None,
    terms: LoanTerms | None,
    statement: Mapping[str, Decimal | None],
    limits: Mapping[str, Decimal],
    used: Mapping[str, InForce],
) -> tuple[Cover, ...]:
    if terms is None:
        return ()
    principal, interest = _first_year(application, terms)
    is_by_plan = terms.method in (RepaymentMethod.LEVEL_PAYMENT, RepaymentMethod.EQUAL_PRINCIPAL)
    service = DebtService(
        instalment_principal=found.debt_due if found else ZERO,
        new_interest=interest,
        new_instalment_principal=principal if is_by_plan else ZERO,
        new_bullet_principal=ZERO if is_by_plan else principal,
        short_term_loans=statement.get("short_term_loans") or ZERO,
    )
    falls = [Decimal(used[name].value) for name in REVENUE_FALLS]
    return tuple(debt_service_cover(statement, service, limits, falls))


def _first_year(application: Application, terms: LoanTerms) -> tuple[Decimal, Decimal]:
    """Principal and interest due within twelve months of the release, the day itself counted."""
    return due_before(plan(application, terms), add_months(terms.release_on, 12) + timedelta(days=1))


def _household(
    application: Application, found: Investigation | None, terms: LoanTerms | None, limits: Mapping[str, Decimal]
) -> tuple[Figure, ...]:
    income = household_income(application, found)
    rows = plan(application, terms) if terms else []
    if income is None or not rows:
        return ()
    month = Household(
        net_income=income,
        existing_instalments=found.own_instalments if found else ZERO,
        living_cost=found.living_cost if found else ZERO,
    )
    return tuple(household_ability(month, max(row.total for row in rows), limits))


def household_income(application: Application, found: Investigation | None) -> Decimal | None:
    """What the investigators found, else what the customer's file says; None while neither is known."""
    if found and found.monthly_income is not None:
        return found.monthly_income
    person = getattr(application.customer, "person", None)
    return person.monthly_income if person else None
