"""Sealing anew under the newest key: every sealed field of every row, and every sealed file (S31).

Progress is in the rows and files themselves: each token and each file names its key, so a run that was killed is simply
begun again. Readers open both; a writer who was faster keeps what they wrote, for only the old token is replaced.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Q

from core import sealing
from core.fields import SealedTextField, Token


@dataclass
class Counts:
    """What a run did to one kind of row: resealed, left to a faster writer, unreadable."""

    resealed: int = 0
    overtaken: int = 0
    broken: list[str] = field(default_factory=list)


def sealed_models() -> Iterator[tuple[type[models.Model], list[SealedTextField]]]:
    """Every model with sealed fields, and those."""
    for model in apps.get_models():
        fields = [entry for entry in model._meta.concrete_fields if isinstance(entry, SealedTextField)]
        if fields:
            yield model, fields


def filed_models() -> Iterator[type[models.Model]]:
    """Every model whose rows name a sealed file by `path` and say by `bound_to()` what it is bound to."""
    for model in apps.get_models():
        names = {entry.name for entry in model._meta.concrete_fields}
        if {"path", "uuid"} <= names and hasattr(model, "bound_to"):
            yield model


def waiting(model: type[models.Model], fields: list[SealedTextField]) -> models.QuerySet:
    """Rows of which a field is sealed under another key than the newest."""
    newest = Token(f"{sealing.PREFIX}:{sealing.current_key()}:")
    older = Q(pk=None)
    for entry in fields:
        older |= Q(**{f"{entry.name}__gt": Token("")}) & ~Q(**{f"{entry.name}__startswith": newest})
    return model._base_manager.filter(older)


def waiting_tokens(model: type[models.Model], fields: list[SealedTextField]) -> int:
    """How many tokens a run would seal anew; a row may hold several."""
    return sum(waiting(model, [entry]).count() for entry in fields)


def reseal_fields(
    model: type[models.Model], fields: list[SealedTextField], batch: int, report: Callable[[Counts], None]
) -> Counts:
    """Bring the fields of all rows under the newest key, a batch in a transaction, by rising primary key."""
    counts, last = Counts(), None
    names = [entry.name for entry in fields]
    while True:
        rows = waiting(model, fields).order_by("pk").only("pk", "uuid", *names)
        chunk = list((rows if last is None else rows.filter(pk__gt=last))[:batch])
        if not chunk:
            return counts
        with transaction.atomic():
            for row in chunk:
                for entry in fields:
                    _reseal(row, entry, counts)
        last = chunk[-1].pk
        report(counts)


def _reseal(row: models.Model, entry: SealedTextField, counts: Counts) -> None:
    """Replace one token, if it is still the one that was read."""
    old = row.__dict__.get(entry.attname)
    if not old or old.startswith(f"{sealing.PREFIX}:{sealing.current_key()}:"):
        return
    try:
        new = Token(sealing.seal(sealing.unseal(old, entry.bound_to(row)), entry.bound_to(row)))
    except sealing.SealBroken as error:
        counts.broken.append(str(error))
        return
    same = type(row)._base_manager.filter(pk=row.pk, **{entry.name: old})
    if same.update(**{entry.name: new}):
        counts.resealed += 1
    else:
        counts.overtaken += 1


def reseal_files(model: type[models.Model], batch: int, report: Callable[[Counts], None], dry_run: bool) -> Counts:
    """Write every file that is under an older key anew, point its row at it, and take the old one away."""
    counts, last = Counts(), 0
    while True:
        rows = model._base_manager.exclude(path="").filter(pk__gt=last).order_by("pk")
        chunk = list(rows.only("pk", "uuid", "path")[:batch])
        if not chunk:
            return counts
        for row in chunk:
            _reseal_file(row, counts, dry_run)
        last = chunk[-1].pk
        report(counts)


def _reseal_file(row: Any, counts: Counts, dry_run: bool) -> None:
    """The file is written before the row changes and the old one goes after: whenever a kill comes, the row names one."""
    try:
        if sealing.key_of_file(row.path) == sealing.current_key():
            if not dry_run:
                _sweep(row.path)
            return
        if dry_run:
            counts.resealed += 1
            return
        clear = sealing.load_file(row.path, row.bound_to())
    except (sealing.SealBroken, FileNotFoundError) as error:
        counts.broken.append(f"{row.bound_to()} ({type(error).__name__})")
        return
    path = sealing.store_file(clear, row.bound_to(), name=f"{_stem(row.path)}.{sealing.current_key()}")
    if type(row)._base_manager.filter(pk=row.pk, path=row.path).update(path=path):
        counts.resealed += 1
        sealing.drop_file(row.path)
    else:
        counts.overtaken += 1
        sealing.drop_file(path)


def _stem(path: str) -> str:
    return path.partition(".")[0]


def _sweep(path: str) -> None:
    """Take away what a run that was killed left beside a file that was sealed anew: it is under an older key."""
    stem = _stem(path)
    if stem == path:
        return
    for name in [stem, *(f"{stem}.{key}" for key in sealing.key_names())]:
        if name != path and default_storage.exists(name):
            sealing.drop_file(name)
