"""The outgoing mail against a real SMTP server that behaves as told: what is certain afterwards, and never two."""

import asyncio
import socket
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from aiosmtpd.controller import Controller

from core import dates, outbox
from core.models import OutgoingMail
from core.outbox import Letter
from core.states import MailStatus

pytestmark = pytest.mark.django_db
KIND = "test_of_outbox"
BEHAVIOURS = {
    "accept": MailStatus.SENT,
    "later_at_rcpt": MailStatus.QUEUED,
    "never_at_rcpt": MailStatus.FAILED,
    "later_after_data": MailStatus.QUEUED,
    "never_after_data": MailStatus.FAILED,
    "drop_at_rcpt": MailStatus.QUEUED,
    "drop_after_data": MailStatus.UNCERTAIN,
    "silent_after_data": MailStatus.UNCERTAIN,
    "drop_at_quit": MailStatus.SENT,
}


class Server:
    """An aiosmtpd handler that follows the behaviour set for it and keeps what it accepted."""

    def __init__(self):
        self.behaviour, self.accepted = "accept", []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.behaviour == "later_at_rcpt":
            return "450 mailbox busy"
        if self.behaviour == "never_at_rcpt":
            return "550 no such user"
        if self.behaviour == "drop_at_rcpt":
            server.transport.abort()
            return "421 gone"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.behaviour == "later_after_data":
            return "451 try later"
        if self.behaviour == "never_after_data":
            return "554 refused"
        self.accepted.append(envelope.content.decode())
        if self.behaviour == "drop_after_data":
            server.transport.abort()
        if self.behaviour == "silent_after_data":
            await asyncio.sleep(2)
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):
        if self.behaviour == "drop_at_quit":
            server.transport.abort()
        return "221 Bye"


@pytest.fixture(scope="module")
def controller():
    """One server for all tests here; each finds it as if it were new."""
    running = Controller(Server(), hostname="127.0.0.1", port=free_port())
    running.start()
    yield running
    running.stop()


@pytest.fixture
def server(settings, controller):
    handler = controller.handler
    handler.behaviour, handler.accepted = "accept", []
    settings.EMAIL_BACKEND = "core.smtp.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", controller.port, 0.5
    settings.EMAIL_USE_TLS = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    return handler


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(autouse=True)
def compose():
    """What the mails of these tests say; `compose.answer` may be a letter, None or an error."""

    class Composer:
        answer = Letter("Subject 主旨", "text 正文", "<p>html</p>")

        def __call__(self, mail):
            if isinstance(self.answer, Exception):
                raise self.answer
            return self.answer

    composer = Composer()
    outbox.composes(KIND)(composer)
    yield composer
    del outbox._composers[KIND]


def queued(key="one", **values):
    mail = outbox.draft(key=key, kind=KIND, recipient="somebody@customer.example", language="en", about="", **values)
    outbox.queue(mail)
    return OutgoingMail.objects.get(key=key)


def status(mail):
    mail.refresh_from_db()
    return mail.status


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_the_state_after_a_hand_over_is_what_is_certain(server, behaviour):
    mail = queued()
    server.behaviour = behaviour

    outbox.send_due()

    assert status(mail) == BEHAVIOURS[behaviour]
    assert mail.attempts == 1
    assert bool(mail.failure) == (BEHAVIOURS[behaviour] != MailStatus.SENT)


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_no_server_behaviour_makes_a_mail_arrive_twice(server, behaviour):
    queued()
    server.behaviour = behaviour
    outbox.send_due()

    server.behaviour = "accept"
    with time_machine.travel(dates.now() + timedelta(days=2)):
        for _run in range(3):
            outbox.send_due()

    assert len(server.accepted) == (0 if behaviour.startswith("never") else 1)


