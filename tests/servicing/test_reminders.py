"""Who is told when: once each, in their language, and nobody about what is paid."""

import io
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.models import ReminderProfile
from core import outbox
from core.models import AuditEvent, OutgoingMail
from core.states import MailStatus
from servicing import services
from servicing.models import Reminder
from staff.models import Task
from tests.factories import person
from tests.servicing.loans import guarantee, lihua, loan_of, pay

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 8, 21)


def at(day, hour="11:00"):
    return time_machine.travel(f"{day} {hour}+08:00", tick=False)


def bullet(people, due, **customer):
    """A loan of one instalment of 101,500-odd yuan, due on a day."""
    on = date(due.year, due.month - 3, due.day)
    return loan_of(people, amount="100000", months=3, rate="0.06", method="bullet", on=on, customer=customer)


@pytest.fixture
def loan(people):
    """Due on Thursday 2026-08-20."""
    return bullet(people, date(2026, 8, 20))


def tell(day):
    """What the clock does on a day, at eleven: find who is to be told, and send."""
    with at(day):
        services.scan_reminders(on=day)
        outbox.send_due()


def mails(**wanted):
    rows = OutgoingMail.objects.exclude(kind="digest").filter(**wanted).order_by("id")
    return [(mail.kind, mail.business_date) for mail in rows]


def test_however_often_and_wherever_the_clock_runs_everybody_is_told_once(loan, people):
    guarantee(loan, "陳志強")
    for _run in range(3):
        for back in range(40):
            services.scan_reminders(on=date(2026, 8, 10) + timedelta(days=back))

    told = Reminder.objects.order_by("id").values_list("kind", "recipient")
    assert len(told) == len(set(told)) == 8
    assert mails() == [
        ("before_3", date(2026, 8, 17)),
        ("after_1", FRIDAY),
        ("after_7", date(2026, 8, 27)),
        ("guarantor_after_7", date(2026, 8, 27)),
    ]


def test_two_clocks_that_both_found_nothing_told_tell_once(loan):
    from servicing.services import reminders

    found = list(reminders._candidates("after_1", FRIDAY, borrowers=True))
    for _clock in range(2):
        reminders.queue_reminders(kind="after_1", on=FRIDAY, instalments=found, borrowers=True)

    assert Reminder.objects.count() == 3
    assert mails() == [("after_1", FRIDAY)]


@pytest.mark.parametrize("day", ["2026-08-17", "2026-08-18", "2026-08-20"])
def test_a_missed_day_heals_before_the_due_date(loan, day):
    services.scan_reminders(on=date.fromisoformat(day))

    assert mails() == [("before_3", date.fromisoformat(day))]


def reminded(loan, profile):
    """The loan as one of a product with this profile."""
    version = loan.application.product_version
    version.reminder_profile = profile
    version.save(update_fields=["reminder_profile"])


def test_a_close_product_is_reminded_a_week_three_days_and_a_day_before(loan):
    reminded(loan, ReminderProfile.CLOSE)
    for back in range(30):
        services.scan_reminders(on=date(2026, 8, 5) + timedelta(days=back))

    assert mails() == [
        ("before_7", date(2026, 8, 13)),
        ("before_3", date(2026, 8, 17)),
        ("before_1", date(2026, 8, 19)),
        ("after_1", FRIDAY),
        ("after_7", date(2026, 8, 27)),
    ]


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2026-08-13", "before_7"),
        ("2026-08-16", "before_7"),
        ("2026-08-17", "before_3"),
        ("2026-08-18", "before_3"),
        ("2026-08-19", "before_1"),
        ("2026-08-20", "before_1"),
    ],
)
def test_whoever_missed_steps_of_a_close_product_is_told_the_newest_alone(loan, day, kind):
    reminded(loan, ReminderProfile.CLOSE)
    services.scan_reminders(on=date.fromisoformat(day))

    assert mails() == [(kind, date.fromisoformat(day))]


