"""The list of applications, the draft, and what the department manager does with it."""

from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications import forms, permissions, services
from applications.filters import ApplicationFilter
from applications.models import Application, ReturnPoint
from applications.providers import case_page, exposure
from applications.rules import submission_lacks
from applications.schedule import Terms, annual_cost_rate, schedule
from applications.states import ENDED, Status
from applications.tables import ApplicationTable
from core import dates, display, parameters
from core.errors import InvalidInput, Missing, Stale, TransitionRefused
from core.service import require
from core.tables import MOST_COUNTED, page_through
from core.views import refusals_on
from customers.models import Customer
from staff.roles import Role

WITH_INVESTIGATORS = [Status.ACCEPTED, Status.INVESTIGATING]
WITH_OWNER = [Status.DRAFT, Status.APPROVED, Status.CONTRACTED]


@login_required
@require_GET
def list_applications(request):
    """Applications by saved view, filter and order; all of it stands in the address."""
    seen = Application.objects.visible_to(request.user)
    views = _views(request.user)
    name = request.GET.get("view") if request.GET.get("view") in views else next(iter(views))
    narrowed = ApplicationFilter(request.GET, queryset=seen.filter(views[name]["where"]).with_names())
    table = ApplicationTable(narrowed.qs.order_by("-id"))
    table.is_filtered = any(request.GET.get(key) for key in ("q", "status", "product"))
    page_through(request, table)
    tabs = [
        {
            "label": view["label"],
            "url": f"?view={key}",
            "current": key == name,
            "count": seen.filter(view["where"])[:MOST_COUNTED].count() if view.get("waits") else None,
        }
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
    """The saved views that make sense for a person's roles; only what waits for somebody is counted."""
    running, views = ~Q(status__in=ENDED), {}
    if user.has_role(Role.ACCOUNT_MANAGER):
        own = Q(account_manager=user) | Q(lead_investigator=user) | Q(second_investigator=user)
        waiting = own & (Q(status__in=WITH_INVESTIGATORS) | Q(status__in=WITH_OWNER, account_manager=user))
        views["mine"] = {"label": _("Mine"), "where": own & running}
        views["waiting"] = {"label": _("Waiting for me"), "where": waiting, "waits": True}
    if user.has_role(Role.DEPARTMENT_MANAGER):
        views["acceptance"] = {"label": _("To accept"), "where": Q(status=Status.SUBMITTED), "waits": True}
        department = Q(department__in=user.departments(Role.DEPARTMENT_MANAGER))
        views["department"] = {"label": _("Department"), "where": department & running}
    if user.has_role(Role.DEPARTMENT_MANAGER, Role.RISK_OFFICER):
        views["decision"] = {"label": _("To decide"), "where": Q(status=Status.IN_REVIEW), "waits": True}
    if user.has_role(Role.FINANCE_OFFICER):
        views["release"] = {"label": _("To release"), "where": Q(status=Status.CONTRACTED), "waits": True}
    views["returned"] = {"label": _("Returned"), "where": Q(is_returned=True) & running, "waits": True}
    views["ended"] = {"label": _("Ended"), "where": Q(status__in=ENDED)}
    views["all"] = {"label": _("All of them"), "where": Q()}
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
    customer = get_object_or_404(Customer.objects.visible_to(request.user).with_owner(), number=number)
    form = forms.NewDraftForm(request.POST or None, customer=customer)
    if request.method == "POST":
        require(permissions.may_open(request.user, customer))
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        with refusals_on(form):
            application = services.open_application(customer=customer, by=request.user, **values)
        if form.is_valid():
            return _after_saving(request, application)
    context = {"form": form, "customer": customer, "refusal": permissions.may_open(request.user, customer)}
    context |= _beside(form, Application(customer=customer)) if form.is_bound else {"exposure": exposure(customer)}
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
    if request.method == "POST":
        require(permissions.may_edit_draft(request.user, application))
    if application.status != Status.DRAFT:
        messages.warning(request, _("The application has been submitted. What you typed afterwards was not kept."))
        return redirect("desk:case", number=number)
    first = {name: getattr(application, name) for name in services.DRAFT_FIELDS} | {"version": application.version}
    kept = application.product_version
    form = forms.DraftForm(request.POST or None, customer=application.customer, kept=kept, initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            application = services.save_draft(application=application, by=request.user, **form.cleaned_data)
        if form.is_valid():
            return _after_saving(request, application)
    for name, sentence in submission_lacks(application) if not form.is_bound else []:
        if getattr(application, name):
            form.say(name, sentence, "is-warn")
    context = {
        "form": form,
        "customer": application.customer,
        "application": application,
        "points": application.return_points.filter(answered_at=None).select_related("made_by"),
        "refusal": permissions.may_edit_draft(request.user, application),
        **_beside(form, application),
    }
    return render(request, "applications/draft.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def check(request):
    """What a draft still needs and what it would add up to, while it is being typed; nothing is kept."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), number=request.POST.get("customer", ""))
    form = forms.DraftForm(request.POST, customer=customer)
    form.is_valid()
    return render(request, "applications/_draft_checks.html", _beside(form, Application(customer=customer)))


def _beside(form: forms.DraftForm, application: Application) -> dict:
    """What stands beside the draft form: all that is missing in what was typed, and the exposure it would make."""
    typed = application
    if form.is_bound:
        values = {name: form.cleaned_data.get(name) for name in services.DRAFT_FIELDS}
        given = {name: value for name, value in values.items() if value is not None}
        typed = Application(customer=application.customer, **given)
    lacks = submission_lacks(typed) if typed.product_version_id else [("product_version", _("The product"))]
    now = exposure(typed.customer)
    return {"lacks": lacks, "exposure": now, "exposure_after": now + (typed.amount or Decimal(0))}


def _mine(request, number) -> Application:
    return get_object_or_404(Application.objects.visible_to(request.user).with_names(), number=number)


@login_required
@require_POST
def submit(request, number):
    """Hand the draft to the department manager, or say all that is missing."""
    return _submit(request, _mine(request, number), _version(request))


def _version(request) -> int | None:
    """The version the reader saw; nonsense is as good as an old page."""
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else 0


def _submit(request, application: Application, version: int | None):
    try:
        services.submit_application(application=application, version=version, by=request.user)
    except Missing as error:
        points = pgettext("between points of a list", "; ").join(str(point) for point in error.points)
        messages.warning(request, f"{error} {points}")
        return redirect("applications:edit", number=application.number)
    except (Stale, TransitionRefused) as error:
        messages.warning(request, str(error))
        return redirect("desk:case", number=application.number)
    messages.success(request, _("The application is submitted; the department manager answers next."))
    return redirect("desk:case", number=application.number)


def acceptance(request, application: Application) -> dict:
    """What the overview shows of intake: the forms of the department manager, and the points returned."""
    points = application.return_points.select_related("made_by").order_by("-id")[:20]
    context: dict = {"points": points, "may_answer": not permissions.may_answer(request.user, application)}
    if application.status == Status.SUBMITTED and not permissions.may_accept(request.user, application):
        first = {"version": application.version}
        context["acceptance"] = {
            "accept": forms.AcceptForm(application=application),
            "return": forms.ReturnForm(initial=first),
            "decline": forms.DeclineForm(initial=first, auto_id="decline_%s"),
        }
    may_end = Status.WITHDRAWN in Application.TRANSITIONS[Status(application.status)]
    if may_end and not permissions.may_withdraw(request.user, application):
        context["withdrawal"] = forms.WithdrawForm(initial={"version": application.version}, auto_id="withdraw_%s")
    return context


def _decide_intake(request, application, name, form, act, done):
    """One of the steps on the overview; a refused one comes back with what was typed."""
    may = permissions.may_withdraw if name == "withdrawal" else permissions.may_accept
    require(may(request.user, application))
    if form.is_valid():
        with refusals_on(form):
            act()
        if form.is_valid():
            messages.success(request, done)
            return redirect("desk:case", number=application.number)
    application.refresh_from_db()
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
    """受理派工 by one click."""
    application = _mine(request, number)
    form = forms.AcceptForm(request.POST, application=application)

    def act():
        services.accept_application(application=application, by=request.user, **form.cleaned_data)

    done = _("Accepted. The two investigators have it on their work lists.")
    return _decide_intake(request, application, "accept", form, act, done)


@login_required
@require_POST
def return_(request, number):
    """Back to the account manager with points."""
    application, form = _mine(request, number), forms.ReturnForm(request.POST)

    def act():
        services.return_application(application=application, by=request.user, **form.cleaned_data)

    return _decide_intake(request, application, "return", form, act, _("Returned with your points."))


@login_required
@require_POST
def decline_intake(request, number):
    """不予受理."""
    application, form = _mine(request, number), forms.DeclineForm(request.POST, auto_id="decline_%s")

    def act():
        version = form.cleaned_data["version"]
        services.decline_intake(application=application, reason=form.reason(), version=version, by=request.user)

    return _decide_intake(request, application, "decline", form, act, _("The application is not accepted."))


@login_required
@require_POST
def withdraw(request, number):
    """The customer no longer wants the loan."""
    application, form = _mine(request, number), forms.WithdrawForm(request.POST, auto_id="withdraw_%s")

    def act():
        services.withdraw_application(application=application, by=request.user, **form.cleaned_data)

    return _decide_intake(request, application, "withdrawal", form, act, _("The withdrawal is recorded."))


@login_required
@require_POST
def answer(request, number, point):
    """Answer a returned point, so that the manager sees what changed."""
    found = get_object_or_404(ReturnPoint, pk=point, application=_mine(request, number))
    try:
        services.answer_point(point=found, answer=request.POST.get("answer", ""), by=request.user)
    except InvalidInput as error:
        messages.warning(request, str(error))
    return redirect("desk:case", number=number)


@login_required
@require_GET
def quote(request, number):
    """The repayment plan as if released today: the terms asked for, each of which can be changed to compare."""
    application = _mine(request, number)
    rules = application.product_version
    first = {
        "amount": application.amount,
        "term_months": application.term_months,
        "method": application.method,
        "rate": parameters.value("quoted_rate"),
    }
    typed = {name: request.GET.get(name, form_text) for name, form_text in _as_typed(first).items()}
    form = forms.QuoteForm(typed, rules=rules)
    rows, cost = [], None
    if form.is_valid():
        terms = _terms(form.cleaned_data, rules)
        rows = schedule(terms)
        cost = annual_cost_rate(terms, rows)
    context = {
        "application": application,
        "form": form,
        "rows": rows,
        "cost": cost,
        "interest": sum((row.interest for row in rows), Decimal(0)),
        "total": sum((row.total for row in rows), Decimal(0)),
    }
    return render(request, "applications/quote.html", context)


def _as_typed(values: dict) -> dict[str, str]:
    """Values as a person would type them into the quote."""
    texts = {name: "" if value is None else str(value) for name, value in values.items()}
    return {**texts, "amount": display.grouped(values["amount"]), "rate": f"{(values['rate'] * 100).normalize():f}"}


def _terms(asked: dict, rules) -> Terms:
    return rules.loan_terms(
        principal=asked["amount"],
        annual_rate=asked["rate"],
        months=asked["term_months"],
        method=asked["method"],
        disbursed_on=dates.today(),
    )
