"""The pages of applications, one module per subject."""

from applications.views.acceptance import accept, answer, decline_intake, return_, withdraw
from applications.views.checks import checks
from applications.views.drafts import check, edit, keep, new, parties, submit
from applications.views.eligibility import write_exception
from applications.views.ledger import ledger
from applications.views.lists import list_applications
from applications.views.majors import change_team, flag_major, lift_major
from applications.views.old_projects import old_ledger, old_ledger_import, old_ledger_run, old_ledger_template
from applications.views.overview import overview
from applications.views.parties import add_party, remove_party
from applications.views.products import (
    add_exclusion,
    end_exclusion,
    exclusions,
    list_products,
    new_product,
    new_version,
    offer,
    product,
    withdraw_product,
    withdraw_version,
)
from applications.views.quote import issue, print_quote, quote, quote_progress

__all__ = [
    "accept",
    "add_exclusion",
    "add_party",
    "answer",
    "change_team",
    "check",
    "checks",
    "decline_intake",
    "edit",
    "end_exclusion",
    "exclusions",
    "flag_major",
    "issue",
    "keep",
    "ledger",
    "lift_major",
    "list_applications",
    "list_products",
    "new",
    "new_product",
    "new_version",
    "offer",
    "old_ledger",
    "old_ledger_import",
    "old_ledger_run",
    "old_ledger_template",
    "overview",
    "parties",
    "print_quote",
    "product",
    "quote",
    "quote_progress",
    "remove_party",
    "return_",
    "submit",
    "withdraw",
    "withdraw_product",
    "withdraw_version",
    "write_exception",
]
