"""`manage.py remind --date 2026-08-21 [--dry-run]`: queue the reminders of a day."""

from collections import Counter

from django.core.management.base import BaseCommand

from core import dates
from servicing import services


class Command(BaseCommand):
    help = "Queue the reminders and digests that are due on a day and were not made before. Safe to run again."

    def add_arguments(self, parser):
        parser.add_argument("--date", type=dates.date.fromisoformat, help="the business date, today by default")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be queued")

    def handle(self, *, date, dry_run, **_options):
        on = date or dates.today()
        if dry_run:
            found = Counter(kind for kind, _instalment in services.due_reminders(on=on))
            for kind, count in sorted(found.items()):
                self.stdout.write(f"{kind}: {count} instalments")
            self.stdout.write(f"{on}: {sum(found.values())} instalments at a step, nothing queued")
            return
        reminders = services.scan_reminders(on=on)
        digests = services.send_digests(on=on)
        self.stdout.write(f"{on}: {reminders} reminders, {digests} digests queued")
