"""A major project on the overview of its case: the flag, the joint team, and taking it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications import forms, permissions, services
from applications.models import Application
from applications.providers import case_page
from applications.views.drafts import mine
from applications.views.overview import overview
from core.service import require
from core.views import refusals_on


def _step(request, application: Application, name: str, form, act, done):
    """One step on the overview; a refused one comes back with what was typed."""
    require(permissions.may_lead_major(request.user, application))
    if form.is_valid():
        with refusals_on(form):
            act(form.cleaned_data)
        if form.is_valid():
            messages.success(request, done)
            return redirect("desk:case", number=application.number)
    context = overview(request, application)
    context["major"][name] = form
    context["case"] = case_page(request.user, application, "overview")
    return render(request, "desk/case.html", context, status=422)


@login_required
@require_POST
def flag_major(request, number):
    """Flag a case as major and name its joint team."""
    application = mine(request, number)

    def act(values):
        services.flag_major(application=application, by=request.user, **values)

    form = forms.FlagMajorForm(request.POST, application=application)
    return _step(request, application, "flag", form, act, _("Flagged. The joint team has the visit on its work lists."))


@login_required
@require_POST
def change_team(request, number):
    """Who is on the joint team."""
    application = mine(request, number)
    project = get_object_or_404(application.major_projects, lifted_at=None)

    def act(values):
        services.change_team(project=project, by=request.user, **values)

    form = forms.TeamForm(request.POST, application=application)
    return _step(request, application, "change", form, act, _("The joint team is changed."))


@login_required
@require_POST
def lift_major(request, number):
    """No longer a major project."""
    application = mine(request, number)
    project = get_object_or_404(application.major_projects, lifted_at=None)

    def act(values):
        services.lift_major(project=project, by=request.user, **values)

    form = forms.LiftMajorForm(request.POST, auto_id="lift_%s")
    return _step(request, application, "lift", form, act, _("The flag is taken back."))
