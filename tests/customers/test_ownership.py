"""Who keeps a customer: areas and industries, conflicts and rulings, transfers with their history (L13.1.3, L13.1.2)."""

import threading
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from applications.models import Application
from core import audit, dates
from core.errors import InvalidInput, NotAllowed, Stale, TransitionRefused
from core.models import Attachment, AuditEvent, Parameter
from customers import providers
from customers.first_contact import FirstContact, protection
from customers.models import Contact, Customer, OwnershipChange, OwnershipConflict, Territory
from customers.services import (
    add_row,
    delimit,
    end_territory,
    fill_section,
    give_evidence,
    grant_request,
    log_contact,
    open_conflict,
    register_customer,
    request_file,
    rule_conflict,
    transfer_customer,
    update_customer,
    withdraw_conflict,
)
from customers.territories import Ground, covers, judge, section_of
from desk.demo.customers import credit_code
from staff.models import RoleAssignment, User
from staff.services import give_grade
from tests.factories import ApplicationFactory, CustomerFactory, DepartmentFactory, person
from tests.security.pictures import png

COMPANY = {"kind": "company", "name": "永盛精密五金", "identity": credit_code("MA9YR001")}
ADDRESS = "廣東省東莞市虎門鎮連升路88號"


def company(by, **values):
    return register_customer(by=by, **{**COMPANY, **values})


def heard(conflict):
    """The keeper has had a say too, so that it may be ruled."""
    give_evidence(conflict=conflict, text="客戶一直由我維護", by=conflict.holder)
    return conflict


def refusal(call, error=InvalidInput, **values):
    with pytest.raises(error) as caught:
        call(**values)
    return caught.value


# Areas and industries


def test_the_department_manager_delimits_by_dated_rows(am1, dm1, dm2):
    refusal(delimit, NotAllowed, keeper=am1, kind="place", value="虎門鎮", by=dm2)
    refusal(delimit, NotAllowed, keeper=am1, kind="place", value="虎門鎮", by=am1)

    row = delimit(keeper=am1, kind="industry", value="c", by=dm1)
    refusal(delimit, keeper=am1, kind="industry", value="C", by=dm1)
    end_territory(territory=row, version=1, by=dm1)

    row.refresh_from_db()
    assert (row.value, row.made_by, row.valid_to) == ("C", dm1, row.valid_from)
    delimit(keeper=am1, kind="industry", value="C", by=dm1)


@pytest.mark.parametrize(
    ("kind", "value"), [("industry", "Z"), ("industry", "33999"), ("place", "市"), ("shape", "圓")]
)
def test_what_delimits_nothing_is_refused(am1, dm1, kind, value):
    refusal(delimit, keeper=am1, kind=kind, value=value, by=dm1)

    assert not Territory.objects.exists()


def test_a_customer_in_a_colleagues_area_stops_the_form_and_offers_a_conflict_L13_1_3(am1, am2, dm1):
    delimit(keeper=am1, kind="place", value="東莞市虎門鎮", by=dm1)

    error = refusal(company, by=am2, address=ADDRESS)
    customer = company(am2, address=ADDRESS, claim="其母公司是我的客戶")

    assert error.field == "claim" and am1.name in str(error)
    conflict = OwnershipConflict.objects.get(customer=customer)
    assert (conflict.claimant, conflict.holder, conflict.ground) == (am1, am2, "territory")
    assert conflict.evidence.get().text == "其母公司是我的客戶"


def test_an_area_of_several_account_managers_is_open_to_each_of_them(am1, am2, dm1):
    for keeper in (am1, am2):
        delimit(keeper=keeper, kind="industry", value="33", by=dm1)

    company(am2, details={"industry_code": "3399"})

    assert not OwnershipConflict.objects.exists()


def test_what_has_ended_or_not_begun_limits_nobody(am1, am2, dm1):
    delimit(keeper=am1, kind="industry", value="C", valid_from=date(2099, 1, 1), by=dm1)

    company(am2, details={"industry_code": "3399"})

    assert not OwnershipConflict.objects.exists()


GROUNDS = st.lists(
    st.builds(
        Ground,
        st.just("industry"),
        st.sampled_from(["A", "C", "G", "33", "339", "3399", "51", "5199"]),
        st.integers(1, 4),
    ),
    max_size=8,
)
CODES = st.sampled_from(["", "3399", "3311", "5199", "0111", "9999"])


@given(GROUNDS, CODES, st.randoms())
def test_the_order_of_the_delimitations_says_nothing(grounds, code, random):
    mixed = list(grounds)
    random.shuffle(mixed)

    assert judge(mixed, 1, "", code) == judge(grounds, 1, "", code)


