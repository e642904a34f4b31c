"""What the API says and asks about papers."""

import base64
import binascii

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from rest_framework import serializers

from applications.models import Paper, PaperGroup, PaperPage, PaperVersion, Party
from core.api import StrictSerializer, VersionSerializer


class PaperPageSerializer(serializers.ModelSerializer):
    attachment = serializers.SlugRelatedField("uuid", read_only=True)
    name = serializers.CharField(source="attachment.name", read_only=True)
    media_type = serializers.CharField(source="attachment.media_type", read_only=True)
    sheets = serializers.IntegerField(source="attachment.pages", read_only=True)

    class Meta:
        model = PaperPage
        fields = ("uuid", "position", "attachment", "name", "media_type", "sheets", "withdrawn_at", "withdrawal")
        read_only_fields = fields


class PaperVersionSerializer(serializers.ModelSerializer):
    """One handing in with everybody who checked it."""

    received_by = serializers.SlugRelatedField("username", read_only=True)
    verified_by = serializers.SlugRelatedField("username", read_only=True)
    cleared_by = serializers.SlugRelatedField("username", read_only=True)
    rejected_by = serializers.SlugRelatedField("username", read_only=True)
    pages = PaperPageSerializer(many=True, read_only=True)

    class Meta:
        model = PaperVersion
        fields = (
            "number",
            "received_by",
            "received_at",
            "original_seen",
            "met_in_person",
            "issued_on",
            "valid_until",
            "verified_by",
            "verified_at",
            "copy_reason",
            "is_true",
            "is_legal",
            "is_valid",
            "cleared_by",
            "cleared_at",
            "rejected_by",
            "rejected_at",
            "rejection",
            "pages",
        )
        read_only_fields = fields


class PaperSerializer(serializers.ModelSerializer):
    """A line of the list of papers; its name is in the reader's language."""

    application = serializers.SlugRelatedField("number", read_only=True)
    customer = serializers.SlugRelatedField("number", read_only=True)
    code = serializers.CharField(source="requirement.code", read_only=True, default="")
    versions = PaperVersionSerializer(many=True, read_only=True)

    class Meta:
        model = Paper
        fields = (
            "uuid",
            "version",
            "application",
            "customer",
            "role",
            "code",
            "name",
            "group",
            "need",
            "condition",
            "applies",
            "needs_clearance",
            "status",
            "reason",
            "valid_until",
            "is_open",
            "versions",
        )
        read_only_fields = fields


class ReceivePaperSerializer(VersionSerializer):
    original_seen = serializers.BooleanField()
    met_in_person = serializers.BooleanField()
    issued_on = serializers.DateField(required=False, allow_null=True)
    last_day = serializers.DateField(source="valid_until", required=False, allow_null=True)


class VerifyPaperSerializer(VersionSerializer):
    is_true = serializers.BooleanField()
    is_legal = serializers.BooleanField()
    is_valid = serializers.BooleanField()
    copy_reason = serializers.CharField(max_length=300, required=False, allow_blank=True)


class DecidePaperSerializer(VersionSerializer):
    applies = serializers.BooleanField()
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True)


class FileSerializer(StrictSerializer):
    """One file: as a part of a form (`file`), or in JSON as `name` and `content` in base64, up to 3 MB then."""

    file = serializers.FileField(required=False, allow_empty_file=True)
    name = serializers.CharField(max_length=200, required=False)
    content = serializers.CharField(required=False)

    def validate(self, attrs):
        if file := attrs.get("file"):
            return {"files": [file]}
        if "name" not in attrs or "content" not in attrs:
            raise serializers.ValidationError({"file": [_("Send a file, or a name with its content in base64.")]})
        try:
            content = base64.b64decode(attrs["content"], validate=True)
        except (binascii.Error, ValueError) as error:
            raise serializers.ValidationError({"content": [_("This is not base64.")]}) from error
        return {"files": [ContentFile(content, name=attrs["name"])]}


class PagesSerializer(serializers.Serializer):
    """The pages that an upload made."""

    def to_representation(self, instance):
        return {"pages": PaperPageSerializer(instance, many=True, context=self.context).data}


def _parties(context):
    row = context.get("row")
    return Party.objects.filter(application=row) if row is not None else Party.objects.none()


class AddPaperSerializer(StrictSerializer):
    party = serializers.PrimaryKeyRelatedField(queryset=Party.objects.all())
    group = serializers.ChoiceField(choices=PaperGroup.choices)
    title = serializers.CharField(max_length=80)
    is_mandatory = serializers.BooleanField(required=False)

    def get_fields(self):
        fields = super().get_fields()
        fields["party"].queryset = _parties(self.context)
        return fields


class LetterSerializer(StrictSerializer):
    """Whose letter, and in which language if not the customer's own."""

    party = serializers.PrimaryKeyRelatedField(queryset=Party.objects.all())
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)

    def get_fields(self):
        fields = super().get_fields()
        fields["party"].queryset = _parties(self.context)
        return fields


class LetterGivenSerializer(serializers.Serializer):
    """The document, to be read once it is ready."""

    uuid = serializers.UUIDField()
    status = serializers.CharField()


class AssignPageSerializer(StrictSerializer):
    paper = serializers.SlugRelatedField("uuid", queryset=Paper.objects.all())

    def get_fields(self):
        fields = super().get_fields()
        row = self.context.get("row")
        own = Paper.objects.filter(application=row.application) if row is not None else Paper.objects.none()
        fields["paper"].queryset = own
        return fields


class MovePageSerializer(StrictSerializer):
    up = serializers.BooleanField()
