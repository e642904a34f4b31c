"""Postings by the API under one key from many at once, and after a reply was lost on its way (S14)."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from core.models import IdempotencyRecord
from servicing.models import Posting
from servicing.services import differences
from tests.races.processes import race, values
from tests.races.test_services import people
from tests.servicing.loans import yongsheng

pytestmark = pytest.mark.usefixtures("real_db")
RACERS = 8


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def post(client: Client, loan, key: str, amount: str = "100.00", ref: str = ""):
    return client.post(
        f"/api/v1/loans/{loan.number}/payments/",
        {"received_on": "2026-04-20", "amount": amount, "client_ref": ref or key},
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )


@pytest.mark.parametrize("keys", [4, pytest.param(40, marks=pytest.mark.chaos)])
def test_each_key_sent_by_eight_clients_is_one_posting(keys):
    who = people()
    loan = yongsheng(who)

    def send(_place):
        client, answers = client_of(who.finance1), []
        for number in range(keys):
            answer = post(client, loan, f"key-{number}")
            while answer.status_code == 409:  # the first one is still running
                answer = post(client, loan, f"key-{number}")
            answers.append((answer.status_code, answer.headers.get("Idempotent-Replayed"), answer.json()["id"]))
        return answers

    answers = [answer for sent in values(race(RACERS, send)) for answer in sent]

    assert Counter(answer[:2] for answer in answers) == {(201, None): keys, (201, "true"): keys * (RACERS - 1)}
    assert {answer[2] for answer in answers} == set(Posting.objects.values_list("pk", flat=True))
    assert (Posting.objects.count(), IdempotencyRecord.objects.count()) == (keys, keys)
    assert list(differences()) == []


def test_one_key_with_other_figures_at_the_same_moment_is_one_posting_and_refusals():
    who = people()
    loan = yongsheng(who)

    def send(place):
        client = client_of(who.finance1)
        answer = post(client, loan, "one-key", amount=f"{100 + place}.00", ref=f"R{place}")
        while answer.status_code == 409:
            answer = post(client, loan, "one-key", amount=f"{100 + place}.00", ref=f"R{place}")
        return answer.status_code

    answers = Counter(values(race(RACERS, send)))

    assert answers == {201: 1, 422: RACERS - 1}
    assert Posting.objects.count() == 1


def test_a_reply_that_was_lost_comes_again_and_a_refused_request_leaves_its_key_free():
    who = people()
    loan, client = yongsheng(who), client_of(who.finance1)

    refused = post(client, loan, "a-key", amount="0.00", ref="R1")
    corrected = post(client, loan, "a-key", amount="16800.00", ref="R1")
    again = post(client, loan, "a-key", amount="16800.00", ref="R1")

    assert [refused.status_code, corrected.status_code, again.status_code] == [400, 201, 201]
    assert again.json() == corrected.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    posting = Posting.objects.get()
    assert (posting.amount, posting.received_on) == (Decimal(16800), date(2026, 4, 20))
