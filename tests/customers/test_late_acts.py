"""What is sent from a page that stood open while somebody acted: one sentence above the page that is right now."""

import html
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from core import dates
from core.errors import InvalidInput
from customers.models import IdentityPaper, Screening
from customers.services import (
    add_row,
    add_to_blacklist,
    cancel_visit,
    confirm_relation,
    decide_hit,
    end_relation,
    lift_entry,
    lift_mark,
    log_contact,
    plan_visit,
    register_consultation,
    register_customer,
    set_mark,
    withdraw_row,
)
from customers.services.consultations import answer_consultation
from tests.customers.test_relation_claims import claim
from tests.factories import CustomerFactory, person

pytestmark = pytest.mark.django_db
LISTED = {"kind": "person", "name": "蔣立山", "reason": "曾提供虛假資料", "origin": "同業通報"}
KEPT_NOT = "What you typed was not kept: “{words}”"


@pytest.fixture
def customer(am1, department_a):
    return CustomerFactory(account_manager=am1, department=department_a, kind="person", identity_type="taiwan_id")


def said_on(client, address, body, page=None):
    """The one sentence that stands above the page as it is now; `page` where it is another one than that of the form."""
    answer = client.post(address, body, follow=True)
    (said,) = answer.context["messages"]
    assert (answer.status_code, said.level_tag) == (200, "error")
    assert str(said) in html.unescape(answer.content.decode())
    assert answer.redirect_chain[0][0].partition("#")[0] == (page or address)
    return str(said)


def test_a_row_that_was_taken_out_is_neither_changed_nor_taken_out_again(customer, am1, enter):
    row = add_row(
        customer=customer, kind="papers", values={"paper_type": "passport", "paper_number": "E12345678"}, by=am1
    )
    withdraw_row(customer=customer, kind="papers", uuid=row.uuid, version=1, reason="重複", by=am1)
    place = [customer.number, "papers", row.uuid]
    page = reverse("customers:file", args=[customer.number])

    changed = said_on(
        enter(am1), reverse("customers:row", args=place), {"version": 1, "paper_number": "E99999999"}, page
    )
    again = said_on(enter(am1), reverse("customers:row-withdraw", args=place), {"version": 1, "reason": "已過期"}, page)

    assert changed.startswith("This is no longer in the file.") and "add it anew" in changed
    assert "E99999999" not in changed
    assert again == f"This is no longer in the file. {KEPT_NOT.format(words='已過期')}"
    assert IdentityPaper.objects.get().withdrawn_reason == "重複"


def test_a_hit_that_another_risk_officer_decided_says_so_on_the_start_page(am1, risk1, enter):
    add_to_blacklist(by=risk1, **LISTED)
    customer = register_customer(kind="person", name="蔣立山", identity="P66660001", identity_type="passport", by=am1)
    hit = Screening.objects.get(customer=customer, finding="hit")
    risk2 = person("risk2", "risk_officer")
    address = reverse("customers:hit", args=[customer.number, hit.uuid])
    typed = {"version": 1, "decision": "refuse", "reason": "電話核實為本人"}
    decide_hit(check=hit, decision="false_match", reason="同名不同人", version=1, by=risk1)

    told = said_on(enter(risk2), address, typed, reverse("desk:home"))

    assert told == (
        f"{risk1} has decided this hit meanwhile: Somebody else: false match. {KEPT_NOT.format(words='電話核實為本人')}"
    )
    assert Screening.objects.get(pk=hit.pk).decided_by == risk1
    assert customer.name not in told
    assert enter(am1).post(address, typed).status_code == 403


def test_an_entry_that_was_lifted_says_so_whatever_is_sent(risk1, enter):
    entry = add_to_blacklist(by=risk1, **LISTED)
    lift_entry(entry=entry, reason="已經澄清", version=1, by=risk1)
    address = reverse("customers:list-entry", args=["blacklist", entry.uuid])

    for typed, more in (("同業撤回", " " + KEPT_NOT.format(words="同業撤回")), ("", "")):
        told = said_on(enter(risk1), address, {"version": 1, "reason": typed})
        assert told == f"This entry has been lifted already.{more}"


