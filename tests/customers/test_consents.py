"""Consents and credit reports: nothing is asked without a consent and its paper, and a report adds up (L3.3, L1.1.3)."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core import dates
from core.errors import InvalidInput, Missing, NotAllowed, TransitionRefused
from core.models import AuditEvent
from customers import credit
from customers.models import Consent, CreditQuery, CreditReport
from customers.services import (
    correct_credit_report,
    enter_credit_report,
    query_credit,
    record_consent,
    withdraw_consent,
)
from desk.providers import home
from tests.factories import SPOTLESS_REPORT, CustomerFactory, WatchedUpload, actions_on, sealed_files
from tests.security.pictures import png

pytestmark = pytest.mark.django_db


def paper():
    return SimpleUploadedFile("consent.png", png())


@pytest.fixture
def customer(am1, department_a):
    return CustomerFactory(account_manager=am1, department=department_a)


def consent_of(customer, by, **values):
    today = dates.today()
    given = {"kind": "bureau", "scope": "本次貸款審批", "signed_on": today, "valid_to": today + timedelta(days=90)}
    return record_consent(customer=customer, by=by, **{**given, "file": paper(), **values})


def test_a_consent_for_centuries_is_refused(customer, am1):
    today = dates.today()

    with pytest.raises(InvalidInput, match="10") as caught:
        consent_of(customer, am1, valid_to=today.replace(year=2199))

    assert caught.value.field == "valid_to"
    assert consent_of(customer, am1, valid_to=today.replace(year=today.year + 10, day=1)).valid_to


DEBTS = [
    {"kind": "loan", "lender": "東江銀行", "limit": Decimal(300_000), "balance": Decimal(200_000)},
    {
        "kind": "card",
        "lender": "南粵銀行",
        "limit": Decimal(50_000),
        "balance": Decimal(20_000),
        "overdue": Decimal(500),
    },
]
FIGURES = {
    "open_accounts": 2,
    "loan_balance": Decimal(200_000),
    "card_limit": Decimal(50_000),
    "card_used": Decimal(20_000),
    "current_overdue": Decimal(500),
    "overdue_24": 2,
    "worst_24": 2,
    "overdue_60": 3,
    "worst_60": 4,
    "queries_2": 1,
    "queries_6": 4,
    "public_records": 1,
    "guarantees_given": Decimal(0),
}
NO_ROWS = {f"{rows}-{count}_FORMS": 0 for rows in ("debts", "records") for count in ("TOTAL", "INITIAL")}
RECORDS = [{"kind": "judgment", "what": "買賣合同糾紛", "ended_on": date(2024, 2, 29)}]


def report_of(query, by, **values):
    given = {"report_number": "R-1", "reported_on": dates.today(), "figures": FIGURES}
    return enter_credit_report(query=query, by=by, **{**given, "debts": DEBTS, "bad_records": RECORDS, **values})


# Consents


def test_a_signed_paper_is_read_before_the_transaction_of_its_consent_begins(customer, am1):
    upload = WatchedUpload("a.png", paper().read())

    consent = consent_of(customer, am1, file=upload)

    assert upload.depths == [len(connection.savepoint_ids)]
    assert [consent.file.path] == sealed_files()


def test_a_paper_that_a_refused_consent_came_with_is_not_kept(customer, am1):
    with pytest.raises(InvalidInput):
        consent_of(customer, am1, scope="")

    assert sealed_files() == []


def test_a_consent_is_kept_with_its_paper_and_its_use(customer, am1):
    consent = consent_of(customer, am1)

    assert (consent.scope, consent.file.customer_uuid) == ("本次貸款審批", customer.uuid)
    assert actions_on(consent) == ["record_consent"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"file": None}, "file"),
        ({"scope": " "}, "scope"),
        ({"valid_to": None}, "valid_to"),
        ({"valid_to": date(2020, 1, 1)}, "valid_to"),
        ({"signed_on": date(2099, 1, 1)}, "signed_on"),
        ({"valid_from": date(2020, 1, 1)}, "valid_from"),
        ({"kind": "other"}, "kind"),
        ({"file": SimpleUploadedFile("a.pdf", b"no paper")}, "file"),
    ],
)
def test_a_consent_that_would_not_hold_is_refused(customer, am1, changed, field):
    with pytest.raises(InvalidInput) as caught:
        consent_of(customer, am1, **changed)

    assert (caught.value.field, Consent.objects.exists()) == (field, False)


def test_marketing_needs_neither_paper_nor_end(customer, am1):
    consent = consent_of(customer, am1, kind="marketing", file=None, valid_to=None)

    assert (consent.file, consent.valid_to) == (None, None)


def test_a_colleague_without_a_case_of_the_customer_records_nothing(customer, am2):
    with pytest.raises(NotAllowed):
        consent_of(customer, am2)


def test_a_consent_is_withdrawn_once_and_stays(customer, am1):
    consent = consent_of(customer, am1)

    withdraw_consent(consent=consent, withdrawn_on=dates.today(), how="來函，已存檔", by=am1)

    consent.refresh_from_db()
    assert consent.withdrawn_by == am1
    with pytest.raises(TransitionRefused):
        withdraw_consent(consent=consent, withdrawn_on=dates.today(), how="來函", by=am1)


def test_a_withdrawal_before_the_signing_or_without_its_way_is_refused(customer, am1):
    consent = consent_of(customer, am1)

    for values in ({"withdrawn_on": date(2020, 1, 1), "how": "來函"}, {"withdrawn_on": dates.today(), "how": ""}):
        with pytest.raises(InvalidInput):
            withdraw_consent(consent=consent, by=am1, **values)


# Queries and reports


@pytest.mark.parametrize("kind", ["none", "of data", "run out", "later", "withdrawn"])
def test_the_bureau_is_not_asked_without_a_consent_valid_today_L3_3(customer, am1, kind):
    today, day = dates.today(), timedelta(days=1)
    if kind == "of data":
        consent_of(customer, am1, kind="personal_data")
    elif kind == "run out":
        consent_of(customer, am1, signed_on=today - 9 * day, valid_to=today - day)
    elif kind == "later":
        consent_of(customer, am1, valid_from=today + day)
    elif kind == "withdrawn":
        withdraw_consent(consent=consent_of(customer, am1), withdrawn_on=today, how="來函", by=am1)

    with pytest.raises(InvalidInput, match="only under a consent"):
        query_credit(customer=customer, reason="loan_approval", by=am1)

    assert AuditEvent.objects.latest("sequence").action == "query_credit.refused"


def test_a_query_keeps_who_asked_when_and_why_L1_1_3(customer, am1):
    consent = consent_of(customer, am1)

    query = query_credit(customer=customer, reason="guarantor", by=am1)

    event = AuditEvent.objects.latest("sequence")
    assert (query.consent, query.asked_by) == (consent, am1)
    assert (event.action, event.actor, event.details["reason"]) == ("query_credit", am1, "query.guarantor")


def test_the_form_of_a_query_sent_twice_asks_the_bureau_once(customer, am1, enter):
    consent_of(customer, am1)
    page = enter(am1).get(reverse("customers:credit", args=[customer.number]))
    key = page.context["query_form"]["submission_key"].value()
    address = reverse("customers:credit-query", args=[customer.number])

    answers = [
        enter(am1).post(address, {"reason": reason, "submission_key": key})
        for reason in ("loan_approval", "loan_approval", "guarantor")
    ]

    query = CreditQuery.objects.get()
    assert str(key) in page.content.decode()
    assert [answer.status_code for answer in answers] == [302, 302, 422]
    assert query.reason == "loan_approval" and actions_on(query) == ["query_credit"]


def test_a_consent_sent_twice_is_recorded_once(customer, am1):
    key = uuid4()
    assert consent_of(customer, am1, submission_key=key) == consent_of(customer, am1, submission_key=key)
    with pytest.raises(InvalidInput):
        consent_of(customer, am1, submission_key=key, scope="另一用途")


def test_a_record_that_has_stood_its_time_is_shown_as_expired_and_counts_no_more(customer, am1, enter):
    consent_of(customer, am1)
    query = query_credit(customer=customer, reason="loan_approval", by=am1)
    old = {**RECORDS[0], "ended_on": dates.today().replace(year=dates.today().year - 7, day=1)}
    report = report_of(query, am1, figures={**FIGURES, "public_records": 2}, bad_records=[old, *RECORDS])

    page = enter(am1).get(reverse("customers:credit-report", args=[customer.number, query.uuid])).content.decode()

    assert (report.facts().public_records, report.public_records) == (1, 2)
    assert page.count(credit.kept_until(old["ended_on"], 5).isoformat()) == 1 and page.count("Expired") == 1


def test_the_reports_stand_in_time_as_the_picture_beside_them_runs(customer, am1, enter):
    consent_of(customer, am1, signed_on=dates.today() - timedelta(days=60))
    for number, ago in (("R-1", 40), ("R-2", 0)):
        with dates.as_of(dates.now() - timedelta(days=ago)):
            report_of(query_credit(customer=customer, reason="loan_approval", by=am1), am1, report_number=number)

    answer = enter(am1).get(reverse("customers:credit", args=[customer.number]))

    assert [report.report_number for report in answer.context["reports"]] == ["R-1", "R-2"]
    assert "from the oldest report" in answer.content.decode()


def test_a_report_is_entered_with_its_rows_and_read_as_facts(customer, am1):
    consent_of(customer, am1)

    report = report_of(query_credit(customer=customer, reason="loan_approval", by=am1), am1)

    facts = CreditReport.objects.facts_of(customer)
    assert (facts.current_overdue, facts.late_payments_24, facts.worst_days_24) == (500, 2, 31)
    assert (facts.queries_6, facts.card_use, facts.debts) == (4, Decimal("0.4"), 220_000)
    assert facts.is_current
    assert report.bad_records.get().kept_until == date(2029, 2, 28)
    assert report.debts.count() == 2


def test_a_report_of_which_the_consent_was_withdrawn_meanwhile_is_refused(customer, am1):
    consent = consent_of(customer, am1)
    query = query_credit(customer=customer, reason="loan_approval", by=am1)
    withdraw_consent(consent=consent, withdrawn_on=dates.today(), how="來函", by=am1)

    with pytest.raises(InvalidInput) as caught:
        report_of(query, am1)

    assert caught.value.field == "reported_on"


def test_a_report_that_does_not_add_up_says_every_sum_at_once(customer, am1):
    consent_of(customer, am1)
    query = query_credit(customer=customer, reason="loan_approval", by=am1)

    with pytest.raises(Missing) as caught:
        report_of(query, am1, figures={**FIGURES, "loan_balance": Decimal(1), "queries_2": 9, "public_records": 0})

    assert len(caught.value.points) == 3
    assert not CreditReport.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"report_number": " "},
        {"reported_on": date(2020, 1, 1)},
        {"reported_on": date(2099, 1, 1)},
        {"figures": {**FIGURES, "loan_balance": Decimal("-1")}},
        {"figures": {**FIGURES, "overdue_24": 5000}},
        {"debts": [{"kind": "loan", "lender": ""}]},
        {"bad_records": [{"kind": "judgment", "what": ""}]},
        {"bad_records": [{"kind": "judgment", "what": "判決", "ended_on": date(2099, 1, 1)}]},
    ],
)
def test_a_report_that_cannot_be_is_refused(customer, am1, changed):
    consent_of(customer, am1)
    query = query_credit(customer=customer, reason="loan_approval", by=am1)

    with pytest.raises(InvalidInput):
        report_of(query, am1, **changed)


@pytest.mark.parametrize("figures", [{}, {"loan_balance": Decimal(0)}])
def test_a_report_without_its_figures_says_each_missing_one_at_once(customer, am1, figures):
    consent_of(customer, am1)
    query = query_credit(customer=customer, reason="loan_approval", by=am1)

    with pytest.raises(InvalidInput) as caught:
        report_of(query, am1, figures=figures, debts=[], bad_records=[])

    assert {problem.field for problem in caught.value.all} == set(SPOTLESS_REPORT) - set(figures)
    assert not CreditReport.objects.exists()


def test_a_report_of_nothing_but_typed_noughts_is_kept(customer, am1):
    consent_of(customer, am1)
    query = query_credit(customer=customer, reason="loan_approval", by=am1)

    assert report_of(query, am1, figures=SPOTLESS_REPORT, debts=[], bad_records=[]).loan_balance == 0


def test_a_form_with_number_and_date_only_is_refused_at_every_figure(customer, am1, enter):
    consent_of(customer, am1)
    query = query_credit(customer=customer, reason="loan_approval", by=am1)
    typed = {**NO_ROWS, "report_number": "R-1", "reported_on": str(dates.today())}

    answer = enter(am1).post(reverse("customers:credit-report", args=[customer.number, query.uuid]), typed)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(SPOTLESS_REPORT)


def test_a_machine_hears_of_every_figure_it_left_out(customer, am1, client):
    consent_of(customer, am1)
    query = query_credit(customer=customer, reason="loan_approval", by=am1)
    asked = {"report_number": "R-1", "reported_on": str(dates.today()), "figures": {}}
    client.force_login(am1)

    answer = client.post(f"/api/v1/credit-queries/{query.uuid}/report/", asked, "application/json")

    assert (answer.status_code, CreditReport.objects.count()) == (400, 0)
    assert all(name in answer.content.decode() for name in SPOTLESS_REPORT)


def test_a_query_brings_one_report_and_a_number_stands_once(customer, am1):
    consent_of(customer, am1)
    first, second = (query_credit(customer=customer, reason="loan_approval", by=am1) for _ in range(2))
    report_of(first, am1)

    with pytest.raises(TransitionRefused):
        report_of(first, am1, report_number="R-2")
    with pytest.raises(InvalidInput, match="on the file already"):
        report_of(second, am1)


# Corrections


@pytest.fixture
def report(customer, am1):
    consent_of(customer, am1)
    return report_of(query_credit(customer=customer, reason="loan_approval", by=am1), am1, file=paper())


def corrected(report, by, **values):
    said = {"report_number": "R-1", "reported_on": report.reported_on, "correction": "餘額少打一個零"}
    said |= {"figures": {**FIGURES, "current_overdue": Decimal(0)}, "debts": [DEBTS[0], {**DEBTS[1], "overdue": 0}]}
    return correct_credit_report(report=report, by=by, **{**said, "bad_records": RECORDS, **values})


def test_a_correction_rules_and_what_it_corrects_stays_with_its_rows_and_the_reason(customer, am1, report):
    new = corrected(report, am1)

    report.refresh_from_db()
    assert CreditReport.objects.facts_of(customer).current_overdue == 0
    assert (report.is_corrected, report.current_overdue, report.debts.count()) == (True, 500, 2)
    assert (new.corrects, new.correction, new.entered_by, new.file) == (report, "餘額少打一個零", am1, report.file)
    assert actions_on(new) == ["correct_credit_report"]


def test_a_corrected_report_is_not_newer_than_the_next_one_of_the_same_day(customer, am1, report):
    later = report_of(query_credit(customer=customer, reason="loan_approval", by=am1), am1, report_number="R-2")

    corrected(report, am1)

    assert CreditReport.objects.standing().newest_first().first() == later


def test_a_report_is_corrected_after_its_consent_was_withdrawn_but_not_moved_to_another_day(customer, am1, report):
    withdraw_consent(consent=customer.consents.get(), withdrawn_on=dates.today(), how="來函", by=am1)

    assert not corrected(report, am1).is_corrected
    with dates.as_of(dates.now() + timedelta(days=1)), pytest.raises(InvalidInput) as caught:
        corrected(customer.credit_reports.standing().get(), am1, reported_on=dates.today())
    assert caught.value.field == "reported_on"


def test_a_correction_that_changes_nothing_is_refused(customer, am1, client, report):
    same = {"debts": list(reversed(DEBTS)), "bad_records": RECORDS, "figures": FIGURES}
    client.force_login(am1)
    sent = {"report_number": "R-1", "reported_on": str(report.reported_on), "correction": "再看一次", **same}

    with pytest.raises(InvalidInput, match="Nothing differs"):
        corrected(report, am1, **same)
    answer = client.post(f"/api/v1/credit-reports/{report.uuid}/correct/", sent, "application/json")

    assert (answer.status_code, list(answer.json())) == (400, ["detail"])
    report.refresh_from_db()
    assert not report.is_corrected
    newer = corrected(report, am1, **same, file=paper())
    assert corrected(newer, am1, **same, report_number="R-2").report_number == "R-2"


def test_a_version_is_corrected_once(am1, report):
    corrected(report, am1)

    with pytest.raises(TransitionRefused, match="newest version"):
        corrected(report, am1)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"correction": " "}, "correction"), ({"figures": {**FIGURES, "card_used": None}}, "card_used")],
)
def test_a_correction_needs_its_reason_and_every_figure(customer, am1, report, values, field):
    with pytest.raises(InvalidInput) as caught:
        corrected(report, am1, **values)

    assert caught.value.field == field
    assert customer.credit_reports.standing().get() == report


def test_the_form_of_a_version_corrected_meanwhile_leads_to_the_newest_one(customer, am1, enter, report):
    corrected(report, am1)

    answer = enter(am1).get(reverse("customers:credit-correct", args=[customer.number, report.uuid]), follow=True)

    newest = reverse("customers:credit-report", args=[customer.number, report.query.uuid])
    assert answer.redirect_chain == [(newest, 302)]
    assert "This report has been corrected already." in answer.content.decode()


def test_who_may_not_enter_a_report_may_not_correct_it(am2, report):
    with pytest.raises(NotAllowed):
        corrected(report, am2)


def test_the_form_of_a_correction_shows_what_stands_and_keeps_both_versions_on_the_page(customer, am1, enter, report):
    address = reverse("customers:credit-correct", args=[customer.number, report.uuid])
    page = enter(am1).get(address)
    parts = [page.context["form"], *page.context["debts"].forms, *page.context["records"].forms]
    typed = {field.html_name: field.value() for part in parts for field in part if field.value() is not None}
    typed |= {"debts-TOTAL_FORMS": 8, "debts-INITIAL_FORMS": 2, "records-TOTAL_FORMS": 3, "records-INITIAL_FORMS": 1}

    answer = enter(am1).post(
        address, {**typed, "correction": "逾期打錯", "current_overdue": "0", "debts-1-overdue": "0"}
    )

    new = customer.credit_reports.standing().get()
    assert (answer.status_code, new.current_overdue, new.debts.count()) == (302, 0, 2)
    shown = enter(am1).get(answer.url).content.decode()
    assert "逾期打錯" in shown and am1.name in shown
    old = enter(am1).get(reverse("customers:credit-version", args=[customer.number, report.uuid])).content.decode()
    assert "This version has been corrected." in old and "500" in old and address not in old
    room = enter(am1).get(reverse("customers:credit", args=[customer.number]))
    assert room.context["reports"] == [new]


def test_a_machine_corrects_a_report_and_reads_both_versions(customer, am1, client, report):
    asked = {"report_number": "R-1", "reported_on": str(report.reported_on), "figures": SPOTLESS_REPORT}
    client.force_login(am1)

    answer = client.post(
        f"/api/v1/credit-reports/{report.uuid}/correct/", {**asked, "correction": "他人報告"}, "application/json"
    )

    assert answer.status_code == 201 and answer.json()["corrects"] == str(report.uuid)
    listed = client.get(f"/api/v1/credit-reports/?customer={customer.number}").json()["results"]
    assert [row["is_corrected"] for row in listed] == [False, True]


# Pages


def test_without_a_consent_the_way_to_a_report_is_closed_and_leads_to_the_consent(customer, am1, enter):
    page = enter(am1).get(reverse("customers:credit", args=[customer.number])).content.decode()

    assert "There is none." in page and 'aria-disabled="true"' in page
    assert reverse("customers:consent-new", args=[customer.number]) in page
    assert reverse("customers:credit-query", args=[customer.number]) not in page


def test_more_rows_keep_what_was_typed_and_save_nothing(customer, am1, enter):
    consent_of(customer, am1)
    query = query_credit(customer=customer, reason="loan_approval", by=am1)
    typed = {
        "debts-TOTAL_FORMS": "6",
        "debts-INITIAL_FORMS": "0",
        "records-TOTAL_FORMS": "2",
        "records-INITIAL_FORMS": "0",
        "debts-0-lender": "東江銀行",
        "more": "1",
    }

    answer = enter(am1).post(reverse("customers:credit-report", args=[customer.number, query.uuid]), typed)

    assert (answer.status_code, CreditReport.objects.count()) == (200, 0)
    assert "東江銀行" in answer.content.decode() and "debts-11-lender" in answer.content.decode()


def test_finance_reads_no_report(customer, am1, finance1):
    consent_of(customer, am1)
    report_of(query_credit(customer=customer, reason="loan_approval", by=am1), am1)

    assert not CreditReport.objects.readable_by(finance1).exists()
    assert CreditReport.objects.readable_by(am1).exists()


@pytest.mark.parametrize(("days", "shown"), [(31, 0), (30, 1), (7, 1), (0, 1), (-3, 1), (-31, 0)])
def test_a_consent_that_runs_out_stands_on_the_owners_work_list(customer, am1, days, shown):
    today = dates.today()
    consent_of(customer, am1, signed_on=today - timedelta(days=99), valid_to=today + timedelta(days=days))

    tasks = [task for group in home(am1)["groups"] for task in group["tasks"]]

    assert [task["what"] for task in tasks] == ["Have the consent signed anew"] * shown


def test_a_consent_signed_anew_leaves_the_work_list(customer, am1):
    consent_of(customer, am1, valid_to=dates.today() + timedelta(days=3))
    consent_of(customer, am1)

    assert home(am1)["groups"] == []


# The calculation

COUNTS = st.integers(0, 50)
CENTS = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)
ROWS = st.lists(st.builds(credit.Debt, st.sampled_from(["loan", "card"]), CENTS, CENTS, CENTS), max_size=8)


@given(ROWS, COUNTS, COUNTS, COUNTS)
def test_a_summary_made_of_its_rows_has_no_differences_and_a_changed_one_has_one(rows, late, more, public):
    zero = Decimal(0)
    loans = [row for row in rows if row.kind == "loan"]
    cards = [row for row in rows if row.kind == "card"]
    values = {
        "open_accounts": len(rows),
        "loan_balance": sum((row.balance for row in loans), zero),
        "card_limit": sum((row.limit for row in cards), zero),
        "card_used": sum((row.balance for row in cards), zero),
        "current_overdue": sum((row.overdue for row in rows), zero),
        "overdue_24": late,
        "worst_24": 0,
        "overdue_60": late + more,
        "worst_60": 0,
        "guarantees_given": zero,
        "queries_2": late,
        "queries_6": late + more,
        "public_records": public,
    }

    changed = credit.Summary(**{**values, "loan_balance": values["loan_balance"] + 1})

    assert credit.differences(credit.Summary(**values), rows, public) == []
    assert [found.field for found in credit.differences(changed, rows, public)] == ["loan_balance"]


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(0, 30))
def test_a_bad_record_is_kept_whole_years_after_its_end(ended_on, years):
    until = credit.kept_until(ended_on, years)

    assert until.year == ended_on.year + years
    assert (until.month, until.day) in {(ended_on.month, ended_on.day), (2, 28)}
    assert credit.kept_until(None, years) is None


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(0, 400))
def test_a_report_is_current_up_to_its_last_day(day, valid):
    assert credit.is_current(day, day + timedelta(days=valid), valid)
    assert not credit.is_current(day, day + timedelta(days=valid + 1), valid)


@given(CENTS, CENTS)
def test_card_use_is_a_share_of_the_limit(used, limit):
    share = credit.card_use(used, limit)

    assert (share is None) == (limit == 0)
    assert share is None or share >= 0


def test_a_half_of_the_last_place_of_card_use_is_rounded_up():
    assert credit.card_use(Decimal("0.05"), Decimal(1000)) == Decimal("0.0001")


def test_everything_wrong_with_a_consent_is_said_in_one_round(enter, customer, am1):
    typed = {"kind": "bureau", "signed_on": "soon", "valid_from": "", "valid_to": "", "scope": "x"}
    typed |= {"submission_key": "0b0e6e0a-6f0e-4c7b-9a57-0b7a5f1f2a11"}

    answer = enter(am1).post(reverse("customers:consent-new", args=[customer.number]), typed)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"signed_on", "valid_to", "scope", "file"}


def test_everything_wrong_with_the_head_of_a_report_is_said_in_one_round(enter, customer, am1):
    consent_of(customer, am1)
    query = query_credit(customer=customer, reason="loan_approval", by=am1)
    typed = {**NO_ROWS, "report_number": "R-1", "reported_on": "2000-01-01", "loan_balance": "much"}

    answer = enter(am1).post(reverse("customers:credit-report", args=[customer.number, query.uuid]), typed)

    assert answer.status_code == 422
    assert {"reported_on", "loan_balance"} <= set(answer.context["form"].errors)
