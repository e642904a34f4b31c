"""What every race starts from: one moment for all processes, and a mail server that is a process of its own."""

from datetime import UTC, datetime

import pytest

from core import dates
from tests.races.sink import Sink

FRIDAY_NOON = datetime(2026, 8, 21, 4, tzinfo=UTC)  # 12:00 at the lender's; every hour of a reminder has come


@pytest.fixture(autouse=True)
def _friday_noon():
    """The clock stands; a process that is forked here keeps it."""
    with dates.as_of(FRIDAY_NOON):
        yield


@pytest.fixture
def sink(settings, tmp_path):
    """A mail server on this machine; mails go to it by SMTP."""
    with Sink(tmp_path / "sink.log") as started:
        settings.EMAIL_BACKEND = "core.smtp.SmtpBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", started.port, 20
        yield started
