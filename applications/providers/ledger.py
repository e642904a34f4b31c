"""The project ledger: the columns that later apps add to it, and the sums under them."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from core.tables import sums_of


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
    """`sums_of` the rows, with the sums of the columns that later apps add, in yuan."""
    found = sums_of(rows, most, "amount")
    if found["is_capped"]:
        return found
    # Who the rows are took the first query its time; the others ask it of nobody again.
    same = rows.model._base_manager.filter(pk__among=found["keys"])
    sums = {code: total for add_up in LEDGER_TOTALS for code, total in add_up(same).items()}
    return found | {code: total or Decimal(0) for code, total in sums.items()}
