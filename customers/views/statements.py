"""The yearly statements on the file, and the page that enters one."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import dates, display
from core.service import require
from core.views import refusals_on
from customers import permissions, statements
from customers.forms import StatementForm
from customers.models import Customer
from customers.services import problem_sentence, save_statement, statement_problems
from customers.views.frame import visible


def statement_rows(years: list) -> list[dict]:
    """Totals and the lines a reader looks for first, a column for each year."""
    codes = ["cash", "receivables", "inventory", "total_assets", "total_liabilities", "equity", "revenue"]
    codes += ["operating_profit", "net_profit"]
    entered = [year.values() for year in years]
    return [
        {
            "label": display.label_for(code),
            "amounts": [statements.amount(values, code) for values in entered],
            "is_total": code in statements.TOTALS,
        }
        for code in codes
    ]


def statement_checks(years: list) -> list[dict]:
    """What each year's statement fails, held against the year before."""
    checks, before = [], {}
    for year in years:
        values = year.values()
        previous = before.get(year.period_end.year - 1)
        problems = statements.check(values, previous)
        before[year.period_end.year] = values
        tone = "is-late" if any(problem.severity == "error" for problem in problems) else "is-warn"
        name = str(year.period_end.year)
        checks += [{"name": name, "result": problem_sentence(problem), "tone": tone} for problem in problems]
        if not problems:
            checks.append({"name": name, "result": _("adds up"), "tone": "is-good"})
    return checks


def open_years(customer: Customer, years: list) -> list[int]:
    """The last three years that have ended and were not entered."""
    if not customer.is_company:
        return []
    entered = {year.period_end.year for year in years}
    last = dates.today().year - 1
    return [year for year in (last - 2, last - 1, last) if year not in entered]


@login_required
@require_http_methods(["GET", "POST"])
def statement(request, number, year):
    """A year's statement: the form for those who may enter it, the figures for everybody else."""
    customer = visible(request, number)
    if not customer.is_company or not 1990 <= year <= dates.today().year:
        raise Http404
    period_end = date(year, 12, 31)
    found = customer.statements.filter(period_end=period_end).prefetch_related("lines").first()
    before = customer.statements.filter(period_end=date(year - 1, 12, 31)).prefetch_related("lines").first()
    refusal = permissions.may_enter_statement(request.user, customer)
    if found is None and refusal:
        raise Http404
    first = {"is_audited": found.is_audited, "version": found.version} if found else {}
    typed = request.POST if request.method == "POST" and not refusal else None
    kept = {"values": found.values() if found else {}, "before": before.values() if before else {}}
    form = StatementForm(typed, initial=first, period_end=period_end, **kept)
    if request.method == "POST":
        require(refusal)
        if request.htmx:
            form.is_valid()
            return render(
                request, "customers/_statement_check.html", _statement_check(customer, period_end, form.amounts)
            )
        if _save(request, form, customer, period_end):
            return redirect("customers:detail", customer.number)
    amounts = form.amounts if form.is_bound and hasattr(form, "cleaned_data") else kept["values"]
    context = {"customer": customer, "year": year, "form": form, "found": found, "may_enter": not refusal}
    context |= _statement_check(customer, period_end, amounts)
    return render(request, "customers/statement.html", context, status=422 if form.errors else 200)


def _save(request, form: StatementForm, customer: Customer, period_end: date) -> bool:
    if not form.is_valid():
        return False
    with refusals_on(form):
        save_statement(
            customer=customer,
            period_end=period_end,
            is_audited=form.cleaned_data["is_audited"],
            values=form.amounts,
            version=form.cleaned_data["version"],
            by=request.user,
        )
    if form.is_valid():
        messages.success(request, _("The statement of {year} was saved.").format(year=period_end.year))
    return form.is_valid()


def _statement_check(customer: Customer, period_end: date, amounts: dict) -> dict:
    """The totals of what stands in the form, and what does not add up."""
    problems = statement_problems(customer, period_end, amounts)
    entered = {code: value for code, value in amounts.items() if code in statements.ITEMS}
    return {
        "totals": [
            {"label": display.label_for(code), "value": value} for code, value in statements.totals(entered).items()
        ],
        "checks": [
            {
                "name": display.label_for(problem.item),
                "result": problem_sentence(problem),
                "tone": "is-late" if problem.severity == "error" else "is-warn",
            }
            for problem in problems
        ],
    }
