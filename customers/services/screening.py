"""Checks are recorded or made, hits are decided, and the lender's own lists are kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from core import attachments, dates, parameters
from core.errors import InvalidInput, refuse_invalid
from core.models import Attachment
from core.service import record, require, service, take_version
from core.text import plain_text
from customers import identity as identities
from customers import permissions
from customers.models import (
    BlacklistEntry,
    CheckState,
    Customer,
    CustomerKind,
    Finding,
    HitDecision,
    InsiderEntry,
    InsiderRelation,
    ListEntry,
    RelatedParty,
    Screening,
    Source,
)
from customers.names import fold
from customers.screening import ADAPTERS, Answer, applies, standings
from customers.services.file_checks import PAPERS, identity_problems
from customers.services.files import AFTER_REGISTRATION
from staff.models import User

OWN_LISTS: dict[Source, type[BlacklistEntry] | type[InsiderEntry]] = {
    Source.BLACKLIST: BlacklistEntry,
    Source.INSIDERS: InsiderEntry,
}
Wanted = Sequence[tuple[Customer, str]]
SHORTEST_REASON = 4
LIFTED = _("This entry has been lifted already.")


@service(says=_("Checks recorded: {count}, {finding}"))
def record_checks(
    *,
    wanted: Wanted,
    finding: str,
    by: User,
    note: str = "",
    file=None,
    on_case=None,
    roles: dict[int, str] | None = None,
) -> list[Screening]:
    """Write down what one look-up answered for several pairs of customer and source, with its evidence as `file`.

    `on_case` is the uuid of the case it was made for, `roles` the role of each customer (by id) on it. Raises
    `InvalidInput` for a source that answers by itself, for a hit still undecided, and where evidence or words lack.
    """
    if not wanted:
        raise InvalidInput(_("Choose at least one check."), field="sources")
    for customer in {customer.pk: customer for customer, _source in wanted}.values():
        require(permissions.may_check(by, customer))
    note = _checked_note(finding, note, file)
    for customer, source in wanted:
        if source not in Source.values or not applies(source, customer):
            raise InvalidInput(_("This source does not know customers of this kind."), field="sources")
        if source in ADAPTERS:
            raise InvalidInput(
                _("“{source}” is the lender's own list and is looked up by the program.").format(
                    source=Source(source).label
                ),
                field="sources",
            )
    _refuse_open_hits(wanted)
    return _write(wanted, lambda customer, source: Answer(finding, note), by, file, on_case, roles or {})


@service(says=_("Checks recorded: {count}, {finding}"))
def check_customer(
    *, customer: Customer, sources: Sequence[str], finding: str, by: User, note: str = "", file=None
) -> list[Screening]:
    """Write down what one look-up of a customer answered, for one or several sources."""
    pairs = [(customer, source) for source in dict.fromkeys(sources)]
    return record_checks(wanted=pairs, finding=finding, note=note, file=file, by=by)


@service(says=_("Own lists looked up: {count}, {finding}"))
def ask_own_lists(*, wanted: Wanted, by: User, on_case=None, roles: dict[int, str] | None = None) -> list[Screening]:
    """Let the sources that need nobody answer now; one whose hit is undecided, or refused and valid, is left as it is."""
    for customer in {customer.pk: customer for customer, _source in wanted}.values():
        require(permissions.may_check(by, customer))
    pairs = [(customer, source) for customer, source in wanted if source in ADAPTERS and applies(source, customer)]
    blocked = {(one.customer.pk, one.source) for one in _standing(pairs) if _is_blocked(one)}
    pairs = [(customer, source) for customer, source in pairs if (customer.pk, source) not in blocked]
    return _write(pairs, lambda customer, source: ADAPTERS[source](customer), by, None, on_case, roles or {}, True)


@service(says=_("Own lists looked up: {count}, {finding}"))
def ask_own_lists_about(*, customer: Customer, by: User) -> list[Screening]:
    """Look one customer up in the lender's own lists."""
    return ask_own_lists(wanted=[(customer, source) for source in ADAPTERS], by=by)


