"""The room "customer file": every section with what is known, how complete it is, and the form to fill it in."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import attachments, dates, display
from core.fields import MoneyField
from core.numbering import shown
from core.service import require
from core.views import refusals_on, said_above
from customers import permissions, services
from customers.completeness import SECTIONS, Measure, Section, row_kinds, section_of
from customers.forms import RowForm, SectionForm, WithdrawForm
from customers.forms.dossier import masked, masks_of
from customers.identity import compact
from customers.labels import QUESTION_WORDS, REVEALED, ROW_WORDS, SECTION_WORDS
from customers.models import (
    ROWS,
    CompanyDetails,
    Customer,
    Fact,
    FileRow,
    IdentityPaper,
    LookAlike,
    rows_of,
    sealed_fields,
)
from customers.services import details_of
from customers.services.dossier import NOT_IN_FILE
from customers.views.frame import framed, visible
from customers.views.registering import ask_form

PLACE = "{url}#{section}"


@login_required
@require_GET
def file(request, number):
    """The whole file of a customer, section by section."""
    customer = visible(request, number)
    rows = rows_of(customer)
    measures = services.measures_of(customer, rows)
    context = framed(request, customer, "file")
    context["sections"] = [
        _section(customer, section, measures[section.code], rows, request.user) for section in SECTIONS[customer.kind]
    ]
    context["done"] = sum(entry.done for entry in measures.values())
    context["asked"] = sum(entry.asked for entry in measures.values())
    return render(request, "customers/file.html", context)


def _section(customer: Customer, section: Section, known: Measure, rows: dict, user) -> dict[str, Any]:
    may_edit = not permissions.may_edit(user, customer)
    groups = [_group(customer, kind, rows[kind], may_edit, user) for kind in section.rows if kind != "facts"]
    return {
        "code": section.code,
        "title": SECTION_WORDS[section.code],
        "measure": known,
        "missing": [_question(customer, code) for code in known.missing],
        "facts": _facts(customer, section, user),
        "masks": _masks(customer, section, user),
        "groups": groups,
        "edit_url": reverse("customers:section", args=[customer.number, section.code])
        if may_edit and section.fields
        else "",
        "knowledge": _knowledge(customer, rows["facts"], may_edit) if "facts" in section.rows else None,
    }


def _field(customer: Customer, name: str) -> Any:
    """The field of the file or of the kind's details that has this name."""
    if hasattr(Customer, name):
        return Customer._meta.get_field(name)
    return Customer._meta.get_field("company" if customer.is_company else "person").related_model._meta.get_field(name)


def _question(customer: Customer, code: str) -> str:
    return str(QUESTION_WORDS[code] if code in QUESTION_WORDS else _field(customer, code).verbose_name)


def _facts(customer: Customer, section: Section, user) -> list[dict[str, Any]]:
    """The single fields of a section that hold something, are not masked and name nobody whom the reader may not know."""
    details = details_of(customer)
    facts = []
    for name in section.fields:
        thing = customer if hasattr(Customer, name) else details
        text = _words(thing, _field(customer, name)) if thing is not None else ""
        if name == "referrer" and customer.referrer and not services.referrer_in_sight(customer, user):
            text = _("A customer outside your permission")
        if text and name not in ("phone", "email"):
            facts.append({"label": _field(customer, name).verbose_name, "value": text})
    if isinstance(details, CompanyDetails) and "enterprise_size" in section.fields:
        proposed = services.size_proposed(details)
        if proposed.size and proposed.size != details.enterprise_size:
            facts.append({"label": _("Size by the rule"), "value": CompanyDetails.Size(proposed.size).label})
    due = services.review_due_on(customer) if "aml_risk" in section.fields else None
    if due:
        facts.append({"label": _("Next review of the risk"), "value": display.iso(due)})
    return facts


