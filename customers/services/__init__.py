"""What changes about customers, one module per subject."""

from customers.services.files import (
    DETAILS,
    duplicate_sentence,
    identity_problem,
    register_customer,
    reveal_identity,
    update_customer,
)
from customers.services.statements import problem_sentence, save_statement, statement_problems

__all__ = [
    "DETAILS",
    "duplicate_sentence",
    "identity_problem",
    "problem_sentence",
    "register_customer",
    "reveal_identity",
    "save_statement",
    "statement_problems",
    "update_customer",
]
