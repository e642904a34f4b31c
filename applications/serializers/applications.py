"""What the API says and asks about applications."""

from rest_framework import serializers

from applications.models import Application, ProductVersion, RepaymentMethod, ReturnPoint, SecurityKind
from core.api import AmountField, Chosen, StrictSerializer, VersionSerializer
from customers.models import Customer
from staff.models import User
from staff.roles import Role


class ReturnPointSerializer(serializers.ModelSerializer):
    made_by = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = ReturnPoint
        fields = ("id", "round", "text", "made_by", "made_at", "answer", "answered_at")
        read_only_fields = fields


class ApplicationSerializer(serializers.ModelSerializer):
    """A case as everybody who may open it reads it."""

    customer = serializers.SlugRelatedField("number", read_only=True)
    customer_name = serializers.CharField(source="customer.name", read_only=True)
    product = serializers.CharField(source="product_version.product.code", read_only=True)
    department = serializers.SlugRelatedField("code", read_only=True)
    account_manager = serializers.SlugRelatedField("username", read_only=True)
    lead_investigator = serializers.SlugRelatedField("username", read_only=True)
    second_investigator = serializers.SlugRelatedField("username", read_only=True)
    return_points = ReturnPointSerializer(many=True, read_only=True)

    class Meta:
        model = Application
        fields = (
            "number",
            "uuid",
            "version",
            "customer",
            "customer_name",
            "product",
            "department",
            "account_manager",
            "lead_investigator",
            "second_investigator",
            "amount",
            "currency",
            "term_months",
            "method",
            "purpose",
            "repayment_source",
            "security",
            "status",
            "status_since",
            "round",
            "is_returned",
            "is_suspended",
            "deadline",
            "submitted_at",
            "accepted_at",
            "ledger_number",
            "ledger_on",
            "is_major",
            "end_reason",
            "created_at",
            "return_points",
        )
        read_only_fields = fields


class DraftSerializer(StrictSerializer):
    """What a draft may hold; what is left out stays."""

    version = serializers.IntegerField(min_value=1)
    product_version = Chosen(lambda context: ProductVersion.objects.in_force(), "product__code", required=False)
    amount = AmountField(required=False, allow_null=True)
    term_months = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=600)
    method = serializers.ChoiceField(required=False, allow_blank=True, choices=RepaymentMethod.choices)
    purpose = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    repayment_source = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    security = serializers.ListField(
        required=False, max_length=4, child=serializers.ChoiceField(choices=SecurityKind.choices)
    )


class OpenSerializer(DraftSerializer):
    version = None  # type: ignore[assignment]
    customer = Chosen(lambda context: Customer.objects.visible_to(context["request"].user), "number")
    product_version = Chosen(lambda context: ProductVersion.objects.in_force(), "product__code")


class AcceptSerializer(VersionSerializer):
    second_investigator = Chosen(lambda context: User.objects.with_role(Role.ACCOUNT_MANAGER), "username")
    deadline = serializers.DateField()


class ReturnSerializer(VersionSerializer):
    points = serializers.ListField(child=serializers.CharField(max_length=300), min_length=1, max_length=30)


class AnswerSerializer(StrictSerializer):
    answer = serializers.CharField(max_length=300)
