"""A bureau's report as figures: its sums held against its rows, what it says for eligibility, and how old it is.

Amounts are yuan as `Decimal`; numbers of days, payments and queries are whole. Repayment statuses are the bureau's:
0 in time, 1 to 7 for up to 30, 60, 90, 120, 150, 180 and more days late, 8 for written off or paid by a guarantor.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from core.money import round_to

# The least number of days that a payment of a status was late.
DAYS_LATE = {0: 0, 1: 1, 2: 31, 3: 61, 4: 91, 5: 121, 6: 151, 7: 181, 8: 181}
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Debt:
    """One account that is not settled; `kind` is loan or card."""

    kind: str
    limit: Decimal
    balance: Decimal
    overdue: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Summary:
    """The summary of a report, as it is printed."""

    open_accounts: int
    loan_balance: Decimal
    card_limit: Decimal
    card_used: Decimal
    current_overdue: Decimal
    overdue_24: int
    worst_24: int
    overdue_60: int
    worst_60: int
    guarantees_given: Decimal
    queries_2: int
    queries_6: int
    public_records: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of the summary that its rows do not give: `stated` in the summary, `counted` from the rows.

    Where `than` is named, the field is larger than that one, which includes it.
    """

    field: str
    stated: Decimal
    counted: Decimal
    than: str = ""


@dataclass(frozen=True, slots=True)
class CreditFacts:
    """What the newest report says, for eligibility rules. `worst_days_24` is the least the worst payment was late.

    `card_use` is used ÷ limit as a fraction, None without a card; `is_current` whether the report is still young enough.
    """

    reported_on: date
    is_current: bool
    current_overdue: Decimal
    late_payments_24: int
    worst_days_24: int
    queries_6: int
    card_use: Decimal | None
    debts: Decimal
    guarantees_given: Decimal
    public_records: int


def differences(summary: Summary, debts: Sequence[Debt], public_records: int) -> list[Difference]:
    """Where a summary does not agree with its rows or with itself; all of it at once."""
    loans = [debt for debt in debts if debt.kind == "loan"]
    cards = [debt for debt in debts if debt.kind == "card"]
    counted = {
        "open_accounts": Decimal(len(debts)),
        "loan_balance": sum((debt.balance for debt in loans), ZERO),
        "card_limit": sum((debt.limit for debt in cards), ZERO),
        "card_used": sum((debt.balance for debt in cards), ZERO),
        "current_overdue": sum((debt.overdue for debt in debts), ZERO),
        "public_records": Decimal(public_records),
    }
    found = [
        Difference(field, stated, value)
        for field, value in counted.items()
        if (stated := Decimal(getattr(summary, field))) != value
    ]
    for part, whole in (("overdue_24", "overdue_60"), ("worst_24", "worst_60"), ("queries_2", "queries_6")):
        if getattr(summary, part) > getattr(summary, whole):
            found.append(
                Difference(part, Decimal(getattr(summary, part)), Decimal(getattr(summary, whole)), than=whole)
            )
    return found


def card_use(used: Decimal, limit: Decimal) -> Decimal | None:
    """Used ÷ limit of the cards as a fraction of four places; None without a limit."""
    return round_to(Fraction(used) / Fraction(limit), Decimal("0.0001")) if limit > 0 else None


def is_current(reported_on: date, today: date, valid_days: int) -> bool:
    """Whether a report may still be relied on: it is at most `valid_days` old."""
    return today <= reported_on + timedelta(days=valid_days)


def is_expired(ended_on: date | None, years: int, today: date) -> bool:
    """Whether a bad record has stood its time: it is told as such, and counts no more."""
    until = kept_until(ended_on, years)
    return until is not None and until < today


def kept_until(ended_on: date | None, years: int) -> date | None:
    """Until when a bad record may be kept: so many years after the event ended; None while it goes on."""
    if ended_on is None:
        return None
    try:
        return ended_on.replace(year=ended_on.year + years)
    except ValueError:  # 29 February
        return date(ended_on.year + years, 2, 28)
