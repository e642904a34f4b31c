"""What was said and seen with a customer: one time line, each entry sealed, corrected by a new version only."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import MoneyField
from core.models import CaseRow
from customers.models.consultations import Consultation
from customers.models.files import Customer
from customers.models.visits import Visit
from customers.querysets import ContactQuerySet
from staff.models import Task


class ContactKind(models.TextChoices):
    CALL = "call", pgettext_lazy("a contact", "Call")
    VISIT = "visit", pgettext_lazy("a contact", "Visit")
    MEETING = "meeting", pgettext_lazy("a contact", "Meeting")
    NEGOTIATION = "negotiation", pgettext_lazy("a contact", "Negotiation")
    MESSAGE = "message", pgettext_lazy("a contact", "Message")
    CONSULTATION = "consultation", pgettext_lazy("a contact", "Consultation")


class Contact(CaseRow):
    """One contact with a customer. `thread` is the uuid of its first version; only the newest one is current."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="contacts")
    kind = models.CharField(_("Kind"), max_length=20, choices=ContactKind)
    happened_at = models.DateTimeField(_("When"))
    place = models.CharField(_("Place"), max_length=120, blank=True)
    with_whom = models.CharField(_("With whom"), max_length=120, blank=True)
    aim = models.CharField(_("Aim"), max_length=200, blank=True)
    observation = models.TextField(_("Observation"), blank=True)
    result = models.TextField(_("Result"))
    # The case or contract it is about; those apps come later, so its uuid stands for it.
    about = models.UUIDField(null=True, blank=True)
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="contacts")
    consultation = models.ForeignKey(Consultation, models.PROTECT, null=True, related_name="contacts")
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    thread = models.UUIDField(db_index=True, editable=False)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    correction = models.CharField(_("What was wrong"), max_length=200, blank=True)
    is_current = models.BooleanField(default=True, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["customer", "-happened_at", "-id"], condition=Q(is_current=True), name="contact_time_line"
            ),
            models.Index(fields=["logged_by", "happened_at"], name="contact_of_person"),
        ]

    @property
    def case_uuid(self):
        return self.customer.uuid

    @property
    def happened_on(self) -> date:
        return timezone.localdate(self.happened_at)

    @property
    def step_titles(self) -> list[str]:
        """What was to be done next, in the order in which it was written down."""
        return [str(title) for title in self.steps.order_by("pk").values_list("task__title", flat=True)]


class Participant(models.Model):
    """Somebody who sat at a meeting or a negotiation."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="participants")
    name = models.CharField(_("Name"), max_length=60)
    part = models.CharField(_("For whom, as what"), max_length=80, blank=True)


class Side(models.TextChoices):
    OURS = "ours", _("We offered")
    THEIRS = "theirs", _("The customer offered")


class Offer(models.Model):
    """One offer or counter-offer of a negotiation, in the order in which they were made."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="offers")
    position = models.PositiveSmallIntegerField()
    side = models.CharField(_("Who"), max_length=10, choices=Side)
    amount = MoneyField(verbose_name=_("Amount"), null=True, blank=True)
    annual_rate = models.DecimalField(_("Yearly rate"), max_digits=8, decimal_places=6, null=True, blank=True)
    term_months = models.PositiveSmallIntegerField(_("Term"), null=True, blank=True)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    currency = models.CharField(max_length=3, default="CNY")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["contact", "position"], name="offer_once_a_place")]


class NextStep(models.Model):
    """What follows from a contact, as a task of whoever wrote it down; it belongs to the first version."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="steps")
    task = models.OneToOneField(Task, models.PROTECT, related_name="next_step")
