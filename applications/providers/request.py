"""The terms asked for, and what they would add to the exposure."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from applications.exposure import Exposure
from applications.models import Application
from applications.states import BEFORE_APPROVAL, Status
from core import dates, display


def request_of(application: Application) -> Decimal:
    """What this case would add to the exposure: nothing once it is approved and counted there, or has ended."""
    is_open = application.status in BEFORE_APPROVAL
    return application.amount or Decimal(0) if is_open else Decimal(0)


def exposure_notices(application: Application, exposure: Exposure) -> list[dict]:
    """While it can still be decided: that the group would owe more than it may."""
    if application.status not in BEFORE_APPROVAL or application.status == Status.DRAFT:
        return []
    title = _("Over the limit, cannot be approved as it stands.")
    return [{"tone": "is-late", "title": title, "text": sentence} for sentence in exposure.breaches]


def request_facts(application: Application) -> list[dict]:
    """The terms asked for and the people, as facts under the title."""
    facts = [
        {
            "label": _("Amount applied for"),
            "value": display.in_words(application.amount, "large"),
            "number": True,
            "strong": True,
        },
        {"label": _("Term"), "value": display.months(application.term_months), "number": True},
        {"label": _("Repayment"), "value": application.get_method_display()},
        {"label": _("Account manager"), "value": application.account_manager.name},
    ]
    if application.second_investigator:
        facts.append({"label": _("Second investigator"), "value": application.second_investigator.name})
    if application.deadline and application.status in {Status.ACCEPTED, Status.INVESTIGATING}:
        facts.append(
            {"label": _("Investigation due"), "value": display.day(application.deadline, dates.today()), "number": True}
        )
    return [fact for fact in facts if fact["value"]]
