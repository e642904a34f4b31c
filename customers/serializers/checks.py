"""What the API says and asks about consents, credit reports, checks and the lender's own lists."""

from rest_framework import serializers

from core.api import AmountField, StrictSerializer
from core.api.files import sent_file
from customers.models import (
    BadRecord,
    BlacklistEntry,
    Consent,
    ConsentKind,
    CreditDebt,
    CreditQuery,
    CreditReport,
    CustomerKind,
    DebtKind,
    Finding,
    HitDecision,
    IdentityType,
    InsiderEntry,
    InsiderRelation,
    QueryReason,
    RecordKind,
    Screening,
    Source,
    WorstStatus,
)

MOST_NAMED = 12


# Consents and credit reports


class ConsentSerializer(serializers.ModelSerializer):
    customer = serializers.SlugRelatedField("number", read_only=True)
    recorded_by = serializers.SlugRelatedField("username", read_only=True)
    file = serializers.SlugRelatedField("uuid", read_only=True, allow_null=True)

    class Meta:
        model = Consent
        fields = (
            "uuid",
            "customer",
            "kind",
            "scope",
            "signed_on",
            "valid_from",
            "valid_to",
            "file",
            "recorded_by",
            "withdrawn_on",
            "withdrawn_how",
        )
        read_only_fields = fields


class RecordConsentSerializer(StrictSerializer):
    kind = serializers.ChoiceField(choices=ConsentKind.choices)
    scope = serializers.CharField(max_length=300)
    signed_on = serializers.DateField()
    valid_from = serializers.DateField(required=False, allow_null=True)
    valid_to = serializers.DateField(required=False, allow_null=True)
    file = sent_file()
    submission_key = serializers.UUIDField(required=False)


class WithdrawConsentSerializer(StrictSerializer):
    withdrawn_on = serializers.DateField()
    how = serializers.CharField(max_length=200)


class CreditQuerySerializer(serializers.ModelSerializer):
    customer = serializers.SlugRelatedField("number", read_only=True)
    consent = serializers.SlugRelatedField("uuid", read_only=True)
    asked_by = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = CreditQuery
        fields = ("uuid", "customer", "consent", "reason", "asked_by", "asked_at")
        read_only_fields = fields


class QuerySerializer(StrictSerializer):
    reason = serializers.ChoiceField(choices=QueryReason.choices)
    submission_key = serializers.UUIDField(required=False)


class DebtSerializer(serializers.ModelSerializer):
    class Meta:
        model = CreditDebt
        fields = ("kind", "lender", "limit", "balance", "overdue", "currency")
        read_only_fields = fields


class BadRecordSerializer(serializers.ModelSerializer):
    class Meta:
        model = BadRecord
        fields = ("kind", "what", "ended_on")
        read_only_fields = fields


SUMMARY = (
    "open_accounts",
    "loan_balance",
    "card_limit",
    "card_used",
    "current_overdue",
    "overdue_24",
    "worst_24",
    "overdue_60",
    "worst_60",
    "guarantees_given",
    "queries_2",
    "queries_6",
    "public_records",
)


class CreditReportSerializer(serializers.ModelSerializer):
    customer = serializers.SlugRelatedField("number", read_only=True)
    query = serializers.SlugRelatedField("uuid", read_only=True)
    file = serializers.SlugRelatedField("uuid", read_only=True, allow_null=True)
    entered_by = serializers.SlugRelatedField("username", read_only=True)
    debts = DebtSerializer(many=True, read_only=True)
    bad_records = BadRecordSerializer(many=True, read_only=True)
    corrects = serializers.SlugRelatedField("uuid", read_only=True, allow_null=True)

    class Meta:
        model = CreditReport
        fields = (
            "uuid",
            "customer",
            "query",
            "report_number",
            "reported_on",
            *SUMMARY,
            "currency",
            "file",
            "entered_by",
            "created_at",
            "debts",
            "bad_records",
            "is_corrected",
            "corrects",
            "correction",
        )
        read_only_fields = fields


class FiguresSerializer(StrictSerializer):
    """The summary of a report: each figure, 0 included."""

    open_accounts = serializers.IntegerField(min_value=0)
    loan_balance = AmountField(min_value=0)
    card_limit = AmountField(min_value=0)
    card_used = AmountField(min_value=0)
    current_overdue = AmountField(min_value=0)
    overdue_24 = serializers.IntegerField(min_value=0)
    worst_24 = serializers.ChoiceField(choices=WorstStatus.choices)
    overdue_60 = serializers.IntegerField(min_value=0)
    worst_60 = serializers.ChoiceField(choices=WorstStatus.choices)
    guarantees_given = AmountField(min_value=0)
    queries_2 = serializers.IntegerField(min_value=0)
    queries_6 = serializers.IntegerField(min_value=0)
    public_records = serializers.IntegerField(min_value=0)


