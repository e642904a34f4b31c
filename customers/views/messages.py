"""Messages to customers: chosen by wording, filled in, looked at, sent; and the wordings themselves."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import display
from core.service import require
from core.views import refusals_on
from customers import permissions, providers
from customers.forms.messages import MessageForm, WordingForm
from customers.models import Customer, MessageTemplate
from customers.services import composed, send_message, send_refusal, write_message_template
from customers.views.frame import visible
from customers.wording import ALWAYS, ASKED


@login_required
@require_http_methods(["GET", "POST"])
def send(request, number):
    """Choose a wording and a language, fill it in, look at it, send it."""
    customer = visible(request, number)
    require(permissions.may_log_contact(request.user, customer))
    asked = request.POST if request.method == "POST" else request.GET
    template = _chosen(asked, customer)
    if template is None:
        return render(request, "customers/message.html", {"customer": customer, "template": None})
    form = MessageForm(request.POST or None, template=template, initial=_known(request, customer))
    preview = None
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            preview = composed(customer, template, form.values, request.user)
            if "send" in request.POST:
                key = form.cleaned_data["submission_key"]
                send_message(
                    customer=customer, template=template, values=form.values, submission_key=key, by=request.user
                )
        if form.is_valid() and "send" in request.POST:
            messages.success(request, _("Queued. It stays on the time line with the state of the mail."))
            return redirect("customers:contacts", customer.number)
    context = {
        "customer": customer,
        "template": template,
        "form": form,
        "preview": preview if form.is_valid() else None,
        "refusal": send_refusal(customer, template),
        "address": display.mask_email(customer.email),
        **_tabs(request.path, template, customer),
    }
    return render(request, "customers/message.html", context, status=422 if form.errors else 200)


def _chosen(asked: Any, customer: Customer) -> MessageTemplate | None:
    """The wording in force; the first one in the customer's language until somebody chooses. None where none exist."""
    rows = MessageTemplate.objects.in_force()
    code = asked.get("template") or rows.order_by("code").values_list("code", flat=True).first()
    if code is None:
        return None
    found = rows.filter(code=code, language=asked.get("language") or customer.language).first()
    if found is None and not asked.get("language"):
        found = rows.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _known(request, customer: Customer) -> dict[str, Any]:
    """What a message begins with: the papers that are missing, one a line."""
    return {"papers": "\n".join(providers.papers_missing(customer, request.user))}


def _tabs(path: str, template: MessageTemplate, customer: Customer) -> dict[str, list[dict]]:
    rows = list(MessageTemplate.objects.in_force().order_by("code", "language"))
    names = {row.code: row.name for row in rows}
    names |= {row.code: row.name for row in rows if row.language == get_language()}
    known = dict(settings.LANGUAGES)
    return {
        "tabs": [
            {"label": name, "url": f"{path}?template={code}", "current": code == template.code}
            for code, name in names.items()
        ],
        "languages": [
            {
                "label": known[row.language],
                "url": f"{path}?template={row.code}&language={row.language}",
                "current": row.language == template.language,
            }
            for row in rows
            if row.code == template.code
        ],
    }


@login_required
@require_GET
def templates(request):
    """The wordings in force by code and language, and those that come."""
    in_force = set(MessageTemplate.objects.in_force().values_list("pk", flat=True))
    rows = MessageTemplate.objects.order_by("code", "language", "-number").select_related("made_by")
    context = {
        "rows": [{"template": row, "rules": row.pk in in_force} for row in rows],
        "may_write": not permissions.may_write_templates(request.user),
    }
    return render(request, "customers/message_templates.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def write_template(request):
    """A new version of a wording, beginning with the one in force; or the first of a new one."""
    require(permissions.may_write_templates(request.user))
    kept = MessageTemplate.objects.in_force().filter(
        code=request.GET.get("code", "")[:30], language=request.GET.get("language", "")[:10]
    )
    first = kept.values("code", "language", "name", "purpose", "subject", "body").first()
    form = WordingForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            row = write_message_template(by=request.user, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, _("Version {number} is kept.").format(number=row.number))
            return redirect(reverse("customers:message-templates"))
    context = {"form": form, "placeholders": [f"{{{name}}}" for name in (*ALWAYS, *ASKED)]}
    return render(request, "customers/message_template.html", context, status=422 if form.errors else 200)
