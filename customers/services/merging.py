"""Joining two files of one customer: every link goes to the survivor, the other file stays as a row that points to it.

Which tables point at customers is asked of the models themselves, so that those of later apps move as well.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import dates, display
from core.errors import InvalidInput, Missing, Stale, TransitionRefused
from core.fields import BlindIndexField
from core.service import record, require, service, take_version
from core.states import move
from customers import permissions, providers
from customers.identity import comparable
from customers.labels import ROW_WORDS
from customers.models import (
    CompanyDetails,
    Customer,
    FileMerge,
    FileRow,
    IdentityPaper,
    LookAlike,
    OwnershipConflict,
    PersonDetails,
    PhoneNumber,
    Screening,
)
from customers.names import fold
from customers.services.look_alikes import follow_merge
from customers.services.ownership import checked_reason
from customers.services.relations import join_relations
from customers.services.screening import join_checks
from customers.states import LookAlikeStatus, MergeStatus
from staff.models import User

SURVIVOR, MERGED = "survivor", "merged"
# Links that tell of the file itself and stay with it; the survivor's pages show them beside its own.
STAYING = {
    "customers.PersonDetails.customer": "its values are chosen one by one",
    "customers.CompanyDetails.customer": "its values are chosen one by one",
    "customers.LookAlike.first": "the pair is settled by the merge",
    "customers.LookAlike.second": "the pair is settled by the merge",
    "customers.FileMerge.survivor": "the merge names the two files it joined",
    "customers.FileMerge.merged": "the merge names the two files it joined",
    "customers.OwnershipChange.customer": "the hands a file went through are its own history",
    "customers.RelatedParty.customer": "join_relations moves the relations, what stands in both files ends",
}
# Columns that name a customer, or what hangs on one, by its uuid.
UUID_LINKS = ("case_uuid", "customer_uuid")
# What makes a file the file it is: never chosen.
FIXED = {"id", "number", "kind", "identity", "identity_type", "customer", "currency", "birth_date", "merged_at"}


@dataclass
class Moving:
    """What a merge moves, by table, and the rows that both files have: the survivor's stand, the others stay."""

    moved: dict[str, int] = field(default_factory=dict)
    stayed: dict[str, list[str]] = field(default_factory=dict)


# The links


def links() -> Iterator[models.ForeignKey]:
    """Every column of the database that points at a customer and goes along in a merge."""
    for model in apps.get_models(include_auto_created=True):
        for key in model._meta.local_fields:
            if isinstance(key, models.ForeignKey) and key.related_model is Customer and link_name(key) not in STAYING:
                yield key


def link_name(key: models.ForeignKey) -> str:
    return f"{key.model._meta.label}.{key.name}"


def uuid_links() -> Iterator[models.Field]:
    """Every column that names a customer by uuid."""
    for model in apps.get_models(include_auto_created=True):
        yield from (entry for entry in model._meta.local_fields if entry.name in UUID_LINKS)


def table_name(label: str) -> str:
    """How people call a table."""
    model = apps.get_model(label)
    name = providers.LINK_NAMES.get(label)
    if name is None and issubclass(model, FileRow):
        name = ROW_WORDS[model.KIND][0]
    return str(name or model._meta.verbose_name)


def _unique_groups(key: models.ForeignKey) -> Iterator[tuple[list[str], Q]]:
    """What may be there only once for a customer: the other columns of each rule, and where the rule holds."""
    if key.unique:
        yield [], Q()
    for rule in key.model._meta.constraints:
        if isinstance(rule, models.UniqueConstraint) and key.name in rule.fields:
            yield [name for name in rule.fields if name != key.name], rule.condition or Q()
    for group in key.model._meta.unique_together:
        if key.name in group:
            yield [name for name in group if name != key.name], Q()


def colliding(key: models.ForeignKey, survivor: Customer, merged: Customer) -> set[Any]:
    """Keys of the merged file's rows of which the survivor has the same."""
    found = set()
    for others, condition in _unique_groups(key):
        rows = key.model._base_manager.filter(condition)
        kept = {tuple(row) for row in rows.filter(**{key.name: survivor}).values_list(*others or ["pk"])}
        for pk, *values in rows.filter(**{key.name: merged}).values_list("pk", *others):
            if (kept and not others) or (others and None not in values and tuple(values) in kept):
                found.add(pk)
    return found


