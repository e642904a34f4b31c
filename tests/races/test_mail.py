"""Mails under races and kill -9: never more than one, never silently none, the ambiguous ones are listed (S7 to S9)."""

import random
import time
from collections import Counter
from datetime import timedelta

import pytest

from core import dates, outbox
from core.models import AuditEvent, OutgoingMail
from core.states import MailStatus
from desk import services as desk
from servicing.models import Instalment, Reminder
from servicing.services import post_payment, scan_reminders
from staff.models import Task
from staff.states import TaskStatus
from tests.races.processes import kill, race, start, values
from tests.races.test_services import people
from tests.servicing.loans import lihua

pytestmark = pytest.mark.usefixtures("real_db")


@pytest.fixture
def letters(monkeypatch):
    """A kind of mail that needs no loan."""
    monkeypatch.setitem(outbox._composers, "letter", lambda mail: outbox.Letter("通知", "您好"))


def write_to(*ways: str) -> None:
    outbox.queue(
        [
            outbox.draft(key=f"letter:{way}", kind="letter", recipient=f"{way}-1@sink.example", language="en", about="")
            for way in ways
        ]
    )


def found() -> dict[str, str]:
    """The status of each letter by how its recipient's server behaves."""
    return {mail.key.partition(":")[2]: str(mail.status) for mail in OutgoingMail.objects.all()}


def later(**passed) -> None:
    """Send what is due after some time has passed; leases have run out by then."""
    with dates.as_of(dates.now() + timedelta(**passed)):
        outbox.send_due()


def test_two_clocks_at_once_send_each_mail_once(sink):
    who = people()
    for _ in range(20):
        lihua(who)

    failed = values(race(2, lambda _place: desk.tick()))

    kinds = Counter(OutgoingMail.objects.values_list("kind", "status"))
    assert failed == [[], []]
    assert kinds == {("after_1", MailStatus.SENT): 20, ("digest", MailStatus.SENT): 3}
    assert sorted(sink.messages()) == sorted(mail.message_id for mail in OutgoingMail.objects.all())
    assert Reminder.objects.filter(customer__isnull=False).count() == 20


def test_two_scans_at_once_make_each_reminder_once_and_the_trail_counts_it_once():
    who = people()
    for _ in range(20):
        lihua(who)

    made = values(race(4, lambda _place: scan_reminders(on=dates.today())))

    told = [event.details["count"] for event in AuditEvent.objects.filter(action="queue_reminders")]
    assert sum(made) == sum(told) == Reminder.objects.count() == 60


def test_a_repayment_posted_while_reminders_are_queued_leaves_no_call_to_make():
    who = people()
    loans = [lihua(who) for _ in range(4)]
    for loan in loans:
        loan.customer.email = ""
        loan.customer.save(update_fields=["email"])
    owed = loans[0].statement(dates.today()).owed_now

    def act(place):
        if place == 0:
            return scan_reminders(on=dates.today())
        return [
            post_payment(loan=loan, received_on=dates.today(), amount=owed, client_ref="R1", by=who.finance1).pk
            for loan in loans
        ]

    values(race(2, act))
    scan_reminders(on=dates.today())

    assert not Instalment.objects.overdue(dates.today()).exists()
    assert not Task.objects.filter(kind="call", status=TaskStatus.OPEN).exists()


def test_a_sender_killed_between_claim_and_data_leaves_a_mail_that_is_sent_once(sink, letters):
    write_to("stall")
    sender = start(outbox.send_due)
    sink.wait_for("RCPT")

    kill(sender)

    assert (found(), sink.messages()) == ({"stall": MailStatus.CLAIMED}, [])
    _answer_again()
    later(minutes=6)
    later(minutes=6)
    assert found() == {"stall": MailStatus.SENT}
    assert sink.messages() == [OutgoingMail.objects.get().message_id]


def _answer_again() -> None:
    """The server has recovered: the same person is answered now."""
    mail = OutgoingMail.objects.get()
    mail.recipient = "accept-1@sink.example"
    mail.save(update_fields=["recipient"])


