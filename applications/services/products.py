"""The products the lender starts with."""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from applications import permissions
from applications.labels import RULES
from applications.models import (
    Application,
    AuthorityProfile,
    ChargedWhen,
    ChecklistItem,
    PaperGroup,
    PaperNeed,
    PaperRequirement,
    PartyRole,
    Product,
    ProductFee,
    ProductVersion,
    ReminderProfile,
    RepaymentMethod,
    SecurityKind,
)
from applications.products import PRODUCTS
from applications.services.eligibility import install_exclusions
from applications.services.intake import LONGEST_TERM
from applications.services.papers import install_paper_lists
from applications.terms import CHOICES
from core import dates, display
from core.errors import InvalidInput, Stale, refuse_invalid
from core.service import record, require, service
from core.text import plain_text
from customers.models import Behind, CustomerKind, Source
from customers.names import in_simplified
from staff.models import User


@service(says=_("Products installed"))
def install_products(*, by=None) -> None:
    """The first version of each product that is not there yet, with its fees, its due-diligence template and its papers."""
    install_exclusions(by=by)
    for rules in PRODUCTS:
        names = {"name": rules["name"], "names": rules["names"]}
        product, is_new = Product.objects.get_or_create(code=rules["code"], defaults=names)
        if not is_new:
            continue
        version = ProductVersion.objects.create(
            product=product,
            number=1,
            valid_from=date(2020, 1, 1),
            **{field: rules[field] for field in RULE_FIELDS if field in rules},
        )
        _put_fees(version, rules["fees"])
        columns = ("section", "code", "title", "hint", "needs_file")
        _put_checklist(version, [dict(zip(columns, item, strict=True)) for item in rules["checklist"]])
    install_paper_lists(by=by)


# What a new version may say otherwise than the one before.
RULE_FIELDS = (
    "for_persons", "for_companies", "least_amount", "most_amount", "shortest_months", "longest_months", "least_rate",
    "most_rate", "methods", "security_allowed", "security_required", "interest", "day_count", "penalty_multiplier",
    "eligibility", "screenings", "authority_profile", "reminder_profile",
)  # fmt: skip

LANGUAGES = ("zh-hant", "zh-hans", "en")
# Who can be screened, and what one line of the checklist of papers says.
SCREENED = (*PartyRole.values, *Behind.values)
PAPER_FIELDS = (
    "code", "group", "need", "roles", "customer_kind", "titles", "conditions", "days_valid", "is_dated",
    "needs_clearance", "is_site_evidence",
)  # fmt: skip
LONGEST_VALID = 3660  # days

SEVERAL_OF: dict[str, Sequence[str]] = {
    "methods": RepaymentMethod.values,
    "security_allowed": SecurityKind.values,
    "security_required": SecurityKind.values,
    "eligibility": list(RULES),
}
ONE_OF: dict[str, Iterable[str]] = {
    "day_count": CHOICES["day_count"],
    "interest": CHOICES["interest"],
    "authority_profile": AuthorityProfile.values,
    "reminder_profile": ReminderProfile.values,
}

# A day further off is a slip of the keyboard, and it would keep every nearer version out.
LATEST_START = timedelta(days=366)
# These rows are given anew with a version; the rows of every other kind are copied from the version before.
GIVEN_ANEW = {ChecklistItem, ProductFee, PaperRequirement}


