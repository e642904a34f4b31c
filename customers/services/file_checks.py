"""What may stand in a customer's file: every rule says what it refuses, so that a form or a sheet hears all of them."""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core import dates
from core.display import Place, Sentence
from core.errors import InvalidInput, refuse_invalid
from core.numbering import shown
from core.protect import lock_name
from customers import identity as identities
from customers.models import CompanyDetails, Customer, CustomerKind, IdentityType, PersonDetails
from customers.services import look_alikes, territories
from staff.models import User

EARLIEST = date(1900, 1, 1)
NOT_COME = _("This day has not come yet. Check the year.")
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


def registration_problems(
    *,
    kind: str,
    identity: str | None,
    by: User,
    details: Mapping[str, Any],
    identity_type: str = "",
    verdicts: Mapping[str, look_alikes.Verdict] | None = None,
    claim: str = "",
    **values: Any,
) -> list[InvalidInput]:
    """Everything that `register_customer` would refuse; what could not be read is left out, or None for the identity."""
    if kind not in CustomerKind.values:
        return [InvalidInput(_("A customer is a person or a company."), field="kind")]
    number = identities.compact(identity or "")
    found = [] if identity is None else [*identity_problems(kind, number, identity_type)]
    number = "" if found else number
    paper = identity_type or PAPERS[CustomerKind(kind)]
    kept = duplicate_sentence(number, by, paper)
    found += [InvalidInput(kept, field="identity")] if kept else []
    found += field_problems(kind=kind, number=number, identity_type=identity_type, details=details, **values)
    if not kept:
        facts = cleaned_details(kind, details, number, paper)
        alike = look_alikes.of_new(kind, cleaned_contact(values), facts, number) if verdicts is not None else []
        found += look_alikes.verdict_problems(alike, verdicts or {})
        found += _claim_problems(values.get("address", ""), facts, claim, by)
    return found


def field_problems(
    *, kind: str, number: str, details: Mapping[str, Any], identity_type: str = "", **values: Any
) -> list[InvalidInput]:
    """What is wrong with single fields, whatever else is on file; without a number nothing is held against it."""
    paper = identity_type or PAPERS[CustomerKind(kind)]
    return [*contact_problems(values), *details_problems(kind, details, number, paper)]


def _claim_problems(address: str, facts: Mapping[str, Any], claim: str, by: User) -> Iterator[InvalidInput]:
    """A colleague's field that was not claimed."""
    rivals = territories.judged(by, " ".join(str(address).split()), facts.get("industry_code", "")).rivals
    if rivals and len(claim.strip()) < 2:
        yield InvalidInput(territories.rival_sentence(rivals), field="claim")


# The identity


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


def duplicate_sentence(identity: str, by: User, paper: str) -> Sentence | str:
    """Who keeps this number of this kind of paper already, as identity or on a further paper.

    The owner is named also to those who may not open the file. Another kind of paper may bear the same number.
    """
    kept = Customer.objects.with_identity(identity, paper).with_owner().first()
    return kept_sentence(kept, by) if kept else ""


def kept_sentence(kept: Customer, by: User) -> Sentence:
    """That a file of this customer is kept already, and by whom; in the trail it stands without the customer's name."""
    if kept.account_manager_id == by.pk:
        return Sentence(
            _("You already keep this customer: {name}, {number}."),
            name=Place(kept.name),
            number=Place(shown(kept.number), kept=kept.number),
        )
    return Sentence(
        _("{owner} ({department}) already keeps this customer. Ask there; a second file is not opened."),
        owner=kept.account_manager,
        department=kept.department,
    )


def wait_for_paper(number: str) -> None:
    """Let those who bring one paper to two files pass one after the other, inside a transaction.

    It is taken before any row is locked, or two would wait for each other.
    """
    lock_name(f"paper:{identities.comparable(number)}")


def identity_problems(kind: str, number: str, identity_type: str) -> Iterator[InvalidInput]:
    """Why a number is nobody's identity: there is no such paper, or no such number."""
    types = IdentityType.of_companies() if kind == CustomerKind.COMPANY else IdentityType.of_persons()
    if identity_type and identity_type not in dict(types):
        yield InvalidInput(_("Nobody of this kind has such a paper."), field="identity_type")
    elif sentence := identity_problem(kind, number, identity_type):
        yield InvalidInput(sentence, field="identity")


# What both kinds have


