"""Lists of loans."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from core import dates
from core.numbering import shown
from core.tables import (
    AmountColumn,
    DayColumn,
    DeskTable,
    NumberColumn,
    PercentColumn,
    RowLinkColumn,
    SummedTable,
    TextColumn,
    count_in,
    total_of,
)
from servicing.models import Loan


class LoanTable(SummedTable):
    """Loans with balance, next due date and days late; `totals` are those of every row, not of the page."""

    caption = _("Loans")
    empty_hint = _("A loan stands here once its money is disbursed.")
    customer = RowLinkColumn(
        verbose_name=_("Customer"),
        accessor="customer__name",
        linkify=("servicing:loan", {"number": tables.A("number")}),
        footer=count_in(lambda count: ngettext("{count} loan", "{count} loans", count)),
    )
    number = NumberColumn(verbose_name=_("Number"))
    principal = AmountColumn(verbose_name=_("Disbursed"), visible=False)
    disbursed_on = DayColumn(verbose_name=_("Disbursed on"), visible=False)
    outstanding = AmountColumn(verbose_name=_("Balance"), footer=total_of)
    annual_rate = PercentColumn(verbose_name=_("Rate"), hide_narrow=True)
    next_due_on = DayColumn(verbose_name=_("Next due"), start_narrow=True, due=True)
    late_since = TextColumn(verbose_name=pgettext_lazy("a loan", "Overdue"))
    account_manager = TextColumn(
        verbose_name=_("Account manager"), accessor="account_manager__name", hide_narrow=True, quiet=True
    )

    class Meta(DeskTable.Meta):
        model = Loan
        fields = ("customer", "number", "outstanding", "annual_rate", "next_due_on", "late_since", "account_manager")
        order_by = "next_due_on"

    def render_number(self, value: str) -> str:
        return shown(value)

    def value_late_since(self, value) -> int:
        return (dates.today() - value).days

    def render_late_since(self, value) -> Any:
        days = self.value_late_since(value)
        words = ngettext("{days} day", "{days} days", days).format(days=days)
        return format_html('<span class="ld-status is-late">{}</span>', words)