@given(GROUNDS, CODES, st.integers(1, 4))
def test_rivals_cover_the_customer_and_are_never_oneself(grounds, code, keeper):
    judgement = judge(grounds, keeper, "", code)

    assert all(ground.keeper != keeper and covers(ground, "", code) for ground in judgement.rivals)
    assert not (judgement.rivals and judgement.outside)


@given(GROUNDS, CODES)
def test_somebody_may_always_register_a_customer_without_a_conflict(grounds, code):
    people = {ground.keeper for ground in grounds} | {1}

    assert any(not judge(grounds, keeper, "", code).rivals for keeper in people)


def test_the_narrowest_delimitation_decides():
    grounds = [Ground("place", "東莞市", 1), Ground("place", "东莞市虎门镇", 2)]

    assert judge(grounds, 1, ADDRESS, "").rivals == (grounds[1],)
    assert judge(grounds, 2, ADDRESS, "").rivals == ()
    assert judge(grounds, 1, "佛山市順德區", "").outside == ("place",)


def test_sections_of_the_standard():
    assert [section_of(code) for code in ("0111", "3399", "5199", "9799", "99", "")] == ["A", "C", "F", "T", "", ""]


# Conflicts


@pytest.fixture
def conflict(am1, am2, dm1):
    return open_conflict(customer=company(am1), reason="去年由我拜訪開發", by=am2)


def test_a_conflict_has_both_sides_evidence_a_deadline_and_a_ruling_that_is_kept(conflict, am1, am2, am3, dm1):
    upload = SimpleUploadedFile("visit.png", png())
    give_evidence(conflict=conflict, text="拜訪記錄", upload=upload, by=am2)
    give_evidence(conflict=conflict, text="客戶自 2024 年起由我維護", by=am1)
    refusal(give_evidence, NotAllowed, conflict=conflict, text="我也要", by=am3)

    rule_conflict(conflict=conflict, winner=am2, reason="證據充分", version=1, by=dm1)

    conflict.refresh_from_db()
    customer = Customer.objects.get(pk=conflict.customer_id)
    assert (conflict.status, conflict.ruled_for, customer.account_manager) == ("ruled", am2, am2)
    assert conflict.evidence.count() == 3 and conflict.due_on > conflict.created_at.date()
    assert (conflict.rulings.get().reason, conflict.rulings.get().made_by) == ("證據充分", dm1)
    assert OwnershipChange.objects.get().cause == "ruling"
    paper = Attachment.objects.get()
    assert (paper.case_uuid, paper.customer_uuid) == (None, None)


def test_a_ruling_for_the_keeper_confirms_and_moves_nothing(conflict, am1, dm1):
    heard(conflict)
    rule_conflict(conflict=conflict, winner=am1, reason="客戶原屬其名下", version=1, by=dm1)

    conflict.refresh_from_db()
    assert (conflict.status, conflict.customer.account_manager) == ("ruled", am1)
    assert not OwnershipChange.objects.exists()


def test_nobody_rules_on_the_own_claim_whatever_roles_they_hold(conflict, am1, am2, am3, dm2, department_a):
    heard(conflict)
    for person_ in (am1, am2):
        RoleAssignment.objects.create(
            user=person_, role="department_manager", department=department_a, valid_from=date(2020, 1, 1)
        )
        both = User.objects.get(pk=person_.pk)
        refusal(rule_conflict, NotAllowed, conflict=conflict, winner=both, reason="是我的", version=1, by=both)
    for other in (am3, dm2):
        refusal(rule_conflict, NotAllowed, conflict=conflict, winner=am2, reason="可以", version=1, by=other)

    assert OwnershipConflict.objects.open().count() == 1


def test_a_third_party_wins_nothing_and_an_ended_conflict_is_not_ruled_again(conflict, am1, am3, dm1):
    heard(conflict)
    refusal(rule_conflict, conflict=conflict, winner=am3, reason="給他", version=1, by=dm1)
    refusal(rule_conflict, Stale, conflict=conflict, winner=am1, reason="可以", version=7, by=dm1)
    rule_conflict(conflict=conflict, winner=am1, reason="可以", version=1, by=dm1)

    refusal(rule_conflict, TransitionRefused, conflict=conflict, winner=am1, reason="可以", version=3, by=dm1)
    refusal(give_evidence, TransitionRefused, conflict=conflict, text="補充", by=am1)


