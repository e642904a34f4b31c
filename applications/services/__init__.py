"""What changes about applications up to acceptance, one module per subject; later apps move a case on by `mark_stage`."""

from applications.services.acceptance import (
    accept_application,
    add_return_points,
    answer_point,
    decline_intake,
    return_application,
)
from applications.services.checks import look_up_case, record_case_checks
from applications.services.eligibility import add_exclusion, end_exclusion, install_exclusions, write_exception
from applications.services.intake import (
    DRAFT_FIELDS,
    look_up_parties,
    mark_stage,
    open_application,
    save_draft,
    submit_application,
    withdraw_application,
)
from applications.services.judging import keep_eligibility, kept
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
from applications.services.parties import ADDED, add_party, remove_party
from applications.services.products import (
    RULE_FIELDS,
    create_product,
    install_products,
    new_version,
    offer_product,
    withdraw_product,
)
from applications.services.quotes import check_terms, issue_quote

__all__ = [
    "ADDED",
    "DRAFT_FIELDS",
    "RULE_FIELDS",
    "accept_application",
    "add_exclusion",
    "add_files",
    "add_paper",
    "add_party",
    "add_return_points",
    "answer_point",
    "assign_page",
    "change_team",
    "check_old_ledger",
    "check_terms",
    "clear_paper",
    "create_product",
    "decide_paper",
    "decline_intake",
    "end_exclusion",
    "flag_major",
    "import_old_ledger",
    "install_exclusions",
    "install_paper_lists",
    "install_products",
    "issue_quote",
    "keep_eligibility",
    "kept",
    "lift_major",
    "look_up_case",
    "look_up_parties",
    "mark_stage",
    "move_page",
    "new_version",
    "offer_product",
    "open_application",
    "receive_paper",
    "reconcile_papers",
    "record_case_checks",
    "refresh_papers",
    "reject_paper",
    "remove_party",
    "return_application",
    "save_draft",
    "submit_application",
    "verify_paper",
    "waive_paper",
    "watch_papers",
    "withdraw_application",
    "withdraw_product",
    "write_exception",
    "write_letter",
]
