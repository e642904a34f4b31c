"""What the API says of what spans the apps."""

from rest_framework import serializers

from core.api import StrictSerializer
from desk.models import DailyLine, DailySummary, WeeklySummary


class LoadSerializer(serializers.Serializer):
    """One account manager's work in hand; balances in yuan."""

    keeper = serializers.CharField(source="person.username")
    department = serializers.CharField()
    grade = serializers.CharField()
    customers = serializers.IntegerField()
    applications = serializers.IntegerField()
    loans = serializers.IntegerField()
    balance = serializers.DecimalField(max_digits=18, decimal_places=2)
    overdue = serializers.IntegerField()
    overdue_balance = serializers.DecimalField(max_digits=18, decimal_places=2)


class DailyLineSerializer(serializers.ModelSerializer):
    consultation = serializers.SlugRelatedField("uuid", read_only=True)
    account_manager = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = DailyLine
        fields = (
            "consultation",
            "account_manager",
            "name",
            "need",
            "answer",
            "open_difficulty",
            "answer_minutes",
            "comment",
        )
        read_only_fields = fields


class DailySummarySerializer(serializers.ModelSerializer):
    department = serializers.SlugRelatedField("code", read_only=True)
    confirmed_by = serializers.SlugRelatedField("username", read_only=True)
    lines = DailyLineSerializer(many=True, read_only=True)

    class Meta:
        model = DailySummary
        fields = (
            "uuid",
            "version",
            "department",
            "day",
            "revision",
            "status",
            "confirmed_at",
            "confirmed_by",
            "created_at",
            "lines",
        )
        read_only_fields = fields


class EmptySerializer(StrictSerializer):
    """Nothing is asked."""


class WeeklySummarySerializer(serializers.ModelSerializer):
    department = serializers.SlugRelatedField("code", read_only=True)
    account_manager = serializers.SlugRelatedField("username", read_only=True)
    archived_by = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = WeeklySummary
        fields = (
            "uuid",
            "version",
            "account_manager",
            "department",
            "first_day",
            "last_day",
            "lines",
            "gathered_at",
            "this_week",
            "problems",
            "next_week",
            "status",
            "comment",
            "submitted_at",
            "number",
            "content_hash",
            "archived_at",
            "archived_by",
        )
        read_only_fields = fields


class WeeklyTextsSerializer(StrictSerializer):
    version = serializers.IntegerField(min_value=1)
    this_week = serializers.CharField(required=False, allow_blank=True, max_length=4000, default="")
    problems = serializers.CharField(required=False, allow_blank=True, max_length=4000, default="")
    next_week = serializers.CharField(required=False, allow_blank=True, max_length=4000, default="")


class ArchiveSerializer(StrictSerializer):
    version = serializers.IntegerField(min_value=1)
    comment = serializers.CharField(required=False, allow_blank=True, max_length=300)


class GiveBackSerializer(StrictSerializer):
    version = serializers.IntegerField(min_value=1)
    comment = serializers.CharField(max_length=300)
