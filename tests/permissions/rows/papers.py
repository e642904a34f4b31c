"""Papers: the room, files, the receipt and the checks, on a case under investigation."""

import base64
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from applications.models import Paper, PaperPage
from applications.services import add_files, receive_paper, verify_paper
from core import dates
from tests.permissions import matrix as m
from tests.permissions.house import STAFF
from tests.permissions.matrix import MANAGER, TEAM, TEAMED, Row, read, write
from tests.security.pictures import png

OWN = frozenset({"own"})
RISK = frozenset({"risk"})
CHECKERS = frozenset({"second", "manager", "risk"})
ANSWERS = {"is_true": "on", "is_legal": "on", "is_valid": "on"}
ANSWERED = dict.fromkeys(ANSWERS, True)


class Photo(SimpleUploadedFile):
    """A file that can be sent more than once."""

    def read(self, *args):
        self.seek(0)
        return super().read(*args)


def photo(_house=None) -> Photo:
    return Photo("photo.png", png(), "image/png")


def party(house) -> int:
    return house.cases["investigating"].parties.get(role="borrower").pk


def letter(house) -> dict:
    return {**m.number("investigating")(house), "party": party(house)}


def furnish(house) -> None:
    """A paper at every step, received by `own` and verified by `second`."""
    case, own, second = house.cases["investigating"], house.people["own"], house.people["second"]
    if not case.parties.filter(role="borrower").exists():
        case.parties.create(customer=case.customer, role="borrower")
    made = {}
    for name, need in {
        "asked": "mandatory", "if": "conditional", "collected": "optional", "received": "optional", "verified": "optional",
    }.items():  # fmt: skip
        made[name] = Paper.objects.create(
            application=case,
            customer=case.customer,
            role="borrower",
            group="other",
            title=f"補充資料{name}",
            need=need,
            needs_clearance=name == "verified",
        )
    for name in ("collected", "received", "verified"):
        files = [photo(), photo()] if name == "collected" else [photo()]
        pages = add_files(application=case, paper=made[name], files=files, by=own)
        if name == "collected":
            house.things["page"] = pages[0]
        else:
            receive_paper(paper=made[name], original_seen=True, met_in_person=True, by=own)
    verify_paper(paper=made["verified"], is_true=True, is_legal=True, is_valid=True, by=second)
    add_files(application=case, files=[photo()], by=own)
    house.things["page waiting"] = PaperPage.objects.get(application=case, version=None)
    Paper.objects.filter(application=case).update(reason="原件待補")  # whatever state a test puts them in has one
    for name, paper in made.items():
        house.things[f"paper {name}"] = house.fresh(paper)


def preview(house) -> dict:
    return {"uuid": house.things["page"].uuid, "sheet": 1}


