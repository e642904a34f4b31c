"""The books held against a replay of the postings; nothing is written."""

from collections.abc import Iterator
from decimal import Decimal

from core import dates
from servicing.allocation import Statement
from servicing.models import Allocation, Instalment, Loan, PostingKind
from servicing.services.ledger import next_open
from servicing.states import LoanStatus


def differences(chunk: int = 200) -> Iterator[str]:
    """Every way in which the books differ from a replay of the postings, as sentences; memory stays flat."""
    last = 0
    while loans := list(Loan.objects.with_ledger().filter(pk__gt=last).order_by("pk")[:chunk]):
        last = loans[-1].pk
        shares: dict[int, list[Allocation]] = {}
        for entry in Allocation.objects.filter(posting__loan__in=loans).select_related("posting"):
            shares.setdefault(entry.posting.loan_id, []).append(entry)
        for loan in loans:
            for sentence in _differences_of(loan, shares.get(loan.pk, [])):
                yield f"{loan.number}: {sentence}"


def _differences_of(loan: Loan, shares: list[Allocation]) -> Iterator[str]:
    receipts = loan.receipts()
    statement = loan.statement(max([dates.today(), *(receipt.on for receipt in receipts)]), receipts)
    rows = {row.number: row for row in loan.current_instalments()}
    yield from _share_differences(loan, shares, statement, rows)
    planned = sum((row.principal for row in rows.values()), Decimal(0))
    if planned != loan.principal:
        yield f"the schedule repays {planned} of {loan.principal}"
    for state in statement.rows:
        row = rows[state.number]
        kept = (row.principal_paid, row.interest_paid, row.settled_on)
        found = (state.paid.principal, state.paid.interest, state.settled_on)
        if kept != found:
            yield f"instalment {row.number} says {_words(kept)}, the postings say {_words(found)}"
    if loan.balance != statement.outstanding_principal:
        yield f"the balance says {loan.balance}, the postings say {statement.outstanding_principal}"
    if (loan.next_due_on, loan.next_payable_until) != next_open(statement):
        yield f"it says next due on {loan.next_due_on}, the postings say {next_open(statement)[0]}"
    is_paid = all(row.settled_on for row in statement.rows)
    if loan.status != LoanStatus.WRITTEN_OFF and is_paid != (loan.status == LoanStatus.SETTLED):
        yield f"it is {loan.status}, the postings say {'settled' if is_paid else 'active'}"


def _share_differences(
    loan: Loan, shares: list[Allocation], statement: Statement, rows: dict[int, Instalment]
) -> Iterator[str]:
    numbers = {row.pk: number for number, row in rows.items()}
    held: dict[int, dict[tuple, Decimal]] = {}
    for entry in shares:
        place, mine = (numbers.get(entry.instalment_id), entry.part), held.setdefault(entry.posting_id, {})
        mine[place] = mine.get(place, Decimal(0)) + entry.amount
    for posting in loan.postings.all():
        mine = {place: amount for place, amount in held.get(posting.pk, {}).items() if amount}
        signed = posting.amount if posting.kind == PostingKind.PAYMENT else -posting.amount
        if sum(mine.values(), Decimal(0)) != signed:
            yield f"posting {posting.pk} of {signed} has shares of {sum(mine.values(), Decimal(0))}"
        if posting.pk in statement.splits:
            wanted = {(share.number, str(share.part)): share.amount for share in statement.splits[posting.pk]}
            if mine != wanted:
                yield f"posting {posting.pk} is divided otherwise than the replay does"
        elif posting.kind == PostingKind.REVERSAL:
            undone = {place: -amount for place, amount in held.get(posting.reverses_id, {}).items() if amount}
            if mine != undone:
                yield f"reversal {posting.pk} does not undo what it reverses"


def _words(values: tuple) -> str:
    principal, interest, settled_on = values
    return f"principal {principal}, interest {interest}, settled {settled_on or 'not yet'}"
