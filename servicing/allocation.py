"""Where each repayment goes (沖還順序), and what is owed on any day: everything is replayed from the events.

Nothing is stored between two runs, so a back-dated or reversed receipt is simply a different list of events. Overdue
principal bears penalty interest (罰息) and overdue interest bears compound interest (複利), both at the contract rate ×
the multiplier, actual days, first day counted, last not (Yinfa [2003] 251 item 3). Each is computed from the due date,
or from the last event that changed its balance, and rounded once at its end. Penalty itself bears nothing.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from core.money import to_cents

Part = Literal["fee", "compound", "penalty", "interest", "principal"]
SplitPart = Literal["fee", "compound", "penalty", "interest", "principal", "suspense"]
Advance = Literal["next_instalment", "suspense"]

# Costs first, then interest, then principal: Civil Code art. 561.
ORDER: tuple[Part, ...] = ("fee", "compound", "penalty", "interest", "principal")

_NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Due:
    """One instalment as planned; until ``payable_until`` (the next working day) it may be paid without penalty."""

    number: int
    due_on: date
    payable_until: date
    principal: Decimal
    interest: Decimal
    fee: Decimal = _NOTHING


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money received; ``ref`` names it in the splits, ``amount`` is positive yuan."""

    ref: Hashable
    on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class PenaltyTerms:
    """The contract's rate as a fraction, what it is multiplied with when late, and the days of its year."""

    annual_rate: Decimal
    multiplier: Decimal
    year: int = 360

    @property
    def late_rate(self) -> Decimal:
        """Yearly, a fraction."""
        return self.annual_rate * self.multiplier

    def charge(self, base: Decimal, days: int) -> Decimal:
        """What a late base bears in so many days, rounded once."""
        return to_cents(Fraction(base) * Fraction(self.late_rate) * days / self.year)


# A late day costs the multiplier times what a day costs under the contract, so it counts over the same year. Actual/actual
# has none of its own length and takes the common one.
YEARS = {"actual/364": 364, "actual/365F": 365, "actual/actual": 365}


def year_of(day_count: str) -> int:
    """The days of the year that penalty is counted over, under the day count of the contract."""
    return YEARS.get(day_count, 360)


class Parts(NamedTuple):
    """Yuan by part."""

    fee: Decimal = _NOTHING
    compound: Decimal = _NOTHING
    penalty: Decimal = _NOTHING
    interest: Decimal = _NOTHING
    principal: Decimal = _NOTHING

    @property
    def total(self) -> Decimal:
        return sum(self, _NOTHING)


class Share(NamedTuple):
    """What of one receipt went where; ``number`` is ``None`` for money held in suspense."""

    number: int | None
    part: SplitPart
    amount: Decimal


