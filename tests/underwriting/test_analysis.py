"""The first story, figure by figure, from what was entered to what the pages and the report say."""

from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.models import Application
from applications.states import Status
from core import dates
from core.models import Parameter
from customers.models import PersonDetails
from customers.services import save_statement
from tests.cases.yongsheng import RATIOS_2025, YEAR_2024, YEAR_2025
from tests.factories import ApplicationFactory, CustomerFactory
from tests.underwriting.yongsheng import accepted_case, investigate
from underwriting.analysis import analyse
from underwriting.models import Investigation
from underwriting.providers import open_risks


@pytest.fixture
def march():
    """The story's own days: the report is written in March 2026."""
    with dates.as_of(datetime(2026, 3, 12, 10, tzinfo=ZoneInfo("Asia/Shanghai"))):
        yield


def read_again(application):
    """As a page reads it, with every value in its own type."""
    return Application.objects.get(pk=application.pk)


@pytest.fixture
def case(march, am1, am2, department_a):
    application = accepted_case(am1, am2, department_a)
    investigate(application, am1, am2)
    return read_again(application)


def test_every_ratio_of_the_story_comes_out(case):
    found = {figure.code: figure.value for figure in analyse(case).ratios}

    assert {code: str(found[code]) for code in RATIOS_2025} == RATIOS_2025


def test_only_the_cash_ratio_the_guarantors_and_their_income_are_warned_of(case):
    warned = [figure.code for figure in analyse(case).warnings]

    assert warned == ["cash_ratio", "guarantee_ratio", "spare_income"]


def test_the_need_uses_own_funds_b_and_shows_a_as_well(case):
    need = analyse(case).need

    assert need.used == "cash"
    assert [
        str(round(need[code].value / 10_000, 2))
        for code in ("need", "own_funds_equity", "own_funds_cash", "limit_equity", "limit_cash")
    ] == ["925.19", "525.00", "165.00", "80.19", "440.19"]
    assert need.limit is need["limit_cash"]


def test_a_dated_parameter_changes_the_reading_of_own_funds_from_its_day_on(case):
    Parameter.objects.create(
        name="own_funds_variant", value="A", unit="variant", valid_from=date(2026, 3, 1), basis="決議"
    )

    analysis = analyse(case)

    assert analysis.need.used == "equity"
    assert analysis.parameter("own_funds_variant").valid_from == date(2026, 3, 1)


def test_a_dated_parameter_changes_how_far_revenue_falls_from_its_day_on(case):
    Parameter.objects.create(
        name="revenue_fall_hard", value="0.30", unit="fraction", valid_from=dates.today(), basis="決議"
    )

    assert [cover.shock for cover in analyse(case).covers] == [Decimal(0), Decimal("0.10"), Decimal("0.30")]


def test_debt_service_cover_without_stress_and_under_it(case):
    covers = [(c.numerator.value, c.planned.value, c.all_debt.value) for c in analyse(case).covers]

    assert [(str(round(n / 10_000, 2)), str(t), str(a)) for n, t, a in covers] == [
        ("265.00", "2.41", "0.37"),
        ("193.59", "1.76", "0.27"),
        ("122.17", "1.11", "0.17"),
    ]


def test_security_covers_the_suggested_sum_and_a_year_of_interest(case):
    security = analyse(case).security

    assert security.lendable == Decimal(3_440_000)
    assert str(security.coverage.value) == "1.14"
    assert security.guaranteed_sum == Decimal("3001040.00")


def test_the_couple_together_does_not_carry_the_sum_and_fails_the_income_test(case):
    together = analyse(case).security.together

    assert [
        str(together[code].value) for code in ("capacity", "guarantee_ratio", "spare_income", "required_income")
    ] == [
        "2760000.00",
        "0.92",
        "204000.00",
        "900312.00",
    ]
    assert (together.is_qualified, together.passes_income_test) == (False, False)


def test_before_anything_is_suggested_the_terms_applied_for_are_reckoned_with(march, am1, am2, department_a):
    application = read_again(accepted_case(am1, am2, department_a))

    terms = analyse(application).terms

    assert (terms.amount, terms.months, terms.annual_rate) == (Decimal(3_000_000), 12, Decimal("0.24"))
    assert not terms.is_suggested


def test_statements_entered_by_an_investigator_are_what_is_analysed(march, am1, am2, department_a):
    customer = CustomerFactory(account_manager=am1, department=department_a)
    application = read_again(ApplicationFactory(customer=customer, second_investigator=am2, status=Status.ACCEPTED))
    for year, lines in ((2024, YEAR_2024), (2025, YEAR_2025)):
        save_statement(
            customer=customer, period_end=date(year, 12, 31), is_audited=True, values=lines, version=None, by=am2
        )

    analysis = analyse(application)

    assert [statement.period_end.year for statement in analysis.statements] == [2024, 2025]
    assert str(analysis.ratios[0].value) == RATIOS_2025["debt_to_assets"]


def test_without_statements_there_are_no_ratios_and_no_invented_zeros(march, am1, am2, department_a):
    customer = CustomerFactory(account_manager=am1, department=department_a)

    analysis = analyse(read_again(ApplicationFactory(customer=customer, status=Status.ACCEPTED)))

    assert (analysis.statements, analysis.ratios, analysis.need, analysis.covers) == ((), (), None, ())


def test_a_household_is_measured_by_its_instalments(march, am2, am1, department_a):
    customer = CustomerFactory(kind="person", name="陳麗華", account_manager=am2, department=department_a)
    PersonDetails.objects.create(customer=customer, monthly_income=Decimal(29_400))
    application = ApplicationFactory(
        customer=customer, second_investigator=am1, amount=Decimal(300_000), term_months=24
    )
    version = application.product_version
    version.interest = "per_period"
    version.save()
    found = Investigation.objects.create(
        application=application,
        round=1,
        annual_rate=Decimal("0.108"),
        release_on=date(2026, 5, 20),
        own_instalments=Decimal(3_180),
        living_cost=Decimal(7_000),
    )

    asked = [str(figure.value) for figure in analyse(application).household]
    Investigation.objects.filter(pk=found.pk).update(amount=Decimal(180_000))
    suggested = [str(figure.value) for figure in analyse(application).household]

    assert asked[0] == "58.28"
    assert suggested == ["39.29", "10847.29"]


def test_open_risks_are_doubts_first_and_then_figures_outside_their_limits(case):
    risks = open_risks(case)

    assert (risks[0]["kind"], risks[0]["note"]) == ("finding", "三月有一筆大額往來已說明")
    assert [risk["figure"].code for risk in risks[1:]] == ["cash_ratio", "guarantee_ratio", "spare_income"]


def test_more_security_costs_the_analysis_no_more_queries(case, am1, django_assert_num_queries):
    analyse(case)
    with CaptureQueriesContext(connection) as few:
        analyse(case)
    for thing in list(case.collateral.all()):
        thing.pk, thing.uuid, thing.title_number = None, uuid4(), "粵(2018)東莞不動產權第0012345號"
        thing.save(force_insert=True)

    with django_assert_num_queries(len(few)):
        analyse(case)
