"""What changes about the customer file."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core import dates
from core.errors import InvalidInput, Stale
from core.numbering import Kind, issue
from core.service import record, require, service, take_version
from customers import identity as identities
from customers import permissions
from customers.models import CompanyDetails, Customer, CustomerKind, IdentityType, PersonDetails
from customers.names import fold
from customers.providers import FIELDS
from customers.services import conflicts, look_alikes, territories
from staff.models import Department, User
from staff.roles import Role

EARLIEST = date(1900, 1, 1)
DETAILS = {
    CustomerKind.PERSON: ("birth_date", "employer", "monthly_income"),
    CustomerKind.COMPANY: (
        "founded_on",
        "legal_representative",
        "industry_code",
        "registered_capital",
        "staff_count",
        "main_products",
    ),
}
PAPERS = {CustomerKind.PERSON: IdentityType.RESIDENT.value, CustomerKind.COMPANY: IdentityType.CREDIT_CODE.value}
EDITABLE = ("name", "phone", "email", "address", "language")

# What follows once a file has been opened, inside the same transaction: hook(customer).
AFTER_REGISTRATION: list[Callable[[Customer], None]] = []


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
    if submission_key:
        User.objects.wait_for(by)
    again = Customer.objects.filter(uuid=submission_key, account_manager=by).first() if submission_key else None
    if again is not None:
        return again
    values = checked_contact({"name": name, "phone": phone, "email": email, "address": address, "language": language})
    number = identities.compact(identity)
    _refuse_wrong_identity(kind, number, identity_type)
    _refuse_duplicate(number, by)
    paper = identity_type or PAPERS[CustomerKind(kind)]
    facts = _checked_details(kind, dict(details or {}), number, paper)
    found = look_alikes.candidates(
        look_alikes.Facts(kind, values["name"], values["phone"], values["address"], facts.get("birth_date"))
    )
    if verdicts is not None:
        look_alikes.check_verdicts(found, verdicts)
    rivals = territories.judged(by, values["address"], facts.get("industry_code", "")).rivals
    if rivals and len(claim.strip()) < 2:
        raise InvalidInput(territories.rival_sentence(rivals), field="claim")
    department = Department.objects.select_related("branch").get(pk=min(by.departments(Role.ACCOUNT_MANAGER)))
    customer = Customer(
        number=issue(Kind.CUSTOMER, department.branch.code),
        kind=kind,
        name_folded=_folded(values["name"]),
        identity_type=paper,
        identity=number,
        identity_tail=number[-4:],
        department=department,
        account_manager=by,
        **values,
        **({"uuid": submission_key} if submission_key else {}),
    )
    try:
        with transaction.atomic():
            customer.save(force_insert=True)
    except IntegrityError:
        _refuse_duplicate(number, by)
        raise
    _details_model(kind).objects.create(customer=customer, **facts)
    for hook in AFTER_REGISTRATION:
        hook(customer)
    record(customer, number=customer.number, kind=kind)
    look_alikes.keep_pairs(customer, found, verdicts or {}, by)
    if rivals:
        conflicts.open_for_territory(customer, rivals, claim, by)
    return customer


def registration_problems(
    *, kind: str, identity: str, details: Mapping[str, Any], **values: Any
) -> list[tuple[str, InvalidInput]]:
    """Every field that `register_customer` would refuse, with the refusal: a spreadsheet lists all of them at once."""
    number, found = identities.compact(identity), []
    for name, value in values.items():
        found += _refusals(name, partial(checked_contact, {name: value}))
    paper = PAPERS[CustomerKind(kind)]
    for name, value in details.items():
        found += _refusals(name, partial(_checked_details, kind, {name: value}, number, paper))
    return found


def _refusals(name: str, check: Callable[[], Any]) -> list[tuple[str, InvalidInput]]:
    try:
        check()
    except InvalidInput as error:
        return [(error.field or name, error)]
    return []


@service(says=_("Customer file changed"))
def update_customer(
    *, customer: Customer, version: int, values: Mapping[str, Any], details: Mapping[str, Any], by: User
) -> bool:
    """Change what a file says and tell whether anything changed; the identity stays for ever.

    The event keeps the names of the fields, not what they say: it would be personal data in the trail (S16).
    """
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    require(permissions.may_edit(by, customer))
    if version != customer.version:
        raise Stale(version=customer.version)
    values = checked_contact({name: value for name, value in values.items() if name in EDITABLE})
    facts, _created = _details_model(customer.kind).objects.get_or_create(customer=customer)
    wanted = _checked_details(customer.kind, dict(details), customer.identity, customer.paper)
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
    if {"name", "phone", "address"} & set(changed):
        look_alikes.look_again(customer, by)
    return True


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


def identity_problem(kind: str, text: str, identity_type: str = "") -> str:
    """What is wrong with a typed identity, as a sentence; empty if nothing is. Without a type it is the kind's usual."""
    number, chosen = identities.compact(text), identity_type or PAPERS[CustomerKind(kind)]
    flaw = identities.flaw_of(chosen, number, dates.today())
    paper = _now("the licence") if kind == CustomerKind.COMPANY else _now("the identity card")
    if chosen not in PAPERS.values():
        paper = _now("the paper")
    if flaw is None:
        return ""
    sentences = {
        "empty": _now("Enter the number from {paper}."),
        "length": _now("It has 18 characters, and {count} were typed. Compare with {paper}."),
        "characters": _now("It holds a character that cannot stand there. Compare with {paper}."),
        "birth_date": _now("Its digits 7 to 14 are no possible date of birth. Compare with {paper}."),
        "check": _now("The last character does not fit: it should be {expected}. Compare with {paper}."),
        "form": _now("Such a paper has a number like {expected}. Compare with {paper}."),
    }
    if flaw.code == "check" and not flaw.expected:
        return _now("The digits do not fit together. Compare with {paper}.").format(paper=paper)
    return sentences[flaw.code].format(paper=paper, count=flaw.length, expected=flaw.expected)


