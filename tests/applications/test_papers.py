"""Papers: the list by product and parties, three people on each, versions, expiry, reminders, letters and what they block."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from applications import papers as reading
from applications import services
from applications.documents import letter_html
from applications.models import Paper, PaperRequirement, PaperVersion, Party
from applications.paper_lists import LISTS, lines_of
from applications.states import PaperStatus, Status
from contracts.services import _require_open_door
from core import dates
from core.errors import InvalidInput, Missing, NotAllowed, Stale, TransitionRefused
from core.models import Attachment, AuditEvent
from staff.models import Task
from tests import factories
from tests.factories import actions_on
from tests.security.pictures import photograph, png
from underwriting.services.investigation import report_lacks

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
ALL_THREE = {"is_true": True, "is_legal": True, "is_valid": True}


def photo(name="身分證.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, png(), "image/png")


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-23 10:00+08:00", tick=False)
    with translation.override("en"):
        yield


@pytest.fixture
def case(am1, am2, department_a):
    """A mortgage loan to a company that is under investigation, with its list."""
    product = factories.ProductFactory(code="mortgage_loan", name="抵押貸款")
    version = factories.ProductVersionFactory(product=product)
    services.install_paper_lists()
    case = factories.application_of(
        am1, department_a, product_version=version, status=Status.INVESTIGATING, second_investigator=am2
    )
    Party.objects.create(application=case, customer=case.customer, role="borrower")
    services.reconcile_papers(application=case, by=am1)
    return case


def paper_of(case, code: str) -> Paper:
    return Paper.objects.get(application=case, requirement__code=code)


def received(case, code: str, by, **facts) -> Paper:
    paper = paper_of(case, code)
    services.add_files(application=case, paper=paper, files=[photo()], by=by)
    facts = {"original_seen": True, "met_in_person": True, "valid_until": TODAY + timedelta(days=365), **facts}
    services.receive_paper(paper=paper, by=by, **facts)
    paper.refresh_from_db()
    return paper


def verified(case, code: str, by, second, **facts) -> Paper:
    return services.verify_paper(paper=received(case, code, by, **facts), by=second, **ALL_THREE)


# The list


@pytest.mark.parametrize("product", LISTS)
def test_every_product_asks_a_person_and_a_company_for_papers_in_three_languages(db, product):
    factories.ProductVersionFactory(product=factories.ProductFactory(code=product))

    services.install_paper_lists()
    services.install_paper_lists()

    rows = list(PaperRequirement.objects.all())
    assert len(rows) == len(lines_of(product)) > 30
    assert {frozenset(row.titles) for row in rows} == {frozenset({"zh-hant", "zh-hans", "en"})}
    assert all(bool(row.conditions) == (row.need == "conditional") for row in rows)
    for kind in ("person", "company"):
        assert sum(row.asks("borrower", kind) and row.need == "mandatory" for row in rows) >= 7


def test_the_checklist_of_a_mortgage_shows_what_is_missing_first_and_accepted_papers_under_their_class_L1_2(
    case, am1, am2
):
    verified(case, "company_licence", am1, am2)

    (party,) = reading.by_party(case)

    standing = next(group for group in party.classes if group.code == "subject")
    security = next(group for group in party.classes if group.code == "security")
    assert [line.paper.status for line in standing.lines] == ["required"] * 4 + ["verified"]
    assert "mortgage_title" in [line.paper.requirement.code for line in security.lines]


def test_a_list_that_is_in_step_is_left_alone(case, am1):
    count, events = Paper.objects.count(), AuditEvent.objects.count()

    assert services.reconcile_papers(application=case, by=am1) == 0
    assert (Paper.objects.count(), AuditEvent.objects.count()) == (count, events)


def test_papers_of_a_party_that_leaves_are_dropped_and_come_back_with_it(case, am1):
    guarantor = factories.CustomerFactory(kind="person", name="王小明", account_manager=am1, department=case.department)
    party = Party.objects.create(application=case, customer=guarantor, role="guarantor")
    added = services.reconcile_papers(application=case, by=am1)
    lines = Paper.objects.filter(application=case, customer=guarantor)

    party.delete()
    assert services.reconcile_papers(application=case, by=am1) == added == lines.count()
    assert set(lines.values_list("status", flat=True)) == {"dropped"}

    Party.objects.create(application=case, customer=guarantor, role="guarantor")
    assert services.reconcile_papers(application=case, by=am1) == added
    assert set(lines.values_list("status", flat=True)) == {"required"}


def test_a_mortgagor_hands_in_the_title_instead_of_the_borrower(case, am1):
    owner = factories.CustomerFactory(kind="person", name="王小明", account_manager=am1, department=case.department)
    Party.objects.create(application=case, customer=owner, role="mortgagor")

    services.reconcile_papers(application=case, by=am1)

    titles = Paper.objects.filter(application=case, requirement__code="mortgage_title")
    assert dict(titles.values_list("customer", "status")) == {case.customer_id: "dropped", owner.pk: "required"}


def test_a_product_of_another_kind_has_its_own_checklist_L7_3(am1, department_a):
    product = factories.ProductFactory(code="other_project", name="其他項目")
    version = factories.ProductVersionFactory(product=product)
    PaperRequirement.objects.create(
        product_version=version, code="patent", position=1, group="other", roles=["borrower"], need="mandatory",
        titles={"zh-hant": "專利申請書", "en": "Patent application"},
    )  # fmt: skip
    customer = factories.CustomerFactory(account_manager=am1, department=department_a)

    case = services.open_application(customer=customer, product_version=version, by=am1)
    services.add_paper(application=case, party=case.parties.get(), group="other", title="受理通知書", by=am1)

    assert sorted(paper.name for paper in case.papers.all()) == ["Patent application", "受理通知書"]


def test_a_paper_of_ones_own_needs_a_name_and_a_party_of_the_case(case, am1):
    other = Party.objects.create(
        application=factories.ApplicationFactory(), customer=factories.CustomerFactory(), role="borrower"
    )

    for values in ({"title": " "}, {"group": "none"}, {"party": other}):
        asked = {"party": case.parties.get(), "group": "other", "title": "租金收據", **values}
        with pytest.raises(InvalidInput):
            services.add_paper(application=case, by=am1, **asked)


def test_a_conditional_paper_is_decided_and_what_does_not_apply_needs_a_reason(case, am1):
    paper = paper_of(case, "company_utilities")
    assert paper.is_open

    with pytest.raises(InvalidInput, match="why it does not apply"):
        services.decide_paper(paper=paper, applies=False, by=am1)
    services.decide_paper(paper=paper, applies=False, reason="貿易公司，不生產", by=am1)

    paper.refresh_from_db()
    assert (paper.status, paper.is_open) == ("not_needed", False)
    services.decide_paper(paper=paper, applies=True, by=am1)
    paper.refresh_from_db()
    assert (paper.status, paper.is_asked, paper.is_open) == ("required", True, True)


# Handing in


def test_a_paper_is_received_with_its_pages_in_order_and_who_saw_what(case, am1):
    paper = paper_of(case, "company_licence")
    services.add_files(application=case, paper=paper, files=[photo("1.png"), photo("2.png")], by=am1)
    second = paper.versions.get().pages.last()
    services.move_page(page=second, up=True, by=am1)

    kept = services.receive_paper(
        paper=paper, original_seen=True, met_in_person=True, valid_until=date(2036, 1, 1), by=am1
    )

    paper.refresh_from_db()
    assert (paper.status, paper.valid_until) == ("received", date(2036, 1, 1))
    assert (kept.received_by, kept.original_seen, kept.met_in_person) == (am1, True, True)
    assert [page.attachment.name for page in kept.pages.all()] == ["2.png", "1.png"]


def test_a_paper_for_an_unlimited_time_is_received_as_the_page_says(case, am1):
    licence = paper_of(case, "company_licence")
    services.add_files(application=case, paper=licence, files=[photo()], by=am1)
    seen = {"paper": licence, "original_seen": True, "met_in_person": True, "by": am1}

    with pytest.raises(InvalidInput, match="Check the year"):
        services.receive_paper(valid_until=date(2126, 1, 1), **seen)
    services.receive_paper(valid_until=date(2099, 12, 31), **seen)

    licence.refresh_from_db()
    assert licence.valid_until == date(2099, 12, 31)


def test_files_may_wait_on_the_case_until_they_are_put_to_a_line(case, am1):
    (page,) = services.add_files(application=case, files=[photo()], by=am1)

    services.assign_page(page=page, paper=paper_of(case, "company_tax"), by=am1)

    assert [entry.pk for entry in paper_of(case, "company_tax").versions.get().pages.all()] == [page.pk]


def test_a_paper_without_a_file_or_without_its_day_is_not_received(case, am1):
    licence, flow = paper_of(case, "company_licence"), paper_of(case, "company_bank_flow")
    seen = {"original_seen": True, "met_in_person": True, "by": am1}

    with pytest.raises(InvalidInput, match="Add the file first"):
        services.receive_paper(paper=licence, **seen)
    for paper in (licence, flow):
        services.add_files(application=case, paper=paper, files=[photo()], by=am1)
    with pytest.raises(InvalidInput, match="last day printed"):
        services.receive_paper(paper=licence, **seen)
    with pytest.raises(InvalidInput, match="date of issue"):
        services.receive_paper(paper=flow, **seen)
    with pytest.raises(InvalidInput, match="ran out on 2026-11-17"):
        services.receive_paper(paper=flow, issued_on=date(2026, 8, 19), **seen)
    with pytest.raises(InvalidInput, match="not issued in the future"):
        services.receive_paper(paper=flow, issued_on=TODAY + timedelta(days=1), **seen)

    services.receive_paper(paper=flow, issued_on=date(2026, 11, 1), **seen)
    flow.refresh_from_db()
    assert flow.valid_until == date(2027, 1, 30)


def test_somebody_who_is_not_on_the_case_hands_nothing_in_and_no_file_is_kept(case, am3, settings, tmp_path):
    with pytest.raises(NotAllowed):
        services.add_files(application=case, files=[photo()], by=am3)

    assert not Attachment.objects.exists()
    assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


def test_a_refused_file_among_several_keeps_none_of_them_neither_row_nor_sealed_file(case, am1, tmp_path):
    bad = SimpleUploadedFile("page.png", b"<html>", "image/png")

    with pytest.raises(InvalidInput, match=r"page\.png"):
        services.add_files(application=case, files=[photo(), bad], by=am1)

    assert not Attachment.objects.exists()
    assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


def test_a_newer_version_leaves_the_older_one_readable_and_is_verified_anew(case, am1, am2):
    paper = verified(case, "company_articles", am1, am2)

    services.add_files(application=case, paper=paper, files=[photo("新.png")], by=am1)
    services.receive_paper(paper=paper, original_seen=False, met_in_person=False, by=am1)

    paper.refresh_from_db()
    newer, older = paper.versions.all()
    assert (paper.status, newer.number, newer.verified_by) == ("received", 2, None)
    assert (older.verified_by, older.pages.count()) == (am2, 1)


# Three people


def test_met_in_person_and_original_seen_then_two_further_people_none_the_same_L8_2(case, am1, am2, risk1):
    """Each paper is marked true, legal and valid (L3.4)."""
    paper = verified(case, "company_licence", am1, am2)
    assert paper.is_open  # the product asks for a third person

    services.clear_paper(paper=paper, by=risk1)

    paper.refresh_from_db()
    version = paper.versions.get()
    assert (paper.status, paper.is_open) == ("cleared", False)
    assert (version.received_by, version.verified_by, version.cleared_by) == (am1, am2, risk1)
    assert (version.is_true, version.is_legal, version.is_valid) == (True, True, True)


def test_whoever_received_a_paper_verifies_it_under_no_role(case, am1):
    paper = received(case, "company_licence", am1)
    for role in ("department_manager", "risk_officer"):
        factories.person("am1", role, case.department if role == "department_manager" else None)
    both = type(am1).objects.get(pk=am1.pk)

    with pytest.raises(NotAllowed, match="another person"):
        services.verify_paper(paper=paper, by=both, **ALL_THREE)

    assert actions_on(paper)[-1] == "verify_paper.refused"


def test_whoever_verified_a_paper_does_not_clear_it(case, am1, risk1):
    paper = verified(case, "company_licence", am1, risk1)

    with pytest.raises(NotAllowed, match="third person"):
        services.clear_paper(paper=paper, by=risk1)


@pytest.mark.parametrize(("field", "by"), [("verified_by", "received_by"), ("cleared_by", "verified_by")])
def test_the_database_holds_that_none_of_the_three_is_the_same(case, am1, am2, field, by):
    version = verified(case, "company_licence", am1, am2).versions.get()
    setattr(version, field, getattr(version, by))

    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()


@pytest.mark.parametrize(
    ("seen", "is_asked"),
    [
        ({"original_seen": False, "met_in_person": False}, True),
        ({"original_seen": False}, True),
        ({"met_in_person": False}, False),
    ],
)
def test_what_was_taken_in_unseen_is_verified_only_with_a_reason_L8_2(enter, case, am1, am2, seen, is_asked):
    paper, client, why = received(case, "company_licence", am1, **seen), enter(am2), "原件在公證處，已電話核對"
    address = reverse("applications:paper-verify", args=[paper.uuid])
    page = client.get(reverse("applications:paper", args=[paper.uuid])).content.decode()
    ticks = {**dict.fromkeys(ALL_THREE, "on"), "version": paper.version}

    refused = client.post(address, ticks).status_code == 422
    client.post(address, {**ticks, "copy_reason": why})

    paper.refresh_from_db()
    assert ("nobody has seen the original" in page, refused) == (is_asked, is_asked)
    assert (paper.status, paper.versions.get().copy_reason) == ("verified", why if is_asked else "")


def test_of_a_paper_that_shows_who_a_person_is_the_person_is_met(department_a):
    paper = Paper(customer=factories.CustomerFactory(kind="person", department=department_a), group="subject")

    assert PaperVersion(paper=paper, original_seen=True).is_unseen
    assert not PaperVersion(paper=paper, original_seen=True, met_in_person=True).is_unseen


def test_a_machine_says_why_a_copy_is_enough_too(case, am1, am2):
    paper = received(case, "company_licence", am1, original_seen=False)

    with pytest.raises(InvalidInput) as refusal:
        services.verify_paper(paper=paper, by=am2, **ALL_THREE)

    assert refusal.value.field == "copy_reason"


@pytest.mark.parametrize("answer", ["is_true", "is_legal", "is_valid"])
def test_a_paper_in_doubt_is_not_verified_L3_4(case, am1, am2, answer):
    paper = received(case, "company_licence", am1)

    with pytest.raises(InvalidInput, match="reject it with the reason"):
        services.verify_paper(paper=paper, by=am2, **{**ALL_THREE, answer: False})


def test_a_paper_that_needs_no_check_is_not_cleared_and_an_account_manager_never_clears(case, am1, am2, risk1):
    plain = verified(case, "company_articles", am1, am2)
    with pytest.raises(TransitionRefused):
        services.clear_paper(paper=plain, by=risk1)

    asked = received(case, "company_licence", am1)
    with pytest.raises(NotAllowed):
        services.clear_paper(paper=asked, by=am2)
    assert not plain.is_open


def test_a_rejected_paper_is_asked_for_again_with_the_reason(case, am1, am2):
    paper = received(case, "company_licence", am1)
    with pytest.raises(InvalidInput):
        services.reject_paper(paper=paper, reason=" ", by=am2)

    services.reject_paper(paper=paper, reason="第二頁缺失", by=am2)
    paper.refresh_from_db()
    assert (paper.status, paper.reason, paper.is_open) == ("rejected", "第二頁缺失", True)

    again = received(case, "company_licence", am1)
    assert (again.status, again.reason, again.versions.count()) == ("received", "", 2)
    assert again.versions.last().rejection == "第二頁缺失"


def test_a_second_click_is_told_what_the_first_one_did_and_an_old_page_is_stale(case, am1, am2):
    paper = received(case, "company_articles", am1)
    with pytest.raises(Stale):
        services.verify_paper(paper=paper, version=paper.version - 1, by=am2, **ALL_THREE)
    services.verify_paper(paper=paper, version=paper.version, by=am2, **ALL_THREE)

    with pytest.raises(TransitionRefused):
        services.verify_paper(paper=paper, version=paper.version, by=am2, **ALL_THREE)


def test_a_mandatory_paper_is_waived_by_the_department_manager_only(case, am1, am2, dm1, dm2, risk1):
    paper = paper_of(case, "company_tax")

    for person in (am1, am2, dm2, risk1):
        with pytest.raises(NotAllowed):
            services.waive_paper(paper=paper, reason="存量客戶", by=person)
    with pytest.raises(InvalidInput):
        services.waive_paper(paper=paper, reason="", by=dm1)
    services.waive_paper(paper=paper, reason="存量客戶，上年已留存", by=dm1)

    paper.refresh_from_db()
    assert (paper.status, paper.decided_by, paper.is_open) == ("waived", dm1, False)


def test_the_papers_of_a_case_that_has_ended_stay_as_they_are(case, am1, dm1):
    paper = paper_of(case, "company_tax")
    type(case).objects.filter(pk=case.pk).update(status=Status.WITHDRAWN)

    for act in (
        lambda: services.add_files(application=type(case).objects.get(pk=case.pk), files=[photo()], by=am1),
        lambda: services.waive_paper(paper=paper, reason="存量客戶", by=dm1),
    ):
        with pytest.raises(NotAllowed, match="has ended"):
            act()


# How far, and what is blocked


def test_the_percentage_counts_verified_cleared_and_waived_lines_of_those_the_case_needs(case, am1, am2, dm1, risk1):
    received(case, "company_articles", am1)  # not yet verified
    verified(case, "company_licence", am1, am2)  # not yet cleared
    verified(case, "company_account", am1, am2)
    services.waive_paper(paper=paper_of(case, "company_tax"), reason="存量客戶", by=dm1)

    (party,) = reading.by_party(case)

    asked = [row for row in case.papers.all() if row.need == "mandatory"]
    assert (party.total, party.done, party.percent) == (len(asked), 2, 200 // len(asked))


def test_open_papers_keep_the_report_back_and_the_release_but_not_the_draft(case, am1):
    with translation.override("en"):
        points = [point for point in report_lacks(case) if "papers to be handed in" in point]
    draft = type(case)(pk=case.pk, status=Status.DRAFT, number=case.number)

    assert len(points) == 1
    assert reading.release_lacks(case)
    assert reading.lacks(draft) == []


def test_nothing_is_released_while_a_paper_has_run_out(case, am1, am2, dm1):
    from contracts.models import Drawdown, LoanContract
    from underwriting.models import Decision

    case.papers.exclude(requirement__code="company_tax").delete()
    paper = verified(case, "company_tax", am1, am2, issued_on=TODAY)
    decision = Decision(application=case, valid_until=TODAY + timedelta(days=90))
    drawdown = Drawdown(contract=LoanContract(application=case, decision=decision, status="effective"))
    _require_open_door(drawdown, TODAY)

    services.watch_papers(on=paper.valid_until + timedelta(days=1))

    with pytest.raises(Missing) as refusal:
        _require_open_door(drawdown, TODAY)
    assert refusal.value.points == [f"VAT and income-tax returns of 12 to 24 months of {case.customer.name}: Expired"]


# The clock


def test_papers_expire_the_day_after_their_last_and_only_once(case, am1, am2):
    paper = verified(case, "company_tax", am1, am2, issued_on=TODAY)
    last = paper.valid_until if paper.valid_until else paper_of(case, "company_tax").valid_until

    assert services.watch_papers(on=last)[0] == 0
    assert services.watch_papers(on=last + timedelta(days=1))[0] == 1
    assert services.watch_papers(on=last + timedelta(days=1))[0] == 0
    assert paper_of(case, "company_tax").status == PaperStatus.EXPIRED


def test_reminders_come_thirty_and_seven_days_before_and_on_the_day_each_exactly_once(case, am1, am2):
    last = verified(case, "company_articles", am1, am2, valid_until=date(2027, 1, 10)).valid_until
    given = {}

    for days in range(40, -1, -1):
        for _run in range(2):
            given[days] = given.get(days, 0) + services.watch_papers(on=last - timedelta(days=days))[1]

    assert {days for days, count in given.items() if count} == {30, 7, 0}
    tasks = Task.objects.filter(kind="paper").order_by("pk")
    assert [task.status for task in tasks] == ["dropped", "dropped", "open"]
    assert {task.assignee for task in tasks} == {am1}


def test_after_a_sleep_only_the_nearest_reminder_is_given_and_a_newer_paper_takes_it_back(case, am1, am2):
    paper = verified(case, "company_articles", am1, am2, valid_until=date(2027, 1, 10))

    services.watch_papers(on=date(2027, 1, 5))
    assert [task.key.rpartition(":")[2] for task in Task.objects.filter(kind="paper")] == ["7"]

    services.add_files(application=case, paper=paper, files=[photo()], by=am1)
    services.receive_paper(paper=paper, original_seen=True, met_in_person=True, valid_until=date(2037, 1, 10), by=am1)
    assert [task.status for task in Task.objects.filter(kind="paper")] == ["dropped"]


def test_the_clock_asks_a_constant_number_of_queries_when_nothing_is_due(case, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        services.watch_papers(on=TODAY)


# The letter


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hant", "營業執照"), ("zh-hans", "营业执照"), ("en", "Business licence")],
)
def test_the_letter_tells_a_party_what_is_missing_in_its_language_and_nothing_of_its_data(case, am1, language, words):
    party = case.parties.get()
    party.customer.language = language
    party.customer.save(update_fields=["language"])
    type(am1).objects.filter(pk=am1.pk).update(phone="0769-0000 1211")

    case = type(case).objects.get(pk=case.pk)

    document = services.write_letter(application=case, party=party, by=am1)
    again = services.write_letter(application=case, party=party, by=am1)

    assert (document.language, document.pk) == (language, again.pk)
    assert all(part in document.source for part in (words, am1.name, "0769-0000 1211"))
    assert party.customer.identity not in document.source and party.customer.phone not in document.source


@pytest.mark.parametrize(
    ("title", "is_kept"),
    [("開戶證明", True), ("受理通知書 ", False), ("受理通知书。", False), ("Business licence", False)],
)
def test_one_name_stands_once_on_the_list_of_a_party(client, case, am1, title, is_kept):
    services.add_paper(application=case, party=case.parties.get(), group="other", title="受理通知書", by=am1)
    before = Paper.objects.count()
    client.force_login(am1)
    body = {"party": case.parties.get().pk, "group": "other", "title": title}

    page = client.post(reverse("applications:papers-add", args=[case.number]), body)

    assert (page.status_code, Paper.objects.count() - before) == ((302, 1) if is_kept else (422, 0))
    machine = client.post(f"/api/v1/applications/{case.number}/papers/", body, "application/json")
    assert machine.status_code == 400 and machine.json()["field"] == "title"


def test_the_name_of_a_paper_that_does_not_apply_is_free_again(case, am1):
    asked = {"application": case, "party": case.parties.get(), "group": "other", "title": "受理通知書", "by": am1}
    Paper.objects.filter(pk=services.add_paper(**asked).pk).update(status=PaperStatus.NOT_NEEDED)

    assert services.add_paper(**asked).status == PaperStatus.REQUIRED


def test_a_guarantee_without_a_guarantor_is_said_on_the_papers_page_and_to_machines(client, case, am1):
    sentence = "A guarantee is offered and no guarantor is named yet."
    client.force_login(am1)

    def said() -> tuple[bool, list[str]]:
        page = client.get(reverse("applications:papers", args=[case.number]), headers={"Accept-Language": "en"})
        machine = client.get(f"/api/v1/applications/{case.number}/", headers={"Accept-Language": "en"})
        return sentence in page.text, machine.json()["warnings"]

    before = said()
    case.security = ["mortgage", "guarantee"]
    case.save(update_fields=["security"])
    offered = said()
    Party.objects.create(application=case, customer=factories.CustomerFactory(), role="guarantor")

    assert (before, offered, said()) == ((False, []), (True, [sentence]), (False, []))


@pytest.mark.parametrize(
    ("day", "words"),
    [(dates.UNLIMITED, ("unlimited", "長期")), (date(2030, 1, 1), ("until 2030-01-01", "至 2030-01-01"))],
)
def test_a_paper_without_end_is_called_unlimited(client, case, am1, day, words):
    paper = received(case, "company_licence", am1, valid_until=day)
    client.force_login(am1)

    for language, said in zip(("en", "zh-hant"), words, strict=True):
        for address in (
            reverse("applications:papers", args=[case.number]),
            reverse("applications:paper", args=[paper.uuid]),
        ):
            page = client.get(address, headers={"Accept-Language": language}).text
            assert said.split()[-1] in page and "2099-12" not in page


def test_a_person_is_addressed_by_the_masked_name(case, am1):
    person = factories.CustomerFactory(kind="person", name="王小明", account_manager=am1, department=case.department)
    party = Party.objects.create(application=case, customer=person, role="guarantor")
    services.reconcile_papers(application=case, by=am1)

    document = services.write_letter(application=case, party=party, by=am1)

    assert "王○明" in document.source and "王小明" not in document.source + document.title


def test_the_simplified_papers_have_the_words_of_the_mainland(case):
    names = [line.titles["zh-hans"] for line in PaperRequirement.objects.all()]

    assert any("身份证" in name for name in names) and not any("身分" in name for name in names)


def test_the_closing_of_a_letter_is_not_torn_from_its_last_lines(case, am1):
    party = case.parties.get()
    html = letter_html(case, party, [Paper.objects.filter(application=case).first()], "zh-hant")

    closing = html.split('<div class="keep">')[1]
    assert am1.name in closing and TODAY.isoformat() in closing


def test_no_letter_is_written_when_nothing_is_missing(case, am1):
    case.papers.all().delete()

    with pytest.raises(InvalidInput):
        services.write_letter(application=case, party=case.parties.get(), by=am1)


def test_site_evidence_keeps_its_place_and_other_photographs_lose_it(case, am1):
    for code in ("mortgage_photos", "mortgage_title"):
        upload = SimpleUploadedFile("phone.jpg", photograph(), "image/jpeg")
        services.add_files(application=case, paper=paper_of(case, code), files=[upload], by=am1)

    site, title = (
        paper_of(case, code).versions.get().pages.get().attachment for code in ("mortgage_photos", "mortgage_title")
    )
    assert '"latitude": 23.0' in site.place and '"taken_at": "2026:11:20 10:11:12"' in site.place
    assert title.place == ""
    assert dates.today() == TODAY


# Withdrawn files, and who is the first person


def test_whoever_uploaded_a_file_of_a_paper_verifies_it_under_no_role_even_if_another_received_it(case, am1, am2, dm1):
    paper = paper_of(case, "company_licence")
    services.add_files(application=case, paper=paper, files=[photo()], by=am1)
    services.receive_paper(
        paper=paper, original_seen=True, met_in_person=True, valid_until=TODAY + timedelta(days=99), by=am2
    )

    for who in (am1, am2):
        with pytest.raises(NotAllowed, match="another person must verify"):
            services.verify_paper(paper=paper, **ALL_THREE, by=who)

    services.verify_paper(paper=paper, **ALL_THREE, by=dm1)
    paper.refresh_from_db()
    assert paper.status == PaperStatus.VERIFIED


def test_a_wrong_file_is_withdrawn_with_a_reason_and_stays_on_record(case, am1, am2):
    paper = paper_of(case, "company_licence")
    wrong, right = services.add_files(application=case, paper=paper, files=[photo("a.png"), photo("b.png")], by=am2)
    (waiting,) = services.add_files(application=case, files=[photo("c.png")], by=am2)

    services.withdraw_page(page=wrong, reason="Another company's licence", by=am1)
    services.withdraw_page(page=waiting, reason="Blurred", by=am2)

    version = paper.versions.get()
    assert version.standing_pages == [right] and Attachment.objects.count() == 3
    wrong.refresh_from_db()
    assert (wrong.withdrawn_by, wrong.withdrawal) == (am1, "Another company's licence")
    assert actions_on(paper)[-1] == actions_on(case)[-1] == "withdraw_page"
    with pytest.raises(TransitionRefused, match="withdrawn already"):
        services.assign_page(page=waiting, paper=paper, by=am1)
    with pytest.raises(TransitionRefused, match="withdrawn already"):
        services.withdraw_page(page=wrong, reason="Once more", by=am1)


def test_a_file_is_withdrawn_by_nobody_else_never_without_a_reason_and_not_once_it_was_checked(case, am1, am2, dm1):
    paper = received(case, "company_licence", am1, valid_until=TODAY + timedelta(days=99))
    page = paper.versions.get().pages.get()

    with pytest.raises(NotAllowed, match="by who uploaded it"):
        services.withdraw_page(page=page, reason="Not mine", by=am2)
    with pytest.raises(InvalidInput, match="reason"):
        services.withdraw_page(page=page, reason=" ", by=am1)
    services.verify_paper(paper=paper, **ALL_THREE, by=am2)
    with pytest.raises(TransitionRefused, match="checked or handed in anew"):
        services.withdraw_page(page=page, reason="Too late", by=am1)


def test_a_paper_without_a_standing_file_is_neither_received_nor_verified(case, am1, am2):
    paper = received(case, "company_licence", am1, valid_until=TODAY + timedelta(days=99))
    services.withdraw_page(page=paper.versions.get().pages.get(), reason="The wrong page", by=am1)

    with pytest.raises(InvalidInput, match="Every file of this paper was withdrawn"):
        services.verify_paper(paper=paper, **ALL_THREE, by=am2)
    (page,) = services.add_files(application=case, paper=paper, files=[photo()], by=am1)
    services.withdraw_page(page=page, reason="The wrong page again", by=am1)
    with pytest.raises(InvalidInput, match="Add the file first"):
        services.receive_paper(paper=paper, original_seen=True, met_in_person=True, by=am1)


def test_the_pages_show_a_waiting_file_and_let_it_be_withdrawn(client, case, am1):
    (page,) = services.add_files(application=case, files=[photo()], by=am1)
    client.force_login(am1)
    room = f"/applications/{case.number}/papers/"
    picture = f"/applications/pages/{page.uuid}/1.png"

    before = client.get(room).content.decode()
    client.post(f"/applications/pages/{page.uuid}/withdraw/", {"reason": "拍錯了"})
    after = client.get(room).content.decode()

    assert f'<img src="{picture}"' in before and f'<img src="{picture}"' not in after
    assert client.get(picture).status_code == 200


def test_a_letter_in_a_language_nobody_offers_is_refused_with_a_sentence(client, case, am1):
    client.force_login(am1)
    party = case.parties.get()

    answer = client.post(f"/applications/{case.number}/papers/letter/{party.pk}/", {"language": "xx"})

    assert answer.status_code == 400 and "請從列出的選項中選一項。" in answer.content.decode()
    assert not AuditEvent.objects.filter(action="write_letter").exists()
