"""The room "checks" of a case: every party against every source that its role asks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications import services
from applications.models import Application
from applications.providers import case_page
from applications.screening import PartyChecks, party_checks, people_behind
from core.service import require
from core.views import refusals_on
from customers import permissions
from customers.forms import ChecksForm
from customers.models import Source
from customers.views.screening import recorded_sentence


@login_required
@require_http_methods(["GET", "POST"])
def checks(request, number):
    """The matrix with its states, and one form that records several checks with one paper."""
    cases = Application.objects.visible_to(request.user).with_names().select_related("department")
    application = get_object_or_404(cases, number=number)
    related = people_behind(application)
    parties = party_checks(application, related)
    refusal = _refusal(request.user, application, parties)
    if request.method == "POST":
        require(refusal)
        if "own" in request.POST:
            services.look_up_case(application=application, by=request.user)
            messages.success(request, _("The lender's own lists have been looked up."))
            return redirect("applications:checks", number)
    form = ChecksForm(
        request.POST if request.method == "POST" else None, request.FILES or None, choices=_choices(parties)
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = services.record_case_checks(application=application, by=request.user, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, recorded_sentence(len(made)))
            return redirect("applications:checks", number)
    context = {
        "case": case_page(request.user, application, "checks"),
        "parties": parties,
        "matrix": _matrix(parties, set(request.POST.getlist("chosen"))),
        "form": form,
        "refusal": refusal,
        "related": related,
        "may_register": not permissions.may_register(request.user),
    }
    return render(request, "applications/checks.html", context, status=422 if form.is_bound and form.errors else 200)


def _refusal(user, application: Application, parties: list[PartyChecks]) -> object:
    """Why this person may not record checks of the case: that of the first party where there is one."""
    customers = [party.customer for party in parties] or [application.customer]
    return next((reason for one in customers if (reason := permissions.may_check(user, one))), "")


def _choices(parties: list[PartyChecks]) -> list[tuple[str, str]]:
    return [
        (f"{one.customer.number}:{one.source}", f"{one.customer.name} {one.source.label}")
        for party in parties
        for one in party.standings
        if not one.is_automatic
    ]


def _matrix(parties: list[PartyChecks], chosen: set[str]) -> list[dict]:
    """A row for each source that is asked of anybody, a cell for each party; None where it is not asked."""
    by_pair = {(one.customer.pk, one.source): one for party in parties for one in party.standings}
    rows = []
    for source in Source:
        cells = []
        for party in parties:
            standing = by_pair.get((party.customer.pk, source))
            value = f"{party.customer.number}:{source}"
            cells.append({"standing": standing, "value": value, "is_chosen": value in chosen, "party": party})
        if any(cell["standing"] for cell in cells):
            rows.append({"source": source, "cells": cells})
    return rows
