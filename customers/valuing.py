"""What a customer is worth to the lender: points for each criterion, their sum, and the grade it reaches.

The criteria are the present volume (what is owed now, the average of the last twelve months), what it earns (interest
received in the last twelve months, interest planned for the next twelve), the length of the relation, how punctually
it repays, the products in use and the customers it brought. Days overdue take points away, never below zero.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from core.money import to_cents

VIP, PREFERRED, ORDINARY, BASIC = "vip", "preferred", "ordinary", "basic"
# The grades that have to be reached, the best first; whoever reaches none is basic.
REACHED = (VIP, PREFERRED, ORDINARY)
CRITERIA = (
    "balance", "average_balance", "income", "expected_income", "relation", "punctuality", "products", "referrals",
)  # fmt: skip
OVERDUE = "overdue"
NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Volume:
    """What one part of the house knows of a customer on a day; the parts are added.

    Amounts in yuan. `income` is what was received in the twelve months up to the day, `income_before` in the twelve
    before those; `due` and `late` count the instalments that fell due in the last twelve and those not paid in time.
    """

    balance: Decimal = NOTHING
    average_balance: Decimal = NOTHING
    income: Decimal = NOTHING
    income_before: Decimal = NOTHING
    expected_income: Decimal = NOTHING
    due: int = 0
    late: int = 0
    overdue_days: int = 0
    products: int = 0
    referrals: int = 0
    since: date | None = None

    def __add__(self, other: "Volume") -> "Volume":
        days = [day for day in (self.since, other.since) if day is not None]
        return Volume(
            balance=self.balance + other.balance,
            average_balance=self.average_balance + other.average_balance,
            income=self.income + other.income,
            income_before=self.income_before + other.income_before,
            expected_income=self.expected_income + other.expected_income,
            due=self.due + other.due,
            late=self.late + other.late,
            overdue_days=max(self.overdue_days, other.overdue_days),
            products=self.products + other.products,
            referrals=self.referrals + other.referrals,
            since=min(days, default=None),
        )


@dataclass(frozen=True, slots=True)
class Mark:
    """How many points a criterion can bring, and the figure from which it brings all of them."""

    weight: Decimal
    full: Decimal


@dataclass(frozen=True, slots=True)
class Rules:
    """The marks by criterion (overdue among them) and the points from which a grade is reached."""

    marks: Mapping[str, Mark]
    least: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion: its figure, what it was held to, and the points it brought or took."""

    code: str
    figure: Decimal
    weight: Decimal
    full: Decimal
    points: Decimal


@dataclass(frozen=True, slots=True)
class Value:
    """The grade and what it is made of: the points of all reasons add up to the score."""

    grade: str
    score: Decimal
    reasons: tuple[Reason, ...]


def value_of(volume: Volume, rules: Rules, on: date) -> Value:
    """The grade of a customer on a day, with every reason."""
    figures = figures_of(volume, on)
    reasons = [_reason(code, figures[code], rules.marks[code]) for code in CRITERIA]
    earned = sum((reason.points for reason in reasons), NOTHING)
    deduction = _reason(OVERDUE, figures[OVERDUE], rules.marks[OVERDUE])
    taken = -min(deduction.points, earned)
    reasons.append(Reason(OVERDUE, deduction.figure, deduction.weight, deduction.full, taken))
    score = earned + taken
    return Value(grade_of(score, rules.least), score, tuple(reasons))


def figures_of(volume: Volume, on: date) -> dict[str, Decimal]:
    """The figure of each criterion: yuan, months, a share of one, pieces, days."""
    share = to_cents(Fraction(volume.due - volume.late, volume.due)) if volume.due else NOTHING
    return {
        "balance": volume.balance,
        "average_balance": volume.average_balance,
        "income": volume.income,
        "expected_income": volume.expected_income,
        "relation": Decimal(months_since(volume.since, on)),
        "punctuality": share,
        "products": Decimal(volume.products),
        "referrals": Decimal(volume.referrals),
        OVERDUE: Decimal(volume.overdue_days),
    }


def grade_of(score: Decimal, least: Mapping[str, Decimal]) -> str:
    """The best grade whose least points the score reaches."""
    return next((grade for grade in REACHED if score >= least[grade]), BASIC)


def months_since(first: date | None, on: date) -> int:
    """Whole months from a day to another; 0 without a first day or where it lies ahead."""
    if first is None or first > on:
        return 0
    return (on.year - first.year) * 12 + on.month - first.month - (on.day < first.day)


def average_balance(moves: Iterable[tuple[date, Decimal]], first: date, last: date) -> Decimal:
    """The mean over the days after `first` up to `last` of a balance that `moves` raise (or lower) from their day on."""
    days = (last - first).days
    weighted = sum(((last - min(max(day, first), last)).days * amount for day, amount in moves), Decimal(0))
    return to_cents(Fraction(weighted) / days)


def _reason(code: str, figure: Decimal, mark: Mark) -> Reason:
    if mark.full <= 0:
        share = Fraction(1 if figure > 0 else 0)
    else:
        share = max(Fraction(0), min(Fraction(1), Fraction(figure) / Fraction(mark.full)))
    return Reason(code, figure, mark.weight, mark.full, to_cents(Fraction(mark.weight) * share))
