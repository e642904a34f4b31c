"""What is sealed never leaves unmasked: not in a page, an address, a log, the trail, a mail list or a PDF's metadata (S32)."""

import io
import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from contracts.documents import contract_html
from core import dates, outbox
from core.models import AuditEvent
from core.pdf import render_pdf
from servicing.services import scan_reminders
from tests.permissions.answers import canaries, found_in
from tests.permissions.house import PHONE

pytestmark = pytest.mark.django_db


def test_what_is_searched_for_is_not_logged(house, listener):
    client, found = house.client("own"), []
    for address in ("/desk/search/", "/customers/", "/applications/", "/servicing/", "/contracts/"):
        found.append(client.get(address, {"q": PHONE}).headers["Location"])
    for address in ("/desk/search/", "/customers/"):
        found.append(client.post(address, {"q": PHONE}).headers.get("Location", ""))

    assert listener.lines and found_in("".join(found), {PHONE}) == set()
    assert found_in("".join(listener.lines), {PHONE}) == set()


@pytest.mark.parametrize("how", [{}, {"HX-Request": "true"}], ids=["plain form", "while typing"])
def test_who_takes_part_is_searched_for_in_no_address(house, listener, how):
    draft, client = house.cases["draft"], house.client("own")
    page = client.get(reverse("applications:edit", args=[draft.number])).content.decode()
    box = re.search(r"<form[^>]*>(?:(?!</form>).)*id=\"party-search\"", page, re.DOTALL).group()

    address = re.search(r'action="([^"#]+)', box).group(1)
    found = client.post(address, {"party": PHONE}, headers=how)

    assert 'method="post"' in box and "hx-get" not in box and "csrfmiddlewaretoken" in box
    people = found.context["party_found"]
    assert people and {customer.phone for customer in people} == {PHONE}
    assert ("<html" in found.content.decode()) is not bool(how)
    assert client.get(address, {"party": PHONE}).status_code == 405
    assert found_in("".join(line for line in listener.lines if "POST" in line), {PHONE}) == set()


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