def test_every_step_of_a_close_product_is_a_letter_about_the_same_sum(loan):
    reminded(loan, ReminderProfile.CLOSE)
    for day in ("2026-08-13", "2026-08-17", "2026-08-19"):
        tell(date.fromisoformat(day))

    sent = OutgoingMail.objects.order_by("id")
    assert [(mail.kind, mail.status) for mail in sent] == [
        ("before_7", MailStatus.SENT),
        ("before_3", MailStatus.SENT),
        ("before_1", MailStatus.SENT),
    ]
    assert len({mail.subject for mail in sent}) == 1


def test_a_product_reminded_by_call_sends_no_mail_but_gives_the_account_manager_each_call(loan):
    reminded(loan, ReminderProfile.CALL)
    guarantee(loan, "陳志強")
    for back in range(30):
        services.scan_reminders(on=date(2026, 8, 5) + timedelta(days=back))

    calls = Task.objects.filter(kind="call").order_by("id")
    assert mails() == []
    assert [task.key.split(":")[0] for task in calls] == ["before_3", "after_1", "after_7", "guarantor_after_7"]
    assert [task.due_on.isoformat() for task in calls] == ["2026-08-17", "2026-08-21", "2026-08-27", "2026-08-27"]
    assert all("以電話提醒" in task.why for task in calls)


def test_the_digest_of_a_loan_reminded_by_call_asks_to_call_the_guarantors(loan):
    reminded(loan, ReminderProfile.CALL)
    day = date(2026, 8, 27)
    with at(day):
        services.scan_reminders(on=day)
        services.send_digests(on=day)
        outbox.send_due()

    digest = OutgoingMail.objects.filter(kind="digest", person=loan.account_manager).get()
    assert "保證人" in digest.text and "已書面" not in digest.text


def test_after_the_due_date_no_reminder_before_it_is_made(loan):
    services.scan_reminders(on=FRIDAY)

    assert mails() == [("after_1", FRIDAY)]


def test_whoever_missed_plus_one_gets_plus_seven_alone(loan):
    for day in (date(2026, 8, 29), date(2026, 8, 30)):
        services.scan_reminders(on=day)

    assert mails() == [("after_7", date(2026, 8, 29))]


def test_an_old_arrear_is_not_answered_with_a_first_reminder(loan):
    services.scan_reminders(on=date(2026, 10, 20))

    assert mails() == []


def test_nothing_is_sent_before_the_last_day_to_pay_has_passed(people):
    bullet(people, date(2026, 8, 22))
    for day in ("2026-08-22", "2026-08-23", "2026-08-24"):
        services.scan_reminders(on=date.fromisoformat(day))
    before = mails(kind="after_1")
    services.scan_reminders(on=date(2026, 8, 25))

    assert before == []
    assert mails(kind="after_1") == [("after_1", date(2026, 8, 25))]


def test_a_long_holiday_does_not_turn_the_first_word_into_a_demand(people):
    due = date(2026, 10, 1)
    loan = bullet(people, due)
    last = loan.current_instalments()[0].payable_until
    for back in range(20):
        services.scan_reminders(on=due + timedelta(days=back))

    assert (last - due).days >= 6
    assert mails()[1:] == [("after_1", last + timedelta(days=1)), ("after_7", last + timedelta(days=2))]


def test_the_first_overdue_mail_waits_for_finance_or_half_past_ten(loan, people):
    services.scan_reminders(on=FRIDAY, at=time(8, 30))
    early = mails()
    told = set(Reminder.objects.values_list("person__username", flat=True))
    services.scan_reminders(on=FRIDAY, at=time(10, 29))
    later = mails()
    services.scan_reminders(on=FRIDAY, at=time(10, 30))

    assert early == later == []
    assert told == {"am1", "dm1"}
    assert mails() == [("after_1", FRIDAY)]


def test_once_yesterdays_receipts_are_marked_it_waits_no_longer(loan, people):
    with at(FRIDAY, "08:00"):
        services.mark_receipts_posted(day=FRIDAY - timedelta(days=1), by=people.finance1)
        services.scan_reminders(on=FRIDAY, at=time(8, 0))

    assert mails() == [("after_1", FRIDAY)]


