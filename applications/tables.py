"""The list of applications."""

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from applications.models import Application, OldProject
from applications.states import Status
from core import dates, numbering
from core.tables import (
    AmountColumn,
    DayColumn,
    DeskTable,
    NumberColumn,
    RowLinkColumn,
    StatusColumn,
    SummedTable,
    TextColumn,
    count_in,
    total_of,
)


class ApplicationTable(DeskTable):
    """What the file has beside the page's columns is not visible here. Needs `ApplicationQuerySet.with_names()`."""

    caption = _("Applications")
    empty_hint = _("Open the first application from a customer's file.")

    customer = RowLinkColumn(
        accessor="customer__name", verbose_name=_("Customer"), linkify=("desk:case", {"number": tables.A("number")})
    )
    number = NumberColumn(verbose_name=_("Number"))
    amount = AmountColumn(verbose_name=_("Amount"))
    product = TextColumn(
        accessor="product_version__product__shown_name",
        verbose_name=_("Product"),
        order_by="product_version__product__name",
        hide_narrow=True,
    )
    account_manager = TextColumn(accessor="account_manager__name", verbose_name=_("Account manager"), hide_narrow=True)
    status = StatusColumn(verbose_name=_("Stage"))
    status_since = TextColumn(verbose_name=_("Days there"), hide_narrow=True)
    deadline = DayColumn(verbose_name=_("Investigation due"), due=True)
    decline_code = TextColumn(verbose_name=_("Why it was not accepted"), visible=False)
    end_reason = TextColumn(verbose_name=_("Why it ended"), visible=False)

    class Meta(DeskTable.Meta):
        model = Application
        fields = (
            "customer", "number", "amount", "product", "account_manager", "status", "status_since", "deadline",
            "decline_code", "end_reason",
        )  # fmt: skip

    def render_status(self, record, bound_column):
        if record.is_suspended:
            return format_html('<span class="ld-status is-stopped">{}</span>', _("Suspended"))
        if record.is_returned:
            return format_html('<span class="ld-status is-warn">{}</span>', _("Returned"))
        return bound_column.column.render(record, bound_column)

    def value_status(self, record, bound_column):
        if record.is_suspended or record.is_returned:
            return _("Suspended") if record.is_suspended else _("Returned")
        return bound_column.column.value(record, bound_column)

    def render_deadline(self, value, record, bound_column):
        deadline = self.value_deadline(value, record)
        return bound_column.column.render(deadline) if deadline else ""

    def value_deadline(self, value, record):
        """The investigation's deadline says nothing any more once the report has gone up."""
        return value if record.status in {Status.ACCEPTED, Status.INVESTIGATING} else None

    def render_number(self, value):
        return numbering.shown(value)

    def value_status_since(self, value):
        return (dates.now() - value).days

    def render_status_since(self, value):
        days = self.value_status_since(value)
        return format_html('<span class="ld-num">{}</span>', ngettext("{n} day", "{n} days", days).format(n=days))


class LedgerTable(SummedTable):
    """Projects in the ledger; `totals` are the sums of every row of the list by column, empty when it is too long.

    What the file has beside the page's columns is not visible here. Needs `ApplicationQuerySet.with_names()`.
    """

    caption = _("Project ledger")
    empty_hint = _("A project enters the ledger when its report goes up.")

    customer = RowLinkColumn(
        accessor="customer__name",
        verbose_name=_("Customer"),
        linkify=("desk:case", {"number": tables.A("number")}),
        footer=count_in(lambda count: ngettext("{count} project", "{count} projects", count)),
    )
    ledger_number = NumberColumn(verbose_name=_("Ledger number"), hide_narrow=False)
    ledger_on = DayColumn(verbose_name=_("Entered on"), start_narrow=True)
    number = NumberColumn(verbose_name=_("Application number"), visible=False)
    product = TextColumn(
        accessor="product_version__product__shown_name",
        verbose_name=_("Product"),
        order_by="product_version__product__name",
        visible=False,
    )
    amount = AmountColumn(verbose_name=_("Applied for"), footer=total_of)
    term_months = NumberColumn(verbose_name=_("Term in months"), visible=False)
    status = StatusColumn(verbose_name=_("Stage"))
    account_manager = TextColumn(accessor="account_manager__name", verbose_name=_("Account manager"), hide_narrow=True)
    second_investigator = TextColumn(
        accessor="second_investigator__name", verbose_name=_("Second investigator"), visible=False
    )
    department = TextColumn(accessor="department__name", verbose_name=_("Department"), visible=False)

    class Meta(DeskTable.Meta):
        model = Application
        fields = ("customer", "ledger_number", "ledger_on", "amount")
        sequence = ("customer", "ledger_number", "ledger_on", "amount", "...", "status", "account_manager")

    def __init__(self, *args, sums: list, **kwargs):
        """`sums` are the columns of later apps: `applications.providers.LedgerColumn`."""
        added = [
            (column.code, AmountColumn(verbose_name=column.label, hide_narrow=True, footer=total_of)) for column in sums
        ]
        super().__init__(*args, extra_columns=added, **kwargs)

    def render_ledger_number(self, value):
        return numbering.shown(value)

    def render_number(self, value):
        return numbering.shown(value)


class OldProjectTable(SummedTable):
    """Rows of old ledgers; `totals` are the sums of every row by column, of those in `SUMMED`."""

    SUMMED = ("amount", "disbursed_amount", "balance")
    caption = _("Old ledger")
    empty_hint = _("What a spreadsheet brings from the time before stands here, to be read.")
    is_filtered = False
    customer = RowLinkColumn(
        accessor="customer__name",
        verbose_name=_("Customer"),
        linkify=("customers:detail", {"number": tables.A("customer__number")}),
        footer=count_in(lambda count: ngettext("{count} project", "{count} projects", count)),
    )
    number = NumberColumn(verbose_name=_("Old ledger number"), hide_narrow=False)
    entered_on = DayColumn(verbose_name=_("Entered on"))
    product_name = TextColumn(verbose_name=_("Product"), hide_narrow=True)
    amount = AmountColumn(verbose_name=_("Applied for"), footer=total_of)
    disbursed_amount = AmountColumn(verbose_name=_("Disbursed"), hide_narrow=True, footer=total_of)
    balance = AmountColumn(verbose_name=_("Balance"), footer=total_of)
    state = StatusColumn(verbose_name=_("Stage"))
    note = TextColumn(verbose_name=_("Note"), quiet=True)

    class Meta(DeskTable.Meta):
        model = OldProject
        fields = (
            "customer", "number", "entered_on", "product_name", "amount", "disbursed_amount", "balance", "state",
            "note",
        )  # fmt: skip
        order_by = "-entered_on"
