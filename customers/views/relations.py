"""The room "relations" of a customer: the map, what is recorded, who stands behind it, the group and its exposure."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import display
from core.service import require
from core.views import CHANGED_SINCE, errors_of, refusals_on, said_above
from customers import permissions, providers
from customers.forms import ConfirmRelationForm, EndRelationForm, RelationForm, RulingForm, TieForm, suggested
from customers.labels import HOLDER, OTHER_ENDS, SUBJECT, SYMMETRIC, ends_for
from customers.models import Customer, LenderTie, Relation, RelationKind
from customers.related import Circle, circle_of, hidden_words
from customers.services import add_relation, confirm_relation, end_relation, raise_lender_tie, rule_on_lender_tie
from customers.services.relations import CONFIRMED, ENDED
from customers.states import LenderTieStatus
from customers.views.frame import framed, visible
from customers.views.relation_map import drawn


@login_required
@require_GET
def relations(request, number):
    """Everything recorded around a customer, drawn and in tables."""
    customer = visible(request, number)
    circle = circle_of(customer).read_by(request.user)
    rows = _rows(request.user, customer)
    context = framed(request, customer, "relations") | {
        "map": drawn(circle),
        "relations": [row for row in rows if not row["relation"].is_ended],
        "ended": [row for row in rows if row["relation"].is_ended],
        "may_relate": not permissions.may_relate(request.user, customer),
        "may_raise": not permissions.may_raise_tie(request.user, customer),
        "ownership": _ownership(circle),
        "members": _members(circle),
        "hidden": sum(1 for member in circle.group if member.party not in circle.named),
        "rule": circle.rule,
        "parts": [provide(customer, request.user, circle) for provide in providers.RELATION_PARTS],
        "ties": _ties(request.user, customer),
    }
    return render(request, "customers/relations.html", context)


def _rows(user, customer: Customer) -> list[dict]:
    """Each relation with what the other end is, whether its file may be opened, and whether it may be ended here."""
    found = list(Relation.objects.of(customer))
    others = [row.other(customer).customer_id for row in found]
    opens = set(Customer.objects.visible_to(user).filter(pk__in=filter(None, others)).values_list("pk", flat=True))
    mine = not permissions.may_relate(user, customer)
    return [
        {
            "relation": row,
            "label": _end_label(row, customer),
            "other": (other := row.other(customer)),
            "name": _("A related party outside your permission")
            if (is_hidden := row.conceals(other, opens))
            else other.name,
            "url": reverse("customers:relations", args=[other.customer.number]) if other.customer_id in opens else "",
            "facts": _facts(row, is_hidden),
            "may_confirm": (answers := not row.is_ended and not permissions.may_confirm_relation(user, row)),
            "may_end": not row.is_ended and (mine or answers or _keeps(user, other)),
            "end_form": EndRelationForm(initial={"version": row.version}, auto_id=f"end-{row.pk}-%s"),
        }
        for row in found
    ]


def _keeps(user, party) -> bool:
    return party.customer is not None and not permissions.may_edit(user, party.customer)


def _end_label(row: Relation, customer: Customer):
    end = SUBJECT if row.holder.customer_id == customer.pk and row.kind not in SYMMETRIC else HOLDER
    return OTHER_ENDS[RelationKind(row.kind), end]


def _facts(row: Relation, is_hidden: bool = False) -> list[str]:
    """What is known of the relation itself, in words."""
    facts = [display.exact_percent(row.share)] if row.share else []
    for label, amount in ((_("subscribed {amount}"), row.subscribed), (_("paid in {amount}"), row.paid)):
        if amount is not None:
            facts.append(label.format(amount=display.in_words(amount, "large")))
    facts += [str(row.get_payment_display())] if row.payment else []
    facts += [row.title] if row.title else []
    facts += [str(row.get_influence_display())] if row.influence else []
    facts += [row.group.name, str(row.group.get_reason_display())] if row.group and not is_hidden else []
    return facts


def _ownership(circle: Circle) -> dict | None:
    """Who stands behind a company: beneficial owners with their paths, further holders, what is not known."""
    if not circle.customer.is_company:
        return None
    found = circle.ownership()
    if found is None:
        return {"owners": [], "holders": [], "threshold": display.exact_percent(circle.beneficial_share)}
    owners = {owner.party for owner in found.owners}
    others = [owner for owner in found.holders if owner.party not in owners]
    words = {
        "share": _("by their share, held directly and through companies"),
        "control": _("nobody holds enough; by actual control"),
        "management": _("nobody holds enough or controls; by management"),
    }
    return {
        "basis": words[found.basis],
        "threshold": display.exact_percent(circle.beneficial_share),
        "owners": [_owner(circle, owner) for owner in found.owners if owner.party in circle.named],
        "owners_hidden": _hidden(owner for owner in found.owners if owner.party not in circle.named),
        "holders": [_owner(circle, owner) for owner in others if owner.party in circle.named],
        "holders_hidden": _hidden(owner for owner in others if owner.party not in circle.named),
        "unknown": display.exact_percent(found.unknown) if found.unknown else "",
    }


def _hidden(owners) -> str:
    """How many there are whom the reader may not know; "" for none."""
    count = sum(1 for _owner in owners)
    return hidden_words(count) if count else ""


def _owner(circle: Circle, owner) -> dict:
    return {
        "name": circle.parties[owner.party].name,
        "share": display.exact_percent(owner.share) if owner.share else "",
        "lines": circle.owner_in_words(owner),
    }


def _members(circle: Circle) -> list[dict]:
    """Those of the related group, without the customer itself, whom the reader may know, each with the reason."""
    return [
        {"party": circle.parties[member.party], "because": circle.because(member)}
        for member in circle.group
        if member.way and member.party in circle.named
    ]


def _ties(user, customer: Customer) -> list[dict]:
    ties = customer.lender_ties.select_related("raised_by", "ruled_by").order_by("-id")
    return [
        {
            "tie": tie,
            "may_rule": tie.TRANSITIONS[LenderTieStatus(tie.status)] and not permissions.may_rule_on_tie(user, tie),
            "form": RulingForm(initial={"version": tie.version}, auto_id=f"tie-{tie.pk}-%s"),
        }
        for tie in ties
    ]


@login_required
@require_http_methods(["GET", "POST"])
def relation_add(request, number):
    """First what the other end is, then who it is and how we know."""
    customer = visible(request, number)
    require(permissions.may_relate(request.user, customer))
    ends = ends_for(customer.is_company)
    chosen = request.POST.get("as") or request.GET.get("as") or ""
    if not chosen:
        choices = [{"value": f"{kind.value}-{end}", "label": label} for (kind, end), label in ends.items()]
        return render(request, "customers/relation_kind.html", {"customer": customer, "choices": choices})
    kind, end = _chosen(chosen, ends)
    form = RelationForm(request.POST or None, request.FILES or None, kind=kind, end=end, user=request.user)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = add_relation(customer=customer, kind=kind, end=end, by=request.user, **form.values)
        if form.is_valid():
            said = _("Recorded. The map and the group follow from it.")
            if made.is_claim:
                said = _("Recorded. It binds once the other file's account manager or department manager confirms it.")
            messages.success(request, said)
            return redirect("customers:relations", customer.number)
    context = {"customer": customer, "form": form, "chosen": chosen, "title": ends[kind, end]}
    return render(request, "customers/relation_form.html", context, status=422 if form.errors else 200)


def _chosen(text: str, ends: dict) -> tuple[RelationKind, str]:
    kind, _dash, end = text.partition("-")
    if kind not in RelationKind.values or (RelationKind(kind), end) not in ends:
        raise Http404
    return RelationKind(kind), end


@login_required
@require_POST
def relation_search(request, number):
    """Who fits what is being typed: customers one may see, and outside parties recorded before."""
    customer = visible(request, number)
    require(permissions.may_relate(request.user, customer))
    text = request.POST.get("who", "")[:120]
    context = {"found": suggested(text, request.user, but=customer), "text": text.strip()}
    return render(request, "customers/_relation_found.html", context)


@login_required
@require_POST
def relation_confirm(request, number, uuid):
    """Say for the other file that a claim is true."""
    customer = visible(request, number)
    relation = get_object_or_404(Relation.objects.of(customer), uuid=uuid)
    form = ConfirmRelationForm(request.POST)
    is_confirmed = relation.confirmed_at is not None and not relation.is_ended
    if late := CONFIRMED if is_confirmed else _late(relation, form):
        return _said_late(request, customer, late)
    if form.is_valid():
        with refusals_on(form):
            confirm_relation(relation=relation, by=request.user, **form.cleaned_data)
    else:
        require(permissions.may_confirm_relation(request.user, relation))
    return _answered(request, customer, form, _("Confirmed. The map and the group follow from it."))


@login_required
@require_POST
def relation_end(request, number, uuid):
    """A relation has ended, or was recorded by mistake."""
    customer = visible(request, number)
    relation = get_object_or_404(Relation.objects.of(customer), uuid=uuid)
    form = EndRelationForm(request.POST)
    if late := _late(relation, form):
        return _said_late(request, customer, late, request.POST.get("reason", ""))
    if form.is_valid():
        with refusals_on(form):
            end_relation(relation=relation, by=request.user, **form.cleaned_data)
    else:
        require(permissions.may_end_relation(request.user, relation))
    return _answered(request, customer, form, _("Ended. It stays in the file with the day and the reason."))


@login_required
@require_http_methods(["GET", "POST"])
def tie_add(request, number):
    """Warn that this customer may belong to the lender's own people."""
    customer = visible(request, number)
    require(permissions.may_raise_tie(request.user, customer))
    form = TieForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            raise_lender_tie(customer=customer, by=request.user, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, _("The warning stands. A risk officer rules on it."))
            return redirect("customers:relations", customer.number)
    context = {"customer": customer, "form": form, "title": _("Tie to the lender")}
    return render(request, "customers/tie_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def tie_rule(request, number, uuid):
    """A risk officer's ruling on such a warning."""
    customer = visible(request, number)
    tie = get_object_or_404(LenderTie.objects.filter(customer=customer), uuid=uuid)
    form = RulingForm(request.POST)
    if form.is_valid() and form.cleaned_data["version"] != tie.version:
        return _said_late(request, customer, CHANGED_SINCE, request.POST.get("reason", ""))
    if form.is_valid():
        with refusals_on(form):
            rule_on_lender_tie(tie=tie, by=request.user, **form.cleaned_data)
    else:
        require(permissions.may_rule_on_tie(request.user, tie))
    return _answered(request, customer, form, _("The ruling is recorded."))


def _late(relation: Relation, form) -> Any:
    """Why a form that was drawn before somebody else acted is of no use any more; "" where it is."""
    if relation.is_ended:
        return ENDED
    is_old = form.is_valid() and form.cleaned_data["version"] != relation.version
    return CHANGED_SINCE if is_old else ""


def _said_late(request, customer: Customer, sentence, typed: str = ""):
    return said_above(request, sentence, at=reverse("customers:relations", args=[customer.number]), typed=typed)


def _answered(request, customer: Customer, form, done: str):
    """Back to the room with what was done, or with why not."""
    if form.is_valid():
        messages.success(request, done)
    else:
        messages.error(request, errors_of(form))
    return redirect("customers:relations", customer.number)
