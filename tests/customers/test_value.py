"""The value of customers: computed at the interval and on demand, set by hand, and what hangs on it."""

import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core import dates
from core.errors import InvalidInput, NotAllowed
from core.models import AuditEvent, Parameter
from customers import providers
from customers.models import Customer, MarkKind, ValueReview, ValueRun
from customers.services import (
    lift_mark,
    log_contact,
    plan_contact,
    register_customer,
    review_all_values_due,
    review_value,
    review_values,
    set_mark,
    set_value_grade,
    transfer_customer,
)
from customers.valuing import Volume
from desk.providers import home
from desk.services import tick
from staff.models import User
from staff.services import give_grade
from tests.customers.test_services import COMPANY
from tests.factories import CustomerFactory, actions_on

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
TODAY = date(2026, 11, 23)
RICH = Volume(
    balance=Decimal(6_000_000),
    average_balance=Decimal(5_000_000),
    income=Decimal(360_000),
    income_before=Decimal(240_000),
    expected_income=Decimal(300_000),
    due=12,
    products=2,
)


@pytest.fixture(autouse=True)
def _monday():
    with dates.as_of(MONDAY):
        yield


@pytest.fixture
def known(monkeypatch):
    """The volumes that the later apps tell, by customer."""
    volumes: dict[int, Volume] = {}
    monkeypatch.setattr(
        providers,
        "VOLUMES",
        [providers.own_volumes, lambda pks, on: {pk: volumes[pk] for pk in pks if pk in volumes}],
    )
    return volumes


@pytest.fixture
def customer(am1, department_a):
    return CustomerFactory(account_manager=am1, department=department_a, created_at=MONDAY - timedelta(days=900))


def latest(customer) -> ValueReview:
    return customer.value_reviews.get(is_current=True)


# The review


def test_the_half_year_review_changes_the_grade_with_its_reasons_L13_2_7(customer, am1, known):
    known[customer.pk] = Volume(balance=Decimal(600_000), income=Decimal(40_000))
    review_values(by=am1)
    before = latest(customer)
    known[customer.pk] = RICH

    with dates.as_of(MONDAY + timedelta(days=182)):
        run = review_values(by=am1)

    after = latest(customer)
    assert (before.grade, after.grade, after.previous_grade) == ("ordinary", "vip", "ordinary")
    assert (run.customers, run.changed) == (1, 1)
    assert sum(Decimal(reason["points"]) for reason in after.reasons) == after.score
    assert [row.grade for row in customer.value_reviews.order_by("id")] == ["ordinary", "vip"]


def test_the_clock_reviews_who_is_due_once_and_whoever_came_lately_later(customer, am1, department_a, known):
    CustomerFactory(account_manager=am1, department=department_a, created_at=MONDAY - timedelta(days=30))

    reviewed = [review_all_values_due(on=TODAY), review_all_values_due(on=TODAY)]
    later = review_all_values_due(on=date(2027, 5, 22)), review_all_values_due(on=date(2027, 5, 23))

    assert (reviewed, later) == ([1, 0], (1, 1))
    assert latest(customer).cause == "interval"
    assert ValueRun.objects.count() == 3


def test_both_doors_of_the_clock_run_the_review(customer, known):
    assert tick() == []
    assert latest(customer).on == TODAY


def test_a_review_that_failed_is_tried_again_at_the_next_tick_and_one_that_did_not_is_not(customer, known, monkeypatch):
    def broken(pks, on):
        raise ValueError("volumes cannot be told")

    with monkeypatch.context() as patched:
        patched.setattr(providers, "VOLUMES", [broken])
        failed = tick()
    again = [tick(), tick()]

    assert (failed, again) == (["values"], [[], []])
    assert ValueRun.objects.count() == 1


def test_a_run_leaves_one_event_with_counts_and_the_hash_of_its_results(customer, am1, known):
    run = review_values(by=am1)

    event = AuditEvent.objects.get(action="review_values")
    assert event.details == {"on": "2026-11-23", "customers": 1, "changed": 0, "hash": run.content_hash}
    assert len(run.content_hash) == 64


