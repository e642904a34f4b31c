"""The room of the report: its versions, how far the printing is, and what is missing before it goes up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from applications.models import Application
from applications.providers import case_page
from applications.states import Status
from core.states import DocumentStatus
from core.views import refusals_on
from underwriting.forms.report import SubmitForm
from underwriting.permissions import may_retry_report, may_submit_report
from underwriting.services.report import papers_of, retry_report, submit_report


@login_required
@require_GET
def report(request, number):
    """Everything about the report of this case."""
    application = _seen(request, number)
    return render(request, "underwriting/report_room.html", _context(request, application))


@login_required
@require_POST
def submit(request, number):
    """Send the report and the initiation form up."""
    application = _seen(request, number)
    form = SubmitForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            submit_report(application=application, version=form.cleaned_data["version"], by=request.user)
            messages.success(request, _("The report went up. Both papers are being printed and sealed."))
            return redirect("underwriting:report", number=number)
    return render(request, "underwriting/report_room.html", _context(request, application, form), status=422)


@login_required
@require_GET
def progress(request, number):
    """The papers of this round alone, for the page that looks again every second."""
    application = _seen(request, number)
    response = render(request, "underwriting/_report_progress.html", _progress(request, application))
    if application.status != Status.REPORTED and "HX-Request" in request.headers:
        response["HX-Refresh"] = "true"  # the case has moved on: head, rail and next step are new as well
    return response


@login_required
@require_POST
def retry(request, number):
    """Print again what failed."""
    application = _seen(request, number)
    retry_report(application=application, by=request.user)
    messages.success(request, _("The document is produced again."))
    return redirect("underwriting:report", number=number)


def _seen(request, number) -> Application:
    return get_object_or_404(Application.objects.visible_to(request.user), number=number)


def _progress(request, application: Application) -> dict:
    papers: list[dict] = [
        {
            "document": document,
            "title": document.title,
            "download_url": reverse("desk:document", args=[document.uuid]),
        }
        for document in papers_of(application)
    ]
    failed = any(paper["document"].status == DocumentStatus.FAILED for paper in papers)
    is_theirs = not may_retry_report(request.user, application)
    return {
        "application": application,
        "papers": papers,
        "is_open": any(paper["document"].status != DocumentStatus.READY for paper in papers) and not failed,
        "retry_url": reverse("underwriting:report-retry", args=[application.number]) if failed and is_theirs else "",
    }


def _context(request, application: Application, form: SubmitForm | None = None) -> dict:
    case = case_page(request.user, application, "report")
    versions = application.reports.select_related("document", "submitted_by").order_by("-number")
    forms = {entry.round: entry for entry in application.initiation_forms.select_related("document")}
    is_open = application.status == Status.INVESTIGATING
    return {
        "case": case,
        "form": form or SubmitForm(initial={"version": application.version}),
        "versions": [
            {"report": entry, "initiation": forms.get(entry.investigation.round)}
            for entry in versions.select_related("document", "submitted_by", "investigation")
        ],
        "points": application.return_points.select_related("made_by").order_by("-round", "pk"),
        "is_open": is_open,
        "may_submit": is_open and not may_submit_report(request.user, application),
        "progress": _progress(request, application),
    }
