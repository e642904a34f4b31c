"""What must hold of every answer, whoever asked: its headers (S25), what it names (S19), what it keeps sealed (S32)."""

import re

from core.models import AuditEvent
from customers.models import Customer
from tests.permissions.house import ACCOUNT, ADDRESS, PHONE, House
from tests.permissions.matrix import APPROVED, DRAFT, MANAGER, SUBMITTED, TEAMED, Row
from tests.permissions.rows.dossier import CANARIES
from tests.permissions.rows.majors import JOINED

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
STAGES = {
    "draft": DRAFT,
    "submitted": SUBMITTED,
    "accepted": JOINED,
    "investigating": TEAMED,
    "signed": TEAMED,
    "reported": TEAMED,
    "review": TEAMED,
    "approved": APPROVED,
    "printed": APPROVED,
    "effective": APPROVED,
    "checked": APPROVED,
    "repaying": APPROVED,
}
NUMBER = re.compile(r"HQ[A-Z]\d{4}-\d{5}")
SPACES = b" \t\r\n\f\v-"
# The deliberate act that shows what is sealed
REVEALS = {"customers:reveal", "customers:row-reveal", "api:customer-reveal", "api:customer-reveal-row"}


# Headers


def faults(answer, signed_in: bool) -> list[str]:
    """The headers that are not as they have to be."""
    headers = answer.headers
    policy = {part.strip() for part in headers.get("Content-Security-Policy", "").split(";")}
    is_file = "attachment" in headers.get("Content-Disposition", "")
    wanted = {"sandbox", "default-src 'none'"} if is_file else set(CSP.split("; "))
    checks = {
        "Content-Security-Policy": policy == wanted,
        "X-Content-Type-Options": headers.get("X-Content-Type-Options") == "nosniff",
        "Referrer-Policy": headers.get("Referrer-Policy") == "same-origin",
        "X-Frame-Options": headers.get("X-Frame-Options") == "DENY",
        "Cache-Control": not signed_in or "no-store" in headers.get("Cache-Control", ""),
    }
    return [f"the header {name}" for name, is_right in checks.items() if not is_right]


def unlike(head, got) -> list[str]:
    """How the answer to HEAD differs from that to GET, which it has to equal but for the body."""
    kind = "Content-Type"
    is_same = (head.status_code, head.get(kind)) == (got.status_code, got.get(kind))
    return [f"HEAD was answered {head.status_code}"] * (not is_same) + ["HEAD has a body"] * bool(b"".join(head))


# Sight


def seen_cases(house: House, person: str) -> set[str]:
    """The oracle: by the stage of the case and the part of the person, without asking the code."""
    return {house.cases[stage].number for stage, sees in STAGES.items() if person in sees}


def seen_customers(house: House, person: str) -> set[str]:
    """Those of the cases one sees, with their guarantors; owner and department manager also all others of theirs.

    Department A keeps the files of "own", department B that of "stranger", which claims a relation to one of A's.
    """
    seen = [house.cases[stage] for stage, sees in STAGES.items() if person in sees]
    found = {case.customer.number for case in seen}
    found |= {promise.guarantor.number for case in seen for promise in case.guarantees.all()}
    kept = {code: set(Customer.objects.filter(department__code=code).values_list("number", flat=True)) for code in "AB"}
    if person in {"own", "auditor"} | MANAGER:
        found |= kept["A"]
    if person in {"stranger", "other_manager", "auditor"}:
        found |= kept["B"]
    return found


def in_sight(house: House, person: str) -> dict[str, set[str]]:
    """The numbers of cases (A), customers (K) and loans (L) that this person may read anywhere."""
    cases = seen_cases(house, person)
    loan = house.things["loan"]
    return {
        "A": cases,
        "K": seen_customers(house, person),
        "L": {loan.number} if house.cases["repaying"].number in cases else set(),
    }


def out_of_sight(text: str, known: dict[str, set[str]]) -> list[str]:
    named = {number for number in NUMBER.findall(text) if number[2] in known}
    return [f"named {number}" for number in sorted(named) if number not in known[number[2]]]


# What is sealed


def canaries() -> set[str]:
    """What was planted: identities, mail addresses, the phone, the address, the account."""
    kept = {customer.identity for customer in Customer.objects.all()} | {c.email for c in Customer.objects.all()}
    return {word for word in kept | CANARIES | {ACCOUNT, PHONE, ADDRESS} if word}


def found_in(text: str | bytes, words: set[str]) -> set[str]:
    """The words that stand in a text, as they are or spelt with spaces and hyphens."""
    plain = text.encode() if isinstance(text, str) else text
    bare = plain.replace("\u00a0".encode(), b"").translate(None, SPACES)
    return {word for word in words if word.encode() in plain or word.encode() in bare}


def unmasked(answer, words: set[str]) -> list[str]:
    """What the body or a header of an answer tells of them."""
    said = answer.content + str(dict(answer.headers)).encode()
    return [f"showed {word}" for word in sorted(found_in(said, words))]


# Traces

SILENT = {
    "customers:check": "nothing is kept",
    "customers:list": "a search keeps nothing",
    "desk:search": "a search keeps nothing",
    "api:search-list": "a search keeps nothing",
    "api:customer-find": "a search keeps nothing",
    "applications:check": "nothing is kept",
    "customers:relation-search": "nothing is kept",
    "applications:parties": "nothing is kept",
    "applications:new": "without a customer there is nothing to open yet",
    "underwriting:decide": "a form that cannot be read yet changes nothing",
    "customers:credit-report": "a form that lacks a field changes nothing",
}
# A search that keeps nothing and answers with the address of what it finds.
LEADING_ON = {"customers:narrow"}


def events_since(sequence: int) -> list[tuple[str, str]]:
    """Action and details of what the trail has taken up after that event."""
    found = AuditEvent.objects.filter(sequence__gt=sequence).values_list("action", "details")
    return [(action, str(details)) for action, details in found]


def untraced(row: Row, person: str, status: int, actions: set[str]) -> list[str]:
    """Every act and every refusal leaves an event, and a refusal one that says so (S16)."""
    if row.route in SILENT and status in {200, 422}:
        return []
    if row.route in LEADING_ON and status == 302:
        return []
    if not actions:
        return ["left no event"]
    was_refused = person not in row.post.may or status == 409
    is_told = any(action.endswith(".refused") for action in actions)
    return [] if is_told == was_refused else [f"left only {sorted(actions)}"]
