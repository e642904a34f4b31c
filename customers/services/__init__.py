"""What changes about customers, one module per subject."""

from customers.services.conflicts import give_evidence, open_conflict, rule_conflict, withdraw_conflict
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
from customers.services.look_alikes import decide_look_alike
from customers.services.merging import ask_merge, confirm_merge, refuse_merge, withdraw_merge
from customers.services.ownership import (
    grant_request,
    refuse_request,
    request_file,
    revoke_access,
    transfer_customer,
    withdraw_request,
)
from customers.services.relations import Outside, add_relation, end_relation, join_relations
from customers.services.statements import problem_sentence, save_statement, statement_problems
from customers.services.territories import delimit, end_territory

__all__ = [
    "DETAILS",
    "Outside",
    "add_relation",
    "ask_merge",
    "check_customers",
    "confirm_merge",
    "decide_look_alike",
    "delimit",
    "drop_import",
    "duplicate_sentence",
    "end_relation",
    "end_territory",
    "give_evidence",
    "grant_request",
    "identity_problem",
    "import_customers",
    "join_relations",
    "open_conflict",
    "problem_sentence",
    "raise_lender_tie",
    "refuse_merge",
    "refuse_request",
    "register_customer",
    "registration_problems",
    "request_file",
    "reveal_identity",
    "revoke_access",
    "rule_conflict",
    "rule_on_lender_tie",
    "save_statement",
    "statement_problems",
    "transfer_customer",
    "update_customer",
    "withdraw_conflict",
    "withdraw_merge",
    "withdraw_request",
]
