"""A worker and a beat of their own: real processes on the test database, a Redis database nobody else uses, SMTP."""

import os
import signal
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from django.db import connection

from tests.races.sink import Sink

OWN_REDIS_DATABASE = "13"
NEEDED = ("DATABASE_URL", "REDIS_URL")


def pytest_collection_modifyitems(items):
    missing = [name for name in NEEDED if not os.environ.get(name)]
    for item in items:
        if missing and "tests/celery" in item.path.as_posix():
            item.add_marker(pytest.mark.skip(reason=f"Celery needs PostgreSQL and Redis: set {' and '.join(missing)}"))


@pytest.fixture
def sink(tmp_path):
    with Sink(tmp_path / "sink.log") as started:
        yield started


@pytest.fixture
def redis():
    """The broker's database, empty before and after."""
    from redis import Redis

    client = Redis.from_url(_own_redis())
    client.flushdb()
    yield client
    client.flushdb()
    client.close()


@pytest.fixture
def celery_processes(real_db, redis, sink, settings, tmp_path):
    """Worker and beat; whole process groups end with the test, because children outlive a killed parent."""
    files = {"location": configured.VAR_DIR / "files"}
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": files},
    }
    log = (tmp_path / "celery.log").open("wb")
    commands = [["worker", "--concurrency", "2"], ["beat", "--schedule", str(tmp_path / "beat")]]
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "config", *command, "--loglevel", "INFO"],
            env=_environment(sink.port),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        for command in commands
    ]
    yield started
    for process in started:
        end(process)
    log.close()


def end(process: subprocess.Popen) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait(10)


def _environment(port: int) -> dict[str, str]:
    url = urlsplit(os.environ["DATABASE_URL"])
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": url._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
        "REDIS_URL": _own_redis(),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "LOANDESK_VAR": str(configured.VAR_DIR),
    }


def _own_redis() -> str:
    return urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{OWN_REDIS_DATABASE}").geturl()
