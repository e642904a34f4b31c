"""The time line of a customer: entries by kind, a page at a time; written down, corrected, followed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.service import require
from core.views import errors_of, refusals_on, said_above
from customers import permissions, providers
from customers.forms import KINDS, CallForm, ContactForm, CorrectionForm, MarkForm, ReasonForm, StepForm
from customers.models import Contact, ContactKind, Customer, Mark
from customers.services import add_step, correct_contact, lift_mark, log_contact, set_mark
from customers.views.frame import framed, visible
from staff.models import Task

PAGE = 20


def as_uuid(text: str) -> UUID:
    """A uuid from an address; one that is none is not found."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


@login_required
@require_GET
def contacts(request, number):
    """The room "contacts": the newest entries, planned visits, open steps; older ones follow from the last shown."""
    customer = visible(request, number)
    kind = request.GET.get("kind", "")
    rows = Contact.objects.current().filter(customer=customer).with_rows()
    if kind in ContactKind.values:
        rows = rows.filter(kind=kind)
    last = request.GET.get("after", "")
    if last:
        rows = rows.before(get_object_or_404(Contact, uuid=as_uuid(last), customer=customer))
    entries = list(rows[: PAGE + 1])
    more = entries[PAGE - 1].uuid if len(entries) > PAGE else None
    context = {"customer": customer, "entries": _with_steps(entries[:PAGE], customer, request.user), "kind": kind}
    context["more_url"] = f"?{'kind=' + kind + '&' if kind else ''}after={more}" if more else ""
    if request.htmx and last:
        return render(request, "customers/_contacts.html", context)
    may_log = not permissions.may_log_contact(request.user, customer)
    context |= framed(request, customer, "contacts") | {
        "kinds": _kind_tabs(request.path, kind),
        "new_kinds": KINDS if may_log else [],
        "may_log": may_log,
        "may_mark": not permissions.may_mark(request.user, customer),
        "marks": _marks(customer, request.user),
        "mark_form": MarkForm(),
        "visits": customer.visits.planned().with_names(),
        "plans": customer.contact_plans.planned().with_names(),
        "may_plan": not permissions.may_plan_contact(request.user, customer),
    }
    return render(request, "customers/contacts.html", context)


def _marks(customer: Customer, user) -> list[Any]:
    """The marks in force, each with whether this person may lift it."""
    marks: list[Any] = list(customer.marks.in_force().select_related("set_by", "customer"))
    for one in marks:
        one.may_lift = not permissions.may_lift_mark(user, one)
    return marks


def _kind_tabs(path: str, kind: str) -> list[dict]:
    tabs = [{"label": _("All"), "url": path, "current": not kind}]
    return tabs + [
        {"label": label, "url": f"{path}?kind={value}", "current": value == kind}
        for value, label in ContactKind.choices
    ]


def _with_steps(entries: list[Any], customer: Customer, user) -> list[Any]:
    """The entries, each with the next steps of its first version and the thing it is about."""
    things = {thing.uuid: thing for thing in providers.things_of(customer, user)}
    threads = [entry.thread for entry in entries]
    tasks: dict[UUID, list] = {}
    rows: Any = Task.objects.filter(next_step__contact__thread__in=threads).select_related("next_step__contact")
    for task in rows:
        task.is_mine = task.assignee_id == user.pk
        tasks.setdefault(task.next_step.contact.thread, []).append(task)
    for entry in entries:
        entry.tasks, entry.thing = tasks.get(entry.thread, []), things.get(entry.about)
    return entries