def test_a_run_costs_the_same_for_three_customers_and_for_sixty(am1, department_a, dm1, known):
    counts = []
    for many in (3, 57):
        CustomerFactory.create_batch(many, account_manager=am1, department=department_a)
        manager = User.objects.get(pk=dm1.pk)  # whose roles are read anew each time
        with CaptureQueriesContext(connection) as queries:
            review_values(by=manager)
        # SQLite takes 999 values a statement, so that the rows of sixty customers go in by two.
        kept = [query for query in queries if query["sql"].startswith('INSERT INTO "customers_valuereview"')]
        counts.append(len(queries) - len(kept))

    assert counts[0] == counts[1]
    assert ValueReview.objects.filter(is_current=True).count() == 60


def test_a_second_review_of_a_day_that_says_the_same_adds_nothing(customer, am1, known):
    first, again = review_value(customer=customer, by=am1), review_value(customer=customer, by=am1)

    assert first.pk == again.pk
    assert actions_on(first) == ["review_value", "review_value"]


def test_a_changed_parameter_counts_from_its_day_and_old_reviews_keep_theirs(customer, am1, known):
    known[customer.pk] = RICH
    old = review_value(customer=customer, by=am1)
    Parameter.objects.create(
        name="value_least_vip", value="99.99", unit="points", valid_from=date(2026, 12, 1), basis="2026 年客戶政策"
    )

    with dates.as_of(MONDAY + timedelta(days=8)):
        new = review_value(customer=customer, by=am1)

    assert (old.grade, old.least["vip"]) == ("vip", "55")
    assert (new.grade, new.least["vip"]) == ("preferred", "99.99")


# By hand


def test_a_grade_set_by_hand_stands_until_its_day_and_the_computed_one_beside_it(customer, dm1, am1, known):
    set_value_grade(customer=customer, grade="vip", reason="集團主要企業均在本行", by=dm1)
    with dates.as_of(MONDAY + timedelta(days=90)):
        kept = review_value(customer=customer, by=am1)
    with dates.as_of(MONDAY + timedelta(days=181)):
        ended = review_value(customer=customer, by=am1)

    assert (kept.grade, kept.computed_grade, kept.why) == ("vip", "basic", "集團主要企業均在本行")
    assert (ended.grade, ended.held_until, ended.previous_grade) == ("basic", None, "vip")


@pytest.mark.parametrize("who", ["am1", "am2", "dm2", "risk1", "finance1", "auditor", "admin"])
def test_nobody_but_the_manager_of_the_department_sets_a_grade(customer, who, request):
    with pytest.raises(NotAllowed):
        set_value_grade(customer=customer, grade="vip", reason="大戶", by=request.getfixturevalue(who))

    assert not ValueReview.objects.exists()


@pytest.mark.parametrize(("grade", "reason"), [("gold", "大戶"), ("vip", " ")])
def test_a_grade_that_is_none_or_without_a_reason_is_refused(customer, dm1, grade, reason):
    with pytest.raises(InvalidInput):
        set_value_grade(customer=customer, grade=grade, reason=reason, by=dm1)


@pytest.mark.parametrize("who", ["am2", "am3", "dm2", "auditor", "finance1"])
def test_a_value_is_reviewed_by_who_keeps_or_manages_the_file(customer, who, request):
    with pytest.raises(NotAllowed):
        review_value(customer=customer, by=request.getfixturevalue(who))


# What hangs on it


