"""What an item of collateral carries (可貸價值), and how far all security covers a loan."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from core.figures import Figure, Sheet
from core.money import to_cents


def lendable_value(appraised: Decimal, internal: Decimal, cap: Decimal, prior_claims: Decimal) -> Figure:
    """The lower of appraised and internal value × the cap of its kind (a fraction) − claims ranking before us, in yuan.

    Never below zero.
    """
    sheet = Sheet({"appraised_value": appraised, "internal_value": internal, "cap": cap, "prior_claims": prior_claims})
    return sheet.add("lendable_value", "max(0, min(appraised_value, internal_value) * cap - prior_claims)", "yuan")


def loan_to_value(secured_sum: Decimal, internal: Decimal, prior_claims: Decimal, cap: Decimal) -> Figure:
    """All that the item secures, ours and before us, to its value (抵押率), in percent; the cap is a fraction."""
    sheet = Sheet(
        {"secured_sum": secured_sum, "prior_claims": prior_claims, "internal_value": internal},
        {"loan_to_value": cap * 100},
    )
    return sheet.add("loan_to_value", "(secured_sum + prior_claims) / internal_value", "percent", "max")


def one_year_interest(principal: Decimal, annual_rate: Decimal, year: int) -> Decimal:
    """A year's interest on the whole principal, of 365 days over ``year``, as the security must cover it."""
    return to_cents(Fraction(principal) * Fraction(annual_rate) * 365 / year)


def coverage(lendable: Decimal, principal: Decimal, interest: Decimal, limits: Mapping[str, Decimal]) -> Figure:
    """Σ lendable value ÷ (principal + one year's interest); judged by the limit ``coverage`` if there is one."""
    sheet = Sheet({"lendable_value": lendable, "principal": principal, "one_year_interest": interest}, limits)
    return sheet.add("coverage", "lendable_value / (principal + one_year_interest)", "times", "min")


def free_value(lendable: Decimal, allocated: Decimal) -> Decimal:
    """What the item can still secure; what all loans together take from it never exceeds its lendable value."""
    return max(Decimal(0), lendable - allocated)
