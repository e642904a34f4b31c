"""The repayment plan and yearly cost of what is asked for."""

from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_GET

from applications import forms
from applications.schedule import Terms, annual_cost_rate, schedule
from applications.views.drafts import mine
from core import dates, display, parameters


@login_required
@require_GET
def quote(request, number):
    """The repayment plan as if released today: the terms asked for, each of which can be changed to compare."""
    application = mine(request, number)
    rules = application.product_version
    first = {
        "amount": application.amount,
        "term_months": application.term_months,
        "method": application.method,
        "rate": parameters.value("quoted_rate"),
    }
    typed = {name: request.GET.get(name, form_text) for name, form_text in _as_typed(first).items()}
    form = forms.QuoteForm(typed, rules=rules)
    rows, cost = [], None
    if form.is_valid():
        terms = _terms(form.cleaned_data, rules)
        rows = schedule(terms)
        cost = annual_cost_rate(terms, rows)
    context = {
        "application": application,
        "form": form,
        "rows": rows,
        "cost": cost,
        "interest": sum((row.interest for row in rows), Decimal(0)),
        "total": sum((row.total for row in rows), Decimal(0)),
    }
    return render(request, "applications/quote.html", context)


def _as_typed(values: dict) -> dict[str, str]:
    """Values as a person would type them into the quote."""
    texts = {name: "" if value is None else str(value) for name, value in values.items()}
    return {**texts, "amount": display.grouped(values["amount"]), "rate": f"{(values['rate'] * 100).normalize():f}"}


def _terms(asked: dict, rules) -> Terms:
    return rules.loan_terms(
        principal=asked["amount"],
        annual_rate=asked["rate"],
        months=asked["term_months"],
        method=asked["method"],
        disbursed_on=dates.today(),
    )
