"""The files of a customer's rows: both sides of an identity paper, prints of seals, the articles of a company."""

from base64 import b64encode
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core import audit
from core.models import Attachment
from customers.models import IdentityPaper, PhoneNumber
from customers.services import add_row, change_row, check_customer, grant_request, register_customer, request_file
from tests.customers.test_services import COMPANY, PERSON
from tests.factories import sealed_files
from tests.security.pictures import png

PASSPORT = {"paper_type": "passport", "paper_number": "E12345678"}


@pytest.fixture
def yongsheng(am1):
    return register_customer(by=am1, **COMPANY)


@pytest.fixture
def lihua(am1):
    return register_customer(by=am1, **PERSON)


def picture(name="front.png"):
    return SimpleUploadedFile(name, png())


def test_an_identity_paper_is_handed_in_with_both_its_sides_and_seen_in_the_file(client, am1, lihua):
    client.force_login(am1)
    typed = {**PASSPORT, "submission_key": uuid4()}

    answer = client.post(
        reverse("customers:row-add", args=[lihua.number, "papers"]),
        {**typed, "front": picture(), "back": picture("back.png")},
    )

    assert answer.status_code == 302
    row = IdentityPaper.objects.get()
    assert (row.front.customer_uuid, row.back.name) == (lihua.uuid, "back.png")
    side = reverse("customers:row-paper", args=[lihua.number, "papers", row.uuid, "front"])
    assert side in client.get(reverse("customers:file", args=[lihua.number])).content.decode()
    assert client.get(side).content.startswith(b"\x89PNG")
    assert client.get(reverse("desk:attachment", args=[row.front.uuid])).status_code == 200


def test_the_pictures_of_a_paper_are_hidden_from_whoever_may_not_open_the_file(client, am1, am3, lihua):
    row = add_row(customer=lihua, kind="papers", values=PASSPORT, files={"front": picture()}, by=am1)
    client.force_login(am3)

    addresses = [
        reverse("customers:row-paper", args=[lihua.number, "papers", row.uuid, "front"]),
        reverse("desk:attachment", args=[row.front.uuid]),
        reverse("api:attachment-detail", args=[row.front.uuid]),
    ]

    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]


def test_the_pictures_of_an_identity_paper_are_for_whoever_may_reveal_its_number_and_every_look_is_recorded(
    enter, am1, am2, dm1, auditor, lihua
):
    row = add_row(customer=lihua, kind="papers", values=PASSPORT, files={"front": picture()}, by=am1)
    asked = request_file(customer=lihua, kind="access", reason="聯貸", by=am2)
    grant_request(request=asked, version=1, answer="可", by=am1)
    page = reverse("customers:file", args=[lihua.number])
    addresses = [
        reverse("customers:row-paper", args=[lihua.number, "papers", row.uuid, "front"]),
        reverse("desk:attachment", args=[row.front.uuid]),
        reverse("api:attachment-detail", args=[row.front.uuid]),
    ]

    for person, answer in ((am1, 200), (dm1, 200), (am2, 403), (auditor, 403)):
        client = enter(person)
        seen = client.get(page)
        is_linked = [address in seen.content.decode() for address in addresses[:2]]
        assert (seen.status_code, is_linked) == (200, [answer == 200] * 2)
        assert [client.get(address).status_code for address in addresses] == [answer] * 3

    looks = audit.events_of(lihua.uuid).filter(action="show_paper")
    assert [(event.actor, event.details["field"]) for event in looks.order_by("pk")] == [
        (person, "papers.front") for person in (am1, dm1) for _address in addresses
    ]


def test_a_picture_whose_place_another_took_is_guarded_like_the_new_one(enter, am1, am2, auditor, lihua):
    row = add_row(customer=lihua, kind="papers", values=PASSPORT, files={"front": picture()}, by=am1)
    old = row.front
    change_row(customer=lihua, kind="papers", uuid=row.uuid, version=1, values={}, files={"front": picture()}, by=am1)
    asked = request_file(customer=lihua, kind="access", reason="聯貸", by=am2)
    grant_request(request=asked, version=1, answer="可", by=am1)

    answers = {
        person: [
            enter(person).get(reverse(address, args=[old.uuid])).status_code
            for address in ("desk:attachment", "api:attachment-detail")
        ]
        for person in (am1, am2, auditor)
    }

    old.refresh_from_db()
    looks = audit.events_of(lihua.uuid).filter(action="show_paper")
    assert old.shows_identity
    assert answers == {am1: [200, 200], am2: [403, 403], auditor: [403, 403]}
    assert [(event.actor, event.details["field"]) for event in looks] == [(am1, "papers.replaced")] * 2


