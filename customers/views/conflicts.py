"""Conflicts over who keeps a customer: the list, both sides' evidence, the ruling."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import attachments, parameters
from core.views import errors_of, refusals_on, said_above
from customers import permissions
from customers.first_contact import protection
from customers.forms.ownership import EvidenceForm, ReasonForm, RulingForm
from customers.models import ConflictEvidence, ConflictGround, Contact, Customer, OwnershipConflict
from customers.services import give_evidence, rule_conflict, withdraw_conflict
from customers.services.conflicts import unheard
from customers.states import ConflictStatus


@login_required
@require_GET
def conflicts(request):
    """Conflicts that concern the reader, the open ones first."""
    rows = OwnershipConflict.objects.visible_to(request.user).with_sides().order_by("-status", "due_on", "-id")
    is_open = request.GET.get("state") != "ended"
    rows = rows.open() if is_open else rows.exclude(status=ConflictStatus.OPEN).order_by("-id")
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "pages": list(page.paginator.get_elided_page_range(page.number)),
        "tabs": [
            {"label": _("Waiting for a ruling"), "url": "?state=open", "current": is_open},
            {"label": _("Ended"), "url": "?state=ended", "current": not is_open},
        ],
    }
    return render(request, "customers/conflicts.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def conflict(request, uuid):
    """One conflict: what both sides say and show, what was ruled, and the reader's own part in it."""
    found = get_object_or_404(OwnershipConflict.objects.visible_to(request.user).with_sides(), uuid=uuid)
    act = request.POST.get("act", "")
    forms = {
        "evidence": EvidenceForm(*_sent(request, act == "evidence")),
        "rule": RulingForm(*_sent(request, act == "rule"), conflict=found, initial={"version": found.version}),
        "withdraw": ReasonForm(*_sent(request, act == "withdraw")),
    }
    if request.method == "POST":
        form = forms.get(act)
        if form is None:
            raise Http404
        if form.is_valid():
            with refusals_on(form):
                _act(request, found, act, form.cleaned_data)
            if form.is_valid():
                messages.success(request, _("Kept."))
                return redirect("customers:conflict", uuid)
    context, refused = _context(request, found, forms), [form for form in forms.values() if form.errors]
    # That of taking back stands in a dialog, which is closed.
    drawn = (context["evidence_form"], context["ruling_form"])
    if any(form not in drawn for form in refused):
        return said_above(request, errors_of(*refused))
    return render(request, "customers/conflict.html", context, status=422 if refused else 200)


def _sent(request, is_meant: bool) -> tuple:
    """What was posted, for the form that it is meant for."""
    return (request.POST, request.FILES) if request.method == "POST" and is_meant else (None, None)


def _act(request, found: OwnershipConflict, act: str, typed: dict) -> None:
    services = {"evidence": give_evidence, "rule": rule_conflict, "withdraw": withdraw_conflict}
    services[act](conflict=found, by=request.user, **typed)


def _context(request, found: OwnershipConflict, forms: dict) -> dict:
    user, is_open = request.user, found.status == ConflictStatus.OPEN
    evidence = list(found.evidence.select_related("given_by", "attachment").order_by("pk"))
    counted = parameters.values(["first_contact_days", "first_contact_months"], timezone.localdate(found.created_at))
    days = int(counted["first_contact_days"])
    first = protection(Contact.objects.first_days(found, days), int(counted["first_contact_months"]))
    return {
        "conflict": found,
        "sees_file": Customer.objects.visible_to(user).filter(pk=found.customer_id).exists(),
        "sides": [
            {
                "person": person,
                "department": department,
                "role": role,
                "evidence": [entry for entry in evidence if entry.given_by_id == person.pk],
                "first_contact": first.get(person.pk),
            }
            for person, department, role in (
                (found.holder, found.holder_department, _("Keeps the customer")),
                (found.claimant, found.claimant_department, _("Claims the customer")),
            )
        ],
        "contact_days": days,
        "unheard": unheard(found) if is_open else "",
        "rulings": found.rulings.select_related("department", "ruled_for", "made_by").order_by("pk"),
        "two_departments": len(found.department_ids) == 2,
        "evidence_form": forms["evidence"] if is_open and not permissions.may_give_evidence(user, found) else None,
        "ruling_form": forms["rule"] if is_open and not permissions.may_rule(user, found) else None,
        "withdraw_form": forms["withdraw"]
        if is_open and found.ground == ConflictGround.OWNED and not permissions.may_withdraw_conflict(user, found)
        else None,
    }


@login_required
@require_GET
def evidence(request, uuid):
    """A paper of one side, for whoever may read the conflict; a download that no browser runs."""
    seen = OwnershipConflict.objects.visible_to(request.user)
    found = get_object_or_404(
        ConflictEvidence.objects.filter(conflict__in=seen).select_related("attachment"), attachment__uuid=uuid
    )
    paper = found.attachment
    response = HttpResponse(attachments.read(paper), content_type=paper.media_type)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    suffix = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}[paper.media_type]
    response["Content-Disposition"] = f'attachment; filename="{paper.uuid}.{suffix}"'
    return response
