"""One line of the work list."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from applications.models import Application


@dataclass(frozen=True)
class Line:
    """One line of the work list: what, whose, why, until when, and the one thing to do."""

    what: str
    who: str
    why: str
    due_on: date | None
    url: str
    act: str
    is_urgent: bool = False
    later_url: str = ""  # puts the line off to the next working day

    @property
    def task(self) -> dict:
        """The line in the form of `components/tasks.html`."""
        return {
            "what": self.what,
            "url": self.url,
            "who": self.who,
            "why": self.why,
            "due_on": self.due_on,
            "act": {"label": self.act, "url": self.url},
            "later_url": self.later_url,
        }


def case_url(application: Application) -> str:
    return reverse("desk:case", args=[application.number])
