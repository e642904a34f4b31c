"""The matrix of the machine API."""

from tests.permissions import matrix as m
from tests.permissions import rows
from tests.permissions.house import STAFF
from tests.permissions.matrix import APPROVED, DRAFT, FINANCE, MANAGER, OWN, SUBMITTED, TEAM, TEAMED, Row, read, write

LISTS = [
    "customer",
    "statement",
    "application",
    "return-point",
    "collateral",
    "guarantee",
    "investigation",
    "finding",
    "report",
    "decision",
    "condition",
    "contract",
    "drawdown",
    "loan",
    "posting",
    "reminder",
    "task",
]
POSTED_TO_LISTS = {"customer", "application"}


def _first(stage: str, related: str, key: str = "uuid"):
    """The first row of a kind that belongs to the case of a stage."""

    def kwargs(house):
        found = getattr(house.cases[stage], related).first()
        return {key: getattr(found, key)}

    return kwargs


def _statement(house):
    return {"uuid": house.cases["review"].customer.statements.first().uuid}


READS = [
    *(Row(f"api:{name}-list", get=read(STAFF)) for name in LISTS if name not in POSTED_TO_LISTS),
    Row("api:customer-detail", m.customer("review"), get=read(TEAMED)),
    Row("api:customer-detail", m.customer("draft"), get=read(DRAFT | MANAGER)),
    Row("api:statement-detail", _statement, get=read(TEAMED)),
    Row("api:application-detail", m.number("draft"), get=read(DRAFT)),
    Row("api:application-detail", m.number("submitted"), get=read(SUBMITTED)),
    Row("api:application-detail", m.number("review"), get=read(TEAMED)),
    Row("api:application-detail", m.number("approved"), get=read(APPROVED)),
    Row("api:return-point-detail", m.pk("point"), get=read(TEAMED)),
    Row("api:collateral-detail", m.uuid("collateral"), get=read(TEAMED)),
    Row("api:guarantee-detail", m.uuid("guarantee"), get=read(TEAMED)),
    Row("api:investigation-detail", _first("review", "investigations"), get=read(TEAMED)),
    Row("api:finding-detail", m.uuid("finding"), get=read(TEAMED)),
    Row("api:report-detail", m.uuid("report"), get=read(TEAMED)),
    Row("api:decision-detail", _first("approved", "decisions", "pk"), get=read(APPROVED)),
    Row("api:condition-detail", m.uuid("condition"), get=read(APPROVED)),
    Row("api:contract-detail", m.thing("contract printed"), get=read(APPROVED)),
    Row("api:drawdown-detail", m.thing("drawdown checked"), get=read(APPROVED)),
    Row("api:loan-detail", m.thing("loan"), get=read(APPROVED)),
    Row("api:loan-schedule", m.thing("loan"), get=read(APPROVED)),
    Row("api:posting-detail", m.pk("posting"), get=read(APPROVED)),
    Row("api:reminder-detail", m.pk("reminder"), get=read(APPROVED)),
    Row("api:task-detail", m.uuid("task"), get=read(OWN)),
    Row("api:customer-export", get=read(STAFF)),
    Row("api:search-list", post=write(STAFF, STAFF, m.body(q="HQ"))),
    Row("schema", get=read(STAFF)),
]

INTAKE = [
    Row("api:task-close", m.uuid("task"), post=write(OWN, OWN, m.version_of("task", result="已通話"))),
    Row(
        "api:customer-list",
        get=read(STAFF),
        post=write(m.ACCOUNT_MANAGERS, STAFF, m.body(kind="company", **m.NEW_CUSTOMER)),
    ),
    Row(
        "api:customer-change",
        m.customer("review"),
        post=write(OWN, TEAMED, m.body(version=1, values=lambda house: {"name": "永盛精密五金廠"})),
    ),
    Row(
        "api:customer-save-statement",
        m.customer("investigating"),
        post=write(
            TEAM, TEAMED, m.body(period_end="2025-12-31", is_audited=False, version=1, values=lambda house: m.STATEMENT)
        ),
    ),
    Row(
        "api:application-list",
        get=read(STAFF),
        post=write(
            OWN,
            TEAMED,
            m.body(
                customer=lambda house: house.cases["review"].customer.number,
                product_version=m.a_product_code,
                **m.DRAFT_VALUES,
            ),
            hidden=400,
        ),
        note="who does not see the customer cannot name it in the body",
    ),
    Row("api:application-save-draft", m.number("draft"), post=write(OWN, DRAFT, m.version("draft", amount="600000"))),
    Row("api:application-submit", m.number("draft"), post=write(OWN, DRAFT, m.version("draft"))),
    Row(
        "api:application-accept",
        m.number("submitted"),
        post=write(MANAGER, SUBMITTED, m.version("submitted", second_investigator="second", deadline=m.in_days(10))),
    ),
    Row(
        "api:application-send-back",
        m.number("submitted"),
        post=write(MANAGER, SUBMITTED, m.version("submitted", points=lambda house: ["補合同"])),
    ),
    Row(
        "api:application-decline",
        m.number("submitted"),
        post=write(MANAGER, SUBMITTED, m.version("submitted", code="purpose", words="用途不符")),
    ),
    Row(
        "api:application-withdraw",
        m.number("submitted"),
        post=write(OWN, SUBMITTED, m.version("submitted", reason="客戶改變計畫")),
    ),
    Row("api:return-point-answer", m.pk("point"), post=write(TEAM, TEAMED, m.body(answer="已補"))),
]

