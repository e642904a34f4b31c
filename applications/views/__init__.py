"""The pages of applications, one module per subject."""

from applications.views.acceptance import accept, acceptance, answer, decline_intake, return_, withdraw
from applications.views.checks import checks
from applications.views.drafts import check, edit, new, submit
from applications.views.lists import list_applications
from applications.views.quote import quote

__all__ = [
    "accept",
    "acceptance",
    "answer",
    "check",
    "checks",
    "decline_intake",
    "edit",
    "list_applications",
    "new",
    "quote",
    "return_",
    "submit",
    "withdraw",
]
