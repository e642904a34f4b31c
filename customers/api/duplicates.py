"""Files that look alike and merges for machines."""

from django.db.models import Exists, OuterRef

from core.api import Rows, VersionSerializer, act
from customers import services
from customers.models import Customer, FileMerge, LookAlike
from customers.serializers.duplicates import (
    AskMergeSerializer,
    DecidePairSerializer,
    FileMergeSerializer,
    LookAlikeSerializer,
    NothingSerializer,
    RefuseFileSerializer,
)


class FileRows(Rows):
    """Rows that point at files, of which the reader may open some: asked for all of them at once."""

    file_paths: tuple[str, ...] = ("customer",)

    def visible(self):
        files = Customer.objects.visible_to(self.request.user)
        return (
            super()
            .visible()
            .annotate(**{f"sees_{path}": Exists(files.filter(pk=OuterRef(path))) for path in self.file_paths})
        )


class LookAlikeViewSet(FileRows):
    """Pairs of files that may be of one customer."""

    file_paths = ("first", "second")

    queryset = LookAlike.objects.with_files().order_by("-id")
    serializer_class = LookAlikeSerializer
    filterset_fields = ("status",)
    ordering_fields = ("created_at",)

    decide = act(
        "decide", "decide", services.decide_look_alike, DecidePairSerializer, target="pair", shows=LookAlikeSerializer
    )
    take_back = act(
        "take_back", "take-back", services.take_back_same, NothingSerializer, target="pair", shows=LookAlikeSerializer
    )
    merge = act("merge", "merge", services.ask_merge, AskMergeSerializer, target="pair", gives=FileMergeSerializer)


class FileMergeViewSet(FileRows):
    """Merges of two files, asked and done."""

    file_paths = ("survivor", "merged")
    queryset = FileMerge.objects.with_files().order_by("-id")
    serializer_class = FileMergeSerializer
    ordering_fields = ("created_at",)

    confirm = act(
        "confirm", "confirm", services.confirm_merge, VersionSerializer, target="merge", shows=FileMergeSerializer
    )
    refuse = act(
        "refuse", "refuse", services.refuse_merge, RefuseFileSerializer, target="merge", shows=FileMergeSerializer
    )
    withdraw = act(
        "withdraw", "withdraw", services.withdraw_merge, NothingSerializer, target="merge", shows=FileMergeSerializer
    )


ROUTES = [("look-alikes", LookAlikeViewSet, "look-alike"), ("file-merges", FileMergeViewSet, "file-merge")]
