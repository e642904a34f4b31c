"""What a list of loans can be narrowed by."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.models import RepaymentMethod
from core import dates
from core.forms import LongSelect, MonthFilter
from servicing.models import Loan
from servicing.states import LoanStatus
from staff.models import User

STATES = [
    ("active", pgettext_lazy("a loan", "Active")),
    ("due", _("Due within 30 days")),
    ("overdue", pgettext_lazy("a loan", "Overdue")),
    ("settled", _("Settled")),
    ("all", _("All loans")),
]


class LoanFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("Search"),
        method="matching",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Customer or loan number"), "maxlength": 120}),
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=STATES, method="in_state", empty_label=None)
    month = MonthFilter(field_name="disbursed_on", label=_("Month of disbursement"))
    method = django_filters.ChoiceFilter(
        label=_("Repayment method"), choices=RepaymentMethod, empty_label=_("All repayment methods")
    )
    account_manager = django_filters.ModelChoiceFilter(
        label=_("Account manager"),
        widget=LongSelect,
        queryset=User.objects.none(),
        empty_label=_("All account managers"),
    )

    class Meta:
        model = Loan
        fields: list = []

    def __init__(self, data, queryset, *, managers):
        data = data.copy()
        data.setdefault("state", "active")
        super().__init__(data, queryset)
        self.filters["account_manager"].queryset = managers

    def matching(self, queryset, name, value):
        return queryset.matching(value)

    def in_state(self, queryset, name, value):
        today = dates.today()
        if value == "due":
            return queryset.due_within(30, today)
        if value == "overdue":
            return queryset.overdue(today)
        if value == "settled":
            return queryset.filter(status=LoanStatus.SETTLED)
        return queryset if value == "all" else queryset.active()
