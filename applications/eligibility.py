"""May this customer be lent to at all: the eligibility rules, held against what is known of a case.

Every fact may be unknown (None): the rule that needs it then says so, passes nothing and fails nothing. Amounts are
yuan, ratios and rates fractions, ages whole years, terms months. A hard rule that fails blocks the case; a soft one
asks for a written exception. A forbidden word in a purpose proves nothing by itself ("not for the stock market"): it is
a question, which blocks until it is explained in writing, and the department manager answers it at acceptance. A rule
that is unknown does not keep an application from being taken in, because much of it is only learnt afterwards (a
screening, a bureau report); it keeps the report from going up.

The rules are the lender's; article 40 of the Commercial Bank Law (related parties get no unsecured credit) stands behind
the last one. What one borrower and one group may owe at most is held for every product by `applications.concentration`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from core.money import round_to

HARD, SOFT, QUESTION = "hard", "soft", "question"
# No product is without these, whatever else it asks (domain practice, section 1.3).
HARD_RULES = ("identity", "purpose", "enforcement", "industry", "adult", "insider")
PASSES, FAILS, UNKNOWN = "passes", "fails", "unknown"
RATIO = Decimal("0.0001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of the borrower and the request; None is not known yet.

    `excluded_words` and `excluded_industries` are those found in the purpose and those the industry code begins with;
    they are empty when nothing forbidden was found.
    """

    is_company: bool
    identity_valid: bool | None = None
    purpose: str | None = None
    is_specific: bool | None = None
    excluded_words: tuple[str, ...] = ()
    industry: str | None = None
    excluded_industries: tuple[str, ...] = ()
    is_trade: bool | None = None
    operating_months: int | None = None
    has_overdue: bool | None = None
    late_payments: int | None = None
    longest_late_days: int | None = None
    is_enforced: bool | None = None
    liabilities: Decimal | None = None
    assets: Decimal | None = None
    monthly_repayment: Decimal | None = None
    monthly_income: Decimal | None = None
    age: int | None = None
    term_months: int | None = None
    has_co_borrower: bool = False
    is_insider: bool | None = None
    is_unsecured: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The dated parameters the rules are held against, under the names of `applications.parameters`."""

    operating_months: int
    late_payments: int
    late_days: int
    debt_ratio: Decimal
    debt_ratio_trade: Decimal
    repayment_to_income: Decimal
    youngest: int
    oldest: int
    oldest_with_co_borrower: int


@dataclass(frozen=True, slots=True)
class Result:
    """What one rule says.

    `figures` are (code, value) of what was held against `limits`, (parameter, value); `lacks` names the facts that are
    not known; `found` are the forbidden words or codes.
    """

    rule: str
    kind: str
    outcome: str
    figures: tuple[tuple[str, Decimal], ...] = ()
    limits: tuple[tuple[str, Decimal], ...] = ()
    lacks: tuple[str, ...] = ()
    found: tuple[str, ...] = ()

    @property
    def blocks(self) -> bool:
        return self.kind == HARD and self.outcome == FAILS

    @property
    def asks_for_exception(self) -> bool:
        return self.kind in (SOFT, QUESTION) and self.outcome == FAILS

    @property
    def takes_exception(self) -> bool:
        """Whether one may be written: also for a soft rule nobody can answer yet."""
        return self.asks_for_exception or (self.kind == SOFT and self.outcome == UNKNOWN)


def evaluate(facts: Facts, limits: Limits, rules: tuple[str, ...] | None = None) -> list[Result]:
    """Every rule that applies to the borrower, in the order of the table; `rules` narrows it to those of a product."""
    asked = RULES if rules is None else {name: rule for name, rule in RULES.items() if name in rules}
    return [result for rule in asked.values() if (result := rule(facts, limits)) is not None]


# The rules. Each gives None where it does not apply.


def _judge(rule: str, kind: str, fails: bool | None, lacks: tuple[str, ...] = (), **shown: Any) -> Result:
    outcome = UNKNOWN if fails is None else FAILS if fails else PASSES
    return Result(rule, kind, outcome, lacks=lacks if fails is None else (), **shown)


def _missing(facts: Facts, *names: str) -> tuple[str, ...]:
    return tuple(name for name in names if getattr(facts, name) is None)


def _identity(facts: Facts, limits: Limits) -> Result:
    fails = None if facts.identity_valid is None else not facts.identity_valid
    return _judge("identity", HARD, fails, ("identity_valid",))


def _purpose(facts: Facts, limits: Limits) -> Result:
    """Words that say nothing are no purpose yet; forbidden ones are asked about."""
    if not (facts.purpose or "").strip():
        return _judge("purpose", HARD, None, ("purpose",))
    if facts.excluded_words:
        return _judge("purpose", QUESTION, True, found=facts.excluded_words)
    return _judge("purpose", HARD, None if facts.is_specific is False else False, ("is_specific",))


def _operating(facts: Facts, limits: Limits) -> Result:
    months = facts.operating_months
    fails = None if months is None else months < limits.operating_months
    shown: dict[str, Any] = {
        "figures": () if months is None else (("operating_months", Decimal(months)),),
        "limits": (("eligible_operating_months", Decimal(limits.operating_months)),),
    }
    return _judge("operating", SOFT, fails, ("operating_months",), **shown)


def _record(facts: Facts, limits: Limits) -> Result:
    """One bad mark that is known is enough; a clean record needs all three to be known."""
    bad = (
        facts.has_overdue is True
        or (facts.late_payments is not None and facts.late_payments > limits.late_payments)
        or (facts.longest_late_days is not None and facts.longest_late_days >= limits.late_days)
    )
    lacks = _missing(facts, "has_overdue", "late_payments", "longest_late_days")
    figures = tuple(
        (name, Decimal(value))
        for name in ("late_payments", "longest_late_days")
        if (value := getattr(facts, name)) is not None
    )
    held = (
        ("eligible_late_payments", Decimal(limits.late_payments)),
        ("eligible_late_days", Decimal(limits.late_days)),
    )
    return _judge("record", SOFT, True if bad else None if lacks else False, lacks, figures=figures, limits=held)


def _enforcement(facts: Facts, limits: Limits) -> Result:
    return _judge("enforcement", HARD, facts.is_enforced, ("is_enforced",))


def _industry(facts: Facts, limits: Limits) -> Result | None:
    if not facts.is_company:
        return None
    fails = None if not facts.industry else bool(facts.excluded_industries)
    return _judge("industry", HARD, fails, ("industry",), found=facts.excluded_industries)


def _debt_ratio(facts: Facts, limits: Limits) -> Result | None:
    if not facts.is_company:
        return None
    name = "eligible_debt_ratio_trade" if facts.is_trade else "eligible_debt_ratio"
    limit = limits.debt_ratio_trade if facts.is_trade else limits.debt_ratio
    lacks = _missing(facts, "liabilities", "assets")
    if facts.liabilities is None or facts.assets is None:
        return _judge("debt_ratio", SOFT, None, lacks, limits=((name, limit),))
    if facts.assets <= 0:
        return _judge("debt_ratio", SOFT, True, limits=((name, limit),))
    figure = ("debt_ratio", _ratio(facts.liabilities, facts.assets))
    return _judge(
        "debt_ratio", SOFT, facts.liabilities > limit * facts.assets, figures=(figure,), limits=((name, limit),)
    )


def _repayment_to_income(facts: Facts, limits: Limits) -> Result | None:
    if facts.is_company:
        return None
    held = (("eligible_repayment_to_income", limits.repayment_to_income),)
    lacks = _missing(facts, "monthly_repayment", "monthly_income")
    if facts.monthly_repayment is None or facts.monthly_income is None:
        return _judge("repayment_to_income", SOFT, None, lacks, limits=held)
    if facts.monthly_income <= 0:
        return _judge("repayment_to_income", SOFT, True, limits=held)
    figure = ("repayment_to_income", _ratio(facts.monthly_repayment, facts.monthly_income))
    fails = facts.monthly_repayment > limits.repayment_to_income * facts.monthly_income
    return _judge("repayment_to_income", SOFT, fails, figures=(figure,), limits=held)


def _adult(facts: Facts, limits: Limits) -> Result | None:
    if facts.is_company:
        return None
    fails = None if facts.age is None else facts.age < limits.youngest
    figures = () if facts.age is None else (("age", Decimal(facts.age)),)
    held = (("eligible_youngest", Decimal(limits.youngest)),)
    return _judge("adult", HARD, fails, ("age",), figures=figures, limits=held)


def _age_at_end(facts: Facts, limits: Limits) -> Result | None:
    """The age now has a limit of its own; with a co-borrower the loan may run a few years longer."""
    if facts.is_company:
        return None
    name = "eligible_oldest_with_co_borrower" if facts.has_co_borrower else "eligible_oldest"
    limit = limits.oldest_with_co_borrower if facts.has_co_borrower else limits.oldest
    held = ((name, Decimal(limit)),)
    if facts.age is None or facts.term_months is None:
        is_too_old = facts.age is not None and facts.age > limits.oldest
        lacks = _missing(facts, "age", "term_months")
        # Too old already, whatever the term: the age now stands for the one at the end.
        figures = (("age_at_end", Decimal(facts.age or 0)),) if is_too_old else ()
        return _judge("age_at_end", SOFT, True if is_too_old else None, lacks, figures=figures, limits=held)
    at_end = Decimal(facts.age) + Decimal(facts.term_months) / 12
    figure = ("age_at_end", round_to(at_end, Decimal("0.1")))
    fails = at_end > limit or facts.age > limits.oldest
    return _judge("age_at_end", SOFT, fails, figures=(figure,), limits=held)


def _insider(facts: Facts, limits: Limits) -> Result:
    """A secured request passes whoever asks; nobody has to be known as an outsider for it."""
    if facts.is_unsecured is False or facts.is_insider is False:
        return _judge("insider", HARD, False)
    lacks = _missing(facts, "is_insider", "is_unsecured")
    return _judge("insider", HARD, None if lacks else True, lacks)


def _ratio(part: Decimal, whole: Decimal) -> Decimal:
    return round_to(Fraction(part) / Fraction(whole), RATIO)


RULES: dict[str, Callable[[Facts, Limits], Result | None]] = {
    "identity": _identity,
    "purpose": _purpose,
    "operating": _operating,
    "record": _record,
    "enforcement": _enforcement,
    "industry": _industry,
    "debt_ratio": _debt_ratio,
    "repayment_to_income": _repayment_to_income,
    "adult": _adult,
    "age_at_end": _age_at_end,
    "insider": _insider,
}
