"""Requests, readers, changes of hands, areas and conflicts for machines."""

from core.api import Rows, VersionSerializer, WhySerializer, act
from customers import services
from customers.api.duplicates import FileRows
from customers.models import FileAccess, FileRequest, OwnershipChange, OwnershipConflict, Territory
from customers.serializers.duplicates import NothingSerializer, RefuseFileSerializer
from customers.serializers.ownership import (
    AskForFileSerializer,
    ClaimSerializer,
    ConflictSerializer,
    DelimitSerializer,
    EvidenceSerializer,
    FileAccessSerializer,
    FileRequestSerializer,
    GrantFileSerializer,
    OwnershipChangeSerializer,
    RuleSerializer,
    TerritorySerializer,
)


class FileRequestViewSet(FileRows):
    """Requests to read or to take over a colleague's file."""

    queryset = FileRequest.objects.select_related("customer", "asked_by", "answered_by").order_by("-id")
    serializer_class = FileRequestSerializer
    ordering_fields = ("created_at",)

    create = act("create", "", services.request_file, AskForFileSerializer, gives=FileRequestSerializer)
    grant = act(
        "grant", "grant", services.grant_request, GrantFileSerializer, target="request", shows=FileRequestSerializer
    )
    refuse = act(
        "refuse", "refuse", services.refuse_request, RefuseFileSerializer, target="request", shows=FileRequestSerializer
    )
    withdraw = act(
        "withdraw",
        "withdraw",
        services.withdraw_request,
        NothingSerializer,
        target="request",
        shows=FileRequestSerializer,
    )


class FileAccessViewSet(FileRows):
    """Colleagues who may read a file."""

    queryset = FileAccess.objects.select_related("customer", "reader", "granted_by").order_by("-id")
    serializer_class = FileAccessSerializer
    ordering_fields = ("valid_to",)

    revoke = act("revoke", "revoke", services.revoke_access, WhySerializer, target="access", shows=FileAccessSerializer)


class OwnershipChangeViewSet(FileRows):
    """Who handed a customer to whom, since when and why."""

    queryset = OwnershipChange.objects.select_related("customer", "from_manager", "to_manager", "made_by").order_by(
        "-id"
    )
    serializer_class = OwnershipChangeSerializer
    ordering_fields = ("since",)


class TerritoryViewSet(Rows):
    """Areas and industries of account managers."""

    queryset = Territory.objects.select_related("account_manager", "department").order_by("-id")
    serializer_class = TerritorySerializer
    ordering_fields = ("valid_from",)

    create = act("create", "", services.delimit, DelimitSerializer, gives=TerritorySerializer)
    end = act("end", "end", services.end_territory, VersionSerializer, target="territory", shows=TerritorySerializer)


class ConflictViewSet(FileRows):
    """Conflicts over who keeps a customer."""

    queryset = (
        OwnershipConflict.objects.with_sides()
        .prefetch_related("evidence__given_by", "evidence__attachment", "rulings__made_by", "rulings__ruled_for")
        .order_by("-id")
    )
    serializer_class = ConflictSerializer
    ordering_fields = ("due_on",)

    create = act("create", "", services.open_conflict, ClaimSerializer, gives=ConflictSerializer)
    evidence = act(
        "evidence", "evidence", services.give_evidence, EvidenceSerializer, target="conflict", shows=ConflictSerializer
    )
    rule = act("rule", "rule", services.rule_conflict, RuleSerializer, target="conflict", shows=ConflictSerializer)
    withdraw = act(
        "withdraw", "withdraw", services.withdraw_conflict, WhySerializer, target="conflict", shows=ConflictSerializer
    )


ROUTES = [
    ("file-requests", FileRequestViewSet, "file-request"),
    ("file-readers", FileAccessViewSet, "file-reader"),
    ("ownership-changes", OwnershipChangeViewSet, "ownership-change"),
    ("territories", TerritoryViewSet, "territory"),
    ("conflicts", ConflictViewSet, "conflict"),
]
