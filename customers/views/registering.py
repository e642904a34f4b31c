"""What stands beside the form of a new customer: files that look alike, the keeper of the same identity, whose field it is."""

from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import display
from core.numbering import shown
from core.text import plain_text
from customers import identity as identities
from customers.forms.ownership import AskForm
from customers.models import Consultation, Customer, CustomerKind, IdentityType, LookAlikeGround
from customers.services import duplicate_sentence, identity_problem
from customers.services.look_alikes import LATER, Candidate, Facts, Verdict, candidates
from customers.services.territories import judged, rival_sentence

VERDICT, WHY = "alike-", "alike-why-"
# Under which field of the form each ground of a likeness is told.
FIELDS_OF_GROUNDS = {
    "name": {LookAlikeGround.NAME, LookAlikeGround.NAME_AND_BIRTH},
    "phone": {LookAlikeGround.PHONE},
    "address": {LookAlikeGround.ADDRESS},
}


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


def warnings_for(request, kind: str, asked: Consultation | None = None) -> dict:
    """The warnings for what has been typed so far; nothing is kept. The phone that was `asked` from counts as typed."""
    posted = request.POST
    typed = {
        name: plain_text(posted.get(name, "")[:300])
        for name in ("name", "identity", "phone", "address", "industry_code")
    }
    if asked is not None:
        typed["phone"] = typed["phone"] or asked.phone
        typed["name"] = typed["name"] if request.method == "POST" else asked.name
    code = identities.compact(typed["identity"])
    paper = chosen_paper(posted, kind)
    has_problem = not code or bool(identity_problem(kind, code, paper))
    kept = None if has_problem else Customer.objects.with_identity(code, paper).with_owner().first()
    born, numbers = _born(paper, code, has_problem), [] if has_problem else [code]
    facts = Facts(kind, typed["name"], [typed["phone"]], [typed["address"]], born, numbers)
    found = [] if kept else candidates(facts)
    judgement = judged(request.user, typed["address"], typed["industry_code"])
    return {
        "is_known": bool(typed["name"] or typed["phone"]) and not kept,
        "candidates": [_shown(entry, posted, request.user) for entry in found],
        "own": _own(kept) if kept and kept.account_manager_id == request.user.pk else None,
        "ask_form": ask_form(kept, request.user, code, paper) if kept else None,
        "rivals": rival_sentence(judgement.rivals) if judgement.rivals and not kept else "",
        "outside": judgement.outside,
        "claim": posted.get("claim", "")[:300],
    }


def ask_form(kept: Customer, user: Any, number: str, paper: str) -> AskForm | None:
    """The way to ask a colleague for the file that keeps a paper; None where one keeps it oneself."""
    if kept.account_manager_id == user.pk:
        return None
    return AskForm(initial={"identity": number, "identity_type": paper}, auto_id="ask_%s")


def _born(paper: str, code: str, has_problem: bool) -> date | None:
    return None if has_problem or not identities.tells_birth(paper) else identities.birth_date(code)


def chosen_paper(posted: Any, kind: str) -> str:
    """The type of paper that was chosen; the usual one of the kind where none of its own was."""
    types = IdentityType.of_companies() if kind == CustomerKind.COMPANY else IdentityType.of_persons()
    chosen = posted.get("identity_type", "")
    return chosen if chosen in dict(types) else types[0][0]


def field_notes(request, kind: str, warned: dict) -> list[dict]:
    """What the checks found, for under the field that it is about: on a phone nothing stands beside the form."""
    code = identities.compact(plain_text(request.POST.get("identity", "")[:300]))
    words, tone = "", ""
    if code:
        paper = chosen_paper(request.POST, kind)
        problem = identity_problem(kind, code, paper)
        kept = "" if problem else str(duplicate_sentence(code, request.user, paper))
        words, tone = problem or kept or _("Nobody keeps it yet."), "is-bad" if problem or kept else "is-good"
    link = ("#ask-keeper", _("Ask for the file")) if warned["ask_form"] else None
    link = (warned["own"]["url"], _("Open the file")) if warned["own"] else link
    notes = [_note("identity", words, tone, link)]
    for name, grounds in FIELDS_OF_GROUNDS.items():
        count = sum(1 for file in warned["candidates"] if grounds & set(file["codes"]))
        words = ngettext(
            "{count} file may be of the same customer.", "{count} files may be of the same customer.", count
        ).format(count=count)
        notes.append(_note(name, words if count else "", "is-warn", ("#alike", _("Decide")) if count else None))
    return notes


def _note(name: str, words: str, tone: str, link: tuple[str, str] | None) -> dict:
    text = format_html('{} <a href="{}">{}</a>', words, *link) if link else words
    return {"name": name, "id": f"id_{name}_note", "text": text, "tone": tone if words else ""}


def _own(customer: Customer) -> dict:
    """A file that the reader keeps, by its name and number."""
    url = reverse("customers:detail", args=[customer.number])
    return {"name": customer.name, "number": shown(customer.number), "url": url}


def _shown(entry: Candidate, posted: Any, user: Any) -> dict:
    """A file that may be somebody else's: named by its keeper, the name and phone masked; one's own in full."""
    customer = entry.customer
    is_own = customer.account_manager_id == user.pk
    return {
        "uuid": str(customer.uuid),
        **(_own(customer) if is_own else {"name": display.mask_name(customer.name)}),
        "phone": display.mask_phone(customer.phone),
        "owner": customer.account_manager.name,
        "department": customer.department.name,
        "grounds": entry.ground_names,
        "codes": entry.grounds,
        "verdict": posted.get(f"{VERDICT}{customer.uuid}", ""),
        "why": posted.get(f"{WHY}{customer.uuid}", "")[:300],
        "later": LATER,
    }
