"""The rooms of the investigators: checklist, figures, opinion."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications.models import Application
from applications.providers import case_page
from core.service import require
from core.views import refusals_on
from customers.permissions import may_enter_statement
from underwriting import permissions
from underwriting.analysis import analyse, current_investigation
from underwriting.forms.investigation import FindingForm, OpinionForm, SignForm
from underwriting.missing import Line, OwnLack, checklist
from underwriting.models import Investigation
from underwriting.pages import cover_rows, entry_years, finding_initial, need_rows, ratio_rows, statement_table
from underwriting.providers import open_risks
from underwriting.services import investigation as services

INVESTIGATED = (
    "customer",
    "product_version__product",
    "department",
    "account_manager",
    "lead_investigator",
    "second_investigator",
)


def _application(request, number: str) -> Application:
    cases = Application.objects.visible_to(request.user).select_related(*INVESTIGATED)
    return get_object_or_404(cases.exclude(lead_investigator=None), number=number)


@login_required
@require_GET
def investigation(request, number):
    """The checklist by sections, with what was found so far."""
    application = _application(request, number)
    sections = checklist(application, current_investigation(application))
    context = {
        "case": case_page(request.user, application, "investigation"),
        "application": application,
        "sections": sections,
        "done": sum(section.done for section in sections),
        "total": sum(len(section.lines) for section in sections),
        "refusal": permissions.may_investigate(request.user, application),
    }
    return render(request, "underwriting/investigation.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def finding(request, number, code):
    """One item: as a row with its form for htmx, as a page of its own without script."""
    application = _application(request, number)
    item = get_object_or_404(application.product_version.checklist, code=code)
    found = current_investigation(application)
    row = found.findings.filter(item=item).prefetch_related("attachments").first() if found else None
    line = Line(item, row)
    if request.htmx and request.method == "GET" and "close" in request.GET:
        return _row(request, application, line)
    refusal = permissions.may_investigate(request.user, application)
    require(refusal)
    form = FindingForm(request.POST or None, request.FILES or None, initial=finding_initial(row))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            kept = services.record_finding(application=application, item=item, by=request.user, **_typed(form))
        if form.is_valid():
            return _kept(request, application, Line(item, kept))
    return _finding_form(request, application, line, form)


def _typed(form) -> dict:
    return {**form.cleaned_data, "version": form.cleaned_data["version"] or 0}


def _kept(request, application: Application, line: Line) -> HttpResponse:
    if request.htmx:
        return _row(request, application, line)
    messages.success(request, _("Kept: {item}.").format(item=line.item.shown_title))
    return redirect(reverse("underwriting:investigation", args=[application.number]) + f"#item-{line.item.code}")


def _row(request, application: Application, line: Line) -> HttpResponse:
    sections = checklist(application, current_investigation(application))
    context = {
        "application": application,
        "line": line,
        "done": sum(section.done for section in sections),
        "total": sum(len(section.lines) for section in sections),
        "refusal": permissions.may_investigate(request.user, application),
    }
    return render(request, "underwriting/_finding_kept.html", context)


def _finding_form(request, application: Application, line: Line, form: FindingForm) -> HttpResponse:
    context = {"application": application, "line": line, "form": form}
    status = 422 if form.errors else 200
    if request.htmx:
        return render(request, "underwriting/_finding_form.html", context, status=status)
    context["case"] = case_page(request.user, application, "investigation")
    return render(request, "underwriting/finding.html", context, status=status)


@login_required
@require_GET
def figures(request, number):
    """Statements side by side, ratios, need, repayment ability and coverage, each explained."""
    application = _application(request, number)
    analysis = analyse(application)
    customer = application.customer
    context = {
        "case": case_page(request.user, application, "figures"),
        "application": application,
        "analysis": analysis,
        "statements": statement_table(analysis),
        "ratios": ratio_rows(analysis),
        "years": entry_years(analysis) if customer.is_company else [],
        "covers": cover_rows(analysis),
        "need_shown": need_rows(analysis),
        "may_enter": customer.is_company and not may_enter_statement(request.user, customer),
    }
    return render(request, "underwriting/figures.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def opinion(request, number):
    """What the lead suggests and why; the second reads it here, and both sign."""
    application = _application(request, number)
    found = current_investigation(application) or Investigation(application=application, round=application.round)
    refusal = permissions.may_write_opinion(request.user, application)
    version = found.version if found.pk else 0
    if request.method == "POST":
        require(refusal)
    form = None
    if not refusal:
        form = OpinionForm(request.POST or None, instance=found, application=application, initial={"version": version})
    if form is not None and request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.write_opinion(application=application, by=request.user, **_typed(form))
        if form.is_valid():
            messages.success(request, _("Draft kept."))
            return redirect("underwriting:opinion", number=number)
    return _opinion_page(request, application, form)


@login_required
@require_POST
def sign(request, number):
    """Sign for oneself."""
    application = _application(request, number)
    is_lead = request.user.pk == application.lead_investigator_id
    form = SignForm(request.POST, is_lead=is_lead)
    if form.is_valid():
        with refusals_on(form):
            services.sign_investigation(application=application, by=request.user, **form.cleaned_data)
    if form.is_valid():
        messages.success(request, _("Signed."))
        return redirect(reverse("underwriting:opinion", args=[number]) + "#signatures")
    return _opinion_page(request, application, None, form)


def _opinion_page(request, application: Application, form: OpinionForm | None, sign_form: SignForm | None = None):
    """Both parts of the page; a refused signature leaves the opinion as it stands, and the other way round."""
    found = current_investigation(application)
    may_write = not permissions.may_write_opinion(request.user, application)
    is_lead = request.user.pk == application.lead_investigator_id
    version = found.version if found else 0
    if form is None and may_write:
        instance = found or Investigation(application=application, round=application.round)
        form = OpinionForm(instance=instance, application=application, initial={"version": version})
    case = case_page(request.user, application, "opinion")
    context = {
        "case": case,
        "application": application,
        "found": found,
        "form": form if may_write else None,
        "sign_form": sign_form or SignForm(is_lead=is_lead, initial={"version": version}),
        "sign_refusal": permissions.may_sign(request.user, application),
        "has_signed": bool(found and (found.lead_signed_at if is_lead else found.second_signed_at)),
        "open_points": [lack for lack in case.lacks if isinstance(lack, OwnLack) and not lack.is_signature],
        "risks": open_risks(application),
    }
    is_refused = bool((form and form.errors) or (sign_form and sign_form.errors))
    return render(request, "underwriting/opinion.html", context, status=422 if is_refused else 200)
