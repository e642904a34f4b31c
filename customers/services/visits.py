"""What changes about visits: planned by hand or by rule, put off, called off; and the marks that the rules read."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import dates, parameters
from core.display import Sentence
from core.errors import InvalidInput
from core.service import change, made_with, record, require, service
from core.states import move
from core.text import plain_text
from core.workdays import add_months
from customers import permissions, providers
from customers.models import Contact, ContactKind, Customer, Mark, MarkKind, Visit, VisitKind, VisitRule
from customers.services.reach import check_ahead
from customers.states import VisitStatus
from staff.models import User
from staff.roles import Role

NOT_PLANNED = _("This visit is no longer planned.")


@service(says=_("Visit planned for {day}"))
def plan_visit(
    *, customer: Customer, planned_on: date, aim: str, by: User, kind: str = VisitKind.FIELD, submission_key=None
) -> Visit:
    """Plan a visit of one's own; the same `submission_key` gives the visit that its first use planned."""
    require(permissions.may_plan_visit(by, customer))
    if kind not in VisitKind.values:
        raise InvalidInput(_("Choose one of those offered."), field="kind")
    said = {
        "customer": customer,
        "account_manager": by,
        "kind": kind,
        "first_planned_on": _coming(planned_on),
        "aim": _said(aim, "aim", _("Say what the visit is for.")),
    }
    if (again := made_with(Visit, submission_key, by, **said)) is not None:
        return again
    own = {"uuid": submission_key} if submission_key else {}
    visit = Visit.objects.create(planned_on=planned_on, **said, **own)
    record(visit, day=planned_on)
    return visit


@service(says=_("Visit put off to {day}: {reason}"))
def postpone_visit(*, visit: Visit, planned_on: date, reason: str, by: User, version: int | None = None) -> Visit:
    """Put a planned visit on another day; the first one stays known, so that putting off does not hide.

    One that a rule asks for is put off by one turn of the rule at most, further only by the department manager.
    """
    visit = _planned(visit, by)
    reason = _said(reason, "reason", _("Say why, in a few words."))
    _check_turn(visit, planned_on, by)
    change(visit, version=version, planned_on=_coming(planned_on), reason=reason)
    record(visit, day=planned_on, reason=reason)
    return visit


@service(says=_("Visit called off: {reason}"))
def cancel_visit(*, visit: Visit, reason: str, by: User) -> Visit:
    """Call a planned visit off; a return visit that a rule asks for is put off, never called off."""
    visit = _planned(visit, by)
    if visit.rule:
        raise InvalidInput(_("The rule asks for this visit. Put it off instead."))
    visit.reason = _said(reason, "reason", _("Say why, in a few words."))
    visit.save(update_fields=["reason"])
    move(visit, to=VisitStatus.CANCELLED, reason=visit.reason)
    return visit


@service(says=_("Marked: {mark}. {reason}"))
def set_mark(*, customer: Customer, kind: str, reason: str, by: User) -> Mark:
    """Set a customer on the watch list or among the key customers; the same said twice sets one mark.

    Raises `InvalidInput` where the mark is set already for another reason, which would be lost.
    """
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    require(permissions.may_mark(by, customer))
    if kind not in MarkKind.values:
        raise InvalidInput(_("Choose one of those offered."), field="kind")
    reason = _said(reason, "reason", _("Say why, in a few words."))
    kept = customer.marks.in_force().filter(kind=kind).select_related("set_by").first()
    if kept is not None and (kept.set_by_id, kept.reason) == (by.pk, reason):
        return kept
    if kept is not None:
        raise InvalidInput(
            Sentence(_("{who} has set this mark already: {reason}"), who=kept.set_by, reason=kept.reason)
        )
    mark = Mark.objects.create(customer=customer, kind=kind, reason=reason, set_by=by)
    record(mark, mark=f"mark_{kind}", reason=mark.reason)
    return mark


@service(says=_("Mark lifted: {mark}. {reason}"))
def lift_mark(*, mark: Mark, reason: str, by: User) -> Mark:
    """Take a mark away again; that it was there stays known. What a department manager set, a manager lifts.

    The same said twice lifts it once; `InvalidInput` where it was lifted for another reason.
    """
    mark = Mark.objects.select_for_update().get(pk=mark.pk)
    require(permissions.may_lift_mark(by, mark))
    reason = _said(reason, "reason", _("Say why, in a few words."))
    if mark.lifted_at is not None and (mark.lifted_by_id, mark.lifted_reason) == (by.pk, reason):
        return mark
    if mark.lifted_at is not None:
        said = Sentence(
            _("{who} has lifted this mark already: {reason}"), who=mark.lifted_by, reason=mark.lifted_reason
        )
        raise InvalidInput(said)
    mark.lifted_at, mark.lifted_by, mark.lifted_reason = dates.now(), by, reason
    mark.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])
    record(mark, mark=f"mark_{mark.kind}", reason=mark.lifted_reason)
    return mark


