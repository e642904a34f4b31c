"""The matrix of consents, credit reports, checks and the lender's own lists."""

import base64
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from applications.models import ProductVersion
from core import dates
from customers.services import (
    add_insider,
    add_to_blacklist,
    check_customer,
    enter_credit_report,
    query_credit,
    record_consent,
)
from tests.factories import SPOTLESS_REPORT
from tests.permissions import matrix as m
from tests.permissions.house import STAFF, House
from tests.permissions.matrix import TEAM, TEAMED, Row, read, write
from tests.security.pictures import png

CREDIT = TEAMED  # finance comes in after the approval and is not let near reports
RISK = frozenset({"risk"})
LIST_READERS = frozenset({"risk", "auditor"})
INSIDER_KEEPERS = frozenset({"risk", "admin"})
SUMMARY = {**SPOTLESS_REPORT, "loan_balance": "120000", "open_accounts": "1"}
DEBT = {"kind": "loan", "lender": "某銀行", "limit": "200000", "balance": "120000"}
ROWS_OF_FORMS = {
    "debts-TOTAL_FORMS": "1",
    "debts-INITIAL_FORMS": "0",
    "records-TOTAL_FORMS": "0",
    "records-INITIAL_FORMS": "0",
    **{f"debts-0-{name}": value for name, value in DEBT.items()},
}
ENTRY = {"kind": "company", "name": "東莞市甲乙有限公司", "reason": "曾提供虛假發票"}
SCREENINGS = {"borrower": ["enforcement", "blacklist"], "guarantor": ["enforcement"]}


class Paper(SimpleUploadedFile):
    """A paper that a second request of the same body sends again, whole."""

    def read(self, *args):
        self.seek(0)
        return super().read(*args)


def paper() -> Paper:
    return Paper("evidence.png", png())


def a_paper(house: House) -> Paper:
    return paper()


def a_paper_in_json(house: House) -> dict:
    return {"name": "evidence.png", "content": base64.b64encode(png()).decode()}


def furnish(house: House) -> None:
    """Two consents, a query with and one without its report, a hit, and an entry on each list."""
    own, risk = house.people["own"], house.people["risk"]
    today, customer = dates.today(), house.cases["investigating"].customer
    house.things["consent"] = record_consent(
        customer=customer,
        kind="bureau",
        scope="本次貸款審批及貸後管理",
        signed_on=today,
        valid_to=today + timedelta(days=365),
        file=paper(),
        by=own,
    )
    house.things["query answered"] = query_credit(customer=customer, reason="loan_approval", by=own)
    house.things["credit report"] = enter_credit_report(
        query=house.things["query answered"], report_number="R-1", reported_on=today, figures=SPOTLESS_REPORT, by=own
    )
    house.things["query open"] = query_credit(customer=customer, reason="loan_approval", by=own)
    house.things["hit"] = check_customer(
        customer=customer, sources=["media"], finding="hit", note="同名報導", file=paper(), by=own
    )[0]
    house.things["blacklist"] = add_to_blacklist(
        kind="company", name="東莞市丙丁有限公司", reason="騙取貸款", origin="同業通報", by=risk
    )
    house.things["insiders"] = add_insider(
        kind="person", name="陸小芳", reason="前臺職員", relation="employee", by=risk
    )
    case = house.cases["investigating"]
    ProductVersion.objects.filter(pk=case.product_version_id).update(screenings=SCREENINGS)


def _of(name: str):
    """The route's thing and its customer."""
    return lambda house: {
        "number": house.cases["investigating"].customer.number,
        "uuid": house.things[name].uuid,
    }


def _entry(which: str):
    return lambda house: {"which": which, "uuid": house.things[which].uuid}


def _in_days(days: int):
    return lambda house: (dates.today() + timedelta(days=days)).isoformat()


def _a_check(house: House) -> str:
    return f"{house.cases['investigating'].customer.number}:enforcement"


CONSENT = {"kind": "bureau", "scope": "本次貸款審批", "signed_on": m.today, "valid_to": _in_days(300)}
KEY = "7a0f2f63-41b8-4b5d-9d5f-0a4d8d2d7e"
ANSWER = {"finding": "clear", "note": "查無記錄"}

