"""Spreadsheets of customers and of old ledgers."""

import base64
import io
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from applications.models import OldProject
from applications.services import check_old_ledger
from core import sheets
from customers.services import check_customers
from tests.permissions import matrix as m
from tests.permissions.house import STAFF, House
from tests.permissions.matrix import MANAGER, OWN, Cell, Row, read, write

MANAGERS = frozenset({"manager", "other_manager"})
CUSTOMERS = sheets.workbook(
    "客戶", ["kind", "name", "identity"], [["公司", "東莞市新客戶有限公司", "91440300708461136T"]]
)


def _ledger(house: House) -> bytes:
    customer = house.cases["review"].customer
    row = ["舊2019-001", customer.number, "2019-05-06", "100000", "settled"]
    return sheets.workbook("舊臺帳", ["number", "customer", "entered_on", "amount", "state"], [row])


def furnish(house: House) -> None:
    """A checked sheet of each kind."""
    rows = [sheets.Row(2, {"kind": "公司"})]
    house.things["customer sheet"] = check_customers(
        name="客戶.xlsx", content=CUSTOMERS, rows=rows, problems=[], by=house.people["own"]
    )
    house.things["old ledger sheet"] = check_old_ledger(
        name="舊臺帳.xlsx", content=_ledger(house), rows=rows, problems=[], by=house.people["manager"]
    )
    customer = house.cases["review"].customer
    house.things["old project"] = OldProject.objects.create(
        number="舊2018-001",
        customer=customer,
        department=customer.department,
        entered_on=date(2018, 5, 6),
        amount=Decimal(100_000),
        state="settled",
        taken_over_in=house.things["old ledger sheet"],
        taken_over_by=house.people["manager"],
    )


def _upload(content) -> dict:
    return {"file": SimpleUploadedFile("rows.xlsx", io.BytesIO(content).getvalue())}


def _sheet(content) -> dict:
    return {"sheet": {"name": "rows.xlsx", "content": base64.b64encode(content).decode()}}


def _run(name: str):
    return lambda house: {"run": house.things[name].uuid}


TAKE = m.body(act="save")
PAGES = [
    Row(
        "customers:import-new",
        get=Cell(m.ACCOUNT_MANAGERS, STAFF),
        post=write(m.ACCOUNT_MANAGERS, STAFF, lambda house: _upload(CUSTOMERS)),
    ),
    Row("customers:import-template", get=Cell(m.ACCOUNT_MANAGERS, STAFF)),
    Row("customers:import", _run("customer sheet"), get=read(OWN), post=write(OWN, OWN, TAKE)),
    Row("applications:old-ledger", get=read(STAFF)),
    Row(
        "applications:old-ledger-import",
        get=Cell(MANAGERS, STAFF),
        post=write(MANAGERS, STAFF, lambda house: _upload(_ledger(house))),
    ),
    Row("applications:old-ledger-template", get=Cell(MANAGERS, STAFF)),
    Row(
        "applications:old-ledger-run",
        _run("old ledger sheet"),
        get=read(frozenset({"manager"})),
        post=write(frozenset({"manager"}), frozenset({"manager"}), TAKE),
    ),
]
MACHINE = [
    Row(
        "api:customer-import-list",
        get=read(STAFF),
        post=write(m.ACCOUNT_MANAGERS, STAFF, lambda house: _sheet(CUSTOMERS)),
    ),
    Row("api:customer-import-detail", m.uuid("customer sheet"), get=read(OWN)),
    Row("api:customer-import-take-over", m.uuid("customer sheet"), post=write(OWN, OWN)),
    Row("api:customer-import-drop", m.uuid("customer sheet"), post=write(OWN, OWN)),
    Row(
        "api:old-ledger-import-list",
        get=read(STAFF),
        post=write(MANAGERS, STAFF, lambda house: _sheet(_ledger(house))),
    ),
    Row("api:old-ledger-import-detail", m.uuid("old ledger sheet"), get=read(MANAGER)),
    Row("api:old-ledger-import-take-over", m.uuid("old ledger sheet"), post=write(MANAGER, MANAGER)),
    Row("api:old-ledger-import-drop", m.uuid("old ledger sheet"), post=write(MANAGER, MANAGER)),
    Row("api:old-project-list", get=read(STAFF)),
    Row("api:old-project-totals", get=read(STAFF)),
    Row("api:old-project-sheet", get=read(STAFF)),
    Row("api:old-project-detail", m.uuid("old project"), get=read(m.TEAMED)),
]
