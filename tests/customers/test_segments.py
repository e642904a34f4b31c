"""Saved lists: what they keep, whose they are, and the contacts that are planned from them."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core import dates
from core.errors import InvalidInput, NotAllowed
from core.models import AuditEvent
from customers.models import CompanyDetails, ContactPlan, Segment
from customers.services import (
    archive_segment,
    change_segment,
    drop_contact_plan,
    log_contact,
    plan_contact,
    plan_contacts,
    plan_visit,
    save_segment,
    set_value_grade,
)
from desk.providers import home
from tests.factories import CustomerFactory, actions_on

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
TODAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def _monday():
    with dates.as_of(MONDAY):
        yield


@pytest.fixture
def maker(am1, department_a):
    """A small metal works."""
    return company(am1, department_a, "3399", "small", name="五金廠", address="東莞市虎門鎮連升路 8 號")


def company(keeper, department, industry, size, **values):
    customer = CustomerFactory(account_manager=keeper, department=department, **values)
    CompanyDetails.objects.create(customer=customer, industry_code=industry, enterprise_size=size)
    return customer


def names(browser, **criteria) -> list[str]:
    return sorted(row.name for row in browser.get(reverse("customers:list"), criteria).context["table"].data)


# The filter


def test_a_segment_is_built_by_industry_size_and_grade_and_opened_in_one_click_L11_2_2(
    maker, am1, dm1, department_a, enter
):
    company(am1, department_a, "3399", "micro", name="小五金")
    company(am1, department_a, "5111", "small", name="批發")
    for customer in (maker,):
        set_value_grade(customer=customer, grade="preferred", reason="訂單穩定", by=dm1)
    browser = enter(am1)

    saved = browser.post(
        reverse("customers:segment-save"),
        {"criteria": "industry=c&size=small&grade=preferred", "name": "優質小型製造"},
    )
    page = browser.get(saved.url)

    assert [row.name for row in page.context["table"].data] == ["五金廠"]
    assert Segment.objects.get().criteria == {"industry": "c", "size": "small", "grade": "preferred"}
    assert saved.url in browser.get(reverse("customers:list")).content.decode()


@pytest.mark.parametrize(
    ("criteria", "found"),
    [
        ({"industry": "C"}, ["五金廠"]),
        ({"industry": "33"}, ["五金廠"]),
        ({"industry": "F"}, ["批發"]),
        ({"area": "虎门镇"}, ["五金廠"]),
        ({"area": "深圳"}, []),
        ({"size": "large"}, ["批發"]),
        ({"grade": "top"}, ["批發"]),
        ({"grade": "vip"}, ["批發"]),
        ({"grade": "none"}, ["五金廠"]),
        ({"silent_days": "30"}, ["五金廠"]),
        ({"silent_days": "10"}, ["五金廠", "批發"]),
        ({"next_contact": "planned"}, ["批發"]),
        ({"next_contact": "none"}, ["五金廠"]),
        ({"next_contact": "late"}, []),
        ({"account_manager": "am1"}, ["五金廠", "批發"]),
    ],
)
def test_the_list_is_filtered_by_industry_area_size_grade_silence_and_next_contact_L10_1(
    maker, am1, dm1, department_a, enter, criteria, found
):
    other = company(am1, department_a, "5111", "large", name="批發", address="東莞市長安鎮振安路 1 號")
    set_value_grade(customer=other, grade="vip", reason="大戶", by=dm1)
    with dates.as_of(MONDAY - timedelta(days=20)):
        log_contact(customer=other, kind="call", result="已談", by=am1)
    plan_visit(customer=other, planned_on=FRIDAY, aim="看倉庫", by=am1)

    assert names(enter(am1), **criteria) == found


def test_the_list_is_sorted_by_the_last_contact_and_shows_the_next_one(maker, am1, department_a, enter):
    spoken = [company(am1, department_a, "5111", "small", name=name) for name in ("近", "遠")]
    for customer, days in zip(spoken, (2, 200), strict=True):
        with dates.as_of(MONDAY - timedelta(days=days)):
            log_contact(customer=customer, kind="call", result="已談", by=am1)
    plan_contact(customer=maker, due_on=FRIDAY, aim="問用款計劃", by=am1)

    page = enter(am1).get(reverse("customers:list"), {"sort": "last_contact"})

    rows = [(row.get_cell_value("name"), row.get_cell_value("next_contact")) for row in page.context["table"].rows]
    assert rows == [("五金廠", FRIDAY), ("遠", None), ("近", None)]
    assert "200 days ago" in page.content.decode()


# Saved lists


def test_a_shared_list_holds_for_each_reader_only_the_customers_they_may_open(
    maker, am1, am2, am3, department_a, enter
):
    theirs = company(am2, department_a, "3312", "small", name="二號廠")
    shared = save_segment(name="製造", criteria={"industry": "C"}, is_shared=True, by=am1)
    url = reverse("customers:segment", args=[shared.uuid])

    held = {who: [row.name for row in enter(who).get(url).context["table"].data] for who in (am1, am2)}

    assert held == {am1: [maker.name], am2: [theirs.name]}
    assert enter(am3).get(url).status_code == 404


def test_a_list_is_renamed_and_put_away_by_its_owner_only_and_stays(am1, am2, enter):
    saved = save_segment(name="製造", criteria={"industry": "C"}, is_shared=True, by=am1)
    with pytest.raises(NotAllowed):
        change_segment(segment=saved, version=saved.version, name="別名", is_shared=True, by=am2)

    saved = change_segment(segment=saved, version=saved.version, name="製造業", is_shared=False, by=am1)
    archive_segment(segment=saved, by=am1)

    assert (saved.name, saved.department) == ("製造業", None)
    assert Segment.objects.get().archived_at is not None
    assert [s.name for s in enter(am1).get(reverse("customers:list")).context["segments"]] == []
    assert actions_on(saved) == ["save_segment", "change_segment.refused", "change_segment", "archive_segment"]


@pytest.mark.parametrize(
    "values",
    [
        {"criteria": {}},
        {"criteria": {"kind": " "}},
        {"criteria": {"colour": "red"}},
        {"criteria": {"q": "13900001357"}},
        {"criteria": {"q": "11010519491231002X"}},
        {"name": " "},
        {"name": "已有"},
    ],
)
def test_a_list_without_name_or_conditions_or_with_a_number_of_somebody_is_refused(am1, values):
    save_segment(name="已有", criteria={"kind": "company"}, by=am1)

    with pytest.raises(InvalidInput):
        save_segment(**{"name": "新", "criteria": {"kind": "person"}, **values}, by=am1)

    assert Segment.objects.count() == 1


def test_a_wrong_condition_is_told_and_nothing_is_saved(am1, enter):
    answer = enter(am1).post(
        reverse("customers:segment-save"), {"name": "新", "criteria": "industry=五金&kind=company"}, follow=True
    )

    assert "Type a section" in answer.content.decode()
    assert not Segment.objects.exists()


def test_a_list_whose_condition_is_gone_holds_nobody_rather_than_everybody(maker, am1, enter):
    saved = save_segment(name="舊同事", criteria={"account_manager": "gone"}, by=am1)

    page = enter(am1).get(reverse("customers:segment", args=[saved.uuid]))

    assert list(page.context["table"].data) == [] and page.context["is_broken"]


# Contacts from a list


def test_a_segment_becomes_contacts_to_make_one_per_customer_and_none_twice_L11_3_2(maker, am1, department_a, enter):
    others = [company(am1, department_a, "3312", "small", name=f"廠{n}") for n in range(3)]
    plan_contact(customer=others[0], due_on=TODAY, aim="問訂單", by=am1)
    saved = save_segment(name="製造", criteria={"industry": "C"}, by=am1)
    url, typed = (
        reverse("customers:segment-plan", args=[saved.uuid]),
        {"due_on": FRIDAY.isoformat(), "aim": "介紹新產品"},
    )
    browser = enter(am1)

    first = browser.post(url, {**typed, "which": "all"}, follow=True).content.decode()
    second = browser.post(url, {**typed, "which": "all"}, follow=True).content.decode()

    assert "3 contacts planned. 1 customer had one open already." in first
    assert "0 contacts planned. 4 customers had one open already." in second
    assert ContactPlan.objects.planned().count() == 4
    assert {plan.segment for plan in ContactPlan.objects.exclude(customer=others[0])} == {saved}
    lines = [line["what"] for group in home(am1)["groups"] for line in group["tasks"]]
    assert lines.count("Contact the customer") == 4
    assert AuditEvent.objects.filter(action="plan_contacts").count() == 2


def test_only_ticked_customers_are_planned_and_none_ticked_is_told(maker, am1, department_a, enter):
    company(am1, department_a, "3312", "small", name="二號廠")
    saved = save_segment(name="製造", criteria={"industry": "C"}, by=am1)
    url, typed = (
        reverse("customers:segment-plan", args=[saved.uuid]),
        {"due_on": FRIDAY.isoformat(), "aim": "介紹新產品"},
    )
    browser = enter(am1)

    none = browser.post(url, {**typed, "which": "chosen"})
    browser.post(url, {**typed, "which": "chosen", "chosen": maker.number})

    assert none.status_code == 422 and "Choose at least one customer" in none.content.decode()
    assert [plan.customer for plan in ContactPlan.objects.all()] == [maker]


def test_customers_of_others_are_counted_and_left_alone(maker, am1, am2, dm1, department_a):
    theirs = company(am2, department_a, "3312", "small")
    saved = save_segment(name="製造", criteria={"industry": "C"}, is_shared=True, by=am1)
    chosen = [maker.pk, theirs.pk]

    mine = plan_contacts(segment=saved, customers=chosen, due_on=FRIDAY, aim="介紹新產品", by=am1)
    department = plan_contacts(segment=saved, customers=chosen, due_on=FRIDAY, aim="介紹新產品", by=dm1)

    assert (mine.planned, mine.open_already, mine.not_yours) == (1, 0, 1)
    assert (department.planned, department.open_already, department.not_yours) == (1, 1, 0)
    assert theirs.contact_plans.get().planned_by == dm1


def test_a_day_that_has_passed_is_refused(maker, am1):
    with pytest.raises(InvalidInput) as caught:
        plan_contact(customer=maker, due_on=TODAY - timedelta(days=1), aim="介紹新產品", by=am1)

    assert caught.value.field == "due_on"


def test_the_next_contact_makes_what_was_planned_and_frees_the_customer_for_another(maker, am1):
    plan = plan_contact(customer=maker, due_on=FRIDAY, aim="介紹新產品", by=am1)
    log_contact(customer=maker, kind="message", result="已寄資料", by=am1)

    again = plan_contact(customer=maker, due_on=FRIDAY, aim="問意見", by=am1)

    plan.refresh_from_db()
    assert (plan.status, again.status) == ("done", "planned")
    assert actions_on(plan) == ["plan_contact", "log_contact"]


def test_a_planned_contact_is_dropped_with_a_reason_by_who_keeps_or_manages_the_file(maker, am1, am2, dm1):
    plan = plan_contact(customer=maker, due_on=FRIDAY, aim="介紹新產品", by=dm1)
    with pytest.raises(NotAllowed):
        drop_contact_plan(plan=plan, reason="不需要", by=am2)
    with pytest.raises(InvalidInput):
        drop_contact_plan(plan=plan, reason=" ", by=am1)

    plan = drop_contact_plan(plan=plan, reason="客戶已結清", by=am1)

    assert (plan.status, plan.reason) == ("dropped", "客戶已結清")


# For machines


def test_a_machine_filters_by_grade_saves_a_list_and_plans_its_contacts(maker, am1, dm1, enter):
    set_value_grade(customer=maker, grade="vip", reason="大戶", by=dm1)
    machine = enter(am1)

    found = machine.get("/api/v1/customers/?grade=vip&industry=C").json()["results"]
    wrong = machine.get("/api/v1/customers/?grade=gold").status_code
    saved = machine.post(
        "/api/v1/segments/", {"name": "製造", "criteria": {"industry": "C"}}, content_type="application/json"
    ).json()
    url = f"/api/v1/segments/{saved['uuid']}/plan-contacts/"
    asked = {"due_on": "2026-11-27", "aim": "介紹新產品", "customers": [maker.number]}
    planned = machine.post(url, asked, content_type="application/json").json()

    assert [row["number"] for row in found] == [maker.number] and wrong == 400
    assert planned == {"planned": 1, "open_already": 0, "not_yours": 0}


@pytest.mark.parametrize("criteria", [{"grade": "gold"}, {"colour": "red"}, {"silent_days": "-1"}])
def test_a_machine_is_told_which_condition_is_wrong(am1, enter, criteria):
    answer = enter(am1).post("/api/v1/segments/", {"name": "新", "criteria": criteria}, content_type="application/json")

    assert answer.status_code == 400 and list(answer.json()["criteria"]) == list(criteria)


def test_the_list_leaves_as_a_spreadsheet_with_what_the_page_has_no_room_for(maker, am1, enter):
    saved = save_segment(name="製造", criteria={"industry": "C"}, by=am1)

    answer = enter(am1).get(f"{reverse('customers:segment', args=[saved.uuid])}?export=xlsx")

    heads, row = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert heads[:4] == ("Name", "Number", "Kind", "Code ends in") and "Department" in heads and "Choose" not in heads
    assert row[0] == maker.name