def test_between_two_departments_both_managers_rule_and_differing_leaves_it_open(am1, am3, dm1, dm2):
    conflict = heard(open_conflict(customer=company(am1), reason="客戶搬到順德", by=am3))

    rule_conflict(conflict=conflict, winner=am1, reason="本部客戶", version=1, by=dm1)
    rule_conflict(conflict=conflict, winner=am3, reason="已在順德經營", version=2, by=dm2)
    conflict.refresh_from_db()
    assert conflict.status == "open"
    rule_conflict(conflict=conflict, winner=am3, reason="同意二部意見", version=3, by=dm1)

    conflict.refresh_from_db()
    customer = Customer.objects.get(pk=conflict.customer_id)
    assert (conflict.status, customer.account_manager) == ("ruled", am3)
    assert customer.department == am3.assignments.get().department
    assert conflict.rulings.count() == 3


def test_the_same_ruling_twice_is_refused_and_the_other_managers_page_stays_fresh(am1, am3, dm1, dm2):
    conflict = heard(open_conflict(customer=company(am1), reason="客戶搬到順德", by=am3))
    rule_conflict(conflict=conflict, winner=am3, reason="已搬", version=1, by=dm1)

    error = refusal(rule_conflict, TransitionRefused, conflict=conflict, winner=am3, reason="已搬", version=2, by=dm1)
    rule_conflict(conflict=conflict, winner=am3, reason="已在順德經營", version=2, by=dm2)
    for manager in (dm1, dm2):
        refusal(rule_conflict, TransitionRefused, conflict=conflict, winner=am3, reason="已搬", version=3, by=manager)

    assert "other department" in str(error)
    assert conflict.rulings.count() == 2


def test_what_the_winner_had_asked_of_the_file_is_answered_by_the_ruling(am1, am2, dm1):
    customer = company(am1)
    asked = [request_file(customer=customer, kind=kind, reason="由我開發", by=am2) for kind in ("transfer", "access")]
    conflict = heard(open_conflict(customer=customer, reason="由我開發", by=am2))

    rule_conflict(conflict=conflict, winner=am2, reason="證據充分", version=1, by=dm1)

    for request in asked:
        request.refresh_from_db()
        assert (request.status, request.answered_by, request.answer) == ("granted", dm1, "證據充分")


def test_the_trail_says_in_words_what_was_asked_of_a_file(am1, am2, enter):
    customer = company(am1)
    request_file(customer=customer, kind="access", reason="聯合授信", by=am2)

    event = AuditEvent.objects.get(action="request_file")

    assert "Read the file" in audit.sentence(event)


def test_by_parameter_the_customers_department_rules_alone(am1, am3, dm1):
    Parameter.objects.filter(name="conflict_both_departments").update(value="0")
    conflict = heard(open_conflict(customer=company(am1), reason="客戶搬到順德", by=am3))

    rule_conflict(conflict=conflict, winner=am1, reason="本部客戶", version=1, by=dm1)

    conflict.refresh_from_db()
    assert conflict.status == "ruled"


def test_one_conflict_at_a_time_and_no_other_change_of_hands_meanwhile(conflict, am1, am2, am3, dm1):
    customer = conflict.customer
    request = request_file(customer=customer, kind="transfer", reason="換區", by=am2)

    refusal(open_conflict, customer=customer, reason="也是我的", by=am3)
    refusal(transfer_customer, customer=customer, to=am2, reason="換區", by=dm1)
    refusal(grant_request, request=request, version=1, by=am1)


def test_a_conflict_is_taken_back_by_who_opened_it(conflict, am1, am2):
    refusal(withdraw_conflict, NotAllowed, conflict=conflict, reason="不爭了", by=am1)
    withdraw_conflict(conflict=conflict, reason="已協商", by=am2)

    conflict.refresh_from_db()
    assert conflict.status == "withdrawn"


def test_only_the_sides_their_managers_and_the_auditor_see_a_conflict(
    conflict, am1, am2, am3, dm1, dm2, auditor, admin, risk1
):
    sees = {who.username for who in (am1, am2, am3, dm1, dm2, auditor, admin, risk1)
            if OwnershipConflict.objects.visible_to(who).exists()}  # fmt: skip

    assert sees == {"am1", "am2", "dm1", "auditor"}


def test_a_conflict_is_ruled_once_both_sides_have_spoken_or_on_the_last_day_for_it(conflict, am1, am2, dm1):
    error = refusal(rule_conflict, TransitionRefused, conflict=conflict, winner=am2, reason="可以", version=1, by=dm1)
    with dates.as_of(datetime.combine(conflict.due_on, time(4), UTC)):
        rule_conflict(conflict=conflict, winner=am2, reason="期限已到，對方未舉證", version=1, by=dm1)

    conflict.refresh_from_db()
    assert am1.name in str(error) and str(conflict.due_on) in str(error)
    assert (conflict.status, conflict.ruled_for) == ("ruled", am2)


