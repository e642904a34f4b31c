"""A database that is made for one run and thrown away: beside the one of DATABASE_URL, or a file in a temp folder."""

import io
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test.utils import override_settings

from core import parameters
from desk.demo import build
from desk.demo.volume import add_volume
from servicing.models import Loan


@contextmanager
def database() -> Iterator[None]:
    """Everything inside happens in a fresh, migrated database, with files and mails in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="loandesk-bench-") as folder, override_settings(**_private(Path(folder))):
        own = connection.settings_dict["NAME"]
        # The pool would hold on to the database of the settings, and keep the new one from being dropped.
        connection.settings_dict["OPTIONS"].pop("pool", None)
        connection.settings_dict["TEST"]["NAME"] = (
            f"loandesk_bench_{os.getpid()}" if connection.vendor == "postgresql" else f"{folder}/bench.sqlite3"
        )
        with redirect_stdout(io.StringIO()):  # it tells of the cache table, in the middle of our figures
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            parameters.install()
            yield
        finally:
            connection.creation.destroy_test_db(str(own), verbosity=0)


@contextmanager
def twin() -> Iterator[Callable[[], None]]:
    """A copy of the database as it is now; each call goes over to the other one of the two."""
    names = [str(connection.settings_dict["NAME"])]
    names.append(str(connection.creation.get_test_db_clone_settings("twin")["NAME"]))
    connection.close()
    connection.creation.clone_test_db("twin", verbosity=0, autoclobber=True)

    def go_over() -> None:
        connection.close()
        connection.settings_dict["NAME"] = names[str(connection.settings_dict["NAME"]) == names[0]]

    try:
        yield go_over
    finally:
        connection.close()
        connection.settings_dict["NAME"] = names[0]
        connection.creation.destroy_test_db(suffix="twin", verbosity=0)


def _private(folder: Path) -> dict:
    files = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": folder / "files", "file_permissions_mode": 0o600},
    }
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    return {
        "STORAGES": {**settings.STORAGES, "default": files, "staticfiles": static},
        "EMAIL_BACKEND": "core.smtp.FileBackend",
        "EMAIL_FILE_PATH": folder / "mail",
        "ALLOWED_HOSTS": ["testserver"],
        "SECURE_SSL_REDIRECT": False,
        # Hundreds of accounts' passwords are no part of what is measured.
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }


def load_demo() -> None:
    """The demo's people, products and cases, once for a run; bulk rows hang on them."""
    if build.is_empty():
        build.load()


def grow(*, applications: int = 0, loans: int = 0, customers: int = 0) -> None:
    """Bring the database up to so many applications, so many of them with a loan, and so many customers."""
    from applications.models import Application
    from customers.models import Customer

    load_demo()
    more_loans = max(0, loans - Loan.objects.count())
    more = max(0, applications - Application.objects.count() - more_loans)
    if more or more_loans:
        add_volume(applications=more, loans=more_loans, seed=1)
    if more_customers := max(0, customers - Customer.objects.count()):
        add_volume(customers=more_customers, seed=1)
    if more or more_loans or more_customers:
        _analyse()


def _analyse() -> None:
    """Give the planner the statistics it would have had by the next night."""
    from desk.bench import bulk

    bulk.analyse()
