"""The consultation register: whoever asks, known or not, what they need, and what they were told."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import BlindIndexField, MoneyField, SealedTextField
from core.models import CaseRow
from customers.models.files import Customer
from customers.names import fold
from customers.querysets import ConsultationQuerySet
from customers.states import CONSULTATION_TRANSITIONS, ConsultationStatus


class Channel(models.TextChoices):
    PHONE = "phone", pgettext_lazy("a channel", "Telephone")
    WALK_IN = "walk_in", _("Walk-in")
    ONLINE = "online", _("Online")
    ACTIVITY = "activity", _("At an activity")
    REFERRAL = "referral", _("By referral")


class Topic(models.TextChoices):
    FINANCING = "financing", _("Financing")
    INVESTMENT = "investment", _("Investment")
    SERVICE = "service", _("Running business")


class FoldedField(models.TextField):
    """The field `source` in the form in which names are compared (`fold`), kept in step at every save of it."""

    def __init__(self, source: str = "", **kwargs):
        self.source = source
        super().__init__(**{"default": "", "editable": False, **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, model_instance, add):
        folded = fold(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, folded)
        return folded


class Consultation(CaseRow):
    """One question somebody asked (諮詢登記), perhaps by a stranger; `customer` once there is a file."""

    TRANSITIONS = CONSULTATION_TRANSITIONS

    name = models.CharField(_("Name or form of address"), max_length=60)
    name_folded = FoldedField("name")
    phone = SealedTextField(_("Phone"), blank=True)
    phone_index = BlindIndexField("phone", db_index=True)
    channel = models.CharField(_("Channel"), max_length=10, choices=Channel, default=Channel.PHONE)
    topic = models.CharField(_("Topic"), max_length=12, choices=Topic, default=Topic.FINANCING)
    need = models.TextField(pgettext_lazy("of a consultation", "Need"))
    need_folded = FoldedField("need")
    amount = MoneyField(verbose_name=_("Amount wanted"), null=True, blank=True)
    currency = models.CharField(max_length=3, default="CNY")
    # The code of a product; products come later.
    product = models.CharField(_("Interested in"), max_length=40, blank=True)
    answer = models.TextField(_("Answer given"), blank=True)
    difficulty = models.TextField(_("Open difficulty"), blank=True)
    resolution = models.TextField(_("How it was resolved"), blank=True)
    asked_at = models.DateTimeField(_("Asked at"))
    asked_on = models.DateField(db_index=True, editable=False)
    answered_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    follow_up_on = models.DateField(_("Follow up on"), null=True, blank=True)
    status = models.CharField(max_length=20, choices=ConsultationStatus, default=ConsultationStatus.WAITING)
    account_manager = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="consultations")
    department = models.ForeignKey("staff.Department", models.PROTECT, related_name="consultations")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="consultations")

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["account_manager", "-asked_at"], name="consultation_of_manager"),
            models.Index(fields=["department", "asked_on"], name="consultation_of_day"),
        ]

    @property
    def case_uuid(self):
        return self.customer.uuid if self.customer_id else None

    @property
    def follow_up_key(self) -> str:
        """By which the task to follow it up is found, also while there is no file."""
        return f"consultation:{self.uuid}"

    @property
    def answer_time(self) -> timedelta | None:
        """How long the answer took; None while there is none."""
        return self.answered_at - self.asked_at if self.answered_at else None

    @property
    def answer_minutes(self) -> int | None:
        return int(self.answer_time.total_seconds() // 60) if self.answer_time is not None else None