IN_THE_ROOM = m.number("investigating")
RECEIPT = {"original_seen": "on", "valid_until": lambda house: dates.today() + timedelta(days=30)}
PAGES = [
    Row("applications:papers", IN_THE_ROOM, get=read(TEAMED)),
    Row("applications:papers-upload", IN_THE_ROOM, post=write(TEAM, TEAMED, m.body(files=photo))),
    Row(
        "applications:papers-add",
        IN_THE_ROOM,
        post=write(TEAM, TEAMED, m.body(party=party, group="other", title="租金收據")),
    ),
    Row("applications:papers-reconcile", IN_THE_ROOM, post=write(TEAM, TEAMED)),
    Row("applications:papers-letter", letter, post=write(TEAM, TEAMED, m.body(language="en"))),
    Row("applications:page-preview", preview, get=read(TEAMED)),
    Row("applications:page-move", m.uuid("page"), post=write(TEAM, TEAMED, m.body(to="down"))),
    Row("applications:page-withdraw", m.uuid("page"), post=write(OWN, TEAMED, m.body(reason="拍錯了"))),
    Row(
        "applications:page-assign",
        m.uuid("page waiting"),
        post=write(TEAM, TEAMED, m.body(paper=lambda house: house.things["paper asked"].uuid)),
    ),
    Row("applications:paper", m.uuid("paper received"), get=read(TEAMED)),
    Row(
        "applications:paper-receive",
        m.uuid("paper collected"),
        post=write(TEAM, TEAMED, m.version_of("paper collected", **RECEIPT)),
    ),
    Row(
        "applications:paper-verify",
        m.uuid("paper received"),
        post=write(CHECKERS, TEAMED, m.version_of("paper received", **ANSWERS)),
    ),
    Row("applications:paper-clear", m.uuid("paper verified"), post=write(RISK, TEAMED, m.version_of("paper verified"))),
    Row(
        "applications:paper-reject",
        m.uuid("paper received"),
        post=write(CHECKERS, TEAMED, m.version_of("paper received", reason="掃描不清")),
    ),
    Row(
        "applications:paper-waive",
        m.uuid("paper asked"),
        post=write(MANAGER, TEAMED, m.version_of("paper asked", reason="存量客戶，上年已留存")),
    ),
    Row(
        "applications:paper-decide",
        m.uuid("paper if"),
        post=write(TEAM, TEAMED, m.version_of("paper if", applies="no", reason="未婚")),
    ),
]
IN_JSON = {"name": "photo.png", "content": base64.b64encode(png()).decode()}
MACHINE = [
    Row("api:paper-list", get=read(STAFF)),
    Row("api:paper-detail", m.uuid("paper received"), get=read(TEAMED)),
    Row("api:paper-page-list", get=read(STAFF)),
    Row("api:paper-page-detail", m.uuid("page"), get=read(TEAMED)),
    Row("api:paper-file-upload", m.uuid("paper asked"), post=write(TEAM, TEAMED, m.body(**IN_JSON))),
    Row("api:paper-list-upload", IN_THE_ROOM, post=write(TEAM, TEAMED, m.body(**IN_JSON))),
    Row("api:paper-list-reconcile", IN_THE_ROOM, post=write(TEAM, TEAMED, m.version("investigating"))),
    Row(
        "api:paper-list-add-paper",
        IN_THE_ROOM,
        post=write(TEAM, TEAMED, m.body(party=party, group="other", title="租金收據")),
    ),
    Row("api:paper-list-letter", IN_THE_ROOM, post=write(TEAM, TEAMED, m.body(party=party))),
    Row(
        "api:paper-page-assign",
        m.uuid("page waiting"),
        post=write(TEAM, TEAMED, m.body(paper=lambda house: str(house.things["paper asked"].uuid))),
    ),
    Row("api:paper-page-withdraw", m.uuid("page"), post=write(OWN, TEAMED, m.body(reason="拍錯了"))),
    Row("api:paper-page-move", m.uuid("page"), post=write(TEAM, TEAMED, m.body(up=False))),
    Row(
        "api:paper-receive",
        m.uuid("paper collected"),
        post=write(TEAM, TEAMED, m.version_of("paper collected", original_seen=True, met_in_person=True)),
    ),
    Row(
        "api:paper-verify",
        m.uuid("paper received"),
        post=write(CHECKERS, TEAMED, m.version_of("paper received", **ANSWERED)),
    ),
    Row("api:paper-clear", m.uuid("paper verified"), post=write(RISK, TEAMED, m.version_of("paper verified"))),
    Row(
        "api:paper-reject",
        m.uuid("paper received"),
        post=write(CHECKERS, TEAMED, m.version_of("paper received", reason="掃描不清")),
    ),
    Row(
        "api:paper-waive",
        m.uuid("paper asked"),
        post=write(MANAGER, TEAMED, m.version_of("paper asked", reason="存量客戶，上年已留存")),
    ),
    Row(
        "api:paper-decide",
        m.uuid("paper if"),
        post=write(TEAM, TEAMED, m.version_of("paper if", applies=False, reason="未婚")),
    ),
]
