"""Exposure over the related group, held to the lender's limits at submission."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from applications.exposure import EXPOSURES, exposure_of
from applications.services import submit_application
from core.errors import Missing
from core.models import Parameter
from customers.services import Outside, add_relation, raise_lender_tie, rule_on_lender_tie
from tests.factories import ApplicationFactory, CustomerFactory, application_of, approved

pytestmark = pytest.mark.django_db
WANG = Outside("person", "王建國", "11010519491231002X")


def limit(name, value):
    Parameter.objects.create(name=name, value=value, unit="yuan", valid_from=date(2021, 1, 1), basis="測試")


@pytest.fixture
def small_lender(db):
    """One borrower up to 4,000,000, a group up to 6,000,000."""
    limit("lender_net_assets", "40000000")


def controlled(customer, by, outside=WANG):
    add_relation(
        customer=customer,
        kind="controller",
        end="holder",
        outside=outside,
        valid_from=date(2024, 1, 1),
        source="register",
        by=by,
    )


@pytest.fixture
def sister(am1, am2, dm1, department_a):
    """A company that was promised 2,800,000."""
    application = application_of(am1, department_a, status="approved", second_investigator=am2)
    approved(application, dm1, am1)
    return application.customer


@pytest.fixture
def draft(am1, department_a):
    return application_of(am1, department_a, security=["guarantee"])


def test_a_member_of_the_group_counts_and_everybody_else_does_not(draft, sister, am1):
    alone = exposure_of(draft.customer, draft.amount)
    controlled(draft.customer, am1)
    controlled(sister, am1)

    together = exposure_of(draft.customer, draft.amount)

    assert (alone.before, alone.after) == (0, 2_800_000)
    assert (together.before, together.after) == (2_800_000, 5_600_000)
    assert [(part.customer, part.amount) for part in together.parts] == [
        (draft.customer, Decimal(0)),
        (sister, Decimal(2_800_000)),
    ]
    assert together.parts[1].because == "王建國 controls both"


def test_a_group_within_its_limit_may_submit(small_lender, draft, sister, am1):
    controlled(draft.customer, am1)
    controlled(sister, am1)

    assert submit_application(application=draft, by=am1).status == "submitted"


def test_a_group_over_its_limit_is_blocked_with_the_figures_and_the_members(small_lender, draft, sister, am1):
    controlled(draft.customer, am1)
    controlled(sister, am1)
    draft.amount = Decimal(3_500_000)
    draft.save(update_fields=["amount"])

    with pytest.raises(Missing) as refusal:
        submit_application(application=draft, by=am1)

    (said,) = refusal.value.points
    by, unit = (10_000, "萬元") if "萬" in said else (1_000_000, "million")
    amounts = [f"{amount / by:,.2f}\N{NO-BREAK SPACE}{unit}" for amount in (2_800_000, 6_300_000, 300_000, 6_000_000)]
    assert all(amount in said for amount in amounts), said
    assert sister.name in said


def test_one_borrower_over_the_limit_is_blocked_without_any_group(small_lender, draft, am1):
    draft.amount = Decimal("4000000.01")
    draft.save(update_fields=["amount"])

    with pytest.raises(Missing) as refusal:
        submit_application(application=draft, by=am1)

    assert len(refusal.value.points) == 1


def test_exactly_the_limit_is_within_it(small_lender, draft, am1):
    draft.amount = Decimal(4_000_000)
    draft.save(update_fields=["amount"])

    assert exposure_of(draft.customer, draft.amount).breaches == []


def test_another_kind_of_lender_has_other_limits(small_lender, draft, sister, am1):
    controlled(draft.customer, am1)
    controlled(sister, am1)
    limit("lender_kind", "2")

    exposure = exposure_of(draft.customer, Decimal(3_500_000))

    assert [row["most"] for row in exposure.rows] == [4_000_000, 8_000_000]
    assert exposure.breaches == []


def test_the_sum_costs_the_same_for_two_and_for_twenty(draft, sister, am1, department_a, django_assert_num_queries):
    controlled(draft.customer, am1)
    controlled(sister, am1)
    queries = 2 + len(EXPOSURES)  # the limits, the relations, and one for each source of amounts
    with django_assert_num_queries(queries):
        exposure_of(draft.customer)
    for _place in range(18):
        controlled(CustomerFactory(account_manager=am1, department=department_a), am1)

    with django_assert_num_queries(queries):
        assert len(exposure_of(draft.customer).parts) == 20


def test_a_related_party_of_the_lender_borrows_only_with_security_until_risk_clears_it_L3_4(am1, risk1, department_a):
    draft = application_of(am1, department_a, security=["unsecured"])
    tie = raise_lender_tie(customer=draft.customer, kind="relative", colleague="林曉雯", note="客戶經理的表兄", by=am1)

    with pytest.raises(Missing):
        submit_application(application=draft, by=am1)
    rule_on_lender_tie(tie=tie, outcome="cleared", reason="同名同姓，已核對", version=1, by=risk1)

    assert submit_application(application=draft, by=am1).status == "submitted"


def test_the_draft_and_the_case_show_the_group_before_and_after(small_lender, client, draft, sister, am1):
    controlled(draft.customer, am1)
    controlled(sister, am1)
    client.force_login(am1)

    pages = [
        client.get(reverse("applications:edit", args=[draft.number])),
        client.get(reverse("desk:case", args=[draft.number])),
    ]

    for page in pages:
        assert page.status_code == 200
        assert sister.name in page.content.decode()


def test_a_submitted_case_that_has_become_too_large_says_so_on_top(small_lender, client, draft, sister, am1):
    submit_application(application=draft, by=am1)
    controlled(draft.customer, am1)
    controlled(sister, am1)
    ApplicationFactory._meta.model.objects.filter(pk=draft.pk).update(amount=3_500_000)
    client.force_login(am1)

    page = client.get(reverse("desk:case", args=[draft.number])).content.decode()

    assert "ld-notice is-late" in page
