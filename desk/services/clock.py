"""The clock: what happens without anybody asking, safe to run twice and at the same time."""

from collections.abc import Callable
from datetime import date, time

import structlog
from django.core.cache import cache

from applications import services as applications
from core import attachments, dates, documents, outbox
from core.models import Heartbeat
from customers import services as customers
from desk.services import daily, weekly
from servicing import services as servicing
from underwriting import services as underwriting

log = structlog.get_logger(__name__)
DIGEST_AT = time(8, 30)


def tick(*, on: date | None = None) -> list[str]:
    """Everything due now, or on a whole day `on`; returns the names of the steps that failed.

    A step that fails is logged and tried again at the next tick; it never keeps the others from their work.
    """
    moment = dates.local_time()
    at = moment.time() if on is None else None
    day = on or moment.date()
    steps: list[tuple[str, Callable[[], object]]] = [
        ("end_of_day", lambda: servicing.end_of_day(on=day)),
        ("orphans", lambda: _once_a_day("orphans", day, attachments.drop_orphans)),
        ("drawings", lambda: _once_a_day("drawings", day, attachments.drop_drawings)),
        ("lapses", lambda: underwriting.lapse_approvals(on=day)),
        ("papers", lambda: applications.watch_papers(on=day)),
        ("reminders", lambda: servicing.scan_reminders(on=day, at=at)),
        ("return_visits", lambda: customers.plan_return_visits(on=day)),
        ("values", lambda: _once_a_day("values", day, lambda: customers.review_all_values_due(on=day))),
        ("daily_summaries", lambda: daily.make_daily_summaries(on=day, at=at)),
        ("weekly_summaries", lambda: weekly.draft_weekly_summaries(on=day, at=at)),
    ]
    if at is None or at >= DIGEST_AT:
        steps.append(("digests", lambda: servicing.send_digests(on=day)))
    failed = [name for name, step in steps if not _run(name, step)]
    failed += send_and_print()
    beat("clock")
    return failed


def send_and_print() -> list[str]:
    """Set the documents and send the mails that wait; cheap when nothing does."""
    steps: list[tuple[str, Callable[[], object]]] = [
        ("documents", documents.render_due),
        ("reports", underwriting.raise_ready_reports),
        ("mail", outbox.send_due),
    ]
    return [name for name, step in steps if not _run(name, step)]


def _run(name: str, step: Callable[[], object]) -> bool:
    try:
        step()
    except Exception:
        log.exception("tick_step_failed", step=name)
        return False
    return True


def _once_a_day(name: str, day: date, step: Callable[[], object]) -> None:
    """What looks through everything there is and need not be done at every tick.

    Marked only when it is through: one that failed, or whose process was killed, is tried again.
    """
    key = f"clock:{name}:{day}"
    if not cache.get(key):
        step()
        cache.set(key, True, timeout=86_400)


def beat(name: str) -> None:
    """Say that a loop is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": dates.now()})
