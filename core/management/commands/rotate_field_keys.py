from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import audit, sealing
from core.bulk import Counts, filed_models, reseal_fields, reseal_files, sealed_models, waiting, waiting_tokens


class Command(BaseCommand):
    help = (
        "Seals every sealed field and file anew under the first key of FIELD_KEYS. The older keys stay in the ring until "
        "a run says that nothing is left. May be killed and begun again, and runs beside the house at work."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, default=200, help="rows a transaction (default 200)")
        parser.add_argument("--dry-run", action="store_true", help="count what is under older keys and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        batch, is_dry = max(1, options["batch"]), options["dry_run"]
        self.stdout.write(f"newest key: {sealing.current_key()}")
        counts = {model._meta.label: self._fields(model, fields, batch, is_dry) for model, fields in sealed_models()}
        counts |= {f"{model._meta.label} files": self._files(model, batch, is_dry) for model in filed_models()}
        resealed = sum(entry.resealed for entry in counts.values())
        broken = [name for entry in counts.values() for name in entry.broken]
        verb = "to seal anew" if is_dry else "sealed anew"
        self.stdout.write(f"{resealed} {verb}, {sum(entry.overtaken for entry in counts.values())} changed meanwhile")
        for name in broken:
            self.stderr.write(f"cannot be opened: {name}")
        if not is_dry:
            told = {name: entry.resealed for name, entry in counts.items() if entry.resealed}
            audit.record_now("rotate_field_keys", details={"resealed": told, "broken": len(broken)})
        left = sum(waiting(model, fields).count() for model, fields in sealed_models()) if not is_dry else 0
        problems = []
        if left:
            problems.append(f"{left} rows are still under an older key. Keep the older keys and run it again.")
        if broken:
            problems.append(f"No key of the ring opens {len(broken)} of them: {', '.join(broken[:20])}.")
        if problems:
            raise CommandError(" ".join(problems))

    def _fields(self, model, fields, batch: int, is_dry: bool) -> Counts:
        if is_dry:
            return self._told(model._meta.label, Counts(resealed=waiting_tokens(model, fields)))
        return self._told(model._meta.label, reseal_fields(model, fields, batch, self._progress(model._meta.label)))

    def _files(self, model, batch: int, is_dry: bool) -> Counts:
        name = f"{model._meta.label} files"
        return self._told(name, reseal_files(model, batch, self._progress(name), is_dry))

    def _told(self, name: str, counts: Counts) -> Counts:
        self.stdout.write(f"{name}: {counts.resealed}")
        return counts

    def _progress(self, name: str):
        def say(counts: Counts) -> None:
            self.stdout.write(f"  {name}: {counts.resealed}", ending="\n")
            self.stdout.flush()

        return say
