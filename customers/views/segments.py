"""Saved lists: kept from the filter of the customers' list, opened in one click, turned into contacts to make."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import sheets
from core.service import require
from core.tables import page_through
from core.views import errors_of, refusals_on
from customers import permissions
from customers.filters import CustomerFilter, filter_of, holds
from customers.forms import ChangeSegmentForm, PlanForm, PlanManyForm, ReasonForm, SegmentForm
from customers.forms.value import ALL
from customers.models import Contact, ContactPlan, Customer, Segment, Visit
from customers.querysets import with_contact_days
from customers.services import (
    archive_segment,
    change_segment,
    drop_contact_plan,
    plan_contact,
    plan_contacts,
    save_segment,
)
from customers.services.segments import CRITERIA, MOST_PLANNED, Planned
from customers.tables import SegmentTable
from customers.views.frame import visible
from customers.views.private import in_address


def listed(user):
    """The customers of a list as its rows show them."""
    rows = Customer.objects.visible_to(user).with_owner().with_value()
    return with_contact_days(rows, Contact.objects.all(), Visit.objects.all(), ContactPlan.objects.all())


def criteria_of(values: Mapping[str, str]) -> dict[str, str]:
    """What an address says of the filter of the list."""
    return {name: values[name] for name in CRITERIA if values.get(name, "").strip()}


def query_of(criteria: Mapping[str, str]) -> str:
    """The filter as the query of the list's address."""
    query = QueryDict(mutable=True)
    query.update(criteria)
    return query.urlencode()


def _conditions(filterset: CustomerFilter, criteria: Mapping[str, str]) -> list[dict]:
    """The conditions in words."""
    found = []
    for name, value in criteria.items():
        field = filterset.form.fields[name]
        choices = {str(key): label for key, label in getattr(field, "choices", ())}
        found.append({"label": field.label, "value": choices.get(value, value)})
    return found


@login_required
@require_POST
def segment_save(request):
    """Keep the filter of the list that was sent along under a name."""
    require(permissions.may_save_segment(request.user))
    criteria = criteria_of(QueryDict(request.POST.get("criteria", "")[:2000]))
    form = SegmentForm(request.POST)
    filterset = CustomerFilter(criteria, Customer.objects.none(), by=request.user)
    if form.is_valid() and filterset.form.is_valid():
        with refusals_on(form):
            segment = save_segment(
                criteria=criteria, sort=request.POST.get("sort", ""), by=request.user, **form.cleaned_data
            )
        if form.is_valid():
            messages.success(request, _("Saved as “{name}”.").format(name=segment.name))
            return redirect("customers:segment", segment.uuid)
    messages.warning(request, errors_of(form, filterset.form))
    kept = {name: value for name, value in criteria.items() if name not in {"q", "area"}}
    return redirect(f"{reverse('customers:list')}?{query_of(kept)}")


@login_required
@require_GET
def segment(request, uuid):
    """A saved list: its conditions, the customers it holds today, and what can be done with them."""
    found = get_object_or_404(Segment.objects.visible_to(request.user).with_names(), uuid=uuid)
    return _page(request, found, PlanManyForm())


