"""The lender's figures for what the desk makes by the clock."""

from django.utils.translation import gettext_lazy as _

from core.parameters import Definition, define

SUMMARIES = "lender's rule on daily and weekly summaries"

define(
    Definition("daily_summary_at", _("Time of the daily summary (hours and minutes)"), "time", "1730", SUMMARIES),
    Definition("weekly_draft_at", _("Time of the weekly draft (hours and minutes)"), "time", "1200", SUMMARIES),
    Definition("summary_catch_up_days", _("Days for which missing summaries are made up"), "days", "31", SUMMARIES),
)
