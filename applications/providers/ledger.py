"""The project ledger: the columns that later apps add to it, and the sums under them."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum

from core.fields import Keys


@dataclass(frozen=True)
class LedgerColumn:
    """An amount that a later app adds to the project ledger: `value` is an expression over applications, in yuan."""

    code: str
    label: Any
    value: Any


LEDGER_COLUMNS: list[LedgerColumn] = []
# Sums of such columns over a queryset of applications by code, in yuan, each from one query over all of them.
LEDGER_TOTALS: list[Callable[[QuerySet], dict[str, Decimal | None]]] = []


def with_ledger_columns(rows: Any) -> Any:
    """Projects with all that a row of the ledger shows."""
    rows = rows.with_names().select_related("department")
    return rows.annotate(**{column.code: column.value for column in LEDGER_COLUMNS})


def ledger_totals(rows: QuerySet, most: int) -> dict[str, Any]:
    """The count and the sums of every row by column, in yuan; of a list longer than `most`, only that it is."""
    some = rows.order_by()[: most + 1].values("pk", "amount")
    found = some.aggregate(count=Count("*"), applied=Sum("amount"), keys=Keys("pk"))
    if found["count"] > most:
        return {"count": found["count"], "is_capped": True}
    # Who the rows are took the first query its time; the others ask it of nobody again.
    keys = found["keys"] or ""
    same = rows.model._base_manager.filter(pk__among=keys)
    sums = {code: total for add_up in LEDGER_TOTALS for code, total in add_up(same).items()}
    sums |= {"amount": found["applied"]}
    sums = {code: total or Decimal(0) for code, total in sums.items()}
    return {"count": found["count"], "is_capped": False, "keys": keys, **sums}
