"""The pages of duplicates and ownership, as their readers use them."""

import html
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.models import Application
from core.models import AuditEvent
from core.numbering import shown
from customers.models import (
    Customer,
    FileMerge,
    FileRequest,
    LookAlike,
    OwnershipConflict,
    PersonDetails,
    Territory,
)
from customers.services import (
    ask_merge,
    confirm_merge,
    decide_look_alike,
    delimit,
    give_evidence,
    open_conflict,
    register_consultation,
    register_customer,
    request_file,
    take_back_same,
)
from desk import workload
from desk.demo.customers import credit_code, person_number
from tests.factories import ApplicationFactory, CustomerFactory
from tests.security.pictures import png

PHONE = "138 0000 0012"
COMPANY = {"kind": "company", "name": "永盛精密五金", "identity": credit_code("MA9YR001")}


def typed(serial=26, **values):
    """What the form of a new person sends."""
    return {
        "kind": "person",
        "name": "陳二文",
        "identity": person_number(date(1988, 7, 16), serial),
        "phone": PHONE,
        "language": "zh-hant",
        "submission_key": "7a0f2f63-41b8-4b5d-9d5f-0a4d8d2d7c11",
        **values,
    }


def a_person(by, serial=24, name="陳大文", **values):
    asked = {"identity": person_number(date(1988, 7, 16), serial), "phone": PHONE, **values}
    return register_customer(kind="person", name=name, by=by, **asked)


def a_pair(by):
    first, second = a_person(by), a_person(by, 26, "陳二文")
    return first, second, LookAlike.objects.get()


# Registering


def test_the_warning_beside_the_form_names_the_keeper_and_masks_the_customer(am1, am2, enter):
    other = a_person(am1)

    page = enter(am2).post(reverse("customers:check"), typed()).content.decode()

    assert am1.name in page and "Same phone" in page and f"alike-{other.uuid}" in page
    assert "陳大文" not in page and other.number not in page


def test_an_undecided_warning_keeps_the_form_and_what_was_typed(am1, am2, enter):
    a_person(am1)

    answer = enter(am2).post(reverse("customers:new"), typed(employer="麵館"))

    page = answer.content.decode()
    assert answer.status_code == 422 and "麵館" in page and "decide later" in page
    assert Customer.objects.count() == 1


def test_decide_later_leaves_a_line_on_the_work_list(am1, am2, enter):
    other = a_person(am1)

    answer = enter(am2).post(reverse("customers:new"), typed(**{f"alike-{other.uuid}": "later"}))

    pair = LookAlike.objects.get()
    assert answer.status_code == 302 and pair.status == "open"
    assert reverse("customers:pair", args=[pair.uuid]) in enter(am2).get("/").content.decode()


def test_the_phone_of_a_consultation_is_held_against_the_files_while_its_field_is_empty(am1, am2, enter):
    other = a_person(am1)
    asked = register_consultation(name="陳先生", need="週轉", phone=PHONE, by=am2)
    client, choice = enter(am2), f"alike-{other.uuid}"
    sent = typed(phone="", consultation=str(asked.uuid))

    opened = client.get(reverse("customers:new"), {"kind": "person", "consultation": asked.uuid}).content.decode()
    checked = client.post(reverse("customers:check"), sent).content.decode()
    refused = client.post(reverse("customers:new"), sent)
    kept = client.post(reverse("customers:new"), {**sent, choice: "later"})

    assert choice in opened and choice in checked
    assert refused.status_code == 422 and choice in refused.content.decode()
    assert kept.status_code == 302 and LookAlike.objects.get().grounds == ["phone"]


def test_what_the_checks_found_stands_under_its_field_on_a_phone_too(am1, am2, enter):
    a_person(am1)
    client, same = enter(am2), person_number(date(1988, 7, 16), 24)

    known = notes_of(client.post(reverse("customers:check"), typed(24)))
    alike = notes_of(client.post(reverse("customers:check"), typed()))
    opened = client.get(reverse("customers:new"), {"kind": "person"}).content.decode()
    refused = client.post(reverse("customers:new"), typed()).content.decode()

    assert same == typed(24)["identity"] and am1.name in known["identity"] and "#ask-keeper" in known["identity"]
    assert alike["identity"] == "Nobody keeps it yet." and "#alike" in alike["phone"] and alike["name"] == ""
    assert 'id="id_identity_note"' in opened and "1 file may be of the same customer" in refused