@service(says=_("Own lists looked up: {count}, {finding}"))
def look_up_new(*, customers: Sequence[Customer], by: User) -> list[Screening]:
    """Look files up that have just been opened; only those that could be on a list are asked one by one."""
    wanted = [(customer, source) for customer in customers for source in OWN_LISTS]
    related = set(RelatedParty.objects.filter(customer__in=customers).values_list("customer", flat=True))
    near = {}
    for source, model in OWN_LISTS.items():
        entries = model.objects.in_force(dates.today()).fitting_any_of(customers)
        pairs = list(entries.values_list("identity_index", "name_folded"))
        indexes, names = {index for index, _name in pairs if index}, {name for index, name in pairs if not index}
        near[source] = {
            customer.pk
            for customer in customers
            if model.objects.index_of(customer.identity) in indexes or customer.name_folded in names
        }

    def ask(customer: Customer, source: str) -> Answer:
        is_near = customer.pk in near[Source(source)] or customer.pk in related
        return ADAPTERS[source](customer) if is_near else Answer(Finding.CLEAR)

    return _write(wanted, ask, by, None, None, {}, True)


@service(says=_("Own lists looked up: {count}, {finding}"))
def join_checks(*, customer: Customer, counted: Sequence[Screening], by: User) -> list[Screening]:
    """After a merge: what counted in either file counts on, and our own lists are asked about the whole of it.

    `counted` are the checks that counted in both files before. A hit that risk has not let go is never looked up away:
    what the lists say beyond it is a hit of its own beside it.
    """
    _keep_beside(customer, counted)
    pairs = [(customer, source) for source in ADAPTERS if applies(source, customer)]
    hits = {one.source for one in _standing(pairs) if one.is_hit}
    answers = {source: ADAPTERS[source](customer) for _customer, source in pairs}
    for source in hits:
        known = {entry for check in counted if check.source == source for entry in check.matched}
        answers[source] = replace(answers[source], matched=sorted(set(answers[source].matched) - known))
    asked = [(one, source) for one, source in pairs if source not in hits or answers[source].matched]
    written = _write(asked, lambda _customer, source: answers[source], by, None, None, {}, True)
    _keep_beside(customer, [check for check in counted if check.source in hits])
    return written


def _keep_beside(customer: Customer, counted: Sequence[Screening]) -> None:
    """Let these count until a source is asked again."""
    for source in {check.source for check in counted}:
        last = customer.screenings.filter(source=source).order_by("-pk").values_list("pk", flat=True).first()
        Screening.objects.filter(pk__in=[check.pk for check in counted if check.source == source]).update(outlives=last)


def screen_registered(customers: Sequence[Customer]) -> None:
    """What follows a registration: whether we may lend to somebody is known at once."""
    if customers:
        look_up_new(customers=customers, by=customers[0].account_manager)


AFTER_REGISTRATION.append(screen_registered)


@service(says=_("Hit of “{source}” decided: {decision}. {reason}"))
def decide_hit(*, check: Screening, decision: str, reason: str, version: int, by: User) -> Screening:
    """A risk officer's word on a hit; until then the case stands still. It may be changed, each time with its reason.

    A refusal counts from then on, though look-ups since have covered the hit.
    """
    check = Screening.objects.select_for_update().select_related("customer").get(pk=check.pk)
    require(permissions.may_decide_hit(by, check))
    if check.finding != Finding.HIT:
        raise InvalidInput(_("There is no hit to decide."))
    if decision not in HitDecision.values:
        raise InvalidInput(_("Choose what the hit is."), field="decision")
    reason = plain_text(reason)
    if len(reason) < SHORTEST_REASON:
        raise InvalidInput(
            _("Give the reason in at least {count} characters: what was compared, and with what.").format(
                count=SHORTEST_REASON
            ),
            field="reason",
        )
    take_version(check, version)
    check.decision, check.decision_reason = decision, reason[:300]
    check.decided_by, check.decided_at = by, dates.now()
    check.save(update_fields=["decision", "decision_reason", "decided_by", "decided_at"])
    if decision == HitDecision.REFUSE:
        _keep_beside(check.customer, [check])
    record(check, source=f"source.{check.source}", decision=f"hit.{decision}", reason=reason[:300])
    return check


def _checked_note(finding: str, note: str, file) -> str:
    note = plain_text(note)[:300]
    if finding not in Finding.values:
        raise InvalidInput(_("Choose what the source answered."), field="finding")
    if finding == Finding.NOT_DONE and not note:
        raise InvalidInput(_("Say why the source could not be asked."), field="note")
    if finding == Finding.HIT and not note:
        raise InvalidInput(_("Say what was found: risk decides on it."), field="note")
    if finding != Finding.NOT_DONE and file is None:
        raise InvalidInput(_("Add the evidence: a screenshot or the printed answer."), field="file")
    return note


