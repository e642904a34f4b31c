"""What the API says and asks about files that look alike, and merges."""

from typing import Any

from rest_framework import serializers

from core.api import Chosen, StrictSerializer, VersionSerializer
from customers.models import Customer, FileMerge, LookAlike
from customers.services.merging import MERGED, SURVIVOR
from customers.states import LookAlikeStatus


def files_in_sight(context):
    """The files that whoever asks may open."""
    return Customer.objects.visible_to(context["request"].user)


def sees(row, path: str, context) -> bool:
    """Whether the reader may open the file that a row points at: as its list has asked already, else asked now."""
    known = row.__dict__.get(f"sees_{path}")
    if known is None:
        return files_in_sight(context).filter(pk=getattr(row, f"{path}_id")).exists()
    return known


class LookAlikeSerializer(serializers.ModelSerializer):
    """A pair; each file by its keeper, and by its number where the reader may open it."""

    keepers = serializers.SerializerMethodField()
    files = serializers.SerializerMethodField()
    grounds = serializers.ListField(child=serializers.CharField(), read_only=True)
    decided_by = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = LookAlike
        fields = (
            "uuid",
            "version",
            "keepers",
            "files",
            "grounds",
            "status",
            "reason",
            "decided_by",
            "decided_at",
            "created_at",
        )
        read_only_fields = fields

    def get_keepers(self, pair) -> list[str]:
        return [pair.first.account_manager.username, pair.second.account_manager.username]

    def get_files(self, pair) -> list[str]:
        return [getattr(pair, side).number for side in ("first", "second") if sees(pair, side, self.context)]


class DecidePairSerializer(StrictSerializer):
    verdict = serializers.ChoiceField(choices=[LookAlikeStatus.SAME.value, LookAlikeStatus.DIFFERENT.value])
    reason = serializers.CharField(max_length=300)


class AskMergeSerializer(StrictSerializer):
    survivor = Chosen(files_in_sight, "number")
    choices = serializers.DictField(
        child=serializers.ChoiceField(choices=[SURVIVOR, MERGED]), required=False, default=dict
    )
    reason = serializers.CharField(max_length=300)


NOT_SHOWN: dict[str, Any] = {"choices": {}, "moved": {}, "stayed": {}}


class FileMergeSerializer(serializers.ModelSerializer):
    """A merge: which files, whose values, what moved."""

    survivor = serializers.SlugRelatedField("number", read_only=True)
    merged = serializers.SlugRelatedField("number", read_only=True)
    asked_by = serializers.SlugRelatedField("username", read_only=True)
    answered_by = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = FileMerge
        fields = (
            "uuid",
            "version",
            "survivor",
            "merged",
            "choices",
            "reason",
            "status",
            "asked_by",
            "answered_by",
            "answered_at",
            "answer",
            "moved",
            "stayed",
        )
        read_only_fields = fields

    def to_representation(self, merge) -> dict:
        """Who keeps one of the files reads that it is asked and why; what both say is for who may open both."""
        shown = super().to_representation(merge)
        sees_survivor = sees(merge, "survivor", self.context)
        sees_merged = merge.is_done or sees(merge, "merged", self.context)
        if not (sees_survivor and sees_merged):
            shown |= NOT_SHOWN
        hidden = {"survivor": sees_survivor, "merged": sees_merged}
        return shown | {side: "" for side, is_seen in hidden.items() if not is_seen}


class RefuseFileSerializer(VersionSerializer):
    answer = serializers.CharField(max_length=300)


class NothingSerializer(StrictSerializer):
    """An act that asks nothing further."""
