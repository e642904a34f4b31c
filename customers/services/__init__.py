"""What changes about customers, one module per subject."""

from customers.services.consultations import (
    answer_consultation,
    link_consultation,
    register_consultation,
    register_from_consultation,
    resolve_difficulty,
    reveal_consultation_phone,
)
from customers.services.contacts import Bid, Step, add_step, correct_contact, log_contact
from customers.services.files import (
    DETAILS,
    duplicate_sentence,
    identity_problem,
    plain_text,
    register_customer,
    reveal_identity,
    update_customer,
)
from customers.services.statements import problem_sentence, save_statement, statement_problems
from customers.services.visits import (
    cancel_visit,
    lift_mark,
    plan_return_visits,
    plan_visit,
    postpone_visit,
    set_mark,
)

__all__ = [
    "DETAILS",
    "Bid",
    "Step",
    "add_step",
    "answer_consultation",
    "cancel_visit",
    "correct_contact",
    "duplicate_sentence",
    "identity_problem",
    "lift_mark",
    "link_consultation",
    "log_contact",
    "plain_text",
    "plan_return_visits",
    "plan_visit",
    "postpone_visit",
    "problem_sentence",
    "register_consultation",
    "register_customer",
    "register_from_consultation",
    "resolve_difficulty",
    "reveal_consultation_phone",
    "reveal_identity",
    "save_statement",
    "set_mark",
    "statement_problems",
    "update_customer",
]
