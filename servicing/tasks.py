"""Doors for the clock and for Celery; what is due stands in the rows."""

from celery import shared_task

from core import dates
from servicing import services


@shared_task(ignore_result=True)
def scan_reminders() -> int:
    """Queue the reminders that are due by now; a second run finds none."""
    now = dates.local_time()
    return services.scan_reminders(on=now.date(), at=now.time())


@shared_task(ignore_result=True)
def send_digests() -> int:
    """Queue today's digests once their hour has come."""
    now = dates.local_time()
    return services.send_digests(on=now.date(), at=now.time())


@shared_task(ignore_result=True)
def end_of_day() -> int:
    """Bring the daily figures up to date; a second run changes nothing."""
    return services.end_of_day(on=dates.today())
