"""What a list of customers can be narrowed by."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from customers.models import Customer, CustomerKind


class CustomerFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("Search"),
        method="matching",
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("Name, number, code or phone"), "maxlength": 120}
        ),
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=CustomerKind, empty_label=_("All kinds"))

    class Meta:
        model = Customer
        fields: list = []

    def matching(self, queryset, name, value):
        return queryset.matching(value)
