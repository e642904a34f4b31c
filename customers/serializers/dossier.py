"""What the API says and asks about the sections and rows of a file."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api import AmountField, StrictSerializer
from core.api.files import SentFileSerializer
from core.fields import MoneyField
from customers.completeness import SECTIONS
from customers.forms.dossier import masked
from customers.models import ROWS, CompanyDetails, Customer, FileRow, PersonDetails, sealed_fields
from customers.serializers.chosen import ChosenCustomer


class MeasureSerializer(serializers.Serializer):
    """How far a section is."""

    section = serializers.CharField()
    done = serializers.IntegerField()
    asked = serializers.IntegerField()
    missing = serializers.ListField(child=serializers.CharField())


class RowSerializer(serializers.Serializer):
    """A row of a file: its kind, its version, its values, the sealed ones masked, and its papers by their uuids."""

    kind = serializers.CharField(source="KIND", read_only=True)
    uuid = serializers.UUIDField(read_only=True)
    version = serializers.IntegerField(read_only=True)
    values = serializers.SerializerMethodField()
    files = serializers.SerializerMethodField()

    def get_files(self, row: FileRow) -> dict[str, str]:
        return {name: str(paper.uuid) for name in row.FILES if (paper := getattr(row, name)) is not None}

    def get_values(self, row: FileRow) -> dict[str, Any]:
        sealed = sealed_fields(type(row))
        values = {name: getattr(row, name) for name in row.ASKED}
        return {name: masked(name, value) if name in sealed else value for name, value in values.items()}


class CustomerFileSerializer(serializers.Serializer):
    """The file: every section with its completeness and single fields, and the rows."""

    version = serializers.IntegerField()
    sections = MeasureSerializer(many=True)
    fields_known = serializers.DictField()
    rows = RowSerializer(many=True)


class _Asked(serializers.ModelSerializer):
    serializer_field_mapping = {**serializers.ModelSerializer.serializer_field_mapping, MoneyField: AmountField}


def _asking(row: type[FileRow]) -> type[serializers.Serializer]:
    class Asked(StrictSerializer, _Asked):
        class Meta:
            model = row
            fields = row.ASKED

    return Asked


ASKED = {kind: _asking(model) for kind, model in ROWS.items()}
OF_FILE = {name for sections in SECTIONS.values() for part in sections for name in part.fields}


class PersonFieldsSerializer(_Asked):
    class Meta:
        model = PersonDetails
        fields = tuple(sorted(OF_FILE & {field.name for field in PersonDetails._meta.fields}))


class CompanyFieldsSerializer(_Asked):
    class Meta:
        model = CompanyDetails
        fields = tuple(sorted(OF_FILE & {field.name for field in CompanyDetails._meta.fields}))


class SectionValuesSerializer(StrictSerializer, _Asked):
    """Single fields of any section; which of them a section asks, its service says."""

    referrer = ChosenCustomer(required=False, allow_null=True)

    class Meta:
        model = Customer
        fields = tuple(sorted(OF_FILE & {field.name for field in Customer._meta.fields}))

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = {**PersonFieldsSerializer().get_fields(), **CompanyFieldsSerializer().get_fields()}
        fields |= super().get_fields()
        for field in fields.values():
            field.required = False
        return fields


class FillSerializer(StrictSerializer):
    section = serializers.CharField(max_length=20)
    version = serializers.IntegerField(min_value=1)
    values = SectionValuesSerializer()


class AddRowSerializer(StrictSerializer):
    kind = serializers.CharField(max_length=20, help_text="one of the kinds of rows that the file lists")
    values = serializers.DictField()
    files = serializers.DictField(
        child=SentFileSerializer(), required=False, help_text="front, back, specimen, document"
    )
    submission_key = serializers.UUIDField(required=False)

    is_partial = False

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["kind"] not in ASKED:
            raise serializers.ValidationError({"kind": [_("The file of this customer holds no such rows.")]})
        asked = ASKED[attrs["kind"]](data=attrs["values"], partial=self.is_partial, context=self.context)
        if not asked.is_valid():
            raise serializers.ValidationError({"values": asked.errors})
        return {**attrs, "values": asked.validated_data}


class ChangeRowSerializer(AddRowSerializer):
    submission_key = None
    row = serializers.UUIDField(source="uuid")
    version = serializers.IntegerField(min_value=1)

    is_partial = True


class WithdrawRowSerializer(StrictSerializer):
    kind = serializers.CharField(max_length=20, help_text="one of the kinds of rows that the file lists")
    row = serializers.UUIDField(source="uuid")
    version = serializers.IntegerField(min_value=1)
    reason = serializers.CharField(max_length=200)


class RevealRowSerializer(StrictSerializer):
    """Which masked field of which row is wanted in full, and why."""

    kind = serializers.CharField(max_length=20, help_text="one of the kinds of rows that the file lists")
    row = serializers.UUIDField(source="uuid")
    field = serializers.CharField(max_length=40)
    reason = serializers.CharField(max_length=200)


class FindSerializer(StrictSerializer):
    """What the search box takes; in a body, because it may be somebody's number."""

    text = serializers.CharField(max_length=120)