@pytest.mark.parametrize("is_script", [False, True])
def test_a_line_of_the_calls_settled_in_another_window_says_so_above_the_list(am1, am2, enter, is_script):
    with dates.as_of(datetime(2026, 11, 23, 2, tzinfo=UTC)):
        asked = register_consultation(name="林先生", need="能貸多少", by=am1)
        answer_consultation(consultation=asked, version=1, answer="最高三百萬", by=am1)
        address = reverse("customers:to-contact-settle", args=["consultation", asked.uuid])
        typed = {f"consultation-{asked.uuid}-text": "已回電", "done": "1"}
        client, headers = enter(am1), {"HX-Request": "true"} if is_script else {}

        answer = client.post(address, typed, headers=headers)
        page = client.get(reverse("customers:to-contact"))

        said = [str(message) for message in page.context["messages"]]
        assert said == [f"This was done or dropped before. {KEPT_NOT.format(words='已回電')}"]
        assert answer.headers["HX-Redirect" if is_script else "Location"] == reverse("customers:to-contact")
        assert enter(am2).post(address, typed).status_code == 404


@pytest.fixture
def claimed(am1, am3, department_a, department_b):
    mine = CustomerFactory(account_manager=am3, department=department_b, name="丙商貿有限公司")
    theirs = CustomerFactory(account_manager=am1, department=department_a, identity="91350100M000100Y43")
    return theirs, claim(mine, theirs, am3)


def test_a_relation_confirmed_or_ended_before_says_so(claimed, am1, enter):
    theirs, relation = claimed
    page = reverse("customers:relations", args=[theirs.number])
    confirm, end = (
        reverse(f"customers:relation-{act}", args=[theirs.number, relation.uuid]) for act in ("confirm", "end")
    )
    ending = {"version": 1, "ended_on": "2024-06-01", "reason": "已退股"}
    confirm_relation(relation=relation, version=1, by=am1)

    confirmed = said_on(enter(am1), confirm, {"version": 1}, page)
    changed = said_on(enter(am1), end, ending, page)
    end_relation(relation=relation, ended_on=date(2024, 5, 1), reason="記錯", version=2, by=am1)
    ended = said_on(enter(am1), end, ending, page)
    too_late = said_on(enter(am1), confirm, {"version": 1}, page)

    more = KEPT_NOT.format(words="已退股")
    assert confirmed == "This relation has been confirmed already."
    assert changed == f"This was changed after you opened the page. Look at it again. {more}"
    assert ended == f"This relation has been ended already. {more}"
    assert too_late == "This relation has been ended already."


def test_a_mark_set_or_lifted_before_says_by_whom_and_keeps_the_first_reason(customer, am1, dm1, enter):
    address, page = (reverse(f"customers:{name}", args=[customer.number]) for name in ("mark", "contacts"))
    mark = set_mark(customer=customer, kind="watch", reason="回款放慢", by=am1)
    assert set_mark(customer=customer, kind="watch", reason="回款放慢", by=am1) == mark

    again = said_on(enter(dm1), address, {"kind": "watch", "reason": "主要客戶流失"}, page)
    lift_mark(mark=mark, reason="回款正常", by=am1)
    assert lift_mark(mark=mark, reason="回款正常", by=am1).lifted_by == am1
    lifted = said_on(enter(dm1), address, {"lift": mark.uuid, "reason": "已談妥"}, page)

    assert again == f"{am1} has set this mark already: 回款放慢 {KEPT_NOT.format(words='主要客戶流失')}"
    assert lifted == f"{am1} has lifted this mark already: 回款正常 {KEPT_NOT.format(words='已談妥')}"
    mark.refresh_from_db()
    assert (mark.reason, mark.lifted_reason, customer.marks.count()) == ("回款放慢", "回款正常", 1)
    with pytest.raises(InvalidInput):
        lift_mark(mark=mark, reason="已談妥", by=dm1)


def test_a_visit_made_or_called_off_before_keeps_the_words_of_the_late_one(customer, am1, enter):
    visit = plan_visit(customer=customer, planned_on=dates.today(), aim="看倉庫", by=am1)
    cancel_visit(visit=visit, reason="客戶出差", by=am1)
    page = reverse("customers:visit", args=[visit.uuid])

    postponed = said_on(enter(am1), page, {"version": 1, "planned_on": dates.today(), "reason": "改期"})
    cancelled = said_on(enter(am1), reverse("customers:visit-cancel", args=[visit.uuid]), {"reason": "停業"}, page)

    assert postponed == f"This visit is no longer planned. {KEPT_NOT.format(words='改期')}"
    assert cancelled == f"This visit is no longer planned. {KEPT_NOT.format(words='停業')}"
    assert log_contact(customer=customer, kind="call", result="已談", by=am1)
