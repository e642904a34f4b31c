"""The ledger of the time before: its list, and taking it over from a spreadsheet."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from applications import permissions
from applications.forms.old_projects import TAKEOVER
from applications.models import OldProject
from applications.tables import OldProjectTable
from core import sheets
from core.tables import MOST_SUMMED, page_through, sums_of
from core.views.imports import ImportPages

PAGES = ImportPages(
    TAKEOVER,
    title=_("Take over an old ledger"),
    list_title=_("Old ledger"),
    saved=_("Taken over: {count} rows."),
    new_route="applications:old-ledger-import",
    run_route="applications:old-ledger-run",
    template_route="applications:old-ledger-template",
    list_route="applications:old-ledger",
    file_name="old-ledger-template.xlsx",
)
old_ledger_template, old_ledger_import, old_ledger_run = PAGES.template, PAGES.new, PAGES.run


@login_required
@require_GET
def old_ledger(request):
    """Rows of old ledgers that the reader may see."""
    rows = OldProject.objects.visible_to(request.user).select_related("customer")
    most = sheets.MOST_ROWS if sheets.is_asked(request) else MOST_SUMMED
    table = OldProjectTable(rows, totals=sums_of(rows, most, *OldProjectTable.SUMMED))
    if sheets.is_asked(request):
        return sheets.export(request, table, name="old-ledger")
    context = {
        "table": page_through(request, table),
        "may_take_over": not permissions.may_take_over(request.user),
    }
    return render(request, "applications/old_ledger.html", context)
