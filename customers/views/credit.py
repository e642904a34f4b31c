"""The room of consents and credit reports, and the forms that fill it."""

from datetime import timedelta
from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import charts, dates, display, parameters
from core.service import require
from core.views import refusals_on
from customers import credit as calculation
from customers import permissions, services
from customers.forms import (
    ConsentForm,
    DebtFormSet,
    QueryForm,
    RecordFormSet,
    WithdrawConsentForm,
    report_form,
    rows_of,
)
from customers.models import Consent, CreditQuery, CreditReport, Customer
from customers.models.credit import figure_label
from customers.views.frame import framed, visible

MOST_SHOWN = 6
OF_VERSION = ("file", "entered_by", "query__asked_by", "query__consent")
FULL_WIDTH = 1136  # of a page without an aside


@login_required
@require_GET
def credit_room(request, number):
    """The consents of a customer, the queries made under them, and what the bureau told, side by side."""
    return _room(request, visible(request, number))


def _room(request, customer: Customer, query_form: QueryForm | None = None, withdraw_form=None):
    may_read = permissions.may_read_credit(request.user)
    newest = CreditReport.objects.standing().filter(customer=customer).readable_by(request.user).newest_first()
    reports = list(newest.select_related("query")[:MOST_SHOWN])[::-1]  # in time, as the chart runs
    days, today = int(parameters.value("credit_report_days")), dates.today()
    for report in reports:
        report.is_current = calculation.is_current(report.reported_on, today, days)
    queries = CreditQuery.objects.filter(customer=customer).select_related("asked_by").prefetch_related("reports")
    refusal = permissions.may_check(request.user, customer)
    context = framed(request, customer, "credit") | {
        "consents": list(
            customer.consents.select_related("file", "recorded_by", "withdrawn_by").order_by("-signed_on", "-pk")
        ),
        "today": today,
        "queries": list(queries.order_by("-pk")[:20]),
        "reports": reports,
        "report_days": days,
        "rows": _trend_rows(reports),
        "chart": _chart(reports),
        "has_two_lines": len(reports) > 1 and any(report.card_limit for report in reports),
        "read_refusal": may_read,
        "refusal": refusal,
        "query_refusal": services.query_refusal(customer) if not refusal else "",
        "query_form": query_form or QueryForm(),
        "withdraw_form": withdraw_form or WithdrawConsentForm(initial={"withdrawn_on": today}),
    }
    bad = any(form is not None and form.errors for form in (query_form, withdraw_form))
    return render(request, "customers/credit.html", context, status=422 if bad else 200)


TREND = (
    ("loan_balance", "amount"),
    ("card_used", "amount"),
    ("card_limit", "amount"),
    ("current_overdue", "amount"),
    ("guarantees_given", "amount"),
    ("open_accounts", "count"),
    ("overdue_24", "count"),
    ("worst_24", "word"),
    ("overdue_60", "count"),
    ("worst_60", "word"),
    ("queries_2", "count"),
    ("queries_6", "count"),
    ("public_records", "count"),
)


def _trend_rows(reports: list[CreditReport]) -> list[dict]:
    """The figures of the summary, a column for each report, the oldest first; what is wrong now in red."""
    rows = []
    for name, kind in TREND:
        cells = []
        for report in reports:
            value = getattr(report, name)
            text = getattr(report, f"get_{name}_display")() if kind == "word" else str(value)
            cells.append({"text": display.large(value) if kind == "amount" else text, "is_old": report.is_old})
        rows.append({"label": figure_label(name), "kind": kind, "cells": cells})
    uses = [display.percent(report.card_use) if report.card_use is not None else "–" for report in reports]
    cells = [{"text": use, "is_old": report.is_old} for use, report in zip(uses, reports, strict=True)]
    rows.insert(3, {"label": _("Use of credit cards"), "kind": "count", "cells": cells})
    return rows


def _chart(reports: list[CreditReport]):
    """Debts over the reports, in time; nothing to draw from a single one."""
    if len(reports) < 2:
        return ""
    unit = 10_000 if display.is_chinese() else 1_000_000
    series = [charts.Series(_("Balance of loans"), [report.loan_balance / Decimal(unit) for report in reports])]
    if any(report.card_limit for report in reports):
        used = [report.card_used / Decimal(unit) for report in reports]
        series.append(charts.Series(_("Used of credit cards"), used, charts.LINE_STRONG))
    return charts.wide_and_narrow(
        charts.columns,
        _("Debts at other lenders"),
        [report.reported_on.isoformat() for report in reports],
        series,
        unit=display.unit_name("large"),
        say=display.grouped,
        wide=FULL_WIDTH,
    )


