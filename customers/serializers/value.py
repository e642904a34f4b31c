"""What the API says and asks about the value of customers, saved lists and contacts to make."""

from rest_framework import serializers

from core.api import StrictSerializer, VersionSerializer
from customers.filters import CustomerFilter, filter_of, holds
from customers.models import ContactPlan, Customer, Segment, ValueGrade, ValueReview, ValueRun
from customers.services.segments import CRITERIA, MOST_PLANNED, SORTS


class ReasonOfValueSerializer(serializers.Serializer):
    """One criterion: the points of all of them add up to the score."""

    code = serializers.CharField()
    figure = serializers.CharField()
    weight = serializers.CharField()
    full = serializers.CharField()
    points = serializers.CharField()


class ValueReviewSerializer(serializers.ModelSerializer):
    customer = serializers.SlugRelatedField("number", read_only=True)
    made_by = serializers.SlugRelatedField("username", read_only=True)
    change = serializers.DecimalField(max_digits=14, decimal_places=2, read_only=True)
    reasons = ReasonOfValueSerializer(many=True, read_only=True)

    class Meta:
        model = ValueReview
        fields = (
            "uuid",
            "customer",
            "on",
            "cause",
            "grade",
            "computed_grade",
            "previous_grade",
            "score",
            "balance",
            "average_balance",
            "income",
            "income_before",
            "change",
            "expected_income",
            "currency",
            "reasons",
            "why",
            "held_until",
            "made_by",
            "is_current",
        )
        read_only_fields = fields


class NothingSerializer(StrictSerializer):
    """Nothing is asked."""


class SetGradeSerializer(StrictSerializer):
    grade = serializers.ChoiceField(choices=ValueGrade.choices)
    reason = serializers.CharField(max_length=200)


class ValueRunSerializer(serializers.ModelSerializer):
    class Meta:
        model = ValueRun
        fields = ("uuid", "on", "cause", "customers", "changed", "content_hash")
        read_only_fields = fields


class SegmentSerializer(serializers.ModelSerializer):
    owner = serializers.SlugRelatedField("username", read_only=True)
    department = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = Segment
        fields = ("uuid", "version", "name", "criteria", "sort", "owner", "department", "archived_at", "created_at")
        read_only_fields = fields


class SaveSegmentSerializer(StrictSerializer):
    """`criteria` are filters of the list of customers by name; every value is text."""

    name = serializers.CharField(max_length=60)
    criteria = serializers.DictField(child=serializers.CharField(max_length=120))
    is_shared = serializers.BooleanField(required=False, default=False)
    sort = serializers.ChoiceField(choices=sorted(SORTS), required=False)

    def validate_criteria(self, criteria):
        unknown = {name: ["?"] for name in sorted(set(criteria) - set(CRITERIA))}
        form = CustomerFilter(criteria, Customer.objects.none(), by=self.context["request"].user).form
        if unknown or not form.is_valid():
            raise serializers.ValidationError(unknown or form.errors)
        return criteria


class ChangeSegmentSerializer(VersionSerializer):
    name = serializers.CharField(max_length=60)
    is_shared = serializers.BooleanField()


class PostponePlanSerializer(StrictSerializer):
    due_on = serializers.DateField()


class ContactPlanSerializer(serializers.ModelSerializer):
    customer = serializers.SlugRelatedField("number", read_only=True)
    account_manager = serializers.CharField(source="customer.account_manager.username", read_only=True)
    segment = serializers.SlugRelatedField("uuid", read_only=True)
    planned_by = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = ContactPlan
        fields = (
            "uuid",
            "version",
            "customer",
            "account_manager",
            "due_on",
            "aim",
            "segment",
            "planned_by",
            "status",
            "reason",
            "created_at",
        )
        read_only_fields = fields


class PlanContactSerializer(StrictSerializer):
    due_on = serializers.DateField()
    aim = serializers.CharField(max_length=200)


class PlanContactsSerializer(PlanContactSerializer):
    """`customers` are numbers of customers of the list; without them all of the list are meant."""

    customers = serializers.ListField(
        child=serializers.CharField(max_length=20), required=False, allow_null=True, max_length=MOST_PLANNED
    )

    def validate(self, values):
        user, segment = self.context["request"].user, self.context["row"]
        rows = holds(filter_of(segment, Customer.objects.visible_to(user), user)).order_by()
        if values.get("customers") is not None:
            rows = rows.filter(number__in=values["customers"])
        return {**values, "customers": list(rows.values_list("pk", flat=True)[: MOST_PLANNED + 1])}


class PlannedSerializer(serializers.Serializer):
    """How many contacts were planned, were open already, or belong to customers of somebody else."""

    planned = serializers.IntegerField()
    open_already = serializers.IntegerField()
    not_yours = serializers.IntegerField()