def test_a_junior_account_manager_cannot_own_a_customer_graded_vip_or_marked_L13_1_2(customer, am2, dm1, am1, admin):
    give_grade(user=am2, grade="junior", basis="2026 年定級", by=admin)
    refused = []
    set_value_grade(customer=customer, grade="vip", reason="大戶", by=dm1)
    with pytest.raises(InvalidInput) as error:
        transfer_customer(customer=customer, to=am2, reason="調崗", by=dm1)
    refused.append(error.value.field)
    set_value_grade(customer=customer, grade="basic", reason="已結清", by=dm1)
    mark = set_mark(customer=customer, kind="key", reason="大戶", by=am1)
    with pytest.raises(InvalidInput) as error:
        transfer_customer(customer=customer, to=am2, reason="調崗", by=dm1)
    refused.append(error.value.field)
    lift_mark(mark=mark, reason="已結清", by=am1)

    transfer_customer(customer=customer, to=am2, reason="調崗", by=dm1)

    assert refused == ["to", "to"]
    assert Customer.objects.get().account_manager == am2


def test_the_file_of_a_key_customer_says_when_its_keeper_is_too_junior(customer, am1, dm1, admin, enter):
    give_grade(user=am1, grade="junior", basis="2026 年定級", by=admin)
    set_value_grade(customer=customer, grade="vip", reason="大戶", by=dm1)

    page = enter(dm1).get(reverse("customers:detail", args=[customer.number])).content.decode()

    assert "assigns another account manager" in page
    assert ">VIP</span>" in page


def test_the_manager_is_told_before_and_after_that_vip_asks_for_another_keeper_L13_1_2(
    customer, am1, dm1, dm2, admin, enter
):
    give_grade(user=am1, grade="junior", basis="2026 年定級", by=admin)
    client, room = enter(dm1), reverse("customers:value", args=[customer.number])
    sent = {"grade": "vip", "reason": "大戶"}

    before = client.get(room).content.decode()
    after = client.post(reverse("customers:value-grade", args=[customer.number]), sent, follow=True).content.decode()
    lines = {user: [task["what"] for group in home(user)["groups"] for task in group["tasks"]] for user in (dm1, dm2)}

    assert "VIP asks for another account manager" in before
    assert "The department manager assigns another account manager" in after
    assert (lines[dm1].count("Assign another account manager"), lines[dm2]) == (1, [])


def test_days_overdue_are_shown_as_a_deduction(customer, am1, enter):
    review_value(customer=customer, by=am1)

    page = enter(am1).get(reverse("customers:value", args=[customer.number])).content.decode()

    assert "deduction, up to 30 points" in page and "−30" in page


def test_top_customers_are_called_the_longest_without_a_contact_first_and_planned_in_two_clicks_L1_13(
    am1, dm1, department_a, enter
):
    files = [CustomerFactory(account_manager=am1, department=department_a, name=name) for name in ("甲", "乙", "丙")]
    for file, days in zip(files, (40, 90, 5), strict=True):
        set_value_grade(customer=file, grade="vip", reason="大戶", by=dm1)
        with dates.as_of(MONDAY - timedelta(days=days)):
            log_contact(customer=file, kind="call", result="已談", by=am1)
    CustomerFactory(account_manager=am1, department=department_a, name="丁")
    browser, url = enter(am1), reverse("customers:to-contact")
    home_lines = [(line["what"], line["why"]) for group in home(am1)["groups"] for line in group["tasks"]]

    listed = browser.get(f"{url}?view=key").context["rows"]
    form = browser.get(reverse("customers:contact-plan-new", args=[listed[0].number])).context["form"]
    browser.post(
        reverse("customers:contact-plan-new", args=[listed[0].number]),
        {name: str(form[name].value()) for name in form.fields},
    )

    assert [row.name for row in listed] == ["乙", "甲"]
    assert ("Contact key customers", "2 without a contact for 30 days") in home_lines
    plan = files[1].contact_plans.get()
    assert (plan.due_on, plan.status) == (date(2026, 11, 30), "planned")
    due = [line["call"] for group in browser.get(url).context["groups"] for line in group["calls"]]
    assert [(call.kind, call.who) for call in due] == [("plan", "乙")]

    settle = reverse("customers:to-contact-settle", args=["plan", plan.uuid])
    browser.post(settle, {f"{due[0].key}-day": "2026-12-07", "later": "1"})
    plan.refresh_from_db()
    assert (plan.due_on, plan.status) == (date(2026, 12, 7), "planned")
    browser.post(settle, {f"{due[0].key}-text": "已約下週見面", "done": "1"})
    plan.refresh_from_db()
    assert plan.status == "done" and files[1].contacts.filter(result="已約下週見面").exists()