def _words(thing: Any, field: models.Field) -> str:
    """A value as the file shows it; nothing where it is not known."""
    value = getattr(thing, field.name)
    if value is None or value is False or value == "":
        return ""
    if field.choices:
        return str(getattr(thing, f"get_{field.name}_display")())
    if isinstance(field, models.BooleanField):
        return _("Yes")
    if isinstance(field, models.DateField):
        return display.last_day(value) if field.name.endswith("_until") else display.iso(value)
    if field.is_relation:
        return f"{value.name} {shown(value.number)}"
    return display.in_words(value, "yuan") if isinstance(field, MoneyField) else str(value)


def _masks(customer: Customer, section: Section, user) -> list[dict[str, Any]]:
    may_reveal = not permissions.may_reveal(user, customer)
    return [
        {
            "id": f"mask-{name}",
            "label": _field(customer, name).verbose_name,
            "masked": masked(name, getattr(customer, name)),
            "reveal_url": reverse("customers:reveal", args=[customer.number, name]) if may_reveal else "",
        }
        for name in ("phone", "email")
        if name in section.fields and getattr(customer, name)
    ]


def _group(customer: Customer, kind: str, rows: list[FileRow], may_edit: bool, user) -> dict[str, Any]:
    may_reveal = not permissions.may_reveal(user, customer)
    words, act = ROW_WORDS[kind]
    return {
        "title": words,
        "act": act,
        "add_url": reverse("customers:row-add", args=[customer.number, kind]) if may_edit else "",
        "rows": [_line(customer, row, may_edit, may_reveal) for row in rows],
    }


def _line(customer: Customer, row: FileRow, may_edit: bool, may_reveal: bool) -> dict[str, Any]:
    """A row as a title, its further facts, and its masked values."""
    sealed = sealed_fields(type(row))
    fields: list[Any] = [type(row)._meta.get_field(name) for name in row.ASKED if name not in sealed]
    told = [(field, words) for field in fields if (words := _words(row, field))]
    most = 2 if len(told) > 1 and not isinstance(told[1][0], models.DateField | models.BooleanField) else 1
    most = 1 if len(told) > 1 and (isinstance(told[1][0], MoneyField) or row.ASKED[1] in sealed) else most
    return {
        "title": " ".join(words for _field, words in told[:most]),
        "facts": [{"label": field.verbose_name, "value": words} for field, words in told[most:]],
        "end": _end(row.ends_on),
        "masks": [
            {
                "id": f"mask-{row.uuid}-{name}",
                "label": REVEALED[f"{row.KIND}.{name}"],
                "masked": text,
                "reveal_url": reverse("customers:row-reveal", args=[customer.number, row.KIND, row.uuid, name])
                if may_reveal
                else "",
            }
            for name, text in masks_of(row).items()
        ],
        "papers": [
            {
                "label": type(row)._meta.get_field(name).verbose_name,  # type: ignore[union-attr]
                "picture_url": reverse("customers:row-paper", args=[customer.number, row.KIND, row.uuid, name]),
                "file_url": reverse("desk:attachment", args=[paper.uuid]),
            }
            for name in (() if isinstance(row, IdentityPaper) and not may_reveal else row.FILES)
            if (paper := getattr(row, name)) is not None
        ],
        "edit_url": reverse("customers:row", args=[customer.number, row.KIND, row.uuid]) if may_edit else "",
    }


def _end(day: date | None) -> dict[str, str] | None:
    """That a paper has expired or runs out soon, with its tone; None while there is time."""
    if day is None or day > services.noticed_until():
        return None
    if day < dates.today():
        return {"tone": "is-late", "words": _("Expired on {day}").format(day=display.iso(day))}
    return {"tone": "is-warn", "words": _("Runs out on {day}").format(day=display.iso(day))}


