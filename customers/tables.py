"""Lists of customers."""

import django_tables2 as tables
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.numbering import shown
from core.tables import DayColumn, DeskTable, NumberColumn, RowLinkColumn, TextColumn
from customers.models import Customer


class CustomerTable(DeskTable):
    """Customers the reader may see; codes by their tail only."""

    caption = _("Customers")
    empty_hint = _("A customer you register stands here.")
    name = RowLinkColumn(verbose_name=_("Name"), linkify=("customers:detail", {"number": tables.A("number")}))
    number = NumberColumn(verbose_name=_("Number"))
    kind = TextColumn(verbose_name=_("Kind"), hide_narrow=True)
    identity_tail = NumberColumn(verbose_name=_("Code ends in"), orderable=False)
    account_manager = TextColumn(verbose_name=_("Account manager"), accessor="account_manager__name")
    department = TextColumn(
        verbose_name=_("Department"), accessor="department__name", hide_narrow=True, orderable=False
    )
    created_at = DayColumn(verbose_name=_("Registered on"))

    class Meta(DeskTable.Meta):
        model = Customer
        fields = ("name", "number", "kind", "identity_tail", "account_manager", "department", "created_at")
        order_by = "-created_at"

    def render_number(self, value):
        return shown(value)

    def render_created_at(self, value, column):
        return column.render(timezone.localdate(value))