def collisions(survivor: Customer, merged: Customer) -> list[str]:
    """What both files have, as sentences, before anything is moved."""
    sentences = []
    for key in links():
        pks = colliding(key, survivor, merged)
        if pks:
            sentences.append(stay_sentence(key.model._meta.label, _described(key, pks)))
    return sentences


def stay_sentence(label: str, rows: list[str]) -> str:
    return _(
        "{table}: {rows}. Both files have this; that of the surviving file stands, the other stays readable."
    ).format(table=table_name(label), rows="; ".join(rows))


def _described(key: models.ForeignKey, pks: set[Any]) -> list[str]:
    """Rows by what has to be unique beside the customer: the year of a statement, case and role of a party."""
    names = next((others for others, _condition in _unique_groups(key) if others), [])
    rows = key.model._base_manager.filter(pk__in=pks).order_by("pk")
    return [" ".join(_word(row, name) for name in names) or str(row.pk) for row in rows]


def _word(row: models.Model, name: str) -> str:
    value = getattr(row, name)
    if isinstance(value, models.Model):
        return str(getattr(value, "number", value))
    shown = getattr(row, f"get_{name}_display", None)
    return str(shown() if shown else display.word_for(value))


def obstacles(survivor: Customer, merged: Customer) -> list[str]:
    """What keeps two files from being joined, all of it, as sentences."""
    found = []
    if survivor.kind != merged.kind:
        found.append(str(_("One is a person, the other a company.")))
    if survivor.merged_into_id or merged.merged_into_id:
        found.append(str(_("One of the files was merged already.")))
    if OwnershipConflict.objects.open().filter(customer__in=[survivor, merged]).exists():
        found.append(str(_("A conflict over the ownership is open; wait for the ruling.")))
    for speak in providers.MERGE_OBSTACLES:
        found += speak(survivor, merged)
    return found


# The fields


def choosable(customer: Customer) -> list[models.Field]:
    """The fields of which one file's value has to be chosen: those of every customer, then those of the kind."""
    details = CompanyDetails if customer.is_company else PersonDetails
    return [
        entry
        for model in (Customer, details)
        for entry in model._meta.concrete_fields
        if entry.editable
        and entry.name not in FIXED
        and not isinstance(entry, BlindIndexField)
        and not entry.is_relation
    ]


def value_of(customer: Customer, entry: models.Field) -> Any:
    """What a file says in a field; None where it has no details yet."""
    thing = customer if entry.model is Customer else details_of(customer)
    return getattr(thing, entry.name, None)


def details_of(customer: Customer) -> Any:
    return getattr(customer, "company" if customer.is_company else "person", None)


def is_empty(value: Any) -> bool:
    return value is None or value == "" or value == []


def fills(survivor: Customer, merged: Customer, entry: models.Field) -> bool:
    """Whether the merged file says something in a field in which the survivor says nothing."""
    return is_empty(value_of(survivor, entry)) and not is_empty(value_of(merged, entry))


def _filling(survivor: Customer, merged: Customer) -> dict[str, str]:
    return {entry.name: MERGED for entry in choosable(survivor) if fills(survivor, merged, entry)}


# The services


@service(says=_("Merge asked: {merged} into {number}. Reason: {reason}"))
def ask_merge(*, pair: LookAlike, survivor: Customer, choices: Mapping[str, str], reason: str, by: User) -> FileMerge:
    """Ask that two files decided to be of one customer are joined; `choices` name the file whose value stays, by field.

    A field that is not named keeps the survivor's value, or the other file's where the survivor says nothing. Nothing
    moves before the department manager confirms.
    """
    pair = LookAlike.objects.select_for_update(of=("self",)).with_files().get(pk=pair.pk)
    if survivor.pk not in {pair.first_id, pair.second_id}:
        raise InvalidInput(_("Choose which of the two files stays."), field="survivor")
    survivor = pair.first if survivor.pk == pair.first_id else pair.second
    merged = pair.other(survivor)
    require(permissions.may_ask_merge(by, survivor, merged))
    if pair.status != LookAlikeStatus.SAME:
        raise InvalidInput(_("Say first that both files are of the same customer."))
    known = {entry.name for entry in choosable(survivor)}
    if set(choices) - known or set(choices.values()) - {SURVIVOR, MERGED}:
        raise InvalidInput(_("Choose one of the two values of each field."), field="choices")
    found = obstacles(survivor, merged)
    if found:
        raise Missing(_("These files cannot be merged yet."), found)
    if FileMerge.objects.waiting().filter(merged__in=[merged, survivor]).exists():
        raise InvalidInput(_("A merge of this file waits for confirmation already."))
    merge = FileMerge.objects.create(
        survivor=survivor,
        merged=merged,
        choices={name: side for name, side in {**_filling(survivor, merged), **choices}.items() if side == MERGED},
        survivor_version=survivor.version,
        merged_version=merged.version,
        reason=checked_reason(reason),
        asked_by=by,
    )
    record(merge, merged=merged.number, number=survivor.number, reason=merge.reason)
    return merge


