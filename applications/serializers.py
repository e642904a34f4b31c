"""What the API says and asks about applications."""

from rest_framework import serializers

from applications import permissions
from applications.models import Application, MajorProject, ProductVersion, RepaymentMethod, ReturnPoint, SecurityKind
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


def _who_may_join(context):
    """Of the case, or of the project's case: whichever row the action is on."""
    return permissions.joint_team_of(getattr(context["row"], "application", context["row"]))


class TeamSerializer(StrictSerializer):
    members = serializers.ListField(child=Chosen(_who_may_join, "username"), min_length=1, max_length=20)


class FlagMajorSerializer(TeamSerializer):
    reason = serializers.CharField(max_length=300)
    visit_due_on = serializers.DateField()


class LiftMajorSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300)


class MajorProjectSerializer(serializers.ModelSerializer):
    """A major project with its joint team of today."""

    application = serializers.SlugRelatedField("number", read_only=True)
    flagged_by = serializers.SlugRelatedField("username", read_only=True)
    members = serializers.SerializerMethodField()

    class Meta:
        model = MajorProject
        fields = (
            "uuid",
            "application",
            "reason",
            "visit_due_on",
            "flagged_by",
            "flagged_at",
            "lifted_at",
            "lift_reason",
            "members",
        )
        read_only_fields = fields

    def get_members(self, project) -> list[str]:
        return [member.user.username for member in project.application.team.all() if member.left_at is None]
