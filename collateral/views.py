"""The room "security" of a case, and the forms that fill it."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications.models import Application
from applications.providers import case_page
from collateral import permissions, services
from collateral.forms import CollateralForm, GuaranteeForm, WithdrawForm
from collateral.security import assess
from collateral.states import CollateralStatus, GuaranteeStatus
from core.service import require
from core.views import errors_of, refusals_on


def _application(request, number: str) -> Application:
    cases = Application.objects.visible_to(request.user).select_related(
        "customer", "product_version__product", "lead_investigator", "second_investigator", "account_manager"
    )
    return get_object_or_404(cases, number=number)


@login_required
@require_GET
def security(request, number):
    """What secures the case, with every figure explained."""
    application = _application(request, number)
    context = {
        "case": case_page(request.user, application, "security"),
        "security": assess(application),
        "withdrawn": _withdrawn(application),
        "refusal": permissions.may_secure(request.user, application),
    }
    return render(request, "collateral/security.html", context)


def _withdrawn(application: Application) -> list:
    things = application.collateral.filter(status=CollateralStatus.REJECTED).select_related("owner")
    promises = application.guarantees.filter(status=GuaranteeStatus.REJECTED).select_related("guarantor")
    return [*things, *promises]


@login_required
@require_http_methods(["GET", "POST"])
def collateral_add(request, number):
    """Describe a thing that is offered."""
    application = _open_to(request, number)
    form = CollateralForm(request.POST or None, application=application, user=request.user)
    add = partial(services.add_collateral, application=application)
    done = _("Kept. The lendable value stands in the table.")
    return _form_page(request, application, form, add, _("Add collateral"), done)


@login_required
@require_http_methods(["GET", "POST"])
def collateral_edit(request, number, uuid):
    """Correct a thing that is offered."""
    application = _open_to(request, number)
    thing = get_object_or_404(application.collateral.offered().select_related("owner"), uuid=uuid)
    is_other = thing.owner_id != application.customer_id
    initial = {"version": thing.version, "owner": thing.owner.number if is_other else ""}
    form = CollateralForm(
        request.POST or None, application=application, user=request.user, instance=thing, initial=initial
    )
    update = partial(services.update_collateral, collateral=thing)
    return _form_page(request, application, form, update, _("Change collateral"), _("Kept."))


@login_required
@require_http_methods(["GET", "POST"])
def guarantee_add(request, number):
    """Name a guarantor, with or without a file of their own."""
    application = _open_to(request, number)
    form = GuaranteeForm(request.POST or None, application=application, user=request.user)
    add = partial(services.add_guarantee, application=application)
    return _form_page(request, application, form, add, _("Add guarantor"), _("Kept. Both tests stand in the table."))


@login_required
@require_http_methods(["GET", "POST"])
def guarantee_edit(request, number, uuid):
    """Correct a guarantor's figures."""
    application = _open_to(request, number)
    promise = get_object_or_404(application.guarantees.offered().select_related("guarantor"), uuid=uuid)
    form = GuaranteeForm(
        request.POST or None,
        application=application,
        user=request.user,
        instance=promise,
        initial={"version": promise.version},
    )
    update = partial(services.update_guarantee, guarantee=promise)
    return _form_page(request, application, form, update, promise.guarantor.name, _("Kept."))


@login_required
@require_POST
def withdraw(request, number, kind, uuid):
    """Take a thing or a guarantor out of the security, with the reason."""
    application = _application(request, number)
    rows = {"collateral": application.collateral, "guarantee": application.guarantees}.get(kind)
    if rows is None:
        raise Http404
    thing = get_object_or_404(rows, uuid=uuid)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            if kind == "collateral":
                services.withdraw_collateral(collateral=thing, by=request.user, **form.cleaned_data)
            else:
                services.withdraw_guarantee(guarantee=thing, by=request.user, **form.cleaned_data)
    if form.is_valid():
        messages.success(request, _("Withdrawn. It stays in the file with the reason."))
    else:
        messages.error(request, errors_of(form))
    return redirect("collateral:security", number=number)


def _open_to(request, number: str) -> Application:
    """The case; who may not change its security is not even shown the form, nor what is wrong with one sent."""
    application = _application(request, number)
    require(permissions.may_secure(request.user, application))
    return application


def _form_page(request, application: Application, form, act: Callable, title: str, done: str):
    """The form, and what it sends: `act` takes it, a refusal stands on the form, success leads back to the room."""
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            act(by=request.user, **form.values())
        if form.is_valid():
            messages.success(request, done)
            return redirect("collateral:security", number=application.number)
    context = {"case": case_page(request.user, application, "security"), "form": form, "title": title}
    return render(request, "collateral/form.html", context, status=422 if form.errors else 200)