@service(says=_("Merge refused: {reason}"))
def refuse_merge(*, merge: FileMerge, version: int, answer: str, by: User) -> FileMerge:
    """Say no to a merge, with the reason; both files stay as they are."""
    merge = _locked(merge)
    require(permissions.may_confirm_merge(by, merge))
    answer = checked_reason(answer, "answer")
    _take_answer(merge, version, answer, by)
    move(merge, to=MergeStatus.REFUSED, reason=answer)
    return merge


@service(says=_("Merge taken back"))
def withdraw_merge(*, merge: FileMerge, by: User) -> FileMerge:
    """Take back a merge that one asked for."""
    merge = _locked(merge)
    require(permissions.may_withdraw_merge(by, merge))
    move(merge, to=MergeStatus.WITHDRAWN)
    return merge


@service(says=_("Files merged: {merged} into {number}"))
def confirm_merge(*, merge: FileMerge, version: int, by: User) -> FileMerge:
    """Join the two files for good: values, links, and the trail of both; it cannot be undone."""
    merge = _locked(merge)
    require(permissions.may_confirm_merge(by, merge))
    # Both in the order of their keys, so that two merges at once never wait for each other.
    list(Customer.objects.select_for_update().filter(pk__in=[merge.survivor_id, merge.merged_id]).order_by("pk"))
    survivor, merged = Customer.objects.get(pk=merge.survivor_id), Customer.objects.get(pk=merge.merged_id)
    _take_answer(merge, version, "", by)
    found = obstacles(survivor, merged)
    if found:
        raise Missing(_("These files cannot be merged yet."), found)
    if (survivor.version, merged.version) != (merge.survivor_version, merge.merged_version):
        raise Stale(
            _("One of the files was changed after the merge was asked. Refuse this one; it can be asked again.")
        )
    counted = list(Screening.objects.newest().filter(customer__in=[survivor, merged]))
    phones = (survivor.phone, merged.phone)
    _take_values(merge, survivor, merged)
    moving = move_links(survivor, merged)
    _note_phones(survivor, phones, by)
    if joined := join_relations(kept=survivor, gone=merged, by=by):
        moving.moved["customers.Relation"] = joined
    _note_paper(survivor, merged, by)
    merged.merged_into, merged.merged_at = survivor, dates.now()
    take_version(merged, None)
    merged.save(update_fields=["merged_into", "merged_at"])
    _settle_pairs(survivor, merged)
    join_checks(customer=survivor, counted=counted, by=by)
    merge.moved, merge.stayed = moving.moved, moving.stayed
    merge.save(update_fields=["moved", "stayed"])
    told = {"merged": merged.number, "number": survivor.number}
    record(survivor, **told)
    record(merged, **told)
    move(merge, to=MergeStatus.MERGED, moved=moving.moved)
    return merge


def _locked(merge: FileMerge) -> FileMerge:
    rows = FileMerge.objects.select_for_update(of=("self",))
    return rows.select_related("survivor__department", "merged__department", "asked_by").get(pk=merge.pk)


def _take_answer(merge: FileMerge, version: int, answer: str, by: User) -> None:
    if merge.status != MergeStatus.ASKED:
        raise TransitionRefused(_("This merge has been answered: {status}.").format(status=merge.get_status_display()))
    take_version(merge, version)
    merge.answer, merge.answered_by, merge.answered_at = answer, by, dates.now()
    merge.save(update_fields=["answer", "answered_by", "answered_at"])


