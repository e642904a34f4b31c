"""Who takes part in a draft: found among one's customers, or registered first."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications import forms, permissions, services
from applications.models import Application, Party
from applications.states import Status
from applications.views.eligibility import mine
from core.errors import InvalidInput
from core.service import require
from customers.models import Customer

MOST_FOUND = 8


def parties_of(request, application: Application, text: str = "") -> dict[str, Any]:
    """Those who take part, and what a search among the reader's customers found.

    `text` was typed; a customer registered for it comes back in the address as `customer`, the number of a file. The
    borrower's own number is no search.
    """
    registered = request.GET.get("customer", "")
    if registered == application.customer.number:
        registered = ""
    text = (text or registered).strip()[:80]
    seen = Customer.objects.visible_to(request.user).exclude(pk=application.customer_id)
    may_edit = application.status == Status.DRAFT and not permissions.may_edit_draft(request.user, application)
    return {
        "parties": application.parties.standing().select_related("customer").order_by("id"),
        "party_text": text,
        "party_found": list(seen.matching(text).order_by("name")[:MOST_FOUND]) if text else [],
        "party_form": forms.PartyForm(auto_id="party_%s"),
        "may_edit": may_edit,
    }


@login_required
@require_POST
def add_party(request, number):
    """Put a customer on the draft."""
    application, form = mine(request, number), forms.PartyForm(request.POST)
    require(permissions.may_edit_draft(request.user, application))
    if form.is_valid():
        customer = get_object_or_404(Customer.objects.visible_to(request.user).numbered(form.cleaned_data["customer"]))
        _answer(request, _("{name} takes part.").format(name=customer.name), lambda: services.add_party(
            application=application, customer=customer, role=form.cleaned_data["role"], by=request.user
        ))  # fmt: skip
    else:
        messages.warning(request, _("Choose a customer, and as what this customer takes part."))
    return redirect(f"{reverse('applications:edit', args=[number])}#parties")


@login_required
@require_POST
def remove_party(request, number, party):
    """Take a customer off the draft again."""
    application = mine(request, number)
    found = get_object_or_404(Party.objects.standing(), pk=party, application=application)
    done = _("{name} no longer takes part.").format(name=found.customer.name)
    _answer(request, done, lambda: services.remove_party(party=found, by=request.user))
    return redirect(f"{reverse('applications:edit', args=[number])}#parties")


def _answer(request, done: str, act) -> None:
    try:
        act()
        messages.success(request, done)
    except InvalidInput as error:
        messages.warning(request, str(error))
