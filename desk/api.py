"""What spans the apps, for machines."""

from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.response import Response

from core.service import require
from desk import permissions, workload
from desk.serializers import LoadSerializer


class LoadViewSet(viewsets.ViewSet):
    """Work in hand by account manager."""

    @extend_schema(responses=LoadSerializer(many=True))
    def list(self, request):
        """A row for each account manager that the reader answers for."""
        require(permissions.may_see_load(request.user))
        return Response(LoadSerializer(workload.by_account_manager(request.user), many=True).data)


ROUTES = [("load", LoadViewSet, "load")]
