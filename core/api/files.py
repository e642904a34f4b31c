"""Files inside JSON bodies."""

import base64
import binascii

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api import StrictSerializer


class SentFileSerializer(StrictSerializer):
    """A file inside a JSON body: its name, and its bytes in base64."""

    name = serializers.CharField(max_length=120)
    content = serializers.CharField(trim_whitespace=True)

    def validate_content(self, text: str) -> bytes:
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError) as error:
            raise serializers.ValidationError(_("Send the file in base64.")) from error

    def to_internal_value(self, data):
        file = super().to_internal_value(data)
        return SimpleUploadedFile(file["name"], file["content"])


def sent_file(**kwargs) -> SentFileSerializer:
    """A file that may be left out."""
    return SentFileSerializer(**{"required": False, "allow_null": True, "default": None, **kwargs})