def test_the_manager_has_three_working_days(conflict):
    assert conflict.due_on == dates.add_working_days(timezone.localdate(conflict.created_at), 3)


def test_the_first_contact_of_ninety_days_stands_as_evidence_and_protects_for_six_months(am1, am2):
    monday = datetime(2026, 11, 23, 2, tzinfo=UTC)
    with dates.as_of(monday - timedelta(days=120)):
        customer = company(am2)
        log_contact(customer=customer, kind="call", result="太早，不算", by=am2)
    with dates.as_of(monday - timedelta(days=40)):
        log_contact(customer=customer, kind="visit", result="看廠", by=am2)
    with dates.as_of(monday):
        conflict = open_conflict(customer=customer, reason="我開發的", by=am1)
        log_contact(customer=customer, kind="call", result="補記", happened_at=monday - timedelta(days=80), by=am2)

    first = Contact.objects.first_days(conflict, 90)

    assert first == {am2.pk: date(2026, 10, 14)}
    assert protection({**first, am1.pk: date(2026, 11, 2)}, 6) == {
        am2.pk: FirstContact(date(2026, 10, 14), date(2027, 4, 14)),
        am1.pk: FirstContact(date(2026, 11, 2), None),
    }


def test_evidence_sent_twice_stands_once(conflict, am1):
    for _click in range(2):
        give_evidence(conflict=conflict, text="客戶一直由我維護", by=am1)

    assert conflict.evidence.filter(given_by=am1).count() == 1


LATER = {
    "address": lambda customer: update_customer(
        customer=customer,
        version=customer.version,
        values={"address": ADDRESS},
        details={},
        by=customer.account_manager,
    ),
    "industry": lambda customer: update_customer(
        customer=customer,
        version=customer.version,
        values={},
        details={"industry_code": "1810"},
        by=customer.account_manager,
    ),
    "section": lambda customer: fill_section(
        customer=customer,
        section="business",
        version=customer.version,
        values={"industry_code": "1810"},
        by=customer.account_manager,
    ),
    "row": lambda customer: add_row(
        customer=customer,
        kind="addresses",
        values={"place": "actual", "address": ADDRESS},
        by=customer.account_manager,
    ),
}


@pytest.mark.parametrize("how", LATER)
def test_what_is_added_later_in_a_colleagues_field_opens_the_conflict_too_L13_1_3(how, am1, am2, dm1, enter):
    delimit(keeper=am1, kind="place", value="東莞市虎門鎮", by=dm1)
    delimit(keeper=am1, kind="industry", value="1810", by=dm1)
    customer = company(am2)

    LATER[how](customer)

    conflict = OwnershipConflict.objects.get()
    assert (conflict.claimant, conflict.holder, conflict.ground) == (am1, am2, "territory")
    assert am1.name in enter(am2).get(f"/customers/{customer.number}/").content.decode()


def test_a_field_that_was_ruled_on_opens_no_second_conflict(am1, am2, dm1):
    delimit(keeper=am1, kind="place", value="東莞市虎門鎮", by=dm1)
    customer = company(am2)
    LATER["address"](customer)
    conflict = OwnershipConflict.objects.get()
    for side in (am1, am2):
        give_evidence(conflict=conflict, text="我的客戶", by=side)
    rule_conflict(conflict=conflict, winner=am2, reason="總部在我區", version=1, by=dm1)
    customer.refresh_from_db()

    update_customer(customer=customer, version=customer.version, values={"address": ""}, details={}, by=am2)
    customer.refresh_from_db()
    LATER["address"](customer)

    assert OwnershipConflict.objects.count() == 1


# Transfers


def test_nobody_assigns_a_customer_to_himself(am1, dm1, department_a):
    person("dm1", "account_manager", department_a)

    assert refusal(transfer_customer, customer=company(am1), to=dm1, reason="調崗", by=dm1).field == "to"


