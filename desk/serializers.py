"""What the API says of what spans the apps."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api import Chosen, StrictSerializer
from desk.models import DailyLine, DailySummary, WeeklySummary
from staff.models import Department


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


class SearchSerializer(StrictSerializer):
    q = serializers.CharField(max_length=80)


class FoundRowSerializer(serializers.Serializer):
    """What was found: `url` is its page; `is_exact` where the number that was asked for is its own."""

    name = serializers.CharField()
    note = serializers.CharField()
    url = serializers.CharField()
    is_exact = serializers.BooleanField()


class FoundSerializer(serializers.Serializer):
    """A kind of thing, in the reader's language, with what was found of it."""

    label = serializers.CharField()
    rows = FoundRowSerializer(many=True)


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


class PeriodSerializer(StrictSerializer):
    """The week of a day, or the days from one to another."""

    day = serializers.DateField()
    last_day = serializers.DateField(required=False, allow_null=True)


class MakeDailySerializer(PeriodSerializer):
    """A day, or the days of a period that ask for a summary; of all departments one manages unless one is named."""

    in_department = Chosen(lambda context: Department.objects.all(), "code", source="department", required=False)


class DailiesMadeSerializer(serializers.Serializer):
    """The summaries that are new."""

    made = DailySummarySerializer(many=True, read_only=True)

    def to_representation(self, instance):
        return super().to_representation({"made": instance})


class ConfirmedSerializer(serializers.Serializer):
    """How many were confirmed."""

    confirmed = serializers.IntegerField()

    def to_representation(self, instance):
        return {"confirmed": instance}


class LineCommentSerializer(StrictSerializer):
    consultation = serializers.UUIDField()
    comment = serializers.CharField(max_length=300)


class ConfirmDailySerializer(StrictSerializer):
    """Comments on lines, by the consultation that each is about."""

    comments = LineCommentSerializer(many=True, required=False)

    def validate_comments(self, rows):
        lines = dict(self.context["row"].lines.values_list("consultation__uuid", "pk"))
        if any(row["consultation"] not in lines for row in rows):
            raise serializers.ValidationError(_("A comment belongs to a line of this summary."))
        return {lines[row["consultation"]]: row["comment"] for row in rows}


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
    this_week = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    problems = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    next_week = serializers.CharField(required=False, allow_blank=True, max_length=4000)


class ArchiveSerializer(StrictSerializer):
    version = serializers.IntegerField(min_value=1)
    comment = serializers.CharField(required=False, allow_blank=True, max_length=300)


class GiveBackSerializer(StrictSerializer):
    version = serializers.IntegerField(min_value=1)
    comment = serializers.CharField(max_length=300)
