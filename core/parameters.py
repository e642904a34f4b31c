"""Dated policy parameters: each with unit, legal basis and history; a case keeps the rows it was decided under."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core import dates

FIRST_DAY = date(2020, 1, 1)


@dataclass(frozen=True)
class Definition:
    """A parameter the code asks for: its first value is set at installation and changed by dated rows only."""

    name: str
    label: Any
    unit: str
    first_value: str
    basis: str


@dataclass(frozen=True, slots=True)
class InForce:
    """A parameter on a day: its value in its own unit, since which day, on what basis; no day before the first row."""

    name: str
    value: str
    unit: str
    valid_from: date | None
    basis: str


DEFINITIONS: dict[str, Definition] = {}


def define(*definitions: Definition) -> None:
    """Called by an app's `parameters.py`, so that the administrator's page lists all there are."""
    DEFINITIONS.update({definition.name: definition for definition in definitions})


def row(name: str, on: date | None = None):
    """The dated row in force on a day; its `valid_from` and `basis` explain a figure."""
    from core.models import Parameter

    day = on or dates.today()
    return Parameter.objects.filter(name=name, valid_from__lte=day).order_by("-valid_from").first()


def value(name: str, on: date | None = None) -> Decimal:
    """The value in force on a day."""
    found = row(name, on)
    return Decimal(found.value if found else DEFINITIONS[name].first_value)


def values(names: list[str], on: date | None = None) -> dict[str, Decimal]:
    """Several values in one query, to be stored with what they decided."""
    return {name: Decimal(found.value) for name, found in in_force(names, on).items()}


def in_force(names: list[str], on: date | None = None) -> dict[str, InForce]:
    """Several parameters in one query, with the unit, day and basis that explain a figure."""
    from core.models import Parameter

    day = on or dates.today()
    rows = Parameter.objects.filter(name__in=names, valid_from__lte=day).order_by("valid_from")
    found = {entry.name: InForce(entry.name, entry.value, entry.unit, entry.valid_from, entry.basis) for entry in rows}
    return {name: found.get(name) or _first(DEFINITIONS[name]) for name in names}


def _first(definition: Definition) -> InForce:
    return InForce(definition.name, definition.first_value, definition.unit, None, definition.basis)


def install(**_kwargs) -> None:
    """After every migrate: the first dated row of each parameter that has none."""
    from core.models import Parameter

    known = set(Parameter.objects.values_list("name", flat=True))
    Parameter.objects.bulk_create(
        [
            Parameter(name=d.name, value=d.first_value, unit=d.unit, valid_from=FIRST_DAY, basis=d.basis)
            for d in DEFINITIONS.values()
            if d.name not in known
        ]
    )
