"""What reminders and digests say: put together when they are sent, with figures of the mail's business date.

A mail whose instalment is paid meanwhile, or no longer late, is not wanted any more: its composer answers None.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import ReminderProfile
from core import dates, display
from core.emails import letter_day, written
from core.models import OutgoingMail
from core.numbering import shown
from core.outbox import Letter, composes
from customers.emails import masked
from servicing import owed
from servicing.allocation import Statement, StatementRow
from servicing.models import Instalment, Loan, Reminder, ReminderKind
from servicing.states import LoanStatus
from staff.roles import Role

REMINDER_MAILS = (*ReminderKind.values, "guarantor_after_7")


@dataclass(frozen=True)
class Subject:
    """What a reminder is about: one instalment of a loan on a day, and who is told."""

    reminder: Reminder
    loan: Loan
    row: StatementRow
    statement: Statement

    @property
    def on(self) -> date:
        return self.statement.as_of

    @property
    def days(self) -> int:
        return (self.on - self.row.due_on).days

    @property
    def total(self) -> Decimal:
        return self.row.outstanding.total

    @property
    def growth(self) -> Decimal:
        """Yuan a day until it is paid."""
        base = self.row.outstanding.principal + self.row.outstanding.interest
        return self.loan.penalty_terms.charge(base, 1)

    @property
    def tail(self) -> str:
        """The last four digits of the contract number: enough for its owner, nothing for others."""
        return self.loan.drawdown.contract.number[-4:]


def subject_of(mail: OutgoingMail) -> Subject | None:
    """Read the instalment anew; None if nothing is owed on it. Receipts later than the business date count too."""
    reminder = mail.reminders.select_related("instalment__schedule", "customer").first()
    if reminder is None or reminder.instalment.settled_on:
        return None
    loans = Loan.objects.with_ledger().select_related("account_manager", "customer", "department", "drawdown__contract")
    loan = loans.get(pk=reminder.instalment.schedule.loan_id)
    if loan.status != LoanStatus.ACTIVE or not reminder.instalment.schedule.is_current:
        return None
    receipts = loan.receipts()
    statement = loan.statement(max([mail.business_date, *(receipt.on for receipt in receipts)]), receipts)
    row = next(entry for entry in statement.rows if entry.number == reminder.instalment.number)
    return Subject(reminder, loan, row, statement) if row.outstanding.total else None


@composes("before_7")
@composes("before_3")
@composes("before_1")
def before_due(mail: OutgoingMail) -> Letter | None:
    """To the borrower, some days before the due date; pointless once that day is over."""
    about = subject_of(mail)
    if about is None or dates.today() > about.row.due_on:
        return None
    due = letter_day(about.row.due_on)
    heading = _("Please pay {total} yuan by {day}").format(
        total=display.grouped(about.total), day=letter_day(about.row.payable_until)
    )
    opening = _("Instalment {number} of your loan, contract ending in {tail}, is due on {day}.").format(
        number=about.row.number, tail=about.tail, day=due
    )
    if about.row.payable_until > about.row.due_on:
        closed = _("That day we are closed; paid on {day}, it is in time.")
        opening = sentences(opening, closed.format(day=letter_day(about.row.payable_until)))
    words = {
        "heading": heading,
        "opening": opening,
        "total_label": _("To be paid"),
        "growth": None,
        "pay_by": _("Please pay by {day}.").format(day=letter_day(about.row.payable_until)),
        "order_note": "",
    }
    return _reminder(mail, about, words)


@composes("after_1")
@composes("after_7")
def overdue(mail: OutgoingMail) -> Letter | None:
    """To the borrower of a late instalment."""
    about = subject_of(mail)
    if about is None or not about.row.is_overdue(about.on):
        return None
    heading = ngettext(
        "{days} day overdue: {total} yuan as of {day}", "{days} days overdue: {total} yuan as of {day}", about.days
    ).format(days=about.days, total=display.grouped(about.total), day=letter_day(about.on))
    opening = _(
        "Instalment {number} of your loan, contract ending in {tail}, was due on {day} and is not fully paid."
    ).format(number=about.row.number, tail=about.tail, day=letter_day(about.row.due_on))
    if len(about.statement.overdue_rows) > 1:
        others = _("Other instalments of this loan are late as well; this letter is about this one.")
        opening = sentences(opening, others)
    pay_by = _("Please pay now.")
    if mail.kind == ReminderKind.AFTER_7 and about.reminder.instalment.reminders.filter(
        kind=ReminderKind.AFTER_7, customer__isnull=False
    ).exclude(customer=about.loan.customer):
        pay_by = _("Please pay now; your guarantors are told today as well.")
    return _reminder(mail, about, {"heading": heading, "opening": opening, "pay_by": pay_by, **_late_words(about)})


@composes("guarantor_after_7")
def guarantor_overdue(mail: OutgoingMail) -> Letter | None:
    """To a guarantor of a late instalment: the debt they promised to pay, and the request to perform."""
    about = subject_of(mail)
    if about is None or not about.row.is_overdue(about.on):
        return None
    heading = ngettext(
        "A loan you guarantee is {days} day overdue: {total} yuan as of {day}",
        "A loan you guarantee is {days} days overdue: {total} yuan as of {day}",
        about.days,
    ).format(days=about.days, total=display.grouped(about.total), day=letter_day(about.on))
    opening = _(
        "You guarantee the loan of {borrower}, contract ending in {tail}; {balance} yuan of its principal are not yet "
        "repaid. Instalment {number} was due on {day} and is not fully paid. We ask you to perform your guarantee."
    ).format(
        borrower=masked(about.loan.customer),
        tail=about.tail,
        balance=display.grouped(about.statement.outstanding_principal),
        number=about.row.number,
        day=letter_day(about.row.due_on),
    )
    pay_by = _("Please pay, or see that the borrower pays, now.")
    return _reminder(mail, about, {"heading": heading, "opening": opening, "pay_by": pay_by, **_late_words(about)})


def _late_words(about: Subject) -> dict[str, Any]:
    return {
        "total_label": _("Owed as of {day}").format(day=letter_day(about.on)),
        "growth": about.growth,
        "order_note": _("A part payment goes to interest and penalty first, then to principal."),
    }


def _reminder(mail: OutgoingMail, about: Subject, words: dict[str, Any]) -> Letter:
    manager = about.loan.account_manager
    lines = owed.lines_of(about.row, about.on, about.loan.penalty_terms)
    context = {
        "subject": words["heading"],
        "department": about.loan.department.name,
        "number": str(mail.uuid)[:8].upper(),
        "greeting": _("Dear {name},").format(name=masked(about.reminder.customer)),
        "total": about.total,
        "lines": [{"label": line_label(line), "amount": line.amount} for line in lines],
        "pay_into": sentences(
            _("Pay into our account {account} and name the contract ending in {tail}.").format(
                account=settings.LENDER["account"], tail=about.tail
            ),
            words.pop("order_note"),
        ),
        "manager": {"name": manager.name, "phone": manager.phone or settings.LENDER["phone"], "hours": ""},
        **words,
    }
    html, text = written("reminder", context)
    return Letter(words["heading"], text, html)


def line_label(line: owed.OwedLine) -> str:
    """Instalment 3, principal; Penalty interest, 11 days from 20 August."""
    if line.part in {"principal", "interest"}:
        words = _("Instalment {number}, principal") if line.part == "principal" else _("Instalment {number}, interest")
        return words.format(number=line.number)
    if line.part == "penalty":
        words = ngettext(
            "Penalty interest, {days} day from {day}", "Penalty interest, {days} days from {day}", line.days
        )
    else:
        words = ngettext(
            "Interest on overdue interest, {days} day from {day}",
            "Interest on overdue interest, {days} days from {day}",
            line.days,
        )
    return words.format(days=line.days, day=letter_day(line.since))


def sentences(*parts: str) -> str:
    """Sentences one after the other, as the language spaces them."""
    return ("" if display.is_chinese() else " ").join(part for part in parts if part)


# --- the digest ------------------------------------------------------------------------------------------------------


@composes("digest")
def digest(mail: OutgoingMail) -> Letter:
    """To one account or department manager: totals, then what is new by amount with the next act; on a zero day too."""
    rows = _digest_rows(mail)
    totals = overdue_totals(mail.person, mail.business_date)
    day = letter_day(mail.business_date)
    if rows:
        subject = ngettext(
            "{day}: {count} reminder for you, {total} yuan overdue",
            "{day}: {count} reminders for you, {total} yuan overdue",
            len(rows),
        ).format(day=day, count=len(rows), total=display.grouped(totals["amount"]))
    else:
        subject = _("{day}: nothing new is overdue").format(day=day)
    context = {
        "subject": subject,
        "greeting": _("Good morning, {name}").format(name=mail.person.name),
        "rows": rows,
        "total": sum((row["amount"] for row in rows), Decimal(0)),
        "totals": totals,
    }
    html, text = written("digest", context)
    return Letter(subject, text, html)


def _digest_rows(mail: OutgoingMail) -> list[dict[str, Any]]:
    """The reminders this digest carries whose instalment is still late, the largest amount first."""
    reminders = mail.reminders.filter(instalment__settled_on=None).select_related("instalment__schedule")
    loans = Loan.objects.with_ledger().select_related("customer", "account_manager", "application__product_version")
    by_pk = loans.in_bulk({entry.instalment.schedule.loan_id for entry in reminders})
    rows = []
    for entry in reminders:
        loan = by_pk[entry.instalment.schedule.loan_id]
        statement = loan.statement(mail.business_date)
        row = next(state for state in statement.rows if state.number == entry.instalment.number)
        if row.is_overdue(mail.business_date):
            rows.append(
                {
                    "customer": loan.customer.name,
                    "loan": shown(loan.number),
                    "instalment": row.number,
                    "days": (mail.business_date - row.due_on).days,
                    "amount": row.outstanding.total,
                    "manager": loan.account_manager.name if loan.account_manager_id != mail.person_id else "",
                    "act": next_act(entry.kind, loan.application.product_version.reminder_profile),
                }
            )
    return sorted(rows, key=lambda row: -row["amount"])


def next_act(kind: str, profile: str) -> str:
    """What the ladder asks for at a step (domain practice, section 11.1)."""
    if kind == ReminderKind.AFTER_7 and profile == ReminderProfile.CALL:
        return _("Call again and agree on a day; call the guarantors, too")
    if kind == ReminderKind.AFTER_7:
        return _("Call again and agree on a day; borrower and guarantors have been written to")
    return _("Call and ask when it will be paid")


def overdue_totals(person, on: date) -> dict[str, Any]:
    """Loans late and yuan of principal and interest late, of what this person looks after or leads."""
    mine = Q(schedule__loan__account_manager=person)
    if led := person.departments(Role.DEPARTMENT_MANAGER):
        mine |= Q(schedule__loan__department__in=led)
    unpaid = Sum(F("principal") + F("interest") - F("principal_paid") - F("interest_paid"))
    late = Instalment.objects.overdue(on).filter(mine)
    found = late.aggregate(loans=Count("schedule__loan", distinct=True), amount=unpaid)
    return {"loans": found["loans"], "amount": found["amount"] or Decimal(0)}
