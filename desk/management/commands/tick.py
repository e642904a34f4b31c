"""`manage.py tick [--loop] [--date]`: the clock of the embedded profile."""

import signal
import time
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from desk import services

EVERY = 30.0
GLANCE = 1.0


class Command(BaseCommand):
    help = "Does what is due: days past due, reminders, digests, documents, mails. --loop goes on until it is ended."

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="go on, with a full round every 30 seconds")
        parser.add_argument("--date", type=date.fromisoformat, help="do everything of this business day, at its end")

    def handle(self, *args, loop=False, date=None, **options):
        if loop and date:
            raise CommandError("--loop follows the real clock; --date is a single day.")
        if loop:
            self._loop()
            return
        failed = services.tick(on=date)
        if failed:
            raise CommandError(f"failed: {', '.join(failed)}")

    def _loop(self) -> None:
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._end)
        self.goes_on, due = True, 0.0
        while self.goes_on:
            close_old_connections()
            if time.monotonic() >= due:
                services.tick()
                due = time.monotonic() + EVERY
            else:
                services.send_and_print()
            time.sleep(GLANCE)

    def _end(self, *_args) -> None:
        self.goes_on = False
