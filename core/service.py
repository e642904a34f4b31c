"""`@service`: one transaction, its audit events written last; a refusal is recorded after the rollback."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import fields, is_dataclass
from datetime import date
from functools import wraps
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import audit, dates, display
from core.errors import DomainError, InvalidInput, NotAllowed, Stale, refuse_invalid
from core.text import plain_values

F = TypeVar("F", bound=Callable[..., Any])
_unit: ContextVar["Unit | None"] = ContextVar("unit", default=None)
AS_TYPED = frozenset({"password"})  # a secret is what was typed, to the last space
IMPOSSIBLE_DAY = _("This day cannot be meant. Check the year.")
SENT_ALREADY = _("This form was sent already, with other contents. Open a new one for something else.")
audit.say(".refused", _("Refused: {what}. {why}"))
audit.say(".refused.bare", _("Refused: {why}"))


class Unit:
    """What one outermost service call has changed so far."""

    def __init__(self) -> None:
        self.events: list[audit.Event] = []
        self.names: list[tuple[str, Any]] = []

    @contextmanager
    def named(self, action: str, by: Any) -> Iterator[None]:
        self.names.append((action, by))
        try:
            yield
        finally:
            self.names.pop()


def service(function: F | None = None, *, says: Any = None) -> Any:
    """Mark a function as a change: keywords only, `by` acts. `says` is its line in the time line.

    Called inside another service it joins that one's transaction. A `DomainError` rolls everything back and leaves
    one `<name>.refused` event in a transaction of its own. Texts arrive in it plain (`core.text`), wherever typed, and
    no day that cannot be meant (`core.dates.is_possible`).
    """

    def decorate(inner: F) -> F:
        action = inner.__name__
        if says is not None:
            audit.say(action, says)

        @wraps(inner)
        def call(**kwargs):
            running = _unit.get()
            if running is not None:
                with running.named(action, kwargs.get("by") or running.names[-1][1]):
                    return inner(**kwargs)
            given = {name: value if name in AS_TYPED else plain_values(value) for name, value in kwargs.items()}
            return _run(inner, action, given)

        return call  # type: ignore[return-value]

    return decorate(function) if function is not None else decorate


def _run(inner, action: str, kwargs: dict):
    unit = Unit()
    token = _unit.set(unit)
    try:
        with transaction.atomic(), unit.named(action, kwargs.get("by")):
            refuse_invalid(_impossible_days(kwargs))
            result = inner(**kwargs)
            audit.write(unit.events)
        return result
    except DomainError as error:
        about = (value for name, value in kwargs.items() if name != "by" and isinstance(value, models.Model))
        details = {"reason": display.kept(error.told), "kind": type(error).__name__}
        audit.record_now(f"{action}.refused", by=kwargs.get("by"), subject=next(about, None), details=details)
        error.is_recorded = True
        raise
    finally:
        _unit.reset(token)


def _impossible_days(value: Any, field: str | None = None) -> Iterator[InvalidInput]:
    """What was given of days that cannot be meant, at any depth, by the name each is given under."""
    if isinstance(value, date):
        if not dates.is_possible(value):
            yield InvalidInput(IMPOSSIBLE_DAY, field=field)
    elif isinstance(value, Mapping):
        for name, entry in value.items():
            yield from _impossible_days(entry, name if isinstance(name, str) else field)
    elif isinstance(value, list | tuple):
        for entry in value:
            yield from _impossible_days(entry, field)
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from _impossible_days(getattr(value, part.name), part.name)


def made_with(model: type[models.Model], submission_key: Any, by: Any, **said: Any) -> Any:
    """What an earlier use of a form made, whose uuid is its key; None at the first use. `said` is what is sent now.

    Raises `InvalidInput` where the key made something else, somebody else's too: what is sent now would be lost.
    """
    if not submission_key:
        return None
    by._meta.model.objects.wait_for(by)  # of a request it comes wrapped
    made = model._base_manager.filter(uuid=submission_key).first()
    if made is not None and any(getattr(made, name) != value for name, value in said.items()):
        raise InvalidInput(SENT_ALREADY)
    return made


def record(subject: models.Model, **details) -> None:
    """Buffer an event about `subject`; only inside a service. Details are plain values without personal data."""
    unit = _unit.get()
    if unit is None:
        raise RuntimeError("record() belongs inside a service.")
    action, by = unit.names[-1]
    unit.events.append(audit.Event(action, by, subject, {name: plain(value) for name, value in details.items()}))


def plain(value: Any) -> Any:
    """A value as canonical JSON can hold it for ever; of a row what names it in records, never its words."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Promise | display.Sentence):
        return display.kept(value)
    if isinstance(value, models.Model):
        return str(next((getattr(value, name) for name in ("uuid", "username") if hasattr(value, name)), value.pk))
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, dict):
        return {str(name): plain(entry) for name, entry in value.items()}
    return str(value)


def require(reason: Any) -> None:
    """Go on if `reason` is empty; otherwise it is why this person may not: raise it.

    `may_…` predicates return "" (allowed) or the sentence of refusal.
    """
    if reason:
        raise NotAllowed(reason)


def take_version(thing: models.Model, version: int | None) -> None:
    """Refuse a change that was prepared on an older state of `thing`, and raise its version otherwise."""
    expected = thing.version if version is None else version
    taken = type(thing)._base_manager.filter(pk=thing.pk, version=expected).update(version=expected + 1)
    if not taken:
        raise Stale(version=type(thing)._base_manager.values_list("version", flat=True).get(pk=thing.pk))
    thing.version = expected + 1


def change(thing: models.Model, *, version: int | None = None, **values) -> bool:
    """Set fields, keep old and new in the audit event (sealed fields only by name), and say whether anything changed."""
    from core.fields import SealedTextField

    changed = {name: value for name, value in values.items() if getattr(thing, name) != value}
    if version is not None and version != thing.version:
        raise Stale(version=thing.version)
    if not changed:
        return False
    told = {}
    for name, value in changed.items():
        sealed = isinstance(type(thing)._meta.get_field(name), SealedTextField)
        told[name] = "●" if sealed else [plain(getattr(thing, name)), plain(value)]
        setattr(thing, name, value)
    if hasattr(thing, "version"):
        take_version(thing, version)
    indexes = [f.name for f in thing._meta.fields if getattr(f, "source", None) in changed]
    thing.save(update_fields=[*changed, *indexes])
    record(thing, changes=told)
    return True
