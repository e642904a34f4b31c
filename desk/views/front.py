"""The front door and what spans the apps."""

from datetime import timedelta

import structlog
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods

from applications.models import Application
from applications.providers import case_page, times
from applications.views import overview
from core import attachments, audit, dates, documents
from core.models import Attachment, Document, Heartbeat, OutgoingMail
from core.service import require
from core.states import DocumentStatus, MailStatus
from core.tables import CappedPaginator
from customers.models import CreditReport, Customer, Relation
from customers.permissions import may_read_credit
from customers.services import show_paper
from customers.views.private import keeps_private_out
from desk import permissions, providers, showcase, workload
from staff.models import User
from staff.roles import Role, Scope

LATE_LOOP = timedelta(minutes=5)
LATE_MAIL = timedelta(hours=1)


class SignIn(LoginView):
    """Sign-in; the embedded profile lists the demo's accounts beside it."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        accounts = User.objects.filter(is_active=True).order_by("pk") if settings.IS_EMBEDDED else []
        context["lender_name"] = settings.LENDER["name"]
        context["demo_password"] = providers.DEMO_PASSWORD
        context["demo_accounts"] = [
            {"username": user.username, "name": user.name, "role": user.role_names}
            for user in accounts
            if user.held and user.email.endswith(providers.DEMO_MAIL)
        ]
        return context


@login_required
@require_GET
def home(request):
    """The work list: what is late, due today, this week and later, for the roles this person holds."""
    return render(request, "desk/home.html", providers.home(request.user))


@login_required
@require_GET
def case(request, number):
    """One case with its rail, what is missing, the next step and the time line."""
    seen = Application.objects.visible_to(request.user).with_names()
    application = get_object_or_404(seen.select_related("lead_investigator", "department"), number=number)
    context = {"case": case_page(request.user, application, "overview"), **overview(request, application)}
    return render(request, "desk/case.html", context)


@login_required
@require_GET
def history(request, number):
    """Every event of a case, newest first, fifty a page."""
    application = get_object_or_404(Application.objects.visible_to(request.user).with_names(), number=number)
    events = audit.events_of(application.uuid)
    context = {**_page(request, events), "case": case_page(request.user, application, "history")}
    context["times"] = times(context["page"])
    return render(request, "desk/history.html", context)


def _page(request, rows, size: int = 50) -> dict:
    """One page of a list in the form of `components/pager.html`."""
    paginator = CappedPaginator(rows, size)
    page = paginator.get_page(request.GET.get("page"))
    return {"page": page, "pages": list(paginator.get_elided_page_range(page.number))}


@login_required
@require_http_methods(["GET", "POST"])
@keeps_private_out
def search(request):
    """One box: customer by name, code, phone, account or address; application, contract, drawdown, loan by number.

    The box posts what is typed, for it may be somebody's number; while one types, only the list comes back.
    """
    typed = request.POST if request.method == "POST" else request.GET
    text = typed.get("q", "").replace("\x00", "").strip()[:80]
    groups = providers.search(request.user, text) if text else []
    context = {"text": text, "groups": groups}
    if request.htmx:
        return render(request, "desk/_found.html", context)
    only = [row for group in groups for row in group["rows"] if row["is_exact"]]
    return redirect(only[0]["url"]) if len(only) == 1 else render(request, "desk/search.html", context)


@login_required
@require_GET
def document(request, uuid):
    """A sealed document as PDF; who may open the case may read it."""
    return document_file(request.user, uuid)


def document_file(user, uuid) -> HttpResponse:
    """The bytes of a sealed document for somebody who may open its case; else a 404."""
    found = get_object_or_404(Document, uuid=uuid, status=DocumentStatus.READY)
    _case_or_404(user, found.case_uuid)
    response = HttpResponse(documents.read(found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.kind}-{found.sha256[:12]}.pdf"'
    return response


@login_required
@require_GET
def attachment(request, uuid):
    """An uploaded paper, as a download that no browser runs."""
    return attachment_file(request.user, uuid)


def attachment_file(user, uuid) -> HttpResponse:
    """The bytes of an uploaded paper for somebody who may open its case or file; else a 404. Identity papers are recorded."""
    found = get_object_or_404(Attachment, uuid=uuid)
    if found.case_uuid:
        _case_or_404(user, found.case_uuid)
    # What a relation rests on, those of both ends read: they have to judge it.
    elif not Relation.objects.visible_to(user).filter(evidence=found).exists():
        customer = get_object_or_404(Customer.objects.visible_to(user), uuid=found.customer_uuid)
        if found.shows_identity:
            show_paper(customer=customer, paper=found, by=user)
        if CreditReport.objects.filter(file=found).exists():
            require(may_read_credit(user))
    response = HttpResponse(attachments.read(found), content_type=found.media_type)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    suffix = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}[found.media_type]
    response["Content-Disposition"] = f'attachment; filename="{found.uuid}.{suffix}"'
    return response


def _case_or_404(user, case_uuid):
    return get_object_or_404(Application.objects.visible_to(user), uuid=case_uuid)


@login_required
@require_GET
def mail(request):
    """Mails that left or wait, newest first: their state always, their text in the embedded profile."""
    if not request.user.has_role(Role.AUDITOR, Role.FINANCE_OFFICER, Role.DEPARTMENT_MANAGER, Role.ADMINISTRATOR):
        raise Http404
    rows = OutgoingMail.objects.select_related("person").order_by("-id")
    if not request.user.has_role(Role.AUDITOR, Role.FINANCE_OFFICER, Role.ADMINISTRATOR):
        of_case = Q(case_uuid__in=Application.objects.visible_to(request.user).values("uuid"))
        rows = rows.filter(of_case | Q(case_uuid__in=Customer.objects.visible_to(request.user).values("uuid")))
    opened = None
    chosen = request.GET.get("open", "")
    # What a mail says is business; an administrator looks after its way only.
    may_read = settings.IS_EMBEDDED and request.user.scopes() != {Scope.NONE}
    if may_read and chosen.isdecimal():
        opened = rows.filter(pk=int(chosen[:18])).first()
    uncertain = rows.filter(status=MailStatus.UNCERTAIN).count()
    context = {**_page(request, rows), "opened": opened, "may_read": may_read, "uncertain": uncertain}
    return render(request, "desk/mail.html", context)


@login_required
@require_GET
def load(request):
    """Customers, open applications, loans and what is overdue, by account manager; for managers and auditors."""
    user = request.user
    require(permissions.may_see_load(user))
    rows = workload.by_account_manager(user)
    return render(request, "desk/load.html", {"rows": rows, "total": workload.total(rows)})


@require_GET
def healthz(request):
    """The age of each loop in seconds, mails more than an hour late, mails nobody can vouch for (S11)."""
    now = dates.now()
    loops = {beat.name: int((now - beat.beat_at).total_seconds()) for beat in Heartbeat.objects.all()}
    late = OutgoingMail.objects.filter(status=MailStatus.QUEUED, next_attempt_at__lt=now - LATE_MAIL).count()
    uncertain = OutgoingMail.objects.filter(status=MailStatus.UNCERTAIN).count()
    is_well = not late and not uncertain and loops and max(loops.values()) < LATE_LOOP.total_seconds()
    body = {"status": "ok" if is_well else "degraded", "loops": loops, "mails_late": late, "mails_uncertain": uncertain}
    return JsonResponse(body, status=200 if is_well else 503)


@require_GET
def components(request):
    """Every component in every state; the embedded profile only."""
    return render(request, "desk/components.html", showcase.context())


def csrf_failed(request, reason=""):
    """The form came without its token: the session ended, or the page is old."""
    return render(request, "403_csrf.html", status=403)


MACHINES = {
    400: _lazy("What was sent cannot be read."),
    403: _lazy("You may not do this here"),
    404: _lazy("There is nothing here, or nothing that you may open."),
    500: _lazy("Something went wrong on our side"),
}


def _error(request, status):
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": str(MACHINES[status])}, status=status)
    return render(
        request,
        f"{status}.html",
        {"error_number": structlog.contextvars.get_contextvars().get("request_id", "")[:13].upper()},
        status=status,
    )


def bad_request(request, exception=None):
    return _error(request, 400)


def forbidden(request, exception=None):
    return _error(request, 403)


def not_found(request, exception=None):
    return _error(request, 404)


def failed(request):
    return _error(request, 500)
