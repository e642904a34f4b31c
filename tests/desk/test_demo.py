"""The demo at the fixed clock: every stage there, the two stories figure by figure, the books and the trail sound."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from applications.models import Application
from applications.states import Status
from contracts.models import Drawdown
from contracts.states import DrawdownStatus
from core import audit, documents, parameters
from core.models import Attachment, AuditEvent, Document, OutgoingMail
from customers import identity, statements
from customers.models import Customer, FinancialStatement, LookAlike, MarketNote, Need, OwnershipConflict, Territory
from desk.demo import companies, figures, papers
from desk.demo.days import Calendar
from desk.demo.house import chance, font
from desk.demo.volume import add_volume, lender
from servicing.models import Allocation, Loan, ReceiptsMark
from servicing.services import differences
from staff.models import Department, Task, User
from underwriting.models import Condition

pytestmark = pytest.mark.django_db

NOW = "2026-11-23 10:00+08:00"
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo, loaded once for this module and rolled back behind it; the papers are one page set beforehand."""
    page = papers.scan(font("zh-hant"), "示範", (), "章")
    out, folder = StringIO(), tmp_path_factory.mktemp("demo")
    private = {
        "EMAIL_BACKEND": "core.smtp.FileBackend",
        "EMAIL_FILE_PATH": folder / "mail",
        "STORAGES": {
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": folder / "files"},
            },
            "staticfiles": settings.STORAGES["staticfiles"],
        },
    }
    with (
        pytest.MonkeyPatch.context() as patch,
        override_settings(**private),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        patch.setattr(documents, "render_pdf", lambda *args, **kwargs: page)
        parameters.install()
        with time_machine.travel(NOW, tick=False):
            call_command("demo", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def _django_db_helper(loaded):
    """Each test leaves the demo as it found it. In place of pytest-django's own, which would close the connection."""
    with time_machine.travel(NOW, tick=False), transaction.atomic():
        yield
        transaction.set_rollback(True)


def loan_of(name: str) -> Loan:
    return Loan.objects.get(customer__name=name)


def rows_of(loan: Loan) -> dict[int, tuple[str, str, str]]:
    return {row.number: (str(row.due_on), str(row.principal), str(row.interest)) for row in loan.current_instalments()}


def mails_about(loan: Loan, number: int) -> list[tuple[str, str, str]]:
    """Day, kind and recipient of what left about one instalment, in the order it was queued."""
    row = next(row for row in loan.current_instalments() if row.number == number)
    sent = OutgoingMail.objects.filter(about=f"instalment:{row.pk}", status="sent").order_by("id")
    return [(str(timezone.localdate(mail.sent_at)), mail.kind, mail.recipient) for mail in sent]


def shares_of(loan: Loan, received_on: date) -> dict[tuple[int, str], str]:
    found = Allocation.objects.filter(posting__loan=loan, posting__received_on=received_on)
    return {(entry.instalment.number, entry.part): str(entry.amount) for entry in found}


# --- the whole


def test_every_stage_of_a_loans_life_has_a_case():
    there = set(Application.objects.values_list("status", flat=True))

    assert there == set(Status.values)
    assert Application.objects.count() >= 16
    assert Customer.objects.count() >= 12


def test_loans_are_current_due_soon_late_by_days_late_by_a_month_and_settled():
    loans = Loan.objects.active()
    late = sorted(loan.days_past_due for loan in loans if loan.days_past_due)

    assert [days for days in late if days <= 7] and [days for days in late if days >= 30]
    assert loans.due_within(3, TODAY).filter(days_past_due=0).exists()
    assert loans.filter(days_past_due=0).count() >= 3
    assert Loan.objects.filter(status="settled").count() == 1


def test_a_merged_duplicate_a_pair_decided_different_and_two_conflicts_are_there():
    merged = Customer.objects.get(merged_into__isnull=False)

    assert merged.name == merged.merged_into.name == "馮玉蘭"
    assert merged.merged_into.person.employer == "早餐店兩間"
    assert LookAlike.objects.filter(status="different").exists()
    assert sorted(OwnershipConflict.objects.values_list("status", flat=True)) == ["open", "ruled"]
    assert {row.account_manager.username for row in Territory.objects.in_force()} == {"am1", "am2", "am3"}


def test_the_audit_trail_holds_and_tells_of_no_refusal():
    refused = AuditEvent.objects.filter(action__endswith=".refused")

    assert audit.verify() == []
    assert list(refused) == []


def test_the_trail_is_in_the_order_of_time():
    times = list(AuditEvent.objects.order_by("sequence").values_list("at", flat=True))

    assert times == sorted(times)


def test_the_books_agree_with_a_replay_of_the_postings():
    assert list(differences()) == []


def test_every_statement_balances_and_follows_from_the_year_before():
    found = {}
    for statement in FinancialStatement.objects.order_by("customer", "period_end").prefetch_related("lines"):
        before = found.get((statement.customer_id, statement.period_end.year - 1))
        found[statement.customer_id, statement.period_end.year] = values = statement.values()
        assert statements.check(values, before) == [], statement.customer.name

    assert len(found) >= 20


def test_every_identity_is_one_that_could_be_and_belongs_to_no_real_place():
    for customer in Customer.objects.all():
        flaw = (
            identity.flaw_of_credit_code(customer.identity)
            if customer.is_company
            else identity.flaw_of_person_number(customer.identity, TODAY)
        )
        assert flaw is None, customer.name
        assert "990" in customer.identity[:5]


def test_two_departments_customers_of_both_kinds_and_letters_in_three_languages():
    borrowers = Customer.objects.filter(applications__isnull=False)

    assert set(Application.objects.values_list("department__code", flat=True)) == {"A", "B"}
    assert Department.objects.count() == 2
    assert set(borrowers.values_list("kind", flat=True)) == {"person", "company"}
    assert set(borrowers.values_list("language", flat=True)) == {"zh-hant", "zh-hans", "en"}


def test_every_paper_but_the_one_that_waits_for_another_attempt_is_printed():
    unfinished = Document.objects.exclude(status="ready")

    assert [(paper.kind, paper.status) for paper in unfinished] == [("initiation_form", "failed")]
    assert Application.objects.get(uuid=unfinished.get().case_uuid).status == Status.REPORTED
    assert Attachment.objects.count() > 50


def test_one_drawdown_waits_for_the_check_and_one_for_the_second_finance_officer():
    waiting = {entry.status: entry for entry in Drawdown.objects.open()}

    assert set(waiting) == {DrawdownStatus.REQUESTED, DrawdownStatus.CHECKED}
    assert waiting[DrawdownStatus.CHECKED].checked_by.username == "finance1"
    held_up = Condition.objects.of(waiting[DrawdownStatus.REQUESTED].contract.application).open().precedent()
    assert held_up.count() == 2


def test_a_borrower_without_an_address_is_called_instead():
    calls = Task.objects.filter(title__contains="張建平", status="open")

    assert {call.assignee.username for call in calls} == {"am2"}
    assert calls.count() == 2
    assert not OutgoingMail.objects.filter(case_uuid=loan_of("張建平").case_uuid).exists()


def test_the_case_above_the_managers_authority_waits_for_risk_and_the_returned_one_is_in_its_second_round():
    above = Application.objects.get(customer__name="深圳市寶安銳科模具有限公司")
    again = Application.objects.get(customer__name="佛山市瑞成陶瓷原料有限公司")

    assert [(act.level, act.outcome) for act in above.decisions.all()] == [(1, "agreed")]
    assert (again.status, again.round, again.is_returned) == (Status.INVESTIGATING, 2, True)
    assert [bool(point.answer) for point in again.return_points.order_by("pk")] == [True, False]


def test_a_major_project_has_its_team_and_industries_and_needs_are_noted():
    case = Application.objects.get(is_major=True)

    assert {member.user.username for member in case.team.all()} >= {"am3", "risk2"}
    assert MarketNote.objects.count() == 3 and Need.objects.count() == 2


def test_finance_marked_the_receipts_of_the_last_working_days():
    assert ReceiptsMark.objects.filter(day=date(2026, 11, 20)).exists()
    assert not ReceiptsMark.objects.filter(day__gte=date(2026, 11, 21)).exists()


# --- 永盛精密五金有限公司


def test_the_first_story_has_its_schedule_row_by_row():
    loan = loan_of("永盛精密五金有限公司")
    rows = rows_of(loan)

    assert (loan.principal, loan.annual_rate, loan.disbursed_on) == (2_800_000, Decimal("0.072"), date(2026, 3, 27))
    assert rows[1] == ("2026-04-21", "0.00", "14000.00")
    assert rows[2] == ("2026-05-21", "0.00", "16800.00")
    assert rows[3] == ("2026-06-21", "0.00", "17360.00")
    assert rows[5] == ("2026-08-21", "0.00", "17360.00")
    assert rows[8] == ("2026-11-21", "0.00", "17360.00")
    assert rows[12] == ("2027-03-21", "2800000.00", "15680.00")
    assert sum(Decimal(interest) for _due, _principal, interest in rows.values()) == Decimal("201040.00")


def test_the_first_story_went_its_way_on_its_days():
    application = loan_of("永盛精密五金有限公司").application
    decision = application.decisions.get()
    contract = application.contracts.get()
    report = application.reports.get()

    assert timezone.localdate(application.accepted_at) == date(2026, 3, 3)
    assert timezone.localdate(report.submitted_at) == date(2026, 3, 12)
    assert (decision.made_by.username, timezone.localdate(decision.made_at)) == ("dm1", date(2026, 3, 16))
    assert decision.amount == 2_800_000 and application.amount == 3_000_000
    assert contract.signed_on == date(2026, 3, 18)
    assert [entry.status for entry in decision.conditions.order_by("pk")] == ["met", "met", "open", "open"]


def test_the_first_story_paid_its_fifth_instalment_twelve_days_late_with_interest_on_interest():
    loan = loan_of("永盛精密五金有限公司")
    posting = loan.postings.get(received_on=date(2026, 9, 2))

    assert posting.amount == Decimal("17422.50")
    assert shares_of(loan, date(2026, 9, 2)) == {(5, "compound"): "62.50", (5, "interest"): "17360.00"}
    assert (posting.received_on - loan.current_instalments()[4].due_on).days == 12


def test_the_first_story_was_written_to_on_its_days_and_never_after_the_payment():
    loan = loan_of("永盛精密五金有限公司")

    assert mails_about(loan, 5) == [
        ("2026-08-18", "before_3", "finance@yongsheng.example"),
        ("2026-08-22", "after_1", "finance@yongsheng.example"),
        ("2026-08-28", "after_7", "finance@yongsheng.example"),
        ("2026-08-28", "guarantor_after_7", "linyongsheng@mail.example"),
        ("2026-08-28", "guarantor_after_7", "zhouhuifang@mail.example"),
    ]


def test_the_first_storys_eighth_instalment_is_unpaid_and_late_from_tomorrow():
    loan = loan_of("永盛精密五金有限公司")

    assert loan.days_past_due == 0 and loan.statement(TODAY).overdue == 0
    assert loan.statement(date(2026, 11, 24)).days_past_due == 3
    assert loan.balance == 2_800_000


# --- 陳麗華


def test_the_second_story_has_its_schedule_row_by_row():
    loan = loan_of("陳麗華")
    rows = rows_of(loan)

    assert (loan.principal, loan.annual_rate, loan.disbursed_on) == (180_000, Decimal("0.108"), date(2026, 5, 20))
    assert rows[1] == ("2026-06-20", "6752.71", "1620.00")
    assert rows[2] == ("2026-07-20", "6813.48", "1559.23")
    assert rows[3] == ("2026-08-20", "6874.81", "1497.90")
    assert rows[4] == ("2026-09-20", "6936.68", "1436.03")
    assert rows[24] == ("2028-05-20", "8297.94", "74.68")
    assert sum(Decimal(interest) for _due, _principal, interest in rows.values()) == Decimal("20944.95")


def test_the_second_storys_two_payments_are_divided_figure_by_figure():
    loan = loan_of("陳麗華")

    assert loan.postings.get(received_on=date(2026, 8, 31)).amount == Decimal("5407.45")
    assert shares_of(loan, date(2026, 8, 26)) == {
        (3, "compound"): "4.04",
        (3, "penalty"): "18.56",
        (3, "interest"): "1497.90",
        (3, "principal"): "1479.50",
    }
    assert shares_of(loan, date(2026, 8, 31)) == {(3, "penalty"): "12.14", (3, "principal"): "5395.31"}
    assert loan.days_past_due == 0


def test_the_second_story_was_written_to_on_its_days_with_what_was_owed_that_day():
    loan = loan_of("陳麗華")
    demand = OutgoingMail.objects.get(case_uuid=loan.case_uuid, kind="after_7")

    assert mails_about(loan, 3) == [
        ("2026-08-17", "before_3", "lihua@mail.example"),
        ("2026-08-21", "after_1", "lihua@mail.example"),
        ("2026-08-27", "after_7", "lihua@mail.example"),
        ("2026-08-27", "guarantor_after_7", "chenzhiqiang@mail.example"),
    ]
    assert "5,397.74" in demand.text and "8,372.71" not in demand.text


def test_the_staff_of_the_second_story_read_of_it_in_the_digest_of_that_day():
    digests = OutgoingMail.objects.filter(kind="digest", business_date=date(2026, 8, 21), status="sent")

    told = {mail.person.username for mail in digests if "陳麗華" in mail.text}
    assert told == {"am2", "dm1"}


def test_the_suspicious_paper_stays_in_the_report():
    report = loan_of("陳麗華").application.reports.get()

    assert "可疑資料" in str(report.content) and "34.92％" in str(report.content)


# --- the command


def test_the_command_prints_every_account_with_its_role_and_password(loaded):
    accounts = list(User.objects.order_by("pk"))

    assert [account.username for account in accounts] == [
        "am1", "am2", "am3", "am4", "dm1", "dm2", "risk1", "risk2", "finance1", "finance2", "auditor", "admin",
    ]  # fmt: skip
    for account in accounts:
        assert account.username in loaded and account.name in loaded
        assert account.held and account.check_password("loandesk-demo")
    assert "loandesk-demo" in loaded


@pytest.mark.parametrize("options", [[], ["--if-empty"]])
def test_a_second_load_changes_nothing_and_says_so(options):
    before = (Application.objects.count(), AuditEvent.objects.count(), OutgoingMail.objects.count())
    out = StringIO()

    call_command("demo", *options, stdout=out)

    assert (Application.objects.count(), AuditEvent.objects.count(), OutgoingMail.objects.count()) == before
    assert "already there" in out.getvalue() and "am1" in out.getvalue()


def test_a_database_with_other_people_in_it_is_left_alone():
    User.objects.filter(username="am1").update(email="lin@bank.example")
    out = StringIO()

    call_command("demo", "--if-empty", stdout=out)

    assert "not empty" in out.getvalue()
    with pytest.raises(CommandError, match="not empty"):
        call_command("demo", stdout=StringIO())


def test_production_refuses_the_demo():
    production = override_settings(IS_EMBEDDED=False)

    with production, pytest.raises(CommandError, match="embedded profile only"):
        call_command("demo", stdout=StringIO())


def test_volume_adds_rows_whose_books_agree():
    call_command("demo", "--applications", "40", "--loans", "30", stdout=StringIO())
    call_command("demo", "--applications", "10", "--loans", "5", stdout=StringIO())

    assert Application.objects.filter(number__startswith="V").count() == 85
    assert Loan.objects.filter(number__startswith="V").count() == 35
    assert list(differences()) == []


def test_volume_gives_no_manager_more_as_the_lender_grows_but_the_department_of_dm1_does(monkeypatch):
    monkeypatch.setattr(lender, "CASES_OF_A_TEAM", 30)
    monkeypatch.setattr(lender, "FILES_OF_A_TEAM", 20)
    am1, dm1 = User.objects.get(username="am1"), User.objects.get(username="dm1")

    def held() -> list[int]:
        mine = Customer.objects.filter(number__regex="^[UV]", account_manager=am1).count()
        return [mine, Customer.objects.visible_to(dm1).count(), Customer.objects.count()]

    add_volume(applications=30, customers=20, seed=1)
    before = held()
    add_volume(applications=90, customers=60, seed=1)
    after = held()

    assert after[0] == before[0] > 0
    assert after[1] > before[1]
    assert after[2] == before[2] + 30 + 60


# --- the parts


def test_the_same_seed_gives_the_same_figures_and_another_gives_others():
    business = next(entry.business for entry in companies.COMPANIES if entry.code == "qiming")

    first, same, other = (figures.statements(business, chance(seed, "qiming")) for seed in (1, 1, 2))

    assert first == same
    assert first != other


def test_a_business_that_would_run_out_of_cash_is_refused():
    business = figures.Business(
        revenue=(1_000,), margin=1, selling=9, administration=9, days=(90, 90, 1), fixed_assets=10, depreciation=1,
        capital=10, cash=1,
    )  # fmt: skip

    with pytest.raises(ValueError, match="cash"):
        figures.statements(business, chance(1, "none"))


def test_no_seed_leaves_a_company_without_cash_or_balance():
    for seed in range(20):
        for entry in companies.COMPANIES:
            years = figures.statements(entry.business, chance(seed, entry.code)) if entry.business else [{}, {}]
            assert statements.check(years[1], years[0]) == [], entry.name


@pytest.mark.parametrize("today", [date(2026, 2, 28), date(2026, 10, 5), date(2027, 1, 1), date(2027, 5, 31)])
def test_on_any_day_there_is_a_due_date_that_is_late_and_a_release_that_leads_to_it(today):
    calendar = Calendar(today, "CN")

    late = calendar.late_due_date(3)
    released = calendar.released_for(late, range(3, 8))

    assert calendar.payable_until(late) < today
    assert released < late
    assert calendar.ago(1) < today and calendar.is_open(calendar.ago(1))


def test_the_stories_move_by_whole_months():
    assert Calendar(date(2027, 2, 3), "CN").shifted(date(2026, 8, 31)) == date(2026, 11, 30)
    assert Calendar(date(2026, 11, 30), "CN").shifted(date(2026, 8, 31)) == date(2026, 8, 31)


def test_a_photograph_is_a_picture_and_a_scan_is_a_page():
    photograph = papers.photograph(font("zh-hant"), ("廠房",), chance(1, "x"))
    scan = papers.scan(font("zh-hans"), "流水", ("一",), "章")

    assert photograph.startswith(b"\xff\xd8")
    assert scan.startswith(b"%PDF-")