def test_paid_before_it_is_sent_means_no_mail(loan, people):
    with at(FRIDAY):
        services.scan_reminders(on=FRIDAY)
        pay(loan, loan.statement(FRIDAY).owed_now, FRIDAY, people.finance1)
        outbox.send_due()

    assert list(OutgoingMail.objects.values_list("status", flat=True)) == [MailStatus.CANCELLED]


def test_paid_while_it_is_being_prepared_means_no_mail_either(loan, people, settings):
    with at(FRIDAY):
        services.scan_reminders(on=FRIDAY)
        claimed = outbox._claim_next()
        letter = outbox._composed(claimed)
        pay(loan, loan.statement(FRIDAY).owed_now, FRIDAY, people.finance1)
        sent = outbox._hand_over(OutgoingMail.objects.filter(pk=claimed.pk, lease=claimed.lease), claimed, letter)

    assert sent == 0
    assert OutgoingMail.objects.get().status == MailStatus.CANCELLED
    assert list(settings.EMAIL_FILE_PATH.glob("*.eml")) == []


def test_a_payment_made_known_late_cancels_the_mail_when_it_is_written(loan, people):
    with at(FRIDAY):
        services.scan_reminders(on=FRIDAY)
        mail = OutgoingMail.objects.get()
        pay(loan, loan.statement(date(2026, 8, 20)).owed_now, date(2026, 8, 20), people.finance1)
        OutgoingMail.objects.filter(pk=mail.pk).update(status=MailStatus.QUEUED)
        outbox.send_due()

    assert OutgoingMail.objects.get().status == MailStatus.CANCELLED


def test_a_reminder_before_the_due_date_is_pointless_after_it(loan):
    with at("2026-08-18"):
        services.scan_reminders(on=date(2026, 8, 18))
    with at("2026-08-22"):
        outbox.send_due()

    assert OutgoingMail.objects.get().status == MailStatus.CANCELLED


def test_a_borrower_without_an_address_becomes_a_call_task_in_the_account_managers_language(people):
    people.am1.language = "en"
    people.am1.save()
    loan = bullet(people, date(2026, 8, 20), name="陳麗華", email="")
    guarantee(loan, "陳志強", email="")

    for _run in range(2):
        for day in ("2026-08-17", "2026-08-21", "2026-08-27"):
            services.scan_reminders(on=date.fromisoformat(day))

    tasks = Task.objects.order_by("id")
    assert [task.title for task in tasks] == [
        "Call 陳麗華: an instalment falls due",
        "Call 陳麗華 about the overdue instalment",
        "Call 陳麗華 about the overdue instalment",
        "Call or write to the guarantor 陳志強",
    ]
    assert {task.assignee for task in tasks} == {people.am1}
    assert mails() == []
    assert Reminder.objects.filter(task=None, person=None).count() == 0


def test_a_payment_withdraws_the_calls_about_it(people):
    loan = bullet(people, date(2026, 8, 20), email="")
    services.scan_reminders(on=FRIDAY)
    with at(FRIDAY):
        pay(loan, loan.statement(FRIDAY).owed_now, FRIDAY, people.finance1)

    assert Task.objects.get().status == "dropped"


def test_an_address_entered_later_does_not_tell_the_same_step_twice(people):
    loan = bullet(people, date(2026, 8, 20), email="")
    services.scan_reminders(on=FRIDAY)
    loan.customer.email = "new@customer.example"
    loan.customer.save()
    person("dm9", "department_manager", people.department)

    services.scan_reminders(on=FRIDAY)

    assert mails() == []


def test_the_number_of_queries_does_not_depend_on_the_number_of_loans(people):
    counts = []
    for loans in (3, 12):
        for _more in range(loans):
            bullet(people, date(2026, 8, 20))
        with CaptureQueriesContext(connection) as queries:
            services.scan_reminders(on=FRIDAY)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert Reminder.objects.count() == 45


def test_each_run_that_tells_somebody_leaves_one_event_with_count_and_hash(loan):
    services.scan_reminders(on=FRIDAY)
    services.scan_reminders(on=FRIDAY)

    event = AuditEvent.objects.get(action="queue_reminders")
    assert event.details["count"] == 3 and len(event.details["hash"]) == 64


