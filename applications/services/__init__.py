"""What changes about applications up to acceptance, one module per subject; later apps move a case on by `mark_stage`."""

from applications.services.acceptance import (
    accept_application,
    add_return_points,
    answer_point,
    decline_intake,
    return_application,
)
from applications.services.checks import look_up_case, record_case_checks
from applications.services.intake import (
    DRAFT_FIELDS,
    look_up_parties,
    mark_stage,
    open_application,
    save_draft,
    submit_application,
    withdraw_application,
)
from applications.services.majors import change_team, flag_major, lift_major
from applications.services.old_projects import check_old_ledger, import_old_ledger
from applications.services.products import install_products

__all__ = [
    "DRAFT_FIELDS",
    "accept_application",
    "add_return_points",
    "answer_point",
    "change_team",
    "check_old_ledger",
    "decline_intake",
    "flag_major",
    "import_old_ledger",
    "install_products",
    "lift_major",
    "look_up_case",
    "look_up_parties",
    "mark_stage",
    "open_application",
    "record_case_checks",
    "return_application",
    "save_draft",
    "submit_application",
    "withdraw_application",
]