class DebtRowSerializer(StrictSerializer):
    kind = serializers.ChoiceField(choices=DebtKind.choices)
    lender = serializers.CharField(max_length=80)
    limit = AmountField(required=False, min_value=0)
    balance = AmountField(required=False, min_value=0)
    overdue = AmountField(required=False, min_value=0)


class RecordRowSerializer(StrictSerializer):
    kind = serializers.ChoiceField(choices=RecordKind.choices)
    what = serializers.CharField(max_length=200)
    ended_on = serializers.DateField(required=False, allow_null=True)


class EnterReportSerializer(StrictSerializer):
    report_number = serializers.CharField(max_length=40)
    reported_on = serializers.DateField()
    figures = FiguresSerializer()
    debts = DebtRowSerializer(many=True, required=False, default=list)
    bad_records = RecordRowSerializer(many=True, required=False, default=list)
    file = sent_file()


class CorrectReportSerializer(EnterReportSerializer):
    """The whole report anew; without a file the paper of before stays with it."""

    correction = serializers.CharField(max_length=200)


# Checks


class ScreeningSerializer(serializers.ModelSerializer):
    customer = serializers.SlugRelatedField("number", read_only=True)
    checked_by = serializers.SlugRelatedField("username", read_only=True)
    decided_by = serializers.SlugRelatedField("username", read_only=True, allow_null=True)
    file = serializers.SlugRelatedField("uuid", read_only=True, allow_null=True)

    class Meta:
        model = Screening
        fields = (
            "uuid",
            "version",
            "customer",
            "source",
            "finding",
            "asked_at",
            "valid_to",
            "checked_by",
            "is_automatic",
            "note",
            "file",
            "party_role",
            "decision",
            "decision_reason",
            "decided_by",
            "decided_at",
        )
        read_only_fields = fields


class ScreeningsSerializer(serializers.Serializer):
    """Several checks that one act made."""

    checks = ScreeningSerializer(many=True, read_only=True)

    def to_representation(self, rows):
        return {"checks": ScreeningSerializer(rows, many=True, context=self.context).data}


class _AnswerSerializer(StrictSerializer):
    finding = serializers.ChoiceField(choices=Finding.choices)
    note = serializers.CharField(required=False, allow_blank=True, max_length=300)
    file = sent_file()


class CheckCustomerSerializer(_AnswerSerializer):
    sources = serializers.ListField(
        child=serializers.ChoiceField(choices=Source.choices), min_length=1, max_length=MOST_NAMED
    )


class CaseChecksSerializer(_AnswerSerializer):
    """`chosen` are `number of the customer:source`."""

    chosen = serializers.ListField(child=serializers.CharField(max_length=60), min_length=1, max_length=200)


class NothingSerializer(StrictSerializer):
    """Asks nothing."""


class DecideHitSerializer(StrictSerializer):
    version = serializers.IntegerField(min_value=1)
    decision = serializers.ChoiceField(choices=HitDecision.choices)
    reason = serializers.CharField(max_length=300)


# The lender's own lists

ENTRY = (
    "uuid",
    "version",
    "kind",
    "name",
    "identity_type",
    "identity_tail",
    "reason",
    "valid_to",
    "added_by",
    "created_at",
    "lifted_on",
    "lift_reason",
)


class BlacklistSerializer(serializers.ModelSerializer):
    added_by = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = BlacklistEntry
        fields = (*ENTRY, "origin")
        read_only_fields = fields


class InsiderSerializer(serializers.ModelSerializer):
    added_by = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = InsiderEntry
        fields = (*ENTRY, "relation")
        read_only_fields = fields


class _EntrySerializer(StrictSerializer):
    kind = serializers.ChoiceField(choices=CustomerKind.choices)
    name = serializers.CharField(max_length=120)
    identity_type = serializers.ChoiceField(choices=IdentityType.choices, required=False, allow_blank=True)
    identity = serializers.CharField(required=False, allow_blank=True, max_length=30)
    birth_date = serializers.DateField(required=False, allow_null=True)
    reason = serializers.CharField(max_length=300)
    valid_to = serializers.DateField(required=False, allow_null=True)


class AddToBlacklistSerializer(_EntrySerializer):
    origin = serializers.CharField(max_length=200)


class AddInsiderSerializer(_EntrySerializer):
    relation = serializers.ChoiceField(choices=InsiderRelation.choices)


class LiftSerializer(StrictSerializer):
    version = serializers.IntegerField(min_value=1)
    reason = serializers.CharField(max_length=300)
