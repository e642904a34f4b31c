"""Who acts at which exposure, and why."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underwriting.authority import DEPARTMENT, RISK, Authority, Step, next_step, route, shipped
from underwriting.models import Level

LIMIT = Decimal(3_000_000)
yuan = st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2)


def test_the_rules_and_the_rows_number_the_levels_alike():
    assert (DEPARTMENT, RISK) == (Level.DEPARTMENT, Level.RISK)
    assert [level.level for level in shipped(LIMIT)] == Level.values


def test_an_exposure_at_the_limit_is_decided_by_the_department_manager_alone():
    steps = route(LIMIT, shipped(LIMIT))

    assert steps == [Step(DEPARTMENT, True, "within", LIMIT, LIMIT)]


def test_a_cent_above_the_limit_goes_on_to_the_risk_officer_after_the_review():
    exposure = LIMIT + Decimal("0.01")

    steps = route(exposure, shipped(LIMIT))

    assert steps == [
        Step(DEPARTMENT, False, "above", exposure, LIMIT),
        Step(RISK, True, "unlimited", exposure, None),
    ]


@pytest.mark.parametrize(("acted", "level"), [((), DEPARTMENT), ((DEPARTMENT,), RISK), ((DEPARTMENT, RISK), None)])
def test_the_next_step_is_the_first_that_nobody_has_taken(acted, level):
    steps = route(LIMIT * 2, shipped(LIMIT))

    step = next_step(steps, acted)

    assert (step.level if step else None) == level


def test_a_negative_exposure_is_no_exposure():
    with pytest.raises(ValueError, match="negative"):
        route(Decimal(-1), shipped(LIMIT))


def test_an_exposure_that_nobody_may_decide_is_an_error_not_an_approval():
    with pytest.raises(ValueError, match="no level"):
        route(LIMIT + 1, [Authority(DEPARTMENT, LIMIT)])


@given(exposure=yuan, limit=yuan)
def test_exactly_the_last_step_decides_and_levels_never_repeat_or_go_back(exposure, limit):
    steps = route(exposure, shipped(limit))

    levels = [step.level for step in steps]
    assert [step.is_final for step in steps] == [False] * (len(steps) - 1) + [True]
    assert levels == sorted(set(levels))
    assert (levels == [DEPARTMENT]) is (exposure <= limit)


@given(exposure=yuan, more=yuan, limit=yuan)
def test_more_exposure_never_ends_at_a_lower_level(exposure, more, limit):
    lower, higher = route(exposure, shipped(limit)), route(exposure + more, shipped(limit))

    assert higher[-1].level >= lower[-1].level


@given(exposure=yuan, limits=st.lists(yuan, min_size=1, max_size=4))
def test_every_step_says_the_rule_that_put_it_there(exposure, limits):
    authorities = [Authority(level, limit) for level, limit in enumerate(limits, 1)] + [Authority(9, None)]

    steps = route(exposure, authorities)

    for step in steps:
        expected = "unlimited" if step.limit is None else "within" if exposure <= step.limit else "above"
        assert (step.reason, step.is_final) == (expected, expected != "above")