@service(says=_("Return visit planned"))
def plan_return_visits(*, on: date, by=None) -> int:
    """Plan the next return visit of every borrower, earlier for those on the watch list; returns how many.

    Counted from the last visit, else from the release, and rolled to a working day. Each customer has one at a time:
    who has one open is left alone, so that a second run, or a second clock, finds nothing to do.
    """
    watched = providers.on_watch(on)
    turns = parameters.values(["return_visit_months", "watch_visit_months"], on)
    open_ones = Visit.objects.planned().filter(kind=VisitKind.RETURN)
    since = dict(providers.borrowers(on))
    since |= {pk: on for pk in watched if pk not in since}
    due = set(since) - set(open_ones.values_list("customer", flat=True))
    hastened = open_ones.filter(rule=VisitRule.BORROWER, customer__in=watched)
    days = dates.lender_days() if due or hastened.exists() else {}
    planned = 0
    for customer in Customer.objects.filter(pk__in=due).select_related("account_manager").order_by("pk"):
        rule = VisitRule.WATCH if customer.pk in watched else VisitRule.BORROWER
        planned += _plan_by_rule(customer, rule, since[customer.pk], int(turns[f"{_turn(rule)}_visit_months"]), days)
    for visit in hastened.select_related("customer"):
        planned += _hasten(visit, since[visit.customer_id], int(turns["watch_visit_months"]), days)
    return planned


def _turn(rule: str) -> str:
    return "watch" if rule == VisitRule.WATCH else "return"


def _last_visit(customer: Customer) -> date | None:
    last = Contact.objects.current().filter(customer=customer, kind=ContactKind.VISIT).first()
    return timezone.localdate(last.happened_at) if last is not None else None


def _plan_by_rule(customer: Customer, rule: str, since: date, months: int, days: dict) -> int:
    base = _last_visit(customer) or since
    day = dates.next_working_day(add_months(base, months), days)
    aim = _("Return visit on the watch list") if rule == VisitRule.WATCH else _("Return visit to a borrower")
    visit, is_new = Visit.objects.get_or_create(
        key=f"{customer.pk}:{rule}:{base}",
        defaults={
            "customer": customer,
            "account_manager": customer.account_manager,
            "kind": VisitKind.RETURN,
            "rule": rule,
            "planned_on": day,
            "first_planned_on": day,
            "aim": aim,
        },
    )
    if is_new:
        record(visit, rule=f"visit_{rule}", day=day)
    return int(is_new)


def _hasten(visit: Visit, since: date, months: int, days: dict) -> int:
    """A customer came on the watch list: the visit that was planned comes earlier, by the rule of the list."""
    base = _last_visit(visit.customer) or since
    day = min(visit.planned_on, dates.next_working_day(add_months(base, months), days))
    change(
        visit,
        rule=VisitRule.WATCH,
        planned_on=day,
        first_planned_on=min(visit.first_planned_on, max(day, dates.today())),
    )
    return 1


def _planned(visit: Visit, by: User) -> Visit:
    visit = Visit.objects.select_for_update().select_related("customer").get(pk=visit.pk)
    require(permissions.may_change_visit(by, visit))
    if not visit.is_planned:
        raise InvalidInput(NOT_PLANNED)
    return visit


def _coming(day: date) -> date:
    if day < dates.today():
        raise InvalidInput(_("Plan it for today or later."), field="planned_on")
    return check_ahead(day, "planned_on")


def _check_turn(visit: Visit, day: date, by: User) -> None:
    """A visit that a rule asks for is put off by one turn of the rule at most, counted from the day it asked for.

    One that was late from its first day has a turn from that day on. Further only by a manager of the department:
    otherwise putting off would undo the rule (L1.9).
    """
    if not visit.rule or by.departments(Role.DEPARTMENT_MANAGER) & {visit.customer.department_id}:
        return
    months = int(parameters.value(f"{_turn(visit.rule)}_visit_months"))
    asked = max(visit.first_planned_on, timezone.localdate(visit.created_at))
    latest = dates.next_working_day(add_months(asked, months))
    if day > latest:
        raise InvalidInput(
            _("The rule asks for this visit by {day}. Only the department manager puts it off further.").format(
                day=latest
            ),
            field="planned_on",
        )


def _said(text: str, field: str, sentence) -> str:
    cleaned = " ".join(plain_text(text).split())
    if len(cleaned) < 2:
        raise InvalidInput(sentence, field=field)
    if len(cleaned) > 200:
        raise InvalidInput(_("At most {count} characters.").format(count=200), field=field)
    return cleaned
