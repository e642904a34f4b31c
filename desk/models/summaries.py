"""The daily summary of the consultations of a department, and the weekly summary of an account manager."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import CaseRow
from desk.querysets import DailyLineQuerySet, DailySummaryQuerySet, WeeklySummaryQuerySet
from desk.states import DAILY_TRANSITIONS, WEEKLY_TRANSITIONS, DailyStatus, WeeklyStatus


class DailySummary(CaseRow):
    """The consultations of one day in one department (日報); a later one of that day makes the next `revision`."""

    TRANSITIONS = DAILY_TRANSITIONS

    department = models.ForeignKey("staff.Department", models.PROTECT, related_name="daily_summaries")
    day = models.DateField(_("Day"))
    revision = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=20, choices=DailyStatus, default=DailyStatus.MADE)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = DailySummaryQuerySet.as_manager()

    @property
    def confirmed_before(self) -> "DailySummary | None":
        """The last version of this day that was confirmed before this one; None where there was none."""
        earlier = DailySummary.objects.filter(department=self.department_id, day=self.day, revision__lt=self.revision)
        return earlier.exclude(confirmed_at=None).order_by("revision").last()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["department", "day", "revision"], name="daily_summary_revision_once")
        ]
        indexes = [models.Index(fields=["status", "day"], name="daily_summary_by_state")]


class DailyLine(models.Model):
    """A consultation as it stood when the summary was made, and what the department manager says of it."""

    summary = models.ForeignKey(DailySummary, models.PROTECT, related_name="lines")
    consultation = models.ForeignKey("customers.Consultation", models.PROTECT, related_name="+")
    account_manager = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    need = models.TextField()
    answer = models.TextField(blank=True)
    open_difficulty = models.TextField(blank=True)
    answer_minutes = models.PositiveIntegerField(null=True)
    comment = models.CharField(_("Comment"), max_length=300, blank=True)

    objects = DailyLineQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["summary", "consultation"], name="daily_line_once")]


class WeeklySummary(CaseRow):
    """An account manager's week (週報), or another period by hand: `lines` from the records, the rest in own words.

    Archived, it is sealed.
    """

    TRANSITIONS = WEEKLY_TRANSITIONS

    account_manager = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="weekly_summaries")
    department = models.ForeignKey("staff.Department", models.PROTECT, related_name="weekly_summaries")
    first_day = models.DateField()
    last_day = models.DateField()
    # {section code: [{what, who, on}]}: as gathered last, fixed from the moment it is handed in.
    lines = models.JSONField(default=dict)
    gathered_at = models.DateTimeField()
    this_week = models.TextField(_("This week"), blank=True)
    problems = models.TextField(_("Problems"), blank=True)
    next_week = models.TextField(_("Next week"), blank=True)
    status = models.CharField(max_length=20, choices=WeeklyStatus, default=WeeklyStatus.DRAFT)
    comment = models.CharField(_("Comment"), max_length=300, blank=True)
    submitted_at = models.DateTimeField(null=True)
    number = models.CharField(_("Number"), max_length=20, unique=True, null=True)
    content_hash = models.CharField(max_length=64, blank=True)
    archived_at = models.DateTimeField(null=True)
    archived_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey("core.Document", models.PROTECT, null=True, related_name="+")

    objects = WeeklySummaryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account_manager", "first_day", "last_day"], name="weekly_summary_once_a_period"
            ),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="weekly_summary_days_ordered"),
            models.CheckConstraint(
                condition=~Q(status=WeeklyStatus.ARCHIVED)
                | (Q(number__isnull=False) & Q(archived_by__isnull=False) & ~Q(content_hash="")),
                name="weekly_summary_archived_is_sealed",
            ),
        ]
        indexes = [models.Index(fields=["department", "status", "first_day"], name="weekly_summary_by_state")]
