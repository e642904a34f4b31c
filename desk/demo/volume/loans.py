"""Running loans in bulk: their postings replay to what their instalments say."""

from datetime import date, timedelta
from decimal import Decimal

from applications.schedule import Row, Terms, schedule
from contracts.models import Drawdown, LoanContract
from contracts.states import DrawdownStatus
from desk.demo.volume import names
from desk.demo.volume.cases import MONTHS, RATE
from desk.demo.volume.lender import Lender, kept
from servicing.models import Allocation, Instalment, Loan, Part, Posting, PostingKind, Schedule
from servicing.services.opening import stored


def of_contracts(lender: Lender, contracts: list[LoanContract]) -> None:
    """A loan for each contract, with its schedule and, if its first instalment is paid, one posting."""
    days = [_released_on(lender) for _contract in contracts]
    drawdowns = kept([_drawdown(lender, c, on) for c, (on, _paid) in zip(contracts, days, strict=True)])
    plans = [_plan(drawdown) for drawdown in drawdowns]
    paid = [
        rows[0] if is_paid and rows[0].due_on <= lender.today else None
        for (_terms, rows), (_on, is_paid) in zip(plans, days, strict=True)
    ]
    loans = kept(
        [
            _loan(lender, drawdown, first, rows[1] if first else rows[0])
            for drawdown, first, (_terms, rows) in zip(drawdowns, paid, plans, strict=True)
        ]
    )
    schedules = kept(
        [
            Schedule(loan=loan, number=1, terms=stored(terms), reason="release", made_at=lender.now)
            for loan, (terms, _rows) in zip(loans, plans, strict=True)
        ]
    )
    instalments = kept(
        [
            _instalment(lender, plan, row, first is row)
            for plan, (_terms, rows), first in zip(schedules, plans, paid, strict=True)
            for row in rows
        ]
    )
    _postings(lender, loans, instalments)


def _released_on(lender: Lender) -> tuple[date, bool]:
    """Most loans are young and paid in time; one in seven has never paid."""
    if lender.random.random() < 0.15:
        return lender.today - timedelta(days=lender.random.randrange(33, 330)), False
    return lender.today - timedelta(days=lender.random.randrange(2, 55)), True


def _drawdown(lender: Lender, contract: LoanContract, day: date) -> Drawdown:
    return Drawdown(
        number=names.renumbered(contract.number, "D"),
        contract=contract,
        amount=contract.amount,
        payee="供應商",
        payee_account="6222 0000 0000 0000",
        status=DrawdownStatus.DISBURSED,
        requested_by=contract.prepared_by,
        checked_by=lender.people["finance1"],
        disbursed_by=lender.people["finance2"],
        disbursed_on=day,
        bank_reference="VOLUME",
    )


def _plan(drawdown: Drawdown) -> tuple[Terms, list[Row]]:
    terms = Terms(
        principal=drawdown.amount,
        annual_rate=RATE,
        instalments=MONTHS,
        disbursed_on=drawdown.disbursed_on,
        interest="per_period",
    )
    return terms, schedule(terms)


def _loan(lender: Lender, drawdown: Drawdown, first: Row | None, upcoming: Row) -> Loan:
    case = drawdown.contract.application
    return Loan(
        number=names.renumbered(case.number, "L"),
        application=case,
        drawdown=drawdown,
        customer_id=case.customer_id,
        department_id=case.department_id,
        account_manager_id=case.account_manager_id,
        principal=drawdown.amount,
        annual_rate=RATE,
        penalty_multiplier=Decimal("1.5"),
        method="level_payment",
        disbursed_on=drawdown.disbursed_on,
        principal_paid=first.principal if first else Decimal(0),
        next_due_on=upcoming.due_on,
        next_payable_until=lender.payable_until(upcoming.due_on),
    )


def _instalment(lender: Lender, plan: Schedule, row: Row, is_paid: bool) -> Instalment:
    return Instalment(
        schedule=plan,
        number=row.number,
        due_on=row.due_on,
        payable_until=lender.payable_until(row.due_on),
        principal=row.principal,
        interest=row.interest,
        principal_paid=row.principal if is_paid else Decimal(0),
        interest_paid=row.interest if is_paid else Decimal(0),
        settled_on=row.due_on if is_paid else None,
    )


def _postings(lender: Lender, loans: list[Loan], instalments: list[Instalment]) -> None:
    """One repayment for every first instalment that is paid, divided into its two shares."""
    paid = [row for row in instalments if row.settled_on]
    loan_of = {loan.pk: loan for loan in loans}
    postings = kept([_posting(lender, loan_of[row.schedule.loan_id], row) for row in paid])
    kept(
        [
            Allocation(posting=posting, caused_by=posting, instalment=row, part=part, amount=amount)
            for posting, row in zip(postings, paid, strict=True)
            for part, amount in ((Part.INTEREST, row.interest), (Part.PRINCIPAL, row.principal))
        ]
    )


def _posting(lender: Lender, loan: Loan, row: Instalment) -> Posting:
    return Posting(
        loan=loan,
        kind=PostingKind.PAYMENT,
        received_on=row.due_on,
        amount=row.total,
        client_ref=f"{loan.number}-1",
        posted_by=lender.people["finance1"],
        posted_at=lender.now,
    )
