"""What the API says and asks about contracts and drawdowns; accounts leave masked (S32)."""

from django.conf import settings
from rest_framework import serializers

from contracts.models import Drawdown, LoanContract
from core import display
from core.api import AmountField, VersionSerializer


class ContractSerializer(serializers.ModelSerializer):
    application = serializers.SlugRelatedField("number", read_only=True)
    prepared_by = serializers.SlugRelatedField("username", read_only=True)
    document = serializers.SlugRelatedField("uuid", read_only=True)

    class Meta:
        model = LoanContract
        fields = (
            "number",
            "uuid",
            "version",
            "application",
            "amount",
            "currency",
            "term_months",
            "annual_rate",
            "method",
            "document",
            "status",
            "prepared_by",
            "signed_on",
            "void_reason",
            "created_at",
        )
        read_only_fields = fields


class DrawdownSerializer(serializers.ModelSerializer):
    contract = serializers.SlugRelatedField("number", read_only=True)
    application = serializers.CharField(source="contract.application.number", read_only=True)
    payee_account = serializers.SerializerMethodField()
    requested_by = serializers.SlugRelatedField("username", read_only=True)
    checked_by = serializers.SlugRelatedField("username", read_only=True)
    disbursed_by = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = Drawdown
        fields = (
            "number",
            "uuid",
            "version",
            "contract",
            "application",
            "amount",
            "currency",
            "payee",
            "payee_account",
            "is_entrusted",
            "status",
            "requested_by",
            "checked_by",
            "disbursed_by",
            "disbursed_on",
            "bank_reference",
            "refusal",
        )
        read_only_fields = fields

    def get_payee_account(self, drawdown) -> str:
        return display.mask_account(drawdown.payee_account)


class PrepareSerializer(VersionSerializer):
    language = serializers.ChoiceField(choices=settings.LANGUAGES)


class SigningSerializer(VersionSerializer):
    signed_on = serializers.DateField()


class RequestDrawdownSerializer(VersionSerializer):
    amount = AmountField(min_value=0)
    payee = serializers.CharField(max_length=120)
    payee_account = serializers.CharField(max_length=60)
    is_entrusted = serializers.BooleanField(default=True)


class DisburseSerializer(VersionSerializer):
    disbursed_on = serializers.DateField()
    bank_reference = serializers.CharField(max_length=60)
