"""What is known of a case for the eligibility rules, and the rules' answers with the exceptions written to them.

Later apps, and customers' own registers, add what they know: a `FactProvider` names the facts it can give (fields of
`eligibility.Facts`), gathers them, and says where a person fills them in. A hard rule whose facts nobody here can give
is shown as not known and keeps nothing from going on.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from applications import parameters as figures
from applications import standing
from applications.eligibility import QUESTION, UNKNOWN, Facts, Limits, Result, evaluate
from applications.models import Application, EligibilityException, Exclusion, ExclusionKind, PartyRole, SecurityKind
from applications.permissions import may_edit_draft
from applications.schedule import schedule
from applications.states import Status
from core import dates, parameters
from customers.identity import age
from customers.names import fold
from customers.permissions import may_check, may_edit, may_enter_statement
from customers.statements import totals

TRADE = ("51", "52")  # wholesale and retail in GB/T 4754
# Words that say nothing by themselves (folded); what is left of a purpose without them has to say something.
EMPTY_WORDS = (
    "资金周转", "资金週转", "流动资金", "补充", "周转", "週转", "经营", "资金", "日常", "生意", "企业", "公司", "用于", "需要",
    "贷款", "借款", "用途", "生产", "急用", "和", "的", "working", "capital", "cash", "flow", "business", "general", "purposes", "purpose",
)  # fmt: skip
LEAST_SAID = 6
NAMES = {field.name for field in fields(Facts)}


@dataclass(frozen=True)
class FactProvider:
    """Some facts: `gather` gives those it knows of a case, `place` the page on which the others are filled in.

    `may` is the predicate of those who may fill them in there.
    """

    names: tuple[str, ...]
    gather: Callable[[Application], dict[str, Any]]
    place: Callable[[Application], str] | None = None
    may: Callable[[Any, Application], Any] | None = None


ELIGIBILITY_FACTS: list[FactProvider] = []


@dataclass(frozen=True)
class Judged:
    """One rule's answer on a case: where its unknown facts are filled in, and the exception that stands."""

    result: Result
    place: str = ""
    may: Callable[[Any, Application], Any] | None = None
    is_answerable: bool = False
    exception: EligibilityException | None = None

    def place_for(self, user: Any, application: Application) -> str:
        """The page for its unknown facts, for a reader who may fill them in."""
        return "" if self.may and self.may(user, application) else self.place

    @property
    def lacks_exception(self) -> bool:
        return self.result.asks_for_exception and self.exception is None

    @property
    def holds_report(self) -> bool:
        """Whether the report cannot go up: blocked, without its exception, or still unanswered."""
        return self.result.blocks or self.lacks_exception or (self.is_open and self.is_answerable)

    @property
    def is_open(self) -> bool:
        """Not known, and nobody has said in writing why the case goes on without the answer."""
        return self.result.outcome == UNKNOWN and self.exception is None

    @property
    def is_question(self) -> bool:
        return self.result.kind == QUESTION


def judge(application: Application) -> list[Judged]:
    """The product's rules held against what is known today; none for a product without rules."""
    rules = tuple(application.product_version.eligibility) if application.product_version_id else ()
    if not rules:
        return []
    found = exceptions_of(application)
    return [
        Judged(result, *_where(application, result.lacks), found.get(result.rule))
        for result in evaluate(gather(application), limits(), rules)
    ]


def exceptions_of(application: Application) -> dict[str, EligibilityException]:
    """The exceptions that stand in this round, the last one for each rule."""
    if not application.pk:
        return {}
    return {row.rule: row for row in EligibilityException.objects.standing(application).select_related("made_by")}


def question_of(judged: Iterable[Judged]) -> Judged | None:
    """The forbidden words of a purpose, which the department manager answers at acceptance; None where there are none."""
    return next((answer for answer in judged if answer.is_question), None)


def limits(on: date | None = None) -> Limits:
    """The rules' parameters in force on a day."""
    values = parameters.values(list(figures.ELIGIBILITY_LIMITS.values()), on)
    given: dict[str, Any] = {name: values[parameter] for name, parameter in figures.ELIGIBILITY_LIMITS.items()}
    whole = ("operating_months", "late_payments", "late_days", "youngest", "oldest", "oldest_with_co_borrower")
    return Limits(**given | {name: int(given[name]) for name in whole})


def gather(application: Application) -> Facts:
    """All that the providers know; a later one has the last word on a fact, but not by not knowing it."""
    known: dict[str, Any] = {"is_company": application.customer.is_company}
    for provider in ELIGIBILITY_FACTS:
        known |= {name: value for name, value in provider.gather(application).items() if value is not None}
    return Facts(**{name: value for name, value in known.items() if name in NAMES})


def _where(
    application: Application, lacks: Iterable[str]
) -> tuple[str, Callable[[Any, Application], Any] | None, bool]:
    """The page for the first missing fact that has one, who may fill it in, whether every one can be given at all."""
    by_name = {name: provider for provider in ELIGIBILITY_FACTS for name in provider.names}
    able = [by_name[name] for name in lacks if name in by_name]
    places = ((provider.place(application), provider.may) for provider in able if provider.place)
    place, may = next((found for found in places if found[0]), ("", None))
    return place, may, bool(able) and len(able) == len(tuple(lacks))


