"""Applications for machines, one module per subject."""

from applications.api.applications import (
    ApplicationViewSet,
    CaseFilter,
    CaseRows,
    MajorProjectViewSet,
    ReturnPointViewSet,
)
from applications.api.papers import PaperFileViewSet, PaperListViewSet, PaperPageViewSet, PaperViewSet

ROUTES = [
    ("major-projects", MajorProjectViewSet, "major-project"),
    ("applications", ApplicationViewSet, "application"),
    ("applications", PaperListViewSet, "paper-list"),
    ("papers", PaperViewSet, "paper"),
    ("papers", PaperFileViewSet, "paper-file"),
    ("paper-pages", PaperPageViewSet, "paper-page"),
    ("return-points", ReturnPointViewSet, "return-point"),
]

__all__ = ["ROUTES", "CaseFilter", "CaseRows"]
