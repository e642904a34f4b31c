"""What the sections and rows of a file refuse, each at its field."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from core import dates
from core.errors import InvalidInput, in_words, refuse_invalid
from core.fields import MoneyField
from core.text import plain_text
from customers import enterprise_size
from customers import identity as identities
from customers.models import (
    Acquaintance,
    BankAccount,
    CompanyDetails,
    ContactPerson,
    Customer,
    CustomerKind,
    FileRow,
    IdentityPaper,
    IdentityType,
    Income,
    Need,
    PersonDetails,
    PhoneNumber,
    Tag,
)
from customers.services import file_checks

LONGEST_SEALED = 300
# Days that lie behind us, wherever they stand.
PAST = frozenset(
    {"since", "last_contact_on", "as_of", "taken_on", "adopted_on", "valid_from", "licence_from", "employed_since"}
    | {"phone_verified_on", "aml_reviewed_on", "wealth_stated_on", "founded_on", "birth_date"}
)
PERIODS = (("valid_from", "valid_until"), ("licence_from", "licence_until"))
PARTS = {
    True: {"contact", "finance_head", "officer", "key_person"},
    False: {"emergency", "contact"},
}


def tidy(value: Any) -> Any:
    """Typed text in one line, without what hides; anything else as it is."""
    return " ".join(plain_text(value).split()) if isinstance(value, str) else value


def common(customer: Customer, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a section that persons and companies have alike, cleaned."""
    typed = {name: values[name] for name in ("phone", "email") if name in values}
    cleaned = {**{name: tidy(value) for name, value in values.items()}, **file_checks.checked_contact(typed)}
    _past(cleaned)
    if "tax_residence" in cleaned:
        cleaned["tax_residence"] = code = cleaned["tax_residence"].upper()
        if code and not (len(code) == 2 and code.isascii() and code.isalpha()):
            raise InvalidInput(_("A country is written as two letters, for example CN."), field="tax_residence")
    if cleaned.get("referrer") is not None and cleaned["referrer"].pk == customer.pk:
        raise InvalidInput(_("Nobody refers himself."), field="referrer")
    if cleaned.get("acquaintance") == Acquaintance.REFERRAL and not cleaned.get("referrer", customer.referrer):
        raise InvalidInput(_("Name the customer who referred."), field="referrer")
    new_phone = "phone" in cleaned and cleaned["phone"] != customer.phone
    if new_phone and cleaned.get("phone_verified_on", customer.phone_verified_on) == customer.phone_verified_on:
        cleaned["phone_verified_on"] = None  # what was verified was the number before
    if cleaned.get("phone_verified_on") and not cleaned.get("phone", customer.phone):
        raise InvalidInput(_("Enter the phone that was verified."), field="phone")
    _chosen(Customer, cleaned)
    return cleaned


