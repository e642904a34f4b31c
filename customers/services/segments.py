"""What changes about saved lists, and the contacts that are planned: one open at a time for each customer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import dates
from core.errors import InvalidInput, TransitionRefused
from core.service import record, require, service, take_version
from core.states import move
from core.text import plain_text
from customers import permissions
from customers.models import ContactPlan, Customer, Segment
from customers.services.privacy import is_private
from customers.services.reach import check_ahead
from customers.states import ContactPlanStatus
from staff.models import Department, User
from staff.roles import Role

# The names of the filter of the customers' list; what they may say is checked by the filter itself.
CRITERIA = (
    "q", "kind", "grade", "industry", "size", "area", "account_manager", "silent_days", "next_contact",
)  # fmt: skip
SORTS = {
    f"{sign}{name}"
    for sign in ("", "-")
    for name in ("name", "number", "account_manager", "last_contact", "created_at")
}
MOST_PLANNED = 2_000


@dataclass(frozen=True)
class Planned:
    """How many contacts were planned, how many customers had one open already, and how many are somebody else's."""

    planned: int
    open_already: int
    not_yours: int


@service(says=_("List saved: {name}"))
def save_segment(
    *, name: str, criteria: Mapping[str, str], by: User, is_shared: bool = False, sort: str = ""
) -> Segment:
    """Keep the filter of the customers' list under a name, for oneself or for the department."""
    require(permissions.may_save_segment(by))
    segment = Segment(name=_named(name, by), criteria=_checked(criteria), sort=sort if sort in SORTS else "", owner=by)
    segment.department = _department_of(by) if is_shared else None
    _write(segment)
    record(segment, name=segment.name, criteria=segment.criteria, shared=is_shared)
    return segment


@service(says=_("List changed: {name}"))
def change_segment(*, segment: Segment, version: int, name: str, is_shared: bool, by: User) -> Segment:
    """Rename a list, or share it with the department, or keep it for oneself again."""
    segment = _locked(segment, by)
    take_version(segment, version)
    segment.name = _named(name, by, but=segment)
    segment.department = (segment.department or _department_of(by)) if is_shared else None
    segment.save(update_fields=["name", "department"])
    record(segment, name=segment.name, shared=is_shared)
    return segment


@service(says=_("List put away: {name}"))
def archive_segment(*, segment: Segment, by: User) -> Segment:
    """Put a list away; contacts planned from it stay."""
    segment = _locked(segment, by)
    take_version(segment, None)
    segment.archived_at = dates.now()
    segment.save(update_fields=["archived_at"])
    record(segment, name=segment.name)
    return segment


def _locked(segment: Segment, by: User) -> Segment:
    segment = Segment.objects.select_for_update(of=("self",)).with_names().get(pk=segment.pk)
    require(permissions.may_change_segment(by, segment))
    if segment.archived_at is not None:
        raise InvalidInput(_("This list was put away."))
    return segment


def _write(segment: Segment) -> None:
    try:
        with transaction.atomic():
            segment.save(force_insert=True)
    except IntegrityError:
        raise InvalidInput(_("You have a list of this name already."), field="name") from None


def _named(name: str, by: User, but: Segment | None = None) -> str:
    cleaned = " ".join(plain_text(name).split())
    if not 1 <= len(cleaned) <= 60:
        raise InvalidInput(_("Give the list a name of 1 to 60 characters."), field="name")
    same = Segment.objects.in_use().filter(owner=by, name=cleaned)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise InvalidInput(_("You have a list of this name already."), field="name")
    return cleaned


def _checked(criteria: Mapping[str, str]) -> dict[str, str]:
    """Only names the filter has, only what says something, and never a number of somebody (S32)."""
    said = {name: str(value).strip() for name, value in criteria.items() if str(value or "").strip()}
    if not said:
        raise InvalidInput(_("Filter the customers first: a list needs at least one condition."))
    if set(said) - set(CRITERIA) or any(len(value) > 120 for value in said.values()):
        raise InvalidInput(_("This filter is not known here."))
    if any(is_private(value) for name, value in said.items() if name in {"q", "area"}):
        raise InvalidInput(_("Identity numbers, phones, accounts and street addresses are not kept in a list."))
    return said


def _department_of(by: User) -> Department:
    places = by.departments(Role.ACCOUNT_MANAGER) | by.departments(Role.DEPARTMENT_MANAGER)
    return Department.objects.get(pk=min(places))


# Contacts to make


