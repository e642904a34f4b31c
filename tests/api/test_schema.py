"""The OpenAPI schema is complete and valid, and says what machines meet."""

import io

import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.permissions import machine


@pytest.fixture(scope="module")
def schema():
    out = io.StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)
    return yaml.safe_load(out.getvalue())


def test_the_schema_is_valid_without_a_warning(schema):
    assert schema["openapi"].startswith("3.")


def test_every_route_of_the_api_is_in_the_schema(schema):
    operations = sum(len(methods) for methods in schema["paths"].values())
    tried = [row for row in machine.ROWS if row.route.startswith("api:")]

    wanted = {(row.route, method) for row in tried for method in ("get", "post") if getattr(row, method)}
    assert operations == len(wanted)


def test_a_payment_asks_for_its_key(schema):
    operation = schema["paths"]["/api/v1/loans/{number}/payments/"]["post"]

    header = next(entry for entry in operation["parameters"] if entry["in"] == "header")
    assert (header["name"], header["required"]) == ("Idempotency-Key", True)
    assert {"201", "400", "403", "404", "409", "422"} <= set(operation["responses"])


def test_no_body_takes_a_status_or_who_did_it(schema):
    taken = {
        operation["post"]["requestBody"]["content"]["application/json"]["schema"].get("$ref", "").split("/")[-1]
        for operation in schema["paths"].values()
        if "post" in operation and "requestBody" in operation["post"]
    }

    forbidden = {"status", "made_by", "posted_by", "submitted_by", "account_manager", "department", "uuid", "number"}
    asked = {name: set(schema["components"]["schemas"][name].get("properties", {})) for name in taken if name}
    assert {name: fields & forbidden for name, fields in asked.items() if fields & forbidden} == {}
    assert len(asked) > 20


@pytest.mark.django_db
def test_the_schema_is_for_people_who_signed_in(am1):
    client = Client()

    assert client.get(reverse("schema")).status_code == 403
    client.force_login(am1)
    assert client.get(reverse("schema")).status_code == 200
