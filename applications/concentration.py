"""What one borrower and its related group may owe at most (集中度), each limit explained.

Amounts in yuan, limits as fractions of the lender's net assets. Exposure is outstanding principal, plus what is
approved and not yet disbursed, plus this request. Source: domain practice 1.3, concentration check.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.figures import Figure, Sheet

SINGLE, GROUP = "borrower_exposure_after", "group_exposure_after"


@dataclass(frozen=True, slots=True)
class Limits:
    """Net assets and what may be lent of them: to one borrower, to a borrower with its group; `cap` in yuan or None."""

    net_assets: Decimal
    single: Decimal
    group: Decimal
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One limit: what is owed before and after this request, and at most."""

    code: str
    before: Decimal
    after: Decimal
    most: Decimal
    figure: Figure

    @property
    def is_over(self) -> bool:
        return self.after > self.most

    @property
    def excess(self) -> Decimal:
        """By how much it is over, at least zero."""
        return max(self.after - self.most, Decimal(0))


def check(own: Decimal, others: Sequence[Decimal], request: Decimal, limits: Limits) -> tuple[Check, ...]:
    """Both limits for a request of a borrower who owes `own`, in a group whose other members owe `others`.

    A borrower without a group is held to the first limit alone, which is the narrower one.
    """
    related = sum(others, Decimal(0))
    most = limits.net_assets * limits.single
    if limits.cap is not None:
        most = min(most, limits.cap)
    single = _check(SINGLE, own, Decimal(0), request, most)
    if not others:
        return (single,)
    return single, _check(GROUP, own, related, request, limits.net_assets * limits.group)


def _check(code: str, own: Decimal, related: Decimal, request: Decimal, most: Decimal) -> Check:
    sheet = Sheet({"own_exposure": own, "related_exposure": related, "this_request": request}, {code: most})
    formula = "own_exposure + this_request" if code == SINGLE else "own_exposure + related_exposure + this_request"
    figure = sheet.add(code, formula, "yuan", "max")
    return Check(code, own + related, own + related + request, most, figure)