@service(says=_("Contact planned until {day}: {aim}"))
def plan_contact(*, customer: Customer, due_on: date, aim: str, by: User) -> ContactPlan:
    """Plan a contact with one customer; where one is open already, that one stays and is given."""
    customer = Customer.objects.select_for_update(of=("self",)).with_owner().get(pk=customer.pk)
    require(permissions.may_plan_contact(by, customer))
    aim = _checked_plan(due_on, aim)
    kept = ContactPlan.objects.planned().filter(customer=customer).first()
    if kept is not None:
        return kept
    plan = ContactPlan.objects.create(customer=customer, due_on=due_on, aim=aim, planned_by=by)
    record(plan, day=due_on, aim=aim)
    return plan


@service(says=_("Contacts planned with {planned} customers until {day}: {aim}"))
def plan_contacts(*, segment: Segment, customers: Collection[int], due_on: date, aim: str, by: User) -> Planned:
    """Plan a contact with each customer of a list, by id; none twice while one is open, none with somebody else's.

    Raises `InvalidInput` for more than 2,000 customers, for none, and for a day that has passed.
    """
    require(permissions.may_save_segment(by))
    aim, asked = _checked_plan(due_on, aim), set(customers)
    if not asked:
        raise InvalidInput(_("Choose at least one customer."), field="customers")
    if len(asked) > MOST_PLANNED:
        raise InvalidInput(_("At most {most} customers at a time. Narrow the list.").format(most=f"{MOST_PLANNED:,}"))
    near = Q(department__in=by.departments(Role.DEPARTMENT_MANAGER))
    near |= Q(account_manager=by) if by.has_role(Role.ACCOUNT_MANAGER) else Q(pk=None)
    mine = set(Customer.objects.current().filter(near, pk__in=asked).values_list("pk", flat=True))
    before = set(ContactPlan.objects.planned().filter(customer__in=mine).values_list("customer", flat=True))
    rows = [
        ContactPlan(customer_id=pk, due_on=due_on, aim=aim, segment=segment, planned_by=by)
        for pk in sorted(mine - before)
    ]
    # Who was faster keeps theirs: the rule of the database lets one open plan stand.
    ContactPlan.objects.bulk_create(rows, ignore_conflicts=True)
    done = ContactPlan.objects.filter(uuid__in=[row.uuid for row in rows]).count()
    record(segment, planned=done, day=due_on, aim=aim, customers=len(asked))
    return Planned(done, len(mine) - done, len(asked) - len(mine))


@service(says=_("Planned contact put off to {day}"))
def postpone_contact_plan(*, plan: ContactPlan, due_on: date, by: User) -> ContactPlan:
    """Put a contact to make on another day, today or later."""
    plan = ContactPlan.objects.select_for_update(of=("self",)).with_names().get(pk=plan.pk)
    require(permissions.may_plan_contact(by, plan.customer))
    if not plan.is_planned:
        raise TransitionRefused(_("This contact is no longer planned."))
    plan.due_on, _aim = due_on, _checked_plan(due_on, plan.aim)
    plan.save(update_fields=["due_on"])
    record(plan, day=due_on)
    return plan


@service(says=_("Planned contact dropped: {reason}"))
def drop_contact_plan(*, plan: ContactPlan, reason: str, by: User) -> ContactPlan:
    """Say that a planned contact is not needed any more, and why."""
    plan = ContactPlan.objects.select_for_update(of=("self",)).with_names().get(pk=plan.pk)
    require(permissions.may_plan_contact(by, plan.customer))
    reason = " ".join(plain_text(reason).split())
    if not 2 <= len(reason) <= 200:
        raise InvalidInput(_("Say why in 2 to 200 characters."), field="reason")
    plan.reason = reason
    plan.save(update_fields=["reason"])
    move(plan, to=ContactPlanStatus.DROPPED, reason=reason)
    return plan


def make_planned(customer: Customer) -> None:
    """A contact was written down: what was planned with the customer is thereby made. Inside a service."""
    for plan in ContactPlan.objects.select_for_update().planned().filter(customer=customer):
        move(plan, to=ContactPlanStatus.DONE)


def _checked_plan(due_on: date, aim: str) -> str:
    if due_on < dates.today():
        raise InvalidInput(_("Plan it for today or later."), field="due_on")
    check_ahead(due_on, "due_on")
    cleaned = " ".join(plain_text(aim).split())
    if not 2 <= len(cleaned) <= 200:
        raise InvalidInput(_("Say what the contact is for, in 2 to 200 characters."), field="aim")
    return cleaned
