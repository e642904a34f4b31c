"""Who acts at which exposure, and why."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underwriting.authority import DEPARTMENT, RISK, Authority, Step, always_risk, by_security, next_step, route, up_to
from underwriting.models import Level

LIMIT = Decimal(3_000_000)
yuan = st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2)


def test_the_rules_and_the_rows_number_the_levels_alike():
    assert (DEPARTMENT, RISK) == (Level.DEPARTMENT, Level.RISK)
    assert [level.level for level in up_to(LIMIT)] == Level.values


def test_an_exposure_at_the_limit_is_decided_by_the_department_manager_alone():
    steps = route(LIMIT, up_to(LIMIT))

    assert steps == [Step(DEPARTMENT, True, "within", LIMIT, LIMIT)]


def test_a_cent_above_the_limit_goes_on_to_the_risk_officer_after_the_review():
    exposure = LIMIT + Decimal("0.01")

    steps = route(exposure, up_to(LIMIT))

    assert steps == [
        Step(DEPARTMENT, False, "above", exposure, LIMIT),
        Step(RISK, True, "unlimited", exposure, None),
    ]


@pytest.mark.parametrize(
    ("acted", "level"), [({}, DEPARTMENT), ({DEPARTMENT: 7}, RISK), ({DEPARTMENT: 7, RISK: 8}, None)]
)
def test_the_next_step_is_the_first_that_nobody_has_taken(acted, level):
    steps = route(LIMIT * 2, up_to(LIMIT))

    step = next_step(steps, acted)

    assert (step.level if step else None) == level
    assert step is None or step.acted_by == set(acted.values())


def test_a_negative_exposure_is_no_exposure():
    with pytest.raises(ValueError, match="negative"):
        route(Decimal(-1), up_to(LIMIT))


def test_an_exposure_that_nobody_may_decide_is_an_error_not_an_approval():
    with pytest.raises(ValueError, match="no level"):
        route(LIMIT + 1, [Authority(DEPARTMENT, LIMIT)])


@given(exposure=yuan, limit=yuan)
def test_exactly_the_last_step_decides_and_levels_never_repeat_or_go_back(exposure, limit):
    steps = route(exposure, up_to(limit))

    levels = [step.level for step in steps]
    assert [step.is_final for step in steps] == [False] * (len(steps) - 1) + [True]
    assert levels == sorted(set(levels))
    assert (levels == [DEPARTMENT]) is (exposure <= limit)


@given(exposure=yuan, more=yuan, limit=yuan)
def test_more_exposure_never_ends_at_a_lower_level(exposure, more, limit):
    lower, higher = route(exposure, up_to(limit)), route(exposure + more, up_to(limit))

    assert higher[-1].level >= lower[-1].level


@given(exposure=yuan, limits=st.lists(yuan, min_size=1, max_size=4))
def test_every_step_says_the_rule_that_put_it_there(exposure, limits):
    authorities = [Authority(level, limit) for level, limit in enumerate(limits, 1)] + [Authority(9, None)]

    steps = route(exposure, authorities)

    for step in steps:
        expected = "unlimited" if step.limit is None else "within" if exposure <= step.limit else "above"
        assert (step.reason, step.is_final) == (expected, expected != "above")


@given(exposure=yuan, full=yuan, small=yuan)
def test_with_less_security_a_case_never_ends_at_a_lower_level(exposure, full, small):
    steps = {
        given: route(exposure, by_security(full, small, has_real_estate=given[0], has_guarantor=given[1]))
        for given in ((True, True), (True, False), (False, True), (False, False))
    }

    ends = [way[-1].level for way in steps.values()]
    assert ends == sorted(ends)
    assert [{step.basis for step in way} for way in steps.values()] == [
        {"real_estate"},
        {"real_estate"},
        {"small"},
        {"unsecured"},
    ]


@pytest.mark.parametrize(
    ("exposure", "has_real_estate", "has_guarantor", "levels"),
    [
        ("3000000", True, False, [DEPARTMENT]),
        ("3000000.01", True, True, [DEPARTMENT, RISK]),
        ("200000", False, True, [DEPARTMENT]),
        ("200000.01", False, True, [DEPARTMENT, RISK]),
        ("0.01", False, False, [DEPARTMENT, RISK]),
    ],
)
def test_the_limits_by_security_hold_to_the_cent(exposure, has_real_estate, has_guarantor, levels):
    table = by_security(LIMIT, Decimal(200_000), has_real_estate=has_real_estate, has_guarantor=has_guarantor)

    steps = route(Decimal(exposure), table)

    assert [step.level for step in steps] == levels


@given(exposure=yuan)
def test_where_a_risk_officer_always_decides_the_department_manager_always_reviews(exposure):
    steps = route(exposure, always_risk())

    assert [(step.level, step.is_final, step.reason) for step in steps] == [
        (DEPARTMENT, False, "never"),
        (RISK, True, "unlimited"),
    ]
