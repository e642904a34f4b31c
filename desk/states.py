"""The life of a daily and of a weekly summary."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DailyStatus(models.TextChoices):
    MADE = "made", _("To be confirmed")
    CONFIRMED = "confirmed", _("Confirmed")
    REPLACED = "replaced", _("Replaced by a newer version")


DAILY_TRANSITIONS = {
    DailyStatus.MADE: {DailyStatus.CONFIRMED, DailyStatus.REPLACED},
    DailyStatus.CONFIRMED: {DailyStatus.REPLACED},
    DailyStatus.REPLACED: set(),
}


class WeeklyStatus(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("a weekly summary", "To be completed")
    SUBMITTED = "submitted", pgettext_lazy("a weekly summary", "Handed in")
    ARCHIVED = "archived", pgettext_lazy("a weekly summary", "Archived")


WEEKLY_TRANSITIONS = {
    WeeklyStatus.DRAFT: {WeeklyStatus.SUBMITTED},
    WeeklyStatus.SUBMITTED: {WeeklyStatus.DRAFT, WeeklyStatus.ARCHIVED},
    WeeklyStatus.ARCHIVED: set(),
}
DailyStatus.TONES = {  # type: ignore[attr-defined]
    DailyStatus.MADE: "is-active",
    DailyStatus.CONFIRMED: "is-done",
    DailyStatus.REPLACED: "is-stopped",
}
WeeklyStatus.TONES = {  # type: ignore[attr-defined]
    WeeklyStatus.DRAFT: "is-active",
    WeeklyStatus.SUBMITTED: "is-warn",
    WeeklyStatus.ARCHIVED: "is-done",
}
