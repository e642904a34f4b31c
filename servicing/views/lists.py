"""The list of loans, and the loans of a case."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from applications.models import Application
from applications.providers import case_page
from core import dates, sheets
from core.tables import MOST_SUMMED, found_by, page_through, sums_of
from core.views import narrowing
from customers.views.private import keeps_private_out
from servicing import permissions
from servicing.filters import STATES, LoanFilter
from servicing.models import Loan
from servicing.tables import LoanTable
from staff.models import User


@login_required
@require_GET
@keeps_private_out
def list_loans(request):
    """Loans the reader may see; the foot adds up every row of the list, on this page or not, up to a limit."""
    visible = Loan.objects.visible_to(request.user)
    managers = User.objects.filter(pk__in=visible.values("account_manager")).order_by("name").only("name", "username")
    filterset = LoanFilter(narrowing.said(request), visible.for_list(dates.today()), managers=managers)
    is_file = sheets.is_asked(request)
    totals = sums_of(filterset.qs, sheets.MOST_ROWS if is_file else MOST_SUMMED, "principal", "outstanding")
    rows = found_by(totals, filterset.qs).for_list(dates.today()).with_names()
    table = LoanTable(rows, totals=totals)
    if is_file:
        return sheets.export(request, table, name="loan-ledger")
    page_through(request, table)
    state = request.GET.get("state", "active")
    context = {
        "table": table,
        "filter": filterset,
        "tabs": [{"label": label, "url": f"?state={code}", "current": code == state} for code, label in STATES],
        "may_mark": not permissions.may_mark(request.user),
    }
    return render(request, "servicing/list.html", context)


@login_required
@require_GET
def room(request, number):
    """The repayment room of a case: its loans, and what each owes today."""
    application = get_object_or_404(Application.objects.visible_to(request.user).with_names(), number=number)
    today = dates.today()
    loans = []
    for loan in application.loans.with_ledger().order_by("pk"):
        statement = loan.statement(today)
        upcoming = next((row for row in statement.rows if not row.settled_on and row.due_on > today), None)
        loans.append({"loan": loan, "statement": statement, "upcoming": upcoming})
    context = {"case": case_page(request.user, application, "repayment"), "loans": loans, "title": _("Loans")}
    return render(request, "servicing/room.html", context)
