"""The matrix of the pages."""

from tests.permissions import matrix as m
from tests.permissions import rows
from tests.permissions.house import STAFF
from tests.permissions.matrix import (
    APPROVED,
    DRAFT,
    FINANCE,
    MANAGER,
    OWN,
    SUBMITTED,
    TEAM,
    TEAMED,
    Open,
    Row,
    read,
    write,
)

OPEN = [
    Open("account_login", {"GET": frozenset({200, 302}), "POST": frozenset({200, 302})}),
    Open("account_logout", {"GET": frozenset({200, 302}), "POST": frozenset({302})}),
    Open("account_signup", {"GET": frozenset({302}), "POST": frozenset({302})}),
    Open("set_language", {"GET": frozenset({405}), "POST": frozenset({302})}),
    Open("healthz", {"GET": frozenset({200, 503}), "POST": frozenset({405})}),
    Open("components", {"GET": frozenset({200}), "POST": frozenset({405})}),
]

DESK = [
    Row("desk:home", get=read(STAFF)),
    Row("desk:case", m.number("draft"), get=read(DRAFT)),
    Row("desk:case", m.number("submitted"), get=read(SUBMITTED)),
    Row("desk:case", m.number("review"), get=read(TEAMED)),
    Row("desk:case", m.number("approved"), get=read(APPROVED)),
    Row("desk:history", m.number("review"), get=read(TEAMED)),
    Row("desk:search", get=read(STAFF), post=write(STAFF, STAFF, m.body(q="HQ")), query=lambda house: "?q=HQ"),
    Row("desk:document", lambda house: {"uuid": house.things["report"].document.uuid}, get=read(TEAMED)),
    Row(
        "desk:document",
        lambda house: {"uuid": house.things["contract effective"].document.uuid},
        get=read(APPROVED),
    ),
    Row("desk:attachment", m.uuid("attachment"), get=read(TEAMED)),
    Row("desk:mail", get=read(m.READERS_OF_MAIL)),
    Row("staff:tasks", get=read(STAFF)),
    Row("staff:task", m.uuid("task"), get=read(OWN), post=write(OWN, OWN, m.version_of("task", result="已通話"))),
]

CUSTOMERS = [
    Row("customers:list", get=read(STAFF), post=write(STAFF, STAFF, m.body(q="13800009999"))),
    Row(
        "customers:new",
        get=m.Cell(m.ACCOUNT_MANAGERS, STAFF),
        post=write(
            m.ACCOUNT_MANAGERS,
            STAFF,
            m.body(
                kind="company", **m.NEW_CUSTOMER, **m.LANGUAGE, submission_key="7a0f2f63-41b8-4b5d-9d5f-0a4d8d2d7c11"
            ),
        ),
    ),
    Row("customers:narrow", post=write(STAFF, STAFF, m.body(q="永盛", next="/customers/"))),
    Row("customers:check", post=write(m.ACCOUNT_MANAGERS, STAFF, m.body(**m.NEW_CUSTOMER))),
    Row("customers:detail", m.customer("draft"), get=read(DRAFT | MANAGER)),
    Row("customers:detail", m.customer("review"), get=read(TEAMED)),
    Row("customers:detail", m.customer("approved"), get=read(APPROVED)),
    Row(
        "customers:edit",
        m.customer("review"),
        get=m.Cell(OWN, TEAMED),
        post=write(OWN, TEAMED, m.body(name="永盛精密五金有限公司", version=1, **m.LANGUAGE)),
    ),
    Row(
        "customers:reveal",
        lambda house: {"number": house.cases["review"].customer.number, "field": "phone"},
        post=write(OWN | MANAGER, TEAMED, m.body(reason="電話核對")),
    ),
    Row(
        "customers:statement",
        lambda house: {"number": house.cases["investigating"].customer.number, "year": 2025},
        get=read(TEAMED),
        post=write(TEAM, TEAMED, m.body(unit="yuan", version=1, **m.STATEMENT)),
    ),
]

