"""The consultation register: a quick form, the list of what is open, one entry until nothing is open."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import display
from core.service import require
from core.tables import page_through
from core.views import narrowing, refusals_on, said_above
from customers import permissions, providers
from customers.filters import ConsultationFilter
from customers.forms import AnswerForm, ConsultationForm, LinkForm, ResolveForm
from customers.models import Consultation, Customer
from customers.names import is_of_business
from customers.services import (
    answer_consultation,
    answer_refusal,
    link_consultation,
    register_consultation,
    resolution_refusal,
    resolve_difficulty,
    reveal_consultation_phone,
)
from customers.states import ConsultationStatus
from customers.tables import ConsultationTable
from customers.views.contacts import as_uuid
from customers.views.private import keeps_private_out


@login_required
@require_GET
@keeps_private_out
def consultations(request):
    """The register: what this person may see, filtered by what is open, by topic and by word."""
    rows = Consultation.objects.visible_to(request.user).with_names()
    filterset = ConsultationFilter(narrowing.said(request), rows)
    table = page_through(request, ConsultationTable(filterset.qs))
    context = {"table": table, "filter": filterset, "may_consult": not permissions.may_consult(request.user)}
    return render(request, "customers/consultations.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def consult(request):
    """Register a consultation; saved, the next form is open, with what fits the one before."""
    require(permissions.may_consult(request.user))
    form = ConsultationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            saved = register_consultation(by=request.user, **form.values)
        if form.is_valid():
            messages.success(request, _("Registered: {name}.").format(name=saved.name))
            return redirect(f"{reverse('customers:consult')}?saved={saved.uuid}")
    saved = None
    if request.GET.get("saved"):
        mine = Consultation.objects.visible_to(request.user)
        saved = get_object_or_404(mine, uuid=as_uuid(request.GET["saved"]))
    context = {"form": form, "saved": saved, "suggestions": _suggestions(saved) if saved else []}
    return render(request, "customers/consult.html", context, status=422 if form.errors else 200)


def _suggestions(saved: Consultation) -> list[str]:
    kind = saved.customer.kind if saved.customer else ""
    return [name for _code, name in providers.interests(saved.amount, kind)] if saved.topic == "financing" else []


@login_required
@require_http_methods(["GET", "POST"])
def consultation(request, uuid):
    """One consultation; the POST answers it, or says how its difficulty was resolved."""
    found = get_object_or_404(Consultation.objects.visible_to(request.user).with_names(), uuid=uuid)
    refusal = permissions.may_follow_consultation(request.user, found)
    is_answer = "answer" in request.POST or (request.method == "GET" and found.status == ConsultationStatus.WAITING)
    form_class, act = (AnswerForm, answer_consultation) if is_answer else (ResolveForm, resolve_difficulty)
    form = form_class(request.POST or None, initial={"version": found.version, "difficulty": found.difficulty})
    if request.method == "POST":
        require(refusal)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            act(consultation=found, by=request.user, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, _("Saved."))
            return redirect("customers:consultation", found.uuid)
    if request.method == "POST":
        # Somebody was faster: the form that was sent is not the one drawn any more, and its sentence would be lost.
        found.refresh_from_db(fields=["status"])
        if refused := answer_refusal(found) if is_answer else resolution_refusal(found):
            return said_above(request, refused, typed=request.POST.get("answer" if is_answer else "resolution", ""))
    mask = {
        "id": "mask-phone",
        "masked": display.mask_phone(found.phone),
        "url": "" if refusal else reverse("customers:consultation-reveal", args=[found.uuid]),
    }
    context = {
        "consultation": found,
        "form": None if refusal or found.status == ConsultationStatus.CLOSED else form,
        "link_form": LinkForm(),
        "mask": mask if found.phone else None,
        "may_take_over": not refusal and found.customer_id is None and not permissions.may_register(request.user),
        "kind": "company" if is_of_business(found.name) else "person",
        "product": dict(providers.interests()).get(found.product, ""),
        "suggestions": _suggestions(found),
    }
    return render(request, "customers/consultation.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def reveal_phone(request, uuid):
    """The phone in full, for a reason, recorded; the answer is never cached."""
    found = get_object_or_404(Consultation.objects.visible_to(request.user), uuid=uuid)
    clear = reveal_consultation_phone(consultation=found, reason=request.POST.get("reason", ""), by=request.user)
    context = {"id": "mask-phone", "shown": clear, "consultation": found}
    template = "components/mask.html" if request.htmx else "customers/consultation_phone.html"
    return render(request, template, context)


@login_required
@require_POST
def link(request, uuid):
    """Put a consultation into the file of a customer who has one."""
    found = get_object_or_404(Consultation.objects.visible_to(request.user), uuid=uuid)
    require(permissions.may_follow_consultation(request.user, found))
    form = LinkForm(request.POST)
    number = form.cleaned_data["number"] if form.is_valid() else ""
    customer = Customer.objects.visible_to(request.user).matching(number).first() if number else None
    if customer is None:
        messages.warning(request, _("No customer of yours has this number."))
        return redirect("customers:consultation", found.uuid)
    with refusals_on(form):
        link_consultation(consultation=found, customer=customer, by=request.user)
    if not form.is_valid():
        messages.warning(request, form.non_field_errors()[0])
    return redirect("customers:consultation", found.uuid)
