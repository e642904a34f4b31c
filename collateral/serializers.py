"""What the API says and asks about security."""

from rest_framework import serializers

from collateral.models import Collateral, CollateralKind, Guarantee
from core.api import AmountField, StrictSerializer
from customers.models import Customer
from customers.serializers.chosen import ChosenCustomer


def _seen(context):
    return Customer.objects.visible_to(context["request"].user)


class CollateralSerializer(serializers.ModelSerializer):
    application = serializers.SlugRelatedField("number", read_only=True)
    owner = serializers.SlugRelatedField("number", read_only=True)

    class Meta:
        model = Collateral
        fields = (
            "uuid",
            "version",
            "application",
            "owner",
            "kind",
            "description",
            "title_number",
            "area",
            "appraised_value",
            "appraised_on",
            "appraiser",
            "internal_value",
            "loan_to_value",
            "prior_claims",
            "currency",
            "finding",
            "status",
        )
        read_only_fields = fields


class GuaranteeSerializer(serializers.ModelSerializer):
    application = serializers.SlugRelatedField("number", read_only=True)
    guarantor = serializers.SlugRelatedField("number", read_only=True)

    class Meta:
        model = Guarantee
        fields = (
            "uuid",
            "version",
            "application",
            "guarantor",
            "relation",
            "net_assets",
            "monthly_income",
            "living_cost",
            "own_instalments",
            "outstanding_guarantees",
            "currency",
            "note",
            "status",
        )
        read_only_fields = fields


class AddCollateralSerializer(StrictSerializer):
    owner = ChosenCustomer(required=False)
    kind = serializers.ChoiceField(choices=CollateralKind.choices)
    description = serializers.CharField(max_length=200)
    title_number = serializers.CharField(max_length=60)
    area = AmountField(max_digits=10, required=False, allow_null=True, min_value=0)
    appraised_value = AmountField(min_value=0)
    appraised_on = serializers.DateField()
    appraiser = serializers.CharField(max_length=80)
    internal_value = AmountField(min_value=0)
    prior_claims = AmountField(min_value=0, default=0)
    finding = serializers.CharField(max_length=500, required=False, allow_blank=True)


class ChangeCollateralSerializer(AddCollateralSerializer):
    version = serializers.IntegerField(min_value=1)


class GuarantorFiguresSerializer(StrictSerializer):
    """What is known of a guarantor; what is left out stays, or is nothing."""

    relation = serializers.CharField(max_length=60, required=False, allow_blank=True)
    net_assets = AmountField()
    monthly_income = AmountField(required=False, min_value=0)
    living_cost = AmountField(required=False, min_value=0)
    own_instalments = AmountField(required=False, min_value=0)
    outstanding_guarantees = AmountField(required=False, min_value=0)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)


class AddGuaranteeSerializer(GuarantorFiguresSerializer):
    guarantor = ChosenCustomer()


class ChangeGuaranteeSerializer(GuarantorFiguresSerializer):
    version = serializers.IntegerField(min_value=1)


class WithdrawalSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300)
