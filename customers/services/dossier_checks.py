"""What the sections and rows of a file refuse, each at its field and all of it at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import dates
from core.errors import InvalidInput, in_words
from core.fields import MoneyField
from core.service import IMPOSSIBLE_DAY
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
    Income,
    Need,
    PersonDetails,
    PhoneNumber,
    Tag,
    sealed_fields,
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
    """The fields of a section that persons and companies have alike, cleaned without a check."""
    cleaned = {**{name: tidy(value) for name, value in values.items()}, **file_checks.cleaned_contact(_contact(values))}
    if "tax_residence" in cleaned:
        cleaned["tax_residence"] = cleaned["tax_residence"].upper()
    new_phone = "phone" in cleaned and cleaned["phone"] != customer.phone
    if new_phone and cleaned.get("phone_verified_on", customer.phone_verified_on) == customer.phone_verified_on:
        cleaned["phone_verified_on"] = None  # what was verified was the number before
    return cleaned


def common_problems(customer: Customer, values: Mapping[str, Any]) -> Iterator[InvalidInput]:
    """What is wrong with them; only with those given."""
    cleaned = common(customer, values)
    yield from file_checks.contact_problems(_contact(values))
    yield from _past(cleaned)
    code = cleaned.get("tax_residence")
    if code and not (len(code) == 2 and code.isascii() and code.isalpha()):
        yield InvalidInput(_("A country is written as two letters, for example CN."), field="tax_residence")
    referrer = cleaned.get("referrer", customer.referrer)
    if referrer is not None and referrer.pk == customer.pk:
        yield InvalidInput(_("Nobody refers himself."), field="referrer")
    if cleaned.get("acquaintance") == Acquaintance.REFERRAL and referrer is None:
        yield InvalidInput(_("Name the customer who referred."), field="referrer")
    if cleaned.get("phone_verified_on") and not cleaned.get("phone", customer.phone):
        yield InvalidInput(_("Enter the phone that was verified."), field="phone")
    yield from _chosen(Customer, cleaned)


def _contact(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in ("phone", "email") if name in values}


def details(customer: Customer, kept: CompanyDetails | PersonDetails, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a section that one kind has, cleaned without a check; the size follows from what the file says."""
    cleaned = {name: tidy(value) for name, value in values.items()}
    told = file_checks.cleaned_details(
        customer.kind, _plain(customer, cleaned), customer.identity, customer.identity_type
    )
    cleaned |= {name: value for name, value in told.items() if name in cleaned}
    if isinstance(kept, CompanyDetails) and "enterprise_size" in cleaned:
        proposed = _proposed_size(kept, cleaned)
        cleaned["enterprise_size"] = cleaned["enterprise_size"] or proposed
        if proposed and cleaned["enterprise_size"] == proposed:
            cleaned["size_reason"] = ""
    return cleaned


def details_problems(
    customer: Customer, kept: CompanyDetails | PersonDetails, values: Mapping[str, Any]
) -> Iterator[InvalidInput]:
    """What is wrong with them, held against what the file says already."""
    cleaned = {name: tidy(value) for name, value in values.items()}
    yield from _past(cleaned)
    yield from _periods(lambda name: cleaned.get(name, getattr(kept, name, None)))
    yield from _not_negative(type(kept), cleaned)
    plain = _plain(customer, cleaned)
    yield from file_checks.details_problems(customer.kind, plain, customer.identity, customer.identity_type)
    if isinstance(kept, CompanyDetails):
        yield from _company(kept, cleaned)
    yield from _chosen(type(kept), cleaned)
    yield from file_checks.fitting_problems(customer.kind, cleaned)


