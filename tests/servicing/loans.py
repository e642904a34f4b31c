"""Loans for tests: disbursed in the database, opened by the service."""

from datetime import date
from decimal import Decimal

from contracts.models import ContractTemplate, Drawdown, LoanContract
from core import numbering
from servicing.models import Loan
from servicing.services import open_loan, post_payment, scan_reminders, send_digests
from tests import factories


def drawdown_of(application, decider, makers, *, amount, months, rate, method, on) -> Drawdown:
    """A drawdown as `disburse_drawdown` leaves it, under an effective contract over the same sum."""
    terms = {"amount": amount, "term_months": months, "annual_rate": rate, "method": method}
    decision = factories.approved(application, decider, application.account_manager, **terms)
    template, _new = ContractTemplate.objects.get_or_create(
        language="zh-hant", number=1, defaults={"body": "# 借款合同", "valid_from": date(2020, 1, 1)}
    )
    contract = LoanContract.objects.create(
        number=numbering.issue("C", "HQ"),
        application=application,
        decision=decision,
        template=template,
        status="effective",
        signed_on=on,
        prepared_by=application.account_manager,
        **terms,
    )
    return Drawdown.objects.create(
        number=numbering.issue("D", "HQ"),
        contract=contract,
        amount=amount,
        payee="某鋼材有限公司",
        payee_account="6222000000001200",
        status="disbursed",
        requested_by=application.account_manager,
        checked_by=makers[0],
        disbursed_by=makers[1],
        disbursed_on=on,
    )


def loan_of(
    people, *, amount, months, rate, method, on, interest="daily", day_count="actual/360", customer=None
) -> Loan:
    """An active loan. `people` gives am1, dm1, finance1, finance2 and the department."""
    version = factories.ProductVersionFactory(interest=interest, day_count=day_count)
    who = factories.CustomerFactory(
        account_manager=people.am1, department=people.department, **{"kind": "company", **(customer or {})}
    )
    application = factories.ApplicationFactory(
        customer=who,
        product_version=version,
        status="disbursed",
        amount=Decimal(amount),
        term_months=months,
        method=method,
    )
    drawdown = drawdown_of(
        application,
        people.dm1,
        (people.finance1, people.finance2),
        amount=Decimal(amount),
        months=months,
        rate=Decimal(rate),
        method=method,
        on=on,
    )
    return open_loan(drawdown=Drawdown.objects.get(pk=drawdown.pk), by=people.finance2)


def yongsheng(people) -> Loan:
    """The first story's loan: 2,800,000, interest monthly on the 20th, released 2026-03-27."""
    return loan_of(
        people,
        amount="2800000",
        months=12,
        rate="0.072",
        method="interest_only",
        on=date(2026, 3, 27),
        customer={"name": "永盛精密五金有限公司", "email": "finance@yongsheng.example"},
    )


def lihua(people) -> Loan:
    """The second story's loan: 180,000 in 24 level payments, released 2026-05-20."""
    return loan_of(
        people,
        amount="180000",
        months=24,
        rate="0.108",
        method="level_payment",
        interest="per_period",
        on=date(2026, 5, 20),
        customer={"kind": "person", "name": "陳麗華", "email": "lihua@customer.example", "language": "zh-hans"},
    )


def guarantee(loan, name, **values):
    """Somebody who stands for a loan."""
    who = factories.CustomerFactory(
        kind="person",
        name=name,
        account_manager=loan.account_manager,
        department=loan.department,
        **{"email": "guarantor@customer.example", **values},
    )
    loan.application.guarantees.create(guarantor=who, net_assets=960_000, status="verified")
    return who


def pay(loan, amount, on, by, ref=None):
    """A receipt posted under a reference of its own."""
    return post_payment(
        loan=loan, received_on=on, amount=Decimal(amount), client_ref=ref or f"R{on:%m%d}-{amount}", by=by
    )


def clock(on, at=None):
    """What the clock does about mails on a day."""
    scan_reminders(on=on, at=at)
    send_digests(on=on, at=at)
