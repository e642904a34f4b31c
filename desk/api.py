"""What spans the apps, for machines."""

from datetime import date

from django.db.models import Prefetch
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.response import Response

from core.api import Rows, act
from core.service import require
from desk import permissions, providers, services, workload
from desk import serializers as asks
from desk.models import DailyLine, DailySummary, WeeklySummary
from desk.serializers import LoadSerializer
from desk.views.front import attachment_file, document_file
from staff.models import User


class LoadViewSet(viewsets.ViewSet):
    """Work in hand by account manager."""

    @extend_schema(responses=LoadSerializer(many=True))
    def list(self, request):
        """A row for each account manager that the reader answers for."""
        require(permissions.may_see_load(request.user))
        return Response(LoadSerializer(workload.by_account_manager(request.user), many=True).data)


class SearchViewSet(viewsets.ViewSet):
    """The search box."""

    @extend_schema(request=asks.SearchSerializer, responses=asks.FoundSerializer(many=True))
    def create(self, request):
        """Customers, cases, loans and questions, at most ten of each; posted, for it may be somebody's number."""
        asked = asks.SearchSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        groups = providers.search(request.user, asked.validated_data["q"])
        return Response(asks.FoundSerializer(groups, many=True).data)


class Bytes(BaseRenderer):
    """Lets a machine ask for a file by any kind of content; what it is, the answer says."""

    media_type, format, charset, render_style = "*/*", "bytes", None, "binary"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return JSONRenderer().render(data)


class FileBytes(viewsets.ViewSet):
    """Files by the uuid that other answers give."""

    lookup_field = "uuid"
    lookup_value_converter = "uuid"
    lookup_value_regex = "[0-9a-f-]{36}"
    renderer_classes = [JSONRenderer, Bytes]


class DocumentViewSet(FileBytes):
    """Sealed documents."""

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def retrieve(self, request, uuid):
        """The PDF of a sealed document of a case that the reader may open."""
        return document_file(request.user, uuid)


class AttachmentViewSet(FileBytes):
    """Uploaded papers."""

    @extend_schema(
        responses={(200, kind): OpenApiTypes.BINARY for kind in ("application/pdf", "image/jpeg", "image/png")}
    )
    def retrieve(self, request, uuid):
        """An uploaded paper of a case or file that the reader may open, as it was kept."""
        return attachment_file(request.user, uuid)


class DailySummaryViewSet(Rows):
    """Daily summaries, all revisions."""

    queryset = DailySummary.objects.select_related("department", "confirmed_by").order_by("-day", "-id")
    serializer_class = asks.DailySummarySerializer
    ordering_fields = ("day",)

    def visible(self):
        lines = DailyLine.objects.visible_to(self.request.user).select_related("consultation", "account_manager")
        return super().visible().prefetch_related(Prefetch("lines", lines.order_by("pk")))

    create = act("create", "", services.make_dailies, asks.MakeDailySerializer, gives=asks.DailiesMadeSerializer)
    confirm_all = act(
        "confirm_all",
        "confirm-all",
        services.confirm_all,
        asks.EmptySerializer,
        gives=asks.ConfirmedSerializer,
        makes=False,
    )
    confirm = act(
        "confirm",
        "confirm",
        services.confirm_daily,
        asks.ConfirmDailySerializer,
        target="summary",
        shows=asks.DailySummarySerializer,
    )


def draft_own(*, day: date, by: User, last_day: date | None = None) -> WeeklySummary:
    """The draft of one's own week in which `day` lies, or of the period to `last_day`; a second one is the first."""
    return services.draft_weekly(account_manager=by, day=day, last_day=last_day, by=by)


class WeeklySummaryViewSet(Rows):
    """Weekly summaries."""

    queryset = WeeklySummary.objects.with_names().order_by("-first_day", "-id")
    serializer_class = asks.WeeklySummarySerializer
    ordering_fields = ("first_day",)

    create = act("create", "", draft_own, asks.PeriodSerializer, gives=asks.WeeklySummarySerializer)
    save_words = act(
        "save_words",
        "save",
        services.save_weekly,
        asks.WeeklyTextsSerializer,
        target="weekly",
        shows=asks.WeeklySummarySerializer,
    )
    gather = act(
        "gather",
        "gather",
        services.gather_again,
        asks.EmptySerializer,
        target="weekly",
        shows=asks.WeeklySummarySerializer,
    )
    submit = act(
        "submit",
        "submit",
        services.submit_weekly,
        asks.WeeklyTextsSerializer,
        target="weekly",
        shows=asks.WeeklySummarySerializer,
    )
    archive = act(
        "archive",
        "archive",
        services.archive_weekly,
        asks.ArchiveSerializer,
        target="weekly",
        shows=asks.WeeklySummarySerializer,
    )
    give_back = act(
        "give_back",
        "give-back",
        services.return_weekly,
        asks.GiveBackSerializer,
        target="weekly",
        shows=asks.WeeklySummarySerializer,
    )


ROUTES = [
    ("load", LoadViewSet, "load"),
    ("search", SearchViewSet, "search"),
    ("documents", DocumentViewSet, "document"),
    ("attachments", AttachmentViewSet, "attachment"),
    ("daily-summaries", DailySummaryViewSet, "daily-summary"),
    ("weekly-summaries", WeeklySummaryViewSet, "weekly-summary"),
]
