"""What a list of applications can be narrowed by; the choice stands in the address."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Product
from applications.states import Status
from core.forms import LongSelect, MonthFilter
from staff.models import User
from staff.roles import Role


class ApplicationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("Customer or number"),
        method="named",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Customer or number"), "maxlength": 80}),
    )
    status = django_filters.ChoiceFilter(label=_("Stage"), choices=Status, empty_label=_("All stages"))
    product = django_filters.ModelChoiceFilter(
        label=_("Product"),
        field_name="product_version__product",
        queryset=Product.objects.order_by("name"),
        empty_label=_("All products"),
    )

    account_manager = django_filters.ModelChoiceFilter(
        label=_("Account manager"),
        widget=LongSelect,
        queryset=lambda request: User.objects.with_role(Role.ACCOUNT_MANAGER).order_by("name").only("name", "username"),
        empty_label=_("All account managers"),
    )

    class Meta:
        model = Application
        fields = ("q", "status", "product", "account_manager")

    def named(self, rows, name, value):
        return rows.matching(value)


class LedgerFilter(ApplicationFilter):
    """The ledger by the month of entry, product, stage and person."""

    month = MonthFilter(field_name="ledger_on", label=_("Month of entry"))
    account_manager = django_filters.ModelChoiceFilter(
        label=_("Account manager"),
        widget=LongSelect,
        queryset=User.objects.none(),
        empty_label=_("All account managers"),
    )

    class Meta:
        model = Application
        fields = ("q", "month", "status", "product", "account_manager")

    def __init__(self, data, queryset, *, managers):
        super().__init__(data, queryset)
        self.filters["account_manager"].queryset = managers
