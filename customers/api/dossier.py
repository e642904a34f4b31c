"""The sections and rows of a file for machines, and the search that keeps what is typed out of the address."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from core.api import RevealedSerializer, act
from customers import services
from customers.completeness import SECTIONS
from customers.models import rows_of
from customers.serializers import CustomerSerializer, RevealSerializer
from customers.serializers.dossier import (
    AddRowSerializer,
    ChangeRowSerializer,
    CustomerFileSerializer,
    FillSerializer,
    FindSerializer,
    RevealRowSerializer,
    RowSerializer,
    WithdrawRowSerializer,
)

MOST_FOUND = 20


class DossierActions:
    """Actions on a customer that read and fill the file."""

    fill = act("fill", "fill", services.fill_section, FillSerializer, target="customer", shows=CustomerSerializer)
    add_row = act("add_row", "add-row", services.add_row, AddRowSerializer, target="customer", gives=RowSerializer)
    change_row = act(
        "change_row", "change-row", services.change_row, ChangeRowSerializer, target="customer", gives=RowSerializer
    )
    withdraw_row = act(
        "withdraw_row",
        "withdraw-row",
        services.withdraw_row,
        WithdrawRowSerializer,
        target="customer",
        gives=RowSerializer,
    )

    reveal = act(
        "reveal",
        "reveal",
        services.reveal_identity,
        RevealSerializer,
        target="customer",
        gives=RevealedSerializer,
        makes=False,
    )
    reveal_row = act(
        "reveal_row",
        "reveal-row",
        services.reveal_row,
        RevealRowSerializer,
        target="customer",
        gives=RevealedSerializer,
        makes=False,
    )

    @extend_schema(responses=CustomerFileSerializer, filters=False)
    @action(detail=True, methods=["get"], url_path="file")
    def file(self, request, **kwargs):
        """The file section by section, with its rows; personal data masked."""
        customer = self.get_object()
        rows, details = rows_of(customer), services.details_of(customer)
        known = {}
        for section in SECTIONS[customer.kind]:
            for name in section.fields:
                value = getattr(customer, name) if hasattr(customer, name) else getattr(details, name, None)
                known[name] = value
        known |= {"phone": CustomerSerializer().get_phone(customer), "email": CustomerSerializer().get_email(customer)}
        referrer = services.referrer_in_sight(customer, request.user)
        known["referrer"] = referrer.number if referrer else None
        body = {
            "version": customer.version,
            "sections": services.measures_of(customer, rows).values(),
            "fields_known": known,
            "rows": [row for entries in rows.values() for row in entries],
        }
        return Response(CustomerFileSerializer(body).data)

    @extend_schema(request=FindSerializer, responses=CustomerSerializer(many=True), filters=False)
    @action(detail=False, methods=["post"], url_path="find")
    def find(self, request, **kwargs):
        """Customers this person may see by part of the name, or by a number, code, phone, account or address as a whole."""
        asked = FindSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        found = self.get_queryset().matching(asked.validated_data["text"])[:MOST_FOUND]
        return Response(CustomerSerializer(found, many=True, context=self.get_serializer_context()).data)
