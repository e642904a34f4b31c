"""What the API says of what spans the apps."""

from rest_framework import serializers


class LoadSerializer(serializers.Serializer):
    """One account manager's work in hand; balances in yuan."""

    keeper = serializers.CharField(source="person.username")
    department = serializers.CharField()
    grade = serializers.CharField()
    customers = serializers.IntegerField()
    applications = serializers.IntegerField()
    loans = serializers.IntegerField()
    balance = serializers.DecimalField(max_digits=18, decimal_places=2)
    overdue = serializers.IntegerField()
    overdue_balance = serializers.DecimalField(max_digits=18, decimal_places=2)
