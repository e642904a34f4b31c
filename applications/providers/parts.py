"""What later apps add to a case, and the lists they add it to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from applications.models import Application
from customers.providers import Room


@dataclass(frozen=True)
class Lack:
    """Something that is missing: what, why or from whom, until when, and where to mend it.

    `may` is the predicate of those who may mend it there; without one the page is open to every reader of the case.
    """

    what: Any
    why: Any = ""
    due_on: date | None = None
    url: str = ""
    act: Any = ""
    may: Callable[[Any, Application], Any] | None = None

    def is_for(self, user: Any, application: Application) -> bool:
        """Whether this reader is shown the way to it."""
        return bool(self.act and self.url) and (self.may is None or not self.may(user, application))


@dataclass(frozen=True)
class Action:
    """The one next step for this reader. `refusal` says why it is not possible yet; `posts` makes it a form."""

    label: Any
    url: str
    posts: bool = False
    refusal: Any = ""
    note: Any = ""


# Where on the page of a case its returned points stand, with their answers
RETURNED = "#returned"

ROOMS: list[Room] = []
LACKS: list[Callable[[Application], list[Lack]]] = []
ACTIONS: list[Callable[[Application, Any, list[Lack]], list[Action]]] = []
FACTS: list[Callable[[Application], list[dict]]] = []
HOLDERS: list[Callable[[Application], str | None]] = []

# What of a case keeps its money from being released, each point a sentence.
RELEASE_LACKS: list[Callable[[Application], list[str]]] = []

# Each gives what the reader of a case must know on every page of it: {tone, title, text}.
NOTICES: list[Callable[[Application], list[dict]]] = []


def lacks(application: Application) -> list[Lack]:
    """All that is missing before the case can take its next step."""
    return [lack for provide in LACKS for lack in provide(application)]
