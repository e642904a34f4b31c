"""Messages to customers by template (L11.3.6): the dated wordings, and each message with the mail that carries it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import OutgoingMail
from customers.models.contacts import Contact
from customers.querysets import MessageTemplateQuerySet


class MessagePurpose(models.TextChoices):
    SERVICE = "service", _("For running business")
    MARKETING = "marketing", _("Marketing, needs consent")


class MessageTemplate(models.Model):
    """A wording of a message in one language from a day on; a change is a new version, a message names its own."""

    code = models.SlugField(_("Code"), max_length=30)
    language = models.CharField(_("Language"), max_length=10, choices=settings.LANGUAGES)
    number = models.PositiveSmallIntegerField(_("Version"))
    name = models.CharField(_("Name"), max_length=40)
    purpose = models.CharField(_("Purpose"), max_length=10, choices=MessagePurpose, default=MessagePurpose.SERVICE)
    subject = models.CharField(_("Subject"), max_length=120)
    body = models.TextField(_("Text"), max_length=4000)
    valid_from = models.DateField(_("Valid from"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = MessageTemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "language", "number"], name="message_template_version_once")
        ]


class Message(models.Model):
    """An entry of the time line that was sent: from which wording, in which language, by which mail."""

    contact = models.OneToOneField(Contact, models.PROTECT, related_name="message")
    template = models.ForeignKey(MessageTemplate, models.PROTECT, related_name="messages")
    mail = models.OneToOneField(OutgoingMail, models.PROTECT, related_name="+")
