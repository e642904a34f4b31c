"""What the department manager does with a submitted application, and the answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications import forms, permissions, services
from applications.facts import judge, question_of
from applications.models import ReturnPoint
from applications.providers import case_page
from applications.views.eligibility import mine
from applications.views.overview import overview
from core.errors import InvalidInput
from core.service import require
from core.views import refusals_on


def _decide_intake(request, application, name, form, act, done):
    """One of the steps on the overview; a refused one comes back with what was typed."""
    may = permissions.may_withdraw if name == "withdrawal" else permissions.may_accept
    require(may(request.user, application))
    if form.is_valid():
        with refusals_on(form):
            act()
        if form.is_valid():
            messages.success(request, done)
            return redirect("desk:case", number=application.number)
    application.refresh_from_db()
    context = overview(request, application)
    context["case"] = case_page(request.user, application, "overview")
    if name == "withdrawal":
        context["withdrawal"] = form
    else:
        context.setdefault("acceptance", {})[name] = form
    return render(request, "desk/case.html", context, status=422)


@login_required
@require_POST
def accept(request, number):
    """受理派工 by one click."""
    application = mine(request, number)
    question = question_of(judge(application))
    form = forms.AcceptForm(request.POST, application=application, question=question)

    def act():
        services.accept_application(application=application, by=request.user, **form.cleaned_data)

    done = _("Accepted. The two investigators have it on their work lists.")
    return _decide_intake(request, application, "accept", form, act, done)


@login_required
@require_POST
def return_(request, number):
    """Back to the account manager with points."""
    application, form = mine(request, number), forms.ReturnForm(request.POST)

    def act():
        services.return_application(application=application, by=request.user, **form.cleaned_data)

    return _decide_intake(request, application, "return", form, act, _("Returned with your points."))


@login_required
@require_POST
def decline_intake(request, number):
    """不予受理."""
    application, form = mine(request, number), forms.DeclineForm(request.POST, auto_id="decline_%s")

    def act():
        services.decline_intake(application=application, by=request.user, **form.cleaned_data)

    return _decide_intake(request, application, "decline", form, act, _("The application is not accepted."))


@login_required
@require_POST
def withdraw(request, number):
    """The customer no longer wants the loan."""
    application, form = mine(request, number), forms.WithdrawForm(request.POST, auto_id="withdraw_%s")

    def act():
        services.withdraw_application(application=application, by=request.user, **form.cleaned_data)

    return _decide_intake(request, application, "withdrawal", form, act, _("The withdrawal is recorded."))


@login_required
@require_POST
def answer(request, number, point):
    """Answer a returned point, so that the manager sees what changed."""
    found = get_object_or_404(ReturnPoint, pk=point, application=mine(request, number))
    try:
        services.answer_point(point=found, answer=request.POST.get("answer", ""), by=request.user)
    except InvalidInput as error:
        messages.warning(request, str(error))
    return redirect("desk:case", number=number)
