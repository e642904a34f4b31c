"""What changes about customers, one module per subject."""

from customers.services.completeness import (
    fresh_since,
    measures_of,
    notices,
    review_due_on,
    size_proposed,
)
from customers.services.dossier import add_row, change_row, fill_section, reveal_row, withdraw_row
from customers.services.files import (
    DETAILS,
    details_of,
    duplicate_sentence,
    identity_problem,
    plain_text,
    register_customer,
    reveal_identity,
    update_customer,
)
from customers.services.statements import problem_sentence, save_statement, statement_problems

__all__ = [
    "DETAILS",
    "add_row",
    "change_row",
    "details_of",
    "duplicate_sentence",
    "fill_section",
    "fresh_since",
    "identity_problem",
    "measures_of",
    "notices",
    "plain_text",
    "problem_sentence",
    "register_customer",
    "reveal_identity",
    "reveal_row",
    "review_due_on",
    "save_statement",
    "size_proposed",
    "statement_problems",
    "update_customer",
    "withdraw_row",
]
