"""What a customer's file asks, section by section, and how much of it is known.

A question is answered by any one of its facts: a field that holds something, or enough rows of a kind. Facts are named
`field`, `rows.<kind>` or `rows.<kind>.<value>`; the callers count them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

PERSON, COMPANY = "person", "company"
SUBJECTS = ("technical", "production", "sales", "management", "industry", "key_persons", "product_market")


@dataclass(frozen=True, slots=True)
class Question:
    """Something the file asks: by what it is answered, and how many are needed."""

    code: str
    answers: tuple[str, ...] = ()
    least: int = 1

    def is_answered(self, known: Mapping[str, int]) -> bool:
        return any(known.get(fact, 0) >= self.least for fact in self.answers or (self.code,))


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the file: its single fields, the kinds of rows it holds, and what counts towards completeness."""

    code: str
    fields: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """How far a section is: 5 of 8, and what is still unknown."""

    section: str
    done: int
    asked: int
    missing: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        return not self.missing


def _plain(*codes: str) -> tuple[Question, ...]:
    return tuple(Question(code) for code in codes)


def _row(code: str, fact: str, least: int = 1) -> Question:
    return Question(code, (fact,), least)


def _stated(*kinds: str) -> tuple[Question, ...]:
    """Rows of each kind, or the customer's statement that there are none."""
    return tuple(Question(kind, (f"rows.{kind}", "wealth_stated_on")) for kind in kinds)


_STANDING = ("tax_residence", "aml_risk", "aml_reviewed_on", "acquaintance", "referrer")
_STANDING_ASKED = _plain("tax_residence", "aml_risk", "aml_reviewed_on", "acquaintance")

PERSON_SECTIONS = (
    Section(
        "identity",
        ("sex", "birth_date", "former_names", "ethnic_group"),
        ("papers",),
        (*_plain("sex", "birth_date"), _row("papers", "rows.papers")),
    ),
    Section(
        "contact",
        ("phone", "phone_verified_on", "email"),
        ("phones", "addresses"),
        (
            *_plain("phone", "phone_verified_on", "email"),
            _row("registered_address", "rows.addresses.registered"),
            _row("living_address", "rows.addresses.living"),
        ),
    ),
    Section(
        "family",
        ("marital_status", "marital_proof", "children_count", "dependants_count"),
        (),
        _plain("marital_status", "marital_proof", "children_count", "dependants_count"),
    ),
    Section(
        "work",
        ("education", "employer", "trade", "position", "employed_since", "monthly_income"),
        ("incomes",),
        (
            *_plain("education", "employer", "trade", "position", "employed_since", "monthly_income"),
            _row("incomes", "rows.incomes"),
        ),
    ),
    Section(
        "wealth",
        ("wealth_stated_on",),
        ("assets", "debts", "guarantees"),
        (*_stated("assets", "debts", "guarantees"), Question("wealth_stated_on")),
    ),
    Section(
        "accounts",
        (),
        ("accounts",),
        (
            Question("repay_account", ("rows.accounts.repay", "rows.accounts.both")),
            Question("receive_account", ("rows.accounts.receive", "rows.accounts.both")),
        ),
    ),
    Section("people", (), ("contacts",), (_row("emergency_contacts", "rows.contacts.emergency", 2),)),
    Section("standing", _STANDING, ("tags",), _STANDING_ASKED),
    Section("knowledge", (), ("facts", "needs")),
)
COMPANY_SECTIONS = (
    Section(
        "identity",
        (
            "entity_type",
            "short_name",
            "former_names",
            "founded_on",
            "legal_representative",
            "registered_capital",
            "paid_in_capital",
            "licence_from",
            "licence_until",
            "is_licence_long_term",
            "business_scope",
        ),
        (),
        (
            *_plain("entity_type", "founded_on", "legal_representative", "registered_capital", "paid_in_capital"),
            Question("licence_until", ("licence_until", "is_licence_long_term")),
            *_plain("business_scope"),
        ),
    ),
    Section(
        "contact",
        ("phone", "phone_verified_on", "email"),
        ("phones", "addresses"),
        (
            *_plain("phone", "email"),
            _row("registered_address", "rows.addresses.registered"),
            _row("actual_address", "rows.addresses.actual"),
        ),
    ),
    Section(
        "business",
        (
            "industry_code",
            "main_products",
            "staff_count",
            "yearly_turnover",
            "total_assets",
            "enterprise_size",
            "size_reason",
            "is_listed",
        ),
        (),
        _plain("industry_code", "main_products", "staff_count", "yearly_turnover", "total_assets", "enterprise_size"),
    ),
    Section(
        "people",
        (),
        ("contacts",),
        (
            _row("contact_person", "rows.contacts.contact"),
            _row("finance_head", "rows.contacts.finance_head"),
            _row("officers", "rows.contacts.officer"),
            _row("key_persons", "rows.contacts.key_person"),
        ),
    ),
    Section("sites", (), ("sites",), (_row("sites", "rows.sites"),)),
    Section(
        "accounts",
        (),
        ("accounts",),
        (
            _row("basic_account", "rows.accounts.is_basic"),
            Question("repay_account", ("rows.accounts.repay", "rows.accounts.both")),
            Question("receive_account", ("rows.accounts.receive", "rows.accounts.both")),
        ),
    ),
    Section("tax", ("tax_number", "tax_grade"), ("permits",), _plain("tax_number", "tax_grade")),
    Section(
        "wealth",
        ("wealth_stated_on",),
        ("debts", "guarantees"),
        (*_stated("debts", "guarantees"), Question("wealth_stated_on")),
    ),
    Section(
        "powers",
        (),
        ("articles", "seals"),
        (
            _row("articles", "rows.articles"),
            _row("official_seal", "rows.seals.official"),
            _row("finance_seal", "rows.seals.finance"),
            _row("representative_seal", "rows.seals.representative"),
        ),
    ),
    Section("standing", _STANDING, ("tags",), _STANDING_ASKED),
    Section("knowledge", (), ("facts", "needs"), tuple(_row(subject, f"rows.facts.{subject}") for subject in SUBJECTS)),
)
SECTIONS: dict[str, tuple[Section, ...]] = {PERSON: PERSON_SECTIONS, COMPANY: COMPANY_SECTIONS}


def section_of(kind: str, code: str) -> Section | None:
    """The section of a kind of customer; ``None`` where that kind has none of this name."""
    return next((section for section in SECTIONS[kind] if section.code == code), None)


def row_kinds(kind: str) -> tuple[str, ...]:
    """The kinds of rows in the file of such a customer."""
    return tuple(rows for section in SECTIONS[kind] for rows in section.rows)


def measure(section: Section, known: Mapping[str, int]) -> Measure:
    """How much of a section is known."""
    missing = tuple(question.code for question in section.questions if not question.is_answered(known))
    asked = len(section.questions)
    return Measure(section.code, asked - len(missing), asked, missing)
