"""``manage.py quote FILE|-``: schedules for a JSON list of terms; touches no database."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from applications.quote import quote


class Command(BaseCommand):
    help = (
        "Prints the repayment schedules of a JSON list of loan terms. A bad term prints its errors; "
        "the others are still printed, and the exit code is 2."
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a JSON file, or - for standard input")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        answers, all_good = quote(_read(file))
        self.stdout.write(json.dumps(answers, ensure_ascii=False, indent=1))
        if not all_good:
            raise SystemExit(2)


def _read(file: str) -> list[object]:
    """The list in the file. Floats stay floats, so that the term that holds one is refused and the others are not."""
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
        items = json.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        raise CommandError(f"cannot read {file}: {error}", returncode=2) from error
    if not isinstance(items, list):
        raise CommandError(f"{file} must hold a JSON list of terms", returncode=2)
    return items
