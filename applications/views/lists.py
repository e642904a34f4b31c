"""The list of applications and its views."""

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from applications.filters import ApplicationFilter
from applications.models import Application
from applications.states import ENDED, Status
from applications.tables import ApplicationTable
from core import sheets
from core.tables import MOST_COUNTED, page_through
from core.views import narrowing
from customers.views.private import keeps_private_out
from staff.roles import Role

WITH_INVESTIGATORS = [Status.ACCEPTED, Status.INVESTIGATING]
WITH_OWNER = [Status.DRAFT, Status.APPROVED, Status.CONTRACTED]


@login_required
@require_GET
@keeps_private_out
def list_applications(request):
    """Applications by saved view, filter and order; all of it stands in the address."""
    seen = Application.objects.visible_to(request.user)
    views = _views(request.user)
    name = request.GET.get("view") if request.GET.get("view") in views else next(iter(views))
    narrowed = ApplicationFilter(narrowing.said(request), queryset=seen.filter(views[name]["where"]).with_names())
    table = ApplicationTable(narrowed.qs.order_by("-id"))
    table.is_filtered = any(request.GET.get(key) for key in ("q", "status", "product"))
    if sheets.is_asked(request):
        return sheets.export(request, table, name="applications")
    page_through(request, table)
    tabs = [
        {
            "label": view["label"],
            "url": f"?view={key}",
            "current": key == name,
            "count": seen.filter(view["where"])[:MOST_COUNTED].count() if view.get("waits") else None,
        }
        for key, view in views.items()
    ]
    context = {
        "table": table,
        "filterset": narrowed,
        "tabs": tabs,
        "may_open": request.user.has_role(Role.ACCOUNT_MANAGER),
    }
    return render(request, "applications/list.html", context)


def _views(user) -> dict[str, dict]:
    """The saved views that make sense for a person's roles; only what waits for somebody is counted."""
    running, views = ~Q(status__in=ENDED), {}
    if user.has_role(Role.ACCOUNT_MANAGER):
        own = Q(account_manager=user) | Q(lead_investigator=user) | Q(second_investigator=user)
        waiting = own & (Q(status__in=WITH_INVESTIGATORS) | Q(status__in=WITH_OWNER, account_manager=user))
        views["mine"] = {"label": _("Mine"), "where": own & running}
        views["waiting"] = {"label": _("Waiting for me"), "where": waiting, "waits": True}
    if user.has_role(Role.DEPARTMENT_MANAGER):
        views["acceptance"] = {"label": _("To accept"), "where": Q(status=Status.SUBMITTED), "waits": True}
        department = Q(department__in=user.departments(Role.DEPARTMENT_MANAGER))
        views["department"] = {"label": _("Department"), "where": department & running}
    if user.has_role(Role.DEPARTMENT_MANAGER, Role.RISK_OFFICER):
        views["decision"] = {"label": _("To decide"), "where": Q(status=Status.IN_REVIEW), "waits": True}
    if user.has_role(Role.FINANCE_OFFICER):
        views["release"] = {"label": _("To release"), "where": Q(status=Status.CONTRACTED), "waits": True}
    views["returned"] = {"label": _("Returned"), "where": Q(is_returned=True) & running, "waits": True}
    views["ended"] = {"label": _("Ended"), "where": Q(status__in=ENDED)}
    views["all"] = {"label": _("All of them"), "where": Q()}
    return views
