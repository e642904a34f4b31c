"""How a session begins and by what it ends (S20, S22)."""

from datetime import timedelta

import pytest
from django.test import Client

from core import dates
from core.models import AuditEvent
from staff.models import RoleAssignment, User
from staff.services import assign_role

pytestmark = pytest.mark.django_db
PASSWORD = "a password of the tests"


@pytest.fixture
def person(am1):
    am1.set_password(PASSWORD)
    am1.save()
    return am1


@pytest.fixture
def browser(person):
    client = Client()
    client.post("/login/", {"login": person.username, "password": PASSWORD})
    assert client.get("/").status_code == 200
    return client


def is_signed_in(client, after=timedelta()) -> bool:
    with dates.as_of(dates.now() + after):
        return client.get("/").status_code == 200


def test_signing_in_gives_a_new_key(person):
    client = Client()
    client.get("/login/")
    session = client.session
    session["somebody"] = "planted this"
    session.save()
    before = client.cookies["sessionid"] = session.session_key

    client.post("/login/", {"login": person.username, "password": PASSWORD})

    assert client.cookies["sessionid"].value != before
    assert Client(headers={"cookie": f"sessionid={before}"}).get("/").status_code == 302


def test_half_an_hour_without_a_request_ends_it(browser):
    assert is_signed_in(browser, timedelta(minutes=29))
    assert is_signed_in(browser, timedelta(minutes=58))
    assert not is_signed_in(browser, timedelta(minutes=89))
    assert AuditEvent.objects.latest("sequence").details == {"reason": "idle"}


def test_ten_hours_end_it_however_busy(browser):
    for minutes in range(20, 600, 20):
        assert is_signed_in(browser, timedelta(minutes=minutes))

    assert not is_signed_in(browser, timedelta(minutes=601))
    assert AuditEvent.objects.latest("sequence").details == {"reason": "absolute"}


def test_signing_out_ends_it_on_the_server(browser):
    key = browser.cookies["sessionid"].value

    browser.post("/logout/")

    assert Client(headers={"cookie": f"sessionid={key}"}).get("/").status_code == 302


def test_a_new_password_ends_it(browser, person):
    person.set_password("another password of the tests")
    person.save()

    assert not is_signed_in(browser)


def test_closing_the_account_ends_it(browser, person):
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert not is_signed_in(browser)


def test_a_new_role_ends_it(browser, person):
    assign_role(user=person, role="risk_officer")

    assert not is_signed_in(browser)
    assert AuditEvent.objects.latest("sequence").details == {"reason": "roles"}


def test_a_role_that_ran_out_ends_it(browser, person):
    RoleAssignment.objects.filter(user=person).update(valid_to=dates.today() - timedelta(days=1))

    assert not is_signed_in(browser)


def test_activity_is_written_once_a_minute(browser, django_assert_num_queries):
    seen = browser.session["seen_at"]

    is_signed_in(browser, timedelta(seconds=50))
    first = browser.session["seen_at"]
    is_signed_in(browser, timedelta(seconds=70))

    assert (first == seen, browser.session["seen_at"] > seen) == (True, True)


def test_the_cookies_are_for_this_site_and_no_script(browser):
    browser.get("/login/")
    cookie = browser.cookies["sessionid"]

    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.parametrize(
    "next_url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", r"\\evil.example"]
)
def test_after_signing_in_one_stays_on_this_site(person, next_url):
    answer = Client().post("/login/", {"login": person.username, "password": PASSWORD, "next": next_url})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_after_signing_in_one_returns_to_the_same_place(person):
    answer = Client().post("/login/", {"login": person.username, "password": PASSWORD, "next": "/customers/?q=1"})

    assert answer.headers["Location"] == "/customers/?q=1"


@pytest.mark.parametrize("next_url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_switching_the_language_stays_on_this_site(browser, next_url):
    answer = browser.post("/language/", {"language": "en", "next": next_url})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