# --- what they say ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "mark", "day"),
    [
        ("zh-hant", 'lang="zh-Hant"', "8 月 20 日（週四）"),
        ("zh-hans", 'lang="zh-Hans"', "8 月 20 日（周四）"),
        ("en", 'lang="en"', "Thu 20 Aug"),
    ],
)
def test_the_mail_is_in_its_readers_language(people, language, mark, day):
    loan = bullet(people, date(2026, 8, 20), kind="person", name="陳麗華", language=language)
    tell(FRIDAY)

    mail = OutgoingMail.objects.get(kind="after_1")
    assert mail.status == MailStatus.SENT
    assert mark in mail.html and day in mail.text
    assert "101,558.71" in mail.subject
    assert "陳○華" in mail.text and "陳麗華" not in mail.text + mail.html + mail.subject
    assert loan.drawdown.contract.number not in mail.text and loan.drawdown.contract.number[-4:] in mail.text


def test_an_overdue_mail_gives_the_sum_by_part_the_growth_the_account_and_who_to_call(loan, people, settings):
    people.am1.phone = "0769-0000 1201"
    people.am1.save()
    loan.customer.language = "en"
    loan.customer.save()
    tell(FRIDAY)

    text = OutgoingMail.objects.get(kind="after_1").text
    for words in (
        "Instalment 1, principal  100,000.00",
        "Instalment 1, interest  1,533.33",
        "Penalty interest, 1 day from Thu 20 Aug  25.00",
        "Interest on overdue interest, 1 day from Thu 20 Aug  0.38",
        "Until it is paid, it grows by 25.38 yuan a day",
        settings.LENDER["account"],
        people.am1.name,
        "0769-0000 1201",
        "If you have paid today",
        "never collect to personal accounts",
    ):
        assert words in text.replace("\n", " "), words
    assert "http" not in text


def test_a_guarantor_reads_the_debt_and_the_request_but_not_the_borrowers_name(people):
    loan = bullet(people, date(2026, 8, 20), kind="person", name="陳麗華", language="en")
    guarantee(loan, "陳志強", language="en")
    tell(date(2026, 8, 27))

    mail = OutgoingMail.objects.get(kind="guarantor_after_7")
    assert "A loan you guarantee is 7 days overdue" in mail.subject
    assert "陳○華" in mail.text and "陳麗華" not in mail.text and "陳○強" in mail.text
    assert "perform your guarantee" in mail.text and "100,000.00 yuan" in mail.text
    assert "your guarantors are told" in OutgoingMail.objects.get(kind="after_7").text


def test_a_closed_day_is_named_in_the_reminder_before_it(people):
    bullet(people, date(2026, 8, 22), language="en")
    tell(date(2026, 8, 19))

    text = OutgoingMail.objects.get().text
    assert "is due on Sat 22 Aug" in text and "Please pay by Mon 24 Aug." in text


# --- digests ---------------------------------------------------------------------------------------------------------


def digests(who):
    return {mail.business_date.isoformat(): mail for mail in OutgoingMail.objects.filter(kind="digest", person=who)}


def test_the_digest_is_one_a_day_in_the_morning_also_without_news(people):
    with at("2026-08-20", "08:29"):
        assert services.send_digests(on=date(2026, 8, 20), at=time(8, 29)) == 0
    with at("2026-08-20", "08:30"):
        assert services.send_digests(on=date(2026, 8, 20), at=time(8, 30)) == 2
        assert services.send_digests(on=date(2026, 8, 20), at=time(8, 31)) == 0
        outbox.send_due()

    assert {mail.status for mail in digests(people.am1).values()} == {MailStatus.SENT}
    assert set(digests(people.dm1)) == {"2026-08-20"}


