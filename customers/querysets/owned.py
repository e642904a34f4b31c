"""Lists of what customers have: cases, contracts, loans, found by the customer's name or by a number of their own."""

from typing import Any

from django.apps import apps
from django.db import models

from core.numbering import typed
from customers.names import fold


def by_name_or_number(rows: Any, text: str, *, customer: str = "customer", numbers: tuple[str, ...] = ("number",)):
    """Rows whose customer's name holds the text (繁 and 简 folded), or of which a number begins with it.

    `customer` is the way from a row to its customer. Only what the text can be is asked for, each way by itself: joined
    by OR they would be tried on every row there is.
    """
    text = text.replace("\x00", "").strip()[:120]
    if not text:
        return rows
    files = apps.get_model("customers", "Customer")._base_manager.order_by()
    of_name = {f"{customer}__in": files.filter(name_folded__holds=fold(text)).values("pk")}
    number = typed(text)
    if not any(sign.isascii() and sign.isalnum() for sign in number):
        return rows.filter(**of_name)
    all_rows: models.QuerySet = rows.model._base_manager.order_by()
    ways = [all_rows.filter(**{f"{name}__startswith": number}).values("pk") for name in numbers]
    return rows.filter(pk__in=all_rows.filter(**of_name).values("pk").union(*ways))