def test_a_server_that_cannot_be_reached_is_tried_again_later(settings, server):
    mail = queued()
    settings.EMAIL_PORT = free_port()

    outbox.send_due()

    assert status(mail) == MailStatus.QUEUED
    assert timedelta(seconds=50) < mail.next_attempt_at - dates.now() < timedelta(seconds=70)


def test_a_sign_in_the_server_refuses_is_our_fault_and_never_the_mails(settings, server):
    mail = queued()
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "loandesk", "wrong"

    outbox.send_due()

    assert status(mail) == MailStatus.QUEUED


def test_it_waits_longer_each_time_and_gives_up_after_the_last(server):
    mail = queued()
    server.behaviour = "later_at_rcpt"
    waits, now = [], dates.now()
    for _attempt in range(6):
        with time_machine.travel(now, tick=False):
            outbox.send_due()
            mail.refresh_from_db()
            waits.append(round((mail.next_attempt_at - now).total_seconds() / 60))
        now = mail.next_attempt_at + timedelta(seconds=1)

    assert waits[0] == 1 and 4 <= waits[1] <= 6 and 26 <= waits[2] <= 34
    assert 100 < waits[3] < 140 and 640 < waits[4] < 800
    assert status(mail) == MailStatus.FAILED and mail.attempts == 6


def test_in_flight_is_committed_before_data(server, compose):
    mail = queued()
    seen = []
    ours = outbox.states.claim

    def watching(rows, **values):
        seen.append((values["was"], values["to"], len(server.accepted)))
        return ours(rows, **values)

    outbox.states.claim = watching
    try:
        outbox.send_due()
    finally:
        outbox.states.claim = ours

    steps = [step for step in seen if step[1] in {MailStatus.IN_FLIGHT, MailStatus.SENT}]
    assert steps == [(MailStatus.CLAIMED, MailStatus.IN_FLIGHT, 0), (MailStatus.IN_FLIGHT, MailStatus.SENT, 1)]
    assert status(mail) == MailStatus.SENT


def test_the_message_id_belongs_to_the_row_and_the_text_is_kept_with_it(server):
    mail = queued()

    outbox.send_due()

    mail.refresh_from_db()
    assert mail.message_id in server.accepted[0]
    assert (mail.subject, mail.text, mail.html) == ("Subject 主旨", "text 正文", "<p>html</p>")
    assert mail.sent_at is not None


def test_a_key_is_queued_once(server):
    for _run in range(3):
        queued()

    outbox.send_due()

    assert OutgoingMail.objects.count() == len(server.accepted) == 1


def test_a_mail_that_is_not_wanted_any_more_is_cancelled_unsent(server, compose):
    mail = queued()
    compose.answer = None

    outbox.send_due()

    assert status(mail) == MailStatus.CANCELLED and server.accepted == []


def test_a_mail_that_cannot_be_written_does_not_hold_up_the_others(server, compose, monkeypatch):
    bad, good = queued("bad"), queued("good")
    written = outbox._composers[KIND]

    def compose_one(mail):
        if mail.key == "bad":
            raise KeyError("gone")
        return written(mail)

    outbox._composers[KIND] = compose_one
    outbox.send_due()

    assert (status(bad), status(good)) == (MailStatus.QUEUED, MailStatus.SENT)
    assert bad.failure == "could not be composed: KeyError"


def test_a_line_break_in_a_header_never_reaches_a_server(server, compose):
    mail = queued()
    compose.answer = Letter("Subject\r\nBcc: all@customer.example", "text")

    outbox.send_due()

    assert status(mail) == MailStatus.QUEUED and server.accepted == []


def test_a_claim_whose_worker_died_is_free_again_and_then_sent(server):
    mail = queued()
    outbox._claim_next()

    with time_machine.travel(dates.now() + timedelta(minutes=6)):
        outbox.send_due()

    assert status(mail) == MailStatus.SENT and len(server.accepted) == 1


