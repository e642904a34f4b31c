"""Production refuses to start half-configured (S24)."""

import base64
import os
import runpy
import secrets
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.architecture.reading import ROOT
from tests.factories import person

COMPLETE = {
    "LOANDESK_PROFILE": "production",
    "ALLOWED_HOSTS": "loans.example.com",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "FIELD_KEYS": f"k1:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}",
    "INDEX_KEY": secrets.token_urlsafe(32),
    "AUDIT_KEY": secrets.token_urlsafe(32),
    "LOANDESK_LENDER": "某小額貸款有限公司",
    "LOANDESK_LENDER_PHONE": "0769-0000 0001",
    "LOANDESK_LENDER_ACCOUNT": "某小額貸款有限公司 6222 0000 0000 0001",
}


def run(folder, *arguments, **environment):
    """A process of its own under an environment of its own; nothing of ours leaks into it."""
    own = {"PATH": os.environ["PATH"], "LOANDESK_VAR": str(folder), **COMPLETE, **environment}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={name: value for name, value in own.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )


READ = ("-c", "from config import settings; print(settings.DEBUG, settings.SESSION_COOKIE_NAME)")


def test_the_deployment_check_is_clean(tmp_path):
    result = run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    "name",
    [
        "SECRET_KEY",
        "FIELD_KEYS",
        "INDEX_KEY",
        "AUDIT_KEY",
        "LOANDESK_LENDER",
        "LOANDESK_LENDER_PHONE",
        "LOANDESK_LENDER_ACCOUNT",
    ],
)
def test_a_missing_key_or_name_of_the_lender_keeps_it_shut(tmp_path, name):
    result = run(tmp_path, *READ, **{name: None})

    assert result.returncode != 0
    assert f"{name} is missing" in result.stderr


@pytest.mark.parametrize("hosts", ["", "*", "loans.example.com,*"])
def test_any_host_or_none_keeps_it_shut(tmp_path, hosts):
    result = run(tmp_path, *READ, ALLOWED_HOSTS=hosts)

    assert result.returncode != 0
    assert "ALLOWED_HOSTS" in result.stderr


def test_a_short_key_keeps_it_shut(tmp_path):
    result = run(tmp_path, *READ, SECRET_KEY="too short")

    assert result.returncode != 0
    assert "50 characters" in result.stderr


def test_no_environment_switches_debugging_on_and_cookies_are_bound_to_the_host(tmp_path):
    result = run(tmp_path, *READ, DEBUG="1", DJANGO_DEBUG="True")

    assert result.stdout.split() == ["False", "__Host-session"]


def test_it_makes_no_keys_of_its_own(tmp_path):
    run(tmp_path, *READ)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_an_account_of_the_demo_keeps_it_shut(settings, department_a):
    person("am1", "account_manager", department_a, email="am1@loandesk.example")
    settings.IS_EMBEDDED = False

    with pytest.raises(ImproperlyConfigured):
        runpy.run_module("config.wsgi")


@pytest.mark.django_db
def test_a_closed_account_of_the_demo_does_not(settings, department_a):
    person("am1", "account_manager", department_a, email="am1@loandesk.example", is_active=False)
    settings.IS_EMBEDDED = False

    assert "application" in runpy.run_module("config.wsgi")
