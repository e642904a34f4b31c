"""What changes about applications up to acceptance, one module per subject; later apps move a case on by `mark_stage`."""

from applications.services.acceptance import (
    accept_application,
    add_return_points,
    answer_point,
    decline_intake,
    return_application,
)
from applications.services.eligibility import (
    add_exclusion,
    end_exclusion,
    install_exclusions,
    write_exception,
)
from applications.services.intake import (
    DRAFT_FIELDS,
    mark_stage,
    open_application,
    save_draft,
    submit_application,
    withdraw_application,
)
from applications.services.judging import keep_eligibility, kept
from applications.services.parties import ADDED, add_party, remove_party
from applications.services.products import (
    RULE_FIELDS,
    create_product,
    install_products,
    new_version,
    offer_product,
    withdraw_product,
)

__all__ = [
    "ADDED",
    "DRAFT_FIELDS",
    "RULE_FIELDS",
    "accept_application",
    "add_exclusion",
    "add_party",
    "add_return_points",
    "answer_point",
    "create_product",
    "decline_intake",
    "end_exclusion",
    "install_exclusions",
    "install_products",
    "keep_eligibility",
    "kept",
    "mark_stage",
    "new_version",
    "offer_product",
    "open_application",
    "remove_party",
    "return_application",
    "save_draft",
    "submit_application",
    "withdraw_application",
    "withdraw_product",
    "write_exception",
]
