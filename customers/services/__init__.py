"""What changes about customers, one module per subject."""

from customers.services.conflicts import give_evidence, open_conflict, rule_conflict, withdraw_conflict
from customers.services.files import (
    DETAILS,
    duplicate_sentence,
    identity_problem,
    plain_text,
    register_customer,
    reveal_identity,
    update_customer,
)
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
from customers.services.statements import problem_sentence, save_statement, statement_problems
from customers.services.territories import delimit, end_territory

__all__ = [
    "DETAILS",
    "ask_merge",
    "confirm_merge",
    "decide_look_alike",
    "delimit",
    "duplicate_sentence",
    "end_territory",
    "give_evidence",
    "grant_request",
    "identity_problem",
    "open_conflict",
    "plain_text",
    "problem_sentence",
    "refuse_merge",
    "refuse_request",
    "register_customer",
    "request_file",
    "reveal_identity",
    "revoke_access",
    "rule_conflict",
    "save_statement",
    "statement_problems",
    "transfer_customer",
    "update_customer",
    "withdraw_conflict",
    "withdraw_merge",
    "withdraw_request",
]
