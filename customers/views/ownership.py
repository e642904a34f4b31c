"""Who keeps a customer: the room of the file, requests, readers, transfers, areas and industries, a manager's customers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.service import require
from core.views import errors_of, refusals_on, said_above
from customers import permissions
from customers.forms.ownership import CLAIM, AnswerForm, AskForm, ReasonForm, TerritoryForm, TransferForm
from customers.models import Customer, FileAccess, FileRequest, OwnershipChange, OwnershipConflict, Territory
from customers.services import (
    delimit,
    end_territory,
    grant_request,
    open_conflict,
    refuse_request,
    request_file,
    revoke_access,
    transfer_customer,
    withdraw_request,
)
from customers.states import RequestStatus
from customers.views.frame import framed, visible
from staff.models import User
from staff.roles import Role, Scope


@login_required
@require_GET
def ownership(request, number):
    """The room "ownership" of a file: whose it is and was, who may read it, what is asked and claimed."""
    return _room(request, visible(request, number), None)


def _room(request, customer: Customer, form: TransferForm | None):
    user = request.user
    may_transfer = not permissions.may_transfer(user, customer)
    sees = customer.account_manager_id == user.pk or may_transfer or Scope.ALL in user.scopes()
    files = Q(customer=customer) | Q(customer__merged_into=customer)
    accesses = FileAccess.objects.filter(customer=customer).select_related("reader", "granted_by", "request")
    context = framed(request, customer, "ownership") | {
        "form": (form or TransferForm(by=user)) if may_transfer else None,
        "may_revoke": customer.account_manager_id == user.pk or may_transfer,
        "sees": sees,
        "changes": OwnershipChange.objects.filter(files)
        .select_related("from_manager", "to_manager", "made_by")
        .order_by("-id")[:50]
        if sees
        else [],
        "accesses": accesses.order_by("-valid_to", "-id")[:50] if sees else [],
        "in_force": set(FileAccess.objects.in_force().filter(customer=customer).values_list("pk", flat=True)),
        "requests": FileRequest.objects.visible_to(user)
        .filter(customer=customer)
        .select_related("asked_by", "answered_by")
        .order_by("-id")[:50],
        "conflicts": OwnershipConflict.objects.visible_to(user).filter(customer=customer).with_sides().order_by("-id"),
    }
    return render(request, "customers/ownership.html", context, status=422 if form is not None and form.errors else 200)


@login_required
@require_POST
def transfer(request, number):
    """Assign a customer to another account manager of the department."""
    customer = visible(request, number)
    require_manager = permissions.may_transfer(request.user, customer)
    form = TransferForm(request.POST, by=request.user)
    if require_manager:
        # Whoever may not is told so by the service, whatever was typed.
        transfer_customer(customer=customer, to=request.user, reason="", by=request.user)
    if form.is_valid():
        with refusals_on(form):
            transfer_customer(customer=customer, by=request.user, **form.cleaned_data)
    if not form.is_valid():
        return _room(request, customer, form)
    to = form.cleaned_data["to"]
    messages.success(request, _("{customer} is now with {name}.").format(customer=customer.name, name=to.name))
    if request.POST.get("back") == "portfolio":
        return redirect("customers:portfolio", customer.account_manager.username)
    return redirect("customers:ownership", number)


@login_required
@require_POST
def revoke(request, uuid):
    """End a colleague's access to a file."""
    access = get_object_or_404(FileAccess.objects.visible_to(request.user).select_related("customer"), uuid=uuid)
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            revoke_access(access=access, by=request.user, **form.cleaned_data)
    if form.is_valid():
        messages.success(request, _("The access has ended."))
    else:
        messages.error(request, errors_of(form))
    return redirect("customers:ownership", access.customer.number)


# Requests


