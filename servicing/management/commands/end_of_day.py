"""`manage.py end_of_day --date 2026-08-21`: bring the daily figures of all loans up to date."""

from django.core.management.base import BaseCommand

from core import dates
from servicing import services


class Command(BaseCommand):
    help = "Set days past due and overdue amount of every loan as of a day. Safe to run again."

    def add_arguments(self, parser):
        parser.add_argument("--date", type=dates.date.fromisoformat, help="the business date, today by default")

    def handle(self, *, date, **_options):
        on = date or dates.today()
        changed = services.end_of_day(on=on)
        self.stdout.write(f"{on}: {changed} loans changed")
