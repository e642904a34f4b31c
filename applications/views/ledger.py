"""The project ledger (項目台賬): what entered it, with sums that reconcile with the rows, on the page and as a file."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_GET

from applications.filters import LedgerFilter
from applications.models import Application
from applications.providers import LEDGER_COLUMNS, ledger_totals, with_ledger_columns
from applications.tables import LedgerTable
from core import sheets
from core.models import IssuedNumber
from core.numbering import Kind
from core.tables import MOST_SUMMED, found_by, page_through
from core.views import narrowing
from staff.models import User


@login_required
@require_GET
def ledger(request):
    """Projects by month, product, stage and person; the foot adds up every row of the list, on this page or not."""
    seen = Application.objects.visible_to(request.user).in_ledger()
    managers = (
        User.objects.filter(pk__in=seen.order_by().values("account_manager")).order_by("name").only("name", "username")
    )
    narrowed = LedgerFilter(narrowing.said(request), seen, managers=managers)
    most = sheets.MOST_ROWS if sheets.is_asked(request) else MOST_SUMMED
    totals = ledger_totals(narrowed.qs, most)
    rows = with_ledger_columns(found_by(totals, narrowed.qs).in_ledger())
    table = LedgerTable(rows, totals=totals, sums=LEDGER_COLUMNS)
    if sheets.is_asked(request):
        return sheets.export(request, table, name="project-ledger")
    context = {
        "table": page_through(request, table),
        "filterset": narrowed,
        "voided": list(IssuedNumber.objects.filter(kind=Kind.LEDGER).exclude(voided_at=None).order_by("-id")[:20]),
    }
    return render(request, "applications/ledger.html", context)
