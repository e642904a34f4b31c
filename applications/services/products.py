"""The products the lender starts with."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from applications.models import ChecklistItem, Product, ProductVersion
from applications.products import ALL_METHODS, PRODUCTS
from applications.services.papers import install_paper_lists
from core.service import service


@service(says=_("Products installed"))
def install_products(*, by=None) -> None:
    """The first version of each product that is not there yet, with its due-diligence template and its list of papers."""
    for rules in PRODUCTS:
        product, is_new = Product.objects.get_or_create(code=rules["code"], defaults={"name": rules["name"]})
        if not is_new:
            continue
        limits = {name: value for name, value in rules.items() if name not in {"code", "name", "checklist"}}
        version = ProductVersion.objects.create(
            product=product,
            number=1,
            valid_from=date(2020, 1, 1),
            least_rate=Decimal("0.03"),
            most_rate=Decimal("0.24"),
            methods=ALL_METHODS,
            penalty_multiplier=Decimal("1.5"),
            **limits,
        )
        ChecklistItem.objects.bulk_create(
            ChecklistItem(
                product_version=version,
                section=section,
                position=position,
                code=code,
                title=title,
                hint=hint,
                needs_file=needs_file,
            )
            for position, (section, code, title, hint, needs_file) in enumerate(rules["checklist"], start=1)
        )
    install_paper_lists(by=by)
