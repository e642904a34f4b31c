"""A loan begins with its schedule, inside the transaction that disbursed the money."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from applications.schedule import Row, Terms, schedule
from contracts.models import Drawdown
from core import dates, numbering
from core.numbering import Kind
from core.service import plain, record, service
from servicing.models import Instalment, Loan, Schedule


@service(says=_("Loan {number} of {principal} opened, {instalments} instalments"))
def open_loan(*, drawdown: Drawdown, by) -> Loan:
    """Make the loan of a disbursed drawdown, with schedule 1; a second call gives the loan that is already there."""
    known = Loan.objects.filter(drawdown=drawdown).first()
    if known is not None:
        return known
    contract, application = drawdown.contract, drawdown.contract.application
    terms = terms_of(drawdown)
    rows = schedule(terms)
    first = next(row for row in rows if row.total)
    loan = Loan.objects.create(
        number=numbering.issue(Kind.LOAN, application.department.branch.code),
        application=application,
        drawdown=drawdown,
        customer_id=application.customer_id,
        department_id=application.department_id,
        account_manager_id=application.account_manager_id,
        principal=drawdown.amount,
        currency=drawdown.currency,
        annual_rate=contract.annual_rate,
        penalty_multiplier=application.product_version.penalty_multiplier,
        method=contract.method,
        disbursed_on=drawdown.disbursed_on,
        next_due_on=first.due_on,
        next_payable_until=dates.next_working_day(first.due_on),
    )
    _keep_schedule(loan, terms, rows)
    record(loan, number=loan.number, principal=loan.principal, instalments=len(rows))
    return loan


def terms_of(drawdown: Drawdown) -> Terms:
    """The schedule engine's terms: the contract's, for the sum and from the day that were really disbursed."""
    contract = drawdown.contract
    return contract.application.product_version.loan_terms(
        principal=drawdown.amount,
        annual_rate=contract.annual_rate,
        months=contract.term_months,
        method=contract.method,
        disbursed_on=drawdown.disbursed_on,
    )


def _keep_schedule(loan: Loan, terms: Terms, rows: list[Row]) -> None:
    plan = Schedule.objects.create(loan=loan, number=1, terms=stored(terms), reason="release", made_at=dates.now())
    days = dates.lender_days()
    Instalment.objects.bulk_create(
        Instalment(
            schedule=plan,
            number=row.number,
            due_on=row.due_on,
            payable_until=dates.next_working_day(row.due_on, days),
            principal=row.principal,
            interest=row.interest,
            currency=loan.currency,
            settled_on=None if row.total else row.due_on,
        )
        for row in rows
    )


def stored(terms: Terms) -> dict:
    """Terms as `manage.py quote` reads them: amounts and rates as strings, nothing that is a default."""
    plain_terms = Terms(
        principal=Decimal(1), annual_rate=Decimal(0), instalments=1, disbursed_on=date(2000, 1, 1), every=1
    )
    required = ("principal", "annual_rate", "instalments", "disbursed_on")
    return {
        name: plain(getattr(terms, name))
        for name in Terms.__dataclass_fields__
        if name in required or getattr(terms, name) != getattr(plain_terms, name)
    }