def notes_of(answer) -> dict[str, str]:
    page = answer.content.decode()
    assert all(f'id="{note["id"]}" hx-swap-oob="true"' in page for note in answer.context["notes"])
    return {note["name"]: str(note["text"]) for note in answer.context["notes"]}


def test_the_number_is_called_and_checked_as_the_chosen_paper_says(am1, enter):
    client, passport = enter(am1), {"identity_type": "passport", "identity": "E12345678"}

    page = client.post(reverse("customers:check"), typed(**passport)).content.decode()
    refused = client.post(reverse("customers:new"), typed(identity_type="passport", identity="1")).context["form"]
    kept = client.post(reverse("customers:new"), typed(**passport))
    again = notes_of(client.post(reverse("customers:check"), typed(**passport)))

    assert "Number (Passport)" in page and "check digit" not in page
    assert refused["identity"].label == "Number (Passport)" and refused["identity"].errors
    assert kept.status_code == 302 and "You already keep this customer" in again["identity"]
    assert "Number (Passport)" in client.get(kept.headers["Location"]).content.decode()


def test_a_file_that_one_keeps_oneself_is_named_in_full_and_led_to(am1, am2, enter):
    own = a_person(am1)
    address, number = reverse("customers:detail", args=[own.number]), shown(own.number)

    alike = enter(am1).post(reverse("customers:check"), typed())
    same = enter(am1).post(reverse("customers:check"), typed(identity=own.identity))
    refused = enter(am1).post(reverse("customers:new"), typed(identity=own.identity))
    colleagues = enter(am2).post(reverse("customers:check"), typed())

    for page in (alike, same, refused):
        text = page.content.decode()
        assert own.name in text and number in text and f'href="{address}"' in text
    assert own.name in refused.context["form"].errors["identity"][0]
    assert number in refused.context["form"].errors["identity"][0]
    text = colleagues.content.decode()
    assert own.name not in text and number not in text and address not in text


def test_different_is_kept_from_the_form(am1, enter):
    other = a_person(am1)
    said = {f"alike-{other.uuid}": "different", f"alike-why-{other.uuid}": "父子"}

    enter(am1).post(reverse("customers:new"), typed(**said))

    assert (LookAlike.objects.get().status, LookAlike.objects.get().reason) == ("different", "父子")


def test_a_colleagues_customer_stops_the_form_and_offers_a_conflict_L13_1_3(am1, am2, dm1, enter):
    customer = register_customer(by=am1, **COMPANY)
    client = enter(am2)

    page = client.post(reverse("customers:check"), COMPANY).content.decode()
    asked = {"identity": COMPANY["identity"], "kind": "claim", "reason": "去年由我開發"}
    answer = client.post(reverse("customers:ask"), asked)

    conflict = OwnershipConflict.objects.get(customer=customer)
    assert am1.name in page and "The customer is mine" in page
    assert answer.headers["Location"] == reverse("customers:conflict", args=[conflict.uuid])
    assert reverse("customers:conflict", args=[conflict.uuid]) in enter(dm1).get("/").content.decode()


def test_asking_for_access_becomes_a_line_of_the_keeper_and_the_answer_lets_one_in(am1, am2, enter):
    customer = register_customer(by=am1, **COMPANY)
    enter(am2).post(reverse("customers:ask"), {"identity": COMPANY["identity"], "kind": "access", "reason": "同組調查"})
    url = reverse("customers:request", args=[FileRequest.objects.get().uuid])

    assert url in enter(am1).get("/").content.decode()
    assert enter(am2).get(reverse("customers:detail", args=[customer.number])).status_code == 404
    assert enter(am1).post(url, {"version": 1, "act": "grant"}).status_code == 302

    assert enter(am2).get(reverse("customers:detail", args=[customer.number])).status_code == 200


def test_opening_a_customer_of_another_team_is_refused_and_a_forced_act_is_in_the_trail_L11_2_1(am1, am3, enter):
    customer = register_customer(by=am1, **COMPANY)
    client = enter(am3)

    assert client.get(reverse("customers:detail", args=[customer.number])).status_code == 404
    client.post(reverse("customers:ask"), {"identity": COMPANY["identity"], "kind": "access", "reason": "想看看"})

    assert AuditEvent.objects.filter(action="request_file", actor=am3, case=customer.uuid).count() == 1
    assert client.get(reverse("customers:detail", args=[customer.number])).status_code == 404


