"""The pages of applications, one module per subject."""

from applications.views.acceptance import accept, acceptance, answer, decline_intake, return_, withdraw
from applications.views.drafts import check, edit, keep, new, submit
from applications.views.eligibility import write_exception
from applications.views.lists import list_applications
from applications.views.parties import add_party, parties, remove_party
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
)
from applications.views.quote import print_quote, quote

__all__ = [
    "accept",
    "acceptance",
    "add_exclusion",
    "add_party",
    "answer",
    "check",
    "decline_intake",
    "edit",
    "end_exclusion",
    "exclusions",
    "keep",
    "list_applications",
    "list_products",
    "new",
    "new_product",
    "new_version",
    "offer",
    "parties",
    "print_quote",
    "product",
    "quote",
    "remove_party",
    "return_",
    "submit",
    "withdraw",
    "withdraw_product",
    "write_exception",
]
