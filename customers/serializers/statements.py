"""What the API says and asks about yearly statements."""

from rest_framework import serializers

from core.api import AmountField, StrictSerializer
from customers.models import FinancialStatement


class StatementSerializer(serializers.ModelSerializer):
    """A year's statement: its entered items in yuan."""

    customer = serializers.SlugRelatedField("number", read_only=True)
    values = serializers.SerializerMethodField()

    class Meta:
        model = FinancialStatement
        fields = ("uuid", "version", "customer", "period_end", "months", "is_audited", "currency", "values")
        read_only_fields = fields

    def get_values(self, statement) -> dict[str, str]:
        return {code: str(amount) for code, amount in statement.values().items()}


class SaveStatementSerializer(StrictSerializer):
    period_end = serializers.DateField()
    is_audited = serializers.BooleanField(default=False)
    values = serializers.DictField(child=AmountField(max_digits=16, allow_null=True))
    version = serializers.IntegerField(allow_null=True, default=None)
