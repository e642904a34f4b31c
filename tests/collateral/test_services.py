"""Who may secure a case, with what, and what is kept of it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from applications.models import Application, PartyRole, ProductVersion
from applications.states import Status
from collateral import services
from collateral.models import Collateral, Guarantee
from collateral.security import assess
from core import dates
from core.errors import InvalidInput, NotAllowed, Stale
from core.models import AuditEvent, Parameter
from customers.models import Customer
from tests.factories import ApplicationFactory, CustomerFactory, actions_on

PLANT = {
    "kind": "plant",
    "description": "沖壓車間",
    "title_number": "粵(2016)東莞不動產權第0046718號",
    "area": Decimal(2350),
    "appraised_value": Decimal(7_800_000),
    "appraised_on": date(2026, 2, 20),
    "appraiser": "東信房地產評估",
    "internal_value": Decimal(7_400_000),
    "prior_claims": Decimal(1_000_000),
    "finding": "權屬清晰，第二順位",
}
MEANS = {
    "relation": "實際控制人",
    "net_assets": Decimal(4_600_000),
    "monthly_income": Decimal(35_000),
    "living_cost": Decimal(10_000),
    "own_instalments": Decimal(8_000),
}
NEWCOMER = {"kind": "person", "name": "林永盛", "identity": "990101197609140314", "phone": "13800001200"}


@pytest.fixture
def application(am1, am2, department_a):
    customer = CustomerFactory(account_manager=am1, department=department_a)
    made = ApplicationFactory(customer=customer, second_investigator=am2, status=Status.INVESTIGATING)
    return Application.objects.get(pk=made.pk)


@pytest.fixture
def plant(application, am1):
    return services.add_collateral(application=application, by=am1, **PLANT)


@pytest.fixture
def promise(application, am1):
    return services.add_guarantee(application=application, newcomer=NEWCOMER, by=am1, **MEANS)


def test_add_collateral_takes_the_cap_in_force_and_counts_as_appraised(plant, application):
    assert (plant.status, plant.loan_to_value, plant.owner) == ("appraised", Decimal("0.60"), application.customer)
    assert actions_on(plant) == ["add_collateral", "add_collateral"]


def test_the_lendable_value_is_the_lower_value_times_the_cap_less_prior_claims(plant, application):
    lendable = assess(application).items[0].lendable

    assert lendable.value == Decimal(3_440_000)
    assert dict(lendable.inputs)["prior_claims"] == Decimal(1_000_000)


def test_a_cap_changed_later_does_not_change_what_was_appraised_before(plant, application):
    Parameter.objects.create(
        name="loan_to_value_plant", value="0.50", unit="fraction", valid_from=dates.today(), basis="決議"
    )

    assert assess(application).lendable == Decimal(3_440_000)


def test_the_owner_of_a_mortgaged_thing_becomes_a_party(application, am1, department_a):
    owner = CustomerFactory(kind="person", account_manager=am1, department=department_a)

    services.add_collateral(application=application, owner=owner, by=am1, **PLANT)

    assert [(p.customer, p.role) for p in application.parties.all()] == [(owner, PartyRole.MORTGAGOR)]


def test_the_trail_names_the_owner_by_file_never_by_name(plant, application, am1, department_a):
    owner = CustomerFactory(kind="person", account_manager=am1, department=department_a)

    services.update_collateral(collateral=plant, version=plant.version, owner=owner, by=am1)

    changes = AuditEvent.objects.get(action="update_collateral").details["changes"]
    assert changes["owner"] == [str(application.customer.uuid), str(owner.uuid)]


def test_the_same_title_twice_is_refused_and_the_refusal_recorded(plant, application, am1):
    with pytest.raises(InvalidInput) as refusal:
        services.add_collateral(application=application, by=am1, **PLANT)

    assert refusal.value.field == "title_number"
    assert AuditEvent.objects.filter(action="add_collateral.refused").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("appraised_on", dates.today() + timedelta(days=1)),
        ("appraised_on", date(1, 1, 1)),
        ("appraised_value", Decimal(0)),
        ("internal_value", Decimal(0)),
    ],
)
def test_figures_that_cannot_be_are_refused(application, am1, field, value):
    with pytest.raises(InvalidInput) as refusal:
        services.add_collateral(application=application, by=am1, **{**PLANT, field: value})

    assert refusal.value.field == field


def test_the_same_title_on_another_running_case_is_pointed_out(plant, am1, application):
    other = ApplicationFactory(customer=application.customer, status=Status.ACCEPTED)
    services.add_collateral(application=other, by=am1, **PLANT)

    assert [item.elsewhere for item in assess(application).items] == [1]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.REPORTED, Status.IN_REVIEW, Status.APPROVED])
def test_security_is_closed_before_acceptance_and_after_the_report(application, am1, status):
    type(application).objects.filter(pk=application.pk).update(status=status)

    with pytest.raises(NotAllowed):
        services.add_collateral(application=application, by=am1, **PLANT)


@pytest.mark.parametrize("name", ["am3", "dm1", "risk1", "auditor"])
def test_only_the_people_of_the_case_secure_it(request, application, name):
    with pytest.raises(NotAllowed):
        services.add_guarantee(application=application, newcomer=NEWCOMER, by=request.getfixturevalue(name), **MEANS)

    assert not Guarantee.objects.exists()
    assert not Customer.objects.filter(name="林永盛").exists()


def test_the_second_investigator_may_add_a_guarantor_and_opens_the_file_in_the_same_step(application, am2):
    promise = services.add_guarantee(application=application, newcomer=NEWCOMER, by=am2, **MEANS)

    assert promise.guarantor.account_manager == am2
    assert [p.role for p in application.parties.all()] == [PartyRole.GUARANTOR]


def test_a_newcomer_with_a_wrong_identity_is_refused_at_its_own_field(application, am1):
    with pytest.raises(InvalidInput) as refusal:
        services.add_guarantee(
            application=application, newcomer={**NEWCOMER, "identity": "990101197609140311"}, by=am1, **MEANS
        )

    assert refusal.value.field == "new_identity"
    assert not Guarantee.objects.exists()


def test_the_borrower_does_not_guarantee_the_own_loan(application, am1):
    with pytest.raises(InvalidInput):
        services.add_guarantee(application=application, guarantor=application.customer, by=am1, **MEANS)


def test_a_guarantor_stands_once_and_may_come_back_after_a_withdrawal(promise, application, am1):
    with pytest.raises(InvalidInput):
        services.add_guarantee(application=application, guarantor=promise.guarantor, by=am1, **MEANS)
    services.withdraw_guarantee(guarantee=promise, reason="改由配偶保證", by=am1)

    again = services.add_guarantee(application=application, guarantor=promise.guarantor, by=am1, **MEANS)

    assert [p.guarantee for p in assess(application).promises] == [again]


def test_update_collateral_on_an_old_version_is_stale(plant, am1):
    services.update_collateral(collateral=plant, version=plant.version, by=am1, **{**PLANT, "area": Decimal(2400)})

    with pytest.raises(Stale):
        services.update_collateral(collateral=plant, version=plant.version, by=am1, **PLANT)


def test_withdraw_collateral_needs_a_reason_and_keeps_the_thing(plant, application, am1):
    with pytest.raises(InvalidInput):
        services.withdraw_collateral(collateral=plant, reason=" ", by=am1)

    services.withdraw_collateral(collateral=plant, reason="業主不同意抵押", by=am1)

    assert assess(application).items == ()
    assert Collateral.objects.get(pk=plant.pk).status == "rejected"


def test_what_was_withdrawn_is_not_changed_any_more(plant, am1):
    services.withdraw_collateral(collateral=plant, reason="業主不同意抵押", by=am1)
    plant.refresh_from_db()

    with pytest.raises(InvalidInput):
        services.update_collateral(collateral=plant, version=plant.version, by=am1, **PLANT)


def test_accept_security_follows_the_decision(plant, promise, application, dm1):
    services.accept_security(application=application, by=dm1)

    plant.refresh_from_db()
    promise.refresh_from_db()
    assert (plant.status, promise.status) == ("accepted", "verified")


def test_a_company_guarantees_with_a_share_of_its_equity_less_other_guarantees(application, am1, department_a):
    company = CustomerFactory(account_manager=am1, department=department_a)
    means = {"net_assets": Decimal(10_000_000), "outstanding_guarantees": Decimal(2_000_000)}

    services.add_guarantee(application=application, guarantor=company, by=am1, **means)

    capacity = assess(application).promises[0].capacity
    assert capacity["capacity"].value == Decimal(5_000_000)
    assert capacity.passes_income_test is None
    Parameter.objects.create(
        name="guarantor_given_share", value="0.5", unit="fraction", valid_from=dates.today(), basis="決議"
    )
    assert assess(application).promises[0].capacity["capacity"].value == Decimal(6_000_000)


def test_a_description_and_a_note_that_no_document_could_print_are_refused(application, promise, am1):
    with pytest.raises(InvalidInput, match="𠮷") as thing:
        services.add_collateral(application=application, by=am1, **{**PLANT, "description": "𠮷祥廠房"})
    with pytest.raises(InvalidInput, match="🌟") as note:
        services.update_guarantee(guarantee=promise, version=promise.version, note="存款🌟", by=am1)

    assert (thing.value.field, note.value.field) == ("description", "note")


@pytest.mark.parametrize("field", ["net_assets", "outstanding_guarantees"])
def test_no_figure_of_a_guarantor_is_negative(promise, am1, field):
    with pytest.raises(InvalidInput) as refusal:
        services.update_guarantee(guarantee=promise, version=promise.version, by=am1, **{field: Decimal(-1)})

    assert refusal.value.field == field


def test_coverage_counts_the_interest_by_the_products_day_count(plant, application):
    ProductVersion.objects.filter(pk=application.product_version_id).update(day_count="actual/365F")

    terms = assess(application).terms
    found = assess(Application.objects.get(pk=application.pk)).coverage

    assert dict(found.inputs)["one_year_interest"] == terms.amount * terms.annual_rate
