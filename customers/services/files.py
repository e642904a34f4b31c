"""What changes about the customer file."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core.errors import InvalidInput, Stale, TransitionRefused, refuse_invalid
from core.numbering import Kind, issue, issue_many
from core.service import SENT_ALREADY, made_with, record, require, service, take_version
from customers import permissions
from customers.identity import compact
from customers.models import Address, CompanyDetails, Customer, CustomerKind, PersonDetails
from customers.names import fold
from customers.providers import FIELDS
from customers.services import conflicts, look_alikes, territories
from customers.services.file_checks import (
    PAPERS,
    checked_contact,
    checked_details,
    cleaned_contact,
    cleaned_details,
    details_model,
    duplicate_sentence,
    registration_problems,
    wait_for_paper,
)
from staff.models import Department, User
from staff.roles import Role

EDITABLE = ("name", "phone", "email", "address", "language")

# What follows once files have been opened, inside the same transaction: hook(customers).
AFTER_REGISTRATION: list[Callable[[Sequence[Customer]], None]] = []


@service(says=_("Customer registered: {number}"))
def register_customer(
    *,
    kind: str,
    name: str,
    identity: str,
    by: User,
    phone: str = "",
    email: str = "",
    address: str = "",
    language: str = "zh-hant",
    details: Mapping[str, Any] | None = None,
    verdicts: Mapping[str, look_alikes.Verdict] | None = None,
    claim: str = "",
    submission_key=None,
    identity_type: str = "",
) -> Customer:
    """Open a file, kept by `by` in their department; an identity that is kept already is refused with the owner's name.

    `details` are the fields of the kind. `verdicts` say of each file that looks alike, by its uuid, whether it is a
    different customer; with None they are all left open. `claim` opens a conflict where the customer lies in a
    colleague's area or industry; without it the file is refused. The same `submission_key` gives the file that its
    first use opened.
    """
    require(permissions.may_register(by))
    wait_for_paper(identity)
    values: dict[str, Any] = {"name": name, "phone": phone, "email": email, "address": address, "language": language}
    said = {"account_manager": by, "kind": kind, "identity": compact(identity), **cleaned_contact(values)}
    if (again := made_with(Customer, submission_key, by, **said)) is not None:
        return _opened_again(again, details or {})
    given: dict[str, Any] = {
        "identity_type": identity_type,
        "details": details or {},
        "verdicts": verdicts,
        "claim": claim,
    }
    refuse_invalid(registration_problems(kind=kind, identity=identity, by=by, **given, **values))
    number, paper, values = compact(identity), identity_type or PAPERS[CustomerKind(kind)], cleaned_contact(values)
    facts = cleaned_details(kind, details or {}, number, paper)
    alike = look_alikes.of_new(kind, values, facts, number)
    rivals = territories.judged(by, values["address"], facts.get("industry_code", "")).rivals
    customer = _new_file(kind, number, paper, values, by, submission_key)
    details_model(kind).objects.create(customer=customer, **facts)
    record(customer, number=customer.number, kind=kind)
    for hook in AFTER_REGISTRATION:
        hook([customer])
    look_alikes.keep_pairs(customer, alike, verdicts or {}, by)
    if rivals:
        conflicts.open_for_territory(customer, rivals, claim, by)
    return customer


def _opened_again(customer: Customer, details: Mapping[str, Any]) -> Customer:
    """A file whose form is sent once more; refused where it does not say the same."""
    facts = details_of(customer)
    told = cleaned_details(customer.kind, details, customer.identity, customer.identity_type)
    if any(getattr(facts, name) != value for name, value in told.items()):
        raise InvalidInput(SENT_ALREADY)
    return customer


def opened_with(submission_key: Any, by: User) -> Customer | None:
    """The file that an earlier use of the key opened."""
    return Customer.objects.filter(uuid=submission_key, account_manager=by).first() if submission_key else None


@service(says=_("Customer registered: {number}"))
def register_customers(*, entries: Sequence[Mapping[str, Any]], by: User) -> list[Customer]:
    """Open many files as `register_customer` opens one, by the same few statements however many there are.

    `entries` are its keyword arguments, each good by itself (`registration_problems`) and no two of one identity.
    Nobody was asked about files that look alike: the pairs are left open.
    """
    require(permissions.may_register(by))
    department = _department_of(by)
    numbers = issue_many(Kind.CUSTOMER, department.branch.code, len(entries))
    customers: list[Customer] = []
    details: list[Any] = []
    for running, entry in zip(numbers, entries, strict=True):
        kind, number, own = entry["kind"], compact(entry["identity"]), entry.get("details") or {}
        paper = entry.get("identity_type") or PAPERS[CustomerKind(kind)]
        values = cleaned_contact({name: entry[name] for name in EDITABLE if name in entry})
        customers.append(_unsaved(running, kind, number, paper, values, by, department))
        details.append(details_model(kind)(customer=customers[-1], **cleaned_details(kind, own, number, paper)))
    try:
        with transaction.atomic():
            Customer.objects.bulk_create(customers)
    except IntegrityError as error:
        raise TransitionRefused(
            _("Somebody registered one of these customers meanwhile. Check the rows again.")
        ) from error
    CompanyDetails.objects.bulk_create(row for row in details if isinstance(row, CompanyDetails))
    PersonDetails.objects.bulk_create(row for row in details if isinstance(row, PersonDetails))
    for customer in customers:
        record(customer, number=customer.number, kind=customer.kind)
    for hook in AFTER_REGISTRATION:
        hook(customers)
    look_alikes.keep_pairs_of(customers)
    return customers


def _department_of(keeper: User) -> Department:
    return Department.objects.select_related("branch").get(pk=min(keeper.departments(Role.ACCOUNT_MANAGER)))


def _unsaved(
    running: str, kind: str, number: str, paper: str, values: dict[str, Any], by: User, department: Department
) -> Customer:
    return Customer(
        number=running,
        kind=kind,
        name_folded=_folded(values["name"]),
        identity_type=paper,
        identity=number,
        identity_tail=number[-4:],
        department=department,
        account_manager=by,
        **values,
    )


def _new_file(kind: str, number: str, paper: str, values: dict[str, Any], by: User, submission_key: Any) -> Customer:
    department = _department_of(by)
    customer = _unsaved(issue(Kind.CUSTOMER, department.branch.code), kind, number, paper, values, by, department)
    if submission_key:
        customer.uuid = submission_key
    try:
        with transaction.atomic():
            customer.save(force_insert=True)
    except IntegrityError as error:
        if kept := duplicate_sentence(number, by, paper):
            raise InvalidInput(kept, field="identity") from error
        raise
    return customer


@service(says=_("Customer file changed"))
def update_customer(
    *, customer: Customer, version: int, values: Mapping[str, Any], details: Mapping[str, Any], by: User
) -> bool:
    """Change what a file says and tell whether anything changed; the identity stays for ever.

    The event keeps the names of the fields, not what they say: it would be personal data in the trail (S16).
    """
    customer = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    require(permissions.may_edit(by, customer))
    if version != customer.version:
        raise Stale(version=customer.version)
    values = checked_contact({name: value for name, value in values.items() if name in EDITABLE})
    facts, _created = details_model(customer.kind).objects.get_or_create(customer=customer)
    wanted = checked_details(customer.kind, dict(details), customer.identity, customer.identity_type)
    before = field_of(customer, facts)
    changed = _assign(customer, values)
    if "phone" in changed and customer.phone_verified_on:
        changed += _assign(customer, {"phone_verified_on": None})  # what was verified was the number before
    changed_details = _assign(facts, wanted)
    if not changed and not changed_details:
        return False
    take_version(customer, version)
    customer.name_folded = _folded(customer.name)
    customer.save(update_fields=[*changed, "name_folded", "phone_index", "address_index"])
    if changed_details:
        facts.save(update_fields=changed_details)
    record(customer, fields=[*changed, *changed_details])
    if {"name", "phone", "address", "birth_date"} & {*changed, *changed_details}:
        look_alikes.look_again(customer, by)
    conflicts.open_for_new_field(customer, before, field_of(customer, facts), by)
    return True


def field_of(customer: Customer, details: Any) -> territories.Judgement:
    """In whose areas and industry the customer lies, by all that its file says now."""
    industry = getattr(details, "industry_code", "")
    rows = Address.objects.standing().of(customer).exclude(place=Address.Place.MAILING)
    return territories.judged_file(customer, industry, customer.address, *(row.address for row in rows))


@service(says=_("Shown in full: {field}. Reason: {reason}"))
def reveal_identity(*, customer: Customer, field: str, reason: str, by: User) -> str:
    """The clear value of a masked field; who looked, when and why stays in the trail."""
    require(permissions.may_reveal(by, customer))
    if field not in FIELDS:
        raise InvalidInput(_("This field is not masked."), field="field")
    if len(reason.strip()) < 2:
        raise InvalidInput(_("Say why you need it, in a few words."), field="reason")
    record(customer, field=field, reason=reason.strip()[:200])
    return getattr(customer, field)


def _folded(name: str) -> str:
    """The name as it is searched for; one sign may fold into several, ㈱ into three."""
    return fold(name)[: Customer._meta.get_field("name_folded").max_length]


def details_of(customer: Customer) -> Any:
    """What is kept of the kind of customer; None for a file that has never been filled in."""
    return getattr(customer, "company" if customer.is_company else "person", None)


def _assign(thing: Any, values: Mapping[str, Any]) -> list[str]:
    """Set what differs and name it."""
    changed = [name for name, value in values.items() if getattr(thing, name) != value]
    for name in changed:
        setattr(thing, name, values[name])
    return changed