def _knowledge(customer: Customer, facts: list[Any], may_edit: bool) -> dict[str, Any]:
    """The facts by subject, the newest first; old ones are marked and shown grey."""
    last = services.fresh_since()
    by_day = sorted(facts, key=lambda fact: (fact.as_of, fact.pk), reverse=True)
    return {
        "add_url": reverse("customers:row-add", args=[customer.number, "facts"]) if may_edit else "",
        "market": services.market_notes_for(customer),
        "subjects": [
            {
                "title": subject.label,
                "facts": [
                    {
                        "text": fact.text,
                        "source": f"{fact.get_source_kind_display()}{pgettext('between a name and what is said of it', ': ')}"
                        f"{fact.source}",
                        "as_of": fact.as_of,
                        "is_old": fact.as_of < last,
                        "edit_url": reverse("customers:row", args=[customer.number, "facts", fact.uuid])
                        if may_edit
                        else "",
                    }
                    for fact in by_day
                    if fact.subject == subject
                ],
            }
            for subject in Fact.Subject
        ],
    }


def _back(customer: Customer, code: str):
    return redirect(PLACE.format(url=reverse("customers:file", args=[customer.number]), section=code))


def _section_of_rows(customer: Customer, kind: str) -> str:
    return next(section.code for section in SECTIONS[customer.kind] if kind in section.rows)


@login_required
@require_http_methods(["GET", "POST"])
def section(request, number, section):
    """The form of one section; what was typed stays whatever happens."""
    customer = visible(request, number)
    part = section_of(customer.kind, section)
    if part is None or not part.fields:
        raise Http404
    require(permissions.may_edit(request.user, customer))
    form = SectionForm(request.POST or None, customer=customer, section=part, user=request.user)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            changed = services.fill_section(
                customer=customer,
                section=section,
                version=form.cleaned_data["version"],
                values=form.values,
                by=request.user,
            )
        if form.is_valid():
            messages.success(request, _("Saved.") if changed else _("Nothing was changed."))
            return _back(customer, section)
    context = {"customer": customer, "form": form, "title": SECTION_WORDS[section], "section": section}
    return render(request, "customers/file_form.html", context, status=422 if form.errors else 200)


def _model(customer: Customer, kind: str) -> type[FileRow]:
    if kind not in row_kinds(customer.kind):
        raise Http404
    return ROWS[kind]


@login_required
@require_http_methods(["GET", "POST"])
def row_add(request, number, kind):
    """A new row of a file."""
    customer = visible(request, number)
    model = _model(customer, kind)
    require(permissions.may_edit(request.user, customer))
    form = RowForm(request.POST or None, request.FILES or None, customer=customer, model=model)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.add_row(
                customer=customer,
                kind=kind,
                values=form.values,
                submission_key=form.cleaned_data["submission_key"],
                files=form.uploads,
                by=request.user,
            )
        if form.is_valid():
            messages.success(request, _("Saved."))
            return _back(customer, _section_of_rows(customer, kind))
    context = {"customer": customer, "form": form, "title": ROW_WORDS[kind][1], **_claimed(request, customer, form)}
    context["section"] = _section_of_rows(customer, kind)
    return render(request, "customers/file_form.html", context, status=422 if form.errors else 200)


def _claimed(request, customer: Customer, form: RowForm) -> dict[str, Any]:
    """After a paper of another file was refused: the pair of both, and the way to ask for that file."""
    if not form.has_error("paper_number"):
        return {}
    # As the row would say it: a number that is kept is not typed again where only the type is changed.
    said: Any = form.row
    number, paper = compact(said.paper_number), said.paper_type
    kept = Customer.objects.with_identity(number, paper).exclude(pk=customer.pk).first()
    if kept is None:
        return {}
    return {
        "pair": LookAlike.objects.visible_to(request.user).of(customer).open().of(kept).first(),
        "kept_by": services.kept_sentence(kept, request.user),
        "ask_form": ask_form(kept, request.user, number, paper),
    }


