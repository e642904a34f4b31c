"""Whom to call: what is agreed and due, by day; and who has not been spoken with for long."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from core import dates, parameters
from core.views import refusals_on, said_above
from customers.calls import CONSULTATION, MOST, PLAN, TASK, VISIT, Call, call_of, calls_of, was_own
from customers.forms import CallForm
from customers.forms.calls import SettleForm
from customers.models import Contact, ContactKind, ContactPlan, Customer, Visit
from customers.querysets import not_since, with_contact_days
from customers.services import (
    answer_consultation,
    log_contact,
    postpone_consultation,
    postpone_contact_plan,
    postpone_visit,
    resolve_difficulty,
)
from customers.states import ConsultationStatus
from staff.services import close_task, postpone_task

VIEWS = ("due", "key", "all")


@login_required
@require_GET
def to_contact(request):
    """What is due by day; `key` and `all` list own customers by the days since the last contact."""
    view = request.GET.get("view", "due")
    view = view if view in VIEWS else "due"
    address = reverse("customers:to-contact")
    words = {"due": _("By due date"), "key": _("Key customers"), "all": _("All customers")}
    tabs = [{"label": words[name], "url": f"{address}?view={name}", "current": name == view} for name in VIEWS]
    found = _due(request.user) if view == "due" else _silent(request.user, view)
    return render(request, "customers/to_contact.html", {"tabs": tabs, "view": view, **found})


def _due(user) -> dict[str, Any]:
    calls, today = calls_of(user), dates.today()
    groups = [
        (_("Late"), [call for call in calls if call.due_on < today]),
        (_("Today"), [call for call in calls if call.due_on == today]),
        (_("Coming"), [call for call in calls if call.due_on > today]),
    ]
    lines = [
        {"label": label, "calls": [{"call": call, "form": _form(call)} for call in rows[:MOST]]}
        for label, rows in groups
        if rows
    ]
    return {"groups": lines}


def _form(call: Call, typed: Any = None) -> SettleForm:
    later = dates.add_working_days(dates.today(), 1)
    return SettleForm(typed, prefix=call.key, initial={"day": later}, has_reason=call.kind == VISIT)


def _silent(user, view: str) -> dict[str, Any]:
    days = int(parameters.value("key_customer_call_days"))
    mine = Customer.objects.current().filter(account_manager=user)
    mine = with_contact_days(mine, Contact.objects.all(), Visit.objects.all(), ContactPlan.objects.all())
    rows = list(not_since(mine.top() if view == "key" else mine, days)[: MOST + 1])
    for row in rows:
        row.call_form = CallForm(prefix=row.number)
    return {"rows": rows[:MOST], "is_cut": len(rows) > MOST, "days": days}


@login_required
@require_POST
def settle(request, kind, uuid):
    """One line of the list done, with what came of it, or put off; the answer is the line as it stands now."""
    call = call_of(request.user, kind, uuid)
    if call is None:
        return _settled_before(request, kind, uuid)
    is_done = "done" in request.POST
    form = _form(call, {**request.POST.dict(), f"{call.key}-is_done": "1" if is_done else ""})
    if form.is_valid():
        with refusals_on(form):
            (_done if is_done else _put_off)(call, form, request.user)
    context = {"call": call, "form": form, "settled": form.is_valid(), "is_done": is_done}
    if request.htmx:
        return render(request, "customers/_to_call.html", context, status=422 if form.errors else 200)
    if form.is_valid():
        messages.success(request, _("Written down.") if is_done else _("Put off to {day}.").format(day=form.until))
        return redirect("customers:to-contact")
    return render(request, "customers/to_call.html", context, status=422)


def _settled_before(request, kind: str, uuid):
    """The line is gone because it was settled in another window: said above the list, with what was typed."""
    if not was_own(request.user, kind, uuid):
        raise Http404
    typed, at = request.POST.get(f"{kind}-{uuid}-text", ""), reverse("customers:to-contact")
    answer = said_above(request, _("This was done or dropped before."), at=at, typed=typed)
    return HttpResponseClientRedirect(at) if request.htmx else answer


def _done(call: Call, form: SettleForm, by) -> None:
    """What was said goes where it belongs: the time line, the task, the register."""
    if call.kind == VISIT:
        log_contact(customer=call.thing.customer, kind=ContactKind.VISIT, result=form.said, visit=call.thing, by=by)
    elif call.kind == PLAN:
        log_contact(customer=call.thing.customer, kind=ContactKind.CALL, result=form.said, by=by)
    elif call.kind == TASK:
        close_task(task=call.thing, result=form.said[:200], by=by)
    elif call.thing.status == ConsultationStatus.WAITING:
        answer_consultation(consultation=call.thing, version=call.thing.version, answer=form.said, by=by)
    else:
        resolve_difficulty(consultation=call.thing, version=call.thing.version, resolution=form.said, by=by)


def _put_off(call: Call, form: SettleForm, by) -> None:
    if call.kind == VISIT:
        postpone_visit(visit=call.thing, planned_on=form.until, reason=form.said, by=by)
    elif call.kind == PLAN:
        postpone_contact_plan(plan=call.thing, due_on=form.until, by=by)
    elif call.kind == TASK:
        postpone_task(task=call.thing, due_on=form.until, by=by)
    elif call.kind == CONSULTATION:
        postpone_consultation(consultation=call.thing, follow_up_on=form.until, by=by)
