"""What every app says of a person's week; the weekly summary gathers it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class WeekLines:
    """A section of the weekly summary: `gather(person, first, last)` gives `{what, who, on}`, words and an ISO date.

    Both days belong to the week. What it gives is kept as it is when the summary is handed in.
    """

    code: str
    label: Any
    position: int
    gather: Callable[[Any, date, date], list[dict]]


SUMMARY_LINES: list[WeekLines] = []


def week_line(what: Any, who: Any = "", on: date | None = None) -> dict:
    """One line of a section in the form in which it is kept."""
    return {"what": str(what), "who": str(who), "on": on.isoformat() if on else ""}
