"""The rules of eligibility: each with its edge, what is not known, and what may never turn a pass into a fail."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from applications.eligibility import FAILS, HARD, HARD_RULES, PASSES, RULES, UNKNOWN, Facts, Limits, evaluate

LIMITS = Limits(
    operating_months=12,
    late_payments=3,
    late_days=90,
    debt_ratio=Decimal("0.70"),
    debt_ratio_trade=Decimal("0.80"),
    repayment_to_income=Decimal("0.50"),
    youngest=18,
    oldest=65,
    oldest_with_co_borrower=70,
)
COMPANY = Facts(
    is_company=True,
    identity_valid=True,
    purpose="採購冷軋鋼板",
    industry="3311",
    is_trade=False,
    operating_months=36,
    has_overdue=False,
    late_payments=0,
    longest_late_days=0,
    is_enforced=False,
    liabilities=Decimal(45),
    assets=Decimal(100),
    term_months=12,
    is_insider=False,
    is_unsecured=False,
)
PERSON = replace(
    COMPANY,
    is_company=False,
    industry=None,
    liabilities=None,
    assets=None,
    monthly_repayment=Decimal(4_000),
    monthly_income=Decimal(10_000),
    age=40,
)


def test_no_product_is_without_a_rule_that_blocks():
    """A rule is among those no version gives up when its judge knows no exception."""
    kinds = {result.rule: result.kind for facts in (COMPANY, PERSON) for result in evaluate(facts, LIMITS)}

    assert {rule for rule, kind in kinds.items() if kind == HARD} == set(HARD_RULES)


def outcome(rule: str, facts: Facts) -> str:
    return {result.rule: result.outcome for result in evaluate(facts, LIMITS)}[rule]


@pytest.mark.parametrize("facts", [COMPANY, PERSON], ids=["company", "person"])
def test_a_sound_borrower_passes_every_rule_that_applies(facts):
    assert {result.outcome for result in evaluate(facts, LIMITS)} == {PASSES}


@pytest.mark.parametrize(
    ("rule", "facts", "changes", "expected"),
    [
        ("identity", COMPANY, {"identity_valid": False}, FAILS),
        ("purpose", COMPANY, {"excluded_words": ("炒股",)}, FAILS),
        ("purpose", COMPANY, {"purpose": " "}, UNKNOWN),
        ("purpose", COMPANY, {"is_specific": False}, UNKNOWN),
        ("operating", COMPANY, {"operating_months": 12}, PASSES),
        ("operating", COMPANY, {"operating_months": 11}, FAILS),
        ("record", COMPANY, {"late_payments": 3, "longest_late_days": 89}, PASSES),
        ("record", COMPANY, {"late_payments": 4}, FAILS),
        ("record", COMPANY, {"longest_late_days": 90}, FAILS),
        ("record", COMPANY, {"has_overdue": True, "late_payments": None}, FAILS),
        ("record", COMPANY, {"late_payments": None}, UNKNOWN),
        ("enforcement", COMPANY, {"is_enforced": True}, FAILS),
        ("industry", COMPANY, {"excluded_industries": ("2671",), "industry": "2671"}, FAILS),
        ("industry", COMPANY, {"industry": None}, UNKNOWN),
        ("debt_ratio", COMPANY, {"liabilities": Decimal(70)}, PASSES),
        ("debt_ratio", COMPANY, {"liabilities": Decimal("70.01")}, FAILS),
        ("debt_ratio", COMPANY, {"liabilities": Decimal(80), "is_trade": True}, PASSES),
        ("debt_ratio", COMPANY, {"assets": Decimal(0)}, FAILS),
        ("repayment_to_income", PERSON, {"monthly_repayment": Decimal(5_000)}, PASSES),
        ("repayment_to_income", PERSON, {"monthly_repayment": Decimal("5000.01")}, FAILS),
        ("repayment_to_income", PERSON, {"monthly_income": Decimal(0)}, FAILS),
        ("adult", PERSON, {"age": 18}, PASSES),
        ("adult", PERSON, {"age": 17}, FAILS),
        ("age_at_end", PERSON, {"age": 64}, PASSES),
        ("age_at_end", PERSON, {"age": 64, "term_months": 13}, FAILS),
        ("age_at_end", PERSON, {"age": 64, "term_months": 72, "has_co_borrower": True}, PASSES),
        ("age_at_end", PERSON, {"age": 66, "has_co_borrower": True}, FAILS),
        ("insider", COMPANY, {"is_insider": True}, PASSES),
        ("insider", COMPANY, {"is_insider": True, "is_unsecured": True}, FAILS),
        ("insider", COMPANY, {"is_insider": None, "is_unsecured": True}, UNKNOWN),
    ],
)
def test_each_rule_at_its_edge(rule, facts, changes, expected):
    assert outcome(rule, replace(facts, **changes)) == expected


def test_somebody_too_old_before_a_term_is_known_is_judged_by_the_age_now():
    result = evaluate(replace(PERSON, age=66, term_months=None), LIMITS, ("age_at_end",))[0]

    assert (result.outcome, dict(result.figures)["age_at_end"]) == (FAILS, Decimal(66))


def test_nothing_known_fails_nothing():
    for is_company in (True, False):
        results = evaluate(Facts(is_company=is_company), LIMITS)

        assert {result.outcome for result in results} == {UNKNOWN}
        assert all(result.lacks for result in results)


def test_a_product_narrows_the_rules():
    assert [result.rule for result in evaluate(COMPANY, LIMITS, ("operating", "adult"))] == ["operating"]


amounts = st.decimals(0, 10**9, places=2)
money_or_none = st.none() | amounts
persons = st.builds(
    Facts,
    is_company=st.just(False),
    monthly_repayment=money_or_none,
    monthly_income=money_or_none,
    age=st.none() | st.integers(0, 110),
    term_months=st.none() | st.integers(1, 600),
    has_co_borrower=st.booleans(),
    has_overdue=st.none() | st.booleans(),
    late_payments=st.none() | st.integers(0, 40),
    longest_late_days=st.none() | st.integers(0, 400),
    operating_months=st.none() | st.integers(0, 600),
    is_insider=st.none() | st.booleans(),
    is_unsecured=st.none() | st.booleans(),
)
companies = st.builds(
    Facts, is_company=st.just(True), liabilities=money_or_none, assets=money_or_none, is_trade=st.none() | st.booleans()
)
ORDER = {FAILS: 0, UNKNOWN: 1, PASSES: 2}


def is_no_worse(before: Facts, after: Facts) -> bool:
    first, then = ({result.rule: result for result in evaluate(facts, LIMITS)} for facts in (before, after))
    return all(ORDER[then[rule].outcome] >= ORDER[first[rule].outcome] for rule in first)


@given(persons, amounts)
def test_more_income_never_turns_a_pass_into_a_fail(facts, more):
    assume(facts.monthly_income is not None)

    assert is_no_worse(facts, replace(facts, monthly_income=facts.monthly_income + more))


@given(persons, st.integers(1, 200))
def test_longer_in_business_fewer_delays_and_a_shorter_term_never_make_it_worse(facts, step):
    better = replace(
        facts,
        operating_months=None if facts.operating_months is None else facts.operating_months + step,
        late_payments=None if facts.late_payments is None else max(0, facts.late_payments - step),
        longest_late_days=None if facts.longest_late_days is None else max(0, facts.longest_late_days - step),
        term_months=None if facts.term_months is None else max(1, facts.term_months - step),
    )

    assert is_no_worse(facts, better)


@given(persons)
def test_a_co_borrower_never_makes_it_worse(facts):
    assert is_no_worse(facts, replace(facts, has_co_borrower=True))


@given(persons)
def test_security_never_makes_it_worse(facts):
    unsecured = replace(facts, is_unsecured=True)

    assert is_no_worse(unsecured, replace(unsecured, is_unsecured=False))


@given(companies, amounts)
def test_less_debt_never_makes_it_worse(facts, less):
    assume(facts.liabilities is not None)

    assert is_no_worse(facts, replace(facts, liabilities=max(Decimal(0), facts.liabilities - less)))


@given(persons | companies)
def test_every_rule_answers_once_and_names_what_it_lacks(facts):
    results = evaluate(facts, LIMITS)

    assert len({result.rule for result in results}) == len(results) <= len(RULES)
    assert all(bool(result.lacks) == (result.outcome == UNKNOWN) for result in results)
    assert all(result.kind == HARD or not result.blocks for result in results)