def test_an_empty_reason_is_said_on_the_form_and_the_choice_is_kept(am1, am2, enter):
    register_customer(by=am1, **COMPANY)

    answer = enter(am2).post(
        reverse("customers:ask"), {"identity": COMPANY["identity"], "kind": "transfer", "reason": ""}
    )

    page = answer.content.decode()
    assert answer.status_code == 422 and re.search(r'value="transfer"[^>]*checked', page)


def test_nobody_learns_by_asking_whether_an_unknown_identity_is_kept(am2, enter):
    asked = {"identity": credit_code("MA9YR009"), "kind": "access", "reason": "想看看"}

    assert enter(am2).post(reverse("customers:ask"), asked).status_code == 404


def test_a_customer_outside_ones_area_is_warned_of_and_still_registered(am1, dm1, enter):
    delimit(keeper=am1, kind="industry", value="C", by=dm1)
    company = {**COMPANY, "industry_code": "5126", "language": "zh-hant"}

    page = enter(am1).post(reverse("customers:check"), company).content.decode()
    sent = {**company, "submission_key": "7a0f2f63-41b8-4b5d-9d5f-0a4d8d2d7c11"}

    assert "outside the areas" in page
    assert enter(am1).post(reverse("customers:new"), sent).status_code == 302


# Pairs and merges


def test_from_the_pair_to_the_merged_file_by_two_people(am1, dm1, enter):
    first, second, pair = a_pair(am1)
    am, dm = enter(am1), enter(dm1)

    am.post(reverse("customers:pair", args=[pair.uuid]), {"verdict": "same", "reason": "同一人兩證"})
    page = am.get(reverse("customers:merge", args=[pair.uuid]))
    asked = am.post(reverse("customers:merge", args=[pair.uuid]), {"keep_name": "merged", "reason": "重複建檔"})
    merge = FileMerge.objects.get()
    url = reverse("customers:merge-request", args=[merge.uuid])
    assert asked.headers["Location"] == url and url in dm.get("/").content.decode()
    assert "陳大文" in page.content.decode() and "陳二文" in page.content.decode()
    dm.post(url, {"version": merge.version, "act": "confirm"})

    moved = am.get(reverse("customers:detail", args=[second.number]))
    assert moved.headers["Location"] == reverse("customers:detail", args=[first.number])
    shown = am.get(reverse("customers:detail", args=[first.number])).content.decode()
    assert "陳二文" in shown and "Files merged" in shown
    listed = am.get(reverse("customers:list")).content.decode()
    assert second.number not in listed and first.number in listed
    api = am.get(reverse("api:customer-detail", kwargs={"number": second.number})).json()
    assert api["number"] == first.number


def test_the_other_file_may_be_kept_instead(am1, enter):
    first, second, pair = a_pair(am1)
    decide_look_alike(pair=pair, verdict="same", reason="同一人", by=am1)

    sent = {"keep_name": "survivor", "reason": "後檔較全"}
    enter(am1).post(reverse("customers:merge", args=[pair.uuid]) + "?keep=second", sent)

    assert (FileMerge.objects.get().survivor, FileMerge.objects.get().merged) == (second, first)


@pytest.mark.parametrize(
    "sent", [{"reason": "重複建檔"}, {"reason": ""}, {"reason": "重複建檔", "keep_name": "survivor"}]
)
@pytest.mark.parametrize("keep", ["", "?keep=second"])
def test_the_form_of_a_merge_shows_nothing_to_whom_one_file_is_not_open(am1, am2, enter, sent, keep):
    _first, second, pair = a_pair(am1)
    Customer.objects.filter(pk=second.pk).update(account_manager=am2)
    PersonDetails.objects.filter(customer=second).update(employer="麥時烘焙")
    decide_look_alike(pair=LookAlike.objects.get(), verdict="same", reason="同一人", by=am1)
    address = reverse("customers:merge", args=[pair.uuid]) + keep

    answers = [enter(am1).get(address), enter(am1).post(address, sent)]

    for answer in answers:
        assert answer.status_code == 403
        assert not any(word in answer.content.decode() for word in (second.name, "麥時烘焙"))
    refused = AuditEvent.objects.filter(actor=am1, action__endswith="refused")
    assert refused.exists() and not FileMerge.objects.exists()


