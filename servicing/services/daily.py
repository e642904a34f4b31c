"""What the end of a day brings up to date."""

import hashlib
from datetime import date

from django.utils.translation import gettext_lazy as _

from core import dates
from core.service import record, service
from servicing import bulk
from servicing.models import DailyRun, Loan


@service(says=_("End of day {on}: {loans} loans changed"))
def end_of_day(*, on: date, by=None) -> int:
    """Days past due and overdue amount of every loan as of a day; returns how many loans changed.

    Run again for the same day, it finds nothing to change and leaves no second history row. The hash is that of all
    figures that changed on the day, so that a run can be held against its history.
    """
    changed = bulk.bring_up_to_date(on)
    runs = DailyRun.objects.filter(business_date=on)
    if changed or not runs.exists():
        run = DailyRun.objects.create(
            business_date=on, loans_changed=changed, content_hash=_content(on), ran_at=dates.now()
        )
        record(run, on=on, loans=changed, hash=run.content_hash)
    return changed


def _content(on: date) -> str:
    digest = hashlib.sha256()
    rows = Loan.objects.filter(as_of=on).order_by("pk").values_list("number", "days_past_due", "overdue_amount")
    for number, days, amount in rows.iterator(chunk_size=5000):
        digest.update(f"{number} {days} {amount}\n".encode())
    return digest.hexdigest()