def duplicate_sentence(identity: str, by: User) -> str:
    """Who keeps this identity already; the owner is named also to those who may not open the file."""
    kept = Customer.objects.with_identity(identity).with_owner().first() if identities.compact(identity) else None
    if kept is None:
        return ""
    kept = kept.stands_for()
    if kept.account_manager_id == by.pk:
        return _now("You already keep this customer: {name}.").format(name=kept.name)
    return _now("{owner} ({department}) already keeps this customer. Ask there; a second file is not opened.").format(
        owner=kept.account_manager, department=kept.department
    )


def _refuse_wrong_identity(kind: str, number: str, identity_type: str) -> None:
    if kind not in CustomerKind.values:
        raise InvalidInput(_("A customer is a person or a company."), field="kind")
    types = IdentityType.of_companies() if kind == CustomerKind.COMPANY else IdentityType.of_persons()
    if identity_type and identity_type not in dict(types):
        raise InvalidInput(_("Nobody of this kind has such a paper."), field="identity_type")
    problem = identity_problem(kind, number, identity_type)
    if problem:
        raise InvalidInput(problem, field="identity")


def _refuse_duplicate(number: str, by: User) -> None:
    sentence = duplicate_sentence(number, by)
    if sentence:
        raise InvalidInput(sentence, field="identity")


def _folded(name: str) -> str:
    """The name as it is searched for; one sign may fold into several, ㈱ into three."""
    return fold(name)[: Customer._meta.get_field("name_folded").max_length]


