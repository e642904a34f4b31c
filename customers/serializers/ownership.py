"""What the API says and asks about who keeps a customer."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api import Chosen, StrictSerializer, VersionSerializer
from core.api.files import sent_file
from core.service import require
from customers import permissions
from customers.models import (
    Customer,
    FileAccess,
    FileRequest,
    IdentityType,
    OwnershipChange,
    OwnershipConflict,
    RequestKind,
    Territory,
    TerritoryKind,
)
from customers.serializers.duplicates import sees
from staff.models import User
from staff.roles import Role


def account_managers(context):
    return User.objects.with_role(Role.ACCOUNT_MANAGER)


@extend_schema_field(OpenApiTypes.STR)
class FileNumber(serializers.Field):
    """The number of a row's file where the reader may open it, else nothing."""

    def __init__(self, **kwargs):
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, row) -> str:
        return row.customer.number if sees(row, "customer", self.context) else ""


class NamedFile(StrictSerializer):
    """A file that a colleague keeps, named by its identity: its number is not known to who asks."""

    identity = serializers.CharField(max_length=40)
    identity_type = serializers.ChoiceField(
        choices=IdentityType.choices, required=False, default="", help_text="needed where papers of two kinds bear it"
    )
    reason = serializers.CharField(max_length=300)

    def to_internal_value(self, data):
        values = super().to_internal_value(data)
        found = Customer.objects.with_identity(values.pop("identity"), values.pop("identity_type"))[:2]
        if not found:
            # Who may ask for no file does not learn from the answer whether there is one.
            require(permissions.may_request_files(self.context["request"].user))
            raise serializers.ValidationError({"identity": ["No file keeps this identity."]})
        if len(found) > 1:
            raise serializers.ValidationError(
                {"identity_type": ["Several files keep this number. Say of which paper."]}
            )
        return {"customer": found[0], **values}


class AskForFileSerializer(NamedFile):
    kind = serializers.ChoiceField(choices=RequestKind.choices)


class ClaimSerializer(NamedFile):
    file = sent_file(source="upload")


class FileRequestSerializer(serializers.ModelSerializer):
    file = FileNumber()
    asked_by = serializers.SlugRelatedField("username", read_only=True)
    answered_by = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = FileRequest
        fields = (
            "uuid",
            "version",
            "file",
            "kind",
            "reason",
            "status",
            "asked_by",
            "answered_by",
            "answer",
            "created_at",
        )
        read_only_fields = fields


class GrantFileSerializer(VersionSerializer):
    answer = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class FileAccessSerializer(serializers.ModelSerializer):
    file = FileNumber()
    reader = serializers.SlugRelatedField("username", read_only=True)
    granted_by = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = FileAccess
        fields = ("uuid", "version", "file", "reader", "valid_from", "valid_to", "granted_by", "revoked_at")
        read_only_fields = fields


class TransferSerializer(StrictSerializer):
    to = Chosen(account_managers, "username")
    reason = serializers.CharField(max_length=300)


class OwnershipChangeSerializer(serializers.ModelSerializer):
    file = FileNumber()
    from_manager = serializers.SlugRelatedField("username", read_only=True)
    to_manager = serializers.SlugRelatedField("username", read_only=True)
    made_by = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = OwnershipChange
        fields = ("uuid", "file", "from_manager", "to_manager", "since", "cause", "reason", "made_by")
        read_only_fields = fields


class TerritorySerializer(serializers.ModelSerializer):
    keeper = serializers.SlugRelatedField("username", read_only=True, source="account_manager")

    class Meta:
        model = Territory
        fields = ("uuid", "version", "keeper", "kind", "value", "valid_from", "valid_to")
        read_only_fields = fields


class DelimitSerializer(StrictSerializer):
    keeper = Chosen(account_managers, "username")
    kind = serializers.ChoiceField(choices=TerritoryKind.choices)
    value = serializers.CharField(max_length=60)
    valid_from = serializers.DateField(required=False)


class ConflictSerializer(serializers.ModelSerializer):
    file = FileNumber()
    claimant = serializers.SlugRelatedField("username", read_only=True)
    holder = serializers.SlugRelatedField("username", read_only=True)
    ruled_for = serializers.SlugRelatedField("username", read_only=True)
    evidence = serializers.SerializerMethodField()
    rulings = serializers.SerializerMethodField()

    class Meta:
        model = OwnershipConflict
        fields = (
            "uuid",
            "version",
            "file",
            "ground",
            "claimant",
            "holder",
            "due_on",
            "status",
            "ruled_for",
            "ruled_at",
            "evidence",
            "rulings",
        )
        read_only_fields = fields

    def get_evidence(self, conflict) -> list[dict]:
        return [
            {
                "by": entry.given_by.username,
                "text": entry.text,
                "paper": entry.attachment and str(entry.attachment.uuid),
            }
            for entry in conflict.evidence.all()
        ]

    def get_rulings(self, conflict) -> list[dict]:
        return [
            {"by": entry.made_by.username, "winner": entry.ruled_for.username, "reason": entry.reason}
            for entry in conflict.rulings.all()
        ]


class EvidenceSerializer(StrictSerializer):
    text = serializers.CharField(max_length=1000)
    file = sent_file(source="upload")


class RuleSerializer(VersionSerializer):
    winner = Chosen(account_managers, "username")
    reason = serializers.CharField(max_length=300)
