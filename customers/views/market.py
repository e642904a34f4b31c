"""Notes on industries: the list, a new one, taking one back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.service import require
from core.views import refusals_on
from customers import permissions
from customers.forms.dossier import WithdrawForm
from customers.forms.market import IndustryFilterForm, MarketNoteForm
from customers.models import MarketNote
from customers.services import note_market, withdraw_market_note


@login_required
@require_http_methods(["GET", "POST"])
def market(request):
    """What is known of industries, the newest first; whoever works with customers adds to it."""
    form = MarketNoteForm(request.POST or None)
    if request.method == "POST":
        require(permissions.may_note_market(request.user))
        if form.is_valid():
            with refusals_on(form):
                note_market(by=request.user, **form.cleaned_data)
            if form.is_valid():
                messages.success(request, _("Noted. Every customer of this industry shows it."))
                return redirect("customers:market")
    return _page(request, form)


def _page(request, form: MarketNoteForm, withdraw: WithdrawForm | None = None, note: MarketNote | None = None):
    chosen = IndustryFilterForm(request.GET)
    industry = chosen.cleaned_data["industry"] if chosen.is_valid() else ""
    notes = MarketNote.objects.visible_to(request.user).standing().select_related("noted_by")
    notes = notes.within(industry) if industry else notes
    page = Paginator(notes.order_by("-as_of", "-id"), 50).get_page(request.GET.get("page"))
    for entry in page:
        entry.may_withdraw = not permissions.may_withdraw_market_note(request.user, entry)
    context = {
        "page": page,
        "chosen": chosen,
        "industry": industry,
        "form": None if permissions.may_note_market(request.user) else form,
        "withdraw": withdraw,
        "note": note,
    }
    has_errors = form.errors or (withdraw is not None and withdraw.errors)
    return render(request, "customers/market.html", context, status=422 if has_errors else 200)


@login_required
@require_POST
def market_withdraw(request, uuid):
    """Take a note back, with the reason."""
    note = get_object_or_404(MarketNote.objects.visible_to(request.user).standing(), uuid=uuid)
    form = WithdrawForm(request.POST)
    require(permissions.may_withdraw_market_note(request.user, note))
    if form.is_valid():
        with refusals_on(form):
            withdraw_market_note(note=note, by=request.user, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, _("Taken back."))
            return redirect("customers:market")
    return _page(request, MarketNoteForm(), form, note)
