"""Applications for machines, one module per subject."""

from applications.api.applications import (
    ApplicationViewSet,
    CaseFilter,
    CaseRows,
    ExceptionViewSet,
    ExclusionViewSet,
    MajorProjectViewSet,
    PartyViewSet,
    ProductViewSet,
    QuoteViewSet,
    ReturnPointViewSet,
)
from applications.api.exposure import ExposureViewSet
from applications.api.ledger import ROUTES as LEDGER
from applications.api.old_projects import ROUTES as OLD_LEDGER
from applications.api.papers import PaperFileViewSet, PaperListViewSet, PaperPageViewSet, PaperViewSet

ROUTES = [
    ("products", ProductViewSet, "product"),
    ("exclusions", ExclusionViewSet, "exclusion"),
    ("applications", ApplicationViewSet, "application"),
    ("customers", ExposureViewSet, "exposure"),
    ("quotes", QuoteViewSet, "quote"),
    ("parties", PartyViewSet, "party"),
    ("eligibility-exceptions", ExceptionViewSet, "eligibility-exception"),
    ("major-projects", MajorProjectViewSet, "major-project"),
    ("applications", PaperListViewSet, "paper-list"),
    ("papers", PaperViewSet, "paper"),
    ("papers", PaperFileViewSet, "paper-file"),
    ("paper-pages", PaperPageViewSet, "paper-page"),
    ("return-points", ReturnPointViewSet, "return-point"),
    *LEDGER,
    *OLD_LEDGER,
]

__all__ = ["ROUTES", "CaseFilter", "CaseRows"]
