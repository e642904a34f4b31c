"""Lines for finance."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.models import Drawdown
from contracts.states import DrawdownStatus
from core import display
from core.numbering import shown
from desk.providers.lines import Line


def finance_lines(user) -> list[Line]:
    """Drawdowns to check or disburse: never one's own."""
    lines = []
    waiting = Drawdown.objects.open().exclude(requested_by=user).exclude(checked_by=user)
    for drawdown in waiting.select_related("contract__application__customer")[:100]:
        case = drawdown.contract.application
        what = _("Check the drawdown") if drawdown.status == DrawdownStatus.REQUESTED else _("Disburse the drawdown")
        why = display.joined([shown(drawdown.number), display.in_words(drawdown.amount, "yuan")])
        url = reverse("contracts:drawdown", args=[drawdown.number])
        lines.append(Line(what, case.customer.name, why, timezone.localdate(drawdown.created_at), url, _("Open")))
    return lines