# What is known already here: the customer's file, the statements, the request


def of_file(application: Application) -> dict[str, Any]:
    """Age or time in business, industry, and a person's income."""
    customer, today = application.customer, dates.today()
    known: dict[str, Any] = {}
    if customer.is_company:
        company = getattr(customer, "company", None)
        if company is not None and company.founded_on:
            known["operating_months"] = max(0, _months(company.founded_on, today))
        if company is not None and company.industry_code:
            code = company.industry_code
            known |= {"industry": code, "is_trade": code.startswith(TRADE)}
            barred = _excluded(ExclusionKind.INDUSTRY)
            known["excluded_industries"] = tuple(text for text in barred if code.startswith(text))
        return known
    person = getattr(customer, "person", None)
    if person is not None:
        known["age"] = age(person.birth_date, today) if person.birth_date else None
        if person.employed_since:  # a person's business is their work
            known["operating_months"] = max(0, _months(person.employed_since, today))
        known["monthly_income"] = person.monthly_income
    return known


def _months(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def _excluded(kind: str) -> list[str]:
    return list(Exclusion.objects.in_force().filter(kind=kind).values_list("text", flat=True))


def of_statements(application: Application) -> dict[str, Any]:
    """The balance sheet of the last year that was entered."""
    if not application.customer.is_company:
        return {}
    last = application.customer.statements.prefetch_related("lines").order_by("-period_end").first()
    if last is None:
        return {}
    sums = totals(last.values())
    return {"liabilities": sums["total_liabilities"], "assets": sums["total_assets"]}


def of_request(application: Application) -> dict[str, Any]:
    """What is asked for: purpose, security, term, and what a person would repay each month at the quoted rate."""
    said = fold(application.purpose)
    words = [word for word in _excluded(ExclusionKind.PURPOSE) if fold(word) in said] if said else []
    offered = set(application.security) & set(SecurityKind.values)
    return {
        "purpose": application.purpose,
        "is_specific": False if application.status == Status.DRAFT and is_vague(application.purpose) else None,
        "excluded_words": tuple(words),
        "is_unsecured": not offered - {SecurityKind.UNSECURED} if offered else None,
        "term_months": application.term_months,
        "has_co_borrower": _has_co_borrower(application),
        "monthly_repayment": None if application.customer.is_company else _monthly(application),
    }


def is_vague(purpose: str) -> bool:
    """Whether a purpose is too short, or made of words like 資金周轉 only; it can be mended only in a draft."""
    return len("".join(purpose.split())) < int(parameters.value("shortest_purpose")) or is_empty_phrase(purpose)


def is_empty_phrase(purpose: str) -> bool:
    """Whether a purpose is made of words that say nothing, however they are put together."""
    said = fold(purpose)
    for word in EMPTY_WORDS:
        said = said.replace(word, "")
    return sum(character.isalnum() for character in said) < LEAST_SAID


def _has_co_borrower(application: Application) -> bool:
    is_saved = bool(application.pk)
    return is_saved and application.parties.standing().filter(role=PartyRole.CO_BORROWER).exists()


def _monthly(application: Application) -> Decimal | None:
    """The level instalment of what is asked for: comparable whatever way of repayment is chosen."""
    if not application.amount or not application.term_months:
        return None
    terms = application.product_version.loan_terms(
        principal=application.amount,
        annual_rate=parameters.value("quoted_rate"),
        months=application.term_months,
        method="level_payment",
        disbursed_on=dates.today(),
    )
    return max(row.total for row in schedule(terms))


def of_its_customer(may: Callable[[Any, Any], Any]) -> Callable[[Any, Application], Any]:
    """A predicate of a customer, asked of a case."""
    return lambda user, application: may(user, application.customer)


def place_of_file(application: Application) -> str:
    return reverse("customers:edit", args=[application.customer.number])


def place_of_statements(application: Application) -> str:
    return reverse("customers:statement", args=[application.customer.number, dates.today().year - 1])


def place_of_draft(application: Application) -> str:
    is_saved = bool(application.pk and application.number)
    return reverse("applications:edit", args=[application.number]) if is_saved else ""


FILE = ("operating_months", "industry", "is_trade", "age", "monthly_income")
REQUEST = ("purpose", "is_specific", "is_unsecured", "term_months", "has_co_borrower", "monthly_repayment")


def register() -> None:
    """Called once, by this app's `ready()`."""
    ELIGIBILITY_FACTS[:] = [
        FactProvider(FILE, of_file, place_of_file, of_its_customer(may_edit)),
        FactProvider(
            ("liabilities", "assets"), of_statements, place_of_statements, of_its_customer(may_enter_statement)
        ),
        FactProvider(REQUEST, of_request, place_of_draft, may_edit_draft),
        FactProvider(standing.PAPERS, standing.of_papers, standing.place_of_papers, of_its_customer(may_edit)),
        FactProvider(standing.CHECKS, standing.of_checks, standing.place_of_checks, of_its_customer(may_check)),
        FactProvider(standing.RECORD, standing.of_credit, standing.place_of_credit, of_its_customer(may_check)),
        *ELIGIBILITY_FACTS,
    ]
