"""`manage.py bench [NAME] [--json]`: hold the budgets of docs/benchmarks.md against this machine."""

import json
import signal
import sys
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from desk.bench import clock, pages, papers, scratch
from desk.bench.measure import Measure, machine, table

# Benches that share a database stand together: what one leaves does not change what the next one finds.
GROUPS = [["schedule"], ["pdf", "end_of_day", "reminders"], ["lists", "search", "case"]]
BENCHES = [name for group in GROUPS for name in group]


def run(names: list[str], customers: int, applications: int, loans: int) -> list[Measure]:
    """The benches of one group, in a database of their own."""
    if names == ["schedule"]:
        return papers.one_schedule()
    with scratch.database():
        if names[0] in pages.PAGES:
            return pages.measure(names, customers, applications)
        works = {
            "pdf": papers.report,
            "end_of_day": lambda: clock.end_of_day(loans),
            "reminders": lambda: clock.reminders(loans),
        }
        return [measure for name in names for measure in works[name]()]


class Command(BaseCommand):
    help = (
        "Measures the budgets of docs/benchmarks.md in a database of its own, which is dropped afterwards; "
        "ends with 1 when one is broken."
    )

    def add_arguments(self, parser):
        parser.add_argument("name", nargs="?", choices=BENCHES, help="one bench; all of them when left out")
        parser.add_argument("--json", action="store_true", help="print figures for programs")
        parser.add_argument("--customers", type=int, default=100_000, metavar="N", help="of the larger database")
        parser.add_argument("--applications", type=int, default=50_000, metavar="N", help="of the larger database")
        parser.add_argument("--loans", type=int, default=10_000, metavar="N", help="that the end of day goes over")

    def handle(self, *args, name, customers, applications, loans, **options):
        # Ended from outside, it still drops its database.
        signal.signal(signal.SIGTERM, lambda *_args: sys.exit(143))
        groups = [[name]] if name else GROUPS
        measures = [measure for names in groups for measure in run(names, customers, applications, loans)]
        self._tell(measures, options["json"])
        broken = [entry for entry in measures if not entry.is_kept]
        if broken:
            raise CommandError(f"{len(broken)} budgets are broken.", returncode=1)

    def _tell(self, measures: list[Measure], as_json: bool) -> None:
        taken_on = {**machine(), "database": connection.vendor}
        if as_json:
            lines = [{**asdict(entry), "is_kept": entry.is_kept} for entry in measures]
            self.stdout.write(json.dumps({"machine": taken_on, "measures": lines}, ensure_ascii=False, indent=2))
            return
        self.stdout.write("\n".join(f"{label:<10}{value}" for label, value in taken_on.items()))
        self.stdout.write(f"\n{table(measures)}")
