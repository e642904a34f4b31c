"""What the rules would lend (規則建議): the lowest of what was suggested, what the need allows and what security covers."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Literal

from core.money import round_to

Bound = Literal["suggestion", "need", "coverage"]
STEP = Decimal(10_000)  # proposals are whole 萬元, rounded down


@dataclass(frozen=True, slots=True)
class Proposal:
    """The amount in yuan and the rule that holds it down."""

    amount: Decimal
    bound: Bound


def propose(
    suggested: Decimal, need_limit: Decimal | None, lendable: Decimal | None, annual_rate: Decimal, year: int
) -> Proposal:
    """``need_limit`` and ``lendable`` are None where the rule does not apply to the loan; never below zero.

    Coverage: lendable value ≥ principal + one year's interest of 365 days; ``year`` is the product's, in days.
    """
    bounds: list[tuple[Decimal, Bound]] = [(suggested, "suggestion")]
    if need_limit is not None:
        bounds.append((_whole(need_limit), "need"))
    if lendable is not None:
        bounds.append((_whole(lendable / (1 + annual_rate * 365 / year)), "coverage"))
    amount, bound = min(bounds, key=lambda entry: entry[0])
    return Proposal(max(Decimal(0), amount), bound)


def _whole(amount: Decimal) -> Decimal:
    return round_to(max(Decimal(0), amount), STEP, ROUND_DOWN)
