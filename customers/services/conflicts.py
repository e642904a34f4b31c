"""Conflicts over who keeps a customer: opened, argued by both sides, ruled by the department managers, kept."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from core import attachments, dates, parameters
from core.attachments import Sealed, sealed_before
from core.display import Sentence
from core.errors import InvalidInput, TransitionRefused
from core.service import record, require, service, take_version
from core.states import move
from customers import permissions
from customers.models import (
    ConflictEvidence,
    ConflictGround,
    ConflictRuling,
    Customer,
    OwnershipCause,
    OwnershipConflict,
)
from customers.services.ownership import answer_own_requests, checked_reason, hand_over
from customers.states import ConflictStatus
from customers.territories import Ground, Judgement
from staff.models import Department, User
from staff.roles import Role


@sealed_before("upload", unless=lambda given: permissions.may_claim(given["by"], given["customer"].stands_for()))
@service(says=_("Ownership claimed by {claimant}, kept by {holder}: {reason}"))
def open_conflict(*, customer: Customer, reason: str, by: User, upload: Sealed | None = None) -> OwnershipConflict:
    """Claim a customer that a colleague keeps; the department manager rules (L13.1.3)."""
    customer = Customer.objects.with_owner().get(pk=customer.pk).stands_for()
    require(permissions.may_claim(by, customer))
    reason = checked_reason(reason)
    conflict = _open(customer, ConflictGround.OWNED, claimant=by, holder=customer.account_manager, by=by)
    _add_evidence(conflict, reason, upload, by)
    record(conflict, claimant=by.username, holder=customer.account_manager.username, reason=reason)
    return conflict


def open_for_territory(customer: Customer, rivals: Iterable[Ground], claim: str, by: User) -> OwnershipConflict:
    """A customer was registered in a colleague's area or industry: the colleague's right against the registrar's."""
    conflict = _open_against(customer, rivals, by)
    _add_evidence(conflict, checked_reason(claim, "claim"), None, by)
    return conflict


def open_for_new_field(customer: Customer, before: Judgement, after: Judgement, by: User) -> OwnershipConflict | None:
    """The file says now that the customer lies in a colleague's area or industry, and did not before (L13.1.3).

    Both sides have their say in the conflict. None while one is open, and where this colleague's right was ruled on.
    """
    rivals = [ground for ground in after.rivals if ground not in before.rivals]
    past = customer.conflicts.exclude(status=ConflictStatus.WITHDRAWN)
    heard = set(past.filter(ground=ConflictGround.TERRITORY).values_list("claimant", flat=True))
    rivals = [ground for ground in rivals if ground.keeper not in heard]
    if not rivals or past.filter(status=ConflictStatus.OPEN).exists():
        return None
    return _open_against(customer, rivals, by)


def _open_against(customer: Customer, rivals: Iterable[Ground], by: User) -> OwnershipConflict:
    rival = User.objects.get(pk=min(ground.keeper for ground in rivals))
    conflict = _open(customer, ConflictGround.TERRITORY, claimant=rival, holder=customer.account_manager, by=by)
    record(conflict, claimant=rival.username, holder=customer.account_manager.username)
    return conflict


def _open(customer: Customer, ground: str, *, claimant: User, holder: User, by: User) -> OwnershipConflict:
    # Whoever opens at the same moment waits here, and is then told that one is open.
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    if OwnershipConflict.objects.open().filter(customer=customer).exists():
        raise InvalidInput(_("A conflict over this customer is open already."))
    places = claimant.departments(Role.ACCOUNT_MANAGER)
    return OwnershipConflict.objects.create(
        customer=customer,
        ground=ground,
        opened_by=by,
        claimant=claimant,
        claimant_department=Department.objects.get(pk=min(places)) if places else customer.department,
        holder=holder,
        holder_department=customer.department,
        due_on=dates.add_working_days(dates.today(), int(parameters.value("conflict_days"))),
    )


@sealed_before("upload", unless=lambda given: permissions.may_give_evidence(given["by"], given["conflict"]))
@service(says=_("Evidence given by {giver}"))
def give_evidence(
    *, conflict: OwnershipConflict, text: str, by: User, upload: Sealed | None = None
) -> ConflictEvidence:
    """What one side says, with a paper if there is one; only while the conflict is open."""
    conflict = _locked(conflict)
    require(permissions.may_give_evidence(by, conflict))
    _refuse_ended(conflict)
    text = " ".join(text.split())
    if len(text) < 2:
        raise InvalidInput(_("Say what speaks for you."), field="text")
    said = conflict.evidence.filter(given_by=by, text=text[:1000]).first() if upload is None else None
    if said is not None:
        return said  # the form sent twice: the same words once more prove nothing more
    evidence = _add_evidence(conflict, text, upload, by)
    record(conflict, giver=by.username, has_file=upload is not None)
    return evidence


