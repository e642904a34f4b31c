"""Notes on industries."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from core import dates
from core.errors import InvalidInput
from core.service import made_with, record, require, service, take_version
from core.text import plain_text
from customers import permissions
from customers.models import Customer, MarketNote
from customers.services.file_checks import NOT_COME
from customers.services.files import details_of
from customers.territories import is_industry
from staff.models import User


@service(says=_("Noted on industry {industry}"))
def note_market(*, industry: str, text: str, source: str, as_of: date, by: User, submission_key=None) -> MarketNote:
    """Keep what was learned about an industry, for every customer in it; a `submission_key` keeps it once."""
    require(permissions.may_note_market(by))
    industry = industry.strip().upper()
    if not is_industry(industry):
        raise InvalidInput(_("Write a section from A to T, or two to four digits of GB/T 4754."), field="industry")
    if as_of > dates.today():
        raise InvalidInput(NOT_COME, field="as_of")
    said = {
        "industry": industry,
        "text": _line(text, "text", 600),
        "source": _line(source, "source", 120),
        "as_of": as_of,
        "noted_by": by,
    }
    if (again := made_with(MarketNote, submission_key, by, **said)) is not None:
        return again
    note = MarketNote(**said, **({"uuid": submission_key} if submission_key else {}))
    note.save(force_insert=True)
    record(note, industry=industry)
    return note


def _line(value: str, field: str, longest: int) -> str:
    line = " ".join(plain_text(value).split())
    if len(line) < 2:
        raise InvalidInput(_("Write at least two characters."), field=field)
    if len(line) > longest:
        raise InvalidInput(_("At most {count} characters.").format(count=longest), field=field)
    return line


@service(says=_("Note on industry {industry} withdrawn. Reason: {reason}"))
def withdraw_market_note(*, note: MarketNote, version: int, reason: str, by: User) -> MarketNote:
    """Take a note off all customers of its industry; it stays in the database with the reason."""
    note = MarketNote.objects.select_for_update(of=("self",)).select_related("noted_by").get(pk=note.pk)
    require(permissions.may_withdraw_market_note(by, note))
    if note.withdrawn_at is not None:
        raise InvalidInput(_("This note has been withdrawn already."))
    take_version(note, version)
    note.withdrawn_at, note.withdrawn_reason = dates.now(), _line(reason, "reason", 200)
    note.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    record(note, industry=note.industry, reason=note.withdrawn_reason)
    return note


def market_notes_for(customer: Customer) -> list[MarketNote]:
    """The standing notes on the industry of a company, the newest first; none where its industry is not known."""
    code = getattr(details_of(customer), "industry_code", "")
    if not code:
        return []
    return list(MarketNote.objects.standing().on(code).select_related("noted_by").order_by("-as_of", "-id")[:20])