PAGES = [
    Row("customers:credit", m.customer("investigating"), get=read(TEAMED)),
    Row(
        "customers:consent-new",
        m.customer("investigating"),
        get=m.Cell(TEAM, TEAMED),
        post=write(TEAM, TEAMED, m.body(file=a_paper, submission_key=KEY + "01", **CONSENT)),
    ),
    Row(
        "customers:consent-withdraw",
        _of("consent"),
        post=write(TEAM, TEAMED, m.body(withdrawn_on=m.today, how="來函")),
    ),
    Row(
        "customers:credit-query",
        m.customer("investigating"),
        post=write(TEAM, TEAMED, m.body(reason="loan_approval", submission_key=KEY + "02")),
    ),
    Row("customers:credit-report", _of("query answered"), get=read(CREDIT), post=write(TEAM, CREDIT, done={422})),
    Row(
        "customers:credit-report",
        _of("query open"),
        get=m.Cell(TEAM, TEAMED),
        post=write(
            TEAM,
            TEAMED,
            m.body(report_number="R-2", reported_on=m.today, **SUMMARY, **ROWS_OF_FORMS),
        ),
    ),
    Row("customers:credit-version", _of("credit report"), get=read(CREDIT)),
    Row(
        "customers:credit-correct",
        _of("credit report"),
        get=m.Cell(TEAM, TEAMED),
        post=write(
            TEAM,
            TEAMED,
            m.body(report_number="R-1", reported_on=m.today, correction="餘額打錯", **SUMMARY, **ROWS_OF_FORMS),
        ),
    ),
    Row(
        "customers:checks",
        m.customer("investigating"),
        get=read(TEAMED),
        post=write(TEAM, TEAMED, m.body(chosen="enforcement", file=a_paper, **ANSWER)),
    ),
    Row(
        "customers:hit",
        _of("hit"),
        get=read(TEAMED),
        post=write(RISK, TEAMED, m.version_of("hit", decision="false_match", reason="出生年月不同")),
    ),
    Row(
        "customers:own-list",
        lambda house: {"which": "blacklist"},
        get=m.Cell(LIST_READERS, STAFF),
        post=write(RISK, STAFF, m.body(origin="同業通報", **ENTRY)),
    ),
    Row(
        "customers:own-list",
        lambda house: {"which": "insiders"},
        get=m.Cell(LIST_READERS | {"admin"}, STAFF),
        post=write(INSIDER_KEEPERS, STAFF, m.body(relation="company", **ENTRY)),
    ),
    Row(
        "customers:list-entry",
        _entry("blacklist"),
        get=m.Cell(LIST_READERS, STAFF),
        post=write(RISK, STAFF, m.version_of("blacklist", reason="案件已撤銷")),
    ),
    Row(
        "customers:list-entry",
        _entry("insiders"),
        get=m.Cell(LIST_READERS | {"admin"}, STAFF),
        post=write(INSIDER_KEEPERS, STAFF, m.version_of("insiders", reason="已經離職")),
    ),
    Row(
        "applications:checks",
        m.number("investigating"),
        get=read(TEAMED),
        post=write(TEAM, TEAMED, m.body(chosen=_a_check, file=a_paper, **ANSWER)),
    ),
]
MACHINE = [
    *(Row(f"api:{name}-list", get=read(STAFF)) for name in ("consent", "credit-query", "credit-report", "screening")),
    Row("api:consent-detail", m.uuid("consent"), get=read(TEAMED)),
    Row("api:credit-query-detail", m.uuid("query open"), get=read(TEAMED)),
    Row("api:credit-report-detail", m.uuid("credit report"), get=read(CREDIT)),
    Row("api:screening-detail", m.uuid("hit"), get=read(TEAMED)),
    Row(
        "api:consent-withdraw",
        m.uuid("consent"),
        post=write(TEAM, TEAMED, m.body(withdrawn_on=m.today, how="來函")),
    ),
    Row(
        "api:credit-query-enter-report",
        m.uuid("query open"),
        post=write(
            TEAM,
            TEAMED,
            m.body(
                report_number="R-2",
                reported_on=m.today,
                figures=lambda house: SUMMARY,
                debts=lambda house: [DEBT],
            ),
        ),
    ),
    Row(
        "api:credit-report-correct",
        m.uuid("credit report"),
        post=write(
            TEAM,
            CREDIT,
            m.body(
                report_number="R-1",
                reported_on=m.today,
                correction="餘額打錯",
                figures=lambda house: SUMMARY,
                debts=lambda house: [DEBT],
            ),
        ),
    ),
    Row(
        "api:screening-decide",
        m.uuid("hit"),
        post=write(RISK, TEAMED, m.version_of("hit", decision="false_match", reason="出生年月不同")),
    ),
    Row(
        "api:customer-checks-record-consent",
        m.customer("investigating"),
        post=write(TEAM, TEAMED, m.body(file=a_paper_in_json, **CONSENT)),
    ),
    Row(
        "api:customer-checks-query-credit",
        m.customer("investigating"),
        post=write(TEAM, TEAMED, m.body(reason="loan_approval")),
    ),
    Row(
        "api:customer-checks-record-checks",
        m.customer("investigating"),
        post=write(TEAM, TEAMED, m.body(sources=lambda house: ["enforcement"], file=a_paper_in_json, **ANSWER)),
    ),
    Row("api:customer-checks-ask-own-lists", m.customer("investigating"), post=write(TEAM, TEAMED)),
    Row(
        "api:application-record-checks",
        m.number("investigating"),
        post=write(TEAM, TEAMED, m.body(chosen=lambda house: [_a_check(house)], file=a_paper_in_json, **ANSWER)),
    ),
    Row("api:application-ask-own-lists", m.number("investigating"), post=write(TEAM, TEAMED)),
    Row(
        "api:blacklist-list",
        get=m.Cell(LIST_READERS, STAFF),
        post=write(RISK, STAFF, m.body(origin="同業通報", **ENTRY)),
    ),
    Row("api:blacklist-detail", m.uuid("blacklist"), get=m.Cell(LIST_READERS, STAFF)),
    Row(
        "api:blacklist-lift",
        m.uuid("blacklist"),
        post=write(RISK, STAFF, m.version_of("blacklist", reason="案件已撤銷")),
    ),
    Row(
        "api:insider-list",
        get=m.Cell(LIST_READERS | {"admin"}, STAFF),
        post=write(INSIDER_KEEPERS, STAFF, m.body(relation="company", **ENTRY)),
    ),
    Row("api:insider-detail", m.uuid("insiders"), get=m.Cell(LIST_READERS | {"admin"}, STAFF)),
    Row(
        "api:insider-lift",
        m.uuid("insiders"),
        post=write(INSIDER_KEEPERS, STAFF, m.version_of("insiders", reason="已經離職")),
    ),
]
