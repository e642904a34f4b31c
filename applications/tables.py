"""The list of applications."""

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from applications.models import Application
from applications.states import Status
from core import dates, numbering
from core.tables import AmountColumn, DayColumn, DeskTable, NumberColumn, RowLinkColumn, StatusColumn, TextColumn


class ApplicationTable(DeskTable):
    """Needs `ApplicationQuerySet.with_names()`."""

    caption = _("Applications")
    empty_hint = _("Open the first application from a customer's file.")

    customer = RowLinkColumn(
        accessor="customer__name", verbose_name=_("Customer"), linkify=("desk:case", {"number": tables.A("number")})
    )
    number = NumberColumn(verbose_name=_("Number"))
    amount = AmountColumn(verbose_name=_("Amount"))
    product = TextColumn(accessor="product_version__product__name", verbose_name=_("Product"), hide_narrow=True)
    account_manager = TextColumn(accessor="account_manager__name", verbose_name=_("Account manager"), hide_narrow=True)
    status = StatusColumn(verbose_name=_("Stage"))
    status_since = TextColumn(verbose_name=_("Days there"), hide_narrow=True)
    deadline = DayColumn(verbose_name=_("Investigation due"), due=True)

    class Meta(DeskTable.Meta):
        model = Application
        fields = ("customer", "number", "amount", "product", "account_manager", "status", "status_since", "deadline")

    def render_status(self, record, bound_column):
        if record.is_suspended:
            return format_html('<span class="ld-status is-stopped">{}</span>', _("Suspended"))
        if record.is_returned:
            return format_html('<span class="ld-status is-warn">{}</span>', _("Returned"))
        return bound_column.column.render(record, bound_column)

    def render_deadline(self, value, record, bound_column):
        """The investigation's deadline says nothing any more once the report has gone up."""
        is_running = record.status in {Status.ACCEPTED, Status.INVESTIGATING}
        return bound_column.column.render(value) if is_running else ""

    def render_number(self, value):
        return numbering.shown(value)

    def render_status_since(self, value):
        days = (dates.now() - value).days
        return format_html('<span class="ld-num">{}</span>', ngettext("{n} day", "{n} days", days).format(n=days))
