"""One mail a working day to everybody who manages loans, instead of one for every instalment."""

from datetime import date, time

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from core import dates, outbox, parameters
from core.models import OutgoingMail
from core.service import record, service
from servicing.models import Reminder
from servicing.services.reminders import clock_time
from staff.models import RoleAssignment, User
from staff.roles import Role


@service(says=_("{count} digests queued for {on}"))
def send_digests(*, on: date, at: time | None = None, by=None) -> int:
    """Queue the day's digest for every account and department manager, once; returns how many are new.

    Each carries the reminders of its reader that no digest has carried yet, those of closed days included; a reminder
    made after the digest of the day waits for the next. Nothing before the hour of the parameter (`at` is the lender's
    wall clock, None the end of the day) and nothing on a closed day; on a day without news the digest says so.
    """
    if dates.next_working_day(on) != on:
        return 0
    if at is not None and at < clock_time(parameters.value("digest_hour", on)):
        return 0
    people = _readers(on)
    mails = {key(person.pk, on): _draft(person, on) for person in people}
    known = set(OutgoingMail.objects.filter(key__in=list(mails)).values_list("key", flat=True))
    missing = [mail for name, mail in mails.items() if name not in known]
    if not missing:
        return 0
    outbox.queue(missing)
    # Another clock may have queued one of them a moment ago: only those that are ours take reminders along.
    mine = OutgoingMail.objects.filter(uuid__in=[mail.uuid for mail in missing])
    name = Concat(Value("digest:"), Cast(OuterRef("person_id"), CharField()), Value(f":{on}"), output_field=CharField())
    waiting = Reminder.objects.filter(mail=None, person__in=mine.values("person"), business_date__lte=on)
    carried = waiting.update(mail=Subquery(mine.filter(key=name).values("pk")[:1]))
    record(None, on=on, count=len(missing), carried=carried)
    return len(missing)


def key(person: int, on: date) -> str:
    """What makes a digest unique."""
    return f"digest:{person}:{on}"


def _readers(on: date) -> list[User]:
    """Active people with an address who look after loans or lead a department on a day."""
    held = RoleAssignment.objects.in_force(on).filter(role__in=[Role.ACCOUNT_MANAGER, Role.DEPARTMENT_MANAGER])
    people = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return list(people.exclude(email="").order_by("pk"))


def _draft(person: User, on: date) -> OutgoingMail:
    return outbox.draft(
        key=key(person.pk, on),
        kind="digest",
        recipient=person.email,
        language=person.language,
        about=f"user:{person.pk}",
        business_date=on,
        person=person,
    )
