"""A real browser, a real mail server, a clock that runs: what a journey needs."""

import os
import shutil
import socket
import threading
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.db import close_old_connections, connections
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import sync_playwright

from desk import services as desk

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
SHANGHAI = ZoneInfo("Asia/Shanghai")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
LOCALES = {"zh-hant": "zh-TW", "zh-hans": "zh-CN", "en": "en-US"}


@pytest.fixture
def clock():
    """The lender's day: Monday 2 March 2026, nine o'clock; `clock.move_to` travels on."""
    with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=SHANGHAI), tick=True) as traveller:
        yield traveller


class Postbox:
    """A real SMTP server that keeps what it was given."""

    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):
        self.letters.append(envelope)
        return "250 taken"

    def to(self, address: str) -> list:
        return [letter for letter in self.letters if address in letter.rcpt_tos]


@pytest.fixture
def postbox(settings):
    box = Postbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "core.smtp.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    server.stop(no_assert=True)


@pytest.fixture
def background(real_db):
    """The side process of the embedded profile as a thread: sets documents while people wait."""
    over = threading.Event()

    def run():
        while not over.is_set():
            close_old_connections()
            desk.send_and_print()
            time.sleep(0.3)
        connections.close_all()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield
    over.set()
    thread.join(timeout=70)


@pytest.fixture(scope="session")
def browser():
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def people(browser, live_server, real_db):
    """`people("am1")` is a signed-in visitor; any console error, CSP violation or foreign request fails the journey."""
    visitors: dict[str, Visitor] = {}

    def visitor(username: str, language: str = "zh-hant") -> Visitor:
        if username not in visitors:
            visitors[username] = Visitor(browser, live_server.url, username, language)
        return visitors[username]

    yield visitor
    problems = [problem for found in visitors.values() for problem in found.problems]
    for found in visitors.values():
        found.page.context.close()
    assert sorted(set(problems)) == []


class Visitor:
    """One person at a browser of their own."""

    def __init__(self, browser, base: str, username: str, language: str):
        self.base, self.username, self.problems = base, username, []
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale=LOCALES[language])
        self.page = context.new_page()
        self.page.set_default_timeout(60_000)  # a busy machine is slow, and no journey measures time
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.problems.append(f"{username}: {error}"))
        self.page.on("request", self._asked)

    def _heard(self, message):
        # A refused request (403, 404, 422) is logged by the browser itself; those are asked for on purpose. And a check
        # that runs while one types is taken back when the next key is pressed: htmx calls that an error, too.
        wanted = ("Failed to load resource", "htmx:afterRequest", "htmx:sendAbort")
        if message.type == "error" and not message.text.startswith(wanted):
            self.problems.append(f"{self.username}: {message.text}")

    def _asked(self, request):
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.problems.append(f"{self.username} asked {request.url}")

    def go(self, path: str, status: int = 200):
        """Open a path, signing in first when the session is over."""
        answer = self._open(path)
        if "/login/" in self.page.url:
            self.sign_in()
            answer = self._open(path)
        assert answer.status == status, f"{self.username} at {path}: {answer.status}"
        return self.page

    def _open(self, path: str):
        try:
            return self.page.goto(self.base + path, timeout=20_000) or self.page.reload()
        except PlaywrightError as error:
            # The page was just renewing itself, because what it waited for is ready: one of the two ways there is given
            # up, or the browser never says that it arrived.
            if "ERR_ABORTED" not in str(error) and not isinstance(error, PlaywrightTimeout):
                raise
            return self.page.goto(self.base + path) or self.page.reload()

    def sign_in(self, password: str = "loandesk-demo"):
        self.page.fill("#id_login", self.username)
        self.page.fill("#id_password", password)
        self.page.click("#sign-in button")
        self.page.wait_for_url(lambda url: "/login" not in url)

    def fill(self, **values):
        """Type into fields by name; a list ticks boxes, True ticks, a choice is selected or its radio checked."""
        for name, value in values.items():
            self._fill_one(self.page.locator(f"main [name='{name}']:visible, main [type=radio][name='{name}']"), value)

    def _fill_one(self, field, value):
        first = field.first
        kind = first.evaluate("e => e.type || e.tagName")
        if kind == "radio":
            self.page.locator(f"main [name='{first.get_attribute('name')}'][value='{value}']").check(force=True)
        elif kind == "checkbox" and isinstance(value, list):
            for choice in value:
                self.page.locator(f"main [name='{first.get_attribute('name')}'][value='{choice}']").check()
        elif kind == "checkbox":
            first.set_checked(value)
        elif kind.startswith("select"):
            first.select_option(str(value))
        elif kind == "file":
            first.set_input_files(value)
        else:
            first.fill(str(value))

    def send(self, selector: str = "main form .btn-primary"):
        """Press the button and wait for the page that follows; what a form refuses is printed for whoever reads a failure."""
        with self.page.expect_navigation() as following:
            self.page.locator(f"{selector}:visible").first.click()
        if following.value.status >= 400:
            said = self.page.locator(
                "main [role=alert], main .invalid-feedback, main .ld-field-note.is-bad"
            ).all_inner_texts()
            print(self.username, self.page.url, following.value.status, said)
        return self.page

    def act(self, path: str, method: str = "POST") -> int:
        """What the server answers to a request this person's page would never offer."""
        self.go("/")
        return self.page.evaluate(
            """async ([url, method]) => {
                const token = document.querySelector('[name=csrfmiddlewaretoken]').value;
                const body = new URLSearchParams({version: '1', csrfmiddlewaretoken: token});
                return (await fetch(url, {method, body, redirect: 'manual'})).status;
            }""",
            [self.base + path, method],
        )