APPLICATIONS = [
    Row("applications:list", get=read(STAFF)),
    Row(
        "applications:new",
        query=lambda house: f"?customer={house.cases['review'].customer.number}",
        get=read(TEAMED),
        post=write(OWN, TEAMED, m.body(product_version=m.a_product, **m.DRAFT_VALUES)),
    ),
    Row("applications:new", get=read(STAFF), post=read(STAFF), note="without a customer it is a list to choose from"),
    Row(
        "applications:check",
        post=write(
            TEAMED, TEAMED, m.body(customer=lambda house: house.cases["review"].customer.number, **m.DRAFT_VALUES)
        ),
    ),
    Row(
        "applications:edit",
        m.number("draft"),
        get=read(DRAFT),
        post=write(OWN, DRAFT, m.version("draft", product_version=m.a_product, **m.DRAFT_VALUES)),
    ),
    Row("applications:submit", m.number("draft"), post=write(OWN, DRAFT, m.version("draft"))),
    Row(
        "applications:accept",
        m.number("submitted"),
        post=write(
            MANAGER,
            SUBMITTED,
            m.version("submitted", lead=m.a_lead, second_investigator=m.a_second, deadline=m.in_days(10)),
        ),
    ),
    Row(
        "applications:return",
        m.number("submitted"),
        post=write(MANAGER, SUBMITTED, m.version("submitted", points="補合同")),
    ),
    Row(
        "applications:decline-intake",
        m.number("submitted"),
        post=write(MANAGER, SUBMITTED, m.version("submitted", code="purpose")),
    ),
    Row(
        "applications:withdraw",
        m.number("submitted"),
        post=write(OWN, SUBMITTED, m.version("submitted", reason="客戶改變計畫")),
    ),
    Row(
        "applications:answer",
        lambda house: {"number": house.cases["investigating"].number, "point": house.things["point"].pk},
        post=write(TEAM, TEAMED, m.body(answer="已補")),
    ),
    Row("applications:quote", m.number("draft"), get=read(DRAFT)),
]


def _part(name: str):
    return lambda house: {"number": house.cases["investigating"].number, "uuid": house.things[name].uuid}


COLLATERAL = [
    Row("collateral:security", m.number("investigating"), get=read(TEAMED)),
    Row(
        "collateral:collateral-add",
        m.number("investigating"),
        get=m.Cell(TEAM, TEAMED),
        post=write(TEAM, TEAMED, m.body(**m.COLLATERAL)),
    ),
    Row(
        "collateral:collateral-edit",
        _part("collateral"),
        get=m.Cell(TEAM, TEAMED),
        post=write(TEAM, TEAMED, lambda house: {**m.a_collateral(house), **m.version_of("collateral")(house)}),
    ),
    Row(
        "collateral:guarantee-add",
        m.number("investigating"),
        get=m.Cell(TEAM, TEAMED),
        post=write(
            TEAM,
            TEAMED,
            m.body(new_kind="company", new_name="東莞市擔保有限公司", new_identity="91440300708461136T", **m.FIGURES),
        ),
    ),
    Row(
        "collateral:guarantee-edit",
        _part("guarantee"),
        get=m.Cell(TEAM, TEAMED),
        post=write(TEAM, TEAMED, m.version_of("guarantee", **m.FIGURES)),
    ),
    Row(
        "collateral:withdraw",
        lambda house: {**_part("collateral")(house), "kind": "collateral"},
        post=write(TEAM, TEAMED, m.body(reason="改以其他房產抵押")),
    ),
    Row(
        "collateral:withdraw",
        lambda house: {**_part("guarantee")(house), "kind": "guarantee"},
        post=write(TEAM, TEAMED, m.body(reason="保證人退出")),
    ),
]

