"""Consents, credit reports and checks of the demo: most in order, one that ran out, one hit decided, one that waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

from applications.screening import party_checks
from applications.services import look_up_case, record_case_checks
from core import dates
from customers.models import Customer, Screening
from customers.screening import ADAPTERS, sources_for
from customers.services import (
    add_insider,
    add_to_blacklist,
    check_customer,
    decide_hit,
    enter_credit_report,
    query_credit,
    record_consent,
)
from desk.demo.house import House, moment, paper

if TYPE_CHECKING:
    from desk.demo.lives import Life

CLEAR = "查無不良記錄"
SCOPE = "本次貸款的審批，以及貸款存續期間的貸後管理"
# A consent that runs out so many days after the demo was loaded; every other one holds for a year.
RUNS_OUT = {"jianping": 5, "haiyan": 21}
# Whose checks ran out before the draft was finished.
EARLY = "yongshun"
FALSE_MATCH, WAITS = "hengtai", "qiming"
LENDERS = ("東江農村商業銀行", "珠江城市銀行", "南粵銀行", "嶺南信用社")


def check_early(house: House) -> Iterator[datetime]:
    """The lender's own lists, and a customer who was checked long before anything came of it."""
    yield moment(house.calendar.ago(250), 10)
    _keep_lists(house)
    day = house.calendar.ago(34)
    yield moment(day, 15)
    customer = house.customer(EARLY)
    by = customer.account_manager
    sources = [source for source in sources_for(customer) if source not in ADAPTERS]
    check_customer(customer=customer, sources=sources, finding="clear", note=CLEAR, file=_paper(house, customer), by=by)


def _keep_lists(house: House) -> None:
    risk = house.people["risk1"]
    add_to_blacklist(
        kind="company",
        name="東莞市鴻瑞源商貿有限公司",
        reason="以虛假購銷合同騙取貸款，已移送公安機關",
        origin="同業風險通報",
        by=risk,
    )
    for name, relation, reason in (
        ("林曉雯", "employee", "公司業務一部客戶經理"),
        ("鄧志遠", "employee", "風險管理部"),
        ("林曉東", "relative", "林曉雯之弟"),
    ):
        add_insider(kind="person", name=name, relation=relation, reason=reason, by=risk)


def take_in(life: Life) -> Iterator[datetime]:
    """Before the submission: consents, a credit report, and the checks of every party."""
    yield life.at("applied", 11)
    _consent_and_report(life)
    _screen(life)
    if life.case.customer == FALSE_MATCH:
        check = _hit(life, "media", "報導提到一家同名企業因環保問題停產")
        yield life.at("applied", 13)
        reason = "報導中的企業在江西，統一社會信用代碼與法定代表人均不同，不是本客戶"
        decide_hit(
            check=check,
            decision="false_match",
            reason=reason,
            version=check.version,
            by=life.house.people["risk1"],
        )


def find_hit(life: Life) -> None:
    """A hit that came up during the investigation and waits for risk."""
    if life.case.customer == WAITS:
        _hit(life, "judgments", "裁判文書網有一宗買賣合同糾紛，客戶為被告，標的 38 萬元，尚未開庭")


def repeat(life: Life) -> None:
    """Before the money is asked for: what has run out since, the guarantors and owners who came later, a fresh report."""
    # What still holds today might run out before the day of the release.
    look_up_case(application=life.fresh(), by=life.lead)
    _screen(life)
    _report(life, life.customer)


def _screen(life: Life) -> None:
    """Every check that does not hold today, with one paper, and the lender's own lists."""
    application = life.fresh()
    open_ones = [one for party in party_checks(application) for one in party.open]
    if any(one.is_automatic for one in open_ones):
        look_up_case(application=application, by=life.lead)
    chosen = [f"{one.customer.number}:{one.source}" for one in open_ones if not one.is_automatic]
    if chosen:
        record_case_checks(
            application=application,
            chosen=chosen,
            finding="clear",
            note=life.text(CLEAR),
            file=_paper(life.house, life.customer),
            by=life.lead,
        )


def _hit(life: Life, source: str, note: str) -> Screening:
    (check,) = record_case_checks(
        application=life.application,
        chosen=[f"{life.customer.number}:{source}"],
        finding="hit",
        note=life.text(note),
        file=_paper(life.house, life.customer),
        by=life.lead,
    )
    return check


def _consent_and_report(life: Life) -> None:
    """What the borrower signs at the first visit, and what the bureau says of it."""
    house, customer, today = life.house, life.customer, dates.today()
    if customer.consents.exists():
        return
    ahead = RUNS_OUT.get(life.case.customer)
    signed = {"customer": customer, "signed_on": today, "by": life.lead}
    record_consent(
        kind="bureau",
        scope=life.text(SCOPE),
        valid_to=house.calendar.today + timedelta(days=ahead) if ahead else today + timedelta(days=365),
        file=_paper(house, customer),
        **signed,
    )
    record_consent(kind="personal_data", scope=life.text("為辦理貸款處理個人與企業資料"), **signed)
    _report(life, customer)


def _report(life: Life, customer: Customer) -> None:
    """A report whose sums fit its rows; the second one of a customer goes on from the first."""
    count = customer.credit_reports.count()
    random = life.house.chance(f"credit {life.case.customer}")
    debts, figures = _figures(random, customer, count)
    today = dates.today()
    query = query_credit(customer=customer, reason="loan_approval", by=life.lead)
    enter_credit_report(
        query=query,
        report_number=f"{today:%Y%m%d}{random.randrange(10_000, 99_999)}",
        reported_on=today,
        figures=figures,
        debts=debts,
        by=life.lead,
    )


def _figures(random: Random, customer: Customer, later: int) -> tuple[list[dict], dict]:
    """Debts at other lenders and the summary they give; `later` reports show them partly repaid."""
    size = 100_000 if customer.is_company else 10_000
    debts: list[dict[str, Any]] = []
    for lender in random.sample(LENDERS, random.randrange(1, 3)):
        limit = Decimal(size * random.randrange(5, 20))
        balance = limit * random.randrange(40, 90) / 100 * (10 - later) / 10
        debts.append({"kind": "loan", "lender": lender, "limit": limit, "balance": balance.quantize(Decimal("0.01"))})
    if not customer.is_company:
        limit = Decimal(10_000 * random.randrange(2, 6))
        used = limit * random.randrange(10, 60) / 100
        debts.append({"kind": "card", "lender": LENDERS[0], "limit": limit, "balance": used})
    loans = [debt for debt in debts if debt["kind"] == "loan"]
    cards = [debt for debt in debts if debt["kind"] == "card"]
    late = random.randrange(0, 3)
    figures = {
        "open_accounts": len(debts),
        "loan_balance": sum((debt["balance"] for debt in loans), Decimal(0)),
        "card_limit": sum((debt["limit"] for debt in cards), Decimal(0)),
        "card_used": sum((debt["balance"] for debt in cards), Decimal(0)),
        "overdue_24": late,
        "worst_24": 1 if late else 0,
        "overdue_60": late + 1,
        "worst_60": 1,
        "current_overdue": Decimal(0),
        "guarantees_given": Decimal(0),
        "public_records": 0,
        "queries_2": 1 + later,
        "queries_6": 2 + later,
    }
    return debts, figures


def _paper(house: House, customer: Customer):
    return paper("screening", customer, dates.today(), house.chance("checks"))
