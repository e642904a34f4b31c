"""What the API says of the exposure of a related group."""

from rest_framework import serializers

from core.api import AmountField


class PartSerializer(serializers.Serializer):
    """What one member owes and was promised, and why it belongs to the group."""

    customer = serializers.CharField(source="customer.number")
    name = serializers.CharField(source="customer.name")
    amount = AmountField()
    because = serializers.CharField(allow_blank=True)


class LimitSerializer(serializers.Serializer):
    """One of the lender's limits in yuan, and what is held to it."""

    code = serializers.CharField()
    amount = AmountField(source="after")
    most = AmountField()
    is_over = serializers.BooleanField()


class ExposureSerializer(serializers.Serializer):
    """The exposure of a group in yuan; `hidden` members are in the total and nowhere else."""

    total = AmountField(source="before")
    parts = PartSerializer(source="shown", many=True)
    hidden = serializers.IntegerField()
    limits = LimitSerializer(source="checks", many=True)
