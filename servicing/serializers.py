"""What the API says and asks about loans."""

from rest_framework import serializers

from core.api import AmountField, StrictSerializer
from servicing.models import Instalment, Loan, Posting, ReceiptsMark, Reminder


class LoanSerializer(serializers.ModelSerializer):
    application = serializers.SlugRelatedField("number", read_only=True)
    drawdown = serializers.SlugRelatedField("number", read_only=True)
    customer = serializers.SlugRelatedField("number", read_only=True)
    department = serializers.SlugRelatedField("code", read_only=True)
    account_manager = serializers.SlugRelatedField("username", read_only=True)
    balance = serializers.DecimalField(max_digits=14, decimal_places=2, read_only=True)

    class Meta:
        model = Loan
        fields = (
            "number",
            "uuid",
            "version",
            "application",
            "drawdown",
            "customer",
            "department",
            "account_manager",
            "principal",
            "principal_paid",
            "balance",
            "currency",
            "annual_rate",
            "penalty_multiplier",
            "method",
            "disbursed_on",
            "status",
            "settled_on",
            "days_past_due",
            "overdue_amount",
            "as_of",
        )
        read_only_fields = fields


class InstalmentSerializer(serializers.ModelSerializer):
    class Meta:
        model = Instalment
        fields = (
            "number",
            "due_on",
            "payable_until",
            "principal",
            "interest",
            "currency",
            "principal_paid",
            "interest_paid",
            "settled_on",
        )
        read_only_fields = fields


class PostingSerializer(serializers.ModelSerializer):
    loan = serializers.SlugRelatedField("number", read_only=True)
    posted_by = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = Posting
        fields = (
            "id",
            "loan",
            "kind",
            "received_on",
            "amount",
            "currency",
            "client_ref",
            "reverses",
            "note",
            "posted_by",
            "posted_at",
        )
        read_only_fields = fields


class PaymentSerializer(StrictSerializer):
    received_on = serializers.DateField()
    amount = AmountField()
    client_ref = serializers.CharField(max_length=80)
    note = serializers.CharField(required=False, allow_blank=True, max_length=200)


class ReversalSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=200)


class ReceiptsSerializer(StrictSerializer):
    day = serializers.DateField()


class ReceiptsMarkSerializer(serializers.ModelSerializer):
    marked_by = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = ReceiptsMark
        fields = ("day", "marked_by", "marked_at")
        read_only_fields = fields


class ReminderSerializer(serializers.ModelSerializer):
    """That somebody was told; to whom, by role, and what became of the mail."""

    loan = serializers.CharField(source="instalment.schedule.loan.number", read_only=True)
    instalment = serializers.IntegerField(source="instalment.number", read_only=True)
    person = serializers.SlugRelatedField("username", read_only=True)
    customer = serializers.SlugRelatedField("number", read_only=True)
    mail_status = serializers.CharField(source="mail.status", read_only=True, allow_null=True, default=None)

    class Meta:
        model = Reminder
        fields = ("id", "loan", "instalment", "kind", "person", "customer", "mail_status", "business_date", "made_at")
        read_only_fields = fields
