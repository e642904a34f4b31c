"""Customer files for machines."""

import django_filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from core import sheets
from core.api import Rows, act
from customers import services
from customers.api import contacts
from customers.api.dossier import DossierActions
from customers.api.numbers import UnderItsNumber
from customers.api.relations import LenderTieViewSet, RelatedViewSet, RelationViewSet
from customers.api.statements import StatementViewSet
from customers.filters import SegmentFilter
from customers.models import Customer
from customers.serializers import (
    AddRelationSerializer,
    ChangeSerializer,
    CustomerSerializer,
    LenderTieSerializer,
    RaiseTieSerializer,
    RegisterSerializer,
    RelationSerializer,
    SaveStatementSerializer,
    StatementSerializer,
)
from customers.serializers.ownership import OwnershipChangeSerializer, TransferSerializer
from customers.tables import CustomerTable
from customers.views.segments import listed


class CustomerFilter(SegmentFilter):
    account_manager = django_filters.CharFilter("account_manager__username")

    class Meta:
        model = Customer
        fields = ("kind", "grade", "industry", "size", "area", "account_manager", "silent_days", "next_contact")


class CustomerViewSet(DossierActions, UnderItsNumber, Rows):
    """Customer files."""

    queryset = Customer.objects.select_related("department", "account_manager", "person", "company").order_by("-id")
    serializer_class = CustomerSerializer
    filterset_class = CustomerFilter
    ordering_fields = ("number", "name", "created_at")
    lookup_field = "number"

    @extend_schema(responses={(200, sheets.XLSX): OpenApiTypes.BINARY})
    @action(detail=False, pagination_class=None)
    def export(self, request, **kwargs):
        """The list as an XLSX file, filtered as the list is; the export stands in the trail."""
        self._refuse_unknown(request)
        return sheets.export(request, CustomerTable(self.filter_queryset(listed(request.user))), name="customers")

    create = act("create", "", services.register_customer, RegisterSerializer, gives=CustomerSerializer)
    change = act(
        "change", "change", services.update_customer, ChangeSerializer, target="customer", shows=CustomerSerializer
    )
    transfer = act(
        "transfer",
        "transfer",
        services.transfer_customer,
        TransferSerializer,
        target="customer",
        gives=OwnershipChangeSerializer,
    )
    save_statement = act(
        "save_statement",
        "statements",
        services.save_statement,
        SaveStatementSerializer,
        target="customer",
        gives=StatementSerializer,
    )
    add_relation = act(
        "add_relation",
        "relations",
        services.add_relation,
        AddRelationSerializer,
        target="customer",
        gives=RelationSerializer,
    )
    raise_tie = act(
        "raise_tie", "ties", services.raise_lender_tie, RaiseTieSerializer, target="customer", gives=LenderTieSerializer
    )


ROUTES = [
    ("customers", CustomerViewSet, "customer"),
    ("statements", StatementViewSet, "statement"),
    ("customers", RelatedViewSet, "related"),
    ("relations", RelationViewSet, "relation"),
    ("lender-ties", LenderTieViewSet, "lender-tie"),
    *contacts.ROUTES,
]
