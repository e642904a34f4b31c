"""Planned visits: by name with what was missed, planned, put off, called off."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import dates
from core.service import require
from core.views import errors_of, refusals_on, said_above
from customers import permissions
from customers.forms import PostponeForm, ReasonForm, VisitForm
from customers.models import Customer, Visit
from customers.services import cancel_visit, plan_visit, postpone_visit
from customers.services.visits import NOT_PLANNED
from customers.views.frame import visible
from staff.models import User
from staff.roles import Role

MOST_LISTED = 200


def visible_visits(user):
    return Visit.objects.filter(customer__in=Customer.objects.visible_to(user)).with_names()


@login_required
@require_GET
def visits(request):
    """Visits that are planned, those missed first; a department manager sees the team's and may name one person."""
    user = request.user
    rows = visible_visits(user).planned()
    team = team_of(user)
    who = request.GET.get("who", "")
    if who:
        rows = rows.filter(account_manager__username=who)
    elif not team and user.has_role(Role.ACCOUNT_MANAGER):
        rows = rows.filter(account_manager=user)
    found = list(rows[: MOST_LISTED + 1])
    today = dates.today()
    groups = [
        (_("Missed"), "is-late", [row for row in found if row.planned_on < today]),
        (_("Today"), "is-warn", [row for row in found if row.planned_on == today]),
        (_("Coming"), "is-active", [row for row in found if row.planned_on > today]),
    ]
    context = {
        "groups": [{"label": label, "tone": tone, "rows": rows} for label, tone, rows in groups if rows],
        "team": team,
        "who": who,
        "is_cut": len(found) > MOST_LISTED,
    }
    return render(request, "customers/visits.html", context)


def team_of(user):
    """The account managers of the departments that this person manages."""
    departments = user.departments(Role.DEPARTMENT_MANAGER)
    people = User.objects.none()
    for department in departments:
        people = people | User.objects.with_role(Role.ACCOUNT_MANAGER, department)
    return people.distinct()


@login_required
@require_http_methods(["GET", "POST"])
def plan(request, number):
    """Plan a visit: the day, the aim, and that is all."""
    customer = visible(request, number)
    require(permissions.may_plan_visit(request.user, customer))
    form = VisitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            visit = plan_visit(customer=customer, by=request.user, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, _("Planned for {day}.").format(day=visit.planned_on))
            return redirect("customers:contacts", customer.number)
    context = {"customer": customer, "form": form}
    return render(request, "customers/visit_new.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def visit(request, uuid):
    """One planned visit; a POST puts it off."""
    found = get_object_or_404(visible_visits(request.user), uuid=uuid)
    form = PostponeForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST":
        require(permissions.may_change_visit(request.user, found))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            found = postpone_visit(visit=found, by=request.user, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, _("Put off to {day}.").format(day=found.planned_on))
            return redirect("customers:visits")
    if request.method == "POST":
        # Called off or made meanwhile: the form that was sent is not drawn any more, and its sentence would be lost.
        found.refresh_from_db(fields=["status"])
        if not found.is_planned:
            return said_above(request, NOT_PLANNED, typed=request.POST.get("reason", ""))
    context = {
        "visit": found,
        "form": form,
        "cancel_form": ReasonForm(),
        "may_change": found.is_planned and not permissions.may_change_visit(request.user, found),
        "may_log": found.is_planned and not permissions.may_log_contact(request.user, found.customer),
        "results": found.contacts.current(),
    }
    return render(request, "customers/visit.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def cancel(request, uuid):
    """Call a visit off."""
    found = get_object_or_404(visible_visits(request.user), uuid=uuid)
    require(permissions.may_change_visit(request.user, found))
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            cancel_visit(visit=found, by=request.user, **form.cleaned_data)
    if not form.is_valid():
        at, typed = reverse("customers:visit", args=[found.uuid]), request.POST.get("reason", "")
        return said_above(request, errors_of(form), at=at, typed=typed)
    return redirect("customers:visits")