def test_a_mail_that_ends_every_worker_has_failed_in_the_end(server):
    mail = queued()
    for _try in range(len(outbox.BACKOFF) + 1):
        assert outbox._claim_next() == mail
        OutgoingMail.objects.update(lease_until=dates.now() - timedelta(minutes=1))
        outbox.release_expired(dates.now())

    assert (status(mail), mail.attempts) == (MailStatus.FAILED, 6)
    assert outbox.send_due() == 0


def test_a_hand_over_whose_worker_died_is_uncertain_and_never_sent_again(server):
    mail = queued()
    outbox._claim_next()
    OutgoingMail.objects.update(status=MailStatus.IN_FLIGHT)

    with time_machine.travel(dates.now() + timedelta(days=1)):
        outbox.send_due()

    assert status(mail) == MailStatus.UNCERTAIN and server.accepted == []


def test_a_worker_whose_claim_was_taken_over_sends_nothing(server):
    queued()
    slow = outbox._claim_next()
    message = outbox._composed(slow)
    OutgoingMail.objects.update(status=MailStatus.CLAIMED, lease="another worker")

    sent = outbox._hand_over(OutgoingMail.objects.filter(pk=slow.pk, lease=slow.lease), slow, message)

    assert sent == 0 and server.accepted == []
    assert OutgoingMail.objects.get().lease == "another worker"


def test_a_slow_worker_that_did_hand_it_over_settles_the_doubt(server, monkeypatch):
    mail = queued()
    own = OutgoingMail.objects.filter(pk=mail.pk)
    claimed = outbox._claim_next()
    message = outbox._composed(claimed)
    hand_over = outbox.mail.get_connection

    class Slow:
        def hand_over(self, message, before_data):
            hand_over().hand_over(message, before_data)
            own.update(status=MailStatus.UNCERTAIN)

    monkeypatch.setattr(outbox.mail, "get_connection", Slow)
    sent = outbox._hand_over(own.filter(lease=claimed.lease), claimed, message)

    assert sent == 1 and status(mail) == MailStatus.SENT


def test_cancelling_takes_back_what_waits_and_what_is_being_prepared_but_nothing_that_left(server):
    rows = [queued(f"mail {place}") for place in range(3)]
    OutgoingMail.objects.filter(pk=rows[1].pk).update(status=MailStatus.CLAIMED)
    OutgoingMail.objects.filter(pk=rows[2].pk).update(status=MailStatus.IN_FLIGHT)

    assert outbox.cancel(OutgoingMail.objects.all()) == 2
    assert [status(row) for row in rows] == [MailStatus.CANCELLED, MailStatus.CANCELLED, MailStatus.IN_FLIGHT]


def test_the_embedded_profile_writes_one_file_per_mail_whole_or_not_at_all(settings):
    mail = queued()

    for _run in range(2):
        outbox.send_due()

    assert [path.name for path in settings.EMAIL_FILE_PATH.iterdir()] == [f"{mail.uuid}.eml"]
    assert status(mail) == MailStatus.SENT


def test_a_file_of_a_mail_taken_back_at_the_last_moment_is_not_left_behind(settings):
    queued()
    claimed = outbox._claim_next()
    message = outbox._composed(claimed)
    outbox.cancel(OutgoingMail.objects.all())

    outbox._hand_over(OutgoingMail.objects.filter(pk=claimed.pk, lease=claimed.lease), claimed, message)

    assert list(settings.EMAIL_FILE_PATH.iterdir()) == []


@pytest.mark.parametrize(
    "subject", ["11 月 27 日（週五）：沒有新的逾期", "8 月 28 日（週五）：1 件催收，逾期 22,755.31 元", "Plain"]
)
def test_a_subject_is_read_without_a_space_before_it_L7(subject):
    mail = OutgoingMail(recipient="somebody@customer.example", language="zh-hant")

    sent = outbox._message(mail, Letter(subject, "text", "<p>html</p>")).message().as_bytes()

    assert message_from_bytes(sent, policy=policy.default)["Subject"] == subject
