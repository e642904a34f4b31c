"""What changes about contacts: written down once, corrected by a new version, followed by tasks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import dates
from core.errors import InvalidInput, TransitionRefused
from core.service import SENT_ALREADY, made_with, record, require, service
from core.states import move
from core.text import plain_text
from customers import permissions, providers
from customers.models import Contact, ContactKind, Customer, Message, NextStep, Offer, Participant, Visit
from customers.services.reach import check_ahead, check_back
from customers.services.segments import make_planned
from customers.states import VisitStatus
from staff.models import User
from staff.services import open_task

TEXTS = ("place", "with_whom", "aim", "observation", "result")
# Clocks of phones run a little ahead.
AHEAD = timedelta(minutes=10)


@dataclass(frozen=True)
class Bid:
    """One offer of a negotiation: yuan, a rate as a fraction, months; what was not spoken of is left out."""

    side: str
    amount: Decimal | None = None
    annual_rate: Decimal | None = None
    term_months: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Step:
    """What is to be done next, and until when."""

    text: str
    due_on: date


@service(says=_("Contact written down: {what}"))
def log_contact(
    *,
    customer: Customer,
    kind: str,
    result: str,
    by: User,
    happened_at: datetime | None = None,
    place: str = "",
    with_whom: str = "",
    aim: str = "",
    observation: str = "",
    participants: Iterable[tuple[str, str]] = (),
    offers: Iterable[Bid] = (),
    steps: Iterable[Step] = (),
    about=None,
    visit: Visit | None = None,
    consultation=None,
    submission_key=None,
) -> Contact:
    """Write down what was said and seen; each next step becomes a task of `by`, a planned `visit` is thereby paid.

    `participants` are (name, for whom) pairs. The same `submission_key` gives the entry that its first use wrote.
    """
    require(permissions.may_log_contact(by, customer))
    moment = _checked_moment(happened_at)
    steps = [_checked_step(step, moment) for step in steps]
    said = {
        "customer": customer,
        "kind": _checked_kind(kind),
        "logged_by": by,
        **_checked_texts(place=place, with_whom=with_whom, aim=aim, observation=observation, result=result),
    }
    told = {"happened_on": timezone.localdate(moment), "step_titles": [step.text for step in steps]}
    if (again := made_with(Contact, submission_key, by, **said, **told)) is not None:
        return again
    contact = Contact(
        happened_at=moment,
        about=_checked_about(customer, about, by),
        consultation=consultation,
        **said,
        **({"uuid": submission_key} if submission_key else {}),
    )
    contact.thread = contact.uuid
    contact.visit = _paid(visit, contact) if visit is not None else None
    contact.save(force_insert=True)
    _write_rows(contact, participants, offers)
    record(contact, what=f"contact_{kind}")
    make_planned(customer)
    for step in steps:
        _give(contact, step, by)
    return contact


@service(says=_("Contact corrected: {what}"))
def correct_contact(
    *,
    contact: Contact,
    correction: str,
    values: Mapping[str, Any],
    by: User,
    participants: Iterable[tuple[str, str]] | None = None,
    offers: Iterable[Bid] | None = None,
) -> Contact:
    """Write a new version with `values` in place of those of before; the old one stays readable, with what was wrong.

    The next steps belong to the entry, not to a version: they are done or put off where they stand.
    """
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    require(permissions.may_correct_contact(by, contact))
    if not contact.is_current:
        raise TransitionRefused(_("This entry has been corrected already. Correct the newest version."))
    if Message.objects.filter(contact=contact).exists():
        raise TransitionRefused(_("This message has been sent; what it said stays as it is."))
    if len(correction.strip()) < 2:
        raise InvalidInput(_("Say what was wrong, in a few words."), field="correction")
    texts = {name: getattr(contact, name) for name in TEXTS} | {n: v for n, v in values.items() if n in TEXTS}
    new = Contact(
        customer=contact.customer,
        kind=contact.kind,
        happened_at=_checked_moment(values.get("happened_at") or contact.happened_at),
        about=_checked_about(contact.customer, values["about"], by) if "about" in values else contact.about,
        visit=contact.visit,
        consultation=contact.consultation,
        logged_by=by,
        thread=contact.thread,
        corrects=contact,
        correction=plain_text(correction)[:200],
        **_checked_texts(**texts),
    )
    contact.is_current = False
    contact.save(update_fields=["is_current"])
    new.save(force_insert=True)
    kept = [(row.name, row.part) for row in contact.participants.all()]
    bids = [Bid(o.side, o.amount, o.annual_rate, o.term_months, o.note) for o in contact.offers.all()]
    _write_rows(new, kept if participants is None else participants, bids if offers is None else offers)
    record(new, what=f"contact_{new.kind}")
    return new


@service(says=_("Next step set"))
def add_step(*, contact: Contact, text: str, due_on: date, by: User, submission_key: UUID | None = None) -> NextStep:
    """A further next step of an entry that stands already; the same `submission_key` gives that of its first use."""
    require(permissions.may_log_contact(by, contact.customer))
    first = Contact.objects.get(uuid=contact.thread)
    step = _checked_step(Step(text, due_on), first.happened_at)
    return _give(first, step, by, f"step:{first.uuid}:{submission_key}" if submission_key else None)


def _paid(visit: Visit, contact: Contact) -> Visit:
    """The planned visit that this entry is the result of."""
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    if visit.customer_id != contact.customer_id or contact.kind != ContactKind.VISIT:
        raise InvalidInput(_("This visit was planned for another customer."), field="visit")
    move(visit, to=VisitStatus.DONE)
    return visit


def _write_rows(contact: Contact, participants: Iterable[tuple[str, str]], offers: Iterable[Bid]) -> None:
    rows = []
    for name, part in participants:
        rows.append(Participant(contact=contact, name=plain_text(name)[:60], part=plain_text(part)[:80]))
    Participant.objects.bulk_create(row for row in rows if row.name)
    bids = [bid for bid in offers if any((bid.amount, bid.annual_rate, bid.term_months, bid.note))]
    Offer.objects.bulk_create(
        Offer(
            contact=contact,
            position=place,
            side=bid.side,
            amount=bid.amount,
            annual_rate=bid.annual_rate,
            term_months=bid.term_months,
            note=plain_text(bid.note)[:200],
        )
        for place, bid in enumerate(bids, start=1)
    )


def _give(contact: Contact, step: Step, by: User, key: str | None = None) -> NextStep:
    """The step as a task on the work list of whoever wrote the entry down; a `key` that exists gives its step."""
    task = open_task(
        assignee=by,
        kind="next_step",
        title=step.text,
        why=contact.customer.name,
        due_on=step.due_on,
        url=reverse("customers:contact", args=[contact.customer.number, contact.uuid]),
        case_uuid=contact.customer.uuid,
        key=key,
        by=by,
    )
    if str(task.title) != step.text:
        raise InvalidInput(SENT_ALREADY)
    return NextStep.objects.get_or_create(task=task, defaults={"contact": contact})[0]


def _checked_kind(kind: str) -> str:
    if kind not in ContactKind.values:
        raise InvalidInput(_("Choose what kind of contact it was."), field="kind")
    return kind


def _checked_moment(happened_at: datetime | None) -> datetime:
    moment = happened_at or dates.now()
    if moment > dates.now() + AHEAD:
        raise InvalidInput(_("This has not happened yet. Plan a visit, or set a next step."), field="happened_on")
    return check_back(moment, "happened_on")


def _checked_about(customer: Customer, about: Any, by: User) -> Any:
    """The uuid of a case or contract of this customer that `by` may open."""
    if not about:
        return None
    if str(about) not in {str(thing.uuid) for thing in providers.things_of(customer, by)}:
        raise InvalidInput(_("Choose a case or contract of this customer."), field="about")
    return about


def _checked_texts(**texts: str) -> dict[str, str]:
    """The texts of an entry without control characters; the result is never empty, nothing is cut."""
    cleaned = {name: plain_text(text) for name, text in texts.items()}
    if len(cleaned["result"]) < 2:
        raise InvalidInput(_("Say what came of it, in a few words."), field="result")
    for name, text in cleaned.items():
        most = getattr(Contact._meta.get_field(name), "max_length", None) or 4000
        if len(text) > most:
            raise InvalidInput(_("At most {count} characters.").format(count=most), field=name)
    return cleaned


def _checked_step(step: Step, moment: datetime) -> Step:
    text = " ".join(plain_text(step.text).split())
    if not 2 <= len(text) <= 160:
        raise InvalidInput(_("Say what is to be done next in 2 to 160 characters."), field="step_1")
    if step.due_on < timezone.localdate(moment):
        raise InvalidInput(_("The next step comes after the contact."), field="step_1_on")
    return Step(text, check_ahead(step.due_on, "step_1_on"))
