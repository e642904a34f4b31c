"""Products and their dated versions: the ones the lender starts with, and what the administrator makes of them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from applications import permissions
from applications.eligibility import HARD_RULES
from applications.models import Product, ProductVersion
from applications.products import PRODUCTS
from applications.services.eligibility import install_exclusions
from applications.services.papers import install_paper_lists
from applications.services.product_checks import (
    RULE_FIELDS,
    checklist_problems,
    fee_problems,
    paper_problems,
    product_code,
    product_problems,
    version_problems,
    withdrawal_problems,
)
from applications.services.product_rows import in_languages, put_checklist, put_fees, put_rows
from core import dates
from core.errors import InvalidInput, Stale, refuse_invalid
from core.service import record, require, service
from core.text import plain_text
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
        put_fees(version, rules["fees"])
        columns = ("section", "code", "title", "hint", "needs_file")
        put_checklist(version, [dict(zip(columns, item, strict=True)) for item in rules["checklist"]])
    install_paper_lists(by=by)


@service(says=_("Version {number} from {valid_from}"))
def new_version(
    *,
    product: Product,
    valid_from: date | None = None,
    note: str,
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
    day = valid_from or max(dates.today() + timedelta(days=1), last.valid_from)
    kept = {name: getattr(last, name) for name in RULE_FIELDS} | {"eligibility": with_hard_rules(last.eligibility)}
    values = {name: rules.get(name, kept[name]) for name in RULE_FIELDS}
    wrong_rows = [*fee_problems(fees or []), *checklist_problems(checklist or []), *paper_problems(papers or [])]
    refuse_invalid([*version_problems(last, {**values, "valid_from": day, "note": note}), *wrong_rows])
    made = ProductVersion.objects.create(
        product=product,
        number=product.versions.aggregate(Max("number"))["number__max"] + 1,
        valid_from=day,
        currency=last.currency,
        note=plain_text(note)[:300],
        made_by=by,
        **values,
    )
    put_rows(made, last, fees=fees, checklist=checklist, papers=papers)
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


def with_hard_rules(rules: Sequence[str]) -> list[str]:
    """The rules of a version with those no product is without, which older ones may lack."""
    return [*rules, *(rule for rule in HARD_RULES if rule not in rules)]


def _last_of(product: Product) -> ProductVersion:
    return product.versions.standing().order_by("-number").first()


@service(says=_("Product {code} opened"))
def create_product(
    *, code: str, name: str, like: ProductVersion, names: Mapping[str, str] | None = None, by: User
) -> Product:
    """A product whose first version, in force from tomorrow, says what `like` says."""
    require(permissions.may_configure(by))
    refuse_invalid(product_problems(code, name))
    code, name = product_code(code), plain_text(name)
    product = Product.objects.create(code=code, name=name, names=in_languages(names or {}, 60))
    made = ProductVersion.objects.create(
        product=product,
        number=1,
        valid_from=dates.today() + timedelta(days=1),
        currency=like.currency,
        made_by=by,
        **{field: getattr(like, field) for field in RULE_FIELDS} | {"eligibility": with_hard_rules(like.eligibility)},
    )
    put_rows(made, like)
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
