"""Daily and weekly summaries, and the week of a person."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import documents
from core.service import require
from core.states import DocumentStatus
from core.views import refusals_on
from desk import agenda, permissions, services
from desk.documents import sections_of
from desk.forms import DailyForm, JudgeForm, PeriodForm, WeeklyForm
from desk.models import DailySummary, WeeklySummary
from desk.states import DailyStatus, WeeklyStatus

PAGE = 40


@login_required
@require_GET
def week(request):
    """Planned visits and due tasks, day by day; `day` names another week."""
    try:
        day = date.fromisoformat(request.GET.get("day", "")) if request.GET.get("day") else None
        found = agenda.week(request.user, day)
    except (ValueError, OverflowError):
        raise Http404 from None
    return render(request, "desk/week.html", {"week": found})


@login_required
@require_GET
def summaries(request):
    """What is to be confirmed, archived and still to be handed in, then what has been done."""
    return _summaries(request)


def _summaries(request, daily_form: DailyForm | None = None, weekly_form: PeriodForm | None = None):
    """The page, with a form that was refused as it was typed."""
    user = request.user
    daily = DailySummary.objects.visible_to(user).newest().select_related("department")
    weekly = WeeklySummary.objects.visible_to(user).with_names()
    context = {
        "to_confirm": daily.to_confirm()[:PAGE],
        "confirmed": daily.filter(status=DailyStatus.CONFIRMED)[:PAGE],
        "to_archive": weekly.to_archive()[:PAGE],
        "not_handed_in": weekly.not_handed_in()[:PAGE],
        "archived": weekly.filter(status=WeeklyStatus.ARCHIVED).order_by("-first_day", "number")[:PAGE],
        "may_confirm": not permissions.may_make_daily(user),
        "may_draft": not permissions.may_draft_weekly(user),
        "daily_form": daily_form or DailyForm(auto_id="daily_%s"),
        "weekly_form": weekly_form or PeriodForm(auto_id="weekly_%s"),
    }
    return render(request, "desk/summaries.html", context, status=422 if daily_form or weekly_form else 200)


@login_required
@require_http_methods(["GET", "POST"])
def daily(request, uuid):
    """One daily summary by account manager; the POST confirms it, with a comment on each line that needs one."""
    found = get_object_or_404(DailySummary.objects.visible_to(request.user).select_related("department"), uuid=uuid)
    rows = found.lines.visible_to(request.user).select_related("account_manager", "consultation")
    lines, before = list(rows.order_by("account_manager", "pk")), found.confirmed_before
    if request.method == "POST":
        comments = {line.pk: request.POST.get(f"comment-{line.pk}", "")[:300] for line in lines}
        services.confirm_daily(summary=found, comments=comments, by=request.user)
        messages.success(request, _("Confirmed: {day}.").format(day=found.day))
        return redirect("desk:summaries")
    people: dict[str, list] = {}
    for line in lines:
        line.is_late = before is not None and line.consultation.created_at > before.confirmed_at
        people.setdefault(line.account_manager.name, []).append(line)
    may_confirm = found.status == DailyStatus.MADE and not permissions.may_confirm(request.user, found)
    context = {
        "summary": found,
        "people": people.items(),
        "count": len(lines),
        "before": before,
        "may_confirm": may_confirm,
    }
    return render(request, "desk/daily.html", context)


@login_required
@require_POST
def confirm_all(request):
    """Everything that waits, at once."""
    count = services.confirm_all(by=request.user)
    words = ngettext("{count} daily summary confirmed.", "{count} daily summaries confirmed.", count)
    messages.success(request, words.format(count=count))
    return redirect("desk:summaries")


@login_required
@require_POST
def make_daily(request):
    """Daily summaries of a day or a period, by hand, for every department one manages."""
    require(permissions.may_make_daily(request.user))
    form = DailyForm(request.POST, auto_id="daily_%s")
    made: list[DailySummary] = []
    if form.is_valid():
        with refusals_on(form):
            made = services.make_dailies(by=request.user, **form.cleaned_data)
    words = ngettext("{count} daily summary made.", "{count} daily summaries made.", len(made))
    if not form.is_valid():
        return _summaries(request, daily_form=form)
    messages.success(request, words.format(count=len(made)) if made else _("Nothing is new: it was made already."))
    return redirect("desk:summaries")


@login_required
@require_POST
def draft_weekly(request):
    """The draft of a week or a period of one's own, by hand."""
    require(permissions.may_draft_weekly(request.user))
    form = PeriodForm(request.POST, auto_id="weekly_%s")
    weekly = None
    if form.is_valid():
        with refusals_on(form):
            weekly = services.draft_weekly(account_manager=request.user, by=request.user, **form.cleaned_data)
    if weekly is not None:
        return redirect("desk:weekly", weekly.uuid)
    return _summaries(request, weekly_form=form)


def _tell(request, form, good: str) -> None:
    if form.is_valid():
        messages.success(request, good)
    else:
        messages.warning(request, next(error for errors in form.errors.values() for error in errors))


def _visible(request, uuid) -> WeeklySummary:
    return get_object_or_404(WeeklySummary.objects.visible_to(request.user).with_names(), uuid=uuid)


@login_required
@require_http_methods(["GET", "POST"])
def weekly(request, uuid):
    """One weekly summary; the POST keeps the words, gathers the lines again, or hands it in."""
    found = _visible(request, uuid)
    first = {name: getattr(found, name) for name in ("this_week", "problems", "next_week", "version")}
    form = WeeklyForm(request.POST or None, initial=first)
    if request.method == "POST":
        require(permissions.may_write(request.user, found))
    if request.method == "POST" and form.is_valid():
        act = services.submit_weekly if "submit" in request.POST else services.save_weekly
        with refusals_on(form):
            act(weekly=found, by=request.user, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, _("Handed in.") if "submit" in request.POST else _("Saved."))
            return redirect("desk:weekly", found.uuid)
    context = {
        "weekly": found,
        "sections": sections_of(found),
        "form": form if not permissions.may_write(request.user, found) else None,
        "judge_form": JudgeForm(initial={"version": found.version}),
        "since": services.lines_since(found) if found.status != WeeklyStatus.DRAFT else 0,
        "may_judge": found.status == WeeklyStatus.SUBMITTED and not permissions.may_archive(request.user, found),
    }
    return render(request, "desk/weekly.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def gather(request, uuid):
    """Take in what was recorded since."""
    found = _visible(request, uuid)
    services.gather_again(weekly=found, by=request.user)
    return redirect("desk:weekly", found.uuid)


@login_required
@require_POST
def judge(request, uuid):
    """The department manager archives a weekly summary, or gives it back with what is to be changed."""
    found = _visible(request, uuid)
    require(permissions.may_archive(request.user, found))
    form = JudgeForm(request.POST)
    act = services.return_weekly if "return" in request.POST else services.archive_weekly
    if form.is_valid():
        with refusals_on(form):
            act(weekly=found, by=request.user, **form.cleaned_data)
    _tell(request, form, _("Given back.") if "return" in request.POST else _("Archived."))
    return redirect("desk:weekly", found.uuid)


@login_required
@require_GET
def weekly_pdf(request, uuid):
    """The sealed PDF of an archived summary."""
    found = _visible(request, uuid)
    if found.document is None or found.document.status != DocumentStatus.READY:
        raise Http404
    response = HttpResponse(documents.read(found.document), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return response
