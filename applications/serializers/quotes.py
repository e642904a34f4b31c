"""What the API says and asks about repayment plans."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from applications.models import Quote, RepaymentMethod
from applications.plans import Plan, asked_for, plan_of
from applications.services import check_terms
from core import dates
from core.api import AmountField, StrictSerializer


class TermsSerializer(StrictSerializer):
    """Terms of a plan; what is left out is what the application asks for, at the rate of the price list."""

    amount = AmountField(required=False, min_value=1)
    term_months = serializers.IntegerField(required=False, min_value=1, max_value=600)
    method = serializers.ChoiceField(choices=RepaymentMethod.choices, required=False)
    annual_rate = serializers.DecimalField(max_digits=8, decimal_places=6, required=False, min_value=0, max_value=1)

    def plan(self) -> Plan:
        """The plan of the application in the context, as if released today."""
        application = self.context["row"]
        terms: dict[str, Any] = asked_for(application) | self.validated_data
        check_terms(application.product_version, **terms)
        return plan_of(application.product_version, on=dates.today(), **terms)


class IssueQuoteSerializer(TermsSerializer):
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)
    submission_key = serializers.UUIDField(required=False)


class PlanRowSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    due_on = serializers.DateField()
    principal = AmountField()
    interest = AmountField()
    total = AmountField()
    balance = AmountField()


class PlanFeeSerializer(serializers.Serializer):
    name = serializers.CharField(source="fee.shown_name")
    charged = serializers.CharField(source="fee.charged")
    sum = AmountField()


class PlanSerializer(serializers.Serializer):
    """The instalments and what they cost; yuan, and fractions a year."""

    amount = AmountField()
    term_months = serializers.IntegerField()
    method = serializers.CharField()
    annual_rate = serializers.DecimalField(max_digits=8, decimal_places=6)
    on = serializers.DateField()
    rows = PlanRowSerializer(many=True)
    fees = PlanFeeSerializer(many=True)
    interest = AmountField()
    total = AmountField()
    fees_in_all = AmountField()
    cost = serializers.DecimalField(max_digits=12, decimal_places=6)
    cost_with_fees = serializers.DecimalField(max_digits=12, decimal_places=6)


class QuoteSerializer(serializers.ModelSerializer):
    """A plan that was given on paper; `document` can be read once `status` is ready."""

    application = serializers.SlugRelatedField("number", read_only=True)
    made_by = serializers.SlugRelatedField("username", read_only=True)
    document = serializers.SlugRelatedField("uuid", read_only=True)
    status = serializers.CharField(source="document.status", read_only=True)
    sha256 = serializers.CharField(source="document.sha256", read_only=True)

    class Meta:
        model = Quote
        fields = (
            "uuid",
            "application",
            "number",
            "amount",
            "currency",
            "term_months",
            "method",
            "annual_rate",
            "cost_rate",
            "language",
            "made_on",
            "made_by",
            "document",
            "status",
            "sha256",
        )
        read_only_fields = fields