def _plain(customer: Customer, cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """What the plain form of the file asks as well, and the sex that a number may tell."""
    asked = {*file_checks.DETAILS[CustomerKind(customer.kind)], "sex"}
    return {name: value for name, value in cleaned.items() if name in asked}


def _company(kept: CompanyDetails, cleaned: Mapping[str, Any]) -> Iterator[InvalidInput]:
    def now(name: str) -> Any:
        return cleaned.get(name, getattr(kept, name))

    paid, registered = now("paid_in_capital"), now("registered_capital")
    if "paid_in_capital" in cleaned and paid and registered and paid > registered:
        yield InvalidInput(_("More is paid in than registered. Compare both."), field="paid_in_capital")
    if now("is_licence_long_term") and now("licence_until"):
        yield InvalidInput(_("A licence without end has no last day. Leave one of them out."), field="licence_until")
    proposed, chosen = _proposed_size(kept, cleaned), cleaned.get("enterprise_size")
    if proposed and chosen and chosen != proposed and len(now("size_reason") or "") < 2:
        word = CompanyDetails.Size(proposed).label
        yield InvalidInput(
            _("The rule says “{size}”. Say why it is another, or leave it to the rule.").format(size=word),
            field="size_reason",
        )


def _proposed_size(kept: CompanyDetails, cleaned: Mapping[str, Any]) -> str:
    """The size by the rule, from what is typed and what the file says already; empty while figures are missing."""

    def now(name: str) -> Any:
        return cleaned.get(name, getattr(kept, name))

    proposal = enterprise_size.propose(
        now("industry_code"), staff=now("staff_count"), turnover=now("yearly_turnover"), assets=now("total_assets")
    )
    return proposal.size or ""


def row_problems(entry: FileRow) -> Iterator[InvalidInput]:
    """What is wrong with a row, in the order in which it is asked; its texts are put in order."""
    values = {name: getattr(entry, name) for name in entry.ASKED}
    yield from _past(values)
    yield from _periods(values.get)
    yield from _not_negative(type(entry), values)
    if values.get("is_long_term") and values.get("valid_until"):
        yield InvalidInput(_("A paper without end has no last day. Leave one of them out."), field="valid_until")
    for name in sealed_fields(type(entry)):
        if len(values[name] or "") > LONGEST_SEALED:
            yield InvalidInput(_("At most {count} characters.").format(count=LONGEST_SEALED), field=name)
    check = CHECKS.get(type(entry))
    if check is not None:
        yield from check(entry)
    try:
        entry.clean_fields(exclude=[field.name for field in entry._meta.fields if field.name not in entry.ASKED])
    except ValidationError as error:
        for name, refusals in error.error_dict.items():
            yield InvalidInput(in_words(refusals[0]), field=name)


def one_a_field(problems: Iterable[InvalidInput]) -> list[InvalidInput]:
    """The first that is wrong with each field: what follows from it helps nobody."""
    first: dict[str | None, InvalidInput] = {}
    for problem in problems:
        first.setdefault(problem.field, problem)
    return list(first.values())


def _need(need: Need) -> Iterator[InvalidInput]:
    if need.remind_on and need.expected_on and need.remind_on > need.expected_on:
        yield InvalidInput(_("Speak about it before it is expected."), field="remind_on")


def _paper(paper: IdentityPaper) -> Iterator[InvalidInput]:
    paper.paper_number = number = identities.compact(paper.paper_number)
    if not paper.paper_type:
        return  # what the number should look like is not known
    if problem := file_checks.identity_problem("person", number, paper.paper_type):
        yield InvalidInput(problem, field="paper_number")
        return
    customer = paper.customer
    if _is_noted(paper):
        yield InvalidInput(
            _("This paper is in the file already. A renewed one is told apart by the day it ends."),
            field="paper_number",
        )
        return
    # Of one kind there is one paper, until two files were merged that were opened under two of them.
    if paper.paper_type == customer.identity_type and not _is_known(number, customer):
        yield InvalidInput(_("This is not the number under which the file was opened."), field="paper_number")
    if identities.tells_birth(paper.paper_type):
        kept = getattr(customer, "person", None)
        born, sex = identities.birth_date(number), identities.sex(paper.paper_type, number)
        if kept is not None and kept.birth_date not in (None, born):
            yield InvalidInput(_("Its date of birth is not the one in the file."), field="paper_number")
        if kept is not None and kept.sex not in ("", sex):
            yield InvalidInput(_("Its digit 17 does not fit the sex in the file."), field="paper_number")


def _is_noted(paper: IdentityPaper) -> bool:
    """Whether another row is the same paper in any spelling; one that was renewed bears the number on, with another end."""
    same = (
        IdentityPaper.objects.standing()
        .of(paper.customer)
        .filter(paper_type=paper.paper_type, paper_number_index=_index_of(paper, "paper_number_index"))
    )
    ends = [(row.is_long_term, row.ends_on) for row in same.exclude(pk=paper.pk)]
    own, unknown = (paper.is_long_term, paper.ends_on), (False, None)
    return own in ends or unknown in ends or bool(ends and own == unknown)


def _is_known(number: str, customer: Customer) -> bool:
    """Whether a number, in any of its spellings, names the customer already."""
    return identities.comparable(number) in map(identities.comparable, customer.numbers())


def _phone(entry: PhoneNumber | ContactPerson) -> Iterator[InvalidInput]:
    typed = {"phone": entry.phone}
    yield from file_checks.contact_problems(typed)
    entry.phone = file_checks.cleaned_contact(typed)["phone"]


def _person(person: ContactPerson) -> Iterator[InvalidInput]:
    yield from _phone(person)
    if person.part not in PARTS[person.customer.is_company]:
        yield InvalidInput(_("Nobody has this part with such a customer."), field="part")
    if person.part == "emergency" and not person.phone:
        yield InvalidInput(_("An emergency contact needs a phone."), field="phone")
    if person.part == "emergency" and not person.relation:
        yield InvalidInput(_("Say how this person is related."), field="relation")
    if person.part == "key_person" and not person.influence:
        yield InvalidInput(_("Say whether this person decides, influences or uses."), field="influence")
    yield from file_checks.contact_problems({"email": person.email})


def _account(account: BankAccount) -> Iterator[InvalidInput]:
    account.account_number = number = identities.compact(account.account_number)
    others = BankAccount.objects.standing().of(account.customer).exclude(pk=account.pk)
    if not (6 <= len(number) <= 34 and number.isascii() and number.isalnum()):
        yield InvalidInput(_("An account number has 6 to 34 digits or letters."), field="account_number")
    elif account.is_card and not identities.is_card_number(number):
        yield InvalidInput(
            _("The last digit of this card number does not fit. Compare with the card."), field="account_number"
        )
    elif others.filter(account_number_index=_index_of(account, "account_number_index")).exists():
        yield InvalidInput(_("This account is in the file already."), field="account_number")
    if account.is_basic and not account.customer.is_company:
        yield InvalidInput(_("Only a company has a basic account."), field="is_basic")
    elif account.is_basic and others.filter(is_basic=True).exists():
        yield InvalidInput(_("A company has one basic account, and the file holds one already."), field="is_basic")


def _index_of(row: FileRow, name: str) -> str:
    """The blind index that a row would be saved with."""
    field: Any = row._meta.get_field(name)
    return field.pre_save(row, add=False)


def _income(income: Income) -> Iterator[InvalidInput]:
    if not isinstance(income.year, int) or not 1990 <= income.year <= dates.today().year:
        yield InvalidInput(_("Write a year that has begun, for example 2025."), field="year")


def _tag(tag: Tag) -> Iterator[InvalidInput]:
    if Tag.objects.standing().of(tag.customer).filter(word__iexact=tag.word).exclude(pk=tag.pk).exists():
        yield InvalidInput(_("The file has this tag already."), field="word")


CHECKS: dict[type[FileRow], Callable[[Any], Iterator[InvalidInput]]] = {
    IdentityPaper: _paper,
    PhoneNumber: _phone,
    ContactPerson: _person,
    BankAccount: _account,
    Income: _income,
    Need: _need,
    Tag: _tag,
}


def _past(values: Mapping[str, Any]) -> Iterator[InvalidInput]:
    for name in values:
        day = values[name] if name in PAST else None
        if isinstance(day, date) and day > dates.today():
            yield InvalidInput(file_checks.NOT_COME, field=name)
        elif isinstance(day, date) and day < file_checks.EARLIEST:
            yield InvalidInput(IMPOSSIBLE_DAY, field=name)


def _periods(now: Callable[[str], Any]) -> Iterator[InvalidInput]:
    for begins, ends in PERIODS:
        first, last = now(begins), now(ends)
        if first and last and last <= first:
            yield InvalidInput(_("It ends after it begins. Compare both days."), field=ends)


def _not_negative(model: Any, values: Mapping[str, Any]) -> Iterator[InvalidInput]:
    for field in model._meta.fields:
        value = values.get(field.name)
        if isinstance(field, MoneyField) and value is not None and value < 0:
            yield InvalidInput(_("An amount is never negative. Leave out the minus sign."), field=field.name)


def _chosen(model: Any, values: Mapping[str, Any]) -> Iterator[InvalidInput]:
    """A choice that is not offered, and a number or text that has no place in its field."""
    for name, value in values.items():
        field = model._meta.get_field(name)
        if value in ("", None) or field.is_relation:
            continue
        try:
            field.run_validators(value)
            field.validate(value, None)
        except ValidationError as error:
            yield InvalidInput(in_words(error), field=name)