@login_required
@require_POST
def ask(request):
    """From the registration of a customer that a colleague keeps: ask to read, to take over, or claim the customer."""
    require(permissions.may_register(request.user))
    form = AskForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        found = Customer.objects.with_identity(typed["identity"], typed["identity_type"])
        if typed["file"]:
            found = Customer.objects.filter(uuid=typed["file"])
        customer = found.first()
        if customer is None:
            raise Http404
        with refusals_on(form):
            if typed["kind"] == CLAIM:
                conflict = open_conflict(customer=customer, reason=typed["reason"], by=request.user)
                messages.success(request, _("A conflict is open. Add what speaks for you."))
                return redirect("customers:conflict", conflict.uuid)
            asked = request_file(customer=customer, kind=typed["kind"], reason=typed["reason"], by=request.user)
            messages.success(request, _("Asked. The answer is shown here."))
            return redirect("customers:request", asked.uuid)
    return render(request, "customers/ask.html", {"form": form}, status=422)


@login_required
@require_http_methods(["GET", "POST"])
def file_request(request, uuid):
    """One request for a file: who asks what and why, and the answer."""
    rows = FileRequest.objects.visible_to(request.user)
    found = get_object_or_404(
        rows.select_related("customer__account_manager", "customer__department", "asked_by", "answered_by"), uuid=uuid
    )
    form = AnswerForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            found = _answer(request, found, form.cleaned_data)
        if form.is_valid():
            messages.success(request, str(found.get_status_display()))
            return redirect("customers:request", uuid)
    waits = found.status == RequestStatus.OPEN
    may_answer = waits and not permissions.may_answer_request(request.user, found)
    if form.errors and not may_answer:
        return said_above(request, errors_of(form), typed=request.POST.get("answer", ""))
    context = {
        "asked": found,
        "form": form,
        "sees_file": Customer.objects.visible_to(request.user).filter(pk=found.customer_id).exists(),
        "may_answer": may_answer,
        "may_withdraw": waits and not permissions.may_withdraw_request(request.user, found),
    }
    return render(request, "customers/request.html", context, status=422 if form.errors else 200)


def _answer(request, found: FileRequest, typed: dict) -> FileRequest:
    act = request.POST.get("act")
    if act == "grant":
        return grant_request(request=found, by=request.user, **typed)
    if act == "refuse":
        return refuse_request(request=found, by=request.user, **typed)
    if act == "withdraw":
        return withdraw_request(request=found, by=request.user)
    raise Http404


# Areas, industries, and the customers of one account manager


@login_required
@require_http_methods(["GET", "POST"])
def territories(request):
    """Areas and industries by account manager; the department manager draws the limits."""
    user = request.user
    manages = bool(user.departments(Role.DEPARTMENT_MANAGER))
    form = TerritoryForm(request.POST or None, by=user)
    if request.method == "POST":
        require("" if manages else _("Areas and industries are delimited by the department manager."))
        if form.is_valid():
            with refusals_on(form):
                delimit(by=user, **form.cleaned_data)
            if form.is_valid():
                messages.success(request, _("Kept."))
                return redirect("customers:territories")
    rows = Territory.objects.visible_to(user).select_related("account_manager", "department", "made_by")
    managed = user.departments(Role.DEPARTMENT_MANAGER)
    page = Paginator(rows.order_by("account_manager__name", "valid_to", "kind", "value", "id"), 100)
    context = {
        "page": page.get_page(request.GET.get("page")),
        "form": form if manages else None,
        "managed": managed,
    }
    return render(request, "customers/territories.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def territory_end(request, uuid):
    """Let an area or industry end today."""
    territory = get_object_or_404(Territory.objects.visible_to(request.user), uuid=uuid)
    end_territory(territory=territory, version=territory.version, by=request.user)
    messages.success(request, _("Ended today."))
    return redirect("customers:territories")


@login_required
@require_GET
def portfolio(request, username):
    """The customers of one account manager that the reader may open, each with where it can go."""
    keeper = get_object_or_404(User, username=username)
    rows = Customer.objects.visible_to(request.user).filter(account_manager=keeper).with_owner().order_by("name", "pk")
    if not rows.exists() and keeper.pk != request.user.pk:
        raise Http404
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    managed = request.user.departments(Role.DEPARTMENT_MANAGER)
    form = TransferForm(by=request.user, auto_id=False)
    context = {
        "keeper": keeper,
        "page": page,
        "pages": list(page.paginator.get_elided_page_range(page.number)),
        "managed": managed,
        "colleagues": [person for person in form.fields["to"].queryset if person.pk != keeper.pk],  # type: ignore[attr-defined]
    }
    return render(request, "customers/portfolio.html", context)
