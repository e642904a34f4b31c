"""The production profile's clock: a real Celery worker and beat on Redis, where the row is the job (S5, S10)."""

import time
from collections.abc import Callable

import pytest

from core import documents, outbox
from core.models import Document, Heartbeat, OutgoingMail
from core.states import DocumentStatus, MailStatus
from tests.factories import person

pytestmark = pytest.mark.usefixtures("celery_processes")
SECONDS = 90


def wait_until(is_so: Callable[[], bool], log=None) -> None:
    until = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < until, "not within time:\n" + (log.read_text()[-3000:] if log else "")
        time.sleep(0.1)


def write_to(by, *names: str) -> None:
    outbox.queue(
        [
            outbox.draft(
                key=f"letter:{name}",
                kind="digest",
                recipient=f"{name}@sink.example",
                language="zh-hant",
                about=f"user:{by.pk}",
                person=by,
            )
            for name in names
        ]
    )


def ask(by, *keys: str) -> None:
    for key in keys:
        documents.ask(key=key, kind="memo", title="備忘", html="<p>永盛精密五金</p>", language="zh-hant", by=by)


def sent() -> int:
    return OutgoingMail.objects.filter(key__startswith="letter:", status=MailStatus.SENT).count()


def ready() -> int:
    return Document.objects.filter(status=DocumentStatus.READY).count()


def test_a_document_becomes_ready_a_mail_leaves_and_the_clock_beats(sink, tmp_path):
    by = person("am1", "account_manager")
    ask(by, "memo:1")
    write_to(by, "one")

    wait_until(lambda: ready() == 1 and sent() == 1, tmp_path / "celery.log")
    wait_until(lambda: Heartbeat.objects.filter(name="clock").exists(), tmp_path / "celery.log")

    assert documents.read(Document.objects.get()).startswith(b"%PDF")
    assert OutgoingMail.objects.get(key="letter:one").message_id in sink.messages()


def test_a_redis_that_loses_everything_loses_no_work(redis, sink, tmp_path):
    by = person("am1", "account_manager")
    ask(by, "memo:1")
    wait_until(lambda: ready() == 1, tmp_path / "celery.log")  # the worker runs

    ask(by, *(f"memo:{number}" for number in range(2, 6)))
    write_to(by, *(f"person{number}" for number in range(20)))
    for _ in range(10):
        redis.flushdb()
        time.sleep(0.2)
    write_to(by, "afterwards")

    wait_until(lambda: ready() == 5 and sent() == 21, tmp_path / "celery.log")
    messages = sink.messages()
    assert len(messages) == len(set(messages))