def _evidence(upload, customer: Customer, by: User) -> Attachment | None:
    """The answer of a source, once with the file of each customer it names: who opens one may not open the other."""
    if upload is None:
        return None
    upload.seek(0)
    try:
        return attachments.accept(upload, by=by, customer_uuid=customer.uuid)
    except InvalidInput as error:
        raise InvalidInput(f"{upload.name}: {error}", field="file") from error


def _standing(pairs: Wanted) -> list:
    return standings([(customer, [source]) for customer, source in pairs])


def _is_blocked(standing) -> bool:
    """Whether a new check may not take the place of the one that stands: risk has, or had, the word."""
    if standing.state == CheckState.REFUSED:
        return standing.check.valid_to >= dates.today()
    return standing.state == CheckState.UNDECIDED


def _refuse_open_hits(wanted: Wanted) -> None:
    for standing in _standing(wanted):
        if _is_blocked(standing):
            raise InvalidInput(
                _("“{source}” of {name} has a hit; what risk decides on it comes first.").format(
                    source=standing.source.label, name=standing.customer.name
                ),
                field="sources",
            )


def _write(
    pairs: Wanted, ask, by: User, file, on_case, roles: dict[int, str], is_automatic: bool = False
) -> list[Screening]:
    """One row for each pair and one event for each customer; a false match of the same entries stays one."""
    ends = dates.today() + timedelta(days=int(parameters.value("screening_days")))
    decided = _decided_by_entry(pairs) if is_automatic else {}
    written: list[Screening] = []
    lines: list[tuple[Customer, list[Screening]]] = []
    for customer in {customer.pk: customer for customer, _source in pairs}.values():
        paper = _evidence(file, customer, by)
        mine = []
        for source in [source for one, source in pairs if one.pk == customer.pk]:
            answer = ask(customer, source)
            mine.append(
                Screening(
                    customer=customer,
                    source=source,
                    finding=answer.finding,
                    asked_at=dates.now(),
                    valid_to=ends,
                    checked_by=by,
                    is_automatic=is_automatic,
                    note=answer.note,
                    file=paper,
                    on_case=on_case,
                    party_role=roles.get(customer.pk, ""),
                    matched=sorted(answer.matched),
                    **_carried(answer, decided.get((customer.pk, source), {})),
                )
            )
        lines.append((customer, mine))
        written += mine
    Screening.objects.bulk_create(written)
    for customer, mine in lines:
        worst = Finding.HIT if any(one.finding == Finding.HIT for one in mine) else mine[0].finding
        record(customer, count=len(mine), finding=f"screening.{worst}", sources=[one.source for one in mine])
    return written


def _decided_by_entry(pairs: Wanted) -> dict[tuple[int, str], dict[str, Screening]]:
    """What risk said last of each entry of a list and of each relation, by customer and source."""
    customers, sources = {customer.pk for customer, _source in pairs}, {source for _customer, source in pairs}
    found: dict[tuple[int, str], dict[str, Screening]] = {}
    hits = Screening.objects.filter(customer__in=customers, source__in=sources, finding=Finding.HIT)
    for hit in hits.exclude(decision="").order_by("decided_at", "pk"):
        found.setdefault((hit.customer_id, hit.source), {}).update(dict.fromkeys(_told(hit), hit))
    return found


def _told(found: Answer | Screening) -> list[str]:
    """What a hit rests on: entries of the list and relations; only words where a source gives neither."""
    return list(found.matched) or [f"note:{found.note}"]


def _carried(answer: Answer, decided: dict[str, Screening]) -> dict[str, Any]:
    """A decided false match holds when the list is looked up again, as long as all that it tells was decided to be one."""
    hits = [decided.get(told) for told in _told(answer)]
    said = [hit for hit in hits if hit is not None and hit.decision == HitDecision.FALSE_MATCH]
    if not said or len(said) < len(hits):
        return {}
    last = max(said, key=lambda hit: (hit.decided_at, hit.pk))
    return {name: getattr(last, name) for name in ("decision", "decision_reason", "decided_by", "decided_at")}


# The lender's own lists


@service(says=_("Put on the blacklist"))
def add_to_blacklist(*, by: User, origin: str, **values) -> BlacklistEntry:
    """Somebody we do not lend to; files that fit are flagged at once. `values` are those of `_entry`."""
    require(permissions.may_keep_list(by, "blacklist"))
    origin = plain_text(origin)[:200]
    if len(origin) < 2:
        raise InvalidInput(_("Say where this is known from."), field="origin")
    entry = BlacklistEntry(origin=origin, added_by=by, **_entry(**values))
    return _kept(entry, Source.BLACKLIST, by)


