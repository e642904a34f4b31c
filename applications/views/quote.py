"""The repayment plan and yearly cost of what is asked for, with the fees of the product; on a page and on paper."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from applications import forms, permissions
from applications.models import Application
from applications.plans import asked_for, plan_of
from applications.services import issue_quote
from applications.views.eligibility import mine
from core import dates, display
from core.numbering import shown
from core.service import require
from core.views import refusals_on

MOST_LISTED = 20


@login_required
@require_GET
def quote(request, number):
    """The repayment plan as if released today: the terms asked for, each of which can be changed to compare."""
    application = mine(request, number)
    context = _plan(request.GET, application)
    return render(request, "applications/quote.html", {**context, **_papers(request, application)})


@login_required
@require_GET
def print_quote(request, number):
    """The same on a clean page for the customer, in any of the three languages."""
    application = mine(request, number)
    language = request.GET.get("language", "")
    known = dict(settings.LANGUAGES)
    with translation.override(language if language in known else translation.get_language()):
        context = _plan(request.GET, application)
        return render(request, "applications/quote_print.html", {**context, "lender": settings.LENDER["name"]})


@login_required
@require_POST
def issue(request, number):
    """The plan on the page as a numbered and sealed paper."""
    application = mine(request, number)
    require(permissions.may_quote(request.user, application))
    form = forms.QuotePaperForm(request.POST, rules=application.product_version)
    if form.is_valid():
        with refusals_on(form):
            made = issue_quote(application=application, by=request.user, **form.values)
    if form.is_valid():
        messages.success(request, _("Numbered {number}. The paper is being printed.").format(number=shown(made.number)))
        return redirect("applications:quote", application.number)
    context = {**_plan(request.POST, application), "form": form, **_papers(request, application)}
    return render(request, "applications/quote.html", context, status=422)


@login_required
@require_GET
def quote_progress(request, number, uuid):
    """How far the printing of one paper is, asked for every second."""
    found = get_object_or_404(mine(request, number).quotes.select_related("document"), uuid=uuid)
    return render(request, "applications/_quote_progress.html", {"quote": found, "number": number})


def _plan(typed: Any, application: Application) -> dict[str, Any]:
    rules = application.product_version
    values = {name: typed.get(name, text) for name, text in _as_typed(asked_for(application)).items()}
    form = forms.QuoteForm(values, rules=rules)
    query = typed.copy()
    for name in ("language", "submission_key", "csrfmiddlewaretoken"):
        query.pop(name, None)
    context: dict[str, Any] = {"application": application, "form": form, "plan": None, "query": query.urlencode()}
    if form.is_valid():
        context["plan"] = plan_of(rules, on=dates.today(), **form.terms)
    return context


def _papers(request, application: Application) -> dict[str, Any]:
    may_quote = not permissions.may_quote(request.user, application)
    first = {"language": application.customer.language}
    return {
        "quotes": application.quotes.select_related("document", "made_by").order_by("-id")[:MOST_LISTED],
        "paper_form": forms.PaperLanguageForm(initial=first) if may_quote else None,
    }


def _as_typed(values: dict) -> dict[str, str]:
    """Values as a person would type them into the quote."""
    texts = {name: "" if value is None else str(value) for name, value in values.items()}
    rate = values["annual_rate"]
    texts.pop("annual_rate")
    return {**texts, "amount": display.grouped(values["amount"]), "rate": f"{(rate * 100).normalize():f}"}
