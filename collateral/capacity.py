"""What a guarantor can carry (代償能力) of the sum guaranteed, principal and interest.

Limits: ``guarantee_ratio`` warns below it (1.2). Whether the guarantor carries the full sum is a rule of its own: one
who does not is support, not cover, and the report says so. The income test is a warning, never a refusal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.figures import Exact, Figure, Sheet


@dataclass(frozen=True, slots=True)
class Capacity:
    """``is_qualified``: carries the full sum. ``passes_income_test`` is ``None`` for a company."""

    figures: tuple[Figure, ...]
    is_qualified: bool
    passes_income_test: bool | None

    def __getitem__(self, code: str) -> Figure:
        # A mapping's KeyError, so that a template goes on to ask for the attribute of that name.
        return {figure.code: figure for figure in self.figures}[code]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A guarantor's means in yuan, income and outgoings per month; persons who guarantee jointly are taken together."""

    net_assets: Decimal
    monthly_income: Decimal
    living_cost: Decimal
    own_instalments: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A guaranteeing company's figures in yuan; counter-secured guarantees are not among ``guarantees_given``."""

    equity: Decimal
    intangible_assets: Decimal
    doubtful_receivables: Decimal
    prepaid_losses: Decimal
    guarantees_given: Decimal
    counter_secured_guarantees: Decimal
    unsecured_debt_gap: Decimal


def person_capacity(
    person: Person,
    guaranteed_sum: Decimal,
    months: int,
    *,
    asset_share: Decimal,
    income_share: Decimal,
    limits: Mapping[str, Decimal],
) -> Capacity:
    """Net assets × a share (0.60) against the sum, and the spare income of the term against a share (0.30) of it.

    Figures: ``capacity``, ``guarantee_ratio``, ``required_income``, ``spare_income``.
    """
    sheet = Sheet(
        {
            "net_assets": person.net_assets,
            "asset_share": asset_share,
            "guaranteed_sum": guaranteed_sum,
            "monthly_income": person.monthly_income,
            "living_cost": person.living_cost,
            "own_instalments": person.own_instalments,
            "months": months,
            "income_share": income_share,
        },
        limits,
    )
    sheet.add("capacity", "net_assets * asset_share", "yuan")
    sheet.add("guarantee_ratio", "capacity / guaranteed_sum", "times", "min")
    required = sheet.add("required_income", "guaranteed_sum * income_share", "yuan")
    spare = sheet.add("spare_income", "(monthly_income - living_cost - own_instalments) * months", "yuan")
    passes = _at_least(sheet.exact("spare_income"), sheet.exact("required_income"))
    judged = {"spare_income": spare.held_to(required.value, "min", "ok" if passes else "warn")}
    return _capacity(sheet, judged, passes)


def company_capacity(
    company: Company,
    guaranteed_sum: Decimal,
    *,
    grade_factor: Decimal,
    guarantee_factor: Decimal,
    counter_secured_factor: Decimal,
    limits: Mapping[str, Decimal],
) -> Capacity:
    """(Equity − what is not worth it) × the grade's factor − guarantees given × theirs − the own unsecured debt gap.

    The grade's factor is that of the parameters (AAA 1.0 … below BBB 0). Figures: ``capacity``, ``guarantee_ratio``.
    """
    given: dict[str, Exact | None] = {
        "equity": company.equity,
        "intangible_assets": company.intangible_assets,
        "doubtful_receivables": company.doubtful_receivables,
        "prepaid_losses": company.prepaid_losses,
        "guarantees_given": company.guarantees_given,
        "counter_secured_guarantees": company.counter_secured_guarantees,
        "unsecured_debt_gap": company.unsecured_debt_gap,
        "grade_factor": grade_factor,
        "guarantee_factor": guarantee_factor,
        "counter_secured_factor": counter_secured_factor,
        "guaranteed_sum": guaranteed_sum,
    }
    sheet = Sheet(given, limits)
    sheet.add(
        "capacity",
        "max(0, (equity - intangible_assets - doubtful_receivables - prepaid_losses) * grade_factor"
        " - guarantees_given * guarantee_factor - counter_secured_guarantees * counter_secured_factor"
        " - unsecured_debt_gap)",
        "yuan",
    )
    sheet.add("guarantee_ratio", "capacity / guaranteed_sum", "times", "min")
    return _capacity(sheet, {}, None)


def _capacity(sheet: Sheet, judged: Mapping[str, Figure], passes_income_test: bool | None) -> Capacity:
    figures = tuple(judged.get(figure.code, figure) for figure in sheet.figures)
    return Capacity(figures, _at_least(sheet.exact("guarantee_ratio"), Fraction(1)), passes_income_test)


def _at_least(value: Fraction | None, bound: Fraction | None) -> bool:
    return value is not None and bound is not None and value >= bound