@service(says=_("Version {number} from {valid_from}"))
def new_version(
    *,
    product: Product,
    valid_from: date | None = None,
    note: str = "",
    fees: Sequence[Mapping[str, Any]] | None = None,
    checklist: Sequence[Mapping[str, Any]] | None = None,
    papers: Sequence[Mapping[str, Any]] | None = None,
    version: int | None = None,
    by: User,
    **rules,
) -> ProductVersion:
    """The next version, from tomorrow on or a later day; today only while nobody has applied under the last one.

    `rules` are those of `RULE_FIELDS`, the others stay; `fees` ({name, rate or amount, charged}), `checklist`
    ({section, title, hint, needs_file, code}) and `papers` (the fields of `PAPER_FIELDS`) take the place of the last
    version's, None keeps them. `version` is the number of the version that was read.
    """
    require(permissions.may_configure(by))
    product = Product.objects.select_for_update().get(pk=product.pk)
    last = _last_of(product)
    if version is not None and version != last.number:
        raise Stale(version=last.number)
    day = valid_from or dates.today() + timedelta(days=1)
    values = {name: rules[name] if name in rules else getattr(last, name) for name in RULE_FIELDS}
    wrong_rows = [*fee_problems(fees or []), *_checklist_problems(checklist or []), *paper_problems(papers or [])]
    refuse_invalid([*version_problems(last, {**values, "valid_from": day}), *wrong_rows])
    made = ProductVersion.objects.create(
        product=product,
        number=product.versions.aggregate(Max("number"))["number__max"] + 1,
        valid_from=day,
        currency=last.currency,
        note=plain_text(note)[:300],
        made_by=by,
        **values,
    )
    _put_fees(made, _fees_of(last) if fees is None else fees)
    _put_checklist(made, _checklist_of(last) if checklist is None else checklist)
    _put_papers(made, papers_of(last) if papers is None else papers)
    _copy_rows(last, made)
    changes = {name: [getattr(last, name), values[name]] for name in RULE_FIELDS if getattr(last, name) != values[name]}
    counts = {"fees": made.fees.count(), "papers": made.paper_requirements.count()}
    record(product, number=made.number, valid_from=day, changes=changes, **counts)
    return made


@service(says=_("Version {number} from {valid_from} withdrawn: {reason}"))
def withdraw_version(*, product: Product, version: int, reason: str, by: User) -> Product:
    """Take the newest version back before its day; it stays on record, and the one before it rules on. `version` is its number."""
    require(permissions.may_configure(by))
    product = Product.objects.select_for_update().get(pk=product.pk)
    last, reason = _last_of(product), plain_text(reason)
    refuse_invalid(withdrawal_problems(last, version, reason))
    last.withdrawn_on, last.withdrawn_by = dates.today(), by
    last.save(update_fields=["withdrawn_on", "withdrawn_by"])
    record(product, number=version, valid_from=last.valid_from, reason=reason[:300])
    return product


def _last_of(product: Product) -> ProductVersion:
    return product.versions.standing().order_by("-number").first()


def withdrawal_problems(last: ProductVersion, number: int, reason: str | None = None) -> Iterator[InvalidInput]:
    """Why a version of a product stays, `last` being its newest one; a reason that is None is not judged."""
    if last.number != number:
        yield InvalidInput(_("Only the newest version can be withdrawn, version {number}.").format(number=last.number))
    elif number == 1:
        yield InvalidInput(_("The first version stays; withdraw the product instead."))
    elif last.valid_from <= dates.today():
        yield InvalidInput(_("Version {number} is in force already. Make a new one.").format(number=number))
    elif Application.objects.filter(product_version=last).exists():
        yield InvalidInput(_("Applications have been opened under version {number}.").format(number=number))
    if reason is not None and len(reason) < 2:
        yield InvalidInput(_("Give the reason in a few words."), field="reason")


@service(says=_("Product {code} opened"))
def create_product(
    *, code: str, name: str, like: ProductVersion, names: Mapping[str, str] | None = None, by: User
) -> Product:
    """A product whose first version, in force from tomorrow, says what `like` says."""
    require(permissions.may_configure(by))
    refuse_invalid(product_problems(code, name))
    code, name = _product_code(code), plain_text(name)
    product = Product.objects.create(code=code, name=name, names=_names(names or {}))
    made = ProductVersion.objects.create(
        product=product,
        number=1,
        valid_from=dates.today() + timedelta(days=1),
        currency=like.currency,
        made_by=by,
        **{field: getattr(like, field) for field in RULE_FIELDS},
    )
    _put_fees(made, _fees_of(like))
    _put_checklist(made, _checklist_of(like))
    _put_papers(made, papers_of(like))
    _copy_rows(like, made)
    record(product, code=code, like=like.product.code)
    return product


