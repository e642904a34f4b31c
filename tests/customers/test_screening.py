"""Checks of parties (L1.1.1, L3.4): evidence, expiry, hits that only risk decides, and the lender's own lists."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.models import Party
from applications.providers import case_page
from applications.screening import party_checks, screening_lacks
from applications.services import (
    accept_application,
    open_application,
    record_case_checks,
    save_draft,
    submit_application,
)
from core import dates
from core.errors import InvalidInput, Missing, NotAllowed, Stale
from core.models import AuditEvent
from customers import screening
from customers.models import BlacklistEntry, CheckState, InsiderEntry, Screening, Source
from customers.providers import RelatedName
from customers.services import (
    add_insider,
    add_to_blacklist,
    ask_own_lists_about,
    check_customer,
    decide_hit,
    lift_entry,
    register_customer,
)
from desk.providers import home
from tests.factories import CustomerFactory, ProductVersionFactory, actions_on
from tests.security.pictures import png

pytestmark = pytest.mark.django_db
ASKED = {"borrower": ["enforcement", "registry", "identity", "blacklist", "insiders"], "guarantor": ["enforcement"]}
PERSON = {"kind": "person", "name": "陳麗華", "identity": "990102198403120423", "details": {}}
DRAFT = {
    "amount": Decimal(2_800_000),
    "term_months": 12,
    "method": "level_payment",
    "purpose": "採購冷軋鋼板及銅材，履行年度框架合同",
    "repayment_source": "經營回款",
    "security": ["unsecured"],
}


def paper():
    return SimpleUploadedFile("answer.png", png())


@pytest.fixture
def customer(am1, department_a):
    return CustomerFactory(account_manager=am1, department=department_a)


@pytest.fixture
def product(db):
    return ProductVersionFactory(screenings=ASKED)


@pytest.fixture
def case(customer, product, am1):
    application = open_application(customer=customer, product_version=product, by=am1)
    return save_draft(application=application, by=am1, **DRAFT)


def checked(customer, by, sources=("enforcement",), finding="clear", **values):
    given = {"note": "查詢結果", "file": paper(), **values}
    return check_customer(customer=customer, sources=list(sources), finding=finding, by=by, **given)


def clear(case, by):
    """Every check of the case that is made by hand, answered today."""
    chosen = [f"{p.customer.number}:{one.source}" for p in party_checks(case) for one in p.open]
    return record_case_checks(application=case, chosen=chosen, finding="clear", file=paper(), by=by)


def in_days(days):
    return dates.as_of(datetime.combine(dates.today() + timedelta(days=days), time(4), UTC))


def states(customer, *sources):
    return [one.state for one in screening.standings([(customer, sources)])]


# Recording


def test_several_sources_are_recorded_at_once_with_one_paper_valid_thirty_days(customer, am1):
    made = checked(customer, am1, ["enforcement", "judgments"])

    assert [one.source for one in made] == ["enforcement", "judgments"]
    assert len({one.file_id for one in made}) == 1
    assert {one.valid_to for one in made} == {dates.today() + timedelta(days=30)}
    assert actions_on(customer) == ["record_checks"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"file": None}, "file"),
        ({"file": None, "finding": "hit"}, "file"),
        ({"note": "", "finding": "hit"}, "note"),
        ({"note": "", "finding": "not_done", "file": None}, "note"),
        ({"finding": "maybe"}, "finding"),
        ({"sources": ["blacklist"]}, "sources"),
        ({"sources": ["identity"]}, "sources"),
        ({"sources": ["horoscope"]}, "sources"),
        ({"sources": []}, "sources"),
        ({"file": SimpleUploadedFile("a.png", b"none")}, "file"),
    ],
)
def test_a_check_without_evidence_or_of_the_wrong_source_is_refused(customer, am1, changed, field):
    with pytest.raises(InvalidInput) as caught:
        checked(customer, am1, **changed)

    assert (caught.value.field, Screening.objects.exists()) == (field, False)


def test_only_the_account_manager_and_the_people_of_a_case_record_checks(customer, am1, am2, risk1):
    for person in (am2, risk1):
        with pytest.raises(NotAllowed):
            checked(customer, person)


def test_a_guarantor_of_another_file_is_checked_by_the_people_of_the_case(case, am1, am3, department_b):
    guarantor = CustomerFactory(account_manager=am3, department=department_b)
    with pytest.raises(NotAllowed):
        checked(guarantor, am1)

    Party.objects.create(application=case, customer=guarantor, role="guarantor")

    assert len(checked(guarantor, am1)) == 1


def test_a_source_that_could_not_be_asked_counts_as_not_checked(customer, am1):
    checked(customer, am1, finding="not_done", note="網站維護", file=None)

    assert states(customer, "enforcement") == [CheckState.MISSING]


def test_a_check_runs_out_after_its_days(customer, am1):
    checked(customer, am1)

    with in_days(30):
        assert states(customer, "enforcement") == [CheckState.CLEAR]
    with in_days(31):
        assert states(customer, "enforcement") == [CheckState.EXPIRED]


def test_another_adapter_answers_its_source_by_itself(customer, am1, monkeypatch):
    monkeypatch.setitem(screening.ADAPTERS, Source.MEDIA, lambda one: screening.Answer("hit", "三則報導"))

    made = ask_own_lists_about(customer=customer, by=am1)

    assert {one.source: one.finding for one in made} == {"blacklist": "clear", "insiders": "clear", "media": "hit"}


# Hits


@pytest.mark.parametrize("reason", ["", "同名"])
def test_a_decision_says_how_long_its_reason_has_to_be(customer, am1, risk1, reason):
    (hit,) = checked(customer, am1, finding="hit")

    with pytest.raises(InvalidInput, match="at least 4 characters") as caught:
        decide_hit(check=hit, decision="false_match", reason=reason, version=1, by=risk1)

    assert caught.value.field == "reason"


def test_only_risk_decides_a_hit_and_the_decision_is_kept(customer, am1, dm1, risk1, auditor):
    (hit,) = checked(customer, am1, finding="hit")
    for person in (am1, dm1, auditor):
        with pytest.raises(NotAllowed):
            decide_hit(check=hit, decision="false_match", reason="同名不同人", version=1, by=person)

    decide_hit(check=hit, decision="false_match", reason="同名不同人", version=1, by=risk1)

    hit.refresh_from_db()
    assert (hit.decision, hit.decided_by) == ("false_match", risk1)
    assert actions_on(hit)[-1] == "decide_hit"
    assert states(customer, "enforcement") == [CheckState.FALSE_MATCH]


def test_a_hit_decided_anew_shows_the_decisions_before_with_who_when_and_why(customer, am1, risk1, enter):
    from tests.factories import person

    risk2 = person("risk2", "risk_officer")
    (hit,) = checked(customer, am1, finding="hit")
    url = reverse("customers:hit", args=[customer.number, hit.uuid])
    decide_hit(check=hit, decision="false_match", reason="同名不同人", version=1, by=risk1)
    first = enter(risk1).get(url)
    decide_hit(check=hit, decision="refuse", reason="身分證號相同", version=2, by=risk2)

    page = enter(risk2).get(url)

    assert first.context["earlier"] == []
    (told,) = page.context["earlier"]
    decided = AuditEvent.objects.filter(action="decide_hit").earliest("sequence")
    assert told == {"who": risk1.name, "when": decided.at, "what": "Somebody else: false match", "reason": "同名不同人"}
    text = page.content.decode()
    assert text.index("身分證號相同") < text.index("Decided before") < text.index("同名不同人")


def test_who_works_on_the_case_or_entered_the_hit_does_not_decide_it(customer, case, am1, department_a):
    from tests.factories import person

    person("am1", "risk_officer")
    both = type(am1).objects.get(pk=am1.pk)
    (hit,) = checked(customer, am1, finding="hit")

    with pytest.raises(NotAllowed, match="work on a case"):
        decide_hit(check=hit, decision="acceptable", reason="金額很小", version=1, by=both)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"decision": "perhaps"}, InvalidInput),
        ({"reason": "好"}, InvalidInput),
        ({"version": 7}, Stale),
    ],
)
def test_a_decision_without_reason_or_on_an_old_page_is_refused(customer, am1, risk1, changed, error):
    (hit,) = checked(customer, am1, finding="hit")

    with pytest.raises(error):
        decide_hit(
            **{"check": hit, "decision": "acceptable", "reason": "已經清償", "version": 1, "by": risk1, **changed}
        )


def test_what_is_clear_is_not_decided(customer, am1, risk1):
    (check,) = checked(customer, am1)

    with pytest.raises(InvalidInput):
        decide_hit(check=check, decision="acceptable", reason="已經清償", version=1, by=risk1)


def test_a_new_check_does_not_take_the_place_of_a_hit_that_waits_or_was_refused(customer, am1, risk1):
    (hit,) = checked(customer, am1, finding="hit")
    with pytest.raises(InvalidInput, match="risk decides"):
        checked(customer, am1)
    decide_hit(check=hit, decision="refuse", reason="失信被執行人", version=1, by=risk1)
    with pytest.raises(InvalidInput, match="risk decides"):
        checked(customer, am1)

    with in_days(31):
        assert states(customer, "enforcement") == [CheckState.REFUSED]
        checked(customer, am1)
        assert states(customer, "enforcement") == [CheckState.CLEAR]


# The case


def test_missing_checks_keep_a_draft_from_submission_named_by_party_L1_1_1(case, customer, am1, am3):
    guarantor = CustomerFactory(account_manager=am3)
    Party.objects.create(application=case, customer=guarantor, role="guarantor")

    with pytest.raises(Missing) as caught:
        submit_application(application=case, by=am1)

    points = [str(point) for point in caught.value.points]
    assert len(points) == 2
    assert customer.name in points[0] and "Court enforcement" in points[0] and "business registry" in points[0]
    assert "Identity check" not in points[0] and "blacklist" not in points[0]
    assert guarantor.name in points[1] and "Guarantor" in points[1]


def test_with_every_check_in_order_the_draft_is_submitted(case, am1):
    clear(case, am1)

    assert submit_application(application=case, by=am1).status == "submitted"


@pytest.mark.parametrize(
    ("decision", "words"),
    [("", "hit, waits for risk"), ("refuse", "hit, refused by risk"), ("acceptable", ""), ("false_match", "")],
)
def test_a_hit_stops_the_case_until_risk_has_let_it_go(case, customer, am1, risk1, decision, words):
    checked(customer, am1, ["registry"])
    (hit,) = checked(customer, am1, finding="hit")
    if decision:
        decide_hit(check=hit, decision=decision, reason="已經核對過", version=1, by=risk1)

    assert [words in sentence for sentence in screening_lacks(case)] == [True] * bool(words)
    assert len(case_page(am1, case, "overview").notices) == bool(words)


def test_an_expired_check_keeps_the_draft_and_stands_on_the_work_list(case, customer, am1):
    clear(case, am1)

    with in_days(31):
        assert "expired" in screening_lacks(case)[0]
        lines = [task for group in home(am1)["groups"] for task in group["tasks"]]
    assert [line["what"] for line in lines if line["who"] == customer.name] == [
        "Repeat the checks",
        "Finish and submit the application",
    ]


def test_a_hit_stands_on_the_work_list_of_risk_and_lets_the_draft_go_on_once_decided(case, customer, am1, risk1, enter):
    clear(case, am1)
    (hit,) = checked(customer, am1, ["registry"], finding="hit")
    url = reverse("customers:hit", args=[customer.number, hit.uuid])

    tasks = [task for group in home(risk1)["groups"] for task in group["tasks"]]
    assert [(task["what"], task["url"]) for task in tasks] == [("Decide a hit", url)]

    sent = {"decision": "false_match", "reason": "同名不同號", "version": 1}
    assert enter(risk1).post(url, sent).status_code == 302
    assert submit_application(application=case, by=am1).status == "submitted"


def test_a_hit_that_waits_or_was_refused_keeps_a_case_from_being_accepted(case, customer, am1, am2, dm1, risk1):
    clear(case, am1)
    submit_application(application=case, by=am1)
    add_to_blacklist(by=risk1, kind=customer.kind, name=customer.name, reason="提供虛假報表", origin="同業通報")
    assigned = {
        "application": case,
        "second_investigator": am2,
        "deadline": dates.today() + timedelta(days=20),
        "by": dm1,
    }

    with pytest.raises(InvalidInput) as waits:
        accept_application(**assigned)
    hit = Screening.objects.get(source="blacklist", finding="hit")
    decide_hit(check=hit, decision="refuse", reason="確為同一家", version=1, by=risk1)
    with pytest.raises(InvalidInput) as refused:
        accept_application(**assigned)
    decide_hit(check=hit, decision="false_match", reason="同名不同號", version=2, by=risk1)
    accept_application(**assigned)

    assert customer.name in str(waits.value) and str(refused.value) == str(waits.value)
    case.refresh_from_db()
    assert case.status == "accepted"


def test_a_case_takes_no_check_that_it_does_not_ask(case, customer, am1):
    with pytest.raises(InvalidInput) as caught:
        record_case_checks(application=case, chosen=[f"{customer.number}:tax"], finding="clear", file=paper(), by=am1)

    assert caught.value.field == "chosen"


def test_the_room_of_the_case_records_what_is_ticked(case, customer, am1, enter):
    url = reverse("applications:checks", args=[case.number])
    chosen = [f"{customer.number}:enforcement", f"{customer.number}:registry"]

    answer = enter(am1).post(url, {"chosen": chosen, "finding": "clear", "note": "", "file": paper()})

    assert (answer.status_code, screening_lacks(case)) == (302, [])
    assert "Nothing found" in enter(am1).get(url).content.decode()


def test_the_room_keeps_what_was_ticked_when_the_paper_is_missing(case, customer, am1, enter):
    url = reverse("applications:checks", args=[case.number])

    answer = enter(am1).post(url, {"chosen": [f"{customer.number}:registry"], "finding": "clear", "note": "已查"})

    page = answer.content.decode()
    assert answer.status_code == 422 and "Add the evidence" in page
    assert f'value="{customer.number}:registry" checked' in page


def test_a_product_without_screenings_asks_nothing_and_costs_no_query(customer, am1, django_assert_num_queries):
    application = open_application(customer=customer, product_version=ProductVersionFactory(), by=am1)

    with django_assert_num_queries(0):
        assert party_checks(application) == []


def test_the_checks_of_a_case_cost_the_same_however_many_parties_and_checks(case, am1, django_assert_num_queries):
    for _ in range(6):
        Party.objects.create(application=case, customer=CustomerFactory(account_manager=am1), role="guarantor")
    clear(case, am1)

    with django_assert_num_queries(4):
        assert len(party_checks(case)) == 7


# The lender's own lists


LISTED = {"kind": "person", "name": "陳麗華", "reason": "曾提供虛假資料", "origin": "同業通報"}


def blacklisted(by, **values):
    given = {"kind": "person", "name": "陳麗華", "reason": "曾提供虛假資料", "origin": "同業通報"}
    return add_to_blacklist(by=by, **{**given, **values})


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ({"identity": PERSON["identity"], "name": "另一個名字"}, True),
        ({"name": "陈丽华"}, True),
        ({"name": "陈丽华", "birth_date": date(1984, 3, 12)}, True),
        ({"name": "陈丽华", "birth_date": date(1985, 3, 12)}, False),
        ({"identity": "99010319740418331X"[:17] + "5"}, False),
        ({"name": "陳麗華", "kind": "company"}, False),
    ],
)
def test_the_blacklist_finds_by_identity_or_by_folded_name_and_day_of_birth(am1, risk1, entry, found):
    if entry.get("identity", "").startswith("9901031974"):
        from desk.demo.customers import person_number

        entry = {"identity": person_number(date(1974, 4, 18), 331)}
    customer = register_customer(by=am1, **PERSON)
    blacklisted(risk1, **entry)

    assert states(customer, "blacklist") == [CheckState.UNDECIDED if found else CheckState.CLEAR]
    assert bool(screening.ask_blacklist(customer).matched) is found


def test_an_entry_that_was_lifted_or_has_run_out_is_not_found(am1, risk1):
    customer = register_customer(by=am1, **PERSON)
    lifted = blacklisted(risk1)
    blacklisted(risk1, valid_to=dates.today())
    lift_entry(entry=lifted, reason="已經澄清", version=1, by=risk1)

    with in_days(1):
        assert screening.ask_blacklist(customer).matched == []
    with pytest.raises(InvalidInput):
        lift_entry(entry=lifted, reason="已經澄清", version=2, by=risk1)


PASSPORT = {"identity_type": "passport", "identity": "p 6666-0001"}


@pytest.mark.parametrize("is_first", [True, False])
def test_the_blacklist_takes_a_passport_or_pass_and_finds_it_whatever_the_name(am1, risk1, enter, is_first):
    if is_first:
        enter(risk1).post(reverse("customers:own-list", args=["blacklist"]), {**LISTED, **PASSPORT})
    customer = register_customer(
        kind="person", name="Chen Lihua", identity="P66660001", identity_type="passport", by=am1
    )
    if not is_first:
        enter(risk1).post(
            reverse("api:blacklist-list"), {**LISTED, **PASSPORT, "birth_date": None}, content_type="application/json"
        )

    entry = BlacklistEntry.objects.get()
    page = enter(risk1).get(reverse("customers:list-entry", args=["blacklist", entry.uuid])).content.decode()
    assert (entry.identity_type, entry.identity, entry.identity_tail) == ("passport", "P66660001", "0001")
    assert "Passport" in page and "0001" in page and "P66660001" not in page
    assert states(customer, "blacklist") == [CheckState.UNDECIDED]


def test_without_a_type_an_entry_takes_the_usual_number_and_a_wrong_type_is_said_at_its_field(risk1):
    person = blacklisted(risk1, identity=PERSON["identity"])
    unknown = blacklisted(risk1)
    pass_of = {"identity_type": "hk_macao_pass", "identity": "H12345678"}

    assert (person.identity_type, person.birth_date) == ("resident_id", date(1984, 3, 12))
    assert unknown.identity_type == ""
    assert blacklisted(risk1, **pass_of, birth_date=date(1984, 3, 12)).birth_date == date(1984, 3, 12)
    for wrong, field in (
        ({**pass_of, "kind": "company"}, "identity_type"),
        ({**pass_of, "identity": "12345"}, "identity"),
        ({"identity": "P66660001"}, "identity"),
    ):
        with pytest.raises(InvalidInput) as caught:
            blacklisted(risk1, **wrong)
        assert caught.value.field == field


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "陳"},
        {"reason": ""},
        {"origin": ""},
        {"kind": "ghost"},
        {"identity": "123"},
        {"valid_to": date(2020, 1, 1)},
    ],
)
def test_an_entry_without_name_reason_or_origin_is_refused(risk1, changed):
    with pytest.raises(InvalidInput):
        blacklisted(risk1, **changed)


def test_only_risk_keeps_the_blacklist_and_the_administrator_the_insiders(am1, dm1, admin, risk1):
    for person in (am1, dm1, admin):
        with pytest.raises(NotAllowed):
            blacklisted(person)
    for person in (am1, dm1):
        with pytest.raises(NotAllowed):
            add_insider(kind="person", name="陸小芳", reason="前臺職員", relation="employee", by=person)

    entry = add_insider(kind="person", name="陸小芳", reason="前臺職員", relation="employee", by=admin)

    with pytest.raises(NotAllowed):
        lift_entry(entry=entry, reason="已經離職", version=1, by=am1)
    with pytest.raises(InvalidInput):
        add_insider(kind="person", name="陸小芳", reason="前臺職員", relation="friend", by=admin)


def test_the_identity_of_an_entry_is_sealed_and_not_in_the_trail(am1, risk1):
    entry = blacklisted(risk1, identity=PERSON["identity"])

    kept = type(entry).objects.filter(pk=entry.pk).values_list("identity", flat=True).get()
    assert kept.startswith("v1:") and entry.identity_tail == "0423"
    assert PERSON["identity"] not in str(list(AuditEvent.objects.values_list("details", flat=True)))


def test_an_employee_related_borrower_raises_a_conflict_that_only_risk_clears_L3_4(product, am1, dm1, risk1):
    add_insider(kind="person", name="陳麗華", reason="客戶經理之妻", relation="relative", by=risk1)
    customer = register_customer(by=am1, **PERSON)

    application = open_application(customer=customer, product_version=product, by=am1)

    notice = case_page(am1, application, "overview").notices[0]
    hit = Screening.objects.get(customer=customer, source="insiders")
    assert (notice["title"], notice["tone"]) == ("Conflict of interest: 陳麗華", "is-late")
    for person in (am1, dm1):
        with pytest.raises(NotAllowed):
            decide_hit(check=hit, decision="acceptable", reason="已經迴避", version=1, by=person)
    decide_hit(check=hit, decision="acceptable", reason="已迴避，按一般條件", version=1, by=risk1)
    assert case_page(am1, application, "overview").notices == []


def test_relations_that_show_an_insider_are_a_hit_too(customer, am1, monkeypatch):
    monkeypatch.setattr(screening, "RELATED_NAMES", [lambda one: [RelatedName(uuid4(), "林曉雯之配偶")]])

    made = {one.source: one for one in ask_own_lists_about(customer=customer, by=am1)}

    assert (made["insiders"].finding, made["insiders"].note) == ("hit", "林曉雯之配偶")


def test_a_false_match_of_the_same_entries_stays_one_when_the_list_is_looked_up_again(am1, risk1):
    customer = register_customer(by=am1, **PERSON)
    blacklisted(risk1)
    hit = customer.screenings.get(finding="hit")
    decide_hit(check=hit, decision="false_match", reason="身分證號不同", version=1, by=risk1)

    with in_days(31):
        ask_own_lists_about(customer=customer, by=am1)
        assert states(customer, "blacklist") == [CheckState.FALSE_MATCH]
    blacklisted(risk1, reason="另一宗案件")
    with in_days(31):
        assert states(customer, "blacklist") == [CheckState.UNDECIDED]


SPELLINGS = [("軍字第1234567號", "军字1234567"), ("H12345678", "H1234567801"), ("1234567801", "12345678")]


@pytest.mark.parametrize("model", [BlacklistEntry, InsiderEntry])
@pytest.mark.parametrize(("kept", "typed"), SPELLINGS)
def test_a_list_of_ours_knows_any_spelling_of_a_paper(risk1, migrate_step, model, kept, typed):
    entry = model.objects.create(kind="person", name="陳大文", identity=kept, reason="曾提供虛假資料", added_by=risk1)
    asked = {"kind": "person", "numbers": [typed], "name": "Chan Tai Man", "birth_date": None}

    before = list(model.objects.fitting(**asked))
    model.objects.update(identity_index="as spelt")
    migrate_step("customers", "0009_one_form_everywhere", "index_again")

    assert before == list(model.objects.fitting(**asked)) == [entry]
