"""Messages to customers for machines."""

import django_filters

from core.api import Rows, act
from customers import services
from customers.api.numbers import CustomerActions
from customers.models import MessageTemplate
from customers.serializers.contacts import ContactSerializer
from customers.serializers.messages import MessageTemplateSerializer, SendMessageSerializer, WriteTemplateSerializer


class MessageTemplateFilter(django_filters.FilterSet):
    class Meta:
        model = MessageTemplate
        fields = ("code", "language")


class MessageTemplateViewSet(Rows):
    """The wordings of messages, all versions; everybody in the house reads them, the administrator writes."""

    queryset = MessageTemplate.objects.order_by("code", "language", "-number")
    serializer_class = MessageTemplateSerializer
    filterset_class = MessageTemplateFilter
    lookup_field = "pk"
    lookup_value_regex = "[0-9]{1,18}"

    create = act(
        "create", "", services.write_message_template, WriteTemplateSerializer, gives=MessageTemplateSerializer
    )

    def visible(self):
        return self.queryset


class MessageActions(CustomerActions):
    """Messages to one customer."""

    serializer_class = ContactSerializer

    send_message = act(
        "send_message",
        "messages",
        services.send_message,
        SendMessageSerializer,
        target="customer",
        gives=ContactSerializer,
    )


ROUTES = [
    ("message-templates", MessageTemplateViewSet, "message-template"),
    ("customers", MessageActions, "messaging"),
]
