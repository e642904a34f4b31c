"""The exposure of a customer's related group for machines."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from applications.exposure import exposure_of
from applications.serializers.exposure import ExposureSerializer
from customers.api.numbers import CustomerActions


class ExposureViewSet(CustomerActions):
    """What a customer's related group owes and was promised, held to the lender's limits."""

    @extend_schema(responses=ExposureSerializer, filters=False)
    @action(detail=True, methods=["get"], url_path="exposure", pagination_class=None)
    def exposure(self, request, **kwargs):
        """Sums over every member, with the parts of those whose files the reader may open."""
        found = exposure_of(self.get_object(), reader=request.user)
        return Response(ExposureSerializer(found).data)
