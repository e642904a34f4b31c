"""The room of checks of a customer, the decision on a hit, and the lender's own lists."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core import audit, display
from core.service import require
from core.tables import page_through
from core.views import refusals_on, said_above
from customers import permissions, services
from customers.forms import BlacklistForm, ChecksForm, HitForm, InsiderForm, LiftForm
from customers.models import BlacklistEntry, Customer, Finding, InsiderEntry, Screening, Source
from customers.screening import ADAPTERS, sources_for, standings
from customers.services.screening import LIFTED
from customers.tables import BlacklistTable, InsiderTable
from customers.views.frame import framed, visible
from staff.roles import Role

LATEST = 60


@login_required
@require_http_methods(["GET", "POST"])
def checks(request, number):
    """Every source with how it stands, one form for several at once, and the history."""
    customer = visible(request, number)
    if request.method == "POST":
        require(permissions.may_check(request.user, customer))
        if "own" in request.POST:
            services.ask_own_lists_about(customer=customer, by=request.user)
            messages.success(request, _("The lender's own lists have been looked up."))
            return redirect("customers:checks", customer.number)
    choices = [(str(source), str(source.label)) for source in sources_for(customer) if source not in ADAPTERS]
    form = ChecksForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        choices=choices,
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        with refusals_on(form):
            made = services.check_customer(customer=customer, sources=values.pop("chosen"), by=request.user, **values)
        if form.is_valid():
            messages.success(request, recorded_sentence(len(made)))
            return redirect("customers:checks", customer.number)
    return _room(request, customer, form)


def recorded_sentence(count: int) -> str:
    return ngettext("{count} check is recorded.", "{count} checks are recorded.", count).format(count=count)


def _room(request, customer: Customer, form: ChecksForm):
    history = customer.screenings.select_related("checked_by", "decided_by", "file").order_by("-pk")[:LATEST]
    chosen = set(request.POST.getlist("chosen"))
    context = framed(request, customer, "checks") | {
        "rows": [
            {"standing": one, "is_chosen": one.source in chosen, "value": str(one.source)}
            for one in standings([(customer, sources_for(customer))])
        ],
        "history": list(history),
        "form": form,
        "refusal": permissions.may_check(request.user, customer),
    }
    return render(request, "customers/checks.html", context, status=422 if form.is_bound and form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def hit(request, number, uuid):
    """One hit with what is known of it, and risk's decision."""
    if request.method == "POST" and (decided := _decided_meanwhile(request, number, uuid)):
        words = request.POST.get("reason", "")
        return said_above(request, _decided_sentence(decided), at=reverse("desk:home"), typed=words)
    customer = visible(request, number)
    found = Screening.objects.filter(customer=customer, finding=Finding.HIT)
    check = get_object_or_404(found.select_related("checked_by", "decided_by", "file", "customer"), uuid=uuid)
    refusal = permissions.may_decide_hit(request.user, check)
    first = {"version": check.version, "decision": check.decision}
    form = HitForm(request.POST or None, initial=first)
    if request.method == "POST":
        require(refusal)
        if form.is_valid():
            with refusals_on(form):
                services.decide_hit(check=check, by=request.user, **form.cleaned_data)
            if form.is_valid():
                messages.success(request, _("The hit is decided."))
                return redirect("customers:checks", customer.number)
    context = framed(request, customer, "checks") | {
        "check": check,
        "form": form,
        "refusal": refusal,
        "entries": _entries(request.user, check),
        "earlier": _earlier(check),
    }
    return render(request, "customers/hit.html", context, status=422 if form.errors else 200)


def _decided_meanwhile(request, number: str, uuid) -> Screening | None:
    """The hit, where another risk officer has decided it and the file is not open to this one any more."""
    if not request.user.has_role(Role.RISK_OFFICER):
        return None
    if Customer.objects.visible_to(request.user).numbered(number).exists():
        return None
    hits = Screening.objects.filter(customer__number=number, finding=Finding.HIT).exclude(decision="")
    return hits.select_related("decided_by").filter(uuid=uuid).first()


def _decided_sentence(check: Screening) -> str:
    return _("{who} has decided this hit meanwhile: {decision}.").format(
        who=check.decided_by, decision=check.get_decision_display()
    )


def _earlier(check: Screening) -> list[dict]:
    """The decisions before the one that counts, newest first; the row holds the last, the trail keeps them all."""
    return [
        {
            "who": event.actor.name if event.actor else "",
            "when": event.at,
            "what": display.word_for(event.details["decision"]),
            "reason": event.details["reason"],
        }
        for event in audit.events_about(check).filter(action="decide_hit")[1:]
    ]


def _entries(user, check: Screening) -> list:
    """The entries of our own lists that fitted, for those who may read the list."""
    which = {Source.BLACKLIST: "blacklist", Source.INSIDERS: "insiders"}.get(Source(check.source))
    if which is None or permissions.may_read_list(user, which):
        return []
    return list(LISTS[which][0].objects.filter(uuid__in=check.matched).select_related("added_by"))


# The lender's own lists

LISTS = {
    "blacklist": (BlacklistEntry, BlacklistForm, BlacklistTable, services.add_to_blacklist),
    "insiders": (InsiderEntry, InsiderForm, InsiderTable, services.add_insider),
}


@login_required
@require_http_methods(["GET", "POST"])
def own_list(request, which):
    """One of the lists the lender keeps itself, and the form that adds to it."""
    if which not in LISTS:
        raise Http404
    model, form_class, table_class, add = LISTS[which]
    require(permissions.may_read_list(request.user, which))
    keeps = permissions.may_keep_list(request.user, which)
    form = form_class(request.POST or None)
    if request.method == "POST":
        require(keeps)
        if form.is_valid():
            with refusals_on(form):
                add(by=request.user, **form.cleaned_data)
            if form.is_valid():
                messages.success(request, _("The entry is in force. Files that fit carry a hit now."))
                return redirect("customers:own-list", which)
    rows = model.objects.select_related("added_by", "lifted_by").order_by("-pk")
    table = page_through(request, table_class(rows, request=request))
    table.is_filtered = False
    readable = [code for code in LISTS if not permissions.may_read_list(request.user, code)]
    context = {"which": which, "table": table, "form": form, "refusal": keeps, "readable": readable}
    return render(request, "customers/own_list.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def list_entry(request, which, uuid):
    """One entry with its reason, and the form that lifts it."""
    if which not in LISTS:
        raise Http404
    require(permissions.may_read_list(request.user, which))
    entry = get_object_or_404(LISTS[which][0].objects.select_related("added_by", "lifted_by"), uuid=uuid)
    keeps = permissions.may_keep_list(request.user, which)
    form = LiftForm(request.POST or None, initial={"version": entry.version})
    if request.method == "POST":
        require(keeps)
        if form.is_valid():
            with refusals_on(form):
                services.lift_entry(entry=entry, by=request.user, **form.cleaned_data)
            if form.is_valid():
                messages.success(request, _("The entry is lifted; it stays in the list with the reason."))
                return redirect("customers:own-list", which)
        entry.refresh_from_db(fields=["lifted_on"])
        if entry.is_lifted:
            return said_above(request, LIFTED, typed=request.POST.get("reason", ""))
    context = {"which": which, "entry": entry, "form": form, "refusal": keeps}
    return render(request, "customers/list_entry.html", context, status=422 if form.errors else 200)
