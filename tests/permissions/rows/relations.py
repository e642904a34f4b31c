"""Relations of a customer, and ties to the lender."""

from datetime import date

from customers.services import Outside, add_relation, raise_lender_tie
from tests.factories import CustomerFactory
from tests.permissions import matrix as m
from tests.permissions.house import STAFF
from tests.permissions.matrix import APPROVED, DRAFT, MANAGER, OWN, TEAM, TEAMED, Cell, Row, read, write

RELATION = {"valid_from": "2024-01-01", "source": "register"}
TIE = {"kind": "relative", "colleague": "林曉雯", "note": "客戶經理的表兄"}
RISK = frozenset({"risk"})


def furnish(house) -> None:
    own, customer = house.people["own"], house.cases["review"].customer
    house.things["relation"] = add_relation(
        customer=customer,
        kind="controller",
        end="holder",
        outside=Outside("person", "王建國", "11010519491231002X"),
        valid_from=date(2024, 1, 1),
        source="register",
        by=own,
    )
    stranger = house.people["stranger"]
    theirs = CustomerFactory(
        kind="person", account_manager=stranger, department_id=min(stranger.departments("account_manager"))
    )
    house.things["claim"] = add_relation(
        customer=theirs,
        kind="sibling",
        end="holder",
        other=house.things["guarantor"],
        valid_from=date(2024, 1, 1),
        source="told",
        by=stranger,
    )
    tied = house.cases["investigating"].customer
    house.things["tie"] = raise_lender_tie(customer=tied, by=own, **TIE)


def _at(stage: str, name: str):
    return lambda house: {"number": house.cases[stage].customer.number, "uuid": house.things[name].uuid}


ADDED = {"as": "controller-holder", "new_name": "李四", "new_kind": "person", **RELATION}
PAGES = [
    Row("customers:relations", m.customer("draft"), get=read(DRAFT | MANAGER)),
    Row("customers:relations", m.customer("review"), get=read(TEAMED)),
    Row("customers:relations", m.customer("approved"), get=read(APPROVED)),
    Row(
        "customers:relation-add",
        m.customer("investigating"),
        get=Cell(TEAM, TEAMED),
        post=write(TEAM, TEAMED, m.body(**ADDED)),
    ),
    Row("customers:relation-search", m.customer("review"), post=write(OWN, TEAMED, m.body(who="王建國"))),
    Row(
        "customers:relation-end",
        _at("review", "relation"),
        post=write(OWN, TEAMED, m.version_of("relation", ended_on=m.today, reason="股權已轉讓")),
    ),
    Row(
        "customers:relation-confirm",
        lambda house: {"number": house.things["guarantor"].number, "uuid": house.things["claim"].uuid},
        post=write(OWN | MANAGER, DRAFT | MANAGER, m.version_of("claim")),
    ),
    Row(
        "customers:tie-add",
        m.customer("review"),
        get=Cell(OWN | MANAGER | RISK, TEAMED),
        post=write(OWN | MANAGER | RISK, TEAMED, m.body(**TIE)),
    ),
    Row(
        "customers:tie-rule",
        _at("investigating", "tie"),
        post=write(RISK, TEAMED, m.version_of("tie", outcome="cleared", reason="已核對，並非同一人")),
    ),
]
MACHINE = [
    Row("api:relation-list", get=read(STAFF)),
    Row("api:lender-tie-list", get=read(STAFF)),
    Row("api:relation-detail", m.uuid("relation"), get=read(TEAMED)),
    Row("api:lender-tie-detail", m.uuid("tie"), get=read(TEAMED)),
    Row(
        "api:customer-add-relation",
        m.customer("investigating"),
        post=write(
            TEAM,
            TEAMED,
            m.body(kind="controller", end="holder", outside={"kind": "person", "name": "李四"}, **RELATION),
        ),
    ),
    Row("api:related-group", m.customer("review"), get=read(TEAMED)),
    Row("api:related-owners", m.customer("review"), get=read(TEAMED)),
    Row("api:exposure-exposure", m.customer("review"), get=read(TEAMED)),
    Row("api:exposure-exposure", m.customer("draft"), get=read(DRAFT | MANAGER)),
    Row(
        "api:relation-confirm",
        m.uuid("claim"),
        post=write(OWN | MANAGER, DRAFT | MANAGER | {"stranger", "other_manager"}, m.version_of("claim")),
    ),
    Row("api:customer-raise-tie", m.customer("review"), post=write(OWN | MANAGER | RISK, TEAMED, m.body(**TIE))),
    Row(
        "api:relation-end",
        m.uuid("relation"),
        post=write(OWN, TEAMED, m.version_of("relation", ended_on=m.today, reason="股權已轉讓")),
    ),
    Row(
        "api:lender-tie-rule",
        m.uuid("tie"),
        post=write(RISK, TEAMED, m.version_of("tie", outcome="cleared", reason="已核對，並非同一人")),
    ),
]
