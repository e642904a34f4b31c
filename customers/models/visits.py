"""Visits planned before they are paid, and the marks that say whom to visit more often."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import dates
from core.fields import WordsField
from core.models import CaseRow
from customers.models.files import Customer
from customers.querysets import MarkQuerySet, VisitQuerySet
from customers.states import VISIT_TRANSITIONS, VisitStatus
from staff.roles import Role


class VisitKind(models.TextChoices):
    FIELD = "field", pgettext_lazy("a visit", "Field visit")
    RETURN = "return", pgettext_lazy("a visit", "Return visit")


class VisitRule(models.TextChoices):
    """Why the clock planned a visit; empty for one that somebody planned."""

    BORROWER = "borrower", _("Borrower")
    WATCH = "watch", _("Watch list")


class Visit(CaseRow):
    """A visit (走訪, 回訪) that is planned: the result is the contact written down about it."""

    TRANSITIONS = VISIT_TRANSITIONS

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="visits")
    account_manager = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="visits")
    kind = models.CharField(_("Kind"), max_length=10, choices=VisitKind, default=VisitKind.FIELD)
    planned_on = models.DateField(_("Planned on"))
    first_planned_on = models.DateField(editable=False)
    aim = WordsField(_("Aim"), max_length=600)
    rule = models.CharField(max_length=10, choices=VisitRule, blank=True)
    # Of a visit planned by rule: one for each turn of a customer, whichever clock comes first.
    key = models.CharField(max_length=60, unique=True, null=True, editable=False)
    status = models.CharField(max_length=20, choices=VisitStatus, default=VisitStatus.PLANNED)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["account_manager", "planned_on"], condition=Q(status=VisitStatus.PLANNED), name="visit_planned"
            ),
        ]

    @property
    def case_uuid(self):
        return self.customer.uuid

    @property
    def is_planned(self) -> bool:
        return self.status == VisitStatus.PLANNED

    def is_missed(self, on: date | None = None) -> bool:
        """Whether its day has passed and nobody has been there."""
        return self.is_planned and self.planned_on < (on or dates.today())


class MarkKind(models.TextChoices):
    WATCH = "watch", _("On the watch list")
    KEY = "key", _("Key customer")


class Mark(CaseRow):
    """A customer set on the watch list (關注名單) or among the key customers, with the reason, until it is lifted."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="marks")
    kind = models.CharField(_("Mark"), max_length=10, choices=MarkKind)
    reason = models.CharField(_("Reason"), max_length=200)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lifted_reason = models.CharField(max_length=200, blank=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind"], condition=Q(lifted_at=None), name="mark_once_at_a_time"
            )
        ]

    @property
    def case_uuid(self):
        return self.customer.uuid

    @property
    def is_managers(self) -> bool:
        """Whether whoever set it was a department manager on that day."""
        held = self.set_by.assignments.in_force(timezone.localdate(self.created_at))
        return held.filter(role=Role.DEPARTMENT_MANAGER).exists()
