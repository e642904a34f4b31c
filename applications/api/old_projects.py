"""Old ledgers for machines: the spreadsheets they come from, their rows, the sums of all of them, and the file."""

import django_filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from applications.forms.old_projects import TAKEOVER
from applications.models import OldProject, OldProjectState
from applications.serializers.ledger import OldProjectSerializer, OldTotalsSerializer
from applications.tables import OldProjectTable
from core import sheets
from core.api import Rows
from core.api.imports import ImportRuns
from core.tables import MOST_SUMMED, sums_of
from customers.filters import NumberFilter


class OldLedgerImportViewSet(ImportRuns):
    """Spreadsheets of old ledgers that this person handed in."""

    takeover = TAKEOVER


class OldProjectFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=OldProjectState.choices)
    customer = NumberFilter()

    class Meta:
        model = OldProject
        fields = ("state", "customer")


class OldProjectViewSet(Rows):
    """Projects of the time before, the latest first."""

    queryset = OldProject.objects.select_related("customer", "department").order_by("-entered_on", "-id")
    serializer_class = OldProjectSerializer
    filterset_class = OldProjectFilter
    ordering_fields = ("number", "entered_on", "amount")

    @extend_schema(responses=OldTotalsSerializer)
    @action(detail=False, pagination_class=None)
    def totals(self, request):
        """How many rows the filter finds, and the sums of all of them."""
        found = sums_of(self.narrowed(), MOST_SUMMED, *OldProjectTable.SUMMED)
        return Response(OldTotalsSerializer(found).data)

    @extend_schema(responses={(200, sheets.XLSX): OpenApiTypes.BINARY})
    @action(detail=False, url_path="file", pagination_class=None)
    def sheet(self, request):
        """The rows of the filter with their sums, as XLSX; the export stands in the trail."""
        rows = self.narrowed()
        table = OldProjectTable(rows, totals=sums_of(rows, sheets.MOST_ROWS, *OldProjectTable.SUMMED))
        return sheets.export(request, table, name="old-ledger")


ROUTES = [
    ("old-ledger-imports", OldLedgerImportViewSet, "old-ledger-import"),
    ("old-projects", OldProjectViewSet, "old-project"),
]
