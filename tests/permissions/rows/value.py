"""The matrix of the value of customers, saved lists and contacts to make."""

from customers import services as customers
from tests.permissions import matrix as m
from tests.permissions.house import STAFF
from tests.permissions.matrix import MANAGER, OWN, TEAMED, Cell, Row, read, write

KEEPERS = OWN | MANAGER
RUNNERS = m.ACCOUNT_MANAGERS | {"manager", "other_manager"}
# A list shared with the department is read by its people, and by the auditor.
SHARED = frozenset({"own", "second", "peer", "manager", "auditor"})
PLAN = {"aim": "問用款計劃", "due_on": m.in_days(5)}


def furnish(house) -> None:
    """A review, a shared list and a planned contact with the customer of the case in review."""
    own, customer = house.people["own"], house.cases["review"].customer
    house.things["value"] = customers.review_value(customer=customer, by=own)
    house.things["segment"] = customers.save_segment(
        name="製造業客戶", criteria={"kind": customer.kind}, is_shared=True, by=own
    )
    house.things["contact plan"] = customers.plan_contact(
        customer=house.cases["draft"].customer, due_on=m.dates.today(), aim="問用款計劃", by=own
    )


PAGES = [
    Row("customers:values", get=read(STAFF)),
    Row("customers:values-run", post=write(RUNNERS, STAFF)),
    Row("customers:value", m.customer("review"), get=read(TEAMED)),
    Row("customers:value-review", m.customer("review"), post=write(KEEPERS, TEAMED)),
    Row(
        "customers:value-grade",
        m.customer("review"),
        post=write(MANAGER, TEAMED, m.body(grade="vip", reason="集團主要企業均在本行")),
    ),
    Row("customers:segment-save", post=write(RUNNERS, STAFF, m.body(name="公司客戶", criteria="kind=company"))),
    Row("customers:segment", m.uuid("segment"), get=read(SHARED)),
    Row(
        "customers:segment-change",
        m.uuid("segment"),
        post=write(OWN, SHARED, m.version_of("segment", name="公司客戶名單", is_shared="on")),
    ),
    Row("customers:segment-archive", m.uuid("segment"), post=write(OWN, SHARED)),
    Row(
        "customers:segment-plan",
        m.uuid("segment"),
        post=write(SHARED - {"auditor"}, SHARED, m.body(which="all", **PLAN), done=frozenset({302, 422})),
        note="whose list is empty is told so on the page",
    ),
    Row(
        "customers:contact-plan-new",
        m.customer("review"),
        get=Cell(KEEPERS, TEAMED),
        post=write(KEEPERS, TEAMED, m.body(**PLAN)),
    ),
    Row(
        "customers:contact-plan-drop",
        m.uuid("contact plan"),
        post=write(OWN | MANAGER, m.DRAFT | MANAGER, m.body(reason="客戶已結清")),
    ),
]

MACHINE = [
    *(Row(f"api:{name}-list", get=read(STAFF)) for name in ("value-review", "contact-plan")),
    Row("api:value-review-detail", m.uuid("value"), get=read(TEAMED)),
    Row("api:value-review-run", post=write(RUNNERS, STAFF)),
    Row("api:valuing-review-value", m.customer("review"), post=write(KEEPERS, TEAMED)),
    Row(
        "api:valuing-set-value-grade",
        m.customer("review"),
        post=write(MANAGER, TEAMED, m.body(grade="vip", reason="集團主要企業均在本行")),
    ),
    Row("api:valuing-plan-contact", m.customer("review"), post=write(KEEPERS, TEAMED, m.body(**PLAN))),
    Row(
        "api:segment-list",
        get=read(STAFF),
        post=write(RUNNERS, STAFF, m.body(name="公司客戶", criteria=lambda house: {"kind": "company"})),
    ),
    Row("api:segment-detail", m.uuid("segment"), get=read(SHARED)),
    Row(
        "api:segment-change",
        m.uuid("segment"),
        post=write(OWN, SHARED, m.version_of("segment", name="公司客戶名單", is_shared=True)),
    ),
    Row("api:segment-archive", m.uuid("segment"), post=write(OWN, SHARED)),
    Row(
        "api:segment-plan-contacts",
        m.uuid("segment"),
        post=write(SHARED - {"auditor"}, SHARED, m.body(**PLAN), done=frozenset({201, 400})),
        note="whose list is empty is told so",
    ),
    Row("api:contact-plan-detail", m.uuid("contact plan"), get=read(m.DRAFT | MANAGER)),
    Row(
        "api:contact-plan-postpone",
        m.uuid("contact plan"),
        post=write(OWN | MANAGER, m.DRAFT | MANAGER, m.body(due_on=m.in_days(9))),
    ),
    Row(
        "api:contact-plan-drop",
        m.uuid("contact plan"),
        post=write(OWN | MANAGER, m.DRAFT | MANAGER, m.body(reason="客戶已結清")),
    ),
]
