"""Who keeps a customer: requests for a file, readers, history, delimited areas and industries, conflicts."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import CaseRow
from customers.models.files import Customer
from customers.querysets.ownership import (
    FileAccessQuerySet,
    FileRequestQuerySet,
    OwnershipChangeQuerySet,
    OwnershipConflictQuerySet,
    TerritoryQuerySet,
)
from customers.states import CONFLICT_TRANSITIONS, REQUEST_TRANSITIONS, ConflictStatus, RequestStatus


class RequestKind(models.TextChoices):
    """What is asked of the keeper of a file."""

    ACCESS = "access", _("Read the file")
    TRANSFER = "transfer", _("Take the customer over")


class FileRequest(CaseRow):
    """An account manager asks the keeper, or the department manager, to read a file or to take it over."""

    TRANSITIONS = REQUEST_TRANSITIONS

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="file_requests")
    kind = models.CharField(_("Request"), max_length=10, choices=RequestKind)
    reason = models.CharField(_("Reason"), max_length=300)
    status = models.CharField(max_length=20, choices=RequestStatus, default=RequestStatus.OPEN)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="file_requests")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    objects = FileRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "asked_by", "kind"],
                condition=Q(status=RequestStatus.OPEN),
                name="file_request_open_once",
            )
        ]

    @property
    def case_uuid(self):
        return self.customer.uuid


class FileAccess(CaseRow):
    """A colleague who may read a file from one day to another, both included; taken back by whoever may grant it."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="accesses")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="file_accesses")
    request = models.ForeignKey(FileRequest, models.PROTECT, null=True, related_name="accesses")
    valid_from = models.DateField()
    valid_to = models.DateField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoked_because = models.CharField(max_length=300, blank=True)

    objects = FileAccessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="file_access_ends_after_it_begins")
        ]
        indexes = [models.Index(fields=["reader", "valid_to"], name="file_access_of_reader")]

    @property
    def case_uuid(self):
        return self.customer.uuid


class OwnershipCause(models.TextChoices):
    """Through what a customer changed hands."""

    TRANSFER = "transfer", _("Assigned by the department manager")
    REQUEST = "request", _("Request granted")
    RULING = "ruling", _("Ruling on a conflict")


class OwnershipChange(CaseRow):
    """One change of hands: from, to, since when, why, by whom."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="ownership_changes")
    from_manager = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    to_manager = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    from_department = models.ForeignKey("staff.Department", models.PROTECT, related_name="+")
    to_department = models.ForeignKey("staff.Department", models.PROTECT, related_name="+")
    since = models.DateField()
    cause = models.CharField(max_length=10, choices=OwnershipCause)
    reason = models.CharField(max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OwnershipChangeQuerySet.as_manager()

    @property
    def case_uuid(self):
        return self.customer.uuid


class TerritoryKind(models.TextChoices):
    PLACE = "place", pgettext_lazy("on a map", "Area")
    INDUSTRY = "industry", _("Industry")


class Territory(CaseRow):
    """An area or an industry that is one account manager's from a day on, delimited by the department manager."""

    account_manager = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="territories")
    department = models.ForeignKey("staff.Department", models.PROTECT, related_name="territories")
    kind = models.CharField(_("Kind"), max_length=10, choices=TerritoryKind)
    value = models.CharField(_("Area or industry"), max_length=60)
    valid_from = models.DateField(pgettext_lazy("a day", "From"))
    valid_to = models.DateField(_("Until"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account_manager", "kind", "value"],
                condition=Q(valid_to=None),
                name="territory_in_force_once",
            )
        ]


class ConflictGround(models.TextChoices):
    """What a conflict is about."""

    OWNED = "owned", _("A colleague already keeps the customer")
    TERRITORY = "territory", _("The customer lies in a colleague's area or industry")


class OwnershipConflict(CaseRow):
    """Two account managers claim one customer: both sides' evidence, a deadline, and the ruling that is kept."""

    TRANSITIONS = CONFLICT_TRANSITIONS

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="conflicts")
    ground = models.CharField(max_length=10, choices=ConflictGround)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    claimant = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="conflicts_claimed")
    claimant_department = models.ForeignKey("staff.Department", models.PROTECT, related_name="+")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="conflicts_held")
    holder_department = models.ForeignKey("staff.Department", models.PROTECT, related_name="+")
    due_on = models.DateField()
    status = models.CharField(max_length=20, choices=ConflictStatus, default=ConflictStatus.OPEN)
    ruled_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField(null=True)

    objects = OwnershipConflictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=Q(status=ConflictStatus.OPEN), name="conflict_open_once_of_a_customer"
            ),
            models.CheckConstraint(condition=~Q(claimant=F("holder")), name="conflict_of_two_people"),
        ]

    @property
    def case_uuid(self):
        return self.customer.uuid

    @property
    def department_ids(self) -> set[int]:
        """The departments concerned: one or two."""
        return {self.claimant_department_id, self.holder_department_id}


class ConflictEvidence(models.Model):
    """What one side says and shows."""

    conflict = models.ForeignKey(OwnershipConflict, models.PROTECT, related_name="evidence")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    text = models.CharField(max_length=1000)
    attachment = models.OneToOneField("core.Attachment", models.PROTECT, null=True, related_name="+")


class ConflictRuling(models.Model):
    """What one department manager finds; where two have to rule, the last word of each counts."""

    conflict = models.ForeignKey(OwnershipConflict, models.PROTECT, related_name="rulings")
    department = models.ForeignKey("staff.Department", models.PROTECT, related_name="+")
    ruled_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
