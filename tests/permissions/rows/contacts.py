"""The matrix of contacts, visits, consultations and summaries."""

from datetime import timedelta

from core import dates
from customers import services as customers
from customers.models import MessageTemplate
from desk import services as desk
from tests.permissions import matrix as m
from tests.permissions.house import STAFF
from tests.permissions.matrix import MANAGER, OWN, TEAM, TEAMED, Cell, Row, read, write

TALKERS = TEAM | MANAGER
ASKED = frozenset({"own", "manager", "auditor"})
CONSULTANTS = m.ACCOUNT_MANAGERS | {"manager", "other_manager"}
MANAGERS = frozenset({"manager", "other_manager"})
KEY = "7a0f2f63-41b8-4b5d-9d5f-0a4d8d2d7c"
QUESTION = {"name": "林先生", "need": "廠房抵押能貸多少", "channel": "phone", "topic": "financing"}
WORDS = {"this_week": "走訪三戶，受理一筆", "next_week": "完成調查報告", "problems": ""}


ADMIN = frozenset({"admin"})
WORDING = {
    "code": "birthday",
    "language": "en",
    "name": "Birthday",
    "purpose": "marketing",
    "subject": "{lender} wishes you well",
    "body": "Dear {customer}, all the best. {manager}",
}


def furnish(house) -> None:
    """One of each kind with the customer of the case in review; a week at each stage."""
    own, manager = house.people["own"], house.people["manager"]
    customer, today = house.cases["review"].customer, dates.today()
    customers.install_message_templates()
    house.things["wording"] = MessageTemplate.objects.first()
    house.things["contact"] = customers.log_contact(customer=customer, kind="call", result="月底交報表", by=own)
    house.things["visit"] = customers.plan_visit(customer=customer, planned_on=today, aim="看新設備", by=own)
    house.things["mark"] = customers.set_mark(customer=customer, kind="watch", reason="回款放慢", by=own)
    house.things["consultation"] = customers.register_consultation(**QUESTION, phone="13900001357", by=own)
    house.things["difficult"] = customers.register_consultation(
        **QUESTION, answer="可以", difficulty="缺不動產登記證明", by=own
    )
    house.things["daily"] = desk.make_daily(department=customer.department, day=today, by=manager)
    house.things["weekly"] = desk.draft_weekly(account_manager=own, day=today - timedelta(days=21), by=own)
    handed_in = desk.draft_weekly(account_manager=own, day=today - timedelta(days=7), by=own)
    house.things["handed in"] = desk.submit_weekly(weekly=handed_in, version=handed_in.version, by=own, **WORDS)


def _of(name: str):
    """The address of a thing that hangs on the customer of the case in review."""
    return lambda house: {"number": house.cases["review"].customer.number, "uuid": house.things[name].uuid}


def _settled(house) -> dict:
    return {"done": "1", f"visit-{house.things['visit'].uuid}-text": "設備運轉正常"}


def _key(tail: str) -> dict:
    return {"submission_key": KEY + tail}


