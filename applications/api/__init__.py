"""Applications for machines, one module per subject."""

from applications.api.applications import ApplicationViewSet, CaseFilter, CaseRows, ReturnPointViewSet
from applications.api.papers import PaperFileViewSet, PaperListViewSet, PaperPageViewSet, PaperViewSet

ROUTES = [
    ("applications", ApplicationViewSet, "application"),
    ("applications", PaperListViewSet, "paper-list"),
    ("papers", PaperViewSet, "paper"),
    ("papers", PaperFileViewSet, "paper-file"),
    ("paper-pages", PaperPageViewSet, "paper-page"),
    ("return-points", ReturnPointViewSet, "return-point"),
]

__all__ = ["ROUTES", "CaseFilter", "CaseRows"]
