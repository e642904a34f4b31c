"""The weekly summary as a printed document."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from core import display
from core.numbering import shown
from desk.models import WeeklySummary
from staff.providers import SUMMARY_LINES


def sections_of(weekly: WeeklySummary) -> list[dict[str, Any]]:
    """The lines of a summary under the names of their sections, in order; a section without lines says so."""
    ordered = sorted(SUMMARY_LINES, key=lambda section: section.position)
    return [
        {"label": section.label, "lines": weekly.lines[section.code]}
        for section in ordered
        if section.code in weekly.lines
    ]


def weekly_html(weekly: WeeklySummary) -> str:
    """The summary's text, fixed at the moment of archiving, in its account manager's language."""
    language = weekly.account_manager.language
    with translation.override(language):
        context = {
            "weekly": weekly,
            "number": shown(weekly.number),
            "sections": sections_of(weekly),
            "lender": settings.LENDER["name"],
            "language_tag": display.PAGE_LANGUAGES[language],
        }
        return render_to_string("desk/weekly_paper.html", context)