PAGES = [
    Row("customers:contacts", m.customer("review"), get=read(TEAMED)),
    Row(
        "customers:contact-new",
        m.customer("review"),
        get=Cell(TALKERS, TEAMED),
        post=write(TALKERS, TEAMED, m.body(kind="call", happened_on=m.today, result="已答覆", **_key("01"))),
    ),
    Row(
        "customers:contact",
        _of("contact"),
        get=read(TEAMED),
        post=write(TALKERS, TEAMED, m.body(text="送報價", due_on=m.in_days(3), **_key("05"))),
    ),
    Row(
        "customers:contact-correct",
        _of("contact"),
        get=Cell(OWN, TEAMED),
        post=write(OWN, TEAMED, m.body(happened_on=m.today, result="月中交報表", correction="日期記錯")),
    ),
    Row(
        "customers:log-call",
        m.customer("review"),
        post=write(
            TALKERS,
            TEAMED,
            lambda house: {
                f"{house.cases['review'].customer.number}-{name}": value
                for name, value in {"result": "已致電，一切正常", **_key("06")}.items()
            },
        ),
    ),
    Row(
        "customers:visit-new",
        m.customer("review"),
        get=Cell(TALKERS, TEAMED),
        post=write(TALKERS, TEAMED, m.body(kind="field", planned_on=m.in_days(2), aim="看倉庫", **_key("02"))),
    ),
    Row("customers:mark", m.customer("review"), post=write(OWN | MANAGER, TEAMED, m.body(kind="key", reason="大戶"))),
    Row(
        "customers:message-send",
        m.customer("review"),
        get=Cell(TALKERS, TEAMED),
        post=write(
            TALKERS, TEAMED, m.body(template="visit_thanks", language="en", day=m.today, send="1", **_key("04"))
        ),
    ),
    Row("customers:message-templates", get=read(STAFF)),
    Row(
        "customers:message-template-new",
        get=Cell(ADMIN, STAFF),
        post=write(ADMIN, STAFF, m.body(**WORDING, valid_from=m.today)),
    ),
    Row("customers:visits", get=read(STAFF)),
    Row(
        "customers:visit",
        m.uuid("visit"),
        get=read(TEAMED),
        post=write(OWN | MANAGER, TEAMED, m.version_of("visit", planned_on=m.in_days(3), reason="客戶出差")),
    ),
    Row("customers:visit-cancel", m.uuid("visit"), post=write(OWN | MANAGER, TEAMED, m.body(reason="客戶謝絕"))),
    Row("customers:to-contact", get=read(STAFF)),
    Row(
        "customers:to-contact-settle",
        lambda house: {"kind": "visit", "uuid": house.things["visit"].uuid},
        post=write(OWN, OWN, _settled),
    ),
    Row("customers:consultations", get=read(STAFF)),
    Row(
        "customers:consult",
        get=Cell(CONSULTANTS, STAFF),
        post=write(CONSULTANTS, STAFF, m.body(**QUESTION, **_key("03"))),
    ),
    Row(
        "customers:consultation",
        m.uuid("consultation"),
        get=read(ASKED),
        post=write(OWN | MANAGER, ASKED, m.version_of("consultation", answer="最高七成")),
    ),
    Row(
        "customers:consultation-reveal",
        m.uuid("consultation"),
        post=write(OWN | MANAGER, ASKED, m.body(reason="回電")),
    ),
    Row(
        "customers:consultation-link",
        m.uuid("consultation"),
        post=write(OWN | MANAGER, ASKED, m.body(number=lambda house: house.cases["review"].customer.number)),
    ),
    Row("staff:task-postpone", m.uuid("task"), post=write(OWN, OWN)),
    Row("desk:week", get=read(STAFF)),
    Row("desk:summaries", get=read(STAFF)),
    Row("desk:daily-make", post=write(MANAGERS, STAFF, m.body(day=m.in_days(-1)))),
    Row("desk:daily-confirm-all", post=write(MANAGERS, STAFF)),
    Row("desk:daily", m.uuid("daily"), get=read(ASKED), post=write(MANAGER, ASKED)),
    Row("desk:weekly-draft", post=write(m.ACCOUNT_MANAGERS, STAFF, m.body(day=m.in_days(-14)))),
    Row(
        "desk:weekly",
        m.uuid("weekly"),
        get=read(ASKED),
        post=write(OWN, ASKED, m.version_of("weekly", **WORDS)),
    ),
    Row("desk:weekly-gather", m.uuid("weekly"), post=write(OWN, ASKED)),
    Row("desk:weekly-judge", m.uuid("handed in"), post=write(MANAGER, ASKED, m.version_of("handed in"))),
    Row("desk:weekly-pdf", m.uuid("weekly"), get=Cell(ASKED, ASKED, done=frozenset({404})), note="not archived yet"),
]

