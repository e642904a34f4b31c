"""A draft: opened, filled in, checked while typing, submitted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from applications import forms, permissions, services
from applications.exposure import exposure_of
from applications.facts import judge
from applications.models import Application, ProductVersion, SecurityKind
from applications.rules import is_guarantor_unnamed, submission_lacks
from applications.states import Status
from applications.views.eligibility import eligibility_of, mine, shown
from applications.views.parties import parties_of
from core import dates, display
from core.errors import DomainError, Missing, Stale, TransitionRefused
from core.service import require
from core.views import narrowing, refusals_on
from customers.models import Consultation, Customer
from customers.views.private import keeps_private_out


@login_required
@require_http_methods(["GET", "POST"])
@keeps_private_out
def new(request):
    """Open an application: first whose, then what for."""
    number = request.GET.get("customer", "")
    mine = Customer.objects.filter(account_manager=request.user)
    if not number:
        text = narrowing.said(request).get("q", "").strip()[:80]
        found = (mine.matching(text) if text else mine).order_by("-id")[:20]
        return render(request, "applications/choose_customer.html", {"customers": found, "text": text})
    customer = get_object_or_404(Customer.objects.visible_to(request.user).with_owner().numbered(number))
    asked = _asked_for(request, customer)
    form = forms.NewDraftForm(request.POST or None, customer=customer, initial=asked)
    if request.method == "POST":
        require(permissions.may_open(request.user, customer))
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        with refusals_on(form):
            application = services.open_application(customer=customer, by=request.user, **values)
        if form.is_valid():
            return _after_saving(request, application)
        if (opened := _opened_by(request, customer, form.cleaned_data["submission_key"])) is not None:
            return _typed_meanwhile(request, opened)
    blank = Application(customer=customer, account_manager=request.user)
    for name, value in asked.items():
        setattr(blank, name, value)
    refusal = permissions.may_open(request.user, customer)
    context = {"form": form, "customer": customer, "refusal": refusal, **_beside(form, blank)}
    return render(request, "applications/draft.html", context, status=422 if form.errors else 200)


def _opened_by(request, customer: Customer, key) -> Application | None:
    """The draft that an earlier use of this form opened, as the save while typing does."""
    mine = Application.objects.filter(account_manager=request.user, customer=customer, status=Status.DRAFT)
    return mine.filter(uuid=key).first() if key else None


def _typed_meanwhile(request, opened: Application):
    """What was typed after its draft was opened, in the form of that draft: nothing is lost, and nothing saved unseen."""
    form = _form_of(
        opened, {**request.POST.dict(), "security": request.POST.getlist("security"), "version": opened.version}
    )
    form.is_valid()
    form.add_error(None, _("The draft was saved while you typed. Below is what you typed last; save it once more."))
    _say_what_stands(form, opened)
    return _draft_page(request, opened, form)


def _asked_for(request, customer: Customer) -> dict:
    """What a consultation of this customer, named by its uuid, says already: nothing is typed twice."""
    chosen = request.GET.get("consultation", "")
    rows = Consultation.objects.visible_to(request.user).filter(customer=customer)
    asked = next((row for row in rows[:100] if str(row.uuid) == chosen), None)
    if asked is None:
        return {}
    version = ProductVersion.objects.in_force().filter(product__code=asked.product).first()
    return {"amount": asked.amount, "purpose": asked.need, **({"product_version": version} if version else {})}


def _after_saving(request, application: Application):
    if "submit" in request.POST:
        return _submit(request, application, application.version)
    messages.success(request, _("The draft is saved. You find it on your work list."))
    return redirect("applications:edit", number=application.number)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request, number):
    """The draft: save what is there, or save and submit."""
    application = mine(request, number)
    if request.method == "POST":
        require(permissions.may_edit_draft(request.user, application))
    if application.status != Status.DRAFT:
        messages.warning(request, _("The application has been submitted. What you typed afterwards was not kept."))
        return redirect("desk:case", number=number)
    form = _form_of(application, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            application = services.save_draft(application=application, by=request.user, **form.cleaned_data)
        if form.is_valid():
            return _after_saving(request, application)
        if form.cleaned_data.get("version") not in (None, application.version):
            _say_what_stands(form, application)
    return _draft_page(request, application, form)


def _say_what_stands(form: forms.DraftForm, application: Application) -> None:
    """Of a form that has become old: what the draft holds by now, beside each field that was typed otherwise."""
    kinds = [str(kind.label) for kind in SecurityKind if kind in application.security]
    words = {
        "product_version": application.product_version.product.shown_name,
        "amount": display.in_words(application.amount, "yuan"),
        "term_months": display.months(application.term_months),
        "method": application.get_method_display(),
        "security": display.joined(kinds),
    }
    for name in services.DRAFT_FIELDS:
        stands = getattr(application, name)
        if name not in form.errors and stands != form.cleaned_data.get(name):
            kept = words.get(name, stands) if stands else "–"
            form.say(name, _("In the draft by now: {value}").format(value=kept), "is-warn")


def _form_of(application: Application, sent=None) -> forms.DraftForm:
    first = {name: getattr(application, name) for name in services.DRAFT_FIELDS} | {"version": application.version}
    return forms.DraftForm(sent, customer=application.customer, kept=application.product_version, initial=first)


def _draft_page(request, application: Application, form: forms.DraftForm, text: str = ""):
    """The draft with all that stands beside it; `text` is what was searched for among one's customers."""
    beside = _beside(form, application)
    for name, sentence in beside["lacks"] if not form.is_bound else []:
        if getattr(application, name, None):
            form.say(name, sentence, "is-warn")
    context = {
        "form": form,
        "customer": application.customer,
        "application": application,
        "points": application.return_points.filter(answered_at=None).select_related("made_by").order_by("pk"),
        "refusal": permissions.may_edit_draft(request.user, application),
        **eligibility_of(request.user, application),
        **beside,
        **parties_of(request, application, text),
    }
    return render(request, "applications/draft.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def parties(request, number):
    """Who takes part, with what a search found: names and numbers of people stand in no address (S32).

    The section alone for a search while typing, else the whole draft.
    """
    application, text = mine(request, number), request.POST.get("party", "")
    if request.htmx:
        context = {"application": application, **parties_of(request, application, text)}
        return render(request, "applications/_parties.html", context)
    if application.status != Status.DRAFT:
        return redirect("desk:case", number=number)
    return _draft_page(request, application, _form_of(application), text)


@login_required
@require_POST
def check(request):
    """What a draft still needs and what it would add up to, while it is being typed; a new one is opened by it.

    One is opened once a product and an amount stand there and nothing typed is wrong, and is kept from then on: the
    answer brings its address, its version and when it was saved. Before that only the button saves.
    """
    customer = get_object_or_404(Customer.objects.visible_to(request.user).numbered(request.POST.get("customer", "")))
    form = forms.NewDraftForm(request.POST, customer=customer)
    unsaved, not_saved = Application(customer=customer, account_manager=request.user), ""
    is_worth_keeping = form.is_valid() and form.cleaned_data["amount"] and form.cleaned_data["submission_key"]
    if is_worth_keeping and not permissions.may_open(request.user, customer):
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            application = services.open_application(customer=customer, by=request.user, **values)
            answer = _kept(request, form, application, "applications/_draft_box.html")
            answer["HX-Reswap"] = "outerHTML"
            answer["HX-Replace-Url"] = reverse("applications:edit", args=[application.number])
            return answer
        except DomainError as error:
            not_saved = str(error)
    context = {**_beside(form, unsaved), "not_saved": not_saved}
    return render(request, "applications/_draft_checks.html", context)


@login_required
@require_POST
def keep(request, number):
    """Save what can be saved of what has been typed so far; a field that cannot be read waits until it can."""
    application = mine(request, number)
    require(permissions.may_edit_draft(request.user, application))
    kept = application.product_version
    form = forms.DraftForm(request.POST, customer=application.customer, kept=kept)
    form.is_valid()
    values = {name: value for name, value in form.cleaned_data.items() if name in services.DRAFT_FIELDS}
    if values.get("product_version") is None:
        values.pop("product_version", None)
    try:
        version = form.cleaned_data.get("version")
        application = services.save_draft(application=application, version=version, by=request.user, **values)
    except DomainError as error:
        context = {**_beside(form, application), "application": application, "not_saved": str(error)}
        return render(request, "applications/_draft_checks.html", context)
    return _kept(request, form, application)


def _kept(request, form, application: Application, template: str = "applications/_draft_checks.html"):
    now = timezone.localtime(dates.now()).strftime("%H:%M")
    context = {**_beside(form, application), "application": application, "saved_at": now}
    return render(request, template, context)


def _beside(form: forms.DraftForm, application: Application) -> dict:
    """What stands beside the draft form: what is missing in what was typed, the rules' answers, and the exposure."""
    typed = application
    if form.is_bound:
        values = {name: form.cleaned_data.get(name) for name in services.DRAFT_FIELDS}
        given = {name: value for name, value in values.items() if value is not None}
        typed = Application(customer=application.customer, account_manager=application.account_manager, **given)
        typed.pk, typed.number, typed.round = application.pk, application.number, application.round
        if not typed.product_version_id and application.product_version_id:
            typed.product_version = application.product_version
    judged = judge(typed)
    lacks = submission_lacks(typed, judged)
    # A draft is its account manager's alone, whoever else may read the case.
    rules = shown(judged, application.account_manager, application)
    return {
        "lacks": lacks,
        "judged": rules,
        "is_guarantor_unnamed": bool(typed.pk) and is_guarantor_unnamed(typed),
        "exposure": exposure_of(typed.customer, typed.amount, reader=application.account_manager),
    }


@login_required
@require_POST
def submit(request, number):
    """Hand the draft to the department manager, or say all that is missing."""
    return _submit(request, mine(request, number), _version(request))


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
