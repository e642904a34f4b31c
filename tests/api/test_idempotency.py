"""A payment is posted once under its key, whatever the network does (S14)."""

import json
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import translation

from core.models import AuditEvent, IdempotencyRecord
from servicing.models import Posting
from tests.servicing.loans import yongsheng

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def loan(am1, dm1, finance1, finance2, department_a):
    return yongsheng(SimpleNamespace(am1=am1, dm1=dm1, finance1=finance1, finance2=finance2, department=department_a))


@pytest.fixture
def post(loan, finance1):
    """Send a payment; the same values are the same request."""

    def send(key="k-1", by=finance1, to=loan, **values):
        client = Client(HTTP_ACCEPT_LANGUAGE="en")
        client.force_login(by)
        body = {"received_on": "2026-04-21", "amount": "16800.00", "client_ref": "B-1", **values}
        headers = {"Idempotency-Key": key} if key is not None else {}
        return client.post(f"/api/v1/loans/{to.number}/payments/", body, "application/json", headers=headers)

    return send


def test_the_same_request_again_gets_the_stored_reply_and_posts_nothing(post):
    first, again = post(), post()

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert ("Idempotent-Replayed" in first.headers, again.headers["Idempotent-Replayed"]) == (False, "true")
    assert Posting.objects.get().amount == Decimal("16800.00")


def test_the_order_of_the_fields_makes_no_other_request(post, loan, finance1):
    post()
    client = Client()
    client.force_login(finance1)
    body = {"client_ref": "B-1", "amount": "16800.00", "received_on": "2026-04-21"}

    again = client.post(
        f"/api/v1/loans/{loan.number}/payments/",
        json.dumps(body),
        "application/json",
        headers={"Idempotency-Key": "k-1"},
    )

    assert again.headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    "values",
    [{"amount": "16800.01"}, {"client_ref": "B-2"}, {"received_on": "2026-04-22"}, {"note": "x"}, {"unknown": 1}],
)
def test_anything_different_under_the_same_key_is_refused(post, values):
    post()

    answer = post(**values)

    assert answer.status_code == 422
    assert Posting.objects.count() == 1


def test_another_path_under_the_same_key_is_refused(post, loan, am1, dm1, finance1, finance2, department_a):
    post()
    other = yongsheng(SimpleNamespace(am1=am1, dm1=dm1, finance1=finance1, finance2=finance2, department=department_a))

    assert post(to=other).status_code == 422


def test_two_people_may_use_the_same_key(post, finance2):
    post()

    answer = post(by=finance2, client_ref="B-2", amount="100.00")

    assert (answer.status_code, Posting.objects.count()) == (201, 2)


@pytest.mark.parametrize("key", [None, "", "x" * 256, "with space", "鍵", "tab\there"])
def test_a_missing_or_malformed_key_is_refused(post, key):
    answer = post(key=key)

    assert (answer.status_code, Posting.objects.count()) == (400, 0)


def test_a_key_of_the_longest_kind_is_taken(post):
    assert post(key="~" * 255).status_code == 201


@pytest.mark.parametrize(
    ("values", "status"),
    [({"amount": "-1"}, 400), ({"amount": "1e3"}, 400), ({"amount": "99999999.00"}, 400), ({"surprise": 1}, 400)],
)
def test_a_refused_request_does_not_use_the_key_up(post, values, status):
    refused = post(**values)
    corrected = post()

    assert (refused.status_code, corrected.status_code) == (status, 201)
    assert "Idempotent-Replayed" not in corrected.headers


def test_a_refusal_under_a_key_is_recorded_although_the_key_is_free_again(post, am1):
    answer = post(by=am1)

    assert (answer.status_code, IdempotencyRecord.objects.count()) == (403, 0)
    assert AuditEvent.objects.latest("sequence").action == "post_payment.refused"


def test_a_bank_reference_is_taken_once_for_ever_whatever_the_key(post):
    post()

    answer = post(key="k-2")

    assert (answer.status_code, answer.json()["field"]) == (400, "client_ref")
    assert Posting.objects.count() == 1


def test_a_request_that_still_runs_is_to_be_asked_again(post, finance1, monkeypatch):
    def held(**_values):
        raise OperationalError("canceling statement due to lock timeout")

    monkeypatch.setattr(IdempotencyRecord.objects, "create", held)
    answer = post()

    assert (answer.status_code, answer.headers["Retry-After"]) == (409, "1")


def test_key_and_posting_stand_or_fall_together(post, monkeypatch):
    def fails(self, **_values):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(IdempotencyRecord, "save", fails)
    with pytest.raises(RuntimeError):
        post()
    monkeypatch.undo()

    assert (Posting.objects.count(), IdempotencyRecord.objects.count()) == (0, 0)
    assert post().status_code == 201


def test_the_form_of_a_page_and_a_machine_do_not_take_each_others_keys(post, loan, finance1):
    from servicing.services import post_payment

    post_payment(
        loan=loan, received_on=date(2026, 4, 21), amount=Decimal(100), client_ref="P-1", key="k-1", by=finance1
    )

    assert post().status_code == 422
