"""`manage.py check_ledger`: hold every loan's books against a replay of its postings."""

import sys

from django.core.management.base import BaseCommand

from servicing import services


class Command(BaseCommand):
    help = "Compare shares, paid figures and states of all loans with a replay; exit 1 if anything differs."

    def handle(self, **_options):
        found = 0
        for sentence in services.differences():
            found += 1
            self.stdout.write(sentence)
        self.stdout.write(f"{found} differences")
        if found:
            sys.exit(1)
