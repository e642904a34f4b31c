"""Who acts on an application, in order, and the rule that put each of them there (審批權限).

The levels stand in the order they act. The first that may decide the exposure does; those before it review. Which of
these tables holds is a rule of the product. Source: domain practice, sections 8 and 15; the limits are dated parameters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

DEPARTMENT, RISK = 1, 2

Reason = Literal["within", "above", "unlimited", "never"]
# What a way rests on: the house's one limit, that on real estate, the small one on a guarantor, no security, or the
# product alone.
Basis = Literal["house", "real_estate", "small", "unsecured", "product"]


@dataclass(frozen=True, slots=True)
class Authority:
    """Up to which exposure (yuan) a level decides; None decides at any exposure, and who only reviews at none."""

    level: int
    limit: Decimal | None
    basis: Basis = "house"
    decides: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One act on the way.

    ``within`` its limit it is the decision, ``above`` it a review, ``unlimited`` the last word; whoever ``never``
    decides reviews at any exposure. `acted_by` are the ids of those who took the steps before it in this round; None
    where nobody asked.
    """

    level: int
    is_final: bool
    reason: Reason
    exposure: Decimal
    limit: Decimal | None
    basis: Basis = "house"
    acted_by: frozenset[int] | None = None


def up_to(department_limit: Decimal, basis: Basis = "house") -> tuple[Authority, ...]:
    """The department manager decides up to a limit (yuan), the risk officer beyond it."""
    return Authority(DEPARTMENT, department_limit, basis), Authority(RISK, None, basis)


def by_security(full: Decimal, small: Decimal, *, has_real_estate: bool, has_guarantor: bool) -> tuple[Authority, ...]:
    """The department manager's `full` limit (yuan) on real estate, the `small` one on a guarantor, none without both.

    Domain practice, section 15: up to 3,000,000 on real estate, up to 200,000 on a guarantor. It asks for registered
    real estate and a grade of A. A mortgage is registered after the decision, so real estate counts that was appraised
    and carries the sum asked for; cases bear no grade.
    """
    if has_real_estate:
        return up_to(full, "real_estate")
    return up_to(min(small, full), "small") if has_guarantor else always_risk("unsecured")


def always_risk(basis: Basis = "product") -> tuple[Authority, ...]:
    """The department manager reviews, the risk officer decides, at any exposure."""
    return Authority(DEPARTMENT, None, basis, decides=False), Authority(RISK, None, basis)


def route(exposure: Decimal, authorities: Sequence[Authority]) -> list[Step]:
    """The steps up to and including the one that decides, each with its reason.

    Raises ``ValueError`` for a negative exposure, or when no level may decide it.
    """
    if exposure < 0:
        raise ValueError("an exposure is never negative")
    steps = []
    for authority in sorted(authorities, key=lambda entry: entry.level):
        reason = _reason(authority, exposure)
        is_final = reason in ("within", "unlimited")
        steps.append(Step(authority.level, is_final, reason, exposure, authority.limit, authority.basis))
        if is_final:
            return steps
    raise ValueError("no level decides an exposure of this size")


def _reason(authority: Authority, exposure: Decimal) -> Reason:
    if not authority.decides:
        return "never"
    if authority.limit is None:
        return "unlimited"
    return "within" if exposure <= authority.limit else "above"


def next_step(steps: Sequence[Step], acted: Mapping[int, int]) -> Step | None:
    """The first step whose level has not acted yet, with those who have; None when the last one has.

    `acted` gives the id of who acted by level.
    """
    due = next((step for step in steps if step.level not in acted), None)
    return due and replace(due, acted_by=frozenset(acted.values()))