def test_pictures_on_file_are_marked_those_that_were_replaced_as_well(am1, lihua, yongsheng, migrate_step):
    row = add_row(customer=lihua, kind="papers", values=PASSPORT, files={"front": picture()}, by=am1)
    change_row(customer=lihua, kind="papers", uuid=row.uuid, version=1, values={}, files={"front": picture()}, by=am1)
    seal = {"seal": "official", "taken_on": date(2026, 1, 5), "kept_at": "信貸檔案室"}
    print_ = add_row(customer=yongsheng, kind="seals", values=seal, files={"specimen": picture()}, by=am1).specimen
    checked = check_customer(
        customer=lihua, sources=["enforcement"], finding="clear", note="查詢結果", file=picture(), by=am1
    )
    marked = set(Attachment.objects.filter(shows_identity=True))
    Attachment.objects.update(shows_identity=False)

    migrate_step("customers", "0009_one_form_everywhere", "mark_pictures")

    assert set(Attachment.objects.filter(shows_identity=True)) == marked
    assert set(Attachment.objects.filter(shows_identity=False)) == {print_, checked[0].file}
    assert len(marked) == 2


def test_a_kind_of_row_that_takes_no_file_holds_none(am1, lihua):
    row = add_row(customer=lihua, kind="papers", values=PASSPORT, files={"front": picture()}, by=am1)
    add_row(customer=lihua, kind="phones", values={"phone_use": "home", "phone": "0769 8555 1234"}, by=am1)

    assert list(IdentityPaper.objects.holding(row.front)) == [row]
    assert list(PhoneNumber.objects.holding(row.front)) == []


@pytest.mark.parametrize(
    ("kind", "values", "name"),
    [
        ("seals", {"seal": "official", "taken_on": date(2026, 1, 5), "kept_at": "信貸檔案室"}, "specimen"),
        ("articles", {"adopted_on": date(2020, 1, 5), "borrowing_body": "board"}, "document"),
    ],
)
def test_the_papers_of_a_company_have_their_files_a_new_one_takes_the_place(am1, yongsheng, kind, values, name):
    row = add_row(customer=yongsheng, kind=kind, values=values, files={name: picture()}, by=am1)
    first = getattr(row, name)

    row = change_row(
        customer=yongsheng, kind=kind, uuid=row.uuid, version=row.version, values={}, files={name: picture()}, by=am1
    )

    assert getattr(row, name) != first and first.customer_uuid == yongsheng.uuid
    assert row.version == 2


def test_what_is_no_picture_is_refused_at_its_field_and_nothing_is_kept(client, am1, lihua):
    client.force_login(am1)
    typed = {**PASSPORT, "submission_key": uuid4()}

    answer = client.post(
        reverse("customers:row-add", args=[lihua.number, "papers"]),
        {**typed, "back": SimpleUploadedFile("back.png", b"<script>")},
    )

    assert answer.status_code == 422 and answer.context["form"].errors.keys() == {"back"}
    assert not IdentityPaper.objects.exists() and sealed_files() == []


def test_a_machine_sends_the_sides_of_a_paper_and_reads_them_by_their_uuids(client, am1, lihua):
    client.force_login(am1)
    front = {"name": "front.png", "content": b64encode(png()).decode()}

    answer = client.post(
        reverse("api:customer-add-row", args=[lihua.number]),
        {"kind": "papers", "values": PASSPORT, "files": {"front": front}},
        content_type="application/json",
    )
    unknown = client.post(
        reverse("api:customer-add-row", args=[lihua.number]),
        {"kind": "tags", "values": {"word": "重點"}, "files": {"front": front}},
        content_type="application/json",
    )

    assert (answer.status_code, unknown.status_code) == (201, 400)
    side = client.get(reverse("api:attachment-detail", args=[answer.json()["files"]["front"]]))
    assert side.content.startswith(b"\x89PNG")
