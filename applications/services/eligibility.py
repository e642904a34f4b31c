"""Written exceptions from soft rules, and what the lender does not lend for."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from applications import permissions
from applications.eligibility import PASSES
from applications.facts import judge
from applications.labels import RULES
from applications.models import Application, EligibilityException, Exclusion, ExclusionKind
from applications.products import EXCLUSIONS
from applications.services.intake import locked
from core import dates
from core.errors import InvalidInput
from core.service import record, require, service
from core.text import plain_text
from staff.models import User

LEAST_REASON, LONGEST_REASON = 10, 500


@service(says=_("Exception written: {rule}"))
def write_exception(*, application: Application, rule: str, reason: str, by: User) -> EligibilityException:
    """Say why a soft rule that fails, or cannot be answered, may be left aside in this round, or what a word in the purpose means.

    It travels with the case to the decision; what is said of a purpose, the department manager agrees with at acceptance.
    """
    application = locked(application)
    require(permissions.may_write_exception(by, application))
    answer = next((entry for entry in judge(application) if entry.result.rule == rule), None)
    if answer is None or rule not in RULES:
        raise InvalidInput(_("This product has no such rule."), field="rule")
    if answer.result.blocks:
        raise InvalidInput(_("This rule has no exception: the case cannot go on."), field="rule")
    if answer.result.outcome == PASSES:
        raise InvalidInput(_("This rule is met, so it needs no exception."), field="rule")
    if not answer.result.takes_exception:
        raise InvalidInput(_("This rule has no exception: fill in what is not known yet."), field="rule")
    reason = plain_text(reason)
    if len(reason) < LEAST_REASON:
        raise InvalidInput(_("Say in at least ten characters why the case goes on nevertheless."), field="reason")
    if len(reason) > LONGEST_REASON:
        raise InvalidInput(_("This text is longer than 500 characters."), field="reason")
    written = EligibilityException.objects.create(
        application=application,
        round=application.round,
        rule=rule,
        reason=reason,
        about=application.purpose if answer.is_question else "",
        made_by=by,
    )
    record(written, rule=str(RULES[rule][0]), round=application.round)
    return written


@service(says=_("No longer lent for: {text}"))
def add_exclusion(*, kind: str, text: str, basis: str, valid_from: date | None = None, by: User) -> Exclusion:
    """A word no purpose may contain, or an industry, from a day on that lies not before today."""
    require(permissions.may_configure(by))
    text, basis, day = plain_text(text), plain_text(basis), valid_from or dates.today()
    if kind not in ExclusionKind.values:
        raise InvalidInput(_("Choose one of those offered."), field="kind")
    if kind == ExclusionKind.INDUSTRY and not (text.isdecimal() and text.isascii() and 2 <= len(text) <= 4):
        raise InvalidInput(_("An industry code has two to four digits."), field="text")
    if not 2 <= len(text) <= 40:
        raise InvalidInput(_("Write two to forty characters."), field="text")
    if not basis or len(basis) > 200:
        raise InvalidInput(_("Name the basis in a few words."), field="basis")
    if day < dates.today():
        raise InvalidInput(_("It begins today or later: what was decided stays as it was."), field="valid_from")
    if Exclusion.objects.in_force(day).filter(kind=kind, text=text).exists():
        raise InvalidInput(_("This is on the list already."), field="text")
    row, is_new = Exclusion.objects.get_or_create(
        kind=kind, text=text, valid_from=day, defaults={"basis": basis, "made_by": by}
    )
    if not is_new:
        raise InvalidInput(_("This is on the list already."), field="text")
    record(row, text=text, valid_from=day)
    return row


@service(says=_("Lent for again: {text}"))
def end_exclusion(*, exclusion: Exclusion, by: User) -> Exclusion:
    """Take a word or an industry off the list from tomorrow on; its days stay on record."""
    require(permissions.may_configure(by))
    exclusion = Exclusion.objects.select_for_update().get(pk=exclusion.pk)
    if exclusion.valid_to is not None:
        raise InvalidInput(_("It has been taken off the list already."))
    exclusion.valid_to = max(dates.today(), exclusion.valid_from)
    exclusion.save(update_fields=["valid_to"])
    record(exclusion, text=exclusion.text, valid_to=exclusion.valid_to)
    return exclusion


@service(says=_("What is not lent for installed"))
def install_exclusions(*, by=None) -> None:
    """The first list, where there is none."""
    if Exclusion.objects.exists():
        return
    first = dates.today() - timedelta(days=365 * 6)
    Exclusion.objects.bulk_create(
        Exclusion(kind=kind, text=text, basis=basis, valid_from=first) for kind, text, basis in EXCLUSIONS
    )
