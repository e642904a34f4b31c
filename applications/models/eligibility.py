"""What the lender does not lend for, the written exceptions of a case, and what was found when it was submitted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.applications import Application
from applications.querysets import EligibilityExceptionQuerySet, ExclusionQuerySet
from core import dates


class ExclusionKind(models.TextChoices):
    PURPOSE = "purpose", _("Word in a purpose")
    INDUSTRY = "industry", _("Industry code")


class Exclusion(models.Model):
    """A word no purpose may contain, or the beginning of an industry code (GB/T 4754), from a day to a day."""

    kind = models.CharField(_("Kind"), max_length=10, choices=ExclusionKind)
    text = models.CharField(_("Word or code"), max_length=40)
    basis = models.CharField(_("Basis"), max_length=200)
    valid_from = models.DateField(_("From"))
    valid_to = models.DateField(_("Until"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "text", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "text", "valid_from"], name="exclusion_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")), name="exclusion_days_ordered"
            ),
        ]


class EligibilityException(models.Model):
    """Why a rule may be left aside in this round; a later one for the same rule takes its place.

    `about` is the purpose whose words it explains; empty for the other rules.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="eligibility_exceptions")
    round = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=30)
    reason = models.CharField(_("Reason for the exception"), max_length=500)
    about = models.CharField(max_length=1000, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=dates.now)

    objects = EligibilityExceptionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["application", "round"], name="exception_of_round")]

    @property
    def case_uuid(self):
        return self.application.uuid


class EligibilityCheck(models.Model):
    """What the rules said, with figures and parameters, at the moment a case was submitted or its report went up."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="eligibility_checks")
    round = models.PositiveSmallIntegerField()
    results = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=dates.now)

    class Meta:
        ordering = ["id"]

    @property
    def case_uuid(self):
        return self.application.uuid
