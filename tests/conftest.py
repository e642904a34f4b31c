"""What every test may ask for: the lender's people, and a database that commits for real."""

from importlib import import_module
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, settings

from core import parameters, protect
from core.memory import settle
from tests import factories

# How long an input takes says more of what else the machine does than of the test.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_collection_modifyitems(items):
    """Journeys and tests that kill processes are looked for in their own folder alone (.ci/run)."""
    for mark, folder in (("journey", "journeys"), ("chaos", "races")):
        for item in items:
            if item.get_closest_marker(mark) and folder not in item.path.parts:
                raise pytest.UsageError(f"{item.nodeid} is marked {mark} and stands outside tests/{folder}.")


def pytest_collection_finish():
    """The tests answer pages like the process that serves them, an eighth quicker with its collector."""
    settle()


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path):
    """Uploads, documents, mails and what is cached of one test stay with it."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": uuid4().hex}}
    settings.EMAIL_BACKEND = "core.smtp.FileBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }


@pytest.fixture(scope="session", autouse=True)
def _quick_flush():
    """Cleaning up deletes rows: TRUNCATE gives every table and index of PostgreSQL a new file, a second for each test."""

    def deletions(style, tables, *, reset_sequences=False, allow_cascade=False):
        return [f"DELETE FROM {connection.ops.quote_name(table)};" for table in tables]

    if connection.vendor == "postgresql":
        connection.ops.sql_flush = deletions


REOPENED = pytest.StashKey[bool]()
BLOCKER = pytest.StashKey()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """The append-only triggers come back once everything is cleaned up: PostgreSQL refuses even an empty TRUNCATE."""
    try:
        return (yield)
    finally:
        if item.stash.get(REOPENED, False) and nextitem is not None:
            item.stash[REOPENED] = False
            with item.session.stash[BLOCKER].unblock(), connection.schema_editor() as editor:
                for table, key in dict(protect.PROTECTED).items():
                    protect.append_only(table, key)(None, editor)


@pytest.fixture
def real_db(request, transactional_db, django_db_blocker):
    """A database in which transactions really commit; the append-only triggers are lifted for the clean-up alone."""
    parameters.install()
    yield
    with connection.cursor() as cursor:
        for table in protect.PROTECTED:
            for statement in protect.reopen(table):
                cursor.execute(statement)
    request.session.stash[BLOCKER] = django_db_blocker
    request.node.stash[REOPENED] = True


@pytest.fixture
def migrate_step(db):
    """`migrate_step("customers", "0009_…", "index_again")`: one step of a migration, with the models of its time.

    `until` names a later migration whose models are taken: a row made with older ones would lack what it asks for.
    """

    def run(app: str, name: str, step: str, until: str = "") -> None:
        state = MigrationLoader(connection).project_state((app, until or name))
        getattr(import_module(f"{app}.migrations.{name}"), step)(state.apps, None)

    return run


@pytest.fixture
def department_a(db):
    return factories.DepartmentFactory(code="A")


@pytest.fixture
def department_b(db, department_a):
    return factories.DepartmentFactory(code="B", branch=department_a.branch)


@pytest.fixture
def am1(department_a):
    return factories.person("am1", "account_manager", department_a)


@pytest.fixture
def am2(department_a):
    return factories.person("am2", "account_manager", department_a)


@pytest.fixture
def am3(department_b):
    return factories.person("am3", "account_manager", department_b)


@pytest.fixture
def dm1(department_a):
    return factories.person("dm1", "department_manager", department_a)


@pytest.fixture
def dm2(department_b):
    return factories.person("dm2", "department_manager", department_b)


@pytest.fixture
def risk1(db):
    return factories.person("risk1", "risk_officer")


@pytest.fixture
def finance1(db):
    return factories.person("finance1", "finance_officer")


@pytest.fixture
def finance2(db):
    return factories.person("finance2", "finance_officer")


@pytest.fixture
def auditor(db):
    return factories.person("auditor", "auditor")


@pytest.fixture
def admin(db):
    return factories.person("admin", "administrator")


@pytest.fixture
def english():
    """Sentences are compared in the language of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def enter(db):
    """`enter(user)`: a browser in which this person has signed in."""

    def sign_in(user) -> Client:
        client = Client(HTTP_ACCEPT_LANGUAGE="en")
        client.force_login(user)
        return client

    return sign_in
