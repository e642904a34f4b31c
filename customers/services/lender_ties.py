"""Ties to the lender's own people: raised by anybody who works on the file, cleared by risk only (L3.4)."""

from django.utils.translation import gettext_lazy as _

from core import dates
from core.errors import InvalidInput, Stale
from core.service import record, require, service
from core.states import move
from core.text import plain_text
from customers import permissions
from customers.models import Customer, LenderTie, TieKind
from customers.states import LenderTieStatus
from staff.models import User


@service(says=_("Conflict warning: {kind}"))
def raise_lender_tie(*, customer: Customer, kind: str, colleague: str, note: str, by: User) -> LenderTie:
    """Warn that a customer may be a related party of the lender; it stands until a risk officer has ruled."""
    require(permissions.may_raise_tie(by, customer))
    customer = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    if kind not in TieKind.values:
        raise InvalidInput(_("Choose one of those offered."), field="kind")
    colleague, note = (" ".join(plain_text(text).split()) for text in (colleague, note))
    # Whoever types a sign-in name means the person; the warning is read by people who do not know it.
    if (person := User.objects.filter(username=colleague).first()) is not None:
        colleague = person.name or colleague
    if not 2 <= len(colleague) <= 60:
        raise InvalidInput(_("Name the person at the lender, in up to 60 characters."), field="colleague")
    if not 2 <= len(note) <= 300:
        raise InvalidInput(_("Say what is known, in up to 300 characters."), field="note")
    if customer.lender_ties.standing().filter(kind=kind, colleague=colleague).exists():
        raise InvalidInput(_("This warning stands already."), field="colleague")
    tie = LenderTie.objects.create(customer=customer, kind=kind, colleague=colleague, note=note, raised_by=by)
    record(tie, kind=f"tie.{kind}")
    return tie


@service(says=_("Ruling on the conflict warning: {status_now}"))
def rule_on_lender_tie(*, tie: LenderTie, outcome: str, reason: str, version: int, by: User) -> LenderTie:
    """A risk officer's ruling: no conflict, or a related party of the lender; the second can still be cleared later."""
    tie = LenderTie.objects.select_for_update().get(pk=tie.pk)
    require(permissions.may_rule_on_tie(by, tie))
    if version != tie.version:
        raise Stale(version=tie.version)
    reason = " ".join(plain_text(reason).split())
    if not 2 <= len(reason) <= 300:
        raise InvalidInput(_("Give the reason, in up to 300 characters."), field="reason")
    if outcome not in (LenderTieStatus.CLEARED, LenderTieStatus.CONFIRMED):
        raise InvalidInput(_("Choose one of those offered."), field="outcome")
    move(tie, to=LenderTieStatus(outcome), status_now=f"tie.{outcome}")
    tie.ruled_by, tie.ruled_at, tie.ruling = by, dates.now(), reason
    tie.save(update_fields=["ruled_by", "ruled_at", "ruling"])
    return tie