@login_required
@require_http_methods(["GET", "POST"])
def consent_new(request, number):
    """Write down a consent and keep its paper."""
    customer = visible(request, number)
    require(permissions.may_check(request.user, customer))
    today = dates.today()
    ends = today + timedelta(days=int(parameters.value("consent_days")))
    first = {"signed_on": today, "valid_to": ends, "kind": "bureau"}
    form = ConsentForm(request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.record_consent(customer=customer, by=request.user, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, _("The consent is on the file."))
            return redirect("customers:credit", customer.number)
    context = framed(request, customer, "credit") | {"form": form}
    return render(request, "customers/consent.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def consent_withdraw(request, number, uuid):
    """The customer took a consent back."""
    customer = visible(request, number)
    consent = get_object_or_404(Consent.objects.filter(customer=customer), uuid=uuid)
    require(permissions.may_check(request.user, customer))
    form = WithdrawConsentForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            services.withdraw_consent(consent=consent, by=request.user, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, _("The withdrawal is recorded. Nothing more may be asked under it."))
            return redirect("customers:credit", customer.number)
    return _room(request, customer, withdraw_form=form)


@login_required
@require_POST
def credit_query(request, number):
    """The bureau is being asked: who, when and why is kept before the report is written down."""
    customer = visible(request, number)
    require(permissions.may_check(request.user, customer))
    form = QueryForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            query = services.query_credit(customer=customer, by=request.user, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, _("The query is recorded. Enter the report when the bureau has answered."))
            return redirect("customers:credit-report", customer.number, query.uuid)
    return _room(request, customer, query_form=form)


@login_required
@require_http_methods(["GET", "POST"])
def credit_report(request, number, uuid):
    """The report of a query: the form until it is entered, and the report from then on."""
    customer = visible(request, number)
    queries = CreditQuery.objects.filter(customer=customer).select_related("asked_by", "consent")
    query = get_object_or_404(queries, uuid=uuid)
    require(permissions.may_read_credit(request.user))
    report = CreditReport.objects.standing().filter(query=query).select_related(*OF_VERSION).first()
    if report is not None and request.method == "GET":
        return _shown(request, customer, report)
    require(permissions.may_check(request.user, customer))
    return _entry(request, customer, query)


@login_required
@require_GET
def credit_version(request, number, uuid):
    """One version of a report, the corrected ones too."""
    customer = visible(request, number)
    require(permissions.may_read_credit(request.user))
    return _shown(request, customer, _version(customer, uuid))


@login_required
@require_http_methods(["GET", "POST"])
def credit_correct(request, number, uuid):
    """A version of a report typed anew; the one before stays."""
    customer = visible(request, number)
    require(permissions.may_read_credit(request.user))
    require(permissions.may_check(request.user, customer))
    report = _version(customer, uuid)
    if report.is_corrected and request.method == "GET":
        messages.info(request, _("This report has been corrected already. Correct the newest version."))
        return redirect("customers:credit-report", customer.number, report.query.uuid)
    return _entry(request, customer, report.query, report)


def _version(customer: Customer, uuid) -> CreditReport:
    return get_object_or_404(CreditReport.objects.filter(customer=customer).select_related(*OF_VERSION), uuid=uuid)


def _entry(request, customer: Customer, query: CreditQuery, corrects: CreditReport | None = None):
    """The form with its rows; `more` asks for further rows and checks nothing, nothing typed is lost."""
    is_posted = request.method == "POST"
    wants_rows = is_posted and "more" in request.POST
    typed = request.POST.copy() if is_posted else None
    if wants_rows:
        kept = typed.get("debts-TOTAL_FORMS", "")
        typed["debts-TOTAL_FORMS"] = str((int(kept) if kept.isdecimal() and len(kept) < 4 else 0) + DebtFormSet.extra)
    form = report_form(typed, request.FILES or None, query=query, corrects=corrects)
    debts = DebtFormSet(typed, prefix="debts", initial=_rows(corrects, "debts"))
    records = RecordFormSet(typed, prefix="records", initial=_rows(corrects, "bad_records"))
    parts = (form, debts, records)
    has_faults = [part for part in parts if not part.is_valid()] if is_posted and not wants_rows else []  # all of them
    if is_posted and not wants_rows and not has_faults:
        said = {
            "report_number": form.cleaned_data["report_number"],
            "reported_on": form.cleaned_data["reported_on"],
            "figures": form.figures,
            "debts": rows_of(debts, "lender"),
            "bad_records": rows_of(records, "what"),
            "file": form.cleaned_data["file"],
            "by": request.user,
        }
        with refusals_on(form):
            if corrects is None:
                services.enter_credit_report(query=query, **said)
            else:
                services.correct_credit_report(report=corrects, correction=form.cleaned_data["correction"], **said)
        if form.is_valid():
            return _saved(request, customer, query, corrects)
    context = framed(request, customer, "credit") | {
        "query": query,
        "form": form,
        "corrects": corrects,
        "debts": debts,
        "records": records,
        "query_refusal": services.query_refusal(customer) if corrects is None else "",
        "is_checked": is_posted and not wants_rows,
    }
    return render(request, "customers/credit_report_form.html", context, status=422 if context["is_checked"] else 200)


def _rows(report: CreditReport | None, name: str) -> list[dict]:
    """The rows of a version as its form shows them."""
    return [model_to_dict(row) for row in getattr(report, name).order_by("pk")] if report is not None else []


def _saved(request, customer: Customer, query: CreditQuery, corrects: CreditReport | None):
    if corrects is None:
        messages.success(request, _("The report is on the file."))
        return redirect("customers:credit", customer.number)
    messages.success(request, _("Corrected. The version before stays readable."))
    return redirect("customers:credit-report", customer.number, query.uuid)


def _shown(request, customer: Customer, report: CreditReport):
    years, today = int(parameters.value("bad_record_years")), dates.today()
    records = [
        {
            "row": row,
            "kept_until": calculation.kept_until(row.ended_on, years),
            "is_expired": calculation.is_expired(row.ended_on, years, today),
        }
        for row in report.bad_records.order_by("pk")
    ]
    versions = list(report.query.reports.select_related("entered_by").order_by("-pk"))
    context = framed(request, customer, "credit") | {
        "query": report.query,
        "report": report,
        "versions": versions if len(versions) > 1 else [],
        "may_correct": not (report.is_corrected or permissions.may_check(request.user, customer)),
        "rows": _trend_rows([report]),
        "debts": list(report.debts.order_by("pk")),
        "records": records,
        "years": years,
    }
    return render(request, "customers/credit_report.html", context)
