"""Who acts on an application, in order, and the rule that put each of them there (審批權限).

The levels stand in the order they act. The first whose limit holds the exposure decides; those before it review.
Source: domain practice, sections 8 and 15; the limits are dated parameters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

DEPARTMENT, RISK = 1, 2

Reason = Literal["within", "above", "unlimited"]


@dataclass(frozen=True, slots=True)
class Authority:
    """Up to which exposure (yuan) a level decides; None decides at any exposure."""

    level: int
    limit: Decimal | None


@dataclass(frozen=True, slots=True)
class Step:
    """One act on the way: ``within`` its limit it is the decision, ``above`` it a review, ``unlimited`` the last word."""

    level: int
    is_final: bool
    reason: Reason
    exposure: Decimal
    limit: Decimal | None


def shipped(department_limit: Decimal) -> tuple[Authority, ...]:
    """The two levels of this house: the department manager up to a limit, the risk officer beyond it."""
    return Authority(DEPARTMENT, department_limit), Authority(RISK, None)


def route(exposure: Decimal, authorities: Sequence[Authority]) -> list[Step]:
    """The steps up to and including the one that decides, each with its reason.

    Raises ``ValueError`` for a negative exposure, or when no level may decide it.
    """
    if exposure < 0:
        raise ValueError("an exposure is never negative")
    steps = []
    for authority in sorted(authorities, key=lambda entry: entry.level):
        is_final = authority.limit is None or exposure <= authority.limit
        reason: Reason = "unlimited" if authority.limit is None else "within" if is_final else "above"
        steps.append(Step(authority.level, is_final, reason, exposure, authority.limit))
        if is_final:
            return steps
    raise ValueError("no level decides an exposure of this size")


def next_step(steps: Sequence[Step], acted: Sequence[int]) -> Step | None:
    """The first step whose level has not acted yet; None when the last one has."""
    return next((step for step in steps if step.level not in acted), None)