def _page(request, found: Segment, form: PlanManyForm):
    user = request.user
    filterset = filter_of(found, listed(user), user)
    table = SegmentTable(holds(filterset), order_by=found.sort or "name")
    may_plan = not permissions.may_save_segment(user) and found.archived_at is None
    if not may_plan:
        table.exclude = (*table.exclude, "chosen")
    if sheets.is_asked(request):
        return sheets.export(request, table, name="customers")
    page_through(request, table)
    context = {
        "segment": found,
        "table": table,
        "conditions": _conditions(filterset, found.criteria),
        "is_broken": not filterset.form.is_valid(),
        "list_query": in_address(request, QueryDict(query_of(found.criteria))),
        "may_change": not permissions.may_change_segment(user, found) and found.archived_at is None,
        "may_plan": may_plan,
        "form": form,
        "change_form": ChangeSegmentForm(
            initial={"name": found.name, "is_shared": found.is_shared, "version": found.version}
        ),
        "segments": Segment.objects.visible_to(user).in_use()[:30],
    }
    return render(request, "customers/segment.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def segment_change(request, uuid):
    """Rename a list, or share it."""
    found = get_object_or_404(Segment.objects.visible_to(request.user), uuid=uuid)
    require(permissions.may_change_segment(request.user, found))
    form = ChangeSegmentForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            change_segment(segment=found, by=request.user, **form.cleaned_data)
    if form.is_valid():
        messages.success(request, _("Kept."))
    else:
        messages.warning(request, errors_of(form))
    return redirect("customers:segment", found.uuid)


@login_required
@require_POST
def segment_archive(request, uuid):
    """Put a list away."""
    found = get_object_or_404(Segment.objects.visible_to(request.user), uuid=uuid)
    archive_segment(segment=found, by=request.user)
    messages.success(request, _("The list “{name}” was put away.").format(name=found.name))
    return redirect("customers:list")


@login_required
@require_POST
def segment_plan(request, uuid):
    """Plan a contact with the ticked customers of a list, or with all of them."""
    found = get_object_or_404(Segment.objects.visible_to(request.user).with_names(), uuid=uuid)
    require(permissions.may_save_segment(request.user))
    form = PlanManyForm(request.POST)
    if form.is_valid():
        rows = holds(filter_of(found, Customer.objects.visible_to(request.user), request.user)).order_by()
        if form.cleaned_data["which"] != ALL:
            rows = rows.filter(number__in=request.POST.getlist("chosen")[: MOST_PLANNED + 1])
        with refusals_on(form):
            done = plan_contacts(
                segment=found,
                customers=list(rows.values_list("pk", flat=True)[: MOST_PLANNED + 1]),
                due_on=form.cleaned_data["due_on"],
                aim=form.cleaned_data["aim"],
                by=request.user,
            )
    if not form.is_valid():
        return _page(request, found, form)
    messages.success(request, planned_sentence(done))
    return redirect("customers:segment", found.uuid)


def planned_sentence(done: Planned) -> str:
    """What came of planning contacts with many."""
    words = [ngettext("{count} contact planned.", "{count} contacts planned.", done.planned).format(count=done.planned)]
    if done.open_already:
        words.append(
            ngettext(
                "{count} customer had one open already.", "{count} customers had one open already.", done.open_already
            ).format(count=done.open_already)
        )
    if done.not_yours:
        words.append(
            ngettext(
                "{count} customer is kept by somebody else.",
                "{count} customers are kept by somebody else.",
                done.not_yours,
            ).format(count=done.not_yours)
        )
    return " ".join(words)


# Contacts to make


@login_required
@require_http_methods(["GET", "POST"])
def contact_plan_new(request, number):
    """Plan a contact with one customer: day and aim are proposed already."""
    customer = visible(request, number)
    require(permissions.may_plan_contact(request.user, customer))
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            plan = plan_contact(customer=customer, by=request.user, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, _("Planned for {day}.").format(day=plan.due_on))
            return redirect("customers:contacts", customer.number)
    context = {"customer": customer, "form": form, "kept": customer.contact_plans.planned().first()}
    return render(request, "customers/contact_plan.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def contact_plan_drop(request, uuid):
    """Say that a planned contact is not needed."""
    plans = ContactPlan.objects.filter(customer__in=Customer.objects.visible_to(request.user)).with_names()
    found = get_object_or_404(plans, uuid=uuid)
    require(permissions.may_plan_contact(request.user, found.customer))
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            drop_contact_plan(plan=found, by=request.user, **form.cleaned_data)
    if form.is_valid():
        messages.success(request, _("Dropped."))
    else:
        messages.warning(request, errors_of(form))
    return redirect("customers:contacts", found.customer.number)
