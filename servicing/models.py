"""The loan after release: its schedule, what was received, how it was divided, and the reminders sent for it."""

import dataclasses
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from applications.models import RepaymentMethod
from applications.terms import Terms
from core.fields import MoneyField
from core.models import CaseRow
from servicing import allocation
from servicing.querysets import InstalmentQuerySet, LoanQuerySet
from servicing.states import LOAN_TRANSITIONS, LoanStatus

DEFAULTS = {field.name: field.default for field in dataclasses.fields(Terms)}


class Loan(CaseRow):
    """One disbursed drawdown, the thing that is repaid (借據).

    Derived from its postings and rebuilt with them: `principal_paid`, `settled_on`, and of the oldest open instalment
    the due date and the last day to pay it in time. A loan is overdue once that day has passed.
    """

    TRANSITIONS = LOAN_TRANSITIONS

    number = models.CharField(max_length=20, unique=True)
    application = models.ForeignKey("applications.Application", models.PROTECT, related_name="loans")
    drawdown = models.OneToOneField("contracts.Drawdown", models.PROTECT, related_name="loan")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="loans")
    department = models.ForeignKey("staff.Department", models.PROTECT, related_name="loans")
    account_manager = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="loans")
    principal = MoneyField()
    currency = models.CharField(max_length=3, default="CNY")
    annual_rate = models.DecimalField(max_digits=8, decimal_places=6)
    penalty_multiplier = models.DecimalField(max_digits=4, decimal_places=2)
    method = models.CharField(max_length=20, choices=RepaymentMethod)
    disbursed_on = models.DateField()
    status = models.CharField(max_length=20, choices=LoanStatus, default=LoanStatus.ACTIVE)
    principal_paid = MoneyField(default=0)
    settled_on = models.DateField(null=True)
    next_due_on = models.DateField(null=True)
    next_payable_until = models.DateField(null=True)
    days_past_due = models.PositiveIntegerField(default=0)
    overdue_amount = MoneyField(default=0)
    as_of = models.DateField(null=True)

    objects = LoanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(principal__gt=0, principal_paid__lte=F("principal")), name="loan_principal_sound"
            )
        ]
        indexes = [
            models.Index(fields=["account_manager", "status"], name="loan_of_manager"),
            models.Index(fields=["department", "status"], name="loan_of_department"),
            models.Index(fields=["status", "next_due_on", "-id"], name="loan_by_due"),
            models.Index(fields=["status", "next_payable_until"], name="loan_by_payable"),
            models.Index("status", F("principal") - F("principal_paid"), name="loan_by_balance"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def case_uuid(self):
        return self.application.uuid

    @property
    def balance(self) -> Decimal:
        """Principal not yet repaid."""
        return self.principal - self.principal_paid

    @property
    def penalty_terms(self) -> allocation.PenaltyTerms:
        """What late principal and late interest bear."""
        year = allocation.year_of(self.current_schedule.rule("day_count"))
        return allocation.PenaltyTerms(self.annual_rate, self.penalty_multiplier, year)

    @property
    def current_schedule(self) -> "Schedule":
        """The schedule in force; no query if `with_ledger` read it."""
        return next(entry for entry in self.schedules.all() if entry.is_current)

    def current_instalments(self) -> list["Instalment"]:
        """The rows of the schedule in force, oldest first; no query if `with_ledger` read them."""
        return list(self.current_schedule.instalments.all())

    def dues(self) -> list[allocation.Due]:
        """The schedule in force as the ledger reads it."""
        return [
            allocation.Due(row.number, row.due_on, row.payable_until, row.principal, row.interest)
            for row in self.current_instalments()
        ]

    def receipts(self) -> list[allocation.Receipt]:
        """The payments that stand: reversed ones left out, in the order in which they count."""
        postings = list(self.postings.all())
        reversed_ones = {entry.reverses_id for entry in postings}
        return [
            allocation.Receipt(entry.pk, entry.received_on, entry.amount)
            for entry in postings
            if entry.kind == PostingKind.PAYMENT and entry.pk not in reversed_ones
        ]

    def statement(self, on: date, receipts: Iterable[allocation.Receipt] | None = None) -> allocation.Statement:
        """Everything replayed up to a day; `receipts` in place of those posted answers what would be."""
        return allocation.replay(self.dues(), self.receipts() if receipts is None else receipts, self.penalty_terms, on)


class Schedule(models.Model):
    """A version of the repayment plan; a change of terms makes the next one."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="schedules")
    number = models.PositiveSmallIntegerField()
    is_current = models.BooleanField(default=True)
    terms = models.JSONField()
    reason = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan", "number"], name="schedule_version_once"),
            models.UniqueConstraint(fields=["loan"], condition=Q(is_current=True), name="schedule_one_current"),
        ]

    def rule(self, name: str) -> Any:
        """One of its terms as stored; what equals the engine's default is not kept and is read there."""
        return self.terms[name] if name in self.terms else DEFAULTS[name]


class Instalment(models.Model):
    """One row of a schedule (期次); the paid figures are derived from the postings and rebuilt with them."""

    schedule = models.ForeignKey(Schedule, models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    payable_until = models.DateField()
    principal = MoneyField()
    interest = MoneyField()
    currency = models.CharField(max_length=3, default="CNY")
    principal_paid = MoneyField(default=0)
    interest_paid = MoneyField(default=0)
    settled_on = models.DateField(null=True)

    objects = InstalmentQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "number"], name="instalment_once"),
            models.CheckConstraint(
                condition=Q(principal_paid__lte=F("principal"), interest_paid__lte=F("interest")),
                name="instalment_not_overpaid",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(settled_on=None), name="instalment_open_by_due"),
        ]

    @property
    def total(self) -> Decimal:
        return self.principal + self.interest

    @property
    def open_amount(self) -> Decimal:
        """Principal and interest not yet paid, without penalty."""
        return self.total - self.principal_paid - self.interest_paid