@service(says=_("Product withdrawn: {reason}"))
def withdraw_product(*, product: Product, reason: str, by: User) -> Product:
    """Nobody applies for it any more; cases that were opened under it go on."""
    require(permissions.may_configure(by))
    product = Product.objects.select_for_update().get(pk=product.pk)
    if not product.is_offered:
        raise InvalidInput(_("This product has been withdrawn already."))
    reason = plain_text(reason)
    if len(reason) < 2:
        raise InvalidInput(_("Give the reason in a few words."), field="reason")
    product.is_offered, product.withdrawn_on = False, dates.today()
    product.save(update_fields=["is_offered", "withdrawn_on"])
    record(product, reason=reason[:300])
    return product


@service(says=_("Product offered again"))
def offer_product(*, product: Product, by: User) -> Product:
    require(permissions.may_configure(by))
    product = Product.objects.select_for_update().get(pk=product.pk)
    if product.is_offered:
        raise InvalidInput(_("This product is offered already."))
    product.is_offered, product.withdrawn_on = True, None
    product.save(update_fields=["is_offered", "withdrawn_on"])
    record(product)
    return product


def product_problems(code: str | None, name: str | None) -> Iterator[InvalidInput]:
    """Why a product cannot be called so; what could not be read is None and not judged."""
    if code is not None and not 2 <= len(_product_code(code)) <= 20:
        yield InvalidInput(_("A code has 2 to 20 letters, digits or lines."), field="code")
    elif code is not None and Product.objects.filter(code=_product_code(code)).exists():
        yield InvalidInput(_("Another product has this code."), field="code")
    if name is not None and not 0 < len(plain_text(name)) <= 60:
        yield InvalidInput(_("Give the product a name of at most 60 characters."), field="name")


def _product_code(code: str) -> str:
    return slugify(code).replace("-", "_")


def version_problems(last: ProductVersion, values: Mapping[str, Any]) -> Iterator[InvalidInput]:
    """What no version after `last` may say; a rule is judged only where all that it compares could be read."""
    if values.get("valid_from"):
        yield from _day_problems(last, values["valid_from"])
    yield from _choice_problems(values)
    yield from _limit_problems(values)


def _day_problems(last: ProductVersion, day: date) -> Iterator[InvalidInput]:
    sentence: Any = ""
    if day > dates.today() + LATEST_START:
        sentence = _("A version begins within a year: a rule of later years is made when it is known.")
    elif day < dates.today():
        sentence = _("A version begins today or later: the past keeps its rules.")
    elif day < last.valid_from:
        sentence = _("Version {number} begins on {day}; the next one begins not before it.").format(
            number=last.number, day=last.valid_from
        )
    elif day == dates.today() and Application.objects.filter(product_version=last).exists():
        sentence = _(
            "Applications have been opened under version {number}, so a change begins tomorrow at the earliest."
        ).format(number=last.number)
    if sentence:
        yield InvalidInput(sentence, field="valid_from")


def _choice_problems(values: Mapping[str, Any]) -> Iterator[InvalidInput]:
    unknown = [field for field, choices in SEVERAL_OF.items() if set(values.get(field) or []) - set(choices)]
    unknown += [field for field, choices in ONE_OF.items() if field in values and values[field] not in choices]
    for field in unknown:
        yield InvalidInput(_("Choose one of those offered."), field=field)
    asked = values.get("screenings") or {}
    if set(asked) - set(SCREENED) or any(set(sources) - set(Source.values) for sources in asked.values()):
        yield InvalidInput(_("Choose one of those offered."), field="screenings")
    if "methods" in values and not values["methods"]:
        yield InvalidInput(_("A product has at least one way of repayment."), field="methods")
    allowed = values.get("security_allowed") or SecurityKind.values
    if set(values.get("security_required") or []) - set(allowed):
        yield InvalidInput(_("What is asked for has to be allowed as well."), field="security_required")


def _limit_problems(values: Mapping[str, Any]) -> Iterator[InvalidInput]:
    if not (values.get("for_persons") or values.get("for_companies")):
        yield InvalidInput(_("Say for whom the product is."), field="for_persons")
    if _all_in(values, "least_amount", "most_amount") and not 0 < values["least_amount"] <= values["most_amount"]:
        words = _("The highest amount is not below the lowest, and both are more than nothing.")
        yield InvalidInput(words, field="most_amount")
    if _all_in(values, "shortest_months", "longest_months") and not (
        1 <= values["shortest_months"] <= values["longest_months"] <= LONGEST_TERM
    ):
        words = _("The longest term is not below the shortest, and at most 600 months.")
        yield InvalidInput(words, field="longest_months")
    yield from _rate_problems(values)
    if _all_in(values, "penalty_multiplier") and not 1 <= values["penalty_multiplier"] <= 2:
        words = _("The rate on what is late is between one and two times the rate of the loan.")
        yield InvalidInput(words, field="penalty_multiplier")


