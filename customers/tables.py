"""Lists of customers."""

import django_tables2 as tables
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from core.numbering import shown
from core.tables import DayColumn, DeskTable, NumberColumn, RowLinkColumn, StatusColumn, TextColumn
from customers.models import BlacklistEntry, Consultation, Customer, InsiderEntry


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


class ConsultationTable(DeskTable):
    """The consultation register; phones are not in it."""

    caption = _("Consultations")
    empty_hint = _("What somebody asks stands here, with or without a file.")
    name = RowLinkColumn(
        verbose_name=_("Who asked"), linkify=("customers:consultation", {"uuid": tables.A("uuid")}), orderable=False
    )
    need = TextColumn(verbose_name=_("Need"), orderable=False)
    topic = TextColumn(verbose_name=_("Topic"), orderable=False, hide_narrow=True)
    status = StatusColumn(verbose_name=_("State"), orderable=False)
    account_manager = TextColumn(
        verbose_name=_("Account manager"), accessor="account_manager__name", orderable=False, hide_narrow=True
    )
    answer_minutes = tables.Column(
        verbose_name=_("Minutes to the answer"),
        orderable=False,
        default="",
        attrs={"th": {"class": "ld-r"}, "td": {"class": "ld-r ld-hide-narrow"}},
    )
    asked_at = DayColumn(verbose_name=_("Asked on"))

    class Meta(DeskTable.Meta):
        model = Consultation
        fields = ("name", "need", "topic", "status", "account_manager", "answer_minutes", "asked_at")
        order_by = "-asked_at"

    def render_need(self, value):
        return Truncator(value).chars(60)

    def render_asked_at(self, value, column):
        return column.render(timezone.localdate(value))


class EntryTable(DeskTable):
    """Somebody on a list of our own; the code by its tail only."""

    empty_hint = _("Whoever is entered here is found in the files at once.")
    name = RowLinkColumn(verbose_name=_("Name"))
    kind = TextColumn(verbose_name=_("Kind"), hide_narrow=True)
    identity_tail = NumberColumn(verbose_name=_("Code ends in"), orderable=False)
    reason = TextColumn(verbose_name=_("Reason"), orderable=False)
    added_by = TextColumn(verbose_name=_("Entered by"), accessor="added_by__name", hide_narrow=True, orderable=False)
    created_at = DayColumn(verbose_name=_("Entered on"))
    valid_to = DayColumn(verbose_name=_("Until"))
    lifted_on = DayColumn(verbose_name=_("Lifted on"), default="")

    class Meta(DeskTable.Meta):
        fields: tuple[str, ...] = ()

    def render_created_at(self, value, column):
        return column.render(timezone.localdate(value))


class BlacklistTable(EntryTable):
    caption = _("Blacklist")
    name = RowLinkColumn(
        verbose_name=_("Name"), linkify=("customers:list-entry", {"which": "blacklist", "uuid": tables.A("uuid")})
    )

    class Meta(EntryTable.Meta):
        model = BlacklistEntry
        fields = ("name", "kind", "identity_tail", "reason", "added_by", "created_at", "valid_to", "lifted_on")


class InsiderTable(EntryTable):
    caption = _("Staff and related parties")
    name = RowLinkColumn(
        verbose_name=_("Name"), linkify=("customers:list-entry", {"which": "insiders", "uuid": tables.A("uuid")})
    )
    relation = TextColumn(verbose_name=_("Relation"))

    class Meta(EntryTable.Meta):
        model = InsiderEntry
        fields = ("name", "relation", "identity_tail", "reason", "added_by", "created_at", "valid_to", "lifted_on")
