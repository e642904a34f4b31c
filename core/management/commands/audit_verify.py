"""`manage.py audit_verify`: recompute the audit chain."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core import audit


class Command(BaseCommand):
    help = "Recomputes the audit chain, and holds it against an anchor kept outside the database if one is given."

    def add_arguments(self, parser):
        parser.add_argument("--anchor", help="a file with lines `number hash`, as --write-anchor appends them")
        parser.add_argument("--write-anchor", help="append the chain's head to this file")

    def handle(self, *args, anchor=None, write_anchor=None, **options):
        problems = audit.verify()
        number, digest = audit.head()
        if anchor:
            problems += _against(Path(anchor), number)
        for problem in problems:
            self.stderr.write(problem)
        self.stdout.write(f"{number} events, {len(problems)} problems")
        if problems:
            raise CommandError("The audit trail is not sound.")
        if write_anchor:
            with Path(write_anchor).open("a", encoding="ascii") as file:
                file.write(f"{number} {digest}\n")


def _against(anchor: Path, last: int) -> list[str]:
    from core.models import AuditEvent

    problems = []
    for line in anchor.read_text(encoding="ascii").splitlines():
        number, digest = line.split()
        row = AuditEvent.objects.filter(sequence=int(number)).values_list("hash", flat=True).first()
        if row is None and int(number) > 0:
            problems.append(f"event {number} was anchored and is gone (the chain ends at {last})")
        elif row is not None and row != digest:
            problems.append(f"event {number} differs from its anchor")
    return problems
