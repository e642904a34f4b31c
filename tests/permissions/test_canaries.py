"""What is sealed never leaves unmasked: not in a page, an address, a log, the trail, a mail list or a PDF's metadata (S32)."""

import io
import json
import logging
import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from contracts.documents import contract_html
from core import dates, outbox
from core.models import AuditEvent
from core.pdf import render_pdf
from customers.models import Customer
from servicing.services import scan_reminders
from tests.permissions import machine, pages
from tests.permissions.house import ACCOUNT, ADDRESS, PHONE, House, tried
from tests.permissions.rows.dossier import CANARIES
from tests.permissions.test_answers import first
from tests.permissions.test_matrix import send

pytestmark = pytest.mark.django_db
ROWS = [*pages.ROWS, *machine.ROWS]
READ = [row for row in ROWS if row.get is not None]
POSTED = [row for row in ROWS if row.post is not None]
# The only answers that may hold what is sealed.
REVEALS = {"customers:reveal", "customers:row-reveal", "api:customer-reveal", "api:customer-reveal-row"}


def canaries() -> set[str]:
    """What was planted: identities, mail addresses, the phone, the address, the account."""
    kept = {customer.identity for customer in Customer.objects.all()} | {c.email for c in Customer.objects.all()}
    return {word for word in kept | CANARIES | {ACCOUNT, PHONE, ADDRESS} if word}


def found_in(text: str, words: set[str]) -> set[str]:
    bare = re.sub(r"[\s\u00a0-]", "", text)
    return {word for word in words if word in text or word in bare}


class Listener(logging.Handler):
    """Everything that is logged, as it would be written."""

    def __init__(self):
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record):
        self.lines.append(f"{record.getMessage()} {record.exc_text or ''} {record.__dict__}")


@pytest.fixture
def listener():
    handler, root = Listener(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.parametrize("person", ["auditor", "own", "manager", "risk", "finance", "admin"])
def test_no_page_no_address_and_no_log_shows_what_is_sealed(house, person, listener):
    words = canaries()

    for row in READ:
        answer = send(house, row, "GET", row.get, person)
        text = answer.content.decode(errors="ignore") + json.dumps(dict(answer.headers))
        assert found_in(text, words) == set(), row.route
    assert len(words) > 20
    assert found_in("".join(listener.lines), words) == set()


def test_what_is_searched_for_is_not_logged(house, listener):
    client, found = house.client("own"), []
    for address in ("/desk/search/", "/customers/", "/applications/", "/servicing/", "/contracts/"):
        found.append(client.get(address, {"q": PHONE}).headers["Location"])
    for address in ("/desk/search/", "/customers/"):
        found.append(client.post(address, {"q": PHONE}).headers.get("Location", ""))

    assert listener.lines and found_in("".join(found), {PHONE}) == set()
    assert found_in("".join(listener.lines), {PHONE}) == set()


def test_no_act_writes_what_is_sealed_into_trail_or_log(house, listener):
    words = canaries()
    kept = []

    def sent(row, person):
        answer = send_kept(house, row, person)
        kept.extend(map(str, AuditEvent.objects.values_list("details", flat=True)))
        return answer

    for row in POSTED:
        answer = tried(lambda: sent(row, first(row.post.may)))  # noqa: B023
        if row.route not in REVEALS:
            assert found_in(answer.content.decode(errors="ignore"), words) == set(), row.route
        assert found_in(answer.headers.get("Location", ""), words) == set(), row.route
    assert found_in("".join(kept), words) == set()
    assert found_in("".join(listener.lines), words) == set()


def send_kept(house: House, row, person: str):
    client = house.client(person)
    url = reverse(row.route, kwargs=row.at(house)) + row.query(house)
    is_api = row.route.startswith("api:")
    options = {"content_type": "application/json", "headers": row.headers} if is_api else {}
    return client.post(url, row.post.body(house), **options)


def test_a_reveal_shows_it_once_and_is_never_kept_by_the_browser(house):
    url = reverse("customers:reveal", args=[house.cases["review"].customer.number, "phone"])

    answer = house.client("own").post(url, {"reason": "電話核對"})

    assert PHONE in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert AuditEvent.objects.latest("sequence").action == "reveal_identity"


def test_the_mails_of_the_house_show_no_personal_data_to_the_auditor(house):
    due = house.things["loan"].current_instalments()[0].due_on
    with dates.as_of(datetime.combine(due + timedelta(days=8), time(12), UTC)):
        scan_reminders(on=dates.today())
        outbox.send_due()

    client = house.client("auditor")
    listed = client.get("/desk/mail/").content.decode()
    opened = [client.get(f"/desk/mail/?open={pk}").content.decode() for pk in re.findall(r"\?open=(\d+)", listed)]

    assert len(opened) > 2
    assert found_in(listed + "".join(opened), canaries()) == set()


def test_the_contract_prints_the_identity_and_its_metadata_does_not(house):
    contract = house.things["contract printed"]

    reader = PdfReader(io.BytesIO(render_pdf(contract_html(contract))))

    words = canaries() | {contract.application.customer.name}
    metadata = str(reader.metadata) + str(reader.xmp_metadata and reader.xmp_metadata.rdf_root.toxml())
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    assert contract.application.customer.identity in text
    assert found_in(metadata, words) == set()
