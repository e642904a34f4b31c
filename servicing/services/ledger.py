"""Money received: posted once, divided by replaying every receipt, corrected only by a second person's reversal."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from applications.services import mark_stage
from applications.states import Status
from contracts.models import Drawdown, LoanContract
from contracts.states import ContractStatus
from core import dates, display, outbox, parameters
from core.errors import InvalidInput, TransitionRefused
from core.models import IdempotencyRecord, OutgoingMail
from core.money import to_cents
from core.service import plain, record, require, service
from core.states import move
from servicing import permissions
from servicing.allocation import Receipt, Share, Statement
from servicing.emails import REMINDER_MAILS
from servicing.models import Allocation, Instalment, Loan, Posting, PostingKind, ReceiptsMark, Reminder
from servicing.states import LoanStatus
from staff.services import drop_tasks

MARKED_WITHIN = timedelta(days=3653)


@dataclass(frozen=True)
class Preview:
    """What a repayment would do: its own shares, what is left of the loan, and whether earlier shares would change.

    `interest_ahead` is the interest of instalments so far off that paying them is early repayment
    (Civil Code art. 677: interest is owed for the real period only).
    """

    shares: list[Share]
    statement: Statement
    changes_others: bool
    interest_ahead: Decimal


@service(says=_("Repayment of {amount} posted, received on {received_on}"))
def post_payment(
    *, loan: Loan, received_on: date, amount: Decimal, client_ref: str, note: str = "", key: str | None = None, by
) -> Posting:
    """Post money received and divide it anew; Σ shares = amount.

    `key` names the form or request that was sent (S14): the same one again gives the posting it made, and one with
    other figures is refused. A bank reference is taken once per loan, for ever.
    """
    loan = _locked(loan)
    require(permissions.may_post(by, loan))
    asked = [loan.pk, plain(received_on), plain(amount), client_ref.strip(), note]
    if key and (posting := _made_before(by, key, asked)):
        return posting
    _require_ref(loan, client_ref)
    preview(loan=loan, received_on=received_on, amount=amount)
    posting = Posting.objects.create(
        loan=loan,
        kind=PostingKind.PAYMENT,
        received_on=received_on,
        amount=amount,
        currency=loan.currency,
        client_ref=client_ref.strip(),
        note=note,
        posted_by=by,
        posted_at=dates.now(),
    )
    record(posting, amount=amount, received_on=received_on, loan=loan.number)
    _divide(loan, posting)
    if key:
        _keep_answer(by, key, asked, posting)
    return posting


@service(says=_("Repayment of {amount} reversed: {reason}"))
def reverse_payment(*, posting: Posting, reason: str, by) -> Posting:
    """Take a wrong posting back, as if it had never come; what it paid is owed again and later money is divided anew.

    It takes a second person. A settled loan becomes active again, and its case and contract are open with it.
    """
    loan = _locked(posting.loan)
    posting = Posting.objects.get(pk=posting.pk, loan=loan)
    posting.loan = loan
    require(permissions.may_reverse(by, posting))
    if posting.kind != PostingKind.PAYMENT or Posting.objects.filter(reverses=posting).exists():
        raise TransitionRefused(_("Only a repayment that stands can be reversed, and only once."))
    reversal = Posting.objects.create(
        loan=loan,
        kind=PostingKind.REVERSAL,
        received_on=posting.received_on,
        amount=posting.amount,
        currency=posting.currency,
        client_ref=f"reversal:{posting.pk}",
        reverses=posting,
        note=reason,
        posted_by=by,
        posted_at=dates.now(),
    )
    record(reversal, amount=posting.amount, reason=reason, loan=loan.number)
    _divide(loan, reversal)
    return reversal


@service(says=_("Receipts of {day} marked as posted"))
def mark_receipts_posted(*, day: date, by) -> ReceiptsMark:
    """Finance's word for a day; the +1 mails of the next one need not wait any longer. Twice changes nothing."""
    require(permissions.may_mark(by))
    if day > dates.today():
        raise InvalidInput(_("A day that has not come yet cannot be marked."), field="day")
    if day < dates.today() - MARKED_WITHIN:
        raise InvalidInput(_("This day is too long ago to be marked. Check the year."), field="day")
    mark, is_new = ReceiptsMark.objects.get_or_create(day=day, defaults={"marked_by": by, "marked_at": dates.now()})
    if is_new:
        record(mark, day=day)
    return mark