CASE = [
    Row(
        "api:security-add-collateral",
        m.number("investigating"),
        post=write(TEAM, TEAMED, m.body(**m.COLLATERAL)),
    ),
    Row(
        "api:security-add-guarantee",
        m.number("investigating"),
        post=write(TEAM, TEAMED, m.body(guarantor=lambda house: house.cases["review"].customer.number, **m.FIGURES)),
    ),
    Row(
        "api:collateral-change",
        m.uuid("collateral"),
        post=write(TEAM, TEAMED, lambda house: {**m.a_collateral(house), **m.version_of("collateral")(house)}),
    ),
    Row(
        "api:collateral-withdraw",
        m.uuid("collateral"),
        post=write(TEAM, TEAMED, m.body(reason="改以其他房產抵押")),
    ),
    Row(
        "api:guarantee-change",
        m.uuid("guarantee"),
        post=write(TEAM, TEAMED, m.version_of("guarantee", **m.FIGURES)),
    ),
    Row("api:guarantee-withdraw", m.uuid("guarantee"), post=write(TEAM, TEAMED, m.body(reason="保證人退出"))),
    Row(
        "api:underwriting-record-finding",
        m.number("investigating"),
        post=write(TEAM, TEAMED, m.version_of("finding", item="site", **m.FINDING)),
    ),
    Row(
        "api:underwriting-write-opinion",
        m.number("investigating"),
        post=write(OWN, TEAMED, m.body(version=m.an_investigation_version, opinion="建議同意")),
    ),
    Row(
        "api:underwriting-sign",
        m.number("investigating"),
        post=write(TEAM, TEAMED, m.body(version=m.an_investigation_version)),
    ),
    Row("api:underwriting-submit-report", m.number("signed"), post=write(OWN, TEAMED, m.version("signed"))),
    Row("api:underwriting-retry-report", m.number("reported"), post=write(TEAM, TEAMED)),
    Row(
        "api:underwriting-decide",
        m.number("review"),
        post=write(MANAGER, TEAMED, m.version("review", outcome="approved", reason="同意", report=1)),
    ),
    Row(
        "api:condition-confirm",
        m.uuid("condition"),
        post=write(MANAGER | {"risk"}, APPROVED, m.version_of("condition", evidence="登記證明")),
    ),
    Row("api:condition-waive", m.uuid("condition"), post=write(MANAGER, APPROVED, m.body(reason="改以保證金代替"))),
]

FILES = [
    Row("api:document-detail", lambda house: {"uuid": house.things["report"].document.uuid}, get=read(TEAMED)),
    Row(
        "api:document-detail",
        lambda house: {"uuid": house.things["contract effective"].document.uuid},
        get=read(APPROVED),
    ),
    Row("api:attachment-detail", m.uuid("attachment"), get=read(TEAMED)),
]

RELEASE = [
    Row(
        "api:contracting-prepare",
        m.number("approved"),
        post=write(OWN, APPROVED, m.version("approved", **m.LANGUAGE)),
    ),
    Row(
        "api:contract-sign",
        m.thing("contract printed"),
        post=write(OWN, APPROVED, m.version_of("contract printed", signed_on=m.today)),
    ),
    Row(
        "api:contract-void",
        m.thing("contract printed"),
        post=write(OWN, APPROVED, m.version_of("contract printed", reason="借款人更名")),
    ),
    Row("api:contract-print-again", m.thing("contract printed"), post=write(OWN, APPROVED, done={409})),
    Row(
        "api:contract-request-drawdown",
        m.thing("contract effective"),
        post=write(OWN, APPROVED, m.version_of("contract effective", **{**m.DRAWDOWN, "is_entrusted": True})),
    ),
    Row(
        "api:drawdown-check",
        m.thing("drawdown effective"),
        post=write(FINANCE, APPROVED, m.version_of("drawdown effective")),
    ),
    Row(
        "api:drawdown-refuse",
        m.thing("drawdown effective"),
        post=write(FINANCE, APPROVED, m.version_of("drawdown effective", reason="帳號不符")),
    ),
    Row(
        "api:drawdown-disburse",
        m.thing("drawdown checked"),
        post=write(
            frozenset({"finance"}),
            APPROVED,
            m.version_of("drawdown checked", disbursed_on=m.today, bank_reference="N-2"),
        ),
    ),
    Row(
        "api:loan-post-payment",
        m.thing("loan"),
        headers={"Idempotency-Key": "matrix-1"},
        post=write(FINANCE, APPROVED, m.body(received_on=m.today, amount="500.00", client_ref="B-2")),
    ),
    Row(
        "api:posting-reverse-payment",
        m.pk("posting"),
        post=write(frozenset({"finance"}), APPROVED, m.body(reason="金額錄錯")),
    ),
    Row("api:receipts-list", post=write(FINANCE, STAFF, m.body(day=m.today))),
]

ROWS = [*READS, *INTAKE, *CASE, *FILES, *RELEASE, *rows.MACHINE]
