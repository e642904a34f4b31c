"""Web workers killed under load: what was acknowledged is there once, and the ledger agrees with itself (S15)."""

import http.client
import json
import multiprocessing
import os
import random
import signal
import socket
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.test import Client

from core import audit
from core.models import IdempotencyRecord
from servicing.models import Posting
from servicing.services import differences
from tests.races.processes import kill, race, start, values
from tests.races.test_services import people
from tests.servicing.loans import yongsheng

pytestmark = [pytest.mark.chaos, pytest.mark.usefixtures("real_db")]
CLIENTS, KEYS = 4, 25
TOKEN = "t" * 32


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(port: int) -> None:
    """Gunicorn as in production, on the test database; its workers run in the main thread and keep the test's clock."""
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        def load_config(self):
            for name, value in {"bind": f"127.0.0.1:{port}", "workers": 3, "loglevel": "critical"}.items():
                self.cfg.set(name, value)

        def load(self):
            return get_wsgi_application()

    Server().run()


def workers_of(server) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()]


def posted(port: int, session: str, loan: str, key: str) -> int:
    """The id of the posting, after as many attempts as it takes."""
    body = json.dumps({"received_on": "2026-04-20", "amount": "10.00", "client_ref": key})
    headers = {
        "Content-Type": "application/json",
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
        "X-CSRFToken": TOKEN,
        "Idempotency-Key": key,
    }
    until = time.monotonic() + 90
    while True:
        assert time.monotonic() < until, f"{key} is never acknowledged"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
        try:
            connection.request("POST", f"/api/v1/loans/{loan}/payments/", body, headers)
            answer = connection.getresponse()
            text = answer.read()
            if answer.status == 201:
                return json.loads(text)["id"]
            assert answer.status in (409, 500, 503), text
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.05)


def test_web_workers_killed_under_load_lose_and_double_nothing_that_was_acknowledged():
    who = people()
    loan, signed_in, port = yongsheng(who), Client(), free_port()
    signed_in.force_login(who.finance1)
    session = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
    server, finished = start(lambda: serve(port)), multiprocessing.Value("i", 0)

    def act(place):
        if place < CLIENTS:
            answers = [posted(port, session, loan.number, f"key-{place}-{turn}") for turn in range(KEYS)]
            with finished.get_lock():
                finished.value += 1
            return answers
        return _kill_workers(server, lambda: finished.value == CLIENTS)

    try:
        *answers, kills = values(race(CLIENTS + 1, act, seconds=200))
    finally:
        kill(server)

    acknowledged = [posting for answered in answers for posting in answered]
    print(f"{kills} workers killed, {len(acknowledged)} repayments acknowledged, {Posting.objects.count()} posted")
    assert kills >= 5
    assert sorted(acknowledged) == sorted(Posting.objects.values_list("pk", flat=True))
    assert len(set(acknowledged)) == IdempotencyRecord.objects.count() == CLIENTS * KEYS
    assert list(differences()) == []
    assert audit.verify() == []


def _kill_workers(server, is_done) -> int:
    """One worker every 400 ms, until all clients have their answers."""
    chance, kills = random.Random(7), 0
    while not is_done():
        time.sleep(0.4)
        workers = workers_of(server)
        if workers:
            try:
                os.kill(chance.choice(workers), signal.SIGKILL)
                kills += 1
            except ProcessLookupError:
                pass
    return kills