def details(customer: Customer, kept: CompanyDetails | PersonDetails, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a section that one kind has, cleaned and held against what the file says already."""
    cleaned = {name: tidy(value) for name, value in values.items()}
    _past(cleaned)
    _periods(lambda name: cleaned.get(name, getattr(kept, name, None)))
    _not_negative(type(kept), cleaned)
    old = {name: value for name, value in cleaned.items() if name in file_checks.DETAILS[CustomerKind(customer.kind)]}
    number = customer.identity
    if old or "sex" in cleaned:
        sex = {"sex": cleaned["sex"]} if "sex" in cleaned else {}
        checked = file_checks.checked_details(customer.kind, {**old, **sex}, number, customer.paper)
        cleaned |= {name: value for name, value in checked.items() if name in cleaned}
    if isinstance(kept, CompanyDetails):
        _company(kept, cleaned)
    _chosen(type(kept), cleaned)
    refuse_invalid(file_checks.fitting_problems(customer.kind, cleaned))
    return cleaned


def _company(kept: CompanyDetails, cleaned: dict[str, Any]) -> None:
    def now(name: str) -> Any:
        return cleaned.get(name, getattr(kept, name))

    paid, registered = now("paid_in_capital"), now("registered_capital")
    if "paid_in_capital" in cleaned and paid and registered and paid > registered:
        raise InvalidInput(_("More is paid in than registered. Compare both."), field="paid_in_capital")
    if now("is_licence_long_term") and now("licence_until"):
        raise InvalidInput(_("A licence without end has no last day. Leave one of them out."), field="licence_until")
    if "enterprise_size" in cleaned:
        _size(cleaned, now)


def _size(cleaned: dict[str, Any], now: Any) -> None:
    """The rule's size where none was chosen; another one only with its reason."""
    proposed = enterprise_size.propose(
        now("industry_code"), staff=now("staff_count"), turnover=now("yearly_turnover"), assets=now("total_assets")
    ).size
    chosen = cleaned["enterprise_size"] = cleaned["enterprise_size"] or proposed or ""
    if proposed is None or chosen == proposed:
        cleaned["size_reason"] = now("size_reason") if proposed is None else ""
        return
    if len(now("size_reason") or "") < 2:
        word = CompanyDetails.Size(proposed).label
        raise InvalidInput(
            _("The rule says “{size}”. Say why it is another, or leave it to the rule.").format(size=word),
            field="size_reason",
        )


def row(entry: FileRow) -> None:
    """Refuse a row that cannot be."""
    values = {name: getattr(entry, name) for name in entry.ASKED}
    _past(values)
    _periods(values.get)
    _not_negative(type(entry), values)
    if values.get("is_long_term") and values.get("valid_until"):
        raise InvalidInput(_("A paper without end has no last day. Leave one of them out."), field="valid_until")
    check = CHECKS.get(type(entry))
    if check is not None:
        check(entry)


def _need(need: Need) -> None:
    if need.remind_on and need.expected_on and need.remind_on > need.expected_on:
        raise InvalidInput(_("Speak about it before it is expected."), field="remind_on")


def _paper(paper: IdentityPaper) -> None:
    paper.paper_number = number = identities.compact(paper.paper_number)
    problem = file_checks.identity_problem("person", number, paper.paper_type)
    if problem:
        raise InvalidInput(problem, field="paper_number")
    customer = paper.customer
    if paper.paper_type == customer.paper and number != customer.identity:
        raise InvalidInput(_("This is not the number under which the file was opened."), field="paper_number")
    if identities.tells_birth(paper.paper_type) and paper.paper_type == IdentityType.RESIDENCE_PERMIT:
        kept = getattr(customer, "person", None)
        born, sex = identities.birth_date(number), identities.sex(paper.paper_type, number)
        if kept is not None and kept.birth_date not in (None, born):
            raise InvalidInput(_("Its date of birth is not the one in the file."), field="paper_number")
        if kept is not None and kept.sex not in ("", sex):
            raise InvalidInput(_("Its digit 17 does not fit the sex in the file."), field="paper_number")


def _phone(entry: PhoneNumber | ContactPerson) -> None:
    entry.phone = file_checks.checked_contact({"phone": entry.phone})["phone"]


def _person(person: ContactPerson) -> None:
    _phone(person)
    if person.part not in PARTS[person.customer.is_company]:
        raise InvalidInput(_("Nobody has this part with such a customer."), field="part")
    if person.part == "emergency" and not person.phone:
        raise InvalidInput(_("An emergency contact needs a phone."), field="phone")
    if person.part == "emergency" and not person.relation:
        raise InvalidInput(_("Say how this person is related."), field="relation")
    if person.part == "key_person" and not person.influence:
        raise InvalidInput(_("Say whether this person decides, influences or uses."), field="influence")
    if person.email:
        try:
            validate_email(person.email)
        except ValidationError as error:
            raise InvalidInput(_("This is not an e-mail address."), field="email") from error


def _account(account: BankAccount) -> None:
    account.account_number = number = identities.compact(account.account_number)
    if not (6 <= len(number) <= 34 and number.isascii() and number.isalnum()):
        raise InvalidInput(_("An account number has 6 to 34 digits or letters."), field="account_number")
    if account.is_card and not identities.is_card_number(number):
        raise InvalidInput(
            _("The last digit of this card number does not fit. Compare with the card."), field="account_number"
        )
    others = BankAccount.objects.standing().of(account.customer).exclude(pk=account.pk)
    if others.filter(account_number_index=_index_of(account)).exists():
        raise InvalidInput(_("This account is in the file already."), field="account_number")
    if account.is_basic and not account.customer.is_company:
        raise InvalidInput(_("Only a company has a basic account."), field="is_basic")
    if account.is_basic and others.filter(is_basic=True).exists():
        raise InvalidInput(_("A company has one basic account, and the file holds one already."), field="is_basic")


def _index_of(account: BankAccount) -> str:
    field = account._meta.get_field("account_number_index")
    return field.pre_save(account, add=False)


def _income(income: Income) -> None:
    if not isinstance(income.year, int) or not 1990 <= income.year <= dates.today().year:
        raise InvalidInput(_("Write a year that has begun, for example 2025."), field="year")


def _tag(tag: Tag) -> None:
    if Tag.objects.standing().of(tag.customer).filter(word__iexact=tag.word).exclude(pk=tag.pk).exists():
        raise InvalidInput(_("The file has this tag already."), field="word")


CHECKS: dict[type[FileRow], Any] = {
    IdentityPaper: _paper,
    PhoneNumber: _phone,
    ContactPerson: _person,
    BankAccount: _account,
    Income: _income,
    Need: _need,
    Tag: _tag,
}


def _past(values: Mapping[str, Any]) -> None:
    for name in PAST & set(values):
        day = values[name]
        if isinstance(day, date) and not file_checks.EARLIEST <= day <= dates.today():
            raise InvalidInput(_("This day lies behind us. Check the year."), field=name)


def _periods(now: Any) -> None:
    for begins, ends in PERIODS:
        first, last = now(begins), now(ends)
        if first and last and last <= first:
            raise InvalidInput(_("It ends after it begins. Compare both days."), field=ends)


def _not_negative(model: Any, values: Mapping[str, Any]) -> None:
    for field in model._meta.fields:
        value = values.get(field.name)
        if isinstance(field, MoneyField) and value is not None and value < 0:
            raise InvalidInput(_("An amount is never negative. Leave out the minus sign."), field=field.name)


def _chosen(model: Any, values: Mapping[str, Any]) -> None:
    """Refuse a choice that is not offered, and a number or text that has no place in its field."""
    for name, value in values.items():
        field = model._meta.get_field(name)
        if value in ("", None) or field.is_relation:
            continue
        try:
            field.run_validators(value)
            field.validate(value, None)
        except ValidationError as error:
            raise InvalidInput(in_words(error), field=name) from error
