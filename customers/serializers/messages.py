"""What the API says and asks about messages to customers and their wordings."""

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import serializers

from core.api import StrictSerializer
from customers.models import MessagePurpose, MessageTemplate
from customers.wording import ASKED


class MessageTemplateSerializer(serializers.ModelSerializer):
    """A wording in one language, by version."""

    class Meta:
        model = MessageTemplate
        fields = ("id", "code", "language", "number", "name", "purpose", "subject", "body", "valid_from")
        read_only_fields = fields


class WriteTemplateSerializer(StrictSerializer):
    code = serializers.SlugField(max_length=30)
    language = serializers.ChoiceField(choices=settings.LANGUAGES)
    name = serializers.CharField(max_length=40)
    purpose = serializers.ChoiceField(choices=MessagePurpose.choices, required=False)
    subject = serializers.CharField(max_length=120)
    body = serializers.CharField(max_length=4000)
    valid_from = serializers.DateField(required=False, allow_null=True)


class SendMessageSerializer(StrictSerializer):
    """A wording by code and language (the customer's own unless another is named), and the words that it asks."""

    template = serializers.SlugField(max_length=30)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)
    day = serializers.DateField(required=False)
    time = serializers.TimeField(required=False)
    place = serializers.CharField(max_length=120, required=False)
    papers = serializers.CharField(max_length=2000, required=False)
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    submission_key = serializers.UUIDField(required=False)

    def validate(self, attrs):
        language = attrs.pop("language", "") or self.context["row"].language
        template = MessageTemplate.objects.in_force().filter(code=attrs.pop("template"), language=language).first()
        if template is None:
            raise serializers.ValidationError({"template": [_("There is no such wording in this language.")]})
        values = {name: attrs.pop(name) for name in ASKED if name in attrs}
        return {**attrs, "template": template, "values": values}