class PostingKind(models.TextChoices):
    PAYMENT = "payment", _("Repayment")
    REVERSAL = "reversal", _("Reversal")


class Posting(models.Model):
    """Money received, or a reversal of it; added only, never changed."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="postings")
    kind = models.CharField(max_length=10, choices=PostingKind)
    received_on = models.DateField(_("Received on"))
    amount = MoneyField(verbose_name=_("Amount"))
    currency = models.CharField(max_length=3, default="CNY")
    client_ref = models.CharField(_("Bank reference"), max_length=80)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversal")
    note = models.CharField(_("Note"), max_length=200, blank=True)
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    posted_at = models.DateTimeField()

    class Meta:
        ordering = ["received_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["loan", "client_ref"], name="posting_client_ref_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="posting_amount_positive"),
            models.CheckConstraint(
                condition=Q(kind="payment", reverses=None) | Q(kind="reversal", reverses__isnull=False),
                name="posting_reversal_names_payment",
            ),
        ]

    @property
    def case_uuid(self):
        return self.loan.application.uuid


class Part(models.TextChoices):
    FEE = "fee", _("Fee")
    COMPOUND = "compound", _("Interest on overdue interest")
    PENALTY = "penalty", _("Penalty interest")
    INTEREST = "interest", _("Interest")
    PRINCIPAL = "principal", _("Principal")
    SUSPENSE = "suspense", _("Held")


class Allocation(models.Model):
    """A share of a posting; Σ shares of a payment = its amount, of a reversal = minus its amount.

    A posting that changes how earlier or later ones are divided adds correcting shares to them (`caused_by` it), which
    sum to zero.
    """

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="allocations")
    caused_by = models.ForeignKey(Posting, models.PROTECT, related_name="+")
    instalment = models.ForeignKey(Instalment, models.PROTECT, null=True, related_name="allocations")
    part = models.CharField(max_length=10, choices=Part)
    amount = MoneyField()
    currency = models.CharField(max_length=3, default="CNY")


class ReceiptsMark(models.Model):
    """Finance's word that every receipt of a day is posted; the +1 mails wait for it."""

    day = models.DateField(unique=True)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()


class ReminderKind(models.TextChoices):
    """Days from the due date, by which every step of the ladder is named."""

    BEFORE_7 = "before_7", _("Seven days before the due date")
    BEFORE_3 = "before_3", _("Three days before the due date")
    BEFORE_1 = "before_1", _("One day before the due date")
    AFTER_1 = "after_1", _("One day overdue")
    AFTER_7 = "after_7", _("Seven days overdue")


# The steps that come before the due date, and how many days before it each is.
DAYS_BEFORE: dict[str, int] = {ReminderKind.BEFORE_7: 7, ReminderKind.BEFORE_3: 3, ReminderKind.BEFORE_1: 1}


class Reminder(models.Model):
    """That somebody is told once about one instalment at one step: unique, so a missed day heals and none doubles."""

    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=10, choices=ReminderKind)
    recipient = models.CharField(max_length=60)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+")
    mail = models.ForeignKey("core.OutgoingMail", models.PROTECT, null=True, related_name="reminders")
    task = models.ForeignKey("staff.Task", models.PROTECT, null=True, related_name="+")
    business_date = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instalment", "kind", "recipient"], name="reminder_once"),
        ]
        indexes = [
            models.Index(fields=["person", "business_date"], condition=Q(mail=None), name="reminder_for_digest"),
        ]


class DailyRun(models.Model):
    """What one `end_of_day` changed."""

    business_date = models.DateField()
    loans_changed = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    ran_at = models.DateTimeField()
