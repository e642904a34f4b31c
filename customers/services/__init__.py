"""What changes about customers, one module per subject."""

from customers.services.files import (
    DETAILS,
    duplicate_sentence,
    identity_problem,
    register_customer,
    registration_problems,
    reveal_identity,
    update_customer,
)
from customers.services.imports import check_customers, drop_import, import_customers
from customers.services.statements import problem_sentence, save_statement, statement_problems

__all__ = [
    "DETAILS",
    "check_customers",
    "drop_import",
    "duplicate_sentence",
    "identity_problem",
    "import_customers",
    "problem_sentence",
    "register_customer",
    "registration_problems",
    "reveal_identity",
    "save_statement",
    "statement_problems",
    "update_customer",
]
