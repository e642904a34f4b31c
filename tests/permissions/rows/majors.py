"""Major projects and the ledgers."""

from datetime import timedelta

from applications.services import flag_major
from core import dates
from tests.permissions import matrix as m
from tests.permissions.house import STAFF, House
from tests.permissions.matrix import MANAGER, SUBMITTED, TEAMED, Row, read, write

LIFT = m.body(reason="規模縮小，按一般項目辦理")
JOINED = TEAMED | {"stranger"}


def furnish(house: House) -> None:
    """The accepted case is a major project with somebody of another department on its team."""
    case = house.cases["accepted"]
    house.things["major"] = flag_major(
        application=case,
        reason="集團授信，結構複雜",
        members=[house.people["stranger"]],
        visit_due_on=dates.today() + timedelta(days=5),
        by=house.people["manager"],
    )
    house.cases["accepted"] = house.fresh(case)


def _member(house: House) -> dict:
    return {"members": [house.people["peer"].pk], "visit_due_on": m.today(house), "reason": "異地項目，情況複雜"}


def _member_by_name(house: House) -> dict:
    return {**_member(house), "members": ["peer"]}


PAGES = [
    Row("applications:ledger", get=read(STAFF)),
    Row("desk:case", m.number("accepted"), get=read(JOINED), note="the joint team sees the file"),
    Row("applications:flag-major", m.number("submitted"), post=write(MANAGER, SUBMITTED, _member)),
    Row("applications:change-team", m.number("accepted"), post=write(MANAGER, JOINED, _member)),
    Row("applications:lift-major", m.number("accepted"), post=write(MANAGER, JOINED, LIFT)),
]
MACHINE = [
    Row("api:ledger-list", get=read(STAFF)),
    Row("api:ledger-totals", get=read(STAFF)),
    Row("api:ledger-sheet", get=read(STAFF)),
    Row("api:application-sheet", get=read(STAFF)),
    Row(
        "api:ledger-detail",
        lambda house: {"ledger_number": house.cases["review"].ledger_number},
        get=read(TEAMED),
    ),
    Row("api:major-project-list", get=read(STAFF)),
    Row("api:major-project-detail", m.uuid("major"), get=read(JOINED)),
    Row("api:application-flag-major", m.number("submitted"), post=write(MANAGER, SUBMITTED, _member_by_name)),
    Row(
        "api:major-project-change-team",
        m.uuid("major"),
        post=write(MANAGER, JOINED, m.body(members=lambda house: ["peer"])),
    ),
    Row("api:major-project-lift", m.uuid("major"), post=write(MANAGER, JOINED, LIFT)),
]
