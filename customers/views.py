"""Customers: the list, the file, checks while typing, yearly statements."""

from datetime import date

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
from core.models import AuditEvent
from core.numbering import shown
from core.pdf import unprintable
from core.service import require
from core.tables import page_through
from core.text import plain_text
from core.views import refusals_on
from customers import identity as identities
from customers import permissions, providers, statements
from customers.filters import CustomerFilter
from customers.forms import EDIT_FORMS, NEW_FORMS, StatementForm
from customers.models import Customer, CustomerKind
from customers.services import (
    duplicate_sentence,
    identity_problem,
    problem_sentence,
    register_customer,
    reveal_identity,
    save_statement,
    statement_problems,
    update_customer,
)
from customers.tables import CustomerTable

LATEST_EVENTS = 15


def _visible(request, number: str) -> Customer:
    return get_object_or_404(Customer.objects.visible_to(request.user).with_owner(), number=number)


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
    form = NEW_FORMS[kind](request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            customer = register_customer(
                kind=kind,
                identity=form.cleaned_data["identity"],
                details=form.details,
                submission_key=form.cleaned_data["submission_key"],
                by=request.user,
                **form.values,
            )
        if form.is_valid():
            messages.success(request, _("Registered: {name}.").format(name=customer.name))
            return redirect("customers:detail", customer.number)
    context = {"form": form, "kind": kind, "tabs": _kind_tabs(kind), "checks": _checks(request, kind)}
    return render(request, "customers/new.html", context, status=422 if form.errors else 200)


def _kind_tabs(kind: str) -> list[dict]:
    address = reverse("customers:new")
    return [
        {"label": label, "url": f"{address}?kind={value}", "current": value == kind}
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
    if lacking := unprintable(typed["name"]):
        words = _("documents cannot print “{character}” and show 〓 in its place: it is written in by hand")
        checks.append({"name": _("Name"), "result": words.format(character=lacking[0]), "tone": "is-warn"})
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
    customer = _visible(request, number)
    years = list(customer.statements.yearly().select_related("entered_by"))
    context = {
        "customer": customer,
        "facts": _facts(customer),
        "masks": _masks(customer, request.user),
        "years": years,
        "statement_rows": _statement_rows(years),
        "checks": _statement_checks(years),
        "open_years": _open_years(customer, years)
        if not permissions.may_enter_statement(request.user, customer)
        else [],
        "parts": [part for provide in providers.PARTS if (part := provide(customer, request.user))],
        "may_edit": not permissions.may_edit(request.user, customer),
        "events": _events(customer, years),
    }
    return render(request, "customers/detail.html", context)


def _details(customer: Customer):
    return getattr(customer, "company" if customer.is_company else "person", None)


def _facts(customer: Customer) -> list[dict]:
    """The facts under the title: only those that are known."""
    facts: list[dict] = [
        {"label": _("Number"), "value": shown(customer.number), "number": True},
        {"label": _("Account manager"), "value": customer.account_manager.name},
        {"label": _("Department"), "value": customer.department.name},
    ]
    details = _details(customer)
    if details is None:
        return facts
    if customer.is_company:
        facts += [
            {"label": _("Founded on"), "value": display.iso(details.founded_on), "number": True},
            {"label": _("Legal representative"), "value": details.legal_representative},
            {"label": _("Industry code"), "value": details.industry_code, "number": True},
            {
                "label": _("Registered capital"),
                "value": display.in_words(details.registered_capital, "large"),
                "number": True,
            },
            {"label": _("Staff"), "value": details.staff_count, "number": True},
        ]
    else:
        facts += [{"label": _("Employer or trade"), "value": details.employer}]
    return [fact for fact in facts if fact["value"] not in (None, "")]


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


def _statement_rows(years: list) -> list[dict]:
    """Totals and the lines a reader looks for first, a column for each year."""
    codes = ["cash", "receivables", "inventory", "total_assets", "total_liabilities", "equity", "revenue"]
    codes += ["operating_profit", "net_profit"]
    entered = [year.values() for year in years]
    return [
        {
            "label": display.label_for(code),
            "amounts": [statements.amount(values, code) for values in entered],
            "is_total": code in statements.TOTALS,
        }
        for code in codes
    ]


def _statement_checks(years: list) -> list[dict]:
    """What each year's statement fails, held against the year before."""
    checks, before = [], {}
    for year in years:
        values = year.values()
        previous = before.get(year.period_end.year - 1)
        problems = statements.check(values, previous)
        before[year.period_end.year] = values
        tone = "is-late" if any(problem.severity == "error" for problem in problems) else "is-warn"
        name = str(year.period_end.year)
        checks += [{"name": name, "result": problem_sentence(problem), "tone": tone} for problem in problems]
        if not problems:
            checks.append({"name": name, "result": _("adds up"), "tone": "is-good"})
    return checks


def _open_years(customer: Customer, years: list) -> list[int]:
    """The last three years that have ended and were not entered."""
    if not customer.is_company:
        return []
    entered = {year.period_end.year for year in years}
    last = dates.today().year - 1
    return [year for year in (last - 2, last - 1, last) if year not in entered]


def _events(customer: Customer, years: list) -> list[dict]:
    """The latest events of the file and its statements, newest first."""
    subjects = [f"customers.customer:{customer.uuid}", *(f"customers.financialstatement:{year.uuid}" for year in years)]
    events = AuditEvent.objects.filter(subject__in=subjects).select_related("actor").order_by("-sequence")
    return [
        {
            "text": audit.sentence(event),
            "when": timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M"),
            "who": event.actor.name if event.actor else "",
            "tone": "is-bad" if event.action.endswith(".refused") else "",
        }
        for event in events[:LATEST_EVENTS]
        if not audit.is_slip(event) and (event.action.endswith(".refused") or audit.is_whole(event))
    ]


@login_required
@require_http_methods(["GET", "POST"])
def edit(request, number):
    """Change a file; the identity stays, masked fields are kept unless something new is typed."""
    customer = _visible(request, number)
    require(permissions.may_edit(request.user, customer))
    first = {"name": customer.name, "language": customer.language, "version": customer.version}
    details = _details(customer)
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
    customer = _visible(request, number)
    clear = reveal_identity(customer=customer, field=field, reason=request.POST.get("reason", ""), by=request.user)
    context = {"id": f"mask-{field}", "shown": clear, "customer": customer, "label": providers.FIELDS[field]}
    template = "components/mask.html" if request.htmx else "customers/revealed.html"
    return render(request, template, context)


@login_required
@require_http_methods(["GET", "POST"])
def statement(request, number, year):
    """A year's statement: the form for those who may enter it, the figures for everybody else."""
    customer = _visible(request, number)
    if not customer.is_company or not 1990 <= year <= dates.today().year:
        raise Http404
    period_end = date(year, 12, 31)
    found = customer.statements.filter(period_end=period_end).prefetch_related("lines").first()
    before = customer.statements.filter(period_end=date(year - 1, 12, 31)).prefetch_related("lines").first()
    refusal = permissions.may_enter_statement(request.user, customer)
    if found is None and refusal:
        raise Http404
    first = {"is_audited": found.is_audited, "version": found.version} if found else {}
    typed = request.POST if request.method == "POST" and not refusal else None
    kept = {"values": found.values() if found else {}, "before": before.values() if before else {}}
    form = StatementForm(typed, initial=first, **kept)
    if request.method == "POST":
        require(refusal)
        if request.htmx:
            form.is_valid()
            return render(
                request, "customers/_statement_check.html", _statement_check(customer, period_end, form.amounts)
            )
        if _save(request, form, customer, period_end):
            return redirect("customers:detail", customer.number)
    amounts = form.amounts if form.is_bound and hasattr(form, "cleaned_data") else kept["values"]
    context = {"customer": customer, "year": year, "form": form, "found": found, "may_enter": not refusal}
    context |= _statement_check(customer, period_end, amounts)
    return render(request, "customers/statement.html", context, status=422 if form.errors else 200)


def _save(request, form: StatementForm, customer: Customer, period_end: date) -> bool:
    if not form.is_valid():
        return False
    with refusals_on(form):
        save_statement(
            customer=customer,
            period_end=period_end,
            is_audited=form.cleaned_data["is_audited"],
            values=form.amounts,
            version=form.cleaned_data["version"],
            by=request.user,
        )
    if form.is_valid():
        messages.success(request, _("The statement of {year} was saved.").format(year=period_end.year))
    return form.is_valid()


def _statement_check(customer: Customer, period_end: date, amounts: dict) -> dict:
    """The totals of what stands in the form, and what does not add up."""
    problems = statement_problems(customer, period_end, amounts)
    entered = {code: value for code, value in amounts.items() if code in statements.ITEMS}
    return {
        "totals": [
            {"label": display.label_for(code), "value": value} for code, value in statements.totals(entered).items()
        ],
        "checks": [
            {
                "name": display.label_for(problem.item),
                "result": problem_sentence(problem),
                "tone": "is-late" if problem.severity == "error" else "is-warn",
            }
            for problem in problems
        ],
    }
