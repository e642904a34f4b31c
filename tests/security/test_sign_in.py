"""Guessing passwords is slow and tells nothing (S21)."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from core.models import AuditEvent
from staff.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "a password of the tests"


@pytest.fixture(autouse=True)
def _no_failures_yet(db):
    cache.clear()


@pytest.fixture
def person(am1):
    am1.set_password(PASSWORD)
    am1.save()
    return am1


def sign_in(name, password, address="10.0.0.1", **headers):
    return Client(REMOTE_ADDR=address, headers=headers).post("/login/", {"login": name, "password": password})


def text(answer) -> str:
    """The page without what differs by nature: the typed name and the tokens."""
    return re.sub(r'value="\w{64}"', "", answer.content.decode()).replace("nobody-at-all", "am1")


def test_five_failures_close_the_door_even_for_the_right_password(person):
    for _ in range(5):
        assert sign_in("am1", "wrong").status_code == 200

    assert sign_in("am1", PASSWORD).status_code == 200
    assert AuditEvent.objects.filter(action="sign_in").count() == 0


def test_the_owner_is_not_locked_out_from_another_address(person):
    for _ in range(6):
        sign_in("am1", "wrong", address="10.6.6.6")

    assert sign_in("am1", PASSWORD, address="10.0.0.1").status_code == 302


def test_one_address_has_twenty_failures_over_all_names(person):
    for number in range(20):
        sign_in(f"guess{number}", "wrong", address="10.6.6.6")

    assert sign_in("am1", PASSWORD, address="10.6.6.6").status_code == 200
    assert sign_in("am1", PASSWORD, address="10.0.0.1").status_code == 302


def test_a_forged_address_in_a_header_opens_no_second_door(person):
    for number in range(5):
        sign_in("am1", "wrong", **{"x-forwarded-for": f"10.1.1.{number}"})

    assert sign_in("am1", PASSWORD, **{"x-forwarded-for": "10.1.1.99"}).status_code == 200


def test_an_unknown_name_a_wrong_password_and_a_closed_account_are_answered_alike(person, settings):
    settings.IS_EMBEDDED = False  # the demo lists its accounts beside the form
    wrong = text(sign_in("am1", "wrong"))
    unknown = text(sign_in("nobody-at-all", "wrong"))
    User.objects.filter(pk=person.pk).update(is_active=False)
    closed = text(sign_in("am1", PASSWORD))

    assert wrong == unknown == closed


def test_an_unknown_name_costs_a_hash_as_well(person, monkeypatch):
    hashed = []
    monkeypatch.setattr(User, "set_password", lambda self, password: hashed.append(password))

    sign_in("nobody-at-all", "wrong")

    assert hashed == ["wrong"]


def test_a_password_typed_as_the_name_is_kept_nowhere(person):
    sign_in("my secret password 1", "wrong")
    sign_in("am1", "wrong")

    kept = list(
        AuditEvent.objects.filter(action="sign_in.refused").order_by("sequence").values_list("details", flat=True)
    )
    assert kept == [{}, {"name": "am1"}]


def test_nobody_opens_an_account_for_themselves(person):
    answer = Client().get("/login/closed/")

    assert answer.headers["Location"].startswith("/login/")
    assert Client().post("/signup/", {"username": "x", "password1": PASSWORD, "password2": PASSWORD}).status_code == 404
