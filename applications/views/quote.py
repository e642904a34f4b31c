"""The repayment plan and yearly cost of what is asked for, with the fees of the product; on a page and on paper."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_GET

from applications import forms
from applications.costs import Charge, charged, fee_flows
from applications.models import Application, ProductVersion, RepaymentMethod
from applications.schedule import Terms, annual_cost_rate, schedule
from applications.views.eligibility import mine
from core import dates, display, parameters


@login_required
@require_GET
def quote(request, number):
    """The repayment plan as if released today: the terms asked for, each of which can be changed to compare."""
    return render(request, "applications/quote.html", _plan(request, mine(request, number)))


@login_required
@require_GET
def print_quote(request, number):
    """The same on a clean page for the customer, in any of the three languages."""
    application = mine(request, number)
    language = request.GET.get("language", "")
    known = dict(settings.LANGUAGES)
    with translation.override(language if language in known else translation.get_language()):
        context = _plan(request, application)
        return render(request, "applications/quote_print.html", {**context, "lender": settings.LENDER["name"]})


def _plan(request, application: Application) -> dict[str, Any]:
    rules = application.product_version
    first = {
        "amount": application.amount,
        "term_months": application.term_months,
        "method": application.method,
        "rate": parameters.value("quoted_rate"),
    }
    typed = {name: request.GET.get(name, form_text) for name, form_text in _as_typed(first).items()}
    form = forms.QuoteForm(typed, rules=rules)
    context: dict[str, Any] = {"application": application, "form": form, "rows": [], "query": request.GET.urlencode()}
    if not form.is_valid():
        return context
    terms = _terms(form.cleaned_data, rules)
    rows = schedule(terms)
    fees = list(rules.fees.all())
    charges = [Charge(fee.charged, fee.rate, fee.amount) for fee in fees]
    sums = [charged(charge, terms.principal, len(rows)) for charge in charges]
    return {
        **context,
        "rows": rows,
        "method": RepaymentMethod(form.cleaned_data["method"]).label,
        "cost": annual_cost_rate(terms, rows),
        "cost_with_fees": annual_cost_rate(terms, rows, fee_flows(terms, rows, charges)),
        "fees": [{"fee": fee, "sum": sum_} for fee, sum_ in zip(fees, sums, strict=True)],
        "fees_in_all": sum(sums, Decimal(0)),
        "interest": sum((row.interest for row in rows), Decimal(0)),
        "total": sum((row.total for row in rows), Decimal(0)),
        "today": dates.today(),
    }


def _as_typed(values: dict) -> dict[str, str]:
    """Values as a person would type them into the quote."""
    texts = {name: "" if value is None else str(value) for name, value in values.items()}
    return {**texts, "amount": display.grouped(values["amount"]), "rate": f"{(values['rate'] * 100).normalize():f}"}


def _terms(asked: dict, rules: ProductVersion) -> Terms:
    return rules.loan_terms(
        principal=asked["amount"],
        annual_rate=asked["rate"],
        months=asked["term_months"],
        method=asked["method"],
        disbursed_on=dates.today(),
    )
