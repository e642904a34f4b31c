"""Customers: the list, the file, checks while typing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, dates, display
from core.service import require
from core.tables import page_through
from core.views import refusals_on
from customers import identity as identities
from customers import permissions, providers
from customers.filters import CustomerFilter
from customers.forms import EDIT_FORMS, NEW_FORMS
from customers.models import Consultation, Customer, CustomerKind
from customers.services import (
    duplicate_sentence,
    identity_problem,
    plain_text,
    register_customer,
    register_from_consultation,
    reveal_identity,
    update_customer,
)
from customers.tables import CustomerTable
from customers.views.contacts import as_uuid
from customers.views.frame import details_of, framed, visible
from customers.views.statements import open_years, statement_checks, statement_rows

LATEST_EVENTS = 15


@login_required
@require_GET
def list_customers(request):
    """Customers the reader may see."""
    filterset = CustomerFilter(request.GET, Customer.objects.visible_to(request.user).with_owner())
    table = page_through(request, CustomerTable(filterset.qs))
    context = {"table": table, "filter": filterset, "may_register": not permissions.may_register(request.user)}
    return render(request, "customers/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request):
    """Open a file for a company or a person; the check beside the form answers while one types."""
    require(permissions.may_register(request.user))
    kind = request.POST.get("kind") or request.GET.get("kind") or CustomerKind.COMPANY.value
    if kind not in NEW_FORMS:
        raise Http404
    asked = taken_over(request)
    form = NEW_FORMS[kind](request.POST or None, initial={"name": asked.name} if asked else None)
    if asked is not None and asked.phone:
        kept = _("Kept: {value}. Leave empty to keep it.").format(value=display.mask_phone(asked.phone))
        form.fields["phone"].help_text = kept
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            values = {
                "kind": kind,
                "identity": form.cleaned_data["identity"],
                "details": form.details,
                "submission_key": form.cleaned_data["submission_key"],
                **form.values,
            }
            if asked is None:
                customer = register_customer(by=request.user, **values)
            else:
                customer = register_from_consultation(consultation=asked, values=values, by=request.user)
        if form.is_valid():
            messages.success(request, _("Registered: {name}.").format(name=customer.name))
            return redirect("customers:detail", customer.number)
    context = {"form": form, "kind": kind, "tabs": _kind_tabs(kind, asked), "checks": _checks(request, kind)}
    context["consultation"] = asked
    return render(request, "customers/new.html", context, status=422 if form.errors else 200)


def taken_over(request) -> Consultation | None:
    """The consultation whose asker becomes a customer, named by its uuid: no personal data stands in the address."""
    chosen = request.POST.get("consultation") or request.GET.get("consultation")
    if not chosen:
        return None
    mine = Consultation.objects.visible_to(request.user).filter(customer=None)
    return get_object_or_404(mine, uuid=as_uuid(chosen))


def _kind_tabs(kind: str, asked: Consultation | None) -> list[dict]:
    address, more = reverse("customers:new"), f"&consultation={asked.uuid}" if asked else ""
    return [
        {"label": label, "url": f"{address}?kind={value}{more}", "current": value == kind}
        for value, label in reversed(CustomerKind.choices)
    ]


@login_required
@require_POST
def check(request):
    """What can be said of a customer while it is being typed; nothing is kept."""
    require(permissions.may_register(request.user))
    kind = request.POST.get("kind", "")
    kind = kind if kind in NEW_FORMS else CustomerKind.COMPANY.value
    return render(request, "customers/_checks.html", {"checks": _checks(request, kind)})


def _checks(request, kind: str) -> list[dict]:
    typed = {name: plain_text(request.POST.get(name, "")[:200]) for name in ("name", "identity", "phone", "founded_on")}
    code = identities.compact(typed["identity"])
    is_company = kind == CustomerKind.COMPANY
    checks = [
        {"name": _("Credit code") if is_company else _("Identity number"), "result": _("not typed yet"), "tone": ""}
    ]
    if code:
        problem = identity_problem(kind, code)
        checks[0] |= {"result": problem or _("fits its check digit"), "tone": "is-late" if problem else "is-good"}
        kept = "" if problem else duplicate_sentence(code, request.user)
        if not problem:
            result, tone = (kept, "is-late") if kept else (_("nobody keeps it yet"), "is-good")
            checks.append({"name": _("Duplicates"), "result": result, "tone": tone})
        if not problem and not is_company:
            born = identities.birth_date(code)
            years = identities.age(born, dates.today())
            words = _("{date}, {years} years old").format(date=born, years=years)
            checks.append(
                {"name": _("Date of birth"), "result": words, "tone": "is-good" if years >= 18 else "is-warn"}
            )
    return checks + _alike(typed, code)


def _alike(typed: dict, code: str) -> list[dict]:
    """Files under the same name or phone: named by their owner, for they may be somebody else's."""
    if not typed["name"].strip() and not identities.compact(typed["phone"]):
        return []
    found = Customer.objects.alike(typed["name"], typed["phone"]).with_owner()
    rows = [row for row in found[:5] if row.identity_tail != code[-4:]]
    if not rows:
        return [{"name": _("Same name or phone"), "result": _("none"), "tone": "is-good"}]
    words = _("one or more, kept by {owners}. Check whether they are related.")
    owners = pgettext("between words of a list", ", ").join(dict.fromkeys(row.account_manager.name for row in rows))
    return [{"name": _("Same name or phone"), "result": words.format(owners=owners), "tone": "is-warn"}]


