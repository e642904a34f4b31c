"""What spans the apps, for machines."""

from datetime import date

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.response import Response

from core.api import Rows, act
from core.service import require
from desk import permissions, providers, services, workload
from desk import serializers as asks
from desk.models import DailyLine, DailySummary, WeeklySummary
from desk.serializers import LoadSerializer
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
    ("daily-summaries", DailySummaryViewSet, "daily-summary"),
    ("weekly-summaries", WeeklySummaryViewSet, "weekly-summary"),
]