UNDERWRITING = [
    Row("underwriting:investigation", m.number("investigating"), get=read(TEAMED)),
    Row(
        "underwriting:finding",
        lambda house: {"number": house.cases["investigating"].number, "code": "site"},
        get=m.Cell(TEAM, TEAMED),
        post=write(TEAM, TEAMED, m.version_of("finding", **m.FINDING)),
    ),
    Row("underwriting:figures", m.number("investigating"), get=read(TEAMED)),
    Row(
        "underwriting:opinion",
        m.number("investigating"),
        get=read(TEAMED),
        post=write(OWN, TEAMED, m.body(version=m.an_investigation_version, opinion="建議同意", **m.TERMS)),
    ),
    Row(
        "underwriting:sign",
        m.number("investigating"),
        post=write(TEAM, TEAMED, m.body(version=m.an_investigation_version)),
    ),
    Row("underwriting:report", m.number("signed"), get=read(TEAMED)),
    Row("underwriting:report-submit", m.number("signed"), post=write(OWN, TEAMED, m.version("signed"))),
    Row("underwriting:report-progress", m.number("reported"), get=read(TEAMED)),
    Row("underwriting:report-retry", m.number("reported"), post=write(TEAM, TEAMED)),
    Row(
        "underwriting:decide",
        m.number("review"),
        get=read(TEAMED),
        post=write(
            MANAGER,
            TEAMED,
            m.version("review", outcome="approved", reason="同意", report=m.a_report, has_read="on", **m.NO_CONDITIONS),
        ),
    ),
    Row(
        "underwriting:decide",
        m.number("approved"),
        get=read(APPROVED),
        post=write(frozenset({"risk"}), APPROVED, done={422}),
    ),
    Row(
        "underwriting:condition-confirm",
        m.uuid("condition"),
        post=write(MANAGER | {"risk"}, APPROVED, m.version_of("condition", evidence="登記證明")),
    ),
    Row(
        "underwriting:condition-waive",
        m.uuid("condition"),
        post=write(MANAGER, APPROVED, m.body(reason="改以保證金代替")),
    ),
]

CONTRACTS = [
    Row("contracts:list", get=read(STAFF)),
    Row("contracts:room", m.number("printed"), get=read(APPROVED)),
    Row("contracts:prepare", m.number("approved"), post=write(OWN, APPROVED, m.version("approved", **m.LANGUAGE))),
    Row("contracts:progress", m.number("printed"), get=read(APPROVED)),
    Row("contracts:print-again", m.number("printed"), post=write(OWN, APPROVED, done={409})),
    Row(
        "contracts:sign",
        m.number("printed"),
        post=write(OWN, APPROVED, m.version_of("contract printed", signed_on=m.today)),
    ),
    Row(
        "contracts:void",
        m.number("printed"),
        post=write(OWN, APPROVED, m.version_of("contract printed", reason="借款人更名")),
    ),
    Row(
        "contracts:request-drawdown",
        m.number("effective"),
        post=write(OWN, APPROVED, m.version_of("contract effective", **m.DRAWDOWN)),
    ),
    Row(
        "contracts:drawdown",
        m.thing("drawdown effective"),
        get=read(APPROVED),
        post=write(FINANCE, APPROVED, m.version_of("drawdown effective", act="check")),
    ),
    Row(
        "contracts:drawdown",
        m.thing("drawdown effective"),
        get=read(APPROVED),
        post=write(FINANCE, APPROVED, m.version_of("drawdown effective", act="refuse", reason="帳號不符")),
    ),
    Row(
        "contracts:drawdown",
        m.thing("drawdown checked"),
        get=read(APPROVED),
        post=write(
            frozenset({"finance"}),
            APPROVED,
            m.version_of("drawdown checked", act="disburse", disbursed_on=m.today, bank_reference="N-2"),
        ),
    ),
]


def _payment(house):
    return {
        "received_on": m.today(house),
        "amount": "500.00",
        "client_ref": "B-2",
        "submission_key": "0b0ef3a3-3e55-4b62-8d5e-0d9b9f8b3d20",
        "act": "post",
        "previewed": f"{m.today(house)} 500.00",
    }


SERVICING = [
    Row("servicing:list", get=read(STAFF)),
    Row(
        "servicing:receipts",
        get=m.Cell(FINANCE | {"auditor"}, STAFF),
        post=write(FINANCE, STAFF, m.body(day=m.today)),
    ),
    Row("servicing:room", m.number("repaying"), get=read(APPROVED)),
    Row("servicing:loan", m.thing("loan"), get=read(APPROVED)),
    Row(
        "servicing:post-payment",
        m.thing("loan"),
        get=m.Cell(FINANCE, APPROVED),
        post=write(FINANCE, APPROVED, _payment),
    ),
    Row(
        "servicing:reverse",
        lambda house: {"number": house.things["loan"].number, "posting": house.things["posting"].pk},
        get=m.Cell(frozenset({"finance"}), APPROVED),
        post=write(frozenset({"finance"}), APPROVED, m.body(reason="金額錄錯")),
    ),
]

ROWS = [*DESK, *CUSTOMERS, *APPLICATIONS, *COLLATERAL, *UNDERWRITING, *CONTRACTS, *SERVICING, *rows.PAGES]