def test_a_merge_that_is_asked_shows_the_keeper_of_one_file_nothing_of_the_other(am1, am2, dm1, enter):
    first, second, pair = a_pair(am1)
    PersonDetails.objects.filter(customer=first).update(employer="麥時烘焙")
    decide_look_alike(pair=pair, verdict="same", reason="同一人", by=am1)
    merge = ask_merge(pair=LookAlike.objects.get(), survivor=first, choices={}, reason="重複建檔", by=am1)
    Customer.objects.filter(pk=second.pk).update(account_manager=am2)
    address = reverse("customers:merge-request", args=[merge.uuid])

    keeper, manager = (enter(one).get(address) for one in (am2, dm1))
    FileMerge.objects.update(
        choices={"phone": "merged"}, moved={"customers.visit": 1}, stayed={"customers.Visit": ["x"]}
    )
    machines = [enter(one).get(f"/api/v1/file-merges/{merge.uuid}/").json() for one in (am2, dm1)]

    assert keeper.status_code == 200 and "重複建檔" in keeper.content.decode()
    assert not any(word in keeper.content.decode() for word in (first.name, "麥時烘焙"))
    assert keeper.context["collisions"] == keeper.context["moved"] == []
    assert [machines[0][name] for name in ("choices", "moved", "stayed")] == [{}, {}, {}]
    assert all(machines[1][name] for name in ("choices", "moved", "stayed"))
    assert first.name in manager.content.decode() and "麥時烘焙" in manager.content.decode()


def test_a_refusal_without_a_reason_says_so_on_the_page(am1, dm1, enter):
    _first, _second, pair = a_pair(am1)
    decide_look_alike(pair=pair, verdict="same", reason="同一人", by=am1)
    enter(am1).post(reverse("customers:merge", args=[pair.uuid]), {"keep_name": "survivor", "reason": "重複"})
    url = reverse("customers:merge-request", args=[FileMerge.objects.get().uuid])

    answer = enter(dm1).post(url, {"version": 1, "act": "refuse", "answer": ""})

    assert answer.status_code == 422 and "Say why" in answer.content.decode()
    assert enter(dm1).post(url, {"version": 1, "act": "explode"}).status_code == 404


def test_the_department_sees_its_pairs_in_one_list_at_one_price(am1, dm1, dm2, enter, django_assert_max_num_queries):
    for serial in range(20, 36, 2):
        a_person(am1, serial)

    client = enter(dm1)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("customers:pairs")).content.decode()

    assert page.count("Decide<") == 25
    assert "Nothing here." in enter(dm2).get(reverse("customers:pairs")).content.decode()


# Conflicts and ownership


def test_both_sides_argue_with_papers_and_the_manager_rules_on_the_page(am1, am2, am3, dm1, enter):
    conflict = open_conflict(customer=register_customer(by=am1, **COMPANY), reason="我開發的", by=am2)
    url = reverse("customers:conflict", args=[conflict.uuid])

    paper = SimpleUploadedFile("visit.png", png())
    enter(am2).post(url, {"act": "evidence", "text": "走訪照片", "upload": paper})
    shown = enter(am1).get(url).content.decode()
    path = re.search(r'href="(/customers/conflicts/papers/[^"]+)"', shown)[1]
    enter(am1).post(url, {"act": "evidence", "text": "一直由我維護"})
    enter(dm1).post(url, {"act": "rule", "version": 1, "winner": "am2", "reason": "證據充分"})

    assert enter(am1).get(path).status_code == 200 and enter(am3).get(path).status_code == 404
    assert Customer.objects.get().account_manager == am2
    assert enter(am3).get(url).status_code == 404


def test_a_hostile_file_is_refused_on_the_conflict_and_the_text_is_kept(am1, am2, enter):
    conflict = open_conflict(customer=register_customer(by=am1, **COMPANY), reason="我開發的", by=am2)
    bad = SimpleUploadedFile("visit.pdf", b"MZ\x90\x00")

    answer = enter(am2).post(
        reverse("customers:conflict", args=[conflict.uuid]), {"act": "evidence", "text": "走訪照片", "upload": bad}
    )

    assert answer.status_code == 422 and "走訪照片" in answer.content.decode()
    assert conflict.evidence.count() == 1