def _add_evidence(conflict: OwnershipConflict, text: str, upload: Sealed | None, by: User) -> ConflictEvidence:
    # The paper belongs to the conflict alone: the other side may not open the customer's file.
    kept = attachments.keep(upload, by=by) if upload else None
    return ConflictEvidence.objects.create(
        conflict=conflict, given_by=by, given_at=dates.now(), text=text[:1000], attachment=kept
    )


@service(says=_("Ruled for {winner}: {reason}"))
def rule_conflict(*, conflict: OwnershipConflict, winner: User, reason: str, version: int, by: User) -> ConflictRuling:
    """Find for one side, both heard or on the last day for it.

    Once every department that has to rule agrees, the customer goes to, or stays with, that side. Between two
    departments both managers rule (a parameter); as long as they differ the conflict stays open, and each may come
    round to the other's side. Saying the same again is refused: it would only make the other's page stale.
    """
    conflict = _locked(conflict)
    require(permissions.may_rule(by, conflict))
    _refuse_ended(conflict)
    if refusal := unheard(conflict):
        raise TransitionRefused(refusal)
    if winner.pk not in {conflict.claimant_id, conflict.holder_id}:
        raise InvalidInput(_("Rule for one of the two sides."), field="winner")
    reason = checked_reason(reason)
    departments = sorted(by.departments(Role.DEPARTMENT_MANAGER) & conflict.department_ids)
    if all(_last_words(conflict).get(pk) == winner.pk for pk in departments):
        raise TransitionRefused(
            _("You have ruled for {winner} already; the manager of the other department has to rule now.").format(
                winner=winner
            )
        )
    take_version(conflict, version)
    rulings = [
        ConflictRuling.objects.create(
            conflict=conflict, department_id=pk, ruled_for=winner, reason=reason, made_by=by, made_at=dates.now()
        )
        for pk in departments
    ]
    record(conflict, winner=winner.username, reason=reason)
    if _agreed(conflict, winner):
        _close(conflict, winner, reason, by)
    return rulings[-1]


def unheard(conflict: OwnershipConflict):
    """Why a conflict is not ruled yet: a side has said nothing and its time is not over. "" once it may be."""
    spoke = set(conflict.evidence.values_list("given_by", flat=True))
    silent = [side for side in (conflict.holder, conflict.claimant) if side.pk not in spoke]
    if not silent or dates.today() >= conflict.due_on:
        return ""
    return Sentence(
        _("{name} has given no evidence yet. The ruling follows then, or from {day} on without it."),
        name=silent[0].name,
        day=conflict.due_on,
    )


def _agreed(conflict: OwnershipConflict, winner: User) -> bool:
    """Whether the last word of every department that has to rule is for this side."""
    last = _last_words(conflict)
    both = int(parameters.value("conflict_both_departments"))
    needed = conflict.department_ids if both else {conflict.holder_department_id}
    return all(last.get(department) == winner.pk for department in needed)


def _last_words(conflict: OwnershipConflict) -> dict[int, int]:
    """For whom each department ruled last."""
    return {ruling.department_id: ruling.ruled_for_id for ruling in conflict.rulings.order_by("pk")}


def _close(conflict: OwnershipConflict, winner: User, reason: str, by: User) -> None:
    conflict.ruled_for, conflict.ruled_at = winner, dates.now()
    conflict.save(update_fields=["ruled_for", "ruled_at"])
    if conflict.customer.account_manager_id != winner.pk:
        hand_over(conflict.customer, winner, reason, by, OwnershipCause.RULING)
        answer_own_requests(conflict.customer, winner, reason, by)
    move(conflict, to=ConflictStatus.RULED, winner=winner.username, reason=reason)


@service(says=_("Conflict taken back: {reason}"))
def withdraw_conflict(*, conflict: OwnershipConflict, reason: str, by: User) -> OwnershipConflict:
    """Take back a conflict that one opened; the customer stays where it is.

    One opened by registering in a colleague's field is not taken back: the file would stay there unruled.
    """
    conflict = _locked(conflict)
    require(permissions.may_withdraw_conflict(by, conflict))
    if conflict.ground == ConflictGround.TERRITORY:
        raise InvalidInput(_("You registered the customer in a colleague's field; the department manager has to rule."))
    move(conflict, to=ConflictStatus.WITHDRAWN, reason=checked_reason(reason))
    return conflict


def _locked(conflict: OwnershipConflict) -> OwnershipConflict:
    return OwnershipConflict.objects.select_for_update(of=("self",)).with_sides().get(pk=conflict.pk)


def _refuse_ended(conflict: OwnershipConflict) -> None:
    if conflict.status != ConflictStatus.OPEN:
        raise TransitionRefused(_("This conflict has ended: {status}.").format(status=conflict.get_status_display()))
