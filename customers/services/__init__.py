"""What changes about customers, one module per subject."""

from customers.services.completeness import fresh_since, measures_of, notices, review_due_on, size_proposed
from customers.services.conflicts import give_evidence, open_conflict, rule_conflict, withdraw_conflict
from customers.services.consents import bureau_consent, record_consent, withdraw_consent
from customers.services.consultations import (
    answer_consultation,
    link_consultation,
    postpone_consultation,
    register_consultation,
    register_from_consultation,
    resolve_difficulty,
    reveal_consultation_phone,
)
from customers.services.contacts import Bid, Step, add_step, correct_contact, log_contact
from customers.services.credit import enter_credit_report, query_credit, query_refusal, report_differences
from customers.services.dossier import add_row, change_row, fill_section, reveal_row, withdraw_row
from customers.services.files import (
    DETAILS,
    details_of,
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
from customers.services.messages import (
    composed,
    install_message_templates,
    send_message,
    send_refusal,
    write_message_template,
)
from customers.services.ownership import (
    grant_request,
    refuse_request,
    request_file,
    revoke_access,
    transfer_customer,
    withdraw_request,
)
from customers.services.relations import Outside, add_relation, end_relation, join_relations
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
from customers.services.territories import delimit, end_territory
from customers.services.visits import cancel_visit, lift_mark, plan_return_visits, plan_visit, postpone_visit, set_mark

__all__ = [
    "DETAILS",
    "Bid",
    "Outside",
    "Step",
    "add_insider",
    "add_relation",
    "add_row",
    "add_step",
    "add_to_blacklist",
    "answer_consultation",
    "ask_merge",
    "ask_own_lists",
    "ask_own_lists_about",
    "bureau_consent",
    "cancel_visit",
    "change_row",
    "check_customer",
    "check_customers",
    "composed",
    "confirm_merge",
    "correct_contact",
    "decide_hit",
    "decide_look_alike",
    "delimit",
    "details_of",
    "drop_import",
    "duplicate_sentence",
    "end_relation",
    "end_territory",
    "enter_credit_report",
    "fill_section",
    "fresh_since",
    "give_evidence",
    "grant_request",
    "identity_problem",
    "import_customers",
    "install_message_templates",
    "join_relations",
    "lift_entry",
    "lift_mark",
    "link_consultation",
    "log_contact",
    "measures_of",
    "notices",
    "open_conflict",
    "plan_return_visits",
    "plan_visit",
    "postpone_consultation",
    "postpone_visit",
    "problem_sentence",
    "query_credit",
    "query_refusal",
    "raise_lender_tie",
    "record_checks",
    "record_consent",
    "refuse_merge",
    "refuse_request",
    "register_consultation",
    "register_customer",
    "register_from_consultation",
    "registration_problems",
    "report_differences",
    "request_file",
    "resolve_difficulty",
    "reveal_consultation_phone",
    "reveal_identity",
    "reveal_row",
    "review_due_on",
    "revoke_access",
    "rule_conflict",
    "rule_on_lender_tie",
    "save_statement",
    "send_message",
    "send_refusal",
    "set_mark",
    "size_proposed",
    "statement_problems",
    "transfer_customer",
    "update_customer",
    "withdraw_conflict",
    "withdraw_consent",
    "withdraw_merge",
    "withdraw_request",
    "withdraw_row",
    "write_message_template",
]
