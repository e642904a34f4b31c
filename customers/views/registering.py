"""What stands beside the form of a new customer: files that look alike, the keeper of the same identity, whose field it is."""

from datetime import date
from typing import Any
from uuid import UUID

from core import display
from core.text import plain_text
from customers import identity as identities
from customers.forms.ownership import AskForm
from customers.models import Customer, CustomerKind
from customers.services import identity_problem
from customers.services.look_alikes import LATER, Candidate, Facts, Verdict, candidates
from customers.services.territories import judged, rival_sentence

VERDICT, WHY = "alike-", "alike-why-"


def verdicts_of(posted: Any) -> dict[str, Verdict]:
    """What was said of each file that looks alike, by its uuid."""
    said = {}
    for name in posted:
        if name.startswith(VERDICT) and _is_uuid(name.removeprefix(VERDICT)):
            key = name.removeprefix(VERDICT)
            said[key] = Verdict(posted[name][:20], posted.get(f"{WHY}{key}", "")[:300])
    return said


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def warnings_for(request, kind: str) -> dict:
    """The warnings for what has been typed so far; nothing is kept."""
    posted = request.POST
    typed = {
        name: plain_text(posted.get(name, "")[:300])
        for name in ("name", "identity", "phone", "address", "industry_code")
    }
    code = identities.compact(typed["identity"])
    has_problem = not code or bool(identity_problem(kind, code))
    kept = None if has_problem else Customer.objects.with_identity(code).with_owner().first()
    facts = Facts(kind, typed["name"], typed["phone"], typed["address"], _born(kind, code, has_problem))
    found = [] if kept else candidates(facts)
    is_asked = kept is not None and kept.stands_for().account_manager_id != request.user.pk
    judgement = judged(request.user, typed["address"], typed["industry_code"])
    return {
        "is_known": bool(typed["name"] or typed["phone"]) and not kept,
        "candidates": [_shown(entry, posted) for entry in found],
        "ask_form": AskForm(initial={"identity": code}, auto_id="ask_%s") if is_asked else None,
        "rivals": rival_sentence(judgement.rivals) if judgement.rivals and not kept else "",
        "outside": judgement.outside,
        "claim": posted.get("claim", "")[:300],
    }


def _born(kind: str, code: str, has_problem: bool) -> date | None:
    return None if has_problem or kind != CustomerKind.PERSON else identities.birth_date(code)


def _shown(entry: Candidate, posted: Any) -> dict:
    """A file that may be somebody else's: named by its keeper, the name and phone masked."""
    customer = entry.customer
    return {
        "uuid": str(customer.uuid),
        "name": display.mask_name(customer.name),
        "phone": display.mask_phone(customer.phone),
        "owner": customer.account_manager.name,
        "department": customer.department.name,
        "grounds": entry.ground_names,
        "verdict": posted.get(f"{VERDICT}{customer.uuid}", ""),
        "why": posted.get(f"{WHY}{customer.uuid}", "")[:300],
        "later": LATER,
    }
