"""What ``manage.py quote`` prints for what it reads: schedules of any terms, to hold the engine against own figures."""

from decimal import Decimal, localcontext
from typing import Any

from applications.schedule import Row, TermsError, annual_cost_rate, parse_terms, schedule


def quote(items: list[object]) -> tuple[list[dict[str, Any]], bool]:
    """One answer for each item, in order, and whether all were good; a bad item's answer holds all its errors."""
    answers, all_good = [], True
    for item in items:
        try:
            answers.append(_answer(item))
        except TermsError as error:
            errors = [{"field": field, "message": message} for field, message in error.errors]
            answers.append({"id": error.id, "errors": errors})
            all_good = False
    return answers, all_good


def _answer(item: object) -> dict[str, Any]:
    id, terms = parse_terms(item)
    rows = schedule(terms)
    with localcontext(prec=60):
        totals = {part: sum((getattr(row, part) for row in rows), Decimal(0)) for part in _PARTS}
    return {
        "id": id,
        "rows": [_row(row) for row in rows],
        "totals": {part: f"{amount:.2f}" for part, amount in totals.items()},
        "annual_cost_rate": f"{annual_cost_rate(terms, rows):f}",
    }


_PARTS = ("principal", "interest", "total")


def _row(row: Row) -> dict[str, Any]:
    amounts = {part: f"{getattr(row, part):f}" for part in (*_PARTS, "balance")}
    return {"number": row.number, "due_on": row.due_on.isoformat(), "days": row.days, **amounts}
