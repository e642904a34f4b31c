"""The repayment schedule (還款計劃) of any terms, exact to the last cent, and the yearly cost that follows from it.

Everything is a whole number until it is rounded: amounts count rounding units, each period's interest fraction is a
whole number over one common denominator. So each figure is the exact rational one, rounded once, and 360 instalments
still take about a millisecond.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import NamedTuple

from applications import day_counts
from applications.due_dates import due_dates
from applications.reading import parse_terms
from applications.terms import ROUNDINGS, RateChange, Terms, TermsError
from core.money import from_cents, round_quotient, round_to

__all__ = ["RateChange", "Row", "Terms", "TermsError", "annual_cost_rate", "parse_terms", "schedule"]


class Row(NamedTuple):
    """One instalment (期次); ``days`` as the day count counts them, ``balance`` the principal left after it."""

    number: int
    due_on: date
    period_start: date
    period_end: date
    days: int
    principal: Decimal
    interest: Decimal
    total: Decimal
    balance: Decimal


def schedule(terms: Terms) -> list[Row]:
    """The rows of the terms; Σ principal = the principal, the last balance is zero, no principal is negative.

    Raises ``TermsError`` if due dates meet after they were moved to open days.
    """
    nominal, due = due_dates(terms)
    bounds = [terms.disbursed_on, *(due if terms.interest_dates == "adjusted" else nominal)]
    periods = list(pairwise(bounds))
    loan = _Engine(terms, periods)
    unit_cents = int(terms.rounding_unit * 100)
    rows, balance, deferred = [], loan.principal, 0
    for index, (start, end) in enumerate(periods):
        own_interest = loan.interest_of(index, balance)
        principal = loan.principal_of(index, balance, own_interest)
        balance -= principal
        if index < terms.grace_interest:
            interest, deferred = 0, deferred + own_interest
        else:
            interest, deferred = own_interest + deferred, 0
        rows.append(
            Row(
                index + 1,
                due[index],
                start,
                end,
                day_counts.days(start, end, terms.day_count),
                from_cents(principal * unit_cents),
                from_cents(interest * unit_cents),
                from_cents((principal + interest) * unit_cents),
                from_cents(balance * unit_cents),
            )
        )
    return rows


class _Engine:
    """What one instalment costs and repays, in whole rounding units; asked row by row, in order."""

    def __init__(self, terms: Terms, periods: list[tuple[date, date]]) -> None:
        self.terms = terms
        self.periods = periods
        self.rounding = ROUNDINGS[terms.rounding]
        self.unit, self.unit_denominator = terms.rounding_unit.as_integer_ratio()
        self.principal = self._units(terms.principal)
        self._read_rates()
        self._read_fractions()
        self.share = self._fixed_share()
        self.level = 0
        self.solved_at_change = -1

    def _units(self, amount: Decimal | Fraction, numerator: int = 1, denominator: int = 1) -> int:
        """``amount × numerator / denominator`` in rounding units, rounded once."""
        top, bottom = amount.as_integer_ratio()
        return round_quotient(top * numerator * self.unit_denominator, bottom * denominator * self.unit, self.rounding)

    def _read_rates(self) -> None:
        """All annual rates as whole numbers over one denominator; the k-th holds from the k-th change on."""
        rates = [self.terms.annual_rate, *(change.annual_rate for change in self.terms.rate_changes)]
        self.rate_denominator = lcm(*(rate.as_integer_ratio()[1] for rate in rates))
        self.rates = [int(Fraction(rate) * self.rate_denominator) for rate in rates]
        self.changes = [change.from_on for change in self.terms.rate_changes]

    def _read_fractions(self) -> None:
        """Each period's part of a year, as whole numbers over one denominator, and its interest fraction."""
        terms = self.terms
        if terms.interest == "per_period":
            parts, year = terms.every, 12 if terms.unit == "months" else 52
            self.year_parts = [parts] * len(self.periods)
        else:
            year = day_counts.YEAR_PARTS[terms.day_count]
            self.year_parts = [day_counts.year_parts(start, end, terms.day_count) for start, end in self.periods]
        self.denominator = self.rate_denominator * year
        self.fractions = [self._fraction(index) for index in range(len(self.periods))]

    def _fraction(self, index: int) -> int:
        """The numerator of f of one period: its pieces at each rate, split on the days the rate changes."""
        start, end = self.periods[index]
        at_start = bisect_right(self.changes, start)
        inside = self.changes[at_start : bisect_right(self.changes, end)]
        if self.terms.interest == "per_period" or not inside:
            return self.rates[at_start] * self.year_parts[index]
        cuts = [start, *(change for change in inside if change < end), end]
        return sum(
            self.rates[at_start + k] * day_counts.year_parts(first, last, self.terms.day_count)
            for k, (first, last) in enumerate(pairwise(cuts))
        )

    def interest_of(self, index: int, balance: int) -> int:
        """The row's own interest; nothing once nothing is owed."""
        if not balance:
            return 0
        if self.terms.method == "bullet":
            return self._round(self.principal * sum(self.fractions)) if index == len(self.periods) - 1 else 0
        base = self.principal if self.terms.method == "flat" else balance
        return self._round(base * self.fractions[index])

    def _round(self, numerator: int) -> int:
        return round_quotient(numerator, self.denominator, self.rounding)

    def principal_of(self, index: int, balance: int, interest: int) -> int:
        """The row's principal; the last one takes all that is left."""
        if index == len(self.periods) - 1:
            return balance
        if index < self.terms.grace_principal:
            return 0
        if self.terms.method == "level_payment":
            self._solve_if_due(index, balance)
            return min(balance, max(0, self.level - interest))
        return min(balance, self.share)

    def _fixed_share(self) -> int:
        """The principal of each row where it is known beforehand."""
        terms = self.terms
        if terms.method in ("equal_principal", "flat"):
            amortised = Fraction(terms.principal) - Fraction(terms.balloon)
            return self._units(amortised, 1, terms.instalments - terms.grace_principal)
        if terms.method == "fixed_principal_percent" and terms.principal_percent is not None:
            return self._units(terms.principal, *terms.principal_percent.as_integer_ratio())
        return 0

    def _solve_if_due(self, index: int, balance: int) -> None:
        """A is solved once, and again at the first row that starts under a rate it was not solved for."""
        in_force = bisect_right(self.changes, self.periods[index][0])
        if in_force != self.solved_at_change:
            self.level = self._solve(index, balance, self.rates[in_force])
            self.solved_at_change = in_force

    def _solve(self, index: int, balance: int, rate: int) -> int:
        """A = (B·Π(1+f) − b) / (1 + Σ Π(1+f)) over the remaining rows at one rate, in units, rounded once."""
        one, power, growth, annuity = self.denominator, 1, 1, 0
        for parts in self.year_parts[index:]:
            factor = one + rate * parts
            power *= one
            growth *= factor
            annuity = annuity * factor + power
        top, bottom = self.terms.balloon.as_integer_ratio()
        bottom_units = bottom * self.unit
        numerator = balance * growth * bottom_units - top * self.unit_denominator * power
        return round_quotient(numerator, annuity * bottom_units, self.rounding)


