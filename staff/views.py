"""A person's own settings and tasks, and the grades of the account managers."""

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import dates
from core.service import require
from core.views import refusals_on
from staff.forms import CloseTaskForm, GradeForm, PostponeTaskForm
from staff.models import GradeAssignment, Task, User
from staff.permissions import may_grade, may_read_grades
from staff.roles import Grade, Role
from staff.services import choose_language, close_task, give_grade, postpone_task


@require_POST
def set_language(request):
    """Switch the language: kept with the account when signed in, else in a cookie. `next` stays on this site."""
    language = request.POST.get("language", "")
    onward = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        onward, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        onward = "/"
    response = HttpResponseRedirect(onward)
    if language not in dict(settings.LANGUAGES):
        return response
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=31_536_000,
        httponly=True,
        samesite="Lax",
        secure=not settings.IS_EMBEDDED,
    )
    if request.user.is_authenticated:
        choose_language(user=request.user, language=language, by=request.user)
        request.session["language"] = language
    return response


@login_required
@require_GET
def tasks(request):
    """All tasks that wait for this person."""
    rows = Task.objects.visible_to(request.user).open()
    return render(request, "staff/tasks.html", {"tasks": rows})


@login_required
@require_http_methods(["GET", "POST"])
def task(request, uuid):
    """One task: what, why, and the result when it is done."""
    found = get_object_or_404(Task.objects.visible_to(request.user), uuid=uuid)
    form = CloseTaskForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            close_task(task=found, by=request.user, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, _("Done: {title}").format(title=found.title))
            return redirect("desk:home")
    later = PostponeTaskForm(prefix="later", initial={"version": found.version})
    context = {"task": found, "form": form, "postpone_form": later}
    return render(request, "staff/task.html", context, status=200 if not form.errors else 422)


@login_required
@require_POST
def postpone(request, uuid):
    """Put a task off, from its page or, without a day, to the next working day from a list."""
    found = get_object_or_404(Task.objects.visible_to(request.user), uuid=uuid)
    typed = request.POST.copy()
    typed.setdefault("later-due_on", dates.add_working_days(dates.today(), 1).isoformat())
    form = PostponeTaskForm(typed, prefix="later")
    if form.is_valid():
        with refusals_on(form):
            postpone_task(task=found, by=request.user, **form.cleaned_data)
    if not form.is_valid():
        context = {"task": found, "form": CloseTaskForm(initial={"version": found.version}), "postpone_form": form}
        return render(request, "staff/task.html", context, status=422)
    messages.success(request, _("Put off to {day}.").format(day=form.cleaned_data["due_on"]))
    return redirect("desk:home")


@login_required
@require_http_methods(["GET", "POST"])
def grades(request):
    """Grades of the account managers with their history; the administrator gives them."""
    require(may_read_grades(request.user))
    form = GradeForm(request.POST or None)
    if request.method == "POST":
        require(may_grade(request.user))
        if form.is_valid():
            with refusals_on(form):
                give_grade(by=request.user, **form.cleaned_data)
            if form.is_valid():
                messages.success(request, _("Kept."))
                return redirect("staff:grades")
    given: dict = {}
    for entry in GradeAssignment.objects.visible_to(request.user).in_force(date.max):
        given.setdefault(entry.user_id, []).append(entry)
    today = dates.today()
    people = [
        {
            "person": person,
            "rows": rows,
            "grade": next((Grade(r.grade) for r in rows if r.valid_from <= today), Grade.REGULAR).label,
        }
        for person in User.objects.with_role(Role.ACCOUNT_MANAGER)
        for rows in [given.get(person.pk, [])]
    ]
    context = {"people": people, "form": None if may_grade(request.user) else form}
    return render(request, "staff/grades.html", context, status=422 if form.errors else 200)
