"""A draft: opened, filled in, checked while typing, submitted."""

from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from applications import forms, permissions, services
from applications.models import Application, ProductVersion
from applications.providers import exposure
from applications.rules import submission_lacks
from applications.states import Status
from core.errors import Missing, Stale, TransitionRefused
from core.service import require
from core.views import refusals_on
from customers.models import Consultation, Customer


@login_required
@require_http_methods(["GET", "POST"])
def new(request):
    """Open an application: first whose, then what for."""
    number = request.GET.get("customer", "")
    mine = Customer.objects.filter(account_manager=request.user)
    if not number:
        text = request.GET.get("q", "").strip()[:80]
        found = (mine.matching(text) if text else mine).order_by("-id")[:20]
        return render(request, "applications/choose_customer.html", {"customers": found, "text": text})
    customer = get_object_or_404(Customer.objects.visible_to(request.user).with_owner(), number=number)
    form = forms.NewDraftForm(request.POST or None, customer=customer, initial=_asked_for(request, customer))
    if request.method == "POST":
        require(permissions.may_open(request.user, customer))
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        with refusals_on(form):
            application = services.open_application(customer=customer, by=request.user, **values)
        if form.is_valid():
            return _after_saving(request, application)
    context = {"form": form, "customer": customer, "refusal": permissions.may_open(request.user, customer)}
    context |= _beside(form, Application(customer=customer)) if form.is_bound else {"exposure": exposure(customer)}
    return render(request, "applications/draft.html", context, status=422 if form.errors else 200)


def _asked_for(request, customer: Customer) -> dict:
    """What a consultation of this customer, named by its uuid, says already: nothing is typed twice."""
    chosen = request.GET.get("consultation", "")
    rows = Consultation.objects.visible_to(request.user).filter(customer=customer)
    asked = next((row for row in rows[:100] if str(row.uuid) == chosen), None)
    if asked is None:
        return {}
    version = ProductVersion.objects.in_force().filter(product__code=asked.product).first()
    return {"amount": asked.amount, "purpose": asked.need, **({"product_version": version.pk} if version else {})}


def _after_saving(request, application: Application):
    if "submit" in request.POST:
        return _submit(request, application, application.version)
    messages.success(request, _("The draft is saved. You find it on your work list."))
    return redirect("applications:edit", number=application.number)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request, number):
    """The draft: save what is there, or save and submit."""
    application = mine(request, number)
    if request.method == "POST":
        require(permissions.may_edit_draft(request.user, application))
    if application.status != Status.DRAFT:
        messages.warning(request, _("The application has been submitted. What you typed afterwards was not kept."))
        return redirect("desk:case", number=number)
    first = {name: getattr(application, name) for name in services.DRAFT_FIELDS} | {"version": application.version}
    kept = application.product_version
    form = forms.DraftForm(request.POST or None, customer=application.customer, kept=kept, initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            application = services.save_draft(application=application, by=request.user, **form.cleaned_data)
        if form.is_valid():
            return _after_saving(request, application)
    for name, sentence in submission_lacks(application) if not form.is_bound else []:
        if getattr(application, name):
            form.say(name, sentence, "is-warn")
    context = {
        "form": form,
        "customer": application.customer,
        "application": application,
        "points": application.return_points.filter(answered_at=None).select_related("made_by"),
        "refusal": permissions.may_edit_draft(request.user, application),
        **_beside(form, application),
    }
    return render(request, "applications/draft.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def check(request):
    """What a draft still needs and what it would add up to, while it is being typed; nothing is kept."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), number=request.POST.get("customer", ""))
    form = forms.DraftForm(request.POST, customer=customer)
    form.is_valid()
    return render(request, "applications/_draft_checks.html", _beside(form, Application(customer=customer)))


def _beside(form: forms.DraftForm, application: Application) -> dict:
    """What stands beside the draft form: all that is missing in what was typed, and the exposure it would make."""
    typed = application
    if form.is_bound:
        values = {name: form.cleaned_data.get(name) for name in services.DRAFT_FIELDS}
        given = {name: value for name, value in values.items() if value is not None}
        typed = Application(customer=application.customer, **given)
    lacks = submission_lacks(typed) if typed.product_version_id else [("product_version", _("The product"))]
    now = exposure(typed.customer)
    return {"lacks": lacks, "exposure": now, "exposure_after": now + (typed.amount or Decimal(0))}


def mine(request, number) -> Application:
    return get_object_or_404(Application.objects.visible_to(request.user).with_names(), number=number)


@login_required
@require_POST
def submit(request, number):
    """Hand the draft to the department manager, or say all that is missing."""
    return _submit(request, mine(request, number), _version(request))


def _version(request) -> int | None:
    """The version the reader saw; nonsense is as good as an old page."""
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else 0


def _submit(request, application: Application, version: int | None):
    try:
        services.submit_application(application=application, version=version, by=request.user)
    except Missing as error:
        points = pgettext("between points of a list", "; ").join(str(point) for point in error.points)
        messages.warning(request, f"{error} {points}")
        return redirect("applications:edit", number=application.number)
    except (Stale, TransitionRefused) as error:
        messages.warning(request, str(error))
        return redirect("desk:case", number=application.number)
    messages.success(request, _("The application is submitted; the department manager answers next."))
    return redirect("desk:case", number=application.number)