# --- the yearly cost -------------------------------------------------------------------------------------------------

_SIX_PLACES = Decimal("0.000001")


def annual_cost_rate(terms: Terms, rows: Sequence[Row], fees: Sequence[tuple[date, Decimal]] = ()) -> Decimal:
    """x of Σ total / (1+x)^(days / 365) = principal, six places half-up; ``fees`` are what else is paid, and when.

    Raises ``ValueError`` where the fees of the first day leave nothing of the principal.
    """
    digits = 45
    with localcontext(prec=digits):
        received, flows = _flows(terms, rows, fees)
    if received <= 0:
        raise ValueError("the fees of the first day leave nothing of the principal")
    while True:
        with localcontext(prec=digits):
            rate = _daily_discount(received, flows, digits) ** -365 - 1
        wanted = 45 + max(0, rate.adjusted())
        if wanted <= digits:
            break
        digits = wanted
    with localcontext(prec=digits):
        # A rate that ends after few places must not fall on the wrong side of a half by the last digit of the search.
        return round_to(rate.quantize(Decimal("1e-20")), _SIX_PLACES)


def _flows(
    terms: Terms, rows: Sequence[Row], fees: Sequence[tuple[date, Decimal]]
) -> tuple[Decimal, list[tuple[int, Decimal]]]:
    """What the borrower keeps on the first day, and what is paid after so many days, in order."""
    paid = [(row.due_on, row.total) for row in rows if row.total] + [(on, fee) for on, fee in fees if fee]
    flows: dict[int, Decimal] = {}
    for on, amount in paid:
        days = max(0, (on - terms.disbursed_on).days)
        flows[days] = flows.get(days, Decimal(0)) + amount
    return terms.principal - flows.pop(0, Decimal(0)), sorted(flows.items())


def _daily_discount(received: Decimal, flows: list[tuple[int, Decimal]], digits: int) -> Decimal:
    """v of Σ amount · v^days = received; Newton's steps from 1 come down to it without ever passing it."""
    v = Decimal(1)
    tolerance = Decimal(10) ** (8 - digits)
    while True:
        value, slope, power, powers, last = -received, Decimal(0), Decimal(1), {0: Decimal(1)}, 0
        for days, amount in flows:
            gap = days - last
            if gap not in powers:
                powers[gap] = v**gap
            power *= powers[gap]
            term = amount * power
            value += term
            slope += days * term
            last = days
        step = value * v / slope
        v -= step
        if abs(step) <= tolerance * v:
            return v