@login_required
@require_http_methods(["GET", "POST"])
def new_contact(request, number):
    """Write a contact down: what is asked depends on its kind."""
    customer = visible(request, number)
    require(permissions.may_log_contact(request.user, customer))
    kind = request.POST.get("kind") or request.GET.get("kind") or ContactKind.CALL.value
    if kind not in dict(KINDS):
        raise Http404
    visits = {str(visit.uuid): visit for visit in customer.visits.planned()}
    chosen = request.GET.get("visit", "")
    first = {"visit": chosen, "aim": visits[chosen].aim} if chosen in visits else {}
    things = providers.things_of(customer, request.user)
    form = ContactForm(request.POST or None, kind=kind, things=things, visits=visits.values(), initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            contact = log_contact(
                customer=customer,
                kind=kind,
                happened_at=form.moment,
                participants=form.participants,
                offers=form.offers,
                steps=form.steps,
                about=form.cleaned_data["about"] or None,
                visit=visits.get(form.cleaned_data.get("visit", "")),
                submission_key=form.cleaned_data["submission_key"],
                by=request.user,
                **form.texts,
            )
        if form.is_valid():
            messages.success(request, _("Written down: {kind}.").format(kind=contact.get_kind_display()))
            return redirect("customers:contacts", customer.number)
    address = reverse("customers:contact-new", args=[customer.number])
    tabs = [{"label": label, "url": f"{address}?kind={value}", "current": value == kind} for value, label in KINDS]
    context = {"customer": customer, "form": form, "kind": kind, "tabs": tabs}
    return render(request, "customers/contact_new.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def contact(request, number, uuid):
    """One entry with all its versions; a POST gives it a further next step."""
    customer = visible(request, number)
    found = get_object_or_404(Contact.objects.with_rows(), uuid=uuid, customer=customer)
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            add_step(contact=found, by=request.user, **form.cleaned_data)
        if form.is_valid():
            return redirect("customers:contact", customer.number, found.uuid)
    versions = list(Contact.objects.versions(found.thread).with_rows())
    context = framed(request, customer, "contacts") | {
        "entries": _with_steps([found], customer, request.user),
        "entry": found,
        "versions": versions if len(versions) > 1 else [],
        "form": form,
        "may_log": not permissions.may_log_contact(request.user, customer),
        "may_correct": found.is_current and not permissions.may_correct_contact(request.user, found),
    }
    return render(request, "customers/contact.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def correct(request, number, uuid):
    """A new version of an entry; the old one stays."""
    customer = visible(request, number)
    found = get_object_or_404(Contact.objects.with_rows(), uuid=uuid, customer=customer)
    require(permissions.may_correct_contact(request.user, found))
    things = providers.things_of(customer, request.user)
    form = CorrectionForm(request.POST or None, kind=found.kind, things=things, initial=_first_values(found))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            new = correct_contact(
                contact=found,
                correction=form.cleaned_data["correction"],
                values={
                    **form.texts,
                    "happened_at": form.moment if {"happened_on", "happened_time"} & set(form.changed_data) else None,
                    "about": form.cleaned_data["about"] or None,
                },
                participants=form.participants if "participants" in form.fields else None,
                offers=form.offers or None,
                by=request.user,
            )
        if form.is_valid():
            messages.success(request, _("Corrected. The version before stays readable."))
            return redirect("customers:contact", customer.number, new.uuid)
    context = {"customer": customer, "form": form, "entry": found}
    return render(request, "customers/contact_correct.html", context, status=422 if form.errors else 200)


def _first_values(found: Contact) -> dict:
    at = timezone.localtime(found.happened_at)
    first = {name: getattr(found, name) for name in ("place", "with_whom", "aim", "observation", "result")}
    first |= {"happened_on": at.date(), "happened_time": at.time().replace(second=0, microsecond=0)}
    first |= {"about": str(found.about or "")}
    lines = [", ".join(part for part in (row.name, row.part) if part) for row in found.participants.all()]
    first["participants"] = "\n".join(lines)
    for row in found.offers.all():
        first |= {
            f"side_{row.position}": row.side,
            f"amount_{row.position}": row.amount,
            f"rate_{row.position}": row.annual_rate,
            f"term_{row.position}": row.term_months,
        }
    return first


@login_required
@require_POST
def mark(request, number):
    """Set a mark on a customer, or lift one."""
    customer = visible(request, number)
    lifted = request.POST.get("lift", "")
    if lifted:
        form = ReasonForm(request.POST)
        found = get_object_or_404(Mark, uuid=as_uuid(lifted), customer=customer)
        act = lambda: lift_mark(mark=found, by=request.user, **form.cleaned_data)  # noqa: E731
    else:
        form = MarkForm(request.POST)
        act = lambda: set_mark(customer=customer, by=request.user, **form.cleaned_data)  # noqa: E731
    require(permissions.may_mark(request.user, customer))
    if not form.is_valid():
        messages.warning(request, _("Not saved. Say why, in a few words."))
        return redirect("customers:contacts", customer.number)
    with refusals_on(form):
        act()
    if form.errors:
        at = reverse("customers:contacts", args=[customer.number])
        return said_above(request, errors_of(form), at=at, typed=form.cleaned_data["reason"])
    return redirect("customers:contacts", customer.number)


@login_required
@require_POST
def log_call(request, number):
    """A call written down from a list; the row says so."""
    customer = visible(request, number)
    form = CallForm(request.POST, prefix=customer.number)
    if form.is_valid():
        with refusals_on(form):
            log_contact(
                customer=customer,
                kind=ContactKind.CALL,
                result=form.cleaned_data["result"],
                steps=form.steps,
                submission_key=form.cleaned_data["submission_key"],
                by=request.user,
            )
    else:
        require(permissions.may_log_contact(request.user, customer))
    context = {"row": customer, "form": form, "is_logged": form.is_valid()}
    if request.htmx:
        return render(request, "customers/_call.html", context, status=422 if form.errors else 200)
    if form.is_valid():
        messages.success(request, _("Written down: {kind}.").format(kind=ContactKind.CALL.label))
        return redirect("customers:to-contact")
    context |= {"customer": customer}
    return render(request, "customers/call.html", context, status=422)
