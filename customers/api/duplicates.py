"""Files that look alike and merges for machines."""

from core.api import Rows, VersionSerializer, act
from customers import services
from customers.models import FileMerge, LookAlike
from customers.serializers.duplicates import (
    AnswerSerializer,
    AskMergeSerializer,
    DecideSerializer,
    FileMergeSerializer,
    LookAlikeSerializer,
    NothingSerializer,
)


class LookAlikeViewSet(Rows):
    """Pairs of files that may be of one customer."""

    queryset = LookAlike.objects.with_files().order_by("-id")
    serializer_class = LookAlikeSerializer
    filterset_fields = ("status",)
    ordering_fields = ("created_at",)

    decide = act(
        "decide", "decide", services.decide_look_alike, DecideSerializer, target="pair", shows=LookAlikeSerializer
    )
    merge = act("merge", "merge", services.ask_merge, AskMergeSerializer, target="pair", gives=FileMergeSerializer)


class FileMergeViewSet(Rows):
    """Merges of two files, asked and done."""

    queryset = FileMerge.objects.with_files().order_by("-id")
    serializer_class = FileMergeSerializer
    ordering_fields = ("created_at",)

    confirm = act(
        "confirm", "confirm", services.confirm_merge, VersionSerializer, target="merge", shows=FileMergeSerializer
    )
    refuse = act("refuse", "refuse", services.refuse_merge, AnswerSerializer, target="merge", shows=FileMergeSerializer)
    withdraw = act(
        "withdraw", "withdraw", services.withdraw_merge, NothingSerializer, target="merge", shows=FileMergeSerializer
    )


ROUTES = [("look-alikes", LookAlikeViewSet, "look-alike"), ("file-merges", FileMergeViewSet, "file-merge")]
