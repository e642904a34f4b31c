"""What is owed on a day, line by line, each with where it comes from: read from a statement, computed nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from core.money import to_cents
from servicing.allocation import PenaltyTerms, Receipt, Statement, StatementRow

Part = Literal["principal", "interest", "penalty", "compound"]
PARTS: tuple[Part, ...] = ("principal", "interest", "penalty", "compound")
_BEARS: dict[str, Literal["principal", "interest"]] = {"penalty": "principal", "compound": "interest"}
_NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class OwedLine:
    """One amount owed of one instalment.

    Principal and interest come from the plan: `planned` less `paid`. Penalty and compound interest come from `base` ×
    yearly `rate` × `days` since a day, and `carried`, what was charged before that day and is not paid.
    """

    number: int
    part: Part
    amount: Decimal
    due_on: date
    payable_until: date
    is_late: bool
    planned: Decimal = _NOTHING
    paid: Decimal = _NOTHING
    paid_on: date | None = None
    base: Decimal = _NOTHING
    rate: Decimal = _NOTHING
    days: int = 0
    since: date | None = None
    carried: Decimal = _NOTHING


def owed_lines(statement: Statement, receipts: Sequence[Receipt], terms: PenaltyTerms) -> list[OwedLine]:
    """The lines of `statement.owed_now`, in the order of the instalments; their sum is that figure."""
    return [
        line
        for row in statement.rows
        if row.due_on <= statement.as_of
        for line in lines_of(row, statement, receipts, terms)
    ]


def lines_of(
    row: StatementRow, statement: Statement, receipts: Sequence[Receipt], terms: PenaltyTerms
) -> list[OwedLine]:
    """What one instalment owes, by part."""
    return [
        _line(row, part, statement, receipts, terms) for part in PARTS if getattr(row.outstanding, part) != _NOTHING
    ]


def _line(
    row: StatementRow, part: Part, statement: Statement, receipts: Sequence[Receipt], terms: PenaltyTerms
) -> OwedLine:
    amount = getattr(row.outstanding, part)
    is_late = row.is_overdue(statement.as_of)
    base_part = _BEARS.get(part)
    if base_part is None:
        return OwedLine(
            number=row.number,
            part=part,
            amount=amount,
            due_on=row.due_on,
            payable_until=row.payable_until,
            is_late=is_late,
            planned=getattr(row.due, part),
            paid=getattr(row.paid, part),
            paid_on=_last_paid(row, part, statement, receipts),
        )
    base = getattr(row.outstanding, base_part)
    lowered_on = _last_paid(row, base_part, statement, receipts)
    since = lowered_on if lowered_on and lowered_on > row.payable_until else row.due_on
    days = (statement.as_of - since).days
    rate = terms.annual_rate * terms.multiplier
    return OwedLine(
        number=row.number,
        part=part,
        amount=amount,
        due_on=row.due_on,
        payable_until=row.payable_until,
        is_late=is_late,
        base=base,
        rate=rate,
        days=days,
        since=since,
        carried=amount - charge(base, terms, days),
    )


def charge(base: Decimal, terms: PenaltyTerms, days: int) -> Decimal:
    """What a base bears in so many days, rounded once."""
    return to_cents(Fraction(base) * terms.daily_rate * days)


def _last_paid(row: StatementRow, part: str, statement: Statement, receipts: Sequence[Receipt]) -> date | None:
    """When this part of the instalment was last paid into."""
    days = [
        receipt.on
        for receipt in receipts
        for share in statement.splits.get(receipt.ref, [])
        if share.number == row.number and share.part == part
    ]
    return max(days, default=None)
