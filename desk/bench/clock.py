"""What the clock does to all loans: a constant number of statements, and time close to SQL by hand."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core import dates
from core.models import AuditEvent, OutgoingMail
from desk.bench import bulk, scratch
from desk.bench.measure import Measure, in_turn, seconds
from servicing.models import Loan, Reminder
from servicing.services import end_of_day as bring_up_to_date
from servicing.services import scan_reminders

FEW = 1_000
TIMES_SQL, LINEAR = 2.0, 1.5
STATEMENTS_A_CHUNK = 20  # a chunk is up to a thousand instalments; our own bound, a little over what was measured


def end_of_day(loans: int) -> list[Measure]:
    """The day after the last run: every late loan changes, no other one is touched."""
    on = dates.today() + timedelta(days=1)
    scratch.grow(loans=FEW)
    few, fewer = _statements(lambda: bring_up_to_date(on=on)), Loan.objects.count()
    few_seconds, _by_hand = _in_turn(on)
    scratch.grow(loans=loans)
    many = _statements(lambda: bring_up_to_date(on=on))
    by_service, by_hand = _in_turn(on)
    changed, written = _undone(lambda: bring_up_to_date(on=on)), _undone(lambda: bulk.end_of_day(on))
    if changed != written:
        raise RuntimeError(f"the service changed {changed} loans and SQL by hand {written}")
    count = Loan.objects.count()
    told = f"{by_service:.3f} s, by hand {by_hand:.3f} s; {changed:,} of {count:,} loans change"
    linear = f"{few_seconds:.3f} s for {fewer:,}, {by_service:.3f} s for {count:,}"
    return [
        Measure("end_of_day", "statements", many, "statements", f"{few} for {fewer:,} loans", few),
        Measure("end_of_day", "time against SQL by hand", by_service / by_hand, "×", told, TIMES_SQL),
        Measure("end_of_day", "time for one loan", (by_service / count) / (few_seconds / fewer), "×", linear, LINEAR),
    ]


def reminders(loans: int) -> list[Measure]:
    """One scan over all loans: statements by the chunk, never by the loan."""
    scratch.grow(loans=loans)
    on = dates.today() + timedelta(days=1)
    with transaction.atomic():
        before = (Reminder.objects.count(), _chunks())
        with CaptureQueriesContext(connection) as queries:
            took = seconds(lambda: scan_reminders(on=on))
        made, chunks = Reminder.objects.count() - before[0], max(1, _chunks() - before[1])
        mails = OutgoingMail.objects.filter(business_date=on).count()
        transaction.set_rollback(True)
    statements = len(queries)
    told = f"{statements} statements in {chunks} chunks, {took:.2f} s for {made:,} reminders and {mails:,} mails"
    return [
        Measure("reminders", "statements", statements / chunks, "a chunk", told, STATEMENTS_A_CHUNK),
        Measure("reminders", "time for a thousand", took / max(made, 1) * 1000, "s"),
    ]


def _chunks() -> int:
    """Each chunk leaves one event."""
    return AuditEvent.objects.filter(action="queue_reminders").count()


def _undone(work: Callable[[], int]) -> int:
    """Do it and take it back, so that the next run finds the same rows."""
    with transaction.atomic():
        result = work()
        transaction.set_rollback(True)
    return result


def _in_turn(on: date) -> tuple[float, float]:
    """Seconds of the service and of SQL by hand."""
    return in_turn(lambda: _undone(lambda: bring_up_to_date(on=on)), lambda: _undone(lambda: bulk.end_of_day(on)))


def _statements(work: Callable[[], int]) -> int:
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        work()
        transaction.set_rollback(True)
    return len(queries)