@login_required
@require_GET
def detail(request, number):
    """One customer: the file with masked identifiers, statements, cases, what happened."""
    customer = visible(request, number)
    years = list(customer.statements.yearly().select_related("entered_by"))
    context = framed(request, customer, "overview") | {
        "masks": _masks(customer, request.user),
        "years": years,
        "statement_rows": statement_rows(years),
        "checks": statement_checks(years),
        "open_years": open_years(customer, years)
        if not permissions.may_enter_statement(request.user, customer)
        else [],
        "parts": [part for provide in providers.PARTS if (part := provide(customer, request.user))],
        "events": _events(customer),
    }
    return render(request, "customers/detail.html", context)


def _masks(customer: Customer, user) -> list[dict]:
    """Identifiers by their ends, and where each can be asked for in full."""
    may_reveal = not permissions.may_reveal(user, customer)
    masked = {
        "identity": display.mask_identity(customer.identity),
        "phone": display.mask_phone(customer.phone),
        "email": display.mask_email(customer.email),
        "address": customer.address[:6] + display.DOTS if customer.address else "",
    }
    own = _("Unified social credit code") if customer.is_company else _("Identity number")
    return [
        {
            "id": f"mask-{field}",
            "label": own if field == "identity" else providers.FIELDS[field],
            "masked": text,
            "reveal_url": reverse("customers:reveal", args=[customer.number, field]) if may_reveal else "",
        }
        for field, text in masked.items()
        if text
    ]


def _events(customer: Customer) -> list[dict]:
    """The latest events of the file and of all that hangs on it, newest first."""
    return [
        {
            "text": audit.sentence(event),
            "when": timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M"),
            "who": event.actor.name if event.actor else "",
            "tone": "is-bad" if event.action.endswith(".refused") else "",
        }
        for event in audit.events_of(customer.uuid)[:LATEST_EVENTS]
        if not audit.is_slip(event) and (event.action.endswith(".refused") or audit.is_whole(event))
    ]


@login_required
@require_http_methods(["GET", "POST"])
def edit(request, number):
    """Change a file; the identity stays, masked fields are kept unless something new is typed."""
    customer = visible(request, number)
    require(permissions.may_edit(request.user, customer))
    first = {"name": customer.name, "language": customer.language, "version": customer.version}
    details = details_of(customer)
    form_class = EDIT_FORMS[customer.kind]
    if details is not None:
        first |= {name: getattr(details, name) for name in form_class.base_fields if hasattr(details, name)}
    form = form_class(request.POST or None, initial=first, customer=customer)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            changed = update_customer(
                customer=customer,
                version=form.cleaned_data["version"],
                values=form.values,
                details=form.details,
                by=request.user,
            )
        if form.is_valid():
            messages.success(request, _("Saved.") if changed else _("Nothing was changed."))
            return redirect("customers:detail", customer.number)
    context = {"customer": customer, "form": form, "masked": display.mask_identity(customer.identity)}
    return render(request, "customers/edit.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def reveal(request, number, field):
    """One masked field in full, for a reason, recorded; the answer is never cached."""
    customer = visible(request, number)
    clear = reveal_identity(customer=customer, field=field, reason=request.POST.get("reason", ""), by=request.user)
    context = {"id": f"mask-{field}", "shown": clear, "customer": customer, "label": providers.FIELDS[field]}
    template = "components/mask.html" if request.htmx else "customers/revealed.html"
    return render(request, template, context)
