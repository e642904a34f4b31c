"""The frame of a case: rooms, rail, facts, what is missing, the next step and the latest events."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from applications.exposure import Exposure, exposure_of
from applications.models import Application
from applications.providers.parts import ACTIONS, FACTS, HOLDERS, NOTICES, RETURNED, ROOMS, Action, Lack, lacks
from applications.providers.request import exposure_notices, request_of
from applications.states import ENDED, Status
from core import audit, dates, display
from core.models import AuditEvent
from customers.providers import Room


@dataclass
class CasePage:
    """Everything the frame of a case shows, ready for the template."""

    user: Any
    application: Application
    room: str
    rooms: list[Room]
    steps: list[dict]
    facts: list[dict]
    lacks: list[Lack]
    action: Action | None
    others: list[Action]
    events: list[AuditEvent]
    holder: str
    holds_since: Any
    exposure: Exposure
    notices: list[dict] = field(default_factory=list)

    @property
    def tasks(self) -> list[dict]:
        """The lacks in the form of `components/tasks.html`; the returned points stand with their answers further down."""
        return [
            {
                "what": lack.what,
                "why": lack.why,
                "due_on": lack.due_on,
                "act": {"label": lack.act, "url": lack.url} if lack.is_for(self.user, self.application) else None,
            }
            for lack in self._lacks_told()
        ]

    def _lacks_told(self) -> list[Lack]:
        returned = [lack for lack in self.lacks if lack.url.endswith(RETURNED)]
        if not returned:
            return self.lacks
        count = len(returned)
        what = ngettext("{count} returned point to be answered", "{count} returned points to be answered", count)
        summed = replace(returned[0], what=what.format(count=count), why="")
        place = self.lacks.index(returned[0])
        others = [lack for lack in self.lacks if not lack.url.endswith(RETURNED)]
        return [*others[:place], summed, *others[place:]]

    @property
    def is_over(self) -> bool:
        """Whether the case has ended and nothing is left to do, by anyone."""
        return self.application.status in ENDED and not self.lacks and self.action is None

    @property
    def tabs(self) -> list[dict]:
        """The rooms in the form of `components/tabs.html`."""
        number = self.application.number
        return [
            {"label": entry.label, "url": reverse(entry.url_name, args=[number]), "current": entry.code == self.room}
            for entry in self.rooms
        ]

    @property
    def times(self) -> list[dict]:
        """The latest events in the form of `components/times.html`."""
        return times(self.events)


def times(events) -> list[dict]:
    """Events in the form of `components/times.html`.

    What a step records on its way (a status moved inside another act) and what was only mistyped stay in the trail.
    What was done several times in a minute is one line with its `count`.
    """
    lines: list[dict] = []
    subject = ""
    for event in events:
        is_refused = event.action.endswith(".refused")
        if audit.is_slip(event) or not (is_refused or audit.is_whole(event)):
            continue
        line = {
            "text": audit.sentence(event),
            "when": timezone.localtime(event.at).strftime("%m-%d %H:%M"),
            "who": event.actor.name if event.actor else "",
            "tone": "is-bad" if is_refused else "is-key" if "status" in event.details else "",
        }
        if lines and line == {name: lines[-1][name] for name in line}:
            # One act may move one thing on by two steps at once.
            lines[-1]["count"] += not ("status" in event.details and event.subject == subject)
        else:
            lines.append({**line, "count": 1})
        subject = event.subject
    return lines


STEPS = [
    (_("Application"), [Status.DRAFT], Status.SUBMITTED),
    (_("Acceptance"), [Status.SUBMITTED], Status.ACCEPTED),
    (_("Investigation"), [Status.ACCEPTED, Status.INVESTIGATING], Status.REPORTED),
    (_("Report"), [Status.REPORTED], Status.IN_REVIEW),
    (_("Decision"), [Status.IN_REVIEW], Status.APPROVED),
    (_("Contract"), [Status.APPROVED], Status.CONTRACTED),
    (_("Release"), [Status.CONTRACTED], Status.DISBURSED),
    (_("Repayment"), [Status.DISBURSED], Status.CLOSED),
]


def case_page(user, application: Application, room: str) -> CasePage:
    """Gather the frame of a case for one reader."""
    exposure = application.exposure_read = exposure_of(application.customer, request_of(application), reader=user)
    events = list(audit.events_of(application.uuid)[:200])
    reached = _reached(events)
    missing = lacks(application)
    actions = [action for provide in ACTIONS for action in provide(application, user, missing)]
    return CasePage(
        user=user,
        application=application,
        room=room,
        rooms=[entry for entry in sorted(ROOMS, key=lambda entry: entry.position) if entry.shows(application)],
        steps=_steps(application, reached),
        facts=[fact for provide in FACTS for fact in provide(application)],
        lacks=missing,
        action=actions[0] if actions else None,
        others=actions[1:],
        events=events,
        holder=next((name for provide in HOLDERS if (name := provide(application))), ""),
        holds_since=reached.get(application.status) or application.created_at,
        exposure=exposure,
        notices=[
            *exposure_notices(application, exposure),
            *(notice for provide in NOTICES for notice in provide(application)),
        ],
    )


def _reached(events: list[AuditEvent]) -> dict[str, Any]:
    """When each status was last reached, from the audit events of the case; one opened again goes on from its release."""
    moves = [event for event in reversed(events) if event.subject.startswith("applications.application:")]
    steps = [(event.details["status"], event.at) for event in moves if isinstance(event.details.get("status"), list)]
    return {to: at for (was, to), at in steps if was != Status.CLOSED}


def _steps(application: Application, reached: dict) -> list[dict]:
    now = next((i for i, (_name, at, _next) in enumerate(STEPS) if application.status in at), len(STEPS))
    if application.status in ENDED and application.status != Status.CLOSED:
        now = next((i for i, step in enumerate(STEPS) if step[2] not in reached), len(STEPS) - 1)
    steps = []
    for position, (name, _at, following) in enumerate(STEPS):
        done = reached.get(following)
        state, when = (
            ("done", display.day(timezone.localdate(done), dates.today()) if done else "")
            if position < now
            else ("", "")
        )
        if position == now:
            state = "refused" if application.status in ENDED else "returned" if application.is_returned else "now"
            when = _days_in(application, reached.get(application.status))
        steps.append({"name": name, "state": state, "when": when})
    return steps


def _days_in(application: Application, since) -> str:
    if application.status in ENDED:
        return application.get_status_display()
    days = (dates.today() - timezone.localdate(since or application.created_at)).days + 1
    return gettext("day {count}").format(count=days)