def test_the_account_manager_sees_contribution_this_year_against_last_L9_1b(customer, am1, department_a, known, enter):
    less = CustomerFactory(account_manager=am1, department=department_a, name="利潤下降")
    known[customer.pk], known[less.pk] = RICH, Volume(income=Decimal(1000), income_before=Decimal(3000))
    review_values(by=am1)
    browser, url = enter(am1), reverse("customers:values")

    rows = [(row.customer, row.income, row.income_before, row.change) for row in browser.get(url).context["table"].data]
    fallen = [row.customer for row in browser.get(f"{url}?trend=down").context["table"].data]

    assert rows == [
        (customer, Decimal("360000.00"), Decimal("240000.00"), Decimal("120000.00")),
        (less, Decimal("1000.00"), Decimal("3000.00"), Decimal("-2000.00")),
    ]
    assert fallen == [less]
    room = browser.get(reverse("customers:value", args=[customer.number])).content.decode()
    assert "36.00" in room or "0.36" in room


def test_the_list_of_values_leaves_as_a_spreadsheet(customer, am1, known, enter):
    known[customer.pk] = RICH
    review_values(by=am1)

    sheet = load_workbook(io.BytesIO(enter(am1).get(f"{reverse('customers:values')}?export=xlsx").content)).active

    heads, row = list(sheet.values)
    assert row[0] == customer.name and 360_000 in row and 120_000 in row
    assert "Value grade" in heads


@pytest.mark.parametrize("route", ["customers:list", "customers:values"])
def test_the_lists_cost_the_same_for_three_customers_and_for_twenty(route, am1, dm1, department_a, enter, known):
    browser, counts = enter(am1), []
    for many in (3, 17):
        for file in CustomerFactory.create_batch(many, account_manager=am1, department=department_a):
            set_value_grade(customer=file, grade="vip", reason="大戶", by=dm1)
            plan_contact(customer=file, due_on=TODAY, aim="問用款計劃", by=am1)
        browser.get(reverse(route))
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse(route))
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 12


def test_area_stands_in_clear_without_street_or_number_and_follows_the_address(am1):
    customer = register_customer(by=am1, **{**COMPANY, "address": "廣東省東莞市虎門鎮富民路108號四樓"})

    assert customer.area == "东莞市虎门镇"
    assert list(Customer.objects.in_area("虎門鎮")) == [customer]
    assert list(Customer.objects.in_area("长安镇")) == []


@pytest.mark.parametrize("is_watched", [True, False])
def test_a_vip_who_is_to_be_watched_is_not_shown_as_a_vip_alone(client, am1, dm1, customer, is_watched):
    set_value_grade(customer=customer, grade="vip", reason="集團主要企業均在本行", by=dm1)
    if is_watched:
        set_mark(customer=customer, kind="watch", reason="主要客戶流失", by=am1)
    client.force_login(am1)

    badges = client.get(reverse("customers:detail", args=[customer.number])).context["badges"]

    assert [badge["tone"] for badge in badges].count("is-warn") == int(is_watched)
    assert len(badges) == 1 + is_watched


def test_a_vip_with_an_overdue_loan_is_shown_as_one_to_be_watched(client, am1, dm1, customer, monkeypatch):
    set_value_grade(customer=customer, grade="vip", reason="集團主要企業均在本行", by=dm1)
    monkeypatch.setattr(providers, "WATCHED", [lambda on, customers=None: set(customers) & {customer.pk}])
    client.force_login(am1)

    badges = client.get(reverse("customers:detail", args=[customer.number])).context["badges"]

    assert [badge["label"] for badge in badges][1:] == [MarkKind.WATCH.label]
