"""Files that may be of one customer: the pairs of a file and of a department, the decision, the merge."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import display
from core.forms import DeskForm
from core.service import require
from core.views import errors_of, refusals_on, said_above
from customers import permissions
from customers.forms.duplicates import MergeAnswerForm, MergeForm, PairForm
from customers.models import Customer, FileMerge, LookAlike
from customers.services import (
    ask_merge,
    confirm_merge,
    decide_look_alike,
    merging,
    refuse_merge,
    take_back_same,
    withdraw_merge,
)
from customers.states import LookAlikeStatus, MergeStatus
from customers.views.frame import framed, visible


@login_required
@require_GET
def alike(request, number):
    """The room "possibly the same" of a file: every pair it stands in, and the files that were merged into it."""
    customer = visible(request, number)
    pairs = LookAlike.objects.visible_to(request.user).of(customer).with_files().order_by("status", "-id")
    merges = FileMerge.objects.visible_to(request.user).filter(survivor=customer).with_files().order_by("-id")
    context = framed(request, customer, "alike") | {
        "pairs": [{"pair": pair, "file": _side(pair.other(customer), request.user)} for pair in pairs[:100]],
        "merges": list(merges[:50]),
    }
    return render(request, "customers/alike.html", context)


@login_required
@require_GET
def pairs(request):
    """Every pair still to be decided that concerns the reader: for a department manager, those of the department."""
    rows = LookAlike.objects.visible_to(request.user).with_files()
    chosen = request.GET.get("state", "open")
    states = {"open": [LookAlikeStatus.OPEN], "same": [LookAlikeStatus.SAME], "decided": [LookAlikeStatus.DIFFERENT]}
    found = rows.filter(status__in=states.get(chosen, states["open"])).order_by("-id")
    page = Paginator(found, 25).get_page(request.GET.get("page"))
    seen = _seen(request.user, page)
    labels = {"open": _("To be decided"), "same": _("To be merged"), "decided": _("Different")}
    context = {
        "page": page,
        "pages": list(page.paginator.get_elided_page_range(page.number)),
        "rows": [{"pair": pair, "files": [_shown(file, seen) for file in (pair.first, pair.second)]} for pair in page],
        "tabs": [
            {"label": label, "url": f"?state={code}", "current": code == chosen} for code, label in labels.items()
        ],
        "merges": list(FileMerge.objects.visible_to(request.user).waiting().with_files().order_by("id")[:50]),
    }
    return render(request, "customers/pairs.html", context)


def _seen(user, page) -> set[int]:
    """Those of the files on a page that the reader may open."""
    files = {pk for pair in page for pk in (pair.first_id, pair.second_id)}
    return set(Customer.objects.visible_to(user).filter(pk__in=files).values_list("pk", flat=True))


def _side(customer: Customer, user) -> dict:
    seen = Customer.objects.visible_to(user).filter(pk=customer.pk).values_list("pk", flat=True)
    return _shown(customer, set(seen))


def _shown(customer: Customer, seen: set[int]) -> dict:
    """A file as the reader may know it: in full where it may be opened, else by its keeper and a masked name."""
    is_open = customer.pk in seen
    return {
        "customer": customer,
        "is_open": is_open,
        "name": customer.name if is_open else display.mask_name(customer.name),
        "identity": display.mask_identity(customer.identity),
        "phone": display.mask_phone(customer.phone),
        "address": f"{customer.address[:6]}{display.DOTS}" if customer.address else "",
    }


@login_required
@require_http_methods(["GET", "POST"])
def pair(request, uuid):
    """Two files beside each other, and the decision."""
    found = get_object_or_404(LookAlike.objects.visible_to(request.user).with_files(), uuid=uuid)
    apart_refusal = permissions.may_tell_apart(request.user, found)
    form = PairForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            found = decide_look_alike(pair=found, by=request.user, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, _("Decided: {status}.").format(status=found.get_status_display()))
            is_same = found.status == LookAlikeStatus.SAME
            return redirect("customers:pair", found.uuid) if is_same else redirect("customers:pairs")
    refusal = permissions.may_decide_look_alike(request.user, found)
    if form.errors and (refusal or found.status != LookAlikeStatus.OPEN):
        return said_above(request, errors_of(form), typed=request.POST.get("reason", ""))
    # What is not offered may still be sent, so it is read first: the service says that this is the wrong person.
    if apart_refusal:
        form.withhold_different()
    context = {
        "pair": found,
        "files": [_side(file, request.user) for file in (found.first, found.second)],
        "form": form,
        "refusal": refusal,
        "apart_refusal": apart_refusal,
        "merge_refusal": permissions.may_ask_merge(request.user, found.first, found.second),
        "merge": FileMerge.objects.waiting().of_pair(found).first(),
    }
    return render(request, "customers/pair.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def take_back(request, uuid):
    """Ask again about two files that were found to be of one customer."""
    found = get_object_or_404(LookAlike.objects.visible_to(request.user), uuid=uuid)
    form = DeskForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            take_back_same(pair=found, by=request.user)
            messages.success(request, _("Taken back. The pair is to be decided again."))
    if form.errors:
        messages.error(request, errors_of(form))
    return redirect("customers:pair", uuid)


@login_required
@require_http_methods(["GET", "POST"])
def merge(request, uuid):
    """Choose which of two files stays and whose values, and ask for the merge."""
    found = get_object_or_404(LookAlike.objects.visible_to(request.user).with_files(), uuid=uuid)
    if found.status != LookAlikeStatus.SAME and request.method == "GET":
        return redirect("customers:pair", uuid)
    survivor = found.second if request.GET.get("keep") == "second" else found.first
    merged = found.other(survivor)
    if found.status == LookAlikeStatus.SAME:
        # Before anything is drawn, a refused form too: the page shows both files in full.
        require(permissions.may_ask_merge(request.user, survivor, merged))
    form = MergeForm(request.POST or None, survivor=survivor, merged=merged)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            asked = ask_merge(
                pair=found,
                survivor=survivor,
                choices=form.choices,
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        if form.is_valid():
            messages.success(request, _("Asked. The department manager confirms the merge."))
            return redirect("customers:merge-request", asked.uuid)
    if form.errors and found.status != LookAlikeStatus.SAME:
        return said_above(request, errors_of(form), typed=request.POST.get("reason", ""))
    context = {
        "pair": found,
        "survivor": survivor,
        "merged": merged,
        "keeps_second": survivor.pk == found.second_id,
        "form": form,
        "obstacles": merging.obstacles(survivor, merged),
        "collisions": merging.collisions(survivor, merged),
    }
    return render(request, "customers/merge.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def merge_request(request, uuid):
    """A merge that was asked: what it does, and the answer of the department manager."""
    found = get_object_or_404(FileMerge.objects.visible_to(request.user).with_files(), uuid=uuid)
    form = MergeAnswerForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            found = _answer(request, found, form.cleaned_data)
        if form.is_valid():
            messages.success(request, str(found.get_status_display()))
            return redirect("customers:merge-request", uuid)
    waits, refusal = found.status == MergeStatus.ASKED, permissions.may_confirm_merge(request.user, found)
    if form.errors and (refusal or not waits):
        return said_above(request, errors_of(form), typed=request.POST.get("answer", ""))
    # Who keeps one of the files reads that it is asked and why; what both say is for who may open or join them.
    survivor, merged = (_side(file, request.user) for file in (found.survivor, found.merged))
    is_open = not refusal or (survivor["is_open"] and (found.is_done or merged["is_open"]))
    context = {
        "merge": found,
        "form": form,
        "name": survivor["name"] if refusal else found.survivor.name,
        "rows": _chosen(found) if is_open else [],
        "collisions": _left_over(found) if is_open else [],
        "moved": _moved(found) if is_open else [],
        "refusal": refusal,
        "may_withdraw": waits and not permissions.may_withdraw_merge(request.user, found),
    }
    return render(request, "customers/merge_request.html", context, status=422 if form.errors else 200)


def _left_over(found: FileMerge) -> list:
    """What both files have and only one can keep: as it would be, or as it was."""
    return merging.collisions(found.survivor, found.merged) if found.status == MergeStatus.ASKED else _stayed(found)


def _moved(found: FileMerge) -> list[dict]:
    return [{"label": merging.table_name(label), "value": count} for label, count in found.moved.items()]


def _answer(request, found: FileMerge, typed: dict) -> FileMerge:
    act = request.POST.get("act")
    if act == "confirm":
        return confirm_merge(merge=found, version=typed["version"], by=request.user)
    if act == "refuse":
        return refuse_merge(merge=found, version=typed["version"], answer=typed["answer"], by=request.user)
    if act == "withdraw":
        return withdraw_merge(merge=found, by=request.user)
    raise Http404


def _chosen(found: FileMerge) -> list[dict]:
    """Field by field what the survivor will say, with what goes; only where the two differ."""
    if found.status != MergeStatus.ASKED:
        return []
    form = MergeForm(survivor=found.survivor, merged=found.merged)
    rows = []
    for name, entry in form.fields.items():
        if name == "reason":
            continue
        side = found.choices.get(name.removeprefix("keep_"), merging.SURVIVOR)
        said = dict(entry.choices)  # type: ignore[attr-defined]
        other = merging.MERGED if side == merging.SURVIVOR else merging.SURVIVOR
        rows.append({"label": entry.label, "stays": said[side], "goes": said[other]})
    return rows


def _stayed(found: FileMerge) -> list[str]:
    return [merging.stay_sentence(label, rows) for label, rows in found.stayed.items()]
