"""The pages of applications, one module per subject."""

from applications.views.acceptance import accept, answer, decline_intake, return_, withdraw
from applications.views.checks import checks
from applications.views.drafts import check, edit, new, submit
from applications.views.ledger import ledger
from applications.views.lists import list_applications
from applications.views.majors import change_team, flag_major, lift_major
from applications.views.old_projects import old_ledger, old_ledger_import, old_ledger_run, old_ledger_template
from applications.views.overview import overview
from applications.views.quote import quote

__all__ = [
    "accept",
    "answer",
    "change_team",
    "check",
    "checks",
    "decline_intake",
    "edit",
    "flag_major",
    "ledger",
    "lift_major",
    "list_applications",
    "new",
    "old_ledger",
    "old_ledger_import",
    "old_ledger_run",
    "old_ledger_template",
    "overview",
    "quote",
    "return_",
    "submit",
    "withdraw",
]
