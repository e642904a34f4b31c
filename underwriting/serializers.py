"""What the API says and asks about investigations, reports, decisions and conditions."""

from rest_framework import serializers

from applications.models import RepaymentMethod
from applications.services.acceptance import LONGEST_POINT
from core.api import AmountField, Chosen, StrictSerializer, VersionSerializer
from core.api.files import SentFileSerializer
from core.models import Document
from staff.models import User
from underwriting.models import (
    Condition,
    ConditionKind,
    Decision,
    FeasibilityReport,
    Finding,
    Investigation,
    Outcome,
    Result,
    Source,
)
from underwriting.services.decision import Asked

RATE = {"max_digits": 8, "decimal_places": 6, "min_value": 0, "max_value": 1}


class InvestigationSerializer(serializers.ModelSerializer):
    application = serializers.SlugRelatedField("number", read_only=True)

    class Meta:
        model = Investigation
        fields = (
            "uuid",
            "version",
            "application",
            "round",
            *Investigation.OPINION,
            "currency",
            "dissent",
            "lead_signed_at",
            "second_signed_at",
        )
        read_only_fields = fields


class FindingSerializer(serializers.ModelSerializer):
    application = serializers.CharField(source="investigation.application.number", read_only=True)
    round = serializers.IntegerField(source="investigation.round", read_only=True)
    item = serializers.SlugRelatedField("code", read_only=True)
    updated_by = serializers.SlugRelatedField("username", read_only=True)
    attachments = serializers.SlugRelatedField("uuid", many=True, read_only=True)

    class Meta:
        model = Finding
        fields = (
            "uuid",
            "version",
            "application",
            "round",
            "item",
            "result",
            "source",
            "note",
            "attachments",
            "updated_by",
            "updated_at",
        )
        read_only_fields = fields


class RecordFindingSerializer(StrictSerializer):
    item = Chosen(lambda context: context["row"].product_version.checklist.all(), "code")
    result = serializers.ChoiceField(choices=Result.choices)
    source = serializers.ChoiceField(choices=Source.choices)
    note = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    files = SentFileSerializer(many=True, required=False)
    version = serializers.IntegerField(min_value=0, default=0)


def _text(length: int) -> serializers.CharField:
    return serializers.CharField(required=False, allow_blank=True, max_length=length)


class OpinionSerializer(VersionSerializer):
    """The investigation's version as it was read, 0 before it began, and what is to change of the opinion."""

    conduct, operation, risks, opinion = _text(3000), _text(3000), _text(3000), _text(3000)
    is_legal, is_compliant, is_safe, is_profitable = _text(200), _text(200), _text(200), _text(200)
    amount = AmountField(required=False, allow_null=True)
    term_months = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=600)
    annual_rate = serializers.DecimalField(required=False, allow_null=True, **RATE)
    method = serializers.ChoiceField(required=False, allow_blank=True, choices=RepaymentMethod.choices)
    revenue_growth = serializers.DecimalField(required=False, max_digits=6, decimal_places=4, min_value=-1, max_value=5)
    debt_due = AmountField(required=False, min_value=0)
    monthly_income = AmountField(required=False, allow_null=True, min_value=0)
    own_instalments = AmountField(required=False, min_value=0)
    living_cost = AmountField(required=False, min_value=0)
    release_on = serializers.DateField(required=False, allow_null=True)
    first_due_on = serializers.DateField(required=False, allow_null=True)


class SignSerializer(VersionSerializer):
    dissent = serializers.CharField(required=False, allow_blank=True, max_length=500)


class DocumentSerializer(serializers.ModelSerializer):
    class Meta:
        model = Document
        fields = ("uuid", "kind", "title", "language", "status", "sha256", "size", "pages", "ready_at")
        read_only_fields = fields


class ReportSerializer(serializers.ModelSerializer):
    application = serializers.SlugRelatedField("number", read_only=True)
    round = serializers.IntegerField(source="investigation.round", read_only=True)
    submitted_by = serializers.SlugRelatedField("username", read_only=True)
    document = DocumentSerializer(read_only=True)

    class Meta:
        model = FeasibilityReport
        fields = (
            "uuid",
            "application",
            "round",
            "number",
            "content",
            "document",
            "submitted_by",
            "submitted_at",
        )
        read_only_fields = fields


class ConditionSerializer(serializers.ModelSerializer):
    application = serializers.CharField(source="decision.application.number", read_only=True)
    owner = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = Condition
        fields = ("uuid", "version", "application", "kind", "text", "owner", "due_on", "status", "evidence")
        read_only_fields = fields


class DecisionSerializer(serializers.ModelSerializer):
    application = serializers.SlugRelatedField("number", read_only=True)
    report = serializers.SlugRelatedField("number", read_only=True)
    submitted_by = serializers.SlugRelatedField("username", read_only=True)
    made_by = serializers.SlugRelatedField("username", read_only=True)
    conditions = ConditionSerializer(many=True, read_only=True)

    class Meta:
        model = Decision
        fields = (
            "id",
            "application",
            "report",
            "round",
            "level",
            "is_final",
            "outcome",
            "amount",
            "currency",
            "term_months",
            "annual_rate",
            "method",
            "reason",
            "terms_hash",
            "parameters",
            "submitted_by",
            "made_by",
            "made_at",
            "valid_until",
            "conditions",
        )
        read_only_fields = fields


class AskedSerializer(StrictSerializer):
    kind = serializers.ChoiceField(choices=ConditionKind.choices)
    text = serializers.CharField(max_length=300)
    owner = Chosen(lambda context: User.objects.filter(is_active=True), "username")
    due_on = serializers.DateField(required=False, allow_null=True)


class DecideSerializer(VersionSerializer):
    """The case's version and the report's number as they were read, the outcome, and the terms if they differ."""

    report = Chosen(lambda context: context["row"].reports.all(), "number")
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    reason = serializers.CharField(max_length=2000)
    amount = AmountField(required=False)
    term_months = serializers.IntegerField(required=False, min_value=1, max_value=600)
    annual_rate = serializers.DecimalField(required=False, **RATE)
    method = serializers.ChoiceField(required=False, choices=RepaymentMethod.choices)
    conditions = AskedSerializer(many=True, required=False, max_length=30)
    points = serializers.ListField(required=False, child=serializers.CharField(max_length=LONGEST_POINT))

    def validate_conditions(self, conditions):
        return [Asked(**condition) for condition in conditions]


class ConfirmSerializer(VersionSerializer):
    evidence = serializers.CharField(max_length=300)


class WaiveSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300)
