"""Major or complex projects: the flag with its reason, and the joint team that takes part early (duty L1.11)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.applications import Application
from core.models import CaseRow


class MajorProject(CaseRow):
    """Why and since when a case counts as major (重大複雜項目); lifted with a reason, never taken away."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="major_projects")
    reason = models.CharField(_("Why it is major"), max_length=300)
    visit_due_on = models.DateField(_("First joint visit until"))
    flagged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    flagged_at = models.DateTimeField()
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(lifted_at=None), name="major_project_once_at_a_time"
            )
        ]

    @property
    def case_uuid(self):
        return self.application.uuid


class TeamMember(models.Model):
    """One person's part in the joint team of a major project, from when to when."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="team")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "user"], condition=Q(left_at=None), name="team_member_once_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["user"], condition=Q(left_at=None), name="team_of_person")]

    @property
    def case_uuid(self):
        return self.application.uuid