def checked_contact(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that both kinds have, cleaned; only those given. Raises `InvalidInput` with all that is wrong."""
    refuse_invalid(contact_problems(values))
    return cleaned_contact(values)


def cleaned_contact(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same without a check."""
    # One line each: a line end in a name would read as a second entry wherever names stand in lists and letters.
    cleaned = {name: " ".join(str(value).split()) for name, value in values.items()}
    if "phone" in cleaned:
        cleaned["phone"] = identities.dialled(cleaned["phone"])
    return cleaned


def contact_problems(values: Mapping[str, Any]) -> Iterator[InvalidInput]:
    """What is wrong with the fields that both kinds have; only those given."""
    typed = {name: " ".join(str(value).split()) for name, value in values.items()}
    if "name" in typed and not 2 <= len(typed["name"]) <= 120:
        yield InvalidInput(_("A name has 2 to 120 characters."), field="name")
    phone = unicodedata.normalize("NFKC", typed.get("phone", ""))
    digits = sum(character.isdigit() for character in phone)
    if phone and (not 6 <= digits <= 15 or set(phone) - set("+0123456789 -()")):
        yield InvalidInput(_("This is not a phone number. Write digits, for example 138 0000 0000."), field="phone")
    if typed.get("email"):
        try:
            validate_email(typed["email"])
        except ValidationError:
            yield InvalidInput(_("This is not an e-mail address."), field="email")
    if len(typed.get("address", "")) > 300:
        yield InvalidInput(_("An address has at most 300 characters."), field="address")


# What one kind has


def checked_details(kind: str, details: Mapping[str, Any], number: str, paper: str) -> dict[str, Any]:
    """The fields of one kind, cleaned. Raises `InvalidInput` with all that is wrong."""
    refuse_invalid(details_problems(kind, details, number, paper))
    return cleaned_details(kind, details, number, paper)


def cleaned_details(kind: str, details: Mapping[str, Any], number: str, paper: str) -> dict[str, Any]:
    """The same without a check; birth date and sex are those that the identity number tells."""
    asked = (*DETAILS[CustomerKind(kind)], *(["sex"] if kind == CustomerKind.PERSON else []))
    facts = {name: details[name] for name in asked if name in details}
    facts = {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in facts.items()}
    return {**facts, **_told_by(paper, number)} if kind == CustomerKind.PERSON else facts


def details_problems(kind: str, details: Mapping[str, Any], number: str, paper: str) -> Iterator[InvalidInput]:
    """What is wrong with the fields of one kind: dates that cannot be, what the identity number contradicts."""
    if kind == CustomerKind.PERSON:
        yield from _person_problems(details, number, paper)
    else:
        yield from _company_problems(details)
    yield from fitting_problems(kind, cleaned_details(kind, details, number, paper))


def fitting_problems(kind: str, facts: Mapping[str, Any]) -> Iterator[InvalidInput]:
    """One that is longer than its place, if only by being put in order, is refused, never cut."""
    for name, value in facts.items():
        most = getattr(details_model(kind)._meta.get_field(name), "max_length", None)
        if most and len(value) > most:
            yield InvalidInput(_("At most {count} characters.").format(count=most), field=name)


def _company_problems(details: Mapping[str, Any]) -> Iterator[InvalidInput]:
    founded, code = details.get("founded_on"), " ".join((details.get("industry_code") or "").split())
    if founded and not EARLIEST <= founded <= dates.today():
        yield InvalidInput(_("A company is founded before today."), field="founded_on")
    if code and not (len(code) == 4 and code.isascii() and code.isdigit()):
        yield InvalidInput(_("An industry code has four digits, for example 3399."), field="industry_code")


def _person_problems(details: Mapping[str, Any], number: str, paper: str) -> Iterator[InvalidInput]:
    told, born, sex = _told_by(paper, number), details.get("birth_date"), details.get("sex")
    if born and "birth_date" in told and born != told["birth_date"]:
        yield InvalidInput(
            _("The identity number says {date}. Compare both with the card.").format(date=told["birth_date"]),
            field="birth_date",
        )
    if born and "birth_date" not in told and not EARLIEST <= born <= dates.today():
        yield InvalidInput(_("Nobody is born after today. Check the year."), field="birth_date")
    if sex and "sex" in told and sex != told["sex"]:
        yield InvalidInput(
            _("The identity number says “{sex}”. Compare both with the card.").format(
                sex=PersonDetails.Sex(told["sex"]).label
            ),
            field="sex",
        )


def _told_by(paper: str, number: str) -> dict[str, Any]:
    """Birth date and sex as the number tells them."""
    told: dict[str, Any] = {}
    if number and identities.tells_birth(paper):
        told["birth_date"] = identities.birth_date(number)
    if number and (sex := identities.sex(paper, number)):
        told["sex"] = sex
    return told


def details_model(kind: str) -> type[CompanyDetails] | type[PersonDetails]:
    return CompanyDetails if kind == CustomerKind.COMPANY else PersonDetails
