"""The rooms and rows of a customer's file, and the searches that are posted."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from core import dates
from customers.services import add_row
from tests.permissions import matrix as m
from tests.permissions.house import STAFF
from tests.permissions.matrix import DRAFT, MANAGER, OWN, TEAMED, Cell, Row, read, write
from tests.security.pictures import png

CARD = "6222021234567890128"
SECOND_PHONE = "13722223579"
SITE = "廣東省東莞市長安鎮沙頭靖海西路九號"
ACCOUNT = {"bank": "建設銀行長安支行", "account_number": CARD, "is_card": True, "usage": "repay"}
CONTACT = {"part": "contact", "person_name": "梁主管", "phone": SECOND_PHONE, "email": "liang@secret.example"}
PREMISES = {"site_use": "factory", "address": SITE, "tenure": "rented"}
PASSPORT = "E72635412"
CANARIES = {PASSPORT, CARD, SECOND_PHONE, SITE, "liang@secret.example"}


def furnish(house) -> None:
    customer, own = house.cases["review"].customer, house.people["own"]
    for kind, values in (("accounts", ACCOUNT), ("contacts", CONTACT), ("sites", PREMISES)):
        house.things[f"file {kind}"] = add_row(customer=customer, kind=kind, values=values, by=own)
    until = dates.today() + timedelta(days=10)
    passport = {"paper_type": "passport", "paper_number": PASSPORT}
    house.things["file papers"] = add_row(
        customer=house.things["guarantor"],
        kind="papers",
        values=passport,
        files={"front": SimpleUploadedFile("front.png", png())},
        by=own,
    )
    permit = {"permit_field": "safety", "title": "安全生產許可證", "valid_until": until}
    add_row(customer=customer, kind="permits", values=permit, by=own)


def _number(house) -> dict:
    return {"number": house.cases["review"].customer.number}


def _section(house) -> dict:
    return {**_number(house), "section": "business"}


def _kind(house) -> dict:
    return {**_number(house), "kind": "facts"}


def _account(house) -> dict:
    return {**_number(house), "kind": "accounts", "uuid": house.things["file accounts"].uuid}


def _masked(house) -> dict:
    return {**_account(house), "field": "account_number"}


def _body(**values):
    return lambda house: {name: value(house) if callable(value) else value for name, value in values.items()}


def _uuid(house) -> str:
    return str(house.things["file accounts"].uuid)


FACT = {
    "subject": "sales",
    "text": "前五大客戶占六成",
    "source_kind": "told",
    "source": "銷售經理",
    "as_of": "2026-01-05",
}
FACT_KEY = "5b7f0f6e-9a0f-4b1e-8a56-7f7a7f8f0a11"
PAGES = [
    Row("customers:file", _number, get=read(TEAMED)),
    Row("customers:file", m.customer("draft"), get=read(DRAFT | MANAGER)),
    Row(
        "customers:section",
        _section,
        get=Cell(OWN, TEAMED),
        post=write(OWN, TEAMED, m.body(version=1, staff_count="58", industry_code="3399")),
    ),
    Row(
        "customers:row-add",
        _kind,
        get=Cell(OWN, TEAMED),
        post=write(OWN, TEAMED, m.body(**FACT, submission_key=FACT_KEY)),
    ),
    Row(
        "customers:row",
        _account,
        get=Cell(OWN, TEAMED),
        post=write(OWN, TEAMED, m.body(version=1, bank="農業銀行長安支行", usage="both", is_card="on")),
    ),
    Row(
        "customers:row-paper",
        lambda house: {
            "number": house.things["guarantor"].number,
            "kind": "papers",
            "uuid": house.things["file papers"].uuid,
            "name": "front",
        },
        get=Cell(OWN | MANAGER, DRAFT | MANAGER),
    ),
    Row("customers:row-withdraw", _account, post=write(OWN, TEAMED, m.body(version=1, reason="帳戶已銷"))),
    Row("customers:row-reveal", _masked, post=write(OWN | MANAGER, TEAMED, m.body(reason="核對還款帳號"))),
]
MACHINE = [
    Row(
        "api:customer-reveal",
        _number,
        post=write(OWN | MANAGER, TEAMED, m.body(field="phone", reason="電話核對")),
    ),
    Row(
        "api:customer-reveal-row",
        _number,
        post=write(
            OWN | MANAGER,
            TEAMED,
            lambda house: {
                "kind": "accounts",
                "row": str(_masked(house)["uuid"]),
                "field": "account_number",
                "reason": "核對還款帳號",
            },
        ),
    ),
    Row("api:customer-file", _number, get=read(TEAMED)),
    Row(
        "api:customer-fill",
        _number,
        post=write(OWN, TEAMED, m.body(section="tax", version=1, values={"tax_grade": "A"})),
    ),
    Row("api:customer-add-row", _number, post=write(OWN, TEAMED, m.body(kind="facts", values=FACT))),
    Row(
        "api:customer-change-row",
        _number,
        post=write(OWN, TEAMED, _body(kind="accounts", row=_uuid, version=1, values={"bank": "農業銀行"})),
    ),
    Row(
        "api:customer-withdraw-row",
        _number,
        post=write(OWN, TEAMED, _body(kind="accounts", row=_uuid, version=1, reason="帳戶已銷")),
    ),
    Row("api:customer-find", post=write(STAFF, STAFF, m.body(text="永盛"))),
]