def test_the_digest_lists_by_amount_what_is_new_with_the_next_act_in_its_readers_language(people):
    people.dm1.language = "en"
    people.dm1.save()
    bullet(people, date(2026, 8, 20), name="甲公司")
    with at("2026-05-20"):
        lihua(people)
    with at(FRIDAY, "08:30"):
        services.scan_reminders(on=FRIDAY, at=time(8, 30))
        services.send_digests(on=FRIDAY, at=time(8, 30))
        outbox.send_due()

    text = digests(people.dm1)["2026-08-21"].text
    assert "101,558.71  甲公司" in text
    assert text.index("甲公司") < text.index("陳麗華")
    assert "Call and ask when it will be paid" in text
    assert "2 loans are overdue" in text
    assert 'lang="zh-Hant"' in digests(people.am1)["2026-08-21"].html


def test_what_happens_on_a_closed_day_waits_for_the_next_digest(people):
    bullet(people, date(2026, 8, 21), name="甲公司")
    for day in ("2026-08-22", "2026-08-23", "2026-08-24"):
        with at(day, "08:30"):
            services.scan_reminders(on=date.fromisoformat(day), at=time(8, 30))
            services.send_digests(on=date.fromisoformat(day), at=time(8, 30))
            outbox.send_due()

    assert set(digests(people.am1)) == {"2026-08-24"}
    assert "甲公司" in digests(people.am1)["2026-08-24"].text


def test_a_reminder_stands_in_one_digest_only(people):
    bullet(people, date(2026, 8, 20), name="甲公司")
    for day in ("2026-08-21", "2026-08-24", "2026-08-25"):
        with at(day, "08:30"):
            services.scan_reminders(on=date.fromisoformat(day), at=time(8, 30))
            services.send_digests(on=date.fromisoformat(day), at=time(8, 30))
            outbox.send_due()

    assert [day for day, mail in sorted(digests(people.am1).items()) if "甲公司" in mail.text] == ["2026-08-21"]


def test_what_is_paid_before_the_digest_leaves_does_not_stand_in_it(people):
    loan = bullet(people, date(2026, 8, 20), name="甲公司")
    with at(FRIDAY, "08:30"):
        services.scan_reminders(on=FRIDAY, at=time(8, 30))
        services.send_digests(on=FRIDAY, at=time(8, 30))
        pay(loan, loan.statement(FRIDAY).owed_now, FRIDAY, people.finance1)
        outbox.send_due()

    mail = digests(people.am1)["2026-08-21"]
    assert mail.status == MailStatus.SENT and "甲公司" not in mail.text


def test_other_departments_read_nothing_of_it(people, dm2, am3):
    bullet(people, date(2026, 8, 20), name="甲公司")
    with at(FRIDAY, "08:30"):
        services.scan_reminders(on=FRIDAY, at=time(8, 30))
        services.send_digests(on=FRIDAY, at=time(8, 30))
        outbox.send_due()

    for who in (dm2, am3):
        text = digests(who)["2026-08-21"].text
        assert "甲公司" not in text and "0.00" in text


# --- the command -----------------------------------------------------------------------------------------------------


def test_remind_queues_a_day_and_the_dry_run_only_says_so(loan):
    dry, real = io.StringIO(), io.StringIO()

    call_command("remind", "--date", "2026-08-21", "--dry-run", stdout=dry)
    nothing = OutgoingMail.objects.count()
    call_command("remind", "--date", "2026-08-21", stdout=real)

    assert "after_1: 1 instalments" in dry.getvalue() and nothing == 0
    assert real.getvalue().strip() == "2026-08-21: 3 reminders, 2 digests queued"
    assert Decimal(OutgoingMail.objects.count()) == 3


def test_a_companys_name_is_masked_in_its_middle(people):
    bullet(people, date(2026, 8, 20), name="永盛精密五金有限公司", language="en")
    tell(FRIDAY)

    text = OutgoingMail.objects.get(kind="after_1").text
    assert "Dear 永盛○○有限公司," in text and "精密五金" not in text


def test_a_companys_name_of_several_words_keeps_its_first_and_its_last(people):
    bullet(people, date(2026, 8, 20), name="Northbridge Instruments (Dongguan) Co., Ltd.", language="en")
    tell(FRIDAY)

    text = OutgoingMail.objects.get(kind="after_1").text
    assert "Dear Northbridge ○○ Ltd.," in text and "Instruments" not in text
