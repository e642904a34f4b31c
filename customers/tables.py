"""Lists of customers."""

import django_tables2 as tables
from django.db.models import F
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core import dates, display
from core.numbering import shown
from core.tables import AmountColumn, DayColumn, DeskTable, NumberColumn, RowLinkColumn, StatusColumn, TextColumn
from customers.models import BlacklistEntry, Consultation, Customer, InsiderEntry, ValueGrade, ValueReview


class CustomerTable(DeskTable):
    """Customers the reader may see; codes by their tail only. Its rows are `with_value` and `with_contact_days`."""

    caption = _("Customers")
    empty_hint = _("A customer you register stands here.")
    name = RowLinkColumn(verbose_name=_("Name"), linkify=("customers:detail", {"number": tables.A("number")}))
    number = NumberColumn(verbose_name=_("Number"))
    kind = TextColumn(verbose_name=_("Kind"), visible=False)
    identity_tail = NumberColumn(verbose_name=_("Code ends in"), orderable=False)
    value_grade = tables.Column(verbose_name=_("Value grade"), orderable=False, default="")
    account_manager = TextColumn(verbose_name=_("Account manager"), accessor="account_manager__name", hide_narrow=True)
    department = TextColumn(verbose_name=_("Department"), accessor="department__name", visible=False)
    last_contact = DayColumn(
        verbose_name=_("Last contact"), accessor="last_contact_at", empty_values=(), start_narrow=True
    )
    next_contact = DayColumn(verbose_name=_("Next contact"), accessor="pk", orderable=False, due=True)
    created_at = DayColumn(verbose_name=_("Registered on"), hide_narrow=True)
    # What a file holds besides what the page has room for.
    exported = ("kind", "department")

    class Meta(DeskTable.Meta):
        model = Customer
        fields: tuple[str, ...] = (
            "name",
            "number",
            "kind",
            "identity_tail",
            "value_grade",
            "account_manager",
            "department",
            "last_contact",
            "next_contact",
            "created_at",
        )
        order_by = "-created_at"

    def render_number(self, value):
        return shown(value)

    def render_value_grade(self, value):
        words, tone = display.state(ValueGrade(value))
        return format_html('<span class="{}">{}</span>', f"ld-status {tone}".strip(), words)

    def value_value_grade(self, value):
        return str(ValueGrade(value).label) if value else ""

    def render_created_at(self, value, column):
        return column.render(timezone.localdate(value))

    def value_created_at(self, value):
        return timezone.localdate(value)

    def order_last_contact(self, rows, is_descending):
        """The longest without a contact first, those never spoken to before all."""
        latest = F("last_contact_at")
        order = latest.desc(nulls_last=True) if is_descending else latest.asc(nulls_first=True)
        return rows.order_by(order, "name"), True

    def render_last_contact(self, value):
        if value is None:
            return format_html('<span class="ld-meta">{}</span>', gettext("never"))
        days = (dates.today() - timezone.localdate(value)).days
        words = ngettext("{days} day ago", "{days} days ago", days).format(days=days) if days else gettext("today")
        return format_html('<span class="ld-nb" title="{}">{}</span>', timezone.localdate(value).isoformat(), words)

    def value_last_contact(self, value):
        return timezone.localdate(value) if value is not None else None

    def render_next_contact(self, record, column):
        day = self.value_next_contact(record)
        return column.render(day) if day else ""

    def value_next_contact(self, record):
        """The earliest of the planned visit and the contact to make."""
        return min((day for day in (record.next_visit_on, record.next_plan_on) if day), default=None)


class SegmentTable(CustomerTable):
    """A saved list: rows can be ticked, to plan contacts with them."""

    caption = _("Customers of the list")
    empty_hint = _("No customer you may open fits this list at the moment.")
    is_filtered = False
    next_contact = DayColumn(verbose_name=_("Next contact"), accessor="pk", orderable=False, due=True, hide_narrow=True)
    chosen = tables.TemplateColumn(
        '<input class="form-check-input" type="checkbox" name="chosen" value="{{ record.number }}" aria-label="{{ record.name }}">',
        verbose_name=_("Choose"),
        orderable=False,
        exclude_from_export=True,
    )

    class Meta(CustomerTable.Meta):
        fields = (*CustomerTable.Meta.fields, "chosen")
        exclude = ("created_at",)
        order_by = "name"


class ValueTable(DeskTable):
    """The value of each customer: its grade, and what it brought in this year and the year before."""

    caption = _("Value and contribution")
    empty_hint = _("The first review computes the value of every customer; run it here.")
    name = RowLinkColumn(
        verbose_name=_("Customer"),
        accessor="customer__name",
        linkify=("customers:value", {"number": tables.A("customer__number")}),
    )
    grade = StatusColumn(verbose_name=_("Value grade"), field="grade", orderable=False)
    score = NumberColumn(
        verbose_name=_("Points"), attrs={"th": {"class": "ld-r"}, "td": {"class": "ld-r ld-num ld-hide-narrow"}}
    )
    balance = AmountColumn(verbose_name=_("Balance"), hide_narrow=True)
    income = AmountColumn(verbose_name=_("Interest received, twelve months"), start_narrow=True)
    income_before = AmountColumn(verbose_name=_("The twelve months before"), hide_narrow=True)
    change = AmountColumn(verbose_name=pgettext_lazy("of a figure", "Change"), orderable=False, hide_narrow=True)
    on = DayColumn(verbose_name=_("Reviewed on"), hide_narrow=True)

    class Meta(DeskTable.Meta):
        model = ValueReview
        fields = ("name", "grade", "score", "balance", "income", "income_before", "change", "on")
        order_by = "-income"

    def value_score(self, value):
        return value


class ConsultationTable(DeskTable):
    """The consultation register; phones are not in it."""

    caption = _("Consultations")
    empty_hint = _("What somebody asks stands here, with or without a file.")
    name = RowLinkColumn(
        verbose_name=_("Who asked"), linkify=("customers:consultation", {"uuid": tables.A("uuid")}), orderable=False
    )
    need = TextColumn(verbose_name=pgettext_lazy("of a consultation", "Need"), orderable=False)
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
    asked_at = DayColumn(verbose_name=pgettext_lazy("of a consultation", "Asked on"))

    class Meta(DeskTable.Meta):
        model = Consultation
        fields = ("name", "need", "topic", "status", "account_manager", "answer_minutes", "asked_at")
        order_by = "-asked_at"

    def render_need(self, value):
        return Truncator(value).chars(60)

    def value_need(self, value):
        return value

    def render_asked_at(self, value, column):
        return column.render(timezone.localdate(value))

    def value_asked_at(self, value):
        return timezone.localdate(value)


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

    def value_created_at(self, value):
        return timezone.localdate(value)


class BlacklistTable(EntryTable):
    caption = _("Blacklist")
    name = RowLinkColumn(
        verbose_name=_("Name"), linkify=("customers:list-entry", {"which": "blacklist", "uuid": tables.A("uuid")})
    )
    created_at = DayColumn(verbose_name=_("Entered on"), start_narrow=True)

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
