"""What changes about consultations: registered in seconds, answered, followed until nothing is open, made a customer."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core import dates, parameters
from core.errors import InvalidInput, TransitionRefused, refuse_invalid
from core.service import made_with, record, require, service, take_version
from core.states import move
from core.text import plain_text
from customers import permissions
from customers.models import Channel, Consultation, ContactKind, Customer, Topic
from customers.services.contacts import log_contact
from customers.services.file_checks import checked_contact
from customers.services.files import register_customer
from customers.services.reach import check_ahead
from customers.states import ConsultationStatus
from staff.models import Department, Task, User
from staff.roles import Role
from staff.services import open_task, postpone_task

TEXT_LIMIT = 2000
FOLLOW_UP = "consultation"


@service(says=_("Consultation registered"))
def register_consultation(
    *,
    name: str,
    need: str,
    by: User,
    phone: str = "",
    channel: str = Channel.PHONE,
    topic: str = Topic.FINANCING,
    amount: Decimal | None = None,
    product: str = "",
    answer: str = "",
    difficulty: str = "",
    follow_up_on: date | None = None,
    asked_at: datetime | None = None,
    customer: Customer | None = None,
    submission_key=None,
) -> Consultation:
    """Write a question down; whoever asks needs no file. With an answer to one of today it counts as answered now.

    One that was forgotten may be registered for some days (a parameter); the daily summary says that it came late.

    The same `submission_key` gives the entry that its first use wrote; it is refused for another question.
    """
    require(permissions.may_consult(by))
    came = _asked(asked_at)
    said = _said(need, answer, difficulty, came["asked_on"])
    question = {
        "name": _name(name),
        "phone": checked_contact({"phone": phone})["phone"],
        "need": said["need"],
        "amount": amount,
        "product": product[:40],
        **_way_it_came(channel, topic),
    }
    # The answer may have grown since the first use of the form, the question not.
    again = made_with(Consultation, submission_key, by, account_manager=by, **question)
    if again is not None:
        return again
    if customer is not None:
        require(permissions.may_log_contact(by, customer))
    consultation = Consultation(
        follow_up_on=_coming(follow_up_on),
        account_manager=by,
        department=_department(by),
        **{**came, **said, **question},
        **({"uuid": submission_key} if submission_key else {}),
    )
    consultation.save(force_insert=True)
    record(consultation, channel=channel, topic=topic)
    _follow(consultation, by)
    if customer is not None:
        _attach(consultation, customer, by)
    return consultation


@service(says=_("Consultation answered"))
def answer_consultation(
    *, consultation: Consultation, version: int, answer: str, by: User, difficulty: str = ""
) -> Consultation:
    """Give the answer that was owed; how long it took is measured from the question."""
    consultation = _own(consultation, by)
    if refusal := answer_refusal(consultation):
        raise TransitionRefused(refusal)
    texts = _texts(need=consultation.need, answer=answer, difficulty=difficulty or consultation.difficulty)
    if not texts["answer"]:
        raise InvalidInput(_("Write down what you answered."), field="answer")
    take_version(consultation, version)
    consultation.answer, consultation.difficulty = texts["answer"], texts["difficulty"]
    consultation.answered_at = dates.now()
    consultation.save(update_fields=["answer", "difficulty", "answered_at"])
    move(consultation, to=_status(texts["answer"], texts["difficulty"]))
    return consultation


@service(says=_("Difficulty resolved"))
def resolve_difficulty(*, consultation: Consultation, version: int, resolution: str, by: User) -> Consultation:
    """Say how an open difficulty was resolved."""
    consultation = _own(consultation, by)
    if refusal := resolution_refusal(consultation):
        raise TransitionRefused(refusal)
    text = plain_text(resolution)
    if len(text) < 2:
        raise InvalidInput(_("Say how it was resolved, in a few words."), field="resolution")
    take_version(consultation, version)
    consultation.resolution, consultation.resolved_at = text[:TEXT_LIMIT], dates.now()
    consultation.save(update_fields=["resolution", "resolved_at"])
    move(consultation, to=ConsultationStatus.CLOSED)
    return consultation


@service(says=_("Consultation to be followed up on {day}"))
def postpone_consultation(*, consultation: Consultation, follow_up_on: date, by: User) -> Consultation:
    """Come back to an open consultation on another day; the task that reminds of it moves along."""
    consultation = _own(consultation, by)
    if consultation.status == ConsultationStatus.CLOSED:
        raise TransitionRefused(_("This consultation is closed."))
    consultation.follow_up_on = _coming(follow_up_on)
    consultation.save(update_fields=["follow_up_on"])
    record(consultation, day=follow_up_on)
    task = Task.objects.open().filter(kind=FOLLOW_UP, url=_address(consultation)).first()
    if task is None:
        _follow(consultation, consultation.account_manager)
    elif task.assignee_id == by.pk:
        postpone_task(task=task, due_on=follow_up_on, by=by)
    return consultation


@service(says=_("Customer registered from a consultation: {number}"))
def register_from_consultation(*, consultation: Consultation, values: Mapping[str, Any], by: User) -> Customer:
    """Open a file for whoever asked: `values` are those of `register_customer`, the phone is taken over if left empty."""
    consultation = _own(consultation, by)
    if consultation.customer_id is not None:
        raise InvalidInput(_("This consultation already belongs to a customer."))
    customer = register_customer(by=by, **{**values, "phone": values.get("phone") or consultation.phone})
    _attach(consultation, customer, by)
    record(consultation, number=customer.number)
    return customer


@service(says=_("Consultation put into a file"))
def link_consultation(*, consultation: Consultation, customer: Customer, by: User) -> Consultation:
    """Put a consultation on the time line of a customer who has a file already."""
    consultation = _own(consultation, by)
    require(permissions.may_log_contact(by, customer))
    if consultation.customer_id is not None:
        raise InvalidInput(_("This consultation already belongs to a customer."))
    _attach(consultation, customer, by)
    record(consultation, number=customer.number)
    return consultation


@service(says=_("Phone of a consultation shown in full. Reason: {reason}"))
def reveal_consultation_phone(*, consultation: Consultation, reason: str, by: User) -> str:
    """The phone in clear; who looked, when and why stays in the trail (S32)."""
    require(permissions.may_follow_consultation(by, consultation))
    if len(reason.strip()) < 2:
        raise InvalidInput(_("Say why you need it, in a few words."), field="reason")
    record(consultation, reason=reason.strip()[:200])
    return consultation.phone


def answer_refusal(consultation: Consultation) -> Any:
    """Why a consultation takes no answer as it stands now; empty while it waits for one."""
    if consultation.status == ConsultationStatus.WAITING:
        return ""
    return _("This consultation has been answered already. What you typed was not saved.")


def resolution_refusal(consultation: Consultation) -> Any:
    """Why no difficulty of a consultation is resolved as it stands now; empty while one is open."""
    if consultation.status == ConsultationStatus.DIFFICULTY:
        return ""
    return _("No difficulty of this consultation is open. What you typed was not saved.")


def _way_it_came(channel: str, topic: str) -> dict[str, str]:
    if channel not in Channel.values or topic not in Topic.values:
        raise InvalidInput(_("Choose one of those offered."), field="channel")
    return {"channel": channel, "topic": topic}


def asked_problems(asked_at: datetime) -> Iterator[InvalidInput]:
    """Why a question cannot be registered as one of this moment."""
    if asked_at > dates.now():
        yield InvalidInput(_("This moment has not come yet."), field="asked_at")
    days = int(parameters.value("consultation_back_days"))
    if timezone.localdate(asked_at) < dates.today() - timedelta(days=days):
        yield InvalidInput(
            _("A consultation is registered within {days} days. Write an older one down as a contact.").format(
                days=days
            ),
            field="asked_at",
        )


def _asked(asked_at: datetime | None) -> dict[str, Any]:
    """When the question came, as the moment and as the day it is counted under."""
    moment = asked_at or dates.now()
    refuse_invalid(asked_problems(moment))
    return {"asked_at": moment, "asked_on": timezone.localdate(moment)}


def _said(need: str, answer: str, difficulty: str, asked_on: date) -> dict[str, Any]:
    """What was asked and answered, and where the entry stands by that.

    When the answer to a question of an earlier day was given is not known: no time is measured that nobody took.
    """
    texts = _texts(need=need, answer=answer, difficulty=difficulty)
    answered_at = dates.now() if texts["answer"] and asked_on == dates.today() else None
    return {**texts, "answered_at": answered_at, "status": _status(texts["answer"], texts["difficulty"])}


def _attach(consultation: Consultation, customer: Customer, by: User) -> None:
    consultation.customer = customer
    consultation.save(update_fields=["customer"])
    log_contact(
        customer=customer,
        kind=ContactKind.CONSULTATION,
        happened_at=consultation.asked_at,
        with_whom=consultation.name,
        observation=consultation.need,
        result=consultation.answer or _now("Not answered yet."),
        consultation=consultation,
        by=by,
    )


def _follow(consultation: Consultation, by: User) -> None:
    if consultation.follow_up_on is None:
        return
    open_task(
        assignee=by,
        kind=FOLLOW_UP,
        title=_("Follow up the consultation"),
        why=consultation.name,
        due_on=consultation.follow_up_on,
        url=_address(consultation),
        key=consultation.follow_up_key,
        by=by,
    )


def _address(consultation: Consultation) -> str:
    return reverse("customers:consultation", args=[consultation.uuid])


def _own(consultation: Consultation, by: User) -> Consultation:
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    require(permissions.may_follow_consultation(by, consultation))
    return consultation


def _status(answer: str, difficulty: str) -> str:
    if not answer:
        return ConsultationStatus.WAITING
    return ConsultationStatus.DIFFICULTY if difficulty else ConsultationStatus.CLOSED


def _department(by: User) -> Department:
    held = by.departments(Role.ACCOUNT_MANAGER) or by.departments(Role.DEPARTMENT_MANAGER)
    return Department.objects.get(pk=min(held))


def _name(name: str) -> str:
    cleaned = " ".join(plain_text(name).split())
    if not 1 <= len(cleaned) <= 60:
        raise InvalidInput(_("Write who asked, for example Mr Lin."), field="name")
    return cleaned


def _texts(**texts: str) -> dict[str, str]:
    cleaned = {name: plain_text(text) for name, text in texts.items()}
    if len(cleaned["need"]) < 2:
        raise InvalidInput(_("Write what was asked, in a few words."), field="need")
    for name, text in cleaned.items():
        if len(text) > TEXT_LIMIT:
            raise InvalidInput(_("At most {count} characters.").format(count=TEXT_LIMIT), field=name)
    return cleaned


def _coming(day: date | None) -> date | None:
    if day is not None and day < dates.today():
        raise InvalidInput(_("Follow up today or later."), field="follow_up_on")
    return check_ahead(day, "follow_up_on") if day is not None else None