def preview(*, loan: Loan, received_on: date, amount: Decimal) -> Preview:
    """What a repayment would do, or the refusal it would meet. Nothing is written."""
    today = dates.today()
    if loan.status != LoanStatus.ACTIVE:
        raise TransitionRefused(_("Nothing is owed on this loan any more."))
    if not loan.disbursed_on <= received_on <= today:
        raise InvalidInput(
            _("Money is received between the disbursement, {first}, and today.").format(first=loan.disbursed_on),
            field="received_on",
        )
    if amount <= 0 or amount != to_cents(amount):
        raise InvalidInput(_("Enter an amount above zero, in whole fen."), field="amount")
    receipts = loan.receipts()
    before, new = loan.statement(today, receipts), Receipt(None, received_on, amount)
    after = loan.statement(today, [*receipts, new])
    if after.suspense:
        most = display.in_words(amount - after.suspense, "yuan")
        raise InvalidInput(
            _("With everything still to come, at most {most} is owed.").format(most=most), field="amount"
        )
    changes = any(after.splits[ref] != shares for ref, shares in before.splits.items())
    early = received_on + timedelta(days=int(parameters.value("prepayment_notice", received_on)))
    ahead = {row.number for row in after.rows if row.due_on > early}
    own = after.splits[None]
    interest_ahead = sum((s.amount for s in own if s.part == "interest" and s.number in ahead), Decimal(0))
    return Preview(own, after, changes, interest_ahead)


def _locked(loan: Loan) -> Loan:
    """The loan under lock, its rows to be read anew; always before its instalments (S15)."""
    return Loan.objects.select_for_update().get(pk=loan.pk)


def _require_ref(loan: Loan, client_ref: str) -> None:
    known = loan.postings.filter(client_ref=client_ref.strip()).first()
    if known is not None:
        raise InvalidInput(
            _("This bank reference is posted on this loan already: {amount} received on {day}.").format(
                amount=display.in_words(known.amount, "yuan"), day=known.received_on
            ),
            field="client_ref",
        )
    if not client_ref.strip():
        raise InvalidInput(_("Enter the reference on the bank's statement."), field="client_ref")


def _hash(asked: list) -> str:
    return hashlib.sha256(json.dumps(asked, ensure_ascii=False).encode()).hexdigest()


def is_used(key: str, *, by) -> bool:
    """Whether a form of this person, by its `key`, has posted already."""
    return IdempotencyRecord.objects.filter(user=by, key=key).exists()


def _made_before(by, key: str, asked: list) -> Posting | None:
    """The posting that this very request made, if it came before."""
    known = IdempotencyRecord.objects.filter(user=by, key=key).first()
    if known is None:
        return None
    if known.request_hash != _hash(asked) or not known.reply:
        raise InvalidInput(_("This form was sent before with other figures. Open it anew to post another repayment."))
    return Posting.objects.get(pk=known.reply["posting"])


def _keep_answer(by, key: str, asked: list, posting: Posting) -> None:
    """In the posting's own transaction, so that key and posting stand or fall together."""
    try:
        with transaction.atomic():
            IdempotencyRecord.objects.create(user=by, key=key, request_hash=_hash(asked), reply={"posting": posting.pk})
    except IntegrityError as error:
        raise TransitionRefused(_("This form is being posted at this moment.")) from error


def _divide(loan: Loan, cause: Posting) -> None:
    """Replay all receipts, write the shares that are new and correct those that changed, then what follows of them."""
    statement = loan.statement(dates.today())
    rows = {row.number: row for row in loan.current_instalments()}
    _write_shares(loan, cause, statement, rows)
    settled = _write_derived(loan, statement, rows)
    _take_back(settled)
    _settle(loan, statement)


def _write_shares(loan: Loan, cause: Posting, statement: Statement, rows: dict[int, Instalment]) -> None:
    wanted = {
        (ref, rows[share.number].pk if share.number is not None else None, share.part): share.amount
        for ref, shares in statement.splits.items()
        for share in shares
    }
    standing: dict[tuple, Decimal] = {}
    in_force = {"posting__kind": PostingKind.PAYMENT, "posting__reversal__isnull": True}
    for entry in Allocation.objects.filter(posting__loan=loan, **in_force):
        place = (entry.posting_id, entry.instalment_id, entry.part)
        standing[place] = standing.get(place, Decimal(0)) + entry.amount
    changes = {
        place: wanted.get(place, Decimal(0)) - standing.get(place, Decimal(0)) for place in {**standing, **wanted}
    }
    new = [
        Allocation(
            posting_id=posting,
            caused_by=cause,
            instalment_id=instalment,
            part=part,
            amount=amount,
            currency=loan.currency,
        )
        for (posting, instalment, part), amount in changes.items()
        if amount
    ]
    if cause.kind == PostingKind.REVERSAL:
        new += _negated(cause)
    Allocation.objects.bulk_create(new)