def checked_contact(values: dict[str, Any]) -> dict[str, Any]:
    """The fields that both kinds have, cleaned; only those given."""
    # One line each: a line end in a name would read as a second entry wherever names stand in lists and letters.
    cleaned = {name: " ".join(str(value).split()) for name, value in values.items()}
    if "name" in cleaned and not 2 <= len(cleaned["name"]) <= 120:
        raise InvalidInput(_("A name has 2 to 120 characters."), field="name")
    phone = unicodedata.normalize("NFKC", cleaned.get("phone", ""))
    digits = sum(character.isdigit() for character in phone)
    if phone and (not 6 <= digits <= 15 or set(phone) - set("+0123456789 -()")):
        raise InvalidInput(_("This is not a phone number. Write digits, for example 138 0000 0000."), field="phone")
    if "phone" in cleaned:
        cleaned["phone"] = identities.compact(phone)
    if cleaned.get("email"):
        try:
            validate_email(cleaned["email"])
        except ValidationError as error:
            raise InvalidInput(_("This is not an e-mail address."), field="email") from error
    if len(cleaned.get("address", "")) > 300:
        raise InvalidInput(_("An address has at most 300 characters."), field="address")
    return cleaned


def _checked_details(kind: str, details: dict[str, Any], number: str, paper: str) -> dict[str, Any]:
    """The fields of one kind; dates that cannot be are refused, birth date and sex agree with the identity number."""
    asked = (*DETAILS[CustomerKind(kind)], *(["sex"] if kind == CustomerKind.PERSON else []))
    facts = {name: details[name] for name in asked if name in details}
    for name, value in facts.items():
        if isinstance(value, str):
            facts[name] = " ".join(value.split())
    today = dates.today()
    if kind == CustomerKind.PERSON:
        return _fitting(kind, {**facts, **_told_by(paper, number, facts)})
    founded = facts.get("founded_on")
    if founded and not EARLIEST <= founded <= today:
        raise InvalidInput(_("A company is founded before today."), field="founded_on")
    code = facts.get("industry_code", "")
    if code and not (len(code) == 4 and code.isascii() and code.isdigit()):
        raise InvalidInput(_("An industry code has four digits, for example 3399."), field="industry_code")
    return _fitting(kind, facts)


def _told_by(paper: str, number: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Birth date and sex as the number tells them; what was typed against it is refused."""
    told: dict[str, Any] = {}
    born, born_as = facts.get("birth_date"), identities.sex(paper, number)
    if identities.tells_birth(paper):
        told["birth_date"] = identities.birth_date(number)
        if born and born != told["birth_date"]:
            raise InvalidInput(
                _("The identity number says {date}. Compare both with the card.").format(date=told["birth_date"]),
                field="birth_date",
            )
    elif born and not EARLIEST <= born <= dates.today():
        raise InvalidInput(_("Nobody is born after today. Check the year."), field="birth_date")
    if born_as:
        if facts.get("sex") and facts["sex"] != born_as:
            raise InvalidInput(
                _("The identity number says “{sex}”. Compare both with the card.").format(
                    sex=PersonDetails.Sex(born_as).label
                ),
                field="sex",
            )
        told["sex"] = born_as
    return told


def details_of(customer: Customer) -> Any:
    """What is kept of the kind of customer; None for a file that has never been filled in."""
    return getattr(customer, "company" if customer.is_company else "person", None)


def _fitting(kind: str, facts: dict[str, Any]) -> dict[str, Any]:
    """The same facts; one that is longer than its place, if only by being put in order, is refused, never cut."""
    for name, value in facts.items():
        most = getattr(_details_model(kind)._meta.get_field(name), "max_length", None)
        if most and len(value) > most:
            raise InvalidInput(_("At most {count} characters.").format(count=most), field=name)
    return facts


def _details_model(kind: str) -> type[CompanyDetails] | type[PersonDetails]:
    return CompanyDetails if kind == CustomerKind.COMPANY else PersonDetails


def _assign(thing: Any, values: Mapping[str, Any]) -> list[str]:
    """Set what differs and name it."""
    changed = [name for name, value in values.items() if getattr(thing, name) != value]
    for name in changed:
        setattr(thing, name, values[name])
    return changed
