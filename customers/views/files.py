"""Customers: the list, the file, checks while typing."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, dates, display, sheets
from core.numbering import shown
from core.pdf import unprintable
from core.service import require
from core.tables import page_through
from core.text import plain_text
from core.views import led_back, narrowing, refusals_on, way_back
from customers import identity as identities
from customers import permissions, providers
from customers.calls import CONSULTATION, PLAN, VISIT, calls_about
from customers.filters import CustomerFilter
from customers.forms import EDIT_FORMS, NEW_FORMS, SegmentForm
from customers.labels import identity_label
from customers.models import Consultation, Customer, CustomerKind, IdentityType, Segment
from customers.screening import hit_notices
from customers.services import (
    details_of,
    duplicate_sentence,
    identity_problem,
    register_customer,
    register_from_consultation,
    reveal_identity,
    update_customer,
)
from customers.services.privacy import is_private
from customers.tables import CustomerTable
from customers.views.contacts import as_uuid
from customers.views.frame import framed, visible
from customers.views.private import in_address, keeps_private_out
from customers.views.registering import chosen_paper, field_notes, verdicts_of, warnings_for
from customers.views.segments import criteria_of, listed, query_of
from customers.views.statements import open_years, statement_checks, statement_rows
from staff.models import Task
from staff.roles import Scope

LATEST_EVENTS = 15
MOST_TASKS = 20
MOST_SEGMENTS = 30


@login_required
@require_http_methods(["GET", "POST"])
@keeps_private_out
def list_customers(request):
    """Customers the reader may see. The filter is posted: the address holds neither names nor numbers of people."""
    if request.method == "POST" and not is_private(request.POST.get("q", "")):
        return redirect(f"{request.path}?{in_address(request, request.POST)}")
    user = request.user
    filterset = CustomerFilter(request.POST or narrowing.said(request), listed(user), by=user)
    table = CustomerTable(filterset.qs)
    if sheets.is_asked(request):
        return sheets.export(request, table, name="customers")
    page_through(request, table)
    scopes = user.scopes()
    lists = {"blacklist": _("Blacklist"), "insiders": _("Staff and related parties")}
    context = {
        "table": table,
        "filter": filterset,
        "may_register": not permissions.may_register(user),
        "near_files": bool(scopes & {Scope.OWN, Scope.DEPARTMENT, Scope.ALL}),
        "may_see_load": bool(scopes & {Scope.DEPARTMENT, Scope.ALL}),
        "own_lists": [pair for pair in lists.items() if not permissions.may_read_list(user, pair[0])],
        "segments": Segment.objects.visible_to(user).in_use()[:MOST_SEGMENTS],
        "criteria": query_of(criteria_of(narrowing.said(request))) if not permissions.may_save_segment(user) else "",
        "sort": request.GET.get("sort", ""),
        "segment_form": SegmentForm(),
    }
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
    answers = {"verdicts": verdicts_of(request.POST), "claim": request.POST.get("claim", "")[:300]}
    first = {"name": asked.name} if asked else None
    kept = {"kept_phone": asked.phone if asked else ""}
    form = NEW_FORMS[kind](request.POST or None, by=request.user, initial=first, **kept, **answers)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            values = {
                "kind": kind,
                "identity": form.cleaned_data["identity"],
                "identity_type": form.cleaned_data["identity_type"],
                "details": form.details,
                "submission_key": form.cleaned_data["submission_key"],
                **answers,
                **form.values,
            }
            if asked is None:
                customer = register_customer(by=request.user, **values)
            else:
                customer = register_from_consultation(consultation=asked, values=values, by=request.user)
        if form.is_valid():
            messages.success(request, _("Registered: {name}.").format(name=customer.name))
            if onward := way_back(request):
                # The page one is led back to may be another one than the file, which says it on every page.
                for hit in hit_notices(customer, request.user):
                    colon = pgettext("between a name and what is said of it", ": ")
                    messages.warning(request, f"{hit['title']}{colon}{hit['text']}")
                return redirect(led_back(onward, customer=customer.number))
            return redirect("customers:detail", customer.number)
    onward, found = way_back(request), _found(request, kind, asked)
    for note in found["notes"]:
        form.say(note["name"], note["text"], note["tone"])
    context = {"form": form, "kind": kind, "tabs": _kind_tabs(kind, asked, onward), **found}
    context |= {"consultation": asked, "onward": onward}
    return render(request, "customers/new.html", context, status=422 if form.errors else 200)


def taken_over(request) -> Consultation | None:
    """The consultation whose asker becomes a customer, named by its uuid: no personal data stands in the address."""
    chosen = request.POST.get("consultation") or request.GET.get("consultation")
    if not chosen:
        return None
    mine = Consultation.objects.visible_to(request.user).filter(customer=None)
    return get_object_or_404(mine, uuid=as_uuid(chosen))


def _kind_tabs(kind: str, asked: Consultation | None, onward: str) -> list[dict]:
    address, kept = reverse("customers:new"), {"consultation": str(asked.uuid)} if asked else {}
    kept |= {"next": onward} if onward else {}
    return [
        {"label": label, "url": f"{address}?{urlencode({'kind': value, **kept})}", "current": value == kind}
        for value, label in reversed(CustomerKind.choices)
    ]


@login_required
@require_POST
def check(request):
    """What can be said of a customer while it is being typed; nothing is kept."""
    require(permissions.may_register(request.user))
    if request.POST.get("is_file"):
        found = {"checks": _file_checks(plain_text(request.POST.get("name", "")[:200]))}
    else:
        kind = request.POST.get("kind", "")
        found = _found(request, kind if kind in NEW_FORMS else CustomerKind.COMPANY.value, taken_over(request))
    return render(request, "customers/_checks.html", {"is_alone": True, **found})


def _checks(request, kind: str) -> list[dict]:
    typed = {name: plain_text(request.POST.get(name, "")[:200]) for name in ("name", "identity", "phone", "founded_on")}
    code = identities.compact(typed["identity"])
    paper = chosen_paper(request.POST, kind)
    checks = [{"name": identity_label(paper), "result": _("not typed yet"), "tone": ""}]
    if code:
        problem = identity_problem(kind, code, paper)
        checks[0] |= {"result": problem or _fits(paper), "tone": "is-late" if problem else "is-good"}
        kept = "" if problem else str(duplicate_sentence(code, request.user, paper))
        if not problem:
            result, tone = (kept, "is-late") if kept else (_("nobody keeps it yet"), "is-good")
            checks.append({"name": _("Duplicates"), "result": result, "tone": tone})
        if not problem and identities.tells_birth(paper):
            born = identities.birth_date(code)
            years = identities.age(born, dates.today())
            words = _("{date}, {years} years old").format(date=born, years=years)
            checks.append(
                {"name": _("Date of birth"), "result": words, "tone": "is-good" if years >= 18 else "is-warn"}
            )
    return checks + _unprintable(typed["name"])


def _fits(paper: str) -> str:
    """Only some papers have a number whose last character tells that it was typed right."""
    has_digit = identities.tells_birth(paper) or paper == IdentityType.CREDIT_CODE
    return _("fits its check digit") if has_digit else _("has the form of such a number")


def _file_checks(name: str) -> list[dict]:
    """What can be said of the new name of a file; its identity stays, and it was compared with others at the start."""
    return _unprintable(name) or [{"name": _("Name"), "result": _("documents can print it"), "tone": "is-good"}]


def _unprintable(name: str) -> list[dict]:
    lacking = unprintable(name)
    if not lacking:
        return []
    words = _("documents cannot print “{character}” and show 〓 in its place: it is written in by hand")
    return [{"name": _("Name"), "result": words.format(character=lacking[0]), "tone": "is-warn"}]


def _found(request, kind: str, asked: Consultation | None) -> dict:
    """What stands beside the form: the checks, files that look alike, and whose field the customer lies in."""
    checks, warned = _checks(request, kind), warnings_for(request, kind, asked)
    if warned["is_known"]:
        result, tone = (_("decide below"), "is-warn") if warned["candidates"] else (_("none"), "is-good")
        checks.append({"name": _("Possibly the same customer"), "result": result, "tone": tone})
    return {"checks": checks, **warned, "notes": field_notes(request, kind, warned)}


@login_required
@require_GET
def detail(request, number):
    """One customer: the file with masked identifiers, statements, cases, what happened."""
    customer = visible(request, number)
    if customer.number != number:
        messages.info(request, _("{number} was merged into this file.").format(number=shown(number)))
        return redirect("customers:detail", customer.number)
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
        "tasks": _open_tasks(customer, request.user),
        "events": _events(customer),
    }
    return render(request, "customers/detail.html", context)


def _open_tasks(customer: Customer, user) -> list[dict]:
    """What somebody still has to do about the customer or a case of theirs that the reader may open, soonest first.

    Tasks, and beside them the visits, contacts and answers that are not tasks of anybody (L13.2.5).
    """
    about = [customer.uuid, *(thing.uuid for thing in providers.things_of(customer, user))]
    calls = calls_about(customer, user)
    asked = [call.url for call in calls if call.kind == CONSULTATION]  # a task that only reminds of one stands once
    tasks = Task.objects.filter(case_uuid__in=about).exclude(url__in=asked).open().select_related("assignee")
    found = [
        {
            "what": task.title,
            "url": task.url if task.assignee_id == user.pk else "",
            "why": task.assignee.name,
            "due_on": task.due_on,
        }
        for task in tasks[:MOST_TASKS]
    ]
    names = {VISIT: pgettext("a contact", "Visit"), PLAN: _("Contact to make"), CONSULTATION: _("Question of {name}")}
    found += [
        {
            "what": names[call.kind].format(name=call.who),
            "url": call.url,
            "who": call.owner.name,
            "why": call.what,
            "due_on": call.due_on,
        }
        for call in calls
    ]
    return sorted(found, key=lambda row: row["due_on"])[:MOST_TASKS]


def _masks(customer: Customer, user) -> list[dict]:
    """Identifiers by their ends, and where each can be asked for in full."""
    may_reveal = not permissions.may_reveal(user, customer)
    masked = {
        "identity": display.mask_identity(customer.identity),
        "phone": display.mask_phone(customer.phone),
        "email": display.mask_email(customer.email),
        "address": customer.address[:6] + display.DOTS if customer.address else "",
    }
    own = identity_label(customer.identity_type)
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
    """The latest events of the file and of all that hangs on it, newest first.

    What was done to two files at once stands in the trail of both; where they became one it is told once.
    """
    told = [
        {
            "text": audit.sentence(event),
            "when": timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M"),
            "who": event.actor.name if event.actor else "",
            "tone": "is-bad" if event.action.endswith(".refused") else "",
        }
        for event in audit.events_of(customer.uuid, *customer.merged_files.values_list("uuid", flat=True))[
            :LATEST_EVENTS
        ]
        if not audit.is_slip(event) and (event.action.endswith(".refused") or audit.is_whole(event))
    ]
    return [row for place, row in enumerate(told) if row not in told[:place]]


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
    context = {
        "customer": customer,
        "form": form,
        "masked": display.mask_identity(customer.identity),
        "checks": _file_checks(plain_text(str(form["name"].value() or "")[:200])),
    }
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
