"""Notes on industries."""

from core import dates
from customers.services import note_market
from tests.permissions import matrix as m
from tests.permissions.house import ROLES, STAFF
from tests.permissions.matrix import Cell, Row, read, write

READERS = STAFF - {"maker", "finance", "admin"}
NOTERS = frozenset(name for name, (role, _) in ROLES.items() if role.endswith("manager") or role == "risk_officer")
NOTERS -= {"gone"}
WITHDRAWERS = frozenset({"own", "manager", "other_manager"})
NOTE = {"industry": "3399", "text": "鋁價上漲一成", "source": "行業協會", "as_of": "2026-01-05"}

KEY = "9b7f0f6e-9a0f-4b1e-8a56-7f7a7f8f0a12"


def furnish(house) -> None:
    house.things["market note"] = note_market(
        industry="C", text="用電緊張，錯峰生產", source="供電局", as_of=dates.today(), by=house.people["own"]
    )


PAGES = [
    Row("customers:market", get=read(STAFF), post=Cell(NOTERS, STAFF, m.body(**NOTE, submission_key=KEY))),
    Row(
        "customers:market-withdraw",
        m.uuid("market note"),
        post=write(WITHDRAWERS, READERS, m.version_of("market note", reason="來源有誤")),
    ),
]
MACHINE = [
    Row("api:market-note-list", get=read(STAFF), post=write(NOTERS, STAFF, m.body(**NOTE))),
    Row("api:market-note-detail", m.uuid("market note"), get=read(READERS)),
    Row(
        "api:market-note-withdraw",
        m.uuid("market note"),
        post=write(WITHDRAWERS, READERS, m.version_of("market note", reason="來源有誤")),
    ),
]
