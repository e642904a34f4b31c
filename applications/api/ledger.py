"""The project ledger for machines: its rows, the sums of all of them, and the file."""

import django_filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from applications.models import Application
from applications.providers import LEDGER_COLUMNS, ledger_totals, with_ledger_columns
from applications.serializers.ledger import LedgerRowSerializer, LedgerTotalsSerializer
from applications.states import Status
from applications.tables import LedgerTable
from core import sheets
from core.api import Rows
from core.forms import MonthFilter
from core.tables import MOST_SUMMED
from customers.filters import NumberFilter


class ProjectFilter(django_filters.FilterSet):
    """By the month of entry, as 2026-10, by stage, product, person and customer; a name stands in no address."""

    month = MonthFilter(field_name="ledger_on")
    status = django_filters.ChoiceFilter(choices=Status.choices)
    product = django_filters.CharFilter("product_version__product__code")
    account_manager = django_filters.CharFilter("account_manager__username")
    customer = NumberFilter()

    class Meta:
        model = Application
        fields = ("month", "status", "product", "account_manager", "customer")


class LedgerViewSet(Rows):
    """Projects that entered the ledger, the latest first."""

    queryset = Application.objects.all()
    serializer_class = LedgerRowSerializer
    filterset_class = ProjectFilter
    ordering_fields = ("ledger_number", "ledger_on", "amount")
    lookup_field = "ledger_number"

    def visible(self):
        return with_ledger_columns(Application.objects.visible_to(self.request.user).in_ledger())

    @extend_schema(responses=LedgerTotalsSerializer)
    @action(detail=False, pagination_class=None)
    def totals(self, request):
        """How many projects the filter finds, and the sums of all of them."""
        return Response(LedgerTotalsSerializer(ledger_totals(self.narrowed(), MOST_SUMMED)).data)

    @extend_schema(responses={(200, sheets.XLSX): OpenApiTypes.BINARY})
    @action(detail=False, url_path="file", pagination_class=None)
    def sheet(self, request):
        """The rows of the filter with their sums, as XLSX; the export stands in the trail."""
        rows = self.narrowed()
        table = LedgerTable(rows, totals=ledger_totals(rows, sheets.MOST_ROWS), sums=LEDGER_COLUMNS)
        return sheets.export(request, table, name="project-ledger")


ROUTES = [("ledger", LedgerViewSet, "ledger")]
