"""What the API refuses is said in the user's language, also where the framework has English only."""

import re
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from rest_framework.throttling import UserRateThrottle

from core.api.words import FRAMEWORK

pytestmark = pytest.mark.django_db
JSON = "application/json"
WRONG = {
    "an unknown address": lambda client: client.get("/api/v1/nothing/"),
    "an unknown row": lambda client: client.get("/api/v1/customers/NOPE/"),
    "a method": lambda client: client.delete("/api/v1/customers/"),
    "no JSON": lambda client: client.post("/api/v1/customers/", "{bad", JSON),
    "a form": lambda client: client.post("/api/v1/customers/", "a=b", "application/x-www-form-urlencoded"),
    "an answer in pictures": lambda client: client.get("/api/v1/loans/", headers={"Accept": "image/png"}),
    "a list": lambda client: client.post("/api/v1/customers/", "[]", JSON),
    "a page": lambda client: client.get("/api/v1/customers/?page=99"),
    "a choice": lambda client: client.get("/api/v1/loans/?status=zz"),
    "a field": lambda client: client.post("/api/v1/customers/", '{"zz": 1}', JSON),
    "texts": lambda client: client.post("/api/v1/customers/", '{"name": [], "kind": "x", "identity": {}}', JSON),
}


@pytest.fixture
def client(am1):
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-Hant")
    client.force_login(am1)
    return client


def sentences(answer) -> list[str]:
    """Every text of an answer in JSON, whatever field it stands under."""
    waiting, found = [answer.json()], []
    while waiting:
        value = waiting.pop()
        waiting += value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
        found += [value] if isinstance(value, str) else []
    return found


@pytest.mark.parametrize("wrong", WRONG)
def test_every_refusal_speaks_chinese_to_whoever_reads_chinese(client, wrong):
    answer = WRONG[wrong](client)

    assert 400 <= answer.status_code < 500
    assert sentences(answer) and all(re.search("[\u4e00-\u9fff]", text) for text in sentences(answer))


def test_so_do_those_of_the_door(am1):
    stranger = Client(HTTP_ACCEPT_LANGUAGE="zh-Hant").get("/api/v1/customers/")
    forger = Client(HTTP_ACCEPT_LANGUAGE="zh-Hant", enforce_csrf_checks=True)
    forger.force_login(am1)
    forged = forger.post("/api/v1/customers/", "{}", JSON)
    with (
        patch.object(UserRateThrottle, "allow_request", return_value=False),
        patch.object(UserRateThrottle, "wait", return_value=11.2),
    ):
        hasty = forger.get("/api/v1/customers/")

    assert stranger.json() == {"detail": "請先登入。"}
    assert "X-CSRFToken" in forged.json()["detail"] and "憑證" in forged.json()["detail"]
    assert hasty.json() == {"detail": "短時間內請求太多，請於 12 秒後再試。"} and hasty["Retry-After"] == "12"


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
def test_every_text_of_the_framework_that_has_no_translation_has_ours(language):
    with translation.override(language):
        assert [text for text in FRAMEWORK if gettext(text) == text] == []
