"""One house for a file of tests: its people and its cases are built once, and every try is rolled back."""

import logging

import pytest
from django.db import transaction
from django.test import override_settings

from tests.permissions.house import House, build


@pytest.fixture(scope="module", autouse=True)
def _private_files(tmp_path_factory):
    """Files of these tests stay with them; the papers of the house outlive a single test."""
    folder = tmp_path_factory.mktemp("house")
    storages = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder / "files"},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    backend = "core.smtp.FileBackend"
    with override_settings(STORAGES=storages, EMAIL_BACKEND=backend, EMAIL_FILE_PATH=folder / "mail"):
        yield


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, _private_files) -> House:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


class Listener(logging.Handler):
    """Everything that is logged, as it would be written."""

    def __init__(self):
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record):
        self.lines.append(f"{record.getMessage()} {record.exc_text or ''} {record.__dict__}")


@pytest.fixture
def listener():
    handler, root = Listener(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)
