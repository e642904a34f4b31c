"""Segments: the filter of the customers' list kept under a name; and the contacts that are planned from one."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import dates
from core.models import CaseRow
from customers.models.files import Customer
from customers.querysets import ContactPlanQuerySet, SegmentQuerySet
from customers.states import CONTACT_PLAN_TRANSITIONS, ContactPlanStatus


class Segment(CaseRow):
    """A saved list: `criteria` are the values of the list's filter. With a department it is shared with its people.

    What it holds is asked anew each time, and each reader finds only the customers they may open.
    """

    name = models.CharField(_("Name of the list"), max_length=60)
    criteria = models.JSONField(default=dict)
    sort = models.CharField(max_length=40, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="segments")
    department = models.ForeignKey("staff.Department", models.PROTECT, null=True, related_name="segments")
    archived_at = models.DateTimeField(null=True)

    objects = SegmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(archived_at=None), name="segment_name_once_of_a_person"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shared(self) -> bool:
        return self.department_id is not None


class ContactPlan(CaseRow):
    """A contact to make with a customer until a day, by whoever keeps the file; the next contact written down makes it."""

    TRANSITIONS = CONTACT_PLAN_TRANSITIONS

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="contact_plans")
    due_on = models.DateField(_("Until"))
    aim = models.CharField(_("Aim"), max_length=200)
    segment = models.ForeignKey(Segment, models.PROTECT, null=True, related_name="contact_plans")
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=ContactPlanStatus, default=ContactPlanStatus.PLANNED)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)

    objects = ContactPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=Q(status=ContactPlanStatus.PLANNED), name="contact_plan_open_once"
            )
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(status=ContactPlanStatus.PLANNED), name="contact_plan_by_day")
        ]

    @property
    def case_uuid(self):
        return self.customer.uuid

    @property
    def is_planned(self) -> bool:
        return self.status == ContactPlanStatus.PLANNED

    def is_late(self, on: date | None = None) -> bool:
        """Whether its day has passed and nobody has been in touch."""
        return self.is_planned and self.due_on < (on or dates.today())