def said_on(client, address, body):
    """What the page says once something was sent that its state refuses: a message on the page as it stands now."""
    answer = client.post(address, body, follow=True)
    assert [status for _url, status in answer.redirect_chain] == [302] and answer.status_code == 200
    (said,) = answer.context["messages"]
    assert str(said) in html.unescape(answer.content.decode())
    return said.level_tag, str(said)


def test_a_request_answered_meanwhile_says_so_on_its_page(am1, am2, enter):
    asked = request_file(customer=a_person(am1), kind="access", reason="聯貸", by=am2)
    address, client = reverse("customers:request", args=[asked.uuid]), enter(am1)
    client.post(address, {"act": "grant", "version": 1, "answer": "可"}, follow=True)

    for act in ("grant", "refuse"):
        level, words = said_on(client, address, {"act": act, "version": 1, "answer": "不可"})
        assert level == "error" and "answered" in words


def test_a_pair_decided_and_a_merge_confirmed_meanwhile_say_so_on_their_pages(am1, dm1, enter):
    first, _second, pair = a_pair(am1)
    address = reverse("customers:pair", args=[pair.uuid])
    decide_look_alike(pair=pair, verdict="same", reason="同一人", by=am1)

    decided = said_on(enter(am1), address, {"verdict": "different", "reason": "父子"})
    take_back_same(pair=pair, by=am1)
    typed_before = {"keep_name": "survivor", "reason": "重複建檔"}
    asked = enter(am1).post(reverse("customers:merge", args=[pair.uuid]), typed_before, follow=True)
    decide_look_alike(pair=pair, verdict="same", reason="同一人", by=am1)
    merge = ask_merge(pair=pair, survivor=first, choices={}, reason="重複建檔", by=am1)
    confirm_merge(merge=merge, version=1, by=dm1)
    confirmed = said_on(
        enter(dm1), reverse("customers:merge-request", args=[merge.uuid]), {"act": "confirm", "version": 1}
    )

    assert decided[0] == "error" and "The same customer" in decided[1]
    assert confirmed == ("error", "This merge has been answered: Merged.")
    assert asked.redirect_chain[-1] == (address, 302) and "Say first that both files" in asked.content.decode()


def test_a_conflict_that_ended_meanwhile_says_so_on_its_page(am1, am2, dm1, enter):
    conflict = open_conflict(customer=register_customer(by=am1, **COMPANY), reason="我開發的", by=am2)
    address = reverse("customers:conflict", args=[conflict.uuid])
    give_evidence(conflict=conflict, text="走訪記錄", by=am1)
    ruling = {"act": "rule", "winner": am1.username, "reason": "先接觸者", "version": conflict.version}
    short = said_on(enter(am2), address, {"act": "withdraw", "reason": ""})
    enter(dm1).post(address, ruling, follow=True)

    told = [
        said_on(enter(am1), address, {"act": "evidence", "text": "合影"}),
        said_on(enter(dm1), address, ruling),
        said_on(enter(am2), address, {"act": "withdraw", "reason": "看錯了"}),
    ]

    conflict.refresh_from_db()
    assert conflict.status == "ruled" and short[0] == "error"
    assert [level for level, _words in told] == ["error"] * 3
    assert told[0] == told[1] and "This conflict has ended: Ruled." in told[0][1]
    assert "Ruled" in told[2][1]


def test_the_claimant_does_not_learn_more_than_the_masked_name(am1, am2, enter):
    customer = register_customer(by=am1, **COMPANY)
    conflict = open_conflict(customer=customer, reason="我開發的", by=am2)

    page = enter(am2).get(reverse("customers:conflict", args=[conflict.uuid])).content.decode()

    assert customer.name not in page and customer.number not in page


def test_the_department_manager_sees_the_load_and_reassigns_in_the_row_L11_1_4d(am1, am2, dm1, enter):
    customer = register_customer(by=am1, **COMPANY)
    ApplicationFactory(customer=customer, status="draft")
    client = enter(dm1)

    load = client.get(reverse("desk:load")).content.decode()
    assert reverse("customers:portfolio", args=["am1"]) in load and f"account_manager={am1.pk}" in load
    rows = client.get(reverse("customers:portfolio", args=["am1"])).content.decode()
    assert customer.name in rows and 'value="am2"' in rows
    moved = client.post(
        reverse("customers:transfer", args=[customer.number]),
        {"to": "am2", "reason": "平衡工作量", "back": "portfolio"},
    )

    assert moved.headers["Location"] == reverse("customers:portfolio", args=["am1"])
    assert Application.objects.get().account_manager == am2
    loads = {row.person.username: (row.customers, row.applications) for row in workload.by_account_manager(dm1)}
    assert loads == {"am1": (0, 0), "am2": (1, 1)}


