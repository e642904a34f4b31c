"""The project ledger: a row, the sums of all rows, and a row of the time before."""

from rest_framework import serializers

from applications.models import Application, OldProject
from applications.providers import LEDGER_COLUMNS
from core.api import AmountField


class LedgerRowSerializer(serializers.ModelSerializer):
    """One project; the amounts that later apps add stand beside the one applied for, in yuan."""

    application = serializers.CharField(source="number", read_only=True)
    customer = serializers.SlugRelatedField("number", read_only=True)
    customer_name = serializers.CharField(source="customer.name", read_only=True)
    product = serializers.CharField(source="product_version.product.code", read_only=True)
    department = serializers.CharField(source="department.code", read_only=True)
    account_manager = serializers.SlugRelatedField("username", read_only=True)
    second_investigator = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = Application
        fields = (
            "ledger_number",
            "ledger_on",
            "application",
            "customer",
            "customer_name",
            "product",
            "department",
            "account_manager",
            "second_investigator",
            "amount",
            "currency",
            "term_months",
            "status",
        )
        read_only_fields = fields

    def get_fields(self):
        return super().get_fields() | _sums()


class LedgerTotalsSerializer(serializers.Serializer):
    """The sums of every row in yuan; of too long a list only that it is, with the count as far as it was counted."""

    count = serializers.IntegerField()
    is_capped = serializers.BooleanField()
    amount = AmountField(required=False)

    def get_fields(self):
        return super().get_fields() | _sums()


class OldProjectSerializer(serializers.ModelSerializer):
    """One row of an old ledger, amounts in yuan."""

    customer = serializers.SlugRelatedField("number", read_only=True)
    department = serializers.CharField(source="department.code", read_only=True)
    amount = AmountField(read_only=True)
    disbursed_amount = AmountField(read_only=True)
    balance = AmountField(read_only=True)

    class Meta:
        model = OldProject
        fields = (
            "uuid",
            "number",
            "customer",
            "department",
            "entered_on",
            "product_name",
            "amount",
            "disbursed_amount",
            "balance",
            "currency",
            "state",
            "note",
        )
        read_only_fields = fields


class OldTotalsSerializer(serializers.Serializer):
    """The sums of every old row in yuan; of too long a list only that it is, with the count as far as it was counted."""

    count = serializers.IntegerField()
    is_capped = serializers.BooleanField()
    amount = AmountField(required=False)
    disbursed_amount = AmountField(required=False)
    balance = AmountField(required=False)


def _sums() -> dict[str, serializers.Field]:
    return {column.code: AmountField(read_only=True, required=False) for column in LEDGER_COLUMNS}
