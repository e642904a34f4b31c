"""What a merge leaves in force: hits that risk has not let go, what the lists say of the whole file, and “same”."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from applications.screening import hits_to_decide
from core import dates
from core.errors import InvalidInput
from customers import screening
from customers.models import CheckState, Customer, LookAlike, Screening
from customers.services import (
    Outside,
    add_insider,
    add_relation,
    add_row,
    add_to_blacklist,
    ask_merge,
    ask_own_lists_about,
    check_customer,
    confirm_merge,
    decide_hit,
    decide_look_alike,
    end_relation,
    grant_request,
    register_customer,
    request_file,
)
from desk.demo.customers import person_number
from desk.providers import home
from tests.factories import CustomerFactory
from tests.security.pictures import png

pytestmark = pytest.mark.django_db
PHONE = "13800000012"
LISTED = {"kind": "person", "name": "蔣立山", "reason": "曾提供虛假資料", "origin": "同業通報"}


def listed_and_clear(am1, am2, risk1):
    """One customer in two files: under the passport and the name that is listed, and under another name, clear."""
    add_to_blacklist(by=risk1, **LISTED)
    paper = {"identity_type": "passport", "identity": "P66660001", "phone": PHONE}
    hit = register_customer(kind="person", name="蔣立山", by=am2, **paper)
    clear = register_customer(
        kind="person", name="蔣立珊", identity=person_number(date(1974, 4, 18), 331), phone=PHONE, by=am1
    )
    return hit, clear


def joined(survivor, merged, by, manager, reason="同一人兩張證件"):
    pair = LookAlike.objects.of(survivor).of(merged).get()
    if pair.status == "open":
        decide_look_alike(pair=pair, verdict="same", reason=reason, by=by)
        pair.refresh_from_db()
    if survivor.account_manager != merged.account_manager:
        other = merged if survivor.account_manager == by else survivor
        wish = request_file(customer=other, kind="access", reason="合併", by=by)
        grant_request(request=wish, version=1, by=other.account_manager)
    merge = ask_merge(pair=pair, survivor=survivor, choices={}, reason="重複建檔", by=by)
    confirm_merge(merge=merge, version=1, by=manager)
    return Customer.objects.get(pk=survivor.pk)


def state(customer, source="blacklist"):
    (one,) = screening.standings([(customer, [source])])
    return one.state


def checked(customer, by, finding="clear"):
    paper = SimpleUploadedFile("a.png", png())
    (made,) = check_customer(
        customer=customer, sources=["enforcement"], finding=finding, note="查詢結果", file=paper, by=by
    )
    return made


def in_days(days):
    return dates.as_of(datetime.combine(dates.today() + timedelta(days=days), time(4), UTC))


@pytest.mark.parametrize("keeps_listed", [True, False])
def test_a_merge_leaves_an_undecided_hit_in_force_whichever_file_stays(am1, am2, dm1, risk1, keeps_listed, enter):
    hit, clear = listed_and_clear(am1, am2, risk1)
    assert (state(hit), state(clear)) == (CheckState.UNDECIDED, CheckState.CLEAR)

    survivor = joined(*((hit, clear) if keeps_listed else (clear, hit)), am1, dm1)

    assert state(survivor) == CheckState.UNDECIDED
    assert [one.customer for one in hits_to_decide(risk1)] == [survivor]
    tasks = [task for group in home(risk1)["groups"] for task in group["tasks"]]
    assert [(task["what"], task["who"]) for task in tasks] == [("Decide a hit", survivor.name)]
    page = enter(risk1).get(f"/customers/{survivor.number}/checks/").content.decode()
    assert "Cases of this customer stand still" in page


@pytest.mark.parametrize("keeps_listed", [True, False])
def test_a_refused_hit_stays_refused_after_a_merge_and_a_new_look_up_waits_for_its_end(
    am1, am2, dm1, risk1, keeps_listed
):
    hit, clear = listed_and_clear(am1, am2, risk1)
    check = Screening.objects.get(customer=hit, finding="hit")
    decide_hit(check=check, decision="refuse", reason="確為本人", version=1, by=risk1)

    survivor = joined(*((hit, clear) if keeps_listed else (clear, hit)), am1, dm1)

    assert state(survivor) == CheckState.REFUSED
    assert ask_own_lists_about(customer=survivor, by=survivor.account_manager) != []
    assert state(survivor) == CheckState.REFUSED
    with in_days(31):
        ask_own_lists_about(customer=survivor, by=survivor.account_manager)
        assert state(survivor) == CheckState.UNDECIDED


def test_each_hit_of_two_files_is_decided_and_then_one_look_up_follows_both(am1, dm1, risk1):
    files = [
        register_customer(kind="person", name=name, identity=person_number(date(1974, 4, 18), at), phone=PHONE, by=am1)
        for name, at in (("蔣立山", 331), ("蔣立珊", 333))
    ]
    hits = [checked(file, am1, "hit") for file in files]

    survivor = joined(*files, am1, dm1)

    assert hits_to_decide(risk1) == hits
    for left, check in zip((CheckState.UNDECIDED, CheckState.FALSE_MATCH), reversed(hits), strict=True):
        decide_hit(check=check, decision="false_match", reason="同名不同人", version=1, by=risk1)
        assert state(survivor, "enforcement") == left
    checked(survivor, am1)
    assert state(survivor, "enforcement") == CheckState.CLEAR
    assert Screening.objects.newest().filter(customer=survivor, source="enforcement").count() == 1


@pytest.mark.parametrize("is_first", [True, False])
def test_the_worse_of_two_answers_counts_and_a_later_one_takes_its_place(am1, dm1, is_first):
    files = [
        register_customer(kind="person", name=name, identity=person_number(date(1974, 4, 18), at), phone=PHONE, by=am1)
        for name, at in (("蔣立山", 331), ("蔣立珊", 333))
    ]
    for file, finding in zip(files, ("not_done", "clear") if is_first else ("clear", "not_done"), strict=True):
        checked(file, am1, finding)

    survivor = joined(*files, am1, dm1)

    assert state(survivor, "enforcement") == CheckState.MISSING
    checked(survivor, am1)
    assert state(survivor, "enforcement") == CheckState.CLEAR


def test_the_lists_are_asked_about_the_whole_file_and_its_former_names_stay_known(am1, am2, dm1, risk1):
    hit, clear = listed_and_clear(am1, am2, risk1)
    Screening.objects.all().delete()

    survivor = joined(clear, hit, am1, dm1)
    (asked,) = Screening.objects.filter(customer=survivor, source="blacklist")

    assert (asked.finding, asked.is_automatic, asked.checked_by) == ("hit", True, dm1)
    decide_hit(check=asked, decision="false_match", reason="同名不同人", version=1, by=risk1)
    add_to_blacklist(by=risk1, **{**LISTED, "reason": "另一宗案件"})
    assert state(survivor) == CheckState.UNDECIDED


def test_an_entry_that_neither_file_fitted_before_is_a_hit_of_its_own_beside_the_one_that_waits(am1, am2, dm1, risk1):
    hit, clear = listed_and_clear(am1, am2, risk1)
    later = add_to_blacklist(by=risk1, **{**LISTED, "reason": "另一宗案件"})

    survivor = joined(clear, hit, am1, dm1)

    found = hits_to_decide(risk1)
    assert [len(check.matched) for check in found] == [1, 1] and found[1].matched == [str(later.uuid)]
    assert {check.customer for check in found} == {survivor}


def test_hits_that_an_earlier_merge_covered_count_again(am1, am2, risk1, migrate_step):
    hit, clear = listed_and_clear(am1, am2, risk1)
    Screening.objects.filter(customer=hit).update(customer=clear)
    assert state(clear) == CheckState.CLEAR

    migrate_step("customers", "0010_checks_of_merged_files", "let_hits_count")

    assert state(clear) == CheckState.UNDECIDED


# “Same” and a third file


@pytest.mark.parametrize(("first", "then"), [("refuse", CheckState.REFUSED), ("", CheckState.UNDECIDED)])
def test_a_new_entry_takes_the_place_of_no_hit_that_risk_has_not_let_go(am1, risk1, first, then):
    add_to_blacklist(by=risk1, **LISTED)
    customer = register_customer(
        kind="person", name="蔣立山", identity=person_number(date(1974, 4, 18), 331), phone=PHONE, by=am1
    )
    if first:
        decide_hit(
            check=Screening.objects.get(source="blacklist"), decision=first, reason="確為本人", version=1, by=risk1
        )

    add_to_blacklist(by=risk1, **LISTED | {"origin": "法院公告"})
    second = Screening.objects.filter(customer=customer, source="blacklist").latest("pk")
    decide_hit(check=second, decision="false_match", reason="公告另有其人", version=1, by=risk1)

    assert state(customer) == then
    assert len(Screening.objects.filter(customer=customer, source="blacklist").newest()) == 2


def test_every_entry_is_a_hit_of_its_own_and_decided_ones_stay_decided_when_the_list_is_asked_again(am1, risk1):
    customer = register_customer(
        kind="person", name="蔣立山", identity=person_number(date(1974, 4, 18), 331), phone=PHONE, by=am1
    )
    for origin in ("同業通報", "法院公告"):
        add_to_blacklist(by=risk1, **LISTED | {"origin": origin})
    waiting = list(Screening.objects.filter(customer=customer).undecided())
    for hit in waiting:
        decide_hit(check=hit, decision="false_match", reason="同名不同號", version=1, by=risk1)
    ask_own_lists_about(customer=customer, by=am1)
    after = state(customer)
    add_to_blacklist(by=risk1, **LISTED | {"origin": "報紙"})
    ask_own_lists_about(customer=customer, by=am1)

    assert len(waiting) == 2
    assert (after, state(customer)) == (CheckState.FALSE_MATCH, CheckState.UNDECIDED)


def test_a_hit_that_was_covered_counts_again_once_risk_refuses_it(am1, risk1):
    customer = register_customer(
        kind="person", name="蔣立山", identity=person_number(date(1974, 4, 18), 331), phone=PHONE, by=am1
    )
    for origin in ("同業通報", "法院公告"):
        add_to_blacklist(by=risk1, **LISTED | {"origin": origin})
    for hit in Screening.objects.filter(customer=customer).undecided():
        decide_hit(check=hit, decision="false_match", reason="同名不同號", version=1, by=risk1)
    ask_own_lists_about(customer=customer, by=am1)
    oldest = Screening.objects.filter(customer=customer, finding="hit").earliest("pk")

    decide_hit(check=oldest, decision="refuse", reason="覆核後確為本人", version=2, by=risk1)
    refused = state(customer)
    decide_hit(check=oldest, decision="false_match", reason="再核：另有其人", version=3, by=risk1)

    assert (refused, state(customer)) == (CheckState.REFUSED, CheckState.FALSE_MATCH)


def related(customer, name, kind, by):
    return add_relation(
        customer=customer,
        kind=kind,
        end="subject",
        valid_from=date(2020, 1, 1),
        source="register",
        outside=Outside("person", name),
        by=by,
    )


def test_a_relation_that_risk_found_harmless_is_not_asked_about_again(am1, risk1):
    for name in ("林青原", "周慧"):
        add_insider(kind="person", name=name, reason="本機構員工", relation="employee", by=risk1)
    customer = register_customer(
        kind="person", name="蔣立山", identity=person_number(date(1974, 4, 18), 331), phone=PHONE, by=am1
    )
    first = related(customer, "林青原", "spouse", am1)
    ask_own_lists_about(customer=customer, by=am1)
    found_harmless(customer, risk1)

    with translation.override("zh-hant"):
        ask_own_lists_about(customer=customer, by=am1)
    again = state(customer, "insiders")
    related(customer, "周慧", "sibling", am1)
    ask_own_lists_about(customer=customer, by=am1)
    with_another = state(customer, "insiders")
    found_harmless(customer, risk1)
    end_relation(relation=first, ended_on=dates.today(), reason="已離婚", version=first.version, by=am1)
    ask_own_lists_about(customer=customer, by=am1)

    assert (again, with_another) == (CheckState.FALSE_MATCH, CheckState.UNDECIDED)
    assert state(customer, "insiders") == CheckState.FALSE_MATCH


def found_harmless(customer, by):
    hit = Screening.objects.filter(customer=customer, source="insiders").undecided().get()
    decide_hit(check=hit, decision="false_match", reason="已經離職", version=1, by=by)


def test_two_false_matches_are_not_asked_about_again_by_a_merge(am1, am2, dm1, risk1):
    hit, clear = listed_and_clear(am1, am2, risk1)
    add_to_blacklist(by=risk1, **LISTED | {"name": "蔣立珊"})
    for one in Screening.objects.undecided():
        decide_hit(check=one, decision="false_match", reason="同名不同號", version=1, by=risk1)

    joined(clear, hit, am1, dm1)

    assert state(clear) == CheckState.FALSE_MATCH


def three_files(by):
    return [
        register_customer(kind="person", name=name, identity=person_number(date(1988, 7, 16), at), phone=PHONE, by=by)
        for name, at in (("黃嘉欣", 24), ("黃加欣", 26), ("黃家欣", 28))
    ]


def said(first, second, verdict, by):
    decide_look_alike(pair=LookAlike.objects.of(first).of(second).get(), verdict=verdict, reason="核對證件", by=by)


def test_what_was_found_the_same_as_a_merged_file_is_the_same_as_its_survivor(am1, dm1):
    first, second, third = three_files(am1)
    LookAlike.objects.of(first).of(third).delete()
    said(second, third, "same", dm1)
    decided = LookAlike.objects.of(second).of(third).get()

    joined(first, second, am1, dm1)

    carried = LookAlike.objects.of(first).of(third).get()
    assert (carried.status, carried.reason, carried.grounds) == ("same", "核對證件", ["phone"])
    assert (carried.decided_by, carried.decided_at) == (dm1, decided.decided_at)
    decided.refresh_from_db()
    assert decided.status == "settled"
    ask_merge(pair=carried, survivor=first, choices={}, reason="重複建檔", by=am1)


def test_an_open_pair_of_the_survivor_takes_the_word_over_and_one_found_different_is_asked_again(am1, dm1):
    first, second, third = three_files(am1)
    said(second, third, "same", am1)
    fourth = register_customer(
        kind="person", name="黃佳欣", identity=person_number(date(1988, 7, 16), 30), phone=PHONE, by=am1
    )
    said(second, fourth, "same", am1)
    said(first, fourth, "different", am1)

    joined(first, second, am1, dm1)

    assert LookAlike.objects.of(first).of(third).get().status == "same"
    asked = LookAlike.objects.of(first).of(fourth).get()
    assert (asked.status, asked.decided_by) == ("open", None)


def test_a_word_over_a_paper_the_survivor_does_not_know_leaves_what_a_manager_found_to_be_asked_again(am1, dm1):
    first, second, third = three_files(am1)
    said(first, third, "different", dm1)
    said(second, third, "same", am1)
    LookAlike.objects.of(second).of(third).update(grounds=["paper"], papers=["passport:1"])

    joined(first, second, am1, dm1)

    asked = LookAlike.objects.of(first).of(third).get()
    assert (asked.status, asked.decided_by, asked.papers) == ("open", None, ["passport:1"])


def test_another_paper_that_both_files_claim_is_asked_about_anew(am1, am2, dm1, department_a):
    owner = CustomerFactory(
        account_manager=am1, department=department_a, kind="person", identity_type="passport", identity="E11111111"
    )
    pass_of_owner = {"paper_type": "hk_macao_pass", "paper_number": "H12345678"}
    add_row(customer=owner, kind="papers", values=pass_of_owner, by=am1)
    other = CustomerFactory(
        account_manager=am2, department=department_a, kind="person", identity_type="taiwan_id", identity="A123456789"
    )

    def claims(kind, number):
        with pytest.raises(InvalidInput):
            add_row(customer=other, kind="papers", values={"paper_type": kind, "paper_number": number}, by=am2)
        return LookAlike.objects.get()

    pair = claims("hk_macao_pass", "H12345678")
    decide_look_alike(pair=pair, verdict="different", reason="號碼誤植", by=dm1)

    assert claims("hk_macao_pass", "H1234567801").status == "different"
    assert claims("passport", "E11111111").status == "open"
    decide_look_alike(pair=LookAlike.objects.get(), verdict="different", reason="號碼誤植", by=dm1)
    assert claims("passport", "E11111111").status == "different"
    assert not any("E11111111" in paper for paper in LookAlike.objects.get().papers)