@service(says=_("Put on the list of staff and related parties"))
def add_insider(*, by: User, relation: str, **values) -> InsiderEntry:
    """An employee, a relative or a related party; files that fit are flagged at once. `values` are those of `_entry`."""
    require(permissions.may_keep_list(by, "insiders"))
    if relation not in InsiderRelation.values:
        raise InvalidInput(_("Choose the relation."), field="relation")
    entry = InsiderEntry(relation=relation, added_by=by, **_entry(**values))
    return _kept(entry, Source.INSIDERS, by)


@service(says=_("Taken off the list: {reason}"))
def lift_entry(*, entry: ListEntry, reason: str, version: int, by: User) -> ListEntry:
    """Take somebody off a list from today on; the entry stays with the reason."""
    entry = type(entry)._base_manager.select_for_update().get(pk=entry.pk)
    require(permissions.may_keep_list(by, "insiders" if isinstance(entry, InsiderEntry) else "blacklist"))
    if entry.is_lifted:
        raise InvalidInput(LIFTED)
    reason = plain_text(reason)[:300]
    if len(reason) < 4:
        raise InvalidInput(_("Give the reason in a few words."), field="reason")
    take_version(entry, version)
    entry.lifted_on, entry.lifted_by, entry.lift_reason = dates.today(), by, reason
    entry.save(update_fields=["lifted_on", "lifted_by", "lift_reason"])
    record(entry, reason=reason)
    return entry


def _entry(
    *,
    kind: str,
    name: str,
    reason: str,
    identity: str = "",
    identity_type: str = "",
    birth_date: date | None = None,
    valid_to: date | None = None,
) -> dict[str, Any]:
    """The fields both lists have, cleaned: a name and a reason, the identity where it is known.

    Without `identity_type` the identity is that of an identity card, of a company its credit code.
    """
    name, number = " ".join(plain_text(name).split())[:120], identities.compact(identity or "")
    if kind not in CustomerKind.values:
        raise InvalidInput(_("A customer is a person or a company."), field="kind")
    if len(name) < 2:
        raise InvalidInput(_("A name has 2 to 120 characters."), field="name")
    if len(plain_text(reason)) < 4:
        raise InvalidInput(_("Give the reason in a few words."), field="reason")
    refuse_invalid(identity_problems(kind, number, identity_type) if number else [])
    if valid_to is not None and valid_to < dates.today():
        raise InvalidInput(_("It would have ended already."), field="valid_to")
    paper = (identity_type or PAPERS[CustomerKind(kind)]) if number else ""
    if identities.tells_birth(paper):
        birth_date = identities.birth_date(number)
    return {
        "kind": kind,
        "name": name,
        "name_folded": fold(name)[:120],
        "identity_type": paper,
        "identity": number,
        "identity_tail": number[-4:],
        "birth_date": birth_date if kind == CustomerKind.PERSON else None,
        "reason": plain_text(reason)[:300],
        "valid_to": valid_to,
    }


def _kept(entry, source: str, by: User):
    entry.save(force_insert=True)
    flagged = _flag(entry, source, by)
    record(entry, flagged=flagged)
    return entry


def _flag(entry: ListEntry, source: str, by: User) -> int:
    """Hits for the files that an entry fits, so that a clear check of last week does not carry a case on."""
    found = Customer.objects.with_identity(entry.identity, entry.identity_type)
    if not entry.identity:
        found = Customer.objects.called(entry.kind, entry.name, entry.birth_date)
    pairs = [(customer, source) for customer in found.select_related("person")[:1000]]
    return len(flag_files(wanted=pairs, entry=entry, by=by))


@service(says=_("Own lists looked up: {count}, {finding}"))
def flag_files(*, wanted: Wanted, entry: ListEntry, by: User) -> list[Screening]:
    """A hit on each of these files, because somebody like them has been entered on a list.

    It stands beside the hits that risk has not let go: each is decided for itself.
    """
    answer = Answer(Finding.HIT, matched=(str(entry.uuid),))
    counted = Screening.objects.of([customer for customer, _source in wanted], {source for _customer, source in wanted})
    hits = [check.pk for check in counted if check.state(dates.today()) in {CheckState.UNDECIDED, CheckState.REFUSED}]
    written = _write(wanted, lambda _customer, _source: answer, by, None, None, {}, True)
    newest = Screening.objects.filter(customer=OuterRef("customer"), source=OuterRef("source")).order_by("-pk")
    Screening.objects.filter(pk__in=hits).update(outlives=Subquery(newest.values("pk")[:1]))
    return written
