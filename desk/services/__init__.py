"""The clock, and what changes about daily and weekly summaries."""

from desk.services.clock import beat, send_and_print, tick
from desk.services.daily import confirm_all, confirm_daily, make_dailies, make_daily, make_daily_summaries
from desk.services.weekly import (
    archive_weekly,
    draft_weekly,
    draft_weekly_summaries,
    gather_again,
    lines_since,
    return_weekly,
    save_weekly,
    submit_weekly,
)

__all__ = [
    "archive_weekly",
    "beat",
    "confirm_all",
    "confirm_daily",
    "draft_weekly",
    "draft_weekly_summaries",
    "gather_again",
    "lines_since",
    "make_dailies",
    "make_daily",
    "make_daily_summaries",
    "return_weekly",
    "save_weekly",
    "send_and_print",
    "submit_weekly",
    "tick",
]
