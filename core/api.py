"""What every API answer has in common: errors in words, pages, JSON that is strict about unknown fields."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler

from core.errors import DomainError, InvalidInput, Missing


class Pages(PageNumberPagination):
    """`?page=`, `?page_size=` up to 200."""

    page_size_query_param = "page_size"
    max_page_size = 200


class StrictSerializer(serializers.Serializer):
    """Refuses fields it does not know, so that nothing is silently ignored (S19)."""

    def to_internal_value(self, data):
        unknown = set(data) - set(self.fields) if isinstance(data, dict) else set()
        if unknown:
            raise serializers.ValidationError({name: [_("This field is not known here.")] for name in sorted(unknown)})
        return super().to_internal_value(data)


def answer_error(error, context):
    """A `DomainError` becomes its status with the sentence; everything else is DRF's own answer."""
    if not isinstance(error, DomainError):
        return exception_handler(error, context)
    body: dict = {"detail": str(error)}
    if isinstance(error, Missing):
        body["missing"] = [str(point) for point in error.points]
    if isinstance(error, InvalidInput) and error.field:
        body["field"] = error.field
    return Response(body, status=error.status_code)
