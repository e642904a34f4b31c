"""What changes about the yearly statements of a company."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core import dates, display
from core.errors import InvalidInput, Missing, Stale, refuse_invalid
from core.service import record, require, service, take_version
from customers import permissions, statements
from customers.models import Customer, FinancialStatement, StatementLine
from customers.providers import LABELS
from staff.models import User

MOST = Decimal("99999999999999.99")
DOES_NOT_ADD_UP = _("The statement does not add up. Nothing was saved.")


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
    entered = {code: amount for code, amount in values.items() if amount is not None}
    refuse_invalid(entry_problems(period_end, entered))
    if points := sum_faults(customer, period_end, entered):
        raise Missing(DOES_NOT_ADD_UP, points)
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


def sum_faults(customer: Customer, period_end: date, values: Mapping[str, Decimal]) -> list[str]:
    """Every sum that makes a statement refused, in words."""
    found = statement_problems(customer, period_end, values)
    return [problem_sentence(problem) for problem in found if problem.severity == "error"]


def entry_problems(period_end: date, values: Mapping[str, Decimal]) -> Iterator[InvalidInput]:
    """What no statement of a year could hold, whatever it adds up to."""
    if not date(1990, 1, 1) <= period_end <= dates.today():
        yield InvalidInput(_("A statement is entered for a year that has ended."), field="period_end")
    if not values:
        yield InvalidInput(_("Nothing was entered."))
    for code, amount in values.items():
        if code not in statements.ITEMS and code not in statements.TOTALS:
            yield InvalidInput(_("{code} is no item of a statement.").format(code=code))
        elif not amount.is_finite() or abs(amount) > MOST or amount != amount.quantize(Decimal("0.01")):
            yield InvalidInput(_("{item}: this is not an amount.").format(item=LABELS[code]), field=code)


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