def test_a_sender_killed_after_data_leaves_an_uncertain_mail_that_is_never_sent_again(sink, letters):
    write_to("silent")
    sender = start(outbox.send_due)
    sink.wait_for("DATA")

    kill(sender)

    assert found() == {"silent": MailStatus.IN_FLIGHT}
    later(minutes=6)
    later(days=3)
    assert found() == {"silent": MailStatus.UNCERTAIN}
    assert OutgoingMail.objects.get().failure
    assert len(sink.messages()) == 1


def test_what_is_paid_between_claim_and_data_is_not_asked_for(sink, monkeypatch):
    who = people()
    loan = lihua(who)
    scan_reminders(on=dates.today())
    owed, hand_over = loan.statement(dates.today()).owed_now, outbox._hand_over

    def pay_first(own, mine, message):
        if mine.kind == "after_1":
            post_payment(loan=loan, received_on=dates.today(), amount=owed, client_ref="R1", by=who.finance1)
        return hand_over(own, mine, message)

    monkeypatch.setattr(outbox, "_hand_over", pay_first)
    outbox.send_due()

    assert set(OutgoingMail.objects.values_list("kind", "status")) == {("after_1", MailStatus.CANCELLED)}
    assert sink.messages() == []


def test_every_behaviour_of_a_server_leaves_the_status_that_is_certain(sink, letters, settings):
    settings.EMAIL_TIMEOUT = 1
    write_to("accept", "busy", "unknown", "later", "refused", "hangup", "silent", "stall")

    outbox.send_due()

    assert found() == {
        "accept": MailStatus.SENT,
        "busy": MailStatus.QUEUED,
        "unknown": MailStatus.FAILED,
        "later": MailStatus.QUEUED,
        "refused": MailStatus.FAILED,
        "hangup": MailStatus.UNCERTAIN,
        "silent": MailStatus.UNCERTAIN,
        "stall": MailStatus.QUEUED,
    }
    later(minutes=3)
    assert max(Counter(message for message in sink.messages()).values()) == 2  # refused for now, and sent again
    assert sink.messages().count(OutgoingMail.objects.get(key="letter:silent").message_id) == 1


def test_a_server_that_is_down_costs_nothing_but_time(sink, letters, settings):
    settings.EMAIL_PORT, port = 1, settings.EMAIL_PORT
    write_to("accept")

    outbox.send_due()

    assert found() == {"accept": MailStatus.QUEUED}
    settings.EMAIL_PORT = port
    later(minutes=2)
    assert found() == {"accept": MailStatus.SENT}


@pytest.mark.chaos
def test_four_senders_killed_every_150_ms_send_400_mails_at_most_once_and_lose_none(sink):
    who = people()
    for _ in range(400):
        lihua(who)
    scan_reminders(on=dates.today())
    assert OutgoingMail.objects.count() == 400

    outbox.send_due(limit=1)  # templates and catalogues are read here once, not by every process that is forked

    kills = _kill_senders_until_done(random.Random(7))
    later(minutes=6)
    later(minutes=12)

    arrived, mails = Counter(sink.messages()), list(OutgoingMail.objects.all())
    sent = {mail.message_id for mail in mails if mail.status == MailStatus.SENT}
    uncertain = {mail.message_id for mail in mails if mail.status == MailStatus.UNCERTAIN}
    everything = {mail.message_id for mail in mails}
    print(f"{kills} kills, {len(sent)} sent, {len(uncertain)} uncertain, {len(arrived)} arrived")
    assert kills >= 10
    assert [message for message, count in arrived.items() if count > 1] == []
    assert everything - sent - uncertain == set(), "a mail is neither sent nor listed as uncertain"
    assert sent - set(arrived) == set(), "a mail is called sent and never arrived"
    assert len(uncertain) <= kills


def _kill_senders_until_done(chance: random.Random) -> int:
    """Four processes send; one of them is killed every 150 ms and replaced, until nothing waits. Returns the kills."""

    def send():
        while True:
            outbox.send_due()
            time.sleep(0.05)

    senders, kills, until = [start(send) for _ in range(4)], 0, time.monotonic() + 120
    try:
        while OutgoingMail.objects.filter(status=MailStatus.QUEUED).exists():
            assert time.monotonic() < until, "the mails are not sent in time"
            time.sleep(0.15)
            place = chance.randrange(4)
            kill(senders[place])
            kills += 1
            senders[place] = start(send)
    finally:
        for sender in senders:
            kill(sender)
    return kills