MACHINE = [
    Row("api:message-template-list", get=read(STAFF), post=write(ADMIN, STAFF, m.body(**WORDING))),
    Row("api:message-template-detail", m.pk("wording"), get=read(STAFF)),
    Row(
        "api:messaging-send-message",
        m.customer("review"),
        post=write(TALKERS, TEAMED, m.body(template="visit_thanks", language="en", day=m.today)),
    ),
    *(Row(f"api:{name}-list", get=read(STAFF)) for name in ("contact", "visit", "mark")),
    Row(
        "api:daily-summary-list",
        get=read(STAFF),
        post=write(MANAGERS, STAFF, m.body(day=m.in_days(-3), last_day=m.in_days(-1))),
    ),
    Row("api:daily-summary-confirm-all", post=write(MANAGERS, STAFF)),
    Row(
        "api:weekly-summary-list",
        get=read(STAFF),
        post=write(m.ACCOUNT_MANAGERS, STAFF, m.body(day=m.in_days(-20), last_day=m.in_days(-4))),
    ),
    Row(
        "api:consultation-list",
        get=read(STAFF),
        post=write(CONSULTANTS, STAFF, m.body(**QUESTION)),
    ),
    Row("api:contact-detail", m.uuid("contact"), get=read(TEAMED)),
    Row(
        "api:contact-correct",
        m.uuid("contact"),
        post=write(OWN, TEAMED, m.body(correction="日期記錯", values=lambda house: {"result": "月中交報表"})),
    ),
    Row(
        "api:contact-add-step",
        m.uuid("contact"),
        post=write(TALKERS, TEAMED, m.body(text="送報價", due_on=m.in_days(3), **_key("05"))),
    ),
    Row("api:visit-detail", m.uuid("visit"), get=read(TEAMED)),
    Row(
        "api:visit-postpone",
        m.uuid("visit"),
        post=write(OWN | MANAGER, TEAMED, m.body(planned_on=m.in_days(3), reason="客戶出差")),
    ),
    Row("api:visit-cancel", m.uuid("visit"), post=write(OWN | MANAGER, TEAMED, m.body(reason="客戶謝絕"))),
    Row("api:mark-detail", m.uuid("mark"), get=read(TEAMED)),
    Row("api:mark-lift", m.uuid("mark"), post=write(OWN | MANAGER, TEAMED, m.body(reason="回款正常"))),
    Row(
        "api:keeping-log-contact",
        m.customer("review"),
        post=write(TALKERS, TEAMED, m.body(kind="call", result="已答覆")),
    ),
    Row(
        "api:keeping-plan-visit",
        m.customer("review"),
        post=write(TALKERS, TEAMED, m.body(planned_on=m.in_days(2), aim="看倉庫")),
    ),
    Row(
        "api:keeping-set-mark",
        m.customer("review"),
        post=write(OWN | MANAGER, TEAMED, m.body(kind="key", reason="大戶")),
    ),
    Row(
        "api:consultation-postpone",
        m.uuid("consultation"),
        post=write(OWN | MANAGER, ASKED, m.body(follow_up_on=m.in_days(2))),
    ),
    Row("api:consultation-reveal", m.uuid("consultation"), post=write(OWN | MANAGER, ASKED, m.body(reason="回電"))),
    Row(
        "api:consultation-register",
        m.uuid("consultation"),
        post=write(OWN, ASKED, m.body(kind="company", **m.NEW_CUSTOMER)),
    ),
    Row("api:consultation-detail", m.uuid("consultation"), get=read(ASKED)),
    Row(
        "api:consultation-answer",
        m.uuid("consultation"),
        post=write(OWN | MANAGER, ASKED, m.version_of("consultation", answer="最高七成")),
    ),
    Row(
        "api:consultation-resolve",
        m.uuid("difficult"),
        post=write(OWN | MANAGER, ASKED, m.version_of("difficult", resolution="已補證明")),
    ),
    Row(
        "api:consultation-link",
        m.uuid("consultation"),
        post=write(
            OWN | MANAGER, ASKED, m.body(customer=lambda house: house.cases["review"].customer.number), hidden=404
        ),
    ),
    Row("api:daily-summary-detail", m.uuid("daily"), get=read(ASKED)),
    Row("api:daily-summary-confirm", m.uuid("daily"), post=write(MANAGER, ASKED)),
    Row("api:weekly-summary-detail", m.uuid("weekly"), get=read(ASKED)),
    Row("api:weekly-summary-save-words", m.uuid("weekly"), post=write(OWN, ASKED, m.version_of("weekly", **WORDS))),
    Row("api:weekly-summary-gather", m.uuid("weekly"), post=write(OWN, ASKED)),
    Row("api:weekly-summary-submit", m.uuid("weekly"), post=write(OWN, ASKED, m.version_of("weekly", **WORDS))),
    Row("api:weekly-summary-archive", m.uuid("handed in"), post=write(MANAGER, ASKED, m.version_of("handed in"))),
    Row(
        "api:weekly-summary-give-back",
        m.uuid("handed in"),
        post=write(MANAGER, ASKED, m.version_of("handed in", comment="補逾期說明")),
    ),
    Row("api:task-postpone", m.uuid("task"), post=write(OWN, OWN, m.version_of("task", due_on=m.in_days(2)))),
]