def _rate_problems(values: Mapping[str, Any]) -> Iterator[InvalidInput]:
    unlikely = [name for name in ("least_rate", "most_rate") if _all_in(values, name) and not 0 <= values[name] < 1]
    for name in unlikely:
        words = _(
            "A yearly rate lies between 0% and 100%; this is {rate}. In the API a rate is a fraction: 0.24 for 24%."
        )
        yield InvalidInput(words.format(rate=display.percent(values[name])), field=name)
    if not unlikely and _all_in(values, "least_rate", "most_rate") and values["least_rate"] > values["most_rate"]:
        words = _("The highest rate is not below the lowest, which is {rate}.")
        yield InvalidInput(words.format(rate=display.percent(values["least_rate"])), field="most_rate")


def _all_in(values: Mapping[str, Any], *names: str) -> bool:
    return all(values.get(name) is not None for name in names)


def fee_problems(fees: Sequence[Mapping[str, Any]]) -> Iterator[InvalidInput]:
    """What is wrong with the fees of a version."""
    for fee in fees:
        name, rate, amount = _fee_values(fee)
        if not name or (rate is None) == (amount is None):
            yield InvalidInput(_("A fee has a name, and either a percentage or a fixed amount."), field="fees")
        elif (rate is not None and not 0 < rate < 1) or (amount is not None and amount <= 0):
            yield InvalidInput(_("The fee “{name}” is more than nothing.").format(name=name), field="fees")
        if fee.get("charged", ChargedWhen.RELEASE) not in ChargedWhen.values:
            yield InvalidInput(_("Say when the fee “{name}” is charged.").format(name=name), field="fees")


def _fee_values(fee: Mapping[str, Any]) -> tuple[str, Decimal | None, Decimal | None]:
    return plain_text(fee.get("name", ""))[:60], fee.get("rate") or None, fee.get("amount") or None


def _checklist_problems(items: Sequence[Mapping[str, Any]]) -> Iterator[InvalidInput]:
    if not all(plain_text(item.get("title", "")) and item.get("section") for item in items):
        yield InvalidInput(_("Every question of the checklist has a section and a title."), field="checklist")
    codes = Counter(item["code"] for item in items if item.get("code"))
    for code in [code for code, times in codes.items() if times > 1]:
        yield InvalidInput(_("Two questions of the checklist have the code {code}.").format(code=code))


def paper_problems(papers: Sequence[Mapping[str, Any]]) -> Iterator[InvalidInput]:
    """What is wrong with the checklist of papers of a version."""
    for paper in papers:
        for _name, sentence in paper_row_problems(paper):
            yield InvalidInput(sentence, field="papers")
    codes = Counter(paper["code"] for paper in papers if paper.get("code"))
    for code in [code for code, times in codes.items() if times > 1]:
        yield InvalidInput(_("Two papers have the code {code}.").format(code=code), field="papers")


