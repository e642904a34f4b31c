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
from customers.services.lender_ties import raise_lender_tie, rule_on_lender_tie
from customers.services.relations import Outside, add_relation, end_relation, join_relations
from customers.services.statements import problem_sentence, save_statement, statement_problems

__all__ = [
    "DETAILS",
    "Outside",
    "add_relation",
    "check_customers",
    "drop_import",
    "duplicate_sentence",
    "end_relation",
    "identity_problem",
    "import_customers",
    "join_relations",
    "plain_text",
    "problem_sentence",
    "raise_lender_tie",
    "register_customer",
    "registration_problems",
    "reveal_identity",
    "rule_on_lender_tie",
    "save_statement",
    "statement_problems",
    "update_customer",
]