def _take_values(merge: FileMerge, survivor: Customer, merged: Customer) -> None:
    """Write the values chosen from the merged file into the survivor; the event names the fields only (S16)."""
    chosen = [entry for entry in choosable(survivor) if merge.choices.get(entry.name) == MERGED]
    own = [entry.name for entry in chosen if entry.model is Customer]
    details, theirs = details_of(survivor), details_of(merged)
    if details is None and theirs is not None:
        details = type(theirs)(customer=survivor)
        details.save()
    for entry in chosen:
        thing = survivor if entry.model is Customer else details
        if thing is not None:
            setattr(thing, entry.name, value_of(merged, entry))
    take_version(survivor, None)
    if own:
        indexes = [f.name for f in Customer._meta.fields if getattr(f, "source", None) in own]
        survivor.name_folded = fold(survivor.name)[: Customer._meta.get_field("name_folded").max_length]
        survivor.save(update_fields=[*own, *indexes, "name_folded"])
    if details is not None and len(own) < len(chosen):
        details.save(update_fields=[entry.name for entry in chosen if entry.name not in own])


def move_links(survivor: Customer, merged: Customer) -> Moving:
    """Point everything at the survivor; rows that it has already stay with the merged file. Inside a service."""
    moving = Moving()
    for key in links():
        label = key.model._meta.label
        stays = colliding(key, survivor, merged)
        count, refused = _move_rows(key, survivor, merged, stays)
        if stays | refused:
            moving.stayed.setdefault(label, []).extend(_described(key, stays | refused))
        if count:
            moving.moved[label] = moving.moved.get(label, 0) + count
    for column in uuid_links():
        rows = column.model._base_manager.filter(**{column.name: merged.uuid})
        count = rows.update(**{column.name: survivor.uuid})
        if count:
            label = column.model._meta.label
            moving.moved[label] = moving.moved.get(label, 0) + count
    return moving


def _move_rows(key: models.ForeignKey, survivor: Customer, merged: Customer, stays: set) -> tuple[int, set]:
    """How many rows went, and those that a rule of the database keeps back: a relation of the customer to itself."""
    rows = key.model._base_manager.filter(**{key.name: merged}).exclude(pk__in=stays)
    try:
        with transaction.atomic():
            return rows.update(**{key.name: survivor}), set()
    except IntegrityError:
        pks = list(rows.values_list("pk", flat=True))
        refused = {pk for pk in pks if not _moves_alone(key, survivor, pk)}
        return len(pks) - len(refused), refused


def _moves_alone(key: models.ForeignKey, survivor: Customer, pk: Any) -> bool:
    try:
        with transaction.atomic():
            key.model._base_manager.filter(pk=pk).update(**{key.name: survivor})
        return True
    except IntegrityError:
        return False


def _note_phones(survivor: Customer, phones: tuple[str, ...], by: User) -> None:
    """The phone that was not chosen is a further one, by which the customer is still found."""
    known = {survivor.phone, *(row.phone for row in PhoneNumber.objects.standing().of(survivor))}
    for phone in dict.fromkeys(phones):
        if phone and phone not in known:
            # A line of the mainland begins with the zero of its area, as no mobile does.
            use = PhoneNumber.Use.OFFICE if phone.startswith("0") else PhoneNumber.Use.MOBILE
            PhoneNumber(customer=survivor, noted_by=by, phone_use=use, phone=phone).save(force_insert=True)


def _note_paper(survivor: Customer, merged: Customer, by: User) -> None:
    """The paper under which the other file was opened is a further paper of a person, to be looked at as any other."""
    paper = {"paper_type": merged.identity_type, "paper_number": merged.identity}
    noted = IdentityPaper.objects.standing().of(survivor).filter(paper_type=merged.identity_type)
    known = {comparable(row.paper_number) for row in noted}
    if survivor.identity_type == merged.identity_type:
        known.add(comparable(survivor.identity))
    if not survivor.is_company and comparable(merged.identity) not in known:
        IdentityPaper(customer=survivor, noted_by=by, **paper).save(force_insert=True)


def _settle_pairs(survivor: Customer, merged: Customer) -> None:
    """What was asked or found about the merged file and a third one falls to the survivor."""
    for pair in LookAlike.objects.select_for_update().of(merged).exclude(status=LookAlikeStatus.DIFFERENT):
        other = pair.other(merged)
        if other.pk != survivor.pk and other.merged_into_id is None:
            follow_merge(pair, survivor, merged)
        if pair.status != LookAlikeStatus.SETTLED:
            move(pair, to=LookAlikeStatus.SETTLED)
