"""Yearly statements for machines."""

import django_filters

from core.api import Rows
from customers.filters import NumberFilter
from customers.models import Customer, FinancialStatement
from customers.serializers import StatementSerializer


class StatementFilter(django_filters.FilterSet):
    customer = NumberFilter()

    class Meta:
        model = FinancialStatement
        fields = ("customer",)


class StatementViewSet(Rows):
    """Yearly statements of the customers this person may see."""

    queryset = FinancialStatement.objects.select_related("customer").prefetch_related("lines").order_by("-id")
    serializer_class = StatementSerializer
    filterset_class = StatementFilter
    ordering_fields = ("period_end",)

    def visible(self):
        return self.queryset.filter(customer__in=Customer.objects.visible_to(self.request.user))