def _negated(reversal: Posting) -> list[Allocation]:
    """Minus what the reversed payment holds, as shares of the reversal; Σ = minus its amount."""
    held: dict[tuple, Decimal] = {}
    for entry in Allocation.objects.filter(posting_id=reversal.reverses_id):
        place = (entry.instalment_id, entry.part)
        held[place] = held.get(place, Decimal(0)) - entry.amount
    return [
        Allocation(
            posting=reversal,
            caused_by=reversal,
            instalment_id=instalment,
            part=part,
            amount=amount,
            currency=reversal.currency,
        )
        for (instalment, part), amount in held.items()
        if amount
    ]


def _write_derived(loan: Loan, statement: Statement, rows: dict[int, Instalment]) -> list[Instalment]:
    """Bring the paid figures of instalments and loan to what the replay says; returns the instalments now settled."""
    changed, settled = [], []
    for state in statement.rows:
        row = rows[state.number]
        values = (state.paid.principal, state.paid.interest, state.settled_on)
        if (row.principal_paid, row.interest_paid, row.settled_on) == values:
            continue
        if state.settled_on and not row.settled_on:
            settled.append(row)
        row.principal_paid, row.interest_paid, row.settled_on = values
        changed.append(row)
    Instalment.objects.bulk_update(changed, ["principal_paid", "interest_paid", "settled_on"])
    loan.next_due_on, loan.next_payable_until = next_open(statement)
    loan.principal_paid = loan.principal - statement.outstanding_principal
    loan.days_past_due = statement.days_past_due
    loan.overdue_amount = sum(
        (row.outstanding.principal + row.outstanding.interest for row in statement.overdue_rows), Decimal(0)
    )
    loan.as_of = statement.as_of
    loan.save(
        update_fields=[
            "principal_paid", "next_due_on", "next_payable_until", "days_past_due", "overdue_amount", "as_of",
        ]
    )  # fmt: skip
    return settled


def next_open(statement: Statement) -> tuple[date | None, date | None]:
    """Due date and last day to pay in time of the oldest instalment not paid in full; nothing of a settled loan."""
    row = next((row for row in statement.rows if row.settled_on is None), None)
    return (row.due_on, row.payable_until) if row else (None, None)


def _take_back(settled: list[Instalment]) -> None:
    """Reminders that wait and calls to be made about what is paid now."""
    if not settled:
        return
    outbox.cancel(OutgoingMail.objects.filter(reminders__instalment__in=settled, kind__in=REMINDER_MAILS))
    keys = Reminder.objects.filter(instalment__in=settled, task__isnull=False).values_list("task__key", flat=True)
    if keys:
        drop_tasks(keys=list(keys), reason=_("The instalment is paid."))


def _settle(loan: Loan, statement: Statement) -> None:
    """Follow the payments: active or settled; the case is closed with its last loan and open again with the first."""
    is_paid = all(row.settled_on for row in statement.rows)
    if is_paid == (loan.status == LoanStatus.SETTLED):
        return
    loan.settled_on = max(row.settled_on for row in statement.rows) if is_paid else None
    loan.save(update_fields=["settled_on"])
    move(loan, to=LoanStatus.SETTLED if is_paid else LoanStatus.ACTIVE, number=loan.number)
    if is_paid:
        _close_case(loan)
    else:
        _reopen_case(loan)


def _close_case(loan: Loan) -> None:
    application = Application.objects.select_for_update().get(pk=loan.application_id)
    others = application.loans.exclude(pk=loan.pk).exclude(status=LoanStatus.SETTLED)
    waiting = Drawdown.objects.open().filter(contract__application=application)
    if application.status != Status.DISBURSED or others.exists() or waiting.exists():
        return
    mark_stage(application, Status.CLOSED)
    for contract in LoanContract.objects.filter(application=application, status=ContractStatus.EFFECTIVE):
        move(contract, to=ContractStatus.CLOSED, number=contract.number)


def _reopen_case(loan: Loan) -> None:
    application = Application.objects.select_for_update().get(pk=loan.application_id)
    if application.status != Status.CLOSED:
        return
    mark_stage(application, Status.DISBURSED)
    for contract in LoanContract.objects.filter(application=application, status=ContractStatus.CLOSED):
        move(contract, to=ContractStatus.EFFECTIVE, number=contract.number)
