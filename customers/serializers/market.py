"""What the API says and asks about industries."""

from rest_framework import serializers

from core.api import StrictSerializer
from customers.models import MarketNote


class MarketNoteSerializer(serializers.ModelSerializer):
    noted_by = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = MarketNote
        fields = (
            "uuid",
            "version",
            "industry",
            "text",
            "source",
            "as_of",
            "noted_by",
            "withdrawn_at",
            "withdrawn_reason",
        )
        read_only_fields = fields


class NoteMarketSerializer(StrictSerializer):
    industry = serializers.CharField(max_length=4, help_text="a section, or two to four digits of GB/T 4754")
    text = serializers.CharField(max_length=600)
    source = serializers.CharField(max_length=120)
    as_of = serializers.DateField()
    submission_key = serializers.UUIDField(required=False)


class WithdrawNoteSerializer(StrictSerializer):
    version = serializers.IntegerField(min_value=1)
    reason = serializers.CharField(max_length=200)