@login_required
@require_http_methods(["GET", "POST"])
def row(request, number, kind, uuid):
    """Change a row of a file, or take it out."""
    customer = visible(request, number)
    found = get_object_or_404(_model(customer, kind).objects.of(customer), uuid=uuid)
    require(permissions.may_edit(request.user, customer))
    if found.withdrawn_at is not None:
        return _gone(request, customer, kind)
    form = RowForm(request.POST or None, request.FILES or None, customer=customer, model=type(found), row=found)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.change_row(
                customer=customer,
                kind=kind,
                uuid=uuid,
                version=form.cleaned_data["version"],
                values=form.values,
                files=form.uploads,
                by=request.user,
            )
        if form.is_valid():
            messages.success(request, _("Saved."))
            return _back(customer, _section_of_rows(customer, kind))
    return _row_page(request, customer, found, form, WithdrawForm(initial={"version": found.version}))


def _gone(request, customer: Customer, kind: str, typed: str = ""):
    """Somebody took the row out meanwhile; a row may hold what is sealed, so that only the reason is said again."""
    sentence: Any = NOT_IN_FILE
    if request.method == "POST" and not typed:
        sentence = _("This is no longer in the file. What you typed was not kept; if it still holds, add it anew.")
    at = PLACE.format(url=reverse("customers:file", args=[customer.number]), section=_section_of_rows(customer, kind))
    return said_above(request, sentence, at=at, typed=typed)


def _row_page(request, customer: Customer, found: FileRow, form: RowForm, withdraw: WithdrawForm):
    context = {"customer": customer, "form": form, "row": found, "withdraw": withdraw}
    context |= _claimed(request, customer, form)
    context |= {"title": ROW_WORDS[found.KIND][0], "section": _section_of_rows(customer, found.KIND)}
    has_errors = form.errors or withdraw.errors
    return render(request, "customers/file_form.html", context, status=422 if has_errors else 200)


@login_required
@require_POST
def row_withdraw(request, number, kind, uuid):
    """Take a row out of the file, with the reason."""
    customer = visible(request, number)
    found = get_object_or_404(_model(customer, kind).objects.of(customer), uuid=uuid)
    require(permissions.may_edit(request.user, customer))
    if found.withdrawn_at is not None:
        return _gone(request, customer, kind, request.POST.get("reason", ""))
    form = WithdrawForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            services.withdraw_row(customer=customer, kind=kind, uuid=uuid, by=request.user, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, _("Taken out of the file."))
            return _back(customer, _section_of_rows(customer, kind))
    return _row_page(request, customer, found, RowForm(customer=customer, model=type(found), row=found), form)


@login_required
@require_GET
def row_paper(request, number, kind, uuid, name):
    """The first page of a paper of a row as a picture (S28): drawn anew, never the file itself."""
    customer = visible(request, number)
    model = _model(customer, kind)
    found = get_object_or_404(model.objects.standing().of(customer), uuid=uuid)
    paper = getattr(found, name) if name in model.FILES else None
    if paper is not None and isinstance(found, IdentityPaper):
        paper = services.show_paper(customer=customer, paper=paper, by=request.user)
    picture = attachments.preview(paper) if paper is not None else None
    if picture is None:
        raise Http404
    response = HttpResponse(picture, content_type="image/png")
    response["Content-Disposition"] = "inline"
    return response


@login_required
@require_POST
def row_reveal(request, number, kind, uuid, field):
    """One masked field of a row in full, for a reason, recorded."""
    customer = visible(request, number)
    found = get_object_or_404(_model(customer, kind).objects.standing().of(customer), uuid=uuid)
    reason = request.POST.get("reason", "")
    clear = services.reveal_row(
        customer=customer, kind=kind, uuid=found.uuid, field=field, reason=reason, by=request.user
    )
    words = REVEALED[f"{kind}.{field}"]
    context = {"id": f"mask-{found.uuid}-{field}", "shown": clear, "customer": customer, "label": words}
    return render(request, "components/mask.html" if request.htmx else "customers/revealed.html", context)