class Charge(NamedTuple):
    """What a late part bears on ``base`` since a day; ``carried`` was charged before that day and is not paid."""

    base: Decimal
    since: date
    carried: Decimal


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One instalment on the day of the statement; ``due`` holds the penalty up to that day.

    ``charges`` says where penalty and compound interest come from, ``paid_on`` when each part was last paid into.
    """

    number: int
    due_on: date
    payable_until: date
    due: Parts
    paid: Parts
    outstanding: Parts
    settled_on: date | None
    charges: dict[Part, Charge]
    paid_on: dict[Part, date]

    def is_overdue(self, on: date) -> bool:
        """Not fully paid, and the last day to pay it without penalty is over."""
        return on > self.payable_until and self.outstanding.total > 0


@dataclass(frozen=True, slots=True)
class Statement:
    """A loan on the day ``as_of``, after all receipts up to and including that day."""

    as_of: date
    rows: tuple[StatementRow, ...]
    splits: dict[Hashable, list[Share]]
    suspense: Decimal
    daily_growth: Decimal

    @property
    def owed_now(self) -> Decimal:
        """What is due and unpaid, penalty to the day included; not yet overdue amounts too."""
        return sum((row.outstanding.total for row in self.rows if row.due_on <= self.as_of), _NOTHING)

    @property
    def overdue_rows(self) -> tuple[StatementRow, ...]:
        return tuple(row for row in self.rows if row.is_overdue(self.as_of))

    @property
    def overdue(self) -> Decimal:
        """The part of ``owed_now`` that is late."""
        return sum((row.outstanding.total for row in self.overdue_rows), _NOTHING)

    @property
    def days_past_due(self) -> int:
        """Days since the due date of the oldest instalment that is late; 0 if none is."""
        late = self.overdue_rows
        return (self.as_of - min(row.due_on for row in late)).days if late else 0

    @property
    def outstanding_principal(self) -> Decimal:
        return sum((row.outstanding.principal for row in self.rows), _NOTHING)


def replay(
    dues: Iterable[Due],
    receipts: Iterable[Receipt],
    penalty: PenaltyTerms,
    as_of: date,
    order: Sequence[Part] = ORDER,
    advance: Advance = "next_instalment",
) -> Statement:
    """The statement on a day; receipts count in order of their dates, those of one day in the order given.

    Receipts after ``as_of`` are left out. A receipt pays what is due on its day, the oldest instalment first, inside an
    instalment by ``order``; the rest goes to the next instalments, or is held in suspense and stays there. Raises
    ``ValueError`` for an amount that is not positive, a ``ref`` used twice, or an order that is not of the five parts.
    """
    if sorted(order) != sorted(ORDER):
        raise ValueError("the order must name each part once")
    instalments = [_Instalment(due, penalty) for due in sorted(dues, key=lambda due: (due.due_on, due.number))]
    splits: dict[Hashable, list[Share]] = {}
    for receipt in sorted(receipts, key=lambda receipt: receipt.on):
        if receipt.amount <= 0 or receipt.ref in splits:
            raise ValueError(f"receipt {receipt.ref} has no positive amount, or its name is used twice")
        if receipt.on <= as_of:
            splits[receipt.ref] = _allocate(receipt, instalments, order, advance)
    rows = tuple(instalment.row(as_of) for instalment in instalments)
    growing = sum(
        (row.outstanding.principal + row.outstanding.interest for row in rows if row.is_overdue(as_of)), _NOTHING
    )
    return Statement(
        as_of=as_of,
        rows=rows,
        splits=splits,
        suspense=sum(
            (share.amount for shares in splits.values() for share in shares if share.number is None), _NOTHING
        ),
        daily_growth=penalty.charge(growing, 1),
    )


def owed_at(
    dues: Iterable[Due],
    receipts: Iterable[Receipt],
    penalty: PenaltyTerms,
    on: date,
    order: Sequence[Part] = ORDER,
    advance: Advance = "next_instalment",
) -> Decimal:
    """What settles everything due if it is paid on that day, after the receipts up to it; with penalty to the day."""
    return replay(dues, receipts, penalty, on, order, advance).owed_now


def _allocate(
    receipt: Receipt, instalments: list["_Instalment"], order: Sequence[Part], advance: Advance
) -> list[Share]:
    """Pays one receipt into the instalments; its shares add up to its amount."""
    shares: list[Share] = []
    rest = receipt.amount
    for instalment in instalments:
        if not rest or (instalment.due.due_on > receipt.on and advance == "suspense"):
            break
        for part in order:
            amount = min(rest, instalment.outstanding(part, receipt.on))
            if amount > 0:
                instalment.pay(part, amount, receipt.on)
                shares.append(Share(instalment.due.number, part, amount))
                rest -= amount
        instalment.settle(receipt.on)
    if rest:
        shares.append(Share(None, "suspense", rest))
    return shares


# What accrues on which part: penalty on principal, compound interest on interest.
_BASE: dict[Part, Literal["interest", "principal"]] = {"penalty": "principal", "compound": "interest"}
_CHARGE: dict[Part, Part] = {base: charge for charge, base in _BASE.items()}


class _Instalment:
    """One instalment while events pass over it."""

    def __init__(self, due: Due, penalty: PenaltyTerms) -> None:
        self.due = due
        self.penalty = penalty
        self.paid: dict[Part, Decimal] = dict.fromkeys(ORDER, _NOTHING)
        self.paid_on: dict[Part, date] = {}
        # Charges of the stretches that are over, and the day the current stretch began.
        self.charged: dict[Part, Decimal] = dict.fromkeys(_BASE, _NOTHING)
        self.since: dict[Part, date] = dict.fromkeys(_BASE, due.due_on)
        self.settled_on: date | None = None if due.principal or due.interest or due.fee else due.due_on

    def owed(self, part: Part, on: date) -> Decimal:
        """All that was ever owed of a part up to a day, paid or not."""
        if part in ("penalty", "compound"):
            return self._charge(part, on)
        return {"fee": self.due.fee, "interest": self.due.interest, "principal": self.due.principal}[part]

    def outstanding(self, part: Part, on: date) -> Decimal:
        return self.owed(part, on) - self.paid[part]

    def _charge(self, part: Part, on: date) -> Decimal:
        """Nothing until the last day to pay; after it the days count from the due date, as if that day had not been."""
        if on <= self.due.payable_until:
            return self.charged[part]
        base = _BASE[part]
        days = (on - self.since[part]).days
        return self.charged[part] + self.penalty.charge(self.outstanding(base, on), days)

    def pay(self, part: Part, amount: Decimal, on: date) -> None:
        """Takes a payment; a late one that lowers what a charge accrues on ends that charge's stretch."""
        charge = _CHARGE.get(part)
        if charge and on > self.due.payable_until:
            self.charged[charge] = self._charge(charge, on)
            self.since[charge] = on
        self.paid[part] += amount
        self.paid_on[part] = on

    def settle(self, on: date) -> None:
        if self.settled_on is None and not any(self.outstanding(part, on) for part in ORDER):
            self.settled_on = on

    def row(self, as_of: date) -> StatementRow:
        due = Parts(**{part: self.owed(part, as_of) for part in ORDER})
        paid = Parts(**self.paid)
        return StatementRow(
            number=self.due.number,
            due_on=self.due.due_on,
            payable_until=self.due.payable_until,
            due=due,
            paid=paid,
            outstanding=Parts(*(owed - settled for owed, settled in zip(due, paid, strict=True))),
            settled_on=self.settled_on,
            charges={
                part: Charge(self.outstanding(base, as_of), self.since[part], self.charged[part] - self.paid[part])
                for part, base in _BASE.items()
            },
            paid_on=self.paid_on,
        )
