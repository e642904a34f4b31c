"""What changes about customers and their financial statements."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core import dates, display
from core.errors import InvalidInput, Missing, Stale
from core.numbering import Kind, issue
from core.service import record, require, service, take_version
from customers import identity as identities
from customers import permissions, statements
from customers.models import CompanyDetails, Customer, CustomerKind, FinancialStatement, PersonDetails, StatementLine
from customers.names import fold
from customers.providers import FIELDS, LABELS
from staff.models import Department, User
from staff.roles import Role

EARLIEST = date(1900, 1, 1)
MOST = Decimal("99999999999999.99")
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
EDITABLE = ("name", "phone", "email", "address", "language")


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
    submission_key=None,
) -> Customer:
    """Open a file, kept by `by` in their department; an identity that is kept already is refused with the owner's name.

    `details` are the fields of the kind. The same `submission_key` gives the file that its first use opened.
    """
    require(permissions.may_register(by))
    if submission_key:
        User.objects.wait_for(by)
    again = Customer.objects.filter(uuid=submission_key, account_manager=by).first() if submission_key else None
    if again is not None:
        return again
    values = _checked({"name": name, "phone": phone, "email": email, "address": address, "language": language})
    number = identities.compact(identity)
    _refuse_wrong_identity(kind, number)
    _refuse_duplicate(number, by)
    facts = _checked_details(kind, dict(details or {}), number)
    department = Department.objects.select_related("branch").get(pk=min(by.departments(Role.ACCOUNT_MANAGER)))
    customer = Customer(
        number=issue(Kind.CUSTOMER, department.branch.code),
        kind=kind,
        name_folded=_folded(values["name"]),
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
    record(customer, number=customer.number, kind=kind)
    return customer


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
    values = _checked({name: value for name, value in values.items() if name in EDITABLE})
    facts, _created = _details_model(customer.kind).objects.get_or_create(customer=customer)
    wanted = _checked_details(customer.kind, dict(details), customer.identity)
    changed = _assign(customer, values)
    changed_details = _assign(facts, wanted)
    if not changed and not changed_details:
        return False
    take_version(customer, version)
    customer.name_folded = _folded(customer.name)
    customer.save(update_fields=[*changed, "name_folded", "phone_index"])
    if changed_details:
        facts.save(update_fields=changed_details)
    record(customer, fields=[*changed, *changed_details])
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


@service(says=_("Financial statement of {period} entered"))
def save_statement(
    *,
    customer: Customer,
    period_end: date,
    is_audited: bool,
    values: Mapping[str, Decimal | None],
    version: int | None,
    by: User,
) -> FinancialStatement:
    """Keep a year's statement in yuan; `version` is None for a new one.

    Totals in `values` are held against ours and not kept. Raises `Missing` with everything that does not add up.
    """
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    require(permissions.may_enter_statement(by, customer))
    if not customer.is_company:
        raise InvalidInput(_("Financial statements are kept for companies."))
    _check_period(period_end)
    entered = {code: amount for code, amount in values.items() if amount is not None}
    _check_amounts(entered)
    points = [
        problem_sentence(problem)
        for problem in statement_problems(customer, period_end, entered)
        if problem.severity == "error"
    ]
    if points:
        raise Missing(_("The statement does not add up. Nothing was saved."), points)
    kept = {code: amount for code, amount in entered.items() if code in statements.ITEMS}
    statement = customer.statements.filter(period_end=period_end).first()
    if (statement is None) != (version is None):
        raise Stale(_("Somebody else entered this year meanwhile. Open the statement again and compare."))
    if statement is None:
        statement = _new_statement(customer, period_end, by)
    else:
        take_version(statement, version)
    statement.is_audited = is_audited
    statement.save(update_fields=["is_audited"])
    changed = _write_lines(statement, kept)
    record(statement, customer=customer.number, period=str(period_end.year), audited=is_audited, changes=changed)
    return statement


def statement_problems(customer: Customer, period_end: date, values: Mapping[str, Decimal | None]) -> list:
    """What `customers.statements` says of a year, held against the year before where we have it."""
    before = customer.statements.filter(period_end=date(period_end.year - 1, 12, 31)).prefetch_related("lines").first()
    return statements.check(values, before.values() if before else None)


def problem_sentence(problem: statements.Problem) -> str:
    """A problem of a statement in words, with the difference in yuan."""
    item, by = LABELS[problem.item], display.in_words(abs(problem.difference), "yuan")
    if problem.code == "balance":
        return _now("Assets differ from liabilities and equity by {amount}.").format(amount=by)
    if problem.code == "sum":
        return _now("{item}: the typed total differs from the sum of its lines by {amount}.").format(
            item=item, amount=by
        )
    if problem.code == "cash_change":
        return _now("The three cash flows differ from the change of cash by {amount}.").format(amount=by)
    if problem.code == "retained_profit":
        return _now("Retained profit does not follow from last year's by {amount}.").format(amount=by)
    if problem.item in {item.parent for item in statements.CATALOGUE}:
        return _now("{item}: its parts differ from it by {amount}.").format(item=item, amount=by)
    return _now("{item}: larger by {amount} than the line it is part of.").format(item=item, amount=by)


def identity_problem(kind: str, text: str) -> str:
    """What is wrong with a typed identity, as a sentence; empty if nothing is."""
    number = identities.compact(text)
    if kind == CustomerKind.COMPANY:
        flaw, paper = identities.flaw_of_credit_code(number), _now("the licence")
    else:
        flaw, paper = identities.flaw_of_person_number(number, dates.today()), _now("the identity card")
    if flaw is None:
        return ""
    sentences = {
        "empty": _now("Enter the number from {paper}."),
        "length": _now("It has 18 characters, and {count} were typed. Compare with {paper}."),
        "characters": _now("It holds a character that cannot stand there. Compare with {paper}."),
        "birth_date": _now("Its digits 7 to 14 are no possible date of birth. Compare with {paper}."),
        "check": _now("The last character does not fit: it should be {expected}. Compare with {paper}."),
    }
    return sentences[flaw.code].format(paper=paper, count=flaw.length, expected=flaw.expected)


def duplicate_sentence(identity: str, by: User) -> str:
    """Who keeps this identity already; the owner is named also to those who may not open the file."""
    kept = Customer.objects.with_identity(identity).with_owner().first() if identities.compact(identity) else None
    if kept is None:
        return ""
    if kept.account_manager_id == by.pk:
        return _now("You already keep this customer: {name}.").format(name=kept.name)
    return _now("{owner} ({department}) already keeps this customer. Ask there; a second file is not opened.").format(
        owner=kept.account_manager, department=kept.department
    )


def _refuse_wrong_identity(kind: str, number: str) -> None:
    if kind not in CustomerKind.values:
        raise InvalidInput(_("A customer is a person or a company."), field="kind")
    problem = identity_problem(kind, number)
    if problem:
        raise InvalidInput(problem, field="identity")


def _refuse_duplicate(number: str, by: User) -> None:
    sentence = duplicate_sentence(number, by)
    if sentence:
        raise InvalidInput(sentence, field="identity")


def _folded(name: str) -> str:
    """The name as it is searched for; one sign may fold into several, ㈱ into three."""
    return fold(name)[: Customer._meta.get_field("name_folded").max_length]


def _checked(values: dict[str, Any]) -> dict[str, Any]:
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


def _checked_details(kind: str, details: dict[str, Any], number: str) -> dict[str, Any]:
    """The fields of one kind; dates that cannot be are refused, the birth date agrees with the identity number."""
    facts = {name: details[name] for name in DETAILS[CustomerKind(kind)] if name in details}
    for name, value in facts.items():
        if isinstance(value, str):
            facts[name] = " ".join(value.split())
    today = dates.today()
    if kind == CustomerKind.PERSON:
        born = identities.birth_date(number)
        if facts.get("birth_date") and facts["birth_date"] != born:
            raise InvalidInput(
                _("The identity number says {date}. Compare both with the card.").format(date=born), field="birth_date"
            )
        return _fitting(kind, {**facts, "birth_date": born})
    founded = facts.get("founded_on")
    if founded and not EARLIEST <= founded <= today:
        raise InvalidInput(_("A company is founded before today."), field="founded_on")
    code = facts.get("industry_code", "")
    if code and not (len(code) == 4 and code.isascii() and code.isdigit()):
        raise InvalidInput(_("An industry code has four digits, for example 3399."), field="industry_code")
    return _fitting(kind, facts)


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


def _check_period(period_end: date) -> None:
    if not date(1990, 1, 1) <= period_end <= dates.today():
        raise InvalidInput(_("A statement is entered for a year that has ended."), field="period_end")


def _check_amounts(values: Mapping[str, Decimal]) -> None:
    if not values:
        raise InvalidInput(_("Nothing was entered."))
    for code, amount in values.items():
        if code not in statements.ITEMS and code not in statements.TOTALS:
            raise InvalidInput(_("{code} is no item of a statement.").format(code=code))
        if not amount.is_finite() or abs(amount) > MOST or amount != amount.quantize(Decimal("0.01")):
            raise InvalidInput(_("{item}: this is not an amount.").format(item=LABELS[code]), field=code)


def _new_statement(customer: Customer, period_end: date, by: User) -> FinancialStatement:
    try:
        with transaction.atomic():
            return FinancialStatement.objects.create(customer=customer, period_end=period_end, entered_by=by)
    except IntegrityError as error:
        raise Stale(_("Somebody else entered this year meanwhile. Open the statement again and compare.")) from error


def _write_lines(statement: FinancialStatement, values: Mapping[str, Decimal]) -> dict[str, list]:
    """Bring the lines to `values` and give old and new of what changed; a line taken back stays, empty."""
    lines = {line.code: line for line in statement.lines.all()}
    changed = {
        code: [lines[code].amount if code in lines else None, values.get(code)]
        for code in [*values, *(code for code in lines if code not in values)]
        if (lines[code].amount if code in lines else None) != values.get(code)
    }
    StatementLine.objects.bulk_create(
        [StatementLine(statement=statement, code=code, amount=values[code]) for code in changed if code not in lines]
    )
    moved = [lines[code] for code in changed if code in lines]
    for line in moved:
        line.amount = values.get(line.code)
    StatementLine.objects.bulk_update(moved, ["amount"])
    return changed
