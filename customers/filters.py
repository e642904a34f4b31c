"""What a list of customers can be narrowed by."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from customers.models import Consultation, Customer, CustomerKind, Topic
from customers.states import ConsultationStatus


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


class ConsultationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("Search"),
        method="matching",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name, need or phone"), "maxlength": 120}),
    )
    status = django_filters.ChoiceFilter(label=_("State"), choices=ConsultationStatus, empty_label=_("All states"))
    topic = django_filters.ChoiceFilter(label=_("Topic"), choices=Topic, empty_label=_("All topics"))

    class Meta:
        model = Consultation
        fields: list = []

    def matching(self, queryset, name, value):
        return queryset.matching(value)
