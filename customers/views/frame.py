"""What every page of a customer's file has around it: title, facts, notices and the tabs of its rooms."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core import dates, display
from core.numbering import shown
from customers import permissions, providers
from customers.models import Customer, MarkKind, ValueGrade
from customers.services import details_of


def visible(request, number: str) -> Customer:
    """The file under a number; that of a merged file gives the one it lives on in."""
    seen = Customer.objects.visible_to(request.user).with_owner().with_value()
    return get_object_or_404(seen.numbered(number))


def framed(request, customer: Customer, room: str) -> dict:
    """The context of `customers/base.html`; `room` is the code of the tab one is in."""
    rooms = sorted((entry for entry in providers.ROOMS if entry.shows(customer)), key=lambda entry: entry.position)
    return {
        "customer": customer,
        "badges": _badges(customer),
        "facts": _facts(customer),
        "notices": [notice for provide in providers.NOTICES for notice in provide(customer, request.user)],
        "tabs": [
            {
                "label": entry.label,
                "url": reverse(entry.url_name, args=[customer.number]),
                "current": entry.code == room,
            }
            for entry in rooms
        ],
        "is_overview": room == "overview",
        "may_edit": not permissions.may_edit(request.user, customer),
    }


def _badges(customer: Customer) -> list[dict]:
    """The value grade, what speaks against it, and the mark of a key customer, beside the name."""
    badges: list[dict] = []
    marks = set(customer.marks.in_force().values_list("kind", flat=True))
    grade = getattr(customer, "value_grade", None)
    if grade:
        words, tone = display.state(ValueGrade(grade))
        badges.append({"label": words, "tone": tone})
    if MarkKind.WATCH in marks or (grade and providers.is_watched(customer, dates.today())):
        # What a customer brought is no verdict on the risk: the two are read together.
        badges.append({"label": MarkKind.WATCH.label, "tone": "is-warn"})
    if MarkKind.KEY in marks:
        badges.append({"label": MarkKind.KEY.label, "tone": "is-good"})
    return badges


def _facts(customer: Customer) -> list[dict]:
    """The facts under the title: only those that are known."""
    facts: list[dict] = [
        {"label": _("Number"), "value": shown(customer.number), "number": True},
        {"label": _("Account manager"), "value": customer.account_manager.name},
        {"label": _("Department"), "value": customer.department.name},
    ]
    details = details_of(customer)
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
