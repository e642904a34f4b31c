"""What is owed on a day, line by line, each with where it comes from: read from a statement, computed nowhere else."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from servicing.allocation import Part, PenaltyTerms, Statement, StatementRow

PARTS: tuple[Part, ...] = ("principal", "interest", "penalty", "compound")
_NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class OwedLine:
    """One amount owed of one instalment.

    Principal and interest come from the plan: `planned` less `paid`. Penalty and compound interest come from `base` ×
    yearly `rate` ÷ `year` × `days` since a day, and `carried`, what was charged before that day and is not paid.
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
    year: int = 360
    days: int = 0
    since: date | None = None
    carried: Decimal = _NOTHING


def owed_lines(statement: Statement, terms: PenaltyTerms) -> list[OwedLine]:
    """The lines of `statement.owed_now`, in the order of the instalments; their sum is that figure."""
    return [
        line
        for row in statement.rows
        if row.due_on <= statement.as_of
        for line in lines_of(row, statement.as_of, terms)
    ]


def lines_of(row: StatementRow, on: date, terms: PenaltyTerms) -> list[OwedLine]:
    """What one instalment owes on the day of its statement, by part."""
    return [_line(row, part, on, terms) for part in PARTS if getattr(row.outstanding, part) != _NOTHING]


def _line(row: StatementRow, part: Part, on: date, terms: PenaltyTerms) -> OwedLine:
    line = OwedLine(
        number=row.number,
        part=part,
        amount=getattr(row.outstanding, part),
        due_on=row.due_on,
        payable_until=row.payable_until,
        is_late=row.is_overdue(on),
    )
    if (charge := row.charges.get(part)) is None:
        planned, paid = getattr(row.due, part), getattr(row.paid, part)
        return replace(line, planned=planned, paid=paid, paid_on=row.paid_on.get(part))
    return replace(
        line,
        base=charge.base,
        rate=terms.late_rate,
        year=terms.year,
        days=(on - charge.since).days,
        since=charge.since,
        carried=charge.carried,
    )
