"""What changes about customers, one module per subject."""

from customers.services.consents import bureau_consent, record_consent, withdraw_consent
from customers.services.credit import enter_credit_report, query_credit, query_refusal, report_differences
from customers.services.files import (
    DETAILS,
    duplicate_sentence,
    identity_problem,
    plain_text,
    register_customer,
    reveal_identity,
    update_customer,
)
from customers.services.screening import (
    add_insider,
    add_to_blacklist,
    ask_own_lists,
    ask_own_lists_about,
    check_customer,
    decide_hit,
    lift_entry,
    record_checks,
)
from customers.services.statements import problem_sentence, save_statement, statement_problems

__all__ = [
    "DETAILS",
    "add_insider",
    "add_to_blacklist",
    "ask_own_lists",
    "ask_own_lists_about",
    "bureau_consent",
    "check_customer",
    "decide_hit",
    "duplicate_sentence",
    "enter_credit_report",
    "identity_problem",
    "lift_entry",
    "plain_text",
    "problem_sentence",
    "query_credit",
    "query_refusal",
    "record_checks",
    "record_consent",
    "register_customer",
    "report_differences",
    "reveal_identity",
    "save_statement",
    "statement_problems",
    "update_customer",
    "withdraw_consent",
]