def paper_row_problems(paper: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What is wrong with one line of a checklist of papers, as (field, sentence)."""
    title = plain_text((paper.get("titles") or {}).get("zh-hant", ""))
    condition = plain_text((paper.get("conditions") or {}).get("zh-hant", ""))
    if not title:
        yield "title", _("Every paper has a name in Traditional Chinese.")
    if not paper.get("roles") or set(paper["roles"]) - set(PartyRole.values):
        yield "roles", _("Say of whom the paper “{name}” is asked.").format(name=title)
    if paper.get("group") not in PaperGroup.values or paper.get("customer_kind", "") not in ("", *CustomerKind.values):
        yield "group", _("Choose one of those offered.")
    if paper.get("need") not in PaperNeed.values:
        yield "need", _("Choose one of those offered.")
    elif (paper["need"] == PaperNeed.CONDITIONAL) != bool(condition):
        yield "condition", _("A paper has a condition when it is asked for only if it applies, and only then.")
    if paper.get("days_valid") is not None and not 1 <= paper["days_valid"] <= LONGEST_VALID:
        yield "days_valid", _("A paper holds good for 1 to {most} days.").format(most=f"{LONGEST_VALID:,}")


def _names(names: Mapping[str, str]) -> dict[str, str]:
    return {language: plain_text(text)[:60] for language in LANGUAGES if (text := names.get(language, "").strip())}


def _fees_of(version: ProductVersion) -> list[dict[str, Any]]:
    return [dict(row) for row in version.fees.values("name", "names", "rate", "amount", "charged")]


def _checklist_of(version: ProductVersion) -> list[dict[str, Any]]:
    return [dict(row) for row in version.checklist.values("section", "code", "title", "hint", "needs_file")]


def _put_fees(version: ProductVersion, fees: Sequence[Mapping[str, Any]]) -> None:
    rows = []
    for position, fee in enumerate(fees, start=1):
        name, rate, amount = _fee_values(fee)
        rows.append(
            ProductFee(
                product_version=version,
                position=position,
                name=name,
                names=_names(fee.get("names") or {}),
                rate=rate,
                amount=amount,
                currency=version.currency,
                charged=fee.get("charged", ChargedWhen.RELEASE),
            )
        )
    ProductFee.objects.bulk_create(rows)


def _put_checklist(version: ProductVersion, items: Sequence[Mapping[str, Any]]) -> None:
    rows = []
    for position, item in enumerate(items, start=1):
        rows.append(
            ChecklistItem(
                product_version=version,
                section=item["section"][:40],
                position=position,
                code=item.get("code") or f"item_{version.number}_{position}",
                title=plain_text(item["title"])[:80],
                hint=plain_text(item.get("hint", ""))[:200],
                needs_file=bool(item.get("needs_file")),
            )
        )
    ChecklistItem.objects.bulk_create(rows)


def papers_of(version: ProductVersion) -> list[dict[str, Any]]:
    """The lines of a version's checklist of papers, as `new_version` takes them."""
    return [dict(row) for row in version.paper_requirements.values(*PAPER_FIELDS)]


def _put_papers(version: ProductVersion, papers: Sequence[Mapping[str, Any]]) -> None:
    PaperRequirement.objects.bulk_create(
        PaperRequirement(
            product_version=version,
            position=position,
            code=paper.get("code") or f"paper_{version.number}_{position}",
            group=paper["group"],
            need=paper["need"],
            roles=list(paper["roles"]),
            customer_kind=paper.get("customer_kind", ""),
            titles=_in_three(paper["titles"], 120),
            conditions=_in_three(paper.get("conditions") or {}, 120),
            days_valid=paper.get("days_valid"),
            **{flag: bool(paper.get(flag)) for flag in ("is_dated", "needs_clearance", "is_site_evidence")},
        )
        for position, paper in enumerate(papers, start=1)
    )


def _in_three(words: Mapping[str, str], most: int) -> dict[str, str]:
    """Words in the languages they are given in; the simplified ones are made where nobody wrote them."""
    kept = {language: plain_text(text)[:most] for language, text in words.items() if text and language in LANGUAGES}
    if kept.get("zh-hant"):
        kept.setdefault("zh-hans", in_simplified(kept["zh-hant"]))
    return kept


def _copy_rows(last: ProductVersion, made: ProductVersion) -> None:
    """Rows of any other kind that belong to a version's rules, whichever module keeps them: papers, for one.

    What merely refers to a version (a case, an investigation) belongs to something else as well and is left alone.
    """
    for relation in ProductVersion._meta.related_objects:
        model = relation.related_model
        if not relation.one_to_many or model in GIVEN_ANEW or not _is_rule_row(model):
            continue
        name = relation.field.name
        rows = list(model._base_manager.filter(**{name: last}).order_by("pk"))
        for row in rows:
            row.pk = None
            row._state.adding = True
            setattr(row, name, made)
            if hasattr(row, "uuid"):
                row.uuid = uuid.uuid4()
        model._base_manager.bulk_create(rows)


def _is_rule_row(model) -> bool:
    keys = [field for field in model._meta.fields if field.is_relation]
    return len([field for field in keys if field.related_model._meta.app_label != "staff"]) == 1
