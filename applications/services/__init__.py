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
from applications.services.papers import (
    add_files,
    add_paper,
    assign_page,
    clear_paper,
    decide_paper,
    install_paper_lists,
    move_page,
    receive_paper,
    reconcile_papers,
    refresh_papers,
    reject_paper,
    verify_paper,
    waive_paper,
    watch_papers,
    write_letter,
)
from applications.services.products import install_products

__all__ = [
    "DRAFT_FIELDS",
    "accept_application",
    "add_files",
    "add_paper",
    "add_return_points",
    "answer_point",
    "assign_page",
    "change_team",
    "check_old_ledger",
    "clear_paper",
    "decide_paper",
    "decline_intake",
    "flag_major",
    "import_old_ledger",
    "install_paper_lists",
    "install_products",
    "lift_major",
    "look_up_case",
    "look_up_parties",
    "mark_stage",
    "move_page",
    "open_application",
    "receive_paper",
    "reconcile_papers",
    "record_case_checks",
    "refresh_papers",
    "reject_paper",
    "return_application",
    "save_draft",
    "submit_application",
    "verify_paper",
    "waive_paper",
    "watch_papers",
    "withdraw_application",
    "write_letter",
]
