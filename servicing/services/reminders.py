"""Who is told about which instalment: found by the state of the dates, kept by unique rows, sent by the outbox.

A step that is missed (the machine slept) is found by the next scan, because the scan asks what should have been told by
now and was not. Two clocks at once find the same, and the unique rows let one of them in.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import ReminderProfile
from collateral.models import Guarantee
from core import dates, outbox, parameters
from core.models import OutgoingMail
from core.service import record, service
from customers.models import Customer
from servicing.models import DAYS_BEFORE, Instalment, Loan, ReceiptsMark, Reminder, ReminderKind
from staff.models import RoleAssignment, Task, User
from staff.roles import Role

CHUNK = 1000
DAY = timedelta(days=1)
# Read with every instalment, so that a chunk needs no further query for its loans.
LOAN = ["schedule__loan__application__product_version"]
# The steps before the due date that each profile of a product has, first to last.
STEPS_BEFORE: dict[str, Sequence[str]] = {
    ReminderProfile.STANDARD: [ReminderKind.BEFORE_3],
    ReminderProfile.CLOSE: [ReminderKind.BEFORE_7, ReminderKind.BEFORE_3, ReminderKind.BEFORE_1],
    ReminderProfile.CALL: [ReminderKind.BEFORE_3],
}


@dataclass
class Batch:
    """What one chunk adds: the mails first, then the reminders that point to them."""

    on: date
    mails: list[OutgoingMail] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    reminders: list[Reminder] = field(default_factory=list)
    mail_keys: dict[str, Reminder] = field(default_factory=dict)
    task_keys: dict[str, Reminder] = field(default_factory=dict)


def scan_reminders(*, on: date, at: time | None = None, by=None) -> int:
    """Queue every reminder that is due on a day and was not made before; returns how many were made.

    before_7, before_3, before_1: from so many days before the due date until the next such step of the product's
    profile, the last until that day (the standard profile has before_3 alone). after_1: overdue, that is, the last
    working day to pay has passed. after_7: overdue and seven days from the due date, but never before the day after the
    first overdue one, so that a long holiday does not turn the first word into a demand. Each recipient is told the
    newest step only: a borrower whose +1 was missed until day 9 gets the +7 and no +1 after it.

    Staff are told in their digest. The borrower's +1 mail waits until yesterday's receipts are marked as posted, at
    most until the hour of the parameter (`at` is the lender's wall clock, None the end of the day). The number of
    queries depends on the number of chunks, never on the number of loans in one.
    """
    made = 0
    for kind in ReminderKind:
        waits = kind == ReminderKind.AFTER_1 and not _receipts_are_in(on, at)
        while chunk := list(_candidates(kind, on, borrowers=not waits)[:CHUNK]):
            added = queue_reminders(kind=kind, on=on, instalments=chunk, borrowers=not waits, by=by)
            made += added
            if not added:
                break
    return made


def due_reminders(*, on: date, at: time | None = None) -> Iterator[tuple[str, Instalment]]:
    """What `scan_reminders` would look at, by kind; nothing is written."""
    for kind in ReminderKind:
        waits = kind == ReminderKind.AFTER_1 and not _receipts_are_in(on, at)
        for instalment in _candidates(kind, on, borrowers=not waits).iterator(chunk_size=CHUNK):
            yield str(kind), instalment


def _receipts_are_in(on: date, at: time | None) -> bool:
    if at is None or at >= clock_time(parameters.value("overdue_mail_hour", on)):
        return True
    return ReceiptsMark.objects.filter(day=on - DAY).exists()


def clock_time(hour) -> time:
    """10.5 as 10:30."""
    minutes = int(hour * 60)
    return time(minutes // 60, minutes % 60)


def _at_step(kind: str, on: date) -> QuerySet[Instalment]:
    """Open instalments of active loans that stand at a step on a day, oldest first."""
    open_ones = Instalment.objects.open()
    if kind in DAYS_BEFORE:
        return open_ones.filter(_before(kind, on), due_on__gte=on, due_on__lte=on + DAYS_BEFORE[kind] * DAY)
    window = int(parameters.value("reminder_window", on))
    overdue = open_ones.filter(payable_until__lt=on, due_on__gte=on - window * DAY)
    if kind == ReminderKind.AFTER_7:
        return overdue.filter(due_on__lte=on - 7 * DAY, payable_until__lt=on - DAY)
    return overdue.filter(Q(due_on__gt=on - 7 * DAY) | Q(payable_until=on - DAY))


def _before(kind: str, on: date) -> Q:
    """Instalments whose product has this step, and has not come to its next one."""
    found = Q(pk=None)
    for profile, steps in STEPS_BEFORE.items():
        if kind in steps:
            later = [DAYS_BEFORE[step] for step in steps[steps.index(kind) + 1 :]]
            first = on + (later[0] + 1) * DAY if later else on
            found |= Q(schedule__loan__application__product_version__reminder_profile=profile, due_on__gte=first)
    return found


def _candidates(kind: str, on: date, *, borrowers: bool) -> QuerySet[Instalment]:
    """Instalments at a step for which the borrower (unless that waits) or the account manager has no reminder."""
    told = Reminder.objects.filter(instalment=OuterRef("pk"), kind=kind)
    lacks: Any = Q(pk=None)
    if borrowers:
        lacks |= ~Exists(told.filter(customer=OuterRef("schedule__loan__customer")))
    if kind not in DAYS_BEFORE:
        lacks |= ~Exists(told.filter(person=OuterRef("schedule__loan__account_manager")))
    return _at_step(kind, on).filter(lacks).select_related(*LOAN).order_by("pk")


@service(says=gettext_lazy("{count} reminders queued for {on}"))
def queue_reminders(*, kind: str, on: date, instalments: list[Instalment], borrowers: bool, by=None) -> int:
    """One chunk in one transaction; returns how many reminders are new."""
    instalments = _under_lock(instalments)
    batch = Batch(on)
    customers, guarantors = _customers(instalments), {}
    if kind == ReminderKind.AFTER_7 and borrowers:
        guarantors = _guarantors(instalments)
    managers = {} if kind in DAYS_BEFORE else _department_managers(on)
    people = User.objects.in_bulk({row.schedule.loan.account_manager_id for row in instalments})
    for row in instalments:
        loan = row.schedule.loan
        if borrowers:
            _tell(batch, kind, kind, row, customers[loan.customer_id], people[loan.account_manager_id])
            for guarantor in guarantors.get(loan.application_id, []):
                _tell(batch, kind, "guarantor_after_7", row, guarantor, people[loan.account_manager_id])
        if kind not in DAYS_BEFORE:
            for person in {loan.account_manager_id, *managers.get(loan.department_id, [])}:
                batch.reminders.append(_reminder(batch, kind, row, f"user:{person}", person_id=person))
    keys = _write(batch)
    if keys:
        record(None, kind=kind, on=on, count=len(keys), hash=hashlib.sha256("\n".join(keys).encode()).hexdigest())
    return len(keys)


def _under_lock(instalments: list[Instalment]) -> list[Instalment]:
    """Those that are still unpaid, their loans locked.

    A repayment posted meanwhile would leave calls that nobody drops any more, and another clock would count the same
    reminders as its own.
    """
    loans = Loan.objects.filter(pk__in={row.schedule.loan_id for row in instalments}).order_by("pk")
    list(loans.select_for_update(no_key=True).values_list("pk"))
    unpaid = set(Instalment.objects.open().filter(pk__in=[row.pk for row in instalments]).values_list("pk", flat=True))
    return [row for row in instalments if row.pk in unpaid]


def _customers(instalments: list[Instalment]) -> dict[int, Customer]:
    return Customer.objects.in_bulk({row.schedule.loan.customer_id for row in instalments})


def _guarantors(instalments: list[Instalment]) -> dict[int, list[Customer]]:
    """Who stands for each application, rejected and released guarantees left out."""
    found: dict[int, list[Customer]] = {}
    cases = {row.schedule.loan.application_id for row in instalments}
    for guarantee in Guarantee.objects.offered().filter(application__in=cases).select_related("guarantor"):
        found.setdefault(guarantee.application_id, []).append(guarantee.guarantor)
    return found


def _department_managers(on: date) -> dict[int, list[int]]:
    """Ids of the active managers of every department on a day."""
    found: dict[int, list[int]] = {}
    held = RoleAssignment.objects.in_force(on).filter(role=Role.DEPARTMENT_MANAGER, user__is_active=True)
    for department, person in held.values_list("department", "user"):
        found.setdefault(department, []).append(person)
    return found


def _tell(batch: Batch, kind: str, mail_kind: str, row: Instalment, customer: Customer, manager: User) -> None:
    """A mail, or a call task for the account manager where there is no address or the product asks for a call."""
    reminder = _reminder(batch, kind, row, f"customer:{customer.pk}", customer_id=customer.pk)
    key = f"{mail_kind}:{row.pk}:{reminder.recipient}"
    batch.reminders.append(reminder)
    if not customer.email or _by_call(row):
        batch.task_keys[key] = reminder
        batch.tasks.append(_call(key, mail_kind, row, customer, manager, batch.on))
        return
    batch.mail_keys[key] = reminder
    batch.mails.append(
        outbox.draft(
            key=key,
            kind=mail_kind,
            recipient=customer.email,
            language=customer.language,
            about=f"instalment:{row.pk}",
            business_date=batch.on,
            case_uuid=row.schedule.loan.application.uuid,
        )
    )


def _by_call(row: Instalment) -> bool:
    return row.schedule.loan.application.product_version.reminder_profile == ReminderProfile.CALL


def _reminder(batch: Batch, kind: str, row: Instalment, recipient: str, **who) -> Reminder:
    return Reminder(instalment=row, kind=kind, recipient=recipient, business_date=batch.on, made_at=dates.now(), **who)


def _call(key: str, mail_kind: str, row: Instalment, customer: Customer, manager: User, on: date) -> Task:
    """What the account manager has to do instead of the mail, in their language."""
    loan = row.schedule.loan
    with translation.override(manager.language):
        if mail_kind in DAYS_BEFORE:
            title = _("Call {name}: an instalment falls due").format(name=customer.name)
        elif mail_kind == "guarantor_after_7":
            title = _("Call or write to the guarantor {name}").format(name=customer.name)
        else:
            title = _("Call {name} about the overdue instalment").format(name=customer.name)
        if _by_call(row):
            words = _("This product reminds by call. Loan {loan}, instalment {number}, due on {day}.")
        else:
            words = _("No mail address on file. Loan {loan}, instalment {number}, due on {day}.")
        why = words.format(loan=loan.number, number=row.number, day=row.due_on)
    return Task(
        key=key,
        kind="call",
        title=title[:160],
        why=why[:300],
        url=reverse("servicing:loan", args=[loan.number]),
        case_uuid=loan.application.uuid,
        assignee=manager,
        due_on=on,
    )


def _write(batch: Batch) -> list[str]:
    """Insert what is not there yet; returns the keys of the reminders that are new."""
    rows, kinds = {entry.instalment_id for entry in batch.reminders}, {entry.kind for entry in batch.reminders}
    told = Reminder.objects.filter(instalment__in=rows, kind__in=kinds)
    known = set(told.values_list("instalment", "kind", "recipient"))
    new = [entry for entry in batch.reminders if (entry.instalment_id, entry.kind, entry.recipient) not in known]
    # Somebody told already must not be written to again, even if they have an address now and had none then.
    wanted = {id(entry) for entry in new}
    outbox.queue([mail for mail in batch.mails if id(batch.mail_keys[mail.key]) in wanted])
    calls = [task for task in batch.tasks if id(batch.task_keys[task.key]) in wanted]
    Task.objects.bulk_create(calls, ignore_conflicts=True, batch_size=500)
    for key, pk in OutgoingMail.objects.filter(key__in=list(batch.mail_keys)).values_list("key", "pk"):
        batch.mail_keys[key].mail_id = pk
    for key, pk in Task.objects.filter(key__in=list(batch.task_keys)).values_list("key", "pk"):
        batch.task_keys[key].task_id = pk
    Reminder.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    return [f"{entry.kind}:{entry.instalment_id}:{entry.recipient}" for entry in new]
