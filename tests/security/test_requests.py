"""What no form of ours sends: NUL bytes, addresses opened by hand, sessions that ended meanwhile."""

import re
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import translation

from core import outbox
from tests.architecture.reading import ROOT
from tests.factories import CustomerFactory, application_of


@pytest.fixture
def browser(am1):
    client = Client(HTTP_ACCEPT_LANGUAGE="en", raise_request_exception=False)
    client.force_login(am1)
    return client


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    "address",
    [
        "/customers/%00/",
        "/cases/HQA2026%00/",
        "/customers/?q=%00a",
        "/applications/?q=a%00",
        "/applications/new/?customer=%00",
        "/desk/search/?q=%00",
        "/servicing/?sort=%00",
        "/contracts/?%00=1",
    ],
)
def test_a_nul_in_an_address_is_refused_with_a_sentence(browser, address):
    answer = browser.get(address)

    assert answer.status_code == 400
    assert "a character that no text has" in answer.content.decode()


@pytest.mark.parametrize("value", ["²", "-1", "0", "abc", "1e999", "٣", "9" * 30, "%F0%A0%AE%B7", "{{7*7}}"])
def test_nonsense_in_the_address_of_a_list_is_no_error(auditor, value):
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(auditor)
    lists = ["/customers/", "/applications/", "/servicing/", "/contracts/", "/desk/mail/"]
    names = ["page", "per_page", "sort", "q", "open", "status", "state"]

    answers = {client.get(f"{path}?{name}={value}", follow=True).status_code for path in lists for name in names}

    assert answers == {200}


def test_a_nul_in_a_form_is_refused_with_a_sentence_and_changes_nothing(browser, am1):
    customer = CustomerFactory(account_manager=am1, department=am1.held[0].department)

    answer = browser.post(f"/customers/{customer.number}/edit/", {"name": "永盛\x00公司", "version": customer.version})

    customer.refresh_from_db()
    assert answer.status_code == 400
    assert "\x00" not in customer.name


def test_the_api_answers_a_nul_with_400(browser):
    answer = browser.get("/api/v1/customers/?q=%00")

    assert answer.status_code == 400
    assert list(answer.json()) == ["detail"]


@pytest.mark.parametrize("text", ["\\u0000", "\\ud800", "x\\uDFFFy"])
def test_the_api_answers_half_a_character_with_400(browser, text):
    body = f'{{"kind": "company", "name": "{text}", "identity": "91990100MA9YR001XY"}}'

    answer = browser.post("/api/v1/customers/", body, content_type="application/json")

    assert answer.status_code == 400
    assert list(answer.json()) == ["detail"]


def test_the_api_takes_a_rare_character_that_json_writes_as_a_pair(browser):
    body = '{"kind": "company", "name": "\\ud842\\udfb7\\u91ce\\u5bb6", "identity": "91990100MA9YR001XY"}'

    answer = browser.post("/api/v1/customers/", body, content_type="application/json")

    assert answer.status_code == 201
    assert answer.json()["name"] == "𠮷野家"


@pytest.mark.parametrize("body", ["{", "[" * 5000 + "\\u0000", '{"a":' * 5000, "null", '"\\ud8'])
def test_the_api_answers_a_broken_body_with_400(browser, body):
    answer = browser.post("/api/v1/customers/", body, content_type="application/json")

    assert answer.status_code == 400


def test_an_address_that_only_takes_a_form_says_so(browser, am1):
    case = application_of(am1, am1.held[0].department)

    answer = browser.get(f"/applications/{case.number}/submit/")

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "It only takes a form" in answer.content.decode()


@pytest.mark.parametrize(
    ("referer", "onward"),
    [
        ("http://testserver/cases/HQA2026-00001/?page=2#acceptance", "/cases/HQA2026-00001/?page=2"),
        ("http://elsewhere.example/cases/HQA2026-00001/", "/applications/HQA2026-00001/submit/"),
        ("", "/applications/HQA2026-00001/submit/"),
    ],
)
def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(db, client, referer, onward):
    answer = client.post("/applications/HQA2026-00001/submit/", headers={"referer": referer})

    assert answer.status_code == 302
    assert unquote(answer["Location"]) == f"/login/?next={onward}"


@pytest.mark.parametrize(("who", "reads"), [("admin", False), ("auditor", True), ("finance1", True)])
def test_what_a_mail_says_is_not_for_administrators(request, db, who, reads):
    draft = outbox.draft(key="x", kind="digest", recipient="am1@loandesk.example", language="en", about="user:1")
    draft.subject, draft.text = "Morning", "金華貿易有限公司 33 days late"
    draft.save()
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(request.getfixturevalue(who))

    page = client.get(f"/desk/mail/?open={draft.pk}").content.decode()

    assert ("金華貿易有限公司" in page) is reads
    assert ('href="?open=' in page) is reads


@pytest.mark.parametrize("path", ["/customers/", "/applications/", "/servicing/", "/contracts/", "/desk/search/"])
@pytest.mark.parametrize(("length", "status"), [(120, 200), (201, 400), (5000, 400)])
def test_a_search_that_nobody_types_is_refused_with_a_sentence(browser, path, length, status):
    answer = browser.get(path, {"q": "永" * length})

    assert answer.status_code == status
    assert ("A search takes at most 200 characters." in answer.content.decode()) == (status == 400)


@pytest.mark.parametrize("path", ["/customers/", "/applications/", "/servicing/", "/contracts/", "/applications/new/"])
def test_every_search_box_ends_before_that(browser, path):
    boxes = re.findall(r"<input[^>]*name=.q.[^>]*>", browser.get(path).content.decode())

    assert len(boxes) >= 2
    assert all(int(re.search(r"maxlength=.(\d+)", box)[1]) <= 200 for box in boxes)


def test_every_server_we_start_takes_a_line_long_enough_to_be_told_so():
    starts = [(ROOT / name).read_text() for name in ("script/server", "compose.yaml", "docs/deployment.md")]

    assert all("--limit-request-line 8190" in text for text in starts)