def test_a_transfer_keeps_from_to_since_why_and_who_and_takes_the_open_work_along(am1, am2, am3, dm1, dm2):
    customer = company(am1)
    draft = ApplicationFactory(customer=customer, status="draft")
    closed = ApplicationFactory(customer=customer, status="declined")
    running = ApplicationFactory(customer=customer, status="investigating")

    refusal(transfer_customer, NotAllowed, customer=customer, to=am2, reason="調崗", by=dm2)
    refusal(transfer_customer, NotAllowed, customer=customer, to=am2, reason="調崗", by=am1)
    refusal(transfer_customer, customer=customer, to=am3, reason="調崗", by=dm1)
    refusal(transfer_customer, customer=customer, to=am1, reason="調崗", by=dm1)
    refusal(transfer_customer, customer=customer, to=am2, reason="", by=dm1)
    change = transfer_customer(customer=customer, to=am2, reason="調崗", by=dm1)

    assert (change.from_manager, change.to_manager, change.reason, change.made_by) == (am1, am2, "調崗", dm1)
    owners = dict(Application.objects.values_list("pk", "account_manager"))
    assert owners == {draft.pk: am2.pk, running.pk: am2.pk, closed.pk: am1.pk}
    assert Application.objects.get(pk=running.pk).lead_investigator == am1
    assert Application.objects.get(pk=draft.pk).lead_investigator == am2


def test_a_junior_account_manager_cannot_own_a_top_grade_customer_L13_1_2(am1, am2, dm1, admin, monkeypatch):
    customer = company(am1)
    give_grade(user=am2, grade="junior", basis="2026 年定級", by=admin)
    monkeypatch.setattr(providers, "IS_TOP", [lambda customer: True])

    error = refusal(transfer_customer, customer=customer, to=am2, reason="調崗", by=dm1)
    give_grade(user=am2, grade="senior", basis="2026 年晉級", by=admin)
    transfer_customer(customer=customer, to=User.objects.get(pk=am2.pk), reason="調崗", by=dm1)

    assert error.field == "to" and "Junior" in str(error)
    assert Customer.objects.get().account_manager == am2


def test_a_junior_account_manager_keeps_any_other_customer(am1, am2, dm1, admin):
    give_grade(user=am2, grade="junior", basis="2026 年定級", by=admin)

    transfer_customer(customer=company(am1), to=am2, reason="調崗", by=dm1)

    assert Customer.objects.get().account_manager == am2


def test_grades_are_dated_and_given_by_the_administrator_only(am1, dm1, admin):
    refusal(give_grade, NotAllowed, user=am1, grade="senior", basis="x", by=dm1)
    refusal(give_grade, NotAllowed, user=admin, grade="senior", basis="xx", by=admin)
    refusal(give_grade, user=am1, grade="chief", basis="定級", by=admin)
    refusal(give_grade, user=am1, grade="senior", basis=" ", by=admin)
    give_grade(user=am1, grade="junior", basis="定級", valid_from=date(2025, 1, 1), by=admin)
    give_grade(user=am1, grade="senior", basis="晉級", valid_from=date(2026, 1, 1), by=admin)

    assert [am1.grade(date(year, 6, 1)) for year in (2024, 2025, 2026)] == ["regular", "junior", "senior"]


# Races


def at_once(*calls):
    """What each answered, or the name of its refusal, begun at one moment."""
    told, barrier = [], threading.Barrier(len(calls))

    def run(call):
        barrier.wait()
        try:
            call()
            told.append("done")
        except (InvalidInput, Stale, TransitionRefused) as error:
            told.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return sorted(told)


def test_two_rulings_at_once_are_one_ruling(real_db):
    department = DepartmentFactory(code="A")
    am1, am2 = (person(name, "account_manager", department) for name in ("am1", "am2"))
    managers = [person(name, "department_manager", department) for name in ("dm1", "dm2")]
    conflict = heard(open_conflict(customer=company(am1), reason="我開發的", by=am2))

    told = at_once(
        lambda: rule_conflict(conflict=conflict, winner=am1, reason="留任", version=1, by=managers[0]),
        lambda: rule_conflict(conflict=conflict, winner=am2, reason="改派", version=1, by=managers[1]),
    )

    conflict.refresh_from_db()
    assert told == ["TransitionRefused", "done"]
    assert conflict.rulings.count() == 1
    assert Customer.objects.get().account_manager == conflict.ruled_for


def test_two_claims_at_once_open_one_conflict(real_db):
    department = DepartmentFactory(code="A")
    am1, am2, am3 = (person(name, "account_manager", department) for name in ("am1", "am2", "am3"))
    customer = CustomerFactory(account_manager=am1, department=department)

    told = at_once(*(lambda who=who: open_conflict(customer=customer, reason="我的", by=who) for who in (am2, am3)))

    assert told == ["InvalidInput", "done"]
    assert OwnershipConflict.objects.count() == 1
