"""What every answer carries, and what no request can smuggle in (S19, S22, S25)."""

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from core.models import AuditEvent
from tests.permissions import machine, pages
from tests.permissions.answers import faults, unlike
from tests.permissions.house import ANONYMOUS, PHONE, House, tried

pytestmark = pytest.mark.django_db
ROWS = [*pages.ROWS, *machine.ROWS]
POSTED = [row for row in ROWS if row.post is not None]


# Headers


@pytest.mark.parametrize(
    "address", ["/login/", "/healthz", "/nowhere/", "/static/loandesk/print.css", "/api/v1/nowhere/"]
)
def test_open_answers_and_errors_carry_the_headers(house, address):
    assert faults(house.client(ANONYMOUS).get(address), signed_in=False) == []


@pytest.mark.parametrize("address", ["/", "/api/v1/customers/"])
def test_a_failure_carries_the_headers_and_tells_nothing(house, address, monkeypatch):
    def fails(*_args, **_kwargs):
        raise RuntimeError(f"the phone is {PHONE}")

    monkeypatch.setattr("desk.providers.home", fails)
    monkeypatch.setattr("customers.api.files.CustomerViewSet.visible", fails)
    answer = house.client("own").get(address)

    assert (answer.status_code, faults(answer, signed_in=True)) == (500, [])
    assert PHONE not in answer.content.decode() and "RuntimeError" not in answer.content.decode()


# HEAD


@pytest.mark.parametrize("entry", pages.OPEN, ids=lambda entry: entry.route)
def test_head_is_answered_on_the_open_routes_as_get_is(house, entry):
    client, url = house.client(ANONYMOUS), reverse(entry.route)

    assert unlike(tried(lambda: client.head(url)), tried(lambda: client.get(url))) == []


# Forgery


@pytest.mark.parametrize("row", POSTED, ids=lambda row: row.route)
def test_a_form_without_its_token_changes_nothing(house, row):
    client = house.client(min(row.post.may), enforce_csrf_checks=True)
    url = row.address(house)
    before = AuditEvent.objects.count()

    answer = tried(lambda: client.post(url, row.post.body(house), **row.options()))

    assert (answer.status_code, AuditEvent.objects.count()) == (403, before)


@pytest.mark.parametrize("address", ["/login/", "/logout/", "/language/"])
def test_the_open_forms_need_their_token_too(address):
    assert Client(enforce_csrf_checks=True).post(address, {}).status_code == 403


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"])
def test_the_api_reads_json_and_nothing_else(house, kind):
    case = house.cases["draft"]
    url = reverse("api:application-submit", kwargs={"number": case.number})
    part = f'--x\r\nContent-Disposition: form-data; name="version"\r\n\r\n{case.version}\r\n--x--\r\n'
    typed = part if kind.startswith("multipart") else f"version={case.version}"

    answer = tried(lambda: house.client("own").post(url, typed, content_type=kind))

    assert answer.status_code in {400, 415}


# Smuggling

FORBIDDEN = {
    "status": "closed",
    "number": "HQA2026-99999",
    "uuid": "00000000-0000-0000-0000-000000000000",
    "round": "9",
    "is_suspended": "on",
    "is_returned": "on",
    "account_manager": "3",
    "lead_investigator": "3",
    "department": "2",
    "ledger_number": "HQT2026-99999",
    "made_by": "3",
    "submitted_by": "3",
    "prepared_by": "3",
    "requested_by": "3",
    "checked_by": "3",
    "disbursed_by": "3",
    "posted_by": "3",
    "level": "2",
    "is_final": "on",
    "terms_hash": "0",
    "currency": "USD",
    "loan_to_value": "0.99",
    "principal_paid": "1",
    "settled_on": "2026-01-01",
    "valid_until": "2099-01-01",
    "role": "administrator",
    "authority_level": "9",
    "is_active": "",
    "username": "root",
}
# What a route asks for under a name that is forbidden elsewhere: here the part of somebody in a case.
ASKED = {"api:application-add-party": {"role"}}
APPS = {"staff", "customers", "applications", "collateral", "underwriting", "contracts", "servicing"}


def world() -> dict:
    """The forbidden fields of every business row, in the order in which the rows were made.

    Keys are left out: PostgreSQL gives a row made anew after a rollback another one.
    """
    rows = {}
    for model in apps.get_models():
        names = [field.attname for field in model._meta.concrete_fields if field.name in FORBIDDEN.keys() - {"uuid"}]
        if model._meta.app_label in APPS:
            found = model._base_manager.order_by("pk")
            rows[model._meta.label] = list(found.values_list(*names)) if names else found.count()
    return rows


def outcome(house: House, row, body: dict) -> dict:
    """The world after a request of the first who may."""
    client = house.client(min(row.post.may))
    url = row.address(house)
    kept = {}

    def sent():
        answer = client.post(url, body)
        kept.update(world(), status=answer.status_code)
        return answer

    tried(sent)
    return kept


@pytest.mark.parametrize("row", [row for row in pages.ROWS if row.post is not None], ids=lambda row: row.route)
def test_what_a_form_does_not_ask_changes_nothing(house, row):
    # A body for each request: a file in it is read once.
    smuggled, honest = {**FORBIDDEN, **row.post.body(house)}, row.post.body(house)

    assert outcome(house, row, smuggled) == outcome(house, row, honest)


def every_field() -> set[str]:
    return {field.name for model in apps.get_models() for field in model._meta.get_fields()}


@pytest.mark.parametrize("row", [row for row in machine.ROWS if row.post is not None], ids=lambda row: row.route)
def test_the_api_refuses_every_field_that_it_does_not_ask(house, row):
    url = row.address(house)
    body = row.post.body(house)
    before = AuditEvent.objects.count()

    def post(extra):
        sent = {**dict.fromkeys(extra, "1"), **body}
        return house.client(min(row.post.may)).post(url, sent, **row.options())

    answer = tried(lambda: post(every_field()))

    known = every_field() - set(answer.json())
    assert (answer.status_code, AuditEvent.objects.count()) == (400, before)
    assert set(FORBIDDEN) & known <= {"level", *ASKED.get(row.route, ())}
    assert len(known) < 30, sorted(known)


@pytest.mark.parametrize(
    ("row", "body"),
    [
        (
            "api:underwriting-decide",
            {"conditions": [{"kind": "precedent", "text": "x", "owner": "own", "status": "met"}]},
        ),
        ("api:customer-change", {"values": {"account_manager": "peer"}}),
        ("api:customer-change", {"details": {"customer": 1}}),
    ],
)
def test_the_api_refuses_unknown_fields_inside_fields(house, row, body):
    entry = next(candidate for candidate in machine.ROWS if candidate.route == row)
    url = reverse(row, kwargs=entry.at(house))

    answer = tried(
        lambda: house.client(min(entry.post.may)).post(
            url, {**entry.post.body(house), **body}, content_type="application/json"
        )
    )

    assert answer.status_code == 400


@pytest.mark.parametrize("name", machine.LISTS)
def test_filters_and_pages_are_what_is_listed(house, name):
    client, url = house.client("auditor"), reverse(f"api:{name}-list")

    assert client.get(url, {"account_manager__password": "x"}).status_code == 400
    assert client.get(url, {"ordering": "account_manager__password", "page_size": 100_000}).status_code == 200
    assert len(client.get(url, {"page_size": 100_000}).json()["results"]) <= 200
