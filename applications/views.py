"""The list of applications, the draft, and what the department manager does with it."""

from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications import forms, permissions, services
from applications.filters import ApplicationFilter
from applications.models import Application, ReturnPoint
from applications.providers import case_page
from applications.rules import submission_lacks
from applications.schedule import Terms, annual_cost_rate, schedule
from applications.states import ENDED, Status
from applications.tables import ApplicationTable
from core import dates
from core.errors import InvalidInput, Missing
from core.tables import page_through
from core.views import refusals_on
from customers.models import Customer
from staff.roles import Role


@login_required
@require_GET
def list_applications(request):
    """Applications by saved view, filter and order; all of it stands in the address."""
    seen = Application.objects.visible_to(request.user)
    views = _views(request.user)
    name = request.GET.get("view") if request.GET.get("view") in views else next(iter(views))
    narrowed = ApplicationFilter(request.GET, queryset=seen.filter(**views[name]["where"]).with_names())
    table = ApplicationTable(narrowed.qs.order_by("-id"))
    table.is_filtered = any(request.GET.get(key) for key in ("q", "status", "product"))
    page_through(request, table)
    tabs = [
        {"label": view["label"], "url": f"?view={key}", "current": key == name, "count": None}
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
    """The saved views that make sense for a person's roles."""
    running = {"status__in": [status for status in Status if status not in ENDED]}
    views: dict[str, dict] = {}
    if user.has_role(Role.ACCOUNT_MANAGER):
        views["mine"] = {"label": _("Mine"), "where": {"account_manager": user, **running}}
    if user.has_role(Role.DEPARTMENT_MANAGER):
        views["acceptance"] = {"label": _("To accept"), "where": {"status": Status.SUBMITTED}}
    if user.has_role(Role.DEPARTMENT_MANAGER, Role.RISK_OFFICER):
        views["decision"] = {"label": _("To decide"), "where": {"status": Status.IN_REVIEW}}
    views["running"] = {"label": _("In hand"), "where": running}
    views["returned"] = {"label": _("Returned"), "where": {"is_returned": True, **running}}
    views["ended"] = {"label": _("Ended"), "where": {"status__in": ENDED}}
    views["all"] = {"label": _("All of them"), "where": {}}
    return views


@login_required
@require_http_methods(["GET", "POST"])
def new(request):
    """Open an application: first whose, then what for."""
    number = request.GET.get("customer", "")
    mine = Customer.objects.filter(account_manager=request.user)
    if not number:
        text = request.GET.get("q", "").strip()[:80]
        found = (mine.matching(text) if text else mine).order_by("-id")[:20]
        return render(request, "applications/choose_customer.html", {"customers": found, "text": text})
    customer = get_object_or_404(Customer.objects.visible_to(request.user), number=number)
    form = forms.DraftForm(request.POST or None, customer=customer)
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        with refusals_on(form):
            application = services.open_application(customer=customer, by=request.user, **values)
        if form.is_valid():
            return _after_saving(request, application)
    context = {"form": form, "customer": customer, "refusal": permissions.may_open(request.user, customer)}
    return render(request, "applications/draft.html", context, status=422 if form.errors else 200)


def _after_saving(request, application: Application):
    if "submit" in request.POST:
        return _submit(request, application, application.version)
    messages.success(request, _("The draft is saved. You find it on your work list."))
    return redirect("applications:edit", number=application.number)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request, number):
    """The draft: save what is there, or save and submit."""
    application = _mine(request, number)
    if application.status != Status.DRAFT:
        return redirect("desk:case", number=number)
    first = {name: getattr(application, name) for name in services.DRAFT_FIELDS} | {"version": application.version}
    form = forms.DraftForm(request.POST or None, customer=application.customer, initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            application = services.save_draft(application=application, by=request.user, **form.cleaned_data)
        if form.is_valid():
            return _after_saving(request, application)
    for name, sentence in submission_lacks(application) if not form.is_bound else []:
        form.say(name, sentence, "is-warn")
    context = {
        "form": form,
        "customer": application.customer,
        "application": application,
        "lacks": submission_lacks(application),
        "points": application.return_points.filter(answered_at=None).select_related("made_by"),
        "refusal": permissions.may_edit_draft(request.user, application),
    }
    return render(request, "applications/draft.html", context, status=422 if form.errors else 200)


def _mine(request, number) -> Application:
    return get_object_or_404(Application.objects.visible_to(request.user).with_names(), number=number)


@login_required
@require_POST
def submit(request, number):
    """Hand the draft to the department manager, or say all that is missing."""
    version = request.POST.get("version", "")
    return _submit(request, _mine(request, number), int(version) if version.isdigit() else None)


def _submit(request, application: Application, version: int | None):
    try:
        services.submit_application(application=application, version=version, by=request.user)
    except Missing as error:
        messages.warning(request, f"{error} {'；'.join(str(point) for point in error.points)}")
        return redirect("applications:edit", number=application.number)
    except InvalidInput as error:
        messages.warning(request, str(error))
        return redirect("desk:case", number=application.number)
    messages.success(request, _("The application is submitted; the department manager answers next."))
    return redirect("desk:case", number=application.number)


def acceptance(request, application: Application) -> dict:
    """What the overview shows of intake: the forms of the department manager, and the points returned."""
    points = application.return_points.select_related("made_by").order_by("-id")[:20]
    context: dict = {"points": points}
    if application.status == Status.SUBMITTED and not permissions.may_accept(request.user, application):
        first = {"version": application.version}
        context["acceptance"] = {
            "accept": forms.AcceptForm(application=application),
            "return": forms.ReturnForm(initial=first),
            "decline": forms.DeclineForm(initial=first, auto_id="decline_%s"),
        }
    if application.status in {Status.DRAFT, Status.SUBMITTED} and not permissions.may_withdraw(
        request.user, application
    ):
        context["withdrawal"] = forms.WithdrawForm(initial={"version": application.version}, auto_id="withdraw_%s")
    return context


def _decide_intake(request, number, name, form, act, done):
    application = _mine(request, number)
    if form.is_valid():
        with refusals_on(form):
            act(application)
        if form.is_valid():
            messages.success(request, done)
            return redirect("desk:case", number=number)
    context = acceptance(request, application)
    context["case"] = case_page(request.user, application, "overview")
    if name == "withdrawal":
        context["withdrawal"] = form
    else:
        context.setdefault("acceptance", {})[name] = form
    return render(request, "desk/case.html", context, status=422)


@login_required
@require_POST
def accept(request, number):
    form = forms.AcceptForm(request.POST, application=_mine(request, number))
    done = _("Accepted. The two investigators have it on their work lists.")

    def act(application):
        services.accept_application(application=application, by=request.user, **form.cleaned_data)

    return _decide_intake(request, number, "accept", form, act, done)


@login_required
@require_POST
def return_(request, number):
    form = forms.ReturnForm(request.POST)

    def act(application):
        services.return_application(application=application, by=request.user, **form.cleaned_data)

    return _decide_intake(request, number, "return", form, act, _("Returned with your points."))


@login_required
@require_POST
def decline_intake(request, number):
    form = forms.DeclineForm(request.POST, auto_id="decline_%s")

    def act(application):
        version = form.cleaned_data["version"]
        services.decline_intake(application=application, reason=form.reason(), version=version, by=request.user)

    return _decide_intake(request, number, "decline", form, act, _("The application is not accepted."))


@login_required
@require_POST
def withdraw(request, number):
    form = forms.WithdrawForm(request.POST, auto_id="withdraw_%s")

    def act(application):
        services.withdraw_application(application=application, by=request.user, **form.cleaned_data)

    return _decide_intake(request, number, "withdrawal", form, act, _("The withdrawal is recorded."))


@login_required
@require_POST
def answer(request, number, point):
    """Answer a returned point, so that the manager sees what changed."""
    found = get_object_or_404(ReturnPoint, pk=point, application=_mine(request, number))
    text = request.POST.get("answer", "").strip()[:300]
    if text:
        services.answer_point(point=found, answer=text, by=request.user)
    return redirect("desk:case", number=number)


@login_required
@require_GET
def quote(request, number):
    """The repayment plan of the terms asked for, as if released today, at a rate that can be changed."""
    application = _mine(request, number)
    rules = application.product_version
    rate = forms.PercentOnly(request.GET or None, initial={"rate": rules.least_rate})
    annual_rate = rate.cleaned_data["rate"] if rate.is_bound and rate.is_valid() else Decimal("0.072")
    rows, cost = [], None
    if application.amount and application.term_months and application.method:
        terms = Terms(
            principal=application.amount,
            annual_rate=annual_rate,
            instalments=application.term_months,
            disbursed_on=dates.today(),
            method=application.method,
            interest="daily" if application.method == "bullet" else rules.interest,
            day_count=rules.day_count,
        )
        rows = schedule(terms)
        cost = annual_cost_rate(terms, rows)
    context = {
        "application": application,
        "form": rate,
        "rows": rows,
        "cost": cost,
        "annual_rate": annual_rate,
        "interest": sum((row.interest for row in rows), Decimal(0)),
    }
    return render(request, "applications/quote.html", context)