def test_the_load_costs_the_same_for_many(am1, dm1, django_assert_num_queries):
    for _place in range(12):
        ApplicationFactory(customer=CustomerFactory(account_manager=am1, department=am1.assignments.get().department))
    dm1.held  # noqa: B018 - read once for each request

    with django_assert_num_queries(5):
        rows = workload.by_account_manager(dm1)

    assert [(row.customers, row.applications) for row in rows] == [(12, 12)]
    assert workload.total(rows)["customers"] == 12


def test_the_room_of_ownership_tells_its_history_to_those_whom_it_concerns(am1, am2, dm1, enter):
    customer = register_customer(by=am1, **COMPANY)
    room = reverse("customers:ownership", args=[customer.number])
    enter(dm1).post(reverse("customers:transfer", args=[customer.number]), {"to": "am2", "reason": "調整轄區"})

    assert "調整轄區" in enter(am2).get(room).content.decode()
    wrong = enter(dm1).post(reverse("customers:transfer", args=[customer.number]), {"to": "am1", "reason": ""})
    assert wrong.status_code == 422 and "調整轄區" in wrong.content.decode()


def test_areas_are_delimited_and_ended_on_the_page(am1, dm1, enter):
    client = enter(dm1)
    sent = {"keeper": "am1", "kind": "place", "value": "東莞市虎門鎮", "valid_from": "2026-01-01"}

    client.post(reverse("customers:territories"), sent)
    row = Territory.objects.get()
    assert "東莞市虎門鎮" in enter(am1).get(reverse("customers:territories")).content.decode()
    client.post(reverse("customers:territory-end", args=[row.uuid]))

    row.refresh_from_db()
    assert row.valid_to is not None


def test_grades_are_given_on_the_administrators_page(am1, admin, enter):
    sent = {"user": "am1", "grade": "junior", "basis": "2026 年定級", "valid_from": "2026-01-01"}

    assert enter(admin).post(reverse("staff:grades"), sent).status_code == 302
    assert "2026 年定級" in enter(admin).get(reverse("staff:grades")).content.decode()
    assert am1.grade(date(2026, 2, 1)) == "junior"


# The machine


def test_a_machine_registers_over_a_look_alike_only_when_it_says_what_of_it(am1, enter):
    other = a_person(am1)
    client, url = enter(am1), reverse("api:customer-list")
    body = {name: value for name, value in typed().items() if name not in {"submission_key", "language"}}

    refused = client.post(url, body, "application/json")
    said = [{"file": str(other.uuid), "verdict": "different", "reason": "父子"}]
    kept = client.post(url, {**body, "verdicts": said}, "application/json")
    later = client.post(
        url, {**body, "identity": person_number(date(1988, 7, 16), 28), "decide_later": True}, "application/json"
    )

    assert (refused.status_code, refused.json()["field"]) == (400, "verdicts")
    assert (kept.status_code, later.status_code) == (201, 201)
    assert sorted(LookAlike.objects.values_list("status", flat=True)) == ["different", "open", "open"]


def test_a_machine_is_told_the_number_of_a_file_only_where_it_may_open_it(am1, am2, enter):
    customer = register_customer(by=am1, **COMPANY)
    request_file(customer=customer, kind="access", reason="同組", by=am2)

    asked = enter(am2).get(reverse("api:file-request-list")).json()["results"][0]
    kept = enter(am1).get(reverse("api:file-request-list")).json()["results"][0]

    assert (asked["file"], kept["file"]) == ("", customer.number)


def test_the_lists_of_the_machine_cost_the_same_for_many_rows(am1, am2, enter, django_assert_max_num_queries):
    client = enter(am1)
    for serial in range(20, 36, 2):
        request_file(customer=a_person(am1, serial), kind="access", reason="同組", by=am2)
    client.get("/")  # the first page of a session writes it

    for name, count in (("file-request", 8), ("look-alike", 28)):
        with django_assert_max_num_queries(8):
            assert client.get(reverse(f"api:{name}-list")).json()["count"] == count
