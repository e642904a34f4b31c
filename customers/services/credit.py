"""The bureau is asked, and its report is written down."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core import dates, display
from core.attachments import Sealed, sealed_before
from core.errors import InvalidInput, Missing, TransitionRefused, problems_in, refuse_invalid
from core.money import LARGEST, to_cents
from core.service import made_with, record, require, service
from core.text import plain_text
from customers import credit, permissions
from customers.models import (
    BadRecord,
    CreditDebt,
    CreditQuery,
    CreditReport,
    Customer,
    DebtKind,
    QueryReason,
    RecordKind,
    WorstStatus,
)
from customers.models.credit import figure_label
from customers.services.consents import bureau_consent, kept_file
from staff.models import User

AMOUNTS = ("loan_balance", "card_limit", "card_used", "current_overdue", "guarantees_given")
COUNTS = ("open_accounts", "overdue_24", "overdue_60", "queries_2", "queries_6", "public_records")
WORST = ("worst_24", "worst_60")
DEBT_PARTS, RECORD_PARTS = ("kind", "lender", "limit", "balance", "overdue"), ("kind", "what", "ended_on")
MOST_COUNTED = 999
TYPED = _("Type this figure as the report says it, 0 included.")
ON_FILE = _("A report of this number is on the file already.")


def query_refusal(customer: Customer, day: date | None = None) -> str:
    """Why the bureau may not be asked about a customer on a day; empty if it may."""
    if bureau_consent(customer, day or dates.today()) is not None:
        return ""
    return _now(
        "The bureau may be asked only under a consent that is valid today, with its signed paper. There is none."
    )


@service(says=_("Credit bureau queried: {reason}"))
def query_credit(*, customer: Customer, reason: str, by: User, submission_key: UUID | None = None) -> CreditQuery:
    """Take down that the bureau is asked now, by whom and why; its report is entered under this query.

    The same `submission_key` gives the query that its first use made: the bureau counts every one. Raises
    `InvalidInput` without a consent to it that is valid today and has its paper.
    """
    require(permissions.may_check(by, customer))
    if reason not in QueryReason.values:
        raise InvalidInput(_("Choose why the bureau is asked."), field="reason")
    said = {"customer": customer, "reason": reason, "asked_by": by}
    if (again := made_with(CreditQuery, submission_key, by, **said)) is not None:
        return again
    consent = bureau_consent(customer, dates.today())
    if consent is None:
        raise InvalidInput(query_refusal(customer))
    own = {"uuid": submission_key} if submission_key else {}
    query = CreditQuery.objects.create(consent=consent, asked_at=dates.now(), **said, **own)
    record(query, reason=f"query.{reason}", consent=str(consent.uuid))
    return query


@sealed_before("file", unless=lambda given: permissions.may_check(given["by"], given["query"].customer))
@service(says=_("Credit report of {reported_on} entered"))
def enter_credit_report(
    *,
    query: CreditQuery,
    report_number: str,
    reported_on: date,
    figures: Mapping[str, Any],
    by: User,
    debts: Sequence[Mapping[str, Any]] = (),
    bad_records: Sequence[Mapping[str, Any]] = (),
    file: Sealed | None = None,
) -> CreditReport:
    """Write down the report that a query brought: `figures` by the names of the summary, its rows, and the upload.

    Raises `Missing` with every sum that the rows do not give; `InvalidInput` at each figure left out, and where no
    consent was valid on the day of the report; `TransitionRefused` when the query has its report.
    """
    query = CreditQuery.objects.select_for_update().select_related("customer", "consent").get(pk=query.pk)
    customer = query.customer
    require(permissions.may_check(by, customer))
    if CreditReport.objects.filter(query=query).exists():
        raise TransitionRefused(_("The report of this query has been entered already."))
    report = CreditReport(query=query, customer=customer, entered_by=by)
    report.report_number, report.reported_on = report_number, reported_on
    counted = _write(report, figures, debts, bad_records, file)
    record(report, reported_on=reported_on, **counted)
    return report


@sealed_before("file", unless=lambda given: permissions.may_check(given["by"], given["report"].customer))
@service(says=_("Credit report of {reported_on} corrected. Reason: {reason}"))
def correct_credit_report(
    *,
    report: CreditReport,
    correction: str,
    report_number: str,
    reported_on: date,
    figures: Mapping[str, Any],
    by: User,
    debts: Sequence[Mapping[str, Any]] = (),
    bad_records: Sequence[Mapping[str, Any]] = (),
    file: Sealed | None = None,
) -> CreditReport:
    """Write the report anew as the bureau printed it; the version before stays readable, with what was wrong.

    Raises as `enter_credit_report`, and `TransitionRefused` for a version that was corrected already. Without `file`
    the paper of before stays with it.
    """
    wrong = CreditReport.objects.select_for_update().select_related("customer", "query__customer").get(pk=report.pk)
    require(permissions.may_check(by, wrong.customer))
    if wrong.is_corrected:
        raise TransitionRefused(_("This report has been corrected already. Correct the newest version."))
    report = CreditReport(query=wrong.query, customer=wrong.customer, entered_by=by, corrects=wrong, file=wrong.file)
    report.report_number, report.reported_on, report.correction = report_number, reported_on, correction
    CreditReport.objects.filter(pk=wrong.pk).update(is_corrected=True)
    counted = _write(report, figures, debts, bad_records, file)
    record(report, reported_on=report.reported_on, reason=report.correction, **counted)
    return report


def _write(
    report: CreditReport,
    figures: Mapping[str, Any],
    debts: Sequence[Mapping[str, Any]],
    bad_records: Sequence[Mapping[str, Any]],
    file: Sealed | None,
) -> dict[str, int]:
    """Save a version with its rows, everything of it checked first; tells how many rows there are."""
    said: dict[str, Any] = {"report_number": report.report_number, "reported_on": report.reported_on}
    if report.corrects:
        said["correction"] = report.correction
    refuse_invalid(
        [
            *report_problems(report.query, report.corrects, **said),
            *figure_problems(figures),
            *problems_in(
                lambda: _summary(figures), lambda: _debts(debts), lambda: _records(bad_records, report.reported_on)
            ),
        ]
    )
    summary, rows, records = _summary(figures), _debts(debts), _records(bad_records, report.reported_on)
    _refuse_differences(summary, rows, records)
    if report.corrects and file is None and _says_the_same(report, summary, rows, records):
        raise InvalidInput(_("Nothing differs from the version before. Change what was wrong."))
    report.report_number = plain_text(report.report_number)[:40]
    report.correction = plain_text(report.correction)[:200]
    for name in (*AMOUNTS, *COUNTS, *WORST):
        setattr(report, name, getattr(summary, name))
    try:
        with transaction.atomic():
            report.file = kept_file(file, report.customer, report.entered_by) or report.file
            report.save(force_insert=True)
    except IntegrityError as error:
        raise InvalidInput(ON_FILE, field="report_number") from error
    CreditDebt.objects.bulk_create(CreditDebt(report=report, **row) for row in rows)
    BadRecord.objects.bulk_create(BadRecord(report=report, **row) for row in records)
    return {"debts": len(rows), "bad_records": len(records)}


def _says_the_same(report: CreditReport, summary: credit.Summary, rows: list[dict], records: list[dict]) -> bool:
    """Whether a correction says what the version before says, whatever the order of its rows."""
    before = report.corrects
    if (plain_text(report.report_number)[:40], report.reported_on) != (before.report_number, before.reported_on):
        return False
    if any(getattr(summary, name) != getattr(before, name) for name in (*AMOUNTS, *COUNTS, *WORST)):
        return False
    return all(
        Counter(tuple(row[name] for name in names) for row in said) == Counter(kept.values_list(*names))
        for said, kept, names in ((rows, before.debts, DEBT_PARTS), (records, before.bad_records, RECORD_PARTS))
    )


def report_differences(
    figures: Mapping[str, Any], debts: Sequence[Mapping[str, Any]], records: Sequence[Mapping[str, Any]]
) -> list[str]:
    """Every sum that does not fit, in words."""
    summary, rows = _summary(figures), _debts(debts)
    found = credit.differences(
        summary,
        [credit.Debt(row["kind"], row["limit"], row["balance"], row["overdue"]) for row in rows],
        sum(1 for row in records if row["kind"] != RecordKind.OVERDUE),
    )
    return [_difference_sentence(difference) for difference in found]


def _refuse_differences(summary: credit.Summary, rows: list[dict], records: list[dict]) -> None:
    figures = {name: getattr(summary, name) for name in (*AMOUNTS, *COUNTS, *WORST)}
    points = report_differences(figures, rows, records)
    if points:
        raise Missing(_("The report does not add up. Nothing was saved."), points)


def _difference_sentence(difference: credit.Difference) -> str:
    label = str(figure_label(difference.field))
    if difference.than:
        whole = str(figure_label(difference.than))
        return _now("{label} cannot be more than {whole}, which includes it.").format(label=label, whole=whole)
    is_amount = difference.field in AMOUNTS
    stated, counted = (
        display.in_words(value, "yuan") if is_amount else str(int(value))
        for value in (difference.stated, difference.counted)
    )
    return _now("{label}: the summary says {stated}, the rows add up to {counted}.").format(
        label=label, stated=stated, counted=counted
    )


def report_problems(
    query: CreditQuery,
    corrects: CreditReport | None = None,
    *,
    report_number: str | None = None,
    reported_on: date | None = None,
    correction: str | None = None,
    **_rest: Any,
) -> Iterator[InvalidInput]:
    """The report is of the query, and a consent held on its day: one withdrawn meanwhile closes the form again.

    What could not be read is None and not judged. A correction that leaves the day asks for no consent: what is wrong
    about somebody is put right whether they still agree or not.
    """
    if correction is not None and len(plain_text(correction)) < 2:
        yield InvalidInput(_("Say what was wrong, in a few words."), field="correction")
    if report_number is not None and not plain_text(report_number):
        yield InvalidInput(_("Enter the number printed on the report."), field="report_number")
    others = query.customer.credit_reports.standing().exclude(query=query)
    if report_number and others.filter(report_number=plain_text(report_number)[:40]).exists():
        yield InvalidInput(ON_FILE, field="report_number")
    asked_on = timezone.localdate(query.asked_at)
    if reported_on is not None and not asked_on <= reported_on <= dates.today():
        yield InvalidInput(
            _("The bureau was asked on {day}; its report bears that day or a later one, until today.").format(
                day=asked_on
            ),
            field="reported_on",
        )
    elif corrects is not None and reported_on == corrects.reported_on:
        return
    elif reported_on is not None and bureau_consent(query.customer, reported_on) is None:
        yield InvalidInput(
            _("On {day} no consent to query the bureau was valid.").format(day=reported_on), field="reported_on"
        )


def figure_problems(figures: Mapping[str, Any]) -> Iterator[InvalidInput]:
    """The figures of the summary that were left out, 0 being a figure."""
    return (InvalidInput(TYPED, field=name) for name in (*AMOUNTS, *COUNTS, *WORST) if figures.get(name) is None)


def _summary(figures: Mapping[str, Any]) -> credit.Summary:
    values: dict[str, Any] = {name: _amount(figures.get(name), name) for name in AMOUNTS}
    values |= {name: _count(figures.get(name), name, MOST_COUNTED) for name in COUNTS}
    values |= {name: _count(figures.get(name), name, max(WorstStatus.values)) for name in WORST}
    return credit.Summary(**values)


def _amount(value: Any, name: str) -> Decimal:
    amount = Decimal(0) if value is None else Decimal(value)
    if not (amount.is_finite() and 0 <= amount <= LARGEST and amount == to_cents(amount)):
        raise InvalidInput(_("Amounts are nothing or more, with at most two decimals."), field=name)
    return amount


def _count(value: Any, name: str, most: int) -> int:
    count = 0 if value is None else int(value)
    if not 0 <= count <= most:
        raise InvalidInput(_("Write a whole number from the report."), field=name)
    return count


def _debts(debts: Sequence[Mapping[str, Any]]) -> list[dict]:
    """Rows of accounts, cleaned; each needs its lender and kind."""
    rows = []
    for debt in debts:
        lender = plain_text(str(debt.get("lender") or ""))[:80]
        if not lender or debt.get("kind") not in DebtKind.values:
            raise InvalidInput(_("Each account needs its kind and its lender."))
        amounts = {name: _amount(debt.get(name), name) for name in ("limit", "balance", "overdue")}
        rows.append({"kind": debt["kind"], "lender": lender, **amounts})
    return rows


def _records(records: Sequence[Mapping[str, Any]], reported_on: date) -> list[dict]:
    """Rows of bad records, cleaned; one that ended, ended before the report."""
    rows = []
    for entry in records:
        what, ended_on = plain_text(str(entry.get("what") or ""))[:200], entry.get("ended_on")
        if not what or entry.get("kind") not in RecordKind.values:
            raise InvalidInput(_("Each bad record needs its kind and what happened."))
        if ended_on and ended_on > reported_on:
            raise InvalidInput(_("A bad record ended on the day of the report at the latest."))
        rows.append({"kind": entry["kind"], "what": what, "ended_on": ended_on})
    return rows
