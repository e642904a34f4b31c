"""The room "papers": the list by party, files and their lines, one paper with its preview and its checks."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from applications import forms, permissions, services
from applications.models import Application, Paper, PaperNeed, PaperPage, Party
from applications.papers import by_party, is_out_of_step, lines_of, next_for, percent
from applications.providers import case_page
from applications.rules import warnings_of
from applications.services.papers.letter import LETTER
from applications.states import OFF, PaperStatus
from applications.views.drafts import mine
from core import attachments
from core.errors import InvalidInput, TransitionRefused
from core.models import Document
from core.service import require
from core.views import errors_of, refusals_on

LETTERS = 10


@login_required
@require_GET
def papers(request, number):
    """All papers of the case by party and class, within a class what is missing first."""
    return _room(request, mine(request, number))


def _room(request, application: Application, **given: Any) -> HttpResponse:
    parties = by_party(application)
    total, done = sum(entry.total for entry in parties), sum(entry.done for entry in parties)
    may_handle = not permissions.may_handle_papers(request.user, application)
    context = {
        "case": case_page(request.user, application, "papers"),
        "application": application,
        "parties": parties,
        "total": total,
        "done": done,
        "percent": percent(done, total),
        "waiting": _waiting(request.user, application) if may_handle else [],
        "letters": Document.objects.filter(case_uuid=application.uuid, kind=LETTER).order_by("-pk")[:LETTERS],
        "may_handle": may_handle,
        "warnings": warnings_of(application),
        "out_of_step": may_handle and is_out_of_step(application),
        "upload": forms.UploadForm(application=application),
        "add": forms.AddPaperForm(application=application),
        **given,
    }
    refused = any(getattr(form, "errors", None) for form in given.values())
    return render(request, "applications/papers.html", context, status=422 if refused else 200)


def _waiting(user, application: Application) -> list[dict]:
    """Files that nobody has assigned yet, each with the form that does."""
    waiting = PaperPage.objects.filter(application=application, version=None, withdrawn_at=None)
    pages = list(waiting.select_related("attachment", "application"))
    form = forms.AssignForm(application=application, auto_id=False) if pages else None
    return [
        {"page": page, "form": form, "may_withdraw": not permissions.may_withdraw_page(user, page)} for page in pages
    ]


@login_required
@require_POST
def upload(request, number):
    """Keep files; a script that sends them one by one is answered in JSON, a plain form by the page."""
    application = mine(request, number)
    form = forms.UploadForm(request.POST, request.FILES, application=application)
    is_script = request.headers.get("Accept") == "application/json"
    if form.is_valid():
        with refusals_on(form):
            services.add_files(application=application, by=request.user, **form.cleaned_data)
    else:
        require(permissions.may_handle_papers(request.user, application))
    if form.errors and is_script:
        return JsonResponse({"detail": errors_of(form)}, status=422)
    if is_script:
        return JsonResponse({}, status=201)
    if not form.errors:
        messages.success(request, _("The files are kept."))
        paper = form.cleaned_data["paper"]
        return redirect("applications:paper", paper.uuid) if paper else redirect("applications:papers", number)
    if paper := form.cleaned_data.get("paper"):
        return _paper_page(request, paper.uuid, upload=form)
    return _room(request, application, upload=form)


@login_required
@require_POST
def reconcile(request, number):
    """Bring the list in step with product and parties."""
    application = mine(request, number)
    services.refresh_papers(application=application, by=request.user)
    messages.success(request, _("The list is up to date."))
    return redirect("applications:papers", number)


@login_required
@require_POST
def add(request, number):
    """A paper of this case alone."""
    application = mine(request, number)
    require(permissions.may_handle_papers(request.user, application))
    form = forms.AddPaperForm(request.POST, application=application)
    if form.is_valid():
        with refusals_on(form):
            paper = services.add_paper(application=application, by=request.user, **form.cleaned_data)
    if form.is_valid():
        return redirect("applications:paper", paper.uuid)
    return _room(request, application, add=form)


@login_required
@require_POST
def letter(request, number, party):
    """The letter of a party about what is missing, in its language."""
    application = mine(request, number)
    found = get_object_or_404(Party.objects.select_related("customer"), pk=party, application=application)
    language = request.POST.get("language", "")
    try:
        services.write_letter(application=application, party=found, language=language, by=request.user)
        messages.success(request, _("The letter is being produced."))
    except InvalidInput as error:
        if error.field == "language":
            raise  # no form of ours offers another one
        messages.warning(request, str(error))
    return redirect(reverse("applications:papers", args=[number]) + "#letters")


def _pages(request) -> QuerySet[PaperPage]:
    cases = Application.objects.visible_to(request.user)
    return PaperPage.objects.filter(application__in=cases).select_related("application", "version__paper", "attachment")


@login_required
@require_POST
def assign(request, uuid):
    """Put a waiting file to a line."""
    page = get_object_or_404(_pages(request), uuid=uuid)
    require(permissions.may_handle_papers(request.user, page.application))
    form = forms.AssignForm(request.POST, application=page.application, auto_id=False)
    if form.is_valid():
        with refusals_on(form):
            services.assign_page(page=page, by=request.user, **form.cleaned_data)
    if form.errors:
        messages.warning(request, errors_of(form))
    return redirect("applications:papers", page.application.number)


@login_required
@require_POST
def move(request, uuid):
    """One place up or down among the pages of a paper."""
    page = get_object_or_404(_pages(request), uuid=uuid)
    try:
        services.move_page(page=page, up=request.POST.get("to") != "down", by=request.user)
    except TransitionRefused as error:
        messages.warning(request, str(error))
    if page.version is None:
        return redirect("applications:papers", page.application.number)
    return redirect("applications:paper", page.version.paper.uuid)


@login_required
@require_POST
def withdraw_page(request, uuid):
    """Take a wrong file back, with the reason."""
    page = get_object_or_404(_pages(request), uuid=uuid)
    try:
        services.withdraw_page(page=page, reason=request.POST.get("reason", ""), by=request.user)
        messages.success(request, _("The file is withdrawn; it stays on record."))
    except (InvalidInput, TransitionRefused) as error:
        messages.warning(request, str(error))
    if page.version is None:
        return redirect("applications:papers", page.application.number)
    return redirect("applications:paper", page.version.paper.uuid)


@login_required
@require_GET
def preview(request, uuid, sheet):
    """A page as a picture (S28): drawn anew, never the file itself."""
    page = get_object_or_404(_pages(request), uuid=uuid)
    try:
        picture = attachments.preview(page.attachment, sheet)
    except attachments.NoPreview:
        return render(request, "applications/page_no_preview.html", {"page": page}, status=422)
    if picture is None:
        raise Http404
    response = HttpResponse(picture, content_type="image/png")
    response["Content-Disposition"] = "inline"
    return response


# One paper


def _paper(request, uuid) -> Paper:
    cases = Application.objects.visible_to(request.user)
    return get_object_or_404(Paper.objects.filter(application__in=cases).with_names(), uuid=uuid)


@login_required
@require_GET
def paper(request, uuid):
    """One paper: its pages, its facts, and what the reader may do with it."""
    return _paper_page(request, uuid)


def _paper_page(request, uuid, **given: Any) -> HttpResponse:
    found = _paper(request, uuid)
    application = mine(request, found.application.number)
    lines = [entry for party in by_party(application) for group in party.classes for entry in group.lines]
    line = next((entry for entry in lines if entry.paper.pk == found.pk), None)
    if line is None:  # of a party that has left
        (line,) = lines_of(
            Paper.objects.filter(pk=found.pk).with_names().prefetch_related("versions__pages__attachment")
        )
    before, after = next_for(request.user, [entry.paper for entry in lines], line.paper)
    context = {
        "case": case_page(request.user, application, "papers"),
        "application": application,
        "line": line,
        "paper": line.paper,
        "before": before,
        "after": after,
        "versions": line.paper.versions.select_related("received_by", "verified_by", "cleared_by", "rejected_by"),
        "sheets": _sheets(line),
        "withdrawable": _withdrawable(request.user, line),
        **_acts(request.user, line),
        **given,
    }
    refused = any(getattr(form, "errors", None) for form in given.values())
    return render(request, "applications/paper.html", context, status=422 if refused else 200)


def _sheets(line) -> list[tuple[PaperPage, int, bool]]:
    """The sheets of a paper, each with whether it can be shown as far as is known."""
    sheets = [(page, sheet) for page in line.pages for sheet in range(1, page.attachment.pages + 1)]
    failed = attachments.not_shown((page.attachment, sheet) for page, sheet in sheets)
    return [(page, sheet, (page.attachment.uuid, sheet) not in failed) for page, sheet in sheets]


def _withdrawable(user, line) -> set[int]:
    """The files of a paper that this reader may take back."""
    if line.collected is None and line.paper.status != PaperStatus.RECEIVED:
        return set()
    return {page.pk for page in line.pages if not permissions.may_withdraw_page(user, page)}


def _acts(user, line) -> dict[str, Any]:
    """The forms of what this reader may do with a paper now, and why not what it waits for."""
    paper, steps = line.paper, Paper.TRANSITIONS[PaperStatus(line.paper.status)]
    acts: dict[str, Any] = {"refusal": ""}
    if not permissions.may_handle_papers(user, paper.application):
        acts |= _handing_in(line, steps)
    if line.awaits:
        may = permissions.may_verify_paper if line.awaits == "verify" else permissions.may_clear_paper
        acts["refusal"] = may(user, paper, line.version)
        if not acts["refusal"]:
            kind = forms.VerifyForm if line.awaits == "verify" else forms.PaperVersionForm
            acts[line.awaits] = kind(paper=paper)
            acts["reject"] = forms.PaperReasonForm(paper=paper, auto_id="reject_%s")
    if PaperStatus.WAIVED in steps and not permissions.may_waive_paper(user, paper):
        acts["waive"] = forms.PaperReasonForm(paper=paper, auto_id="waive_%s")
    return acts


def _handing_in(line, steps) -> dict[str, Any]:
    paper: Paper = line.paper
    acts: dict[str, Any] = {}
    if paper.status not in OFF:
        acts["upload"] = forms.UploadForm(application=paper.application, initial={"paper": paper.uuid})
        if line.collected and line.collected.standing_pages:
            acts["receive"] = forms.ReceiveForm(paper=paper)
    if paper.need == PaperNeed.CONDITIONAL and (
        PaperStatus.NOT_NEEDED in steps or paper.status == PaperStatus.NOT_NEEDED
    ):
        acts["decide"] = forms.AppliesForm(paper=paper, auto_id="applies_%s")
    return acts


def _act(request, uuid, name: str, form_class, service, done: str, **how: Any) -> HttpResponse:
    """One step on a paper; a refused one comes back on its page with what was typed."""
    found = _paper(request, uuid)
    form = form_class(request.POST, paper=found, **how)
    if form.is_valid():
        with refusals_on(form):
            service(paper=found, by=request.user, **form.cleaned_data)
    else:
        _require_reader(request.user, name, found)
    if form.errors:
        return _paper_page(request, uuid, **{name: form})
    messages.success(request, done)
    following = request.POST.get("next", "")
    target = Paper.objects.filter(uuid=following).first() if _is_uuid(following) else None
    return redirect("applications:paper", target.uuid if target else found.uuid)


def _is_uuid(text: str) -> bool:
    return len(text) == 36 and text.replace("-", "").isalnum() and all(c in "0123456789abcdef-" for c in text)


def _require_reader(user, name: str, found: Paper) -> None:
    """Whoever may not take the step is told so, whatever the form lacks."""
    (line,) = lines_of([found])
    if name in ("verify", "reject"):
        require(permissions.may_verify_paper(user, found, line.version))
    elif name == "clear":
        require(permissions.may_clear_paper(user, found, line.version))
    elif name == "waive":
        require(permissions.may_waive_paper(user, found))
    else:
        require(permissions.may_handle_papers(user, found.application))


@login_required
@require_POST
def receive(request, uuid):
    """Take the paper in with the pages collected."""
    return _act(request, uuid, "receive", forms.ReceiveForm, services.receive_paper, _("The receipt is recorded."))


@login_required
@require_POST
def verify(request, uuid):
    """The second person's three answers."""
    return _act(request, uuid, "verify", forms.VerifyForm, services.verify_paper, _("Verified."))


@login_required
@require_POST
def clear(request, uuid):
    """The compliance check."""
    done = _("The paper has passed the compliance check.")
    return _act(request, uuid, "clear", forms.PaperVersionForm, services.clear_paper, done)


@login_required
@require_POST
def reject(request, uuid):
    """Send it back with the reason."""
    done = _("Rejected. It is asked for again.")
    return _act(request, uuid, "reject", forms.PaperReasonForm, services.reject_paper, done, auto_id="reject_%s")


@login_required
@require_POST
def waive(request, uuid):
    """Do without it, with the reason."""
    return _act(request, uuid, "waive", forms.PaperReasonForm, services.waive_paper, _("Waived."), auto_id="waive_%s")


@login_required
@require_POST
def decide(request, uuid):
    """Whether a conditional paper applies."""
    return _act(request, uuid, "decide", forms.AppliesForm, services.decide_paper, _("Kept."), auto_id="applies_%s")
