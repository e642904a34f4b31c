"""The contract room of a case, the drawdown page, and the list of what waits for release."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications.models import Application
from applications.providers import case_page
from applications.screening import screening_lacks
from applications.states import ENDED, Status
from contracts import forms, permissions, providers, services
from contracts.models import Drawdown, LoanContract
from contracts.states import ContractStatus, DrawdownStatus
from core import dates
from core.service import require
from core.tables import MOST_COUNTED, CappedPaginator, found_by, sums_of
from core.views import narrowing, refusals_on
from customers.views.private import keeps_private_out
from underwriting.models import Condition


@login_required
@require_GET
@keeps_private_out
def list_contracts(request):
    """Contracts the reader may see, newest first, with what waits for finance on top."""
    text = narrowing.said(request).get("q", "").strip()[:80]
    seen = LoanContract.objects.visible_to(request.user).alive().matching(text)
    totals = sums_of(seen, MOST_COUNTED)
    rows = found_by(totals, seen).select_related("application__customer").order_by("-id")
    waiting = Drawdown.objects.visible_to(request.user).open().select_related("contract__application__customer")
    paginator = CappedPaginator(rows, 25)
    paginator.counted = totals["count"]
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "pages": list(paginator.get_elided_page_range(page.number)),
        "waiting": waiting.order_by("id")[:50],
        "text": text,
    }
    return render(request, "contracts/list.html", context)


@login_required
@require_GET
def room(request, number):
    """The contract, its signing and its drawdowns."""
    return _room(request, _application(request, number))


def _application(request, number) -> Application:
    return get_object_or_404(Application.objects.visible_to(request.user).with_names(), number=number)


def _room(request, application: Application, **bound):
    contract = providers.contract_of(application)
    may = not permissions.may_prepare(request.user, application)
    context = {
        "case": case_page(request.user, application, "contract"),
        "contract": contract,
        "drawdowns": contract.drawdowns.select_related("requested_by", "checked_by", "disbursed_by")
        if contract
        else [],
        "voided": application.contracts.filter(status=ContractStatus.VOID),
        "undrawn": services.undrawn(contract) if contract else None,
        "over": providers.run_out(application, contract),
        **_forms(application, contract, may),
        **bound,
    }
    is_refused = any(form.errors for form in bound.values())
    return render(request, "contracts/room.html", context, status=422 if is_refused else 200)


def _forms(application: Application, contract: LoanContract | None, may: bool) -> dict:
    """The forms that make sense now, for somebody who may use them."""
    if not may:
        return {}
    if contract is not None and providers.run_out(application, contract):
        refusal = permissions.not_voidable(contract, dates.today())
        return {} if refusal else {"void_form": forms.ReasonForm(initial={"version": contract.version})}
    if contract is None:
        if application.status != Status.APPROVED:
            return {}
        first = {"version": application.version, "language": application.customer.language}
        return {"prepare_form": forms.PrepareForm(initial=first)}
    first = {"version": contract.version, "signed_on": dates.today()}
    if contract.status == ContractStatus.PRINTED:
        void = {"void_form": forms.ReasonForm(initial=first)}
        # A case that was withdrawn or has lapsed leaves a contract that can only be set aside.
        return void if application.status in ENDED else {"signing_form": forms.SigningForm(initial=first), **void}
    if contract.status == ContractStatus.EFFECTIVE and services.undrawn(contract):
        first["amount"] = services.undrawn(contract)
        return {"drawdown_form": forms.DrawdownForm(contract=contract, initial=first)}
    return {}


@login_required
@require_POST
def prepare(request, number):
    """Have the contract printed under the terms of the decision."""
    application = _application(request, number)
    form = forms.PrepareForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            services.prepare_contract(application=application, by=request.user, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, _("The contract is being printed."))
            return redirect("contracts:room", number=number)
    return _room(request, application, prepare_form=form)


@login_required
@require_GET
def progress(request, number):
    """How far the printing is, asked for every second."""
    application = _application(request, number)
    contract = providers.contract_of(application)
    response = render(request, "contracts/_progress.html", {"contract": contract, "case": {"application": application}})
    if contract is not None and contract.status != ContractStatus.DRAFTED:
        response["HX-Refresh"] = "true"
    return response


def _contract_action(request, number, form_class, name, act, done):
    application = _application(request, number)
    contract = application.contracts.alive().first()
    if contract is None:  # voided meanwhile, perhaps by the first of two clicks
        require(permissions.may_prepare(request.user, application))
        messages.warning(request, _("There is no contract to do this with any more. See how the case stands now."))
        return redirect("contracts:room", number=number)
    if form_class is forms.DrawdownForm:  # what is left under the contract is told to whom it concerns
        require(permissions.may_request(request.user, contract))
        form = forms.DrawdownForm(request.POST, contract=contract)
    else:
        form = form_class(request.POST)
    if form.is_valid():
        with refusals_on(form):
            act(contract=contract, by=request.user, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, done)
            return redirect("contracts:room", number=number)
    return _room(request, application, **{name: form})


@login_required
@require_POST
def sign(request, number):
    """Say that the borrower has signed."""
    done = _("The signing is recorded. Next, the money can be requested.")
    return _contract_action(request, number, forms.SigningForm, "signing_form", services.mark_signed, done)


@login_required
@require_POST
def void(request, number):
    """Set the contract aside; its number is never given again."""
    done = _("The contract is void; its number is kept.")
    return _contract_action(request, number, forms.ReasonForm, "void_form", services.void_contract, done)


@login_required
@require_POST
def request_drawdown(request, number):
    """Ask finance for money under the contract."""
    done = _("Finance has the request.")
    return _contract_action(request, number, forms.DrawdownForm, "drawdown_form", services.request_drawdown, done)


@login_required
@require_POST
def print_again(request, number):
    """Give a document that could not be produced another try."""
    application = _application(request, number)
    services.print_again(contract=get_object_or_404(application.contracts.alive()), by=request.user)
    return redirect("contracts:room", number=number)


@login_required
@require_http_methods(["GET", "POST"])
def drawdown(request, number):
    """One drawdown: what finance checks, who did what, and the two steps of the release."""
    found = get_object_or_404(
        Drawdown.objects.visible_to(request.user).select_related("contract__application__customer"), number=number
    )
    if request.method == "POST":
        return _act_on(request, found)
    return _drawdown(request, found)


ACTS = {
    "check": (forms.VersionedForm, services.check_drawdown),
    "disburse": (forms.DisbursementForm, services.disburse_drawdown),
    "refuse": (forms.ReasonForm, services.refuse_drawdown),
}


def _act_on(request, found: Drawdown):
    name = request.POST.get("act", "")
    if name not in ACTS:
        return _drawdown(request, found)
    form_class, act = ACTS[name]
    form = form_class(request.POST)
    if form.is_valid():
        with refusals_on(form):
            act(drawdown=found, by=request.user, **form.cleaned_data)
        if form.is_valid():
            messages.success(
                request, _("Recorded: {what}").format(what=Drawdown.objects.get(pk=found.pk).get_status_display())
            )
            return redirect("contracts:drawdown", number=found.number)
    return _drawdown(request, found, **{f"{name}_form": form})


def _drawdown(request, found: Drawdown, **bound):
    first = {"version": found.version, "disbursed_on": dates.today()}
    is_open = found.status in {DrawdownStatus.REQUESTED, DrawdownStatus.CHECKED}
    may_check = permissions.may_check(request.user, found)
    context = {
        "drawdown": found,
        "application": found.contract.application,
        "conditions": Condition.objects.of(found.contract.application).select_related("owner"),
        "check_form": forms.VersionedForm(initial=first)
        if found.status == DrawdownStatus.REQUESTED and not may_check
        else None,
        "disburse_form": forms.DisbursementForm(initial=first) if found.status == DrawdownStatus.CHECKED else None,
        "refuse_form": forms.ReasonForm(initial=first) if is_open and not may_check else None,
        "disburse_refusal": permissions.may_disburse(request.user, found),
        "lender": settings.LENDER["name"],
        "checks": screening_lacks(found.contract.application) if is_open else [],
        **bound,
    }
    is_refused = any(form.errors for form in bound.values())
    return render(request, "contracts/drawdown.html", context, status=422 if is_refused else 200)
