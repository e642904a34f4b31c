"""What changes in the sections of a customer's file and in the rows they hold."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import attachments, dates
from core.attachments import Sealed
from core.errors import InvalidInput, Stale, refuse_invalid
from core.models import Attachment
from core.service import SENT_ALREADY, made_with, record, require, service, take_version
from core.text import plain_text
from customers import permissions
from customers.completeness import row_kinds, section_of
from customers.models import (
    ROWS,
    Address,
    Customer,
    FileRow,
    IdentityPaper,
    Need,
    PhoneNumber,
    sealed_fields,
)
from customers.services import conflicts, file_checks, look_alikes, needs, screening
from customers.services import dossier_checks as checks
from customers.services import files as file_services
from staff.models import User

NOT_IN_FILE = _("This is no longer in the file.")
COMMON = frozenset(
    {
        "phone",
        "phone_verified_on",
        "email",
        "tax_residence",
        "aml_risk",
        "aml_reviewed_on",
        "acquaintance",
        "referrer",
        "wealth_stated_on",
    }
)


def referrer_in_sight(customer: Customer, user: User) -> Customer | None:
    """Who referred a customer, if the reader may open that file."""
    return Customer.objects.visible_to(user).filter(pk=customer.referrer_id).first() if customer.referrer_id else None


@service(says=_("File filled in: {section}"))
def fill_section(*, customer: Customer, section: str, version: int, values: Mapping[str, Any], by: User) -> bool:
    """Set single fields of one section and tell whether anything changed; a field left out of `values` stays.

    Raises `InvalidInput` at the field that cannot be, `Stale` where somebody changed the file meanwhile.
    """
    customer = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    require(permissions.may_edit(by, customer))
    part = section_of(customer.kind, section)
    if part is None or set(values) - set(part.fields):
        raise InvalidInput(_("This section does not ask that."), field="section")
    if version != customer.version:
        raise Stale(version=customer.version)
    refuse_invalid(section_problems(customer, values))
    details, _created = file_checks.details_model(customer.kind).objects.get_or_create(customer=customer)
    for_both, of_kind = _parted(values)
    common, own = checks.common(customer, for_both), checks.details(customer, details, of_kind)
    before = file_services.field_of(customer, details)
    changed, changed_details = file_services._assign(customer, common), file_services._assign(details, own)
    if not changed and not changed_details:
        return False
    take_version(customer, version)
    customer.save(update_fields=[*changed, *(["phone_index"] if "phone" in changed else [])])
    if changed_details:
        details.save(update_fields=changed_details)
    record(customer, section=f"section.{section}", fields=[*changed, *changed_details])
    if {"phone", "birth_date"} & {*changed, *changed_details}:
        look_alikes.look_again(customer, by)
    conflicts.open_for_new_field(customer, before, file_services.field_of(customer, details), by)
    return True


def section_problems(customer: Customer, values: Mapping[str, Any]) -> list[InvalidInput]:
    """Everything that `fill_section` would refuse of these values; what could not be read is left out."""
    details = file_services.details_of(customer) or file_checks.details_model(customer.kind)()
    for_both, of_kind = _parted(values)
    found = [*checks.common_problems(customer, for_both), *checks.details_problems(customer, details, of_kind)]
    return checks.one_a_field(found)


def _parted(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that persons and companies have alike, and those of the kind."""
    common = {name: value for name, value in values.items() if name in COMMON}
    return common, {name: value for name, value in values.items() if name not in COMMON}


class PaperOfAnother(InvalidInput):
    """A paper that the file `other` has already: of one kind and number it is one customer's."""

    def __init__(self, other: Customer, by: User):
        super().__init__(file_checks.kept_sentence(other, by), field="paper_number")
        self.other = other


def _asks_about_papers(save: Callable[..., FileRow]) -> Callable[..., FileRow]:
    """A refused paper leaves the pair of both files to be decided, for one customer may have two files."""

    @wraps(save)
    def asking(*, customer: Customer, by: User, **given: Any) -> FileRow:
        try:
            return save(customer=customer, by=by, **given)
        except PaperOfAnother as error:
            kind, number = _claimed(given)
            look_alikes.ask_about_paper(customer=customer, other=error.other, kind=kind, number=number, by=by)
            raise

    return asking


def _wait_for_paper(kind: str, values: Mapping[str, Any], uuid: Any = None) -> None:
    """Before anything else is locked: two that bring one paper would wait for what the other holds."""
    if kind != IdentityPaper.KIND:
        return
    number = values.get("paper_number")
    if number is None and (row := IdentityPaper.objects.filter(uuid=uuid).first()):
        number = row.paper_number
    file_checks.wait_for_paper(str(number or ""))


def _claimed(given: Mapping[str, Any]) -> tuple[str, str]:
    """Kind and number of the paper of a refused row: what was sent, over what the row said before."""
    kept = IdentityPaper.objects.filter(uuid=given.get("uuid")).first() or IdentityPaper()
    said = {name: getattr(kept, name) for name in ("paper_type", "paper_number")} | dict(given["values"])
    return said["paper_type"], said["paper_number"]


def _refuse_paper_of_another(row: FileRow, by: User) -> None:
    """The same hard stop as at registration; after `_wait_for_paper`."""
    if isinstance(row, IdentityPaper):
        files = Customer.objects.with_identity(row.paper_number, row.paper_type).exclude(pk=row.customer_id)
        other = files.with_owner().first()
        if other is not None:
            raise PaperOfAnother(other, by)


def _may_not_edit(given: Mapping[str, Any]):
    return permissions.may_edit(given["by"], given["customer"])


@_asks_about_papers
@attachments.sealed_before("files", unless=_may_not_edit)
@service(says=_("Added to the file: {rows}"))
def add_row(
    *,
    customer: Customer,
    kind: str,
    values: Mapping[str, Any],
    by: User,
    submission_key=None,
    files: Mapping[str, Sealed] | None = None,
) -> FileRow:
    """Add one row of a kind to a file, with its papers; the same `submission_key` gives the row its first use added."""
    _wait_for_paper(kind, values)
    customer = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    require(permissions.may_edit(by, customer))
    model = _model_of(customer, kind)
    again = made_with(model, submission_key, by, customer=customer, noted_by=by)
    if again is not None:
        return _said_again(again, values)
    row = model(customer=customer, noted_by=by, **({"uuid": submission_key} if submission_key else {}))
    _write(row, values)
    _refuse_paper_of_another(row, by)
    _take_in(row, files, by)
    with _watching_field(customer, row, by):
        row.save(force_insert=True)
    record(row, rows=f"file.{kind}")
    _follow(row, by)
    return row


def _take_in(row: FileRow, papers: Mapping[str, Sealed] | None, by: User) -> list[str]:
    """Keep what was handed in with a row, and name it; what it takes the place of stays with the customer."""
    if set(papers or ()) - set(row.FILES):
        raise InvalidInput(_("This row does not ask that."))
    owner, shows_identity = row.customer.uuid, isinstance(row, IdentityPaper)
    for name, paper in (papers or {}).items():
        kept = attachments.keep(paper, by=by, customer_uuid=owner, shows_identity=shows_identity)
        setattr(row, name, kept)
    return list(papers or ())


@_asks_about_papers
@attachments.sealed_before("files", unless=_may_not_edit)
@service(says=_("Changed in the file: {rows}"))
def change_row(
    *,
    customer: Customer,
    kind: str,
    uuid: Any,
    version: int,
    values: Mapping[str, Any],
    by: User,
    files: Mapping[str, Sealed] | None = None,
) -> FileRow:
    """Change what a row says; a field left out of `values`, and a paper left out of `files`, stays."""
    _wait_for_paper(kind, values, uuid)
    row = _standing_row(customer, kind, uuid, by)
    if version != row.version:
        raise Stale(version=row.version)
    typed = _write(row, values)
    if {"paper_type", "paper_number"} & set(typed):
        _refuse_paper_of_another(row, by)
    changed = [*typed, *_take_in(row, files, by)]
    if not changed:
        return row
    take_version(row, version)
    with _watching_field(row.customer, row, by):
        row.save(update_fields=[*changed, *(f"{name}_index" for name in _indexed(row) if name in changed)])
    record(row, rows=f"file.{kind}", fields=changed)
    _follow(row, by)
    return row


def _follow(row: FileRow, by: User) -> None:
    """What a row brings about once it stands: a need its reminder, what files are known by a look at the others and lists."""
    if isinstance(row, Need):
        needs.remind(row, by)
    if isinstance(row, IdentityPaper | PhoneNumber | Address):
        look_alikes.look_again(row.customer, by)
    if isinstance(row, IdentityPaper):
        screening.ask_own_lists_about(customer=row.customer, by=by)


@service(says=_("Taken out of the file: {rows}. Reason: {reason}"))
def withdraw_row(*, customer: Customer, kind: str, uuid: Any, version: int, reason: str, by: User) -> FileRow:
    """Take a row out of the file; it stays in the database with the reason."""
    row = _standing_row(customer, kind, uuid, by)
    reason = " ".join(plain_text(reason).split())[:200]
    if len(reason) < 2:
        raise InvalidInput(_("Say why, in a few words."), field="reason")
    take_version(row, version)
    row.withdrawn_at, row.withdrawn_reason = dates.now(), reason
    row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    record(row, rows=f"file.{kind}", reason=reason)
    if isinstance(row, Need):
        needs.forget(row)
    return row


@service(says=_("Shown in full: {field}. Reason: {reason}"))
def reveal_row(*, customer: Customer, kind: str, uuid: Any, field: str, reason: str, by: User) -> str:
    """The clear value of a masked field of a row; who looked, when and why stays in the trail."""
    require(permissions.may_reveal(by, customer))
    model = _model_of(customer, kind)
    if field not in sealed_fields(model):
        raise InvalidInput(_("This field is not masked."), field="field")
    if len(reason.strip()) < 2:
        raise InvalidInput(_("Say why you need it, in a few words."), field="reason")
    row = model.objects.standing().of(customer).filter(uuid=uuid).first()
    if row is None:
        raise InvalidInput(NOT_IN_FILE)
    record(row, field=f"{kind}.{field}", reason=reason.strip()[:200])
    return getattr(row, field)


@service(says=_("Shown in full: {field}"))
def show_paper(*, customer: Customer, paper: Attachment, by: User) -> Attachment:
    """A picture of an identity paper, which shows the number in full; who looked and when stays in the trail.

    One whose place another picture took is guarded the same.
    """
    require(permissions.may_reveal(by, customer))
    row = IdentityPaper.objects.holding(paper).first()
    if row is None:
        record(customer, field=f"{IdentityPaper.KIND}.replaced")
    else:
        record(row, field=f"{IdentityPaper.KIND}.{'front' if row.front_id == paper.pk else 'back'}")
    return paper


def _model_of(customer: Customer, kind: str) -> type[FileRow]:
    if kind not in row_kinds(customer.kind):
        raise InvalidInput(_("The file of this customer holds no such rows."), field="kind")
    return ROWS[kind]


def _standing_row(customer: Customer, kind: str, uuid: Any, by: User) -> FileRow:
    require(permissions.may_edit(by, customer))
    row = _model_of(customer, kind).objects.select_for_update(of=("self",)).standing().of(customer)
    found = row.filter(uuid=uuid).first()
    if found is None:
        raise Stale(NOT_IN_FILE)
    return found


def _write(row: FileRow, values: Mapping[str, Any]) -> list[str]:
    """Set what was typed, in order and checked, and name what differs."""
    if set(values) - set(row.ASKED):
        raise InvalidInput(_("This row does not ask that."))
    before = {name: getattr(row, name) for name in row.ASKED}
    refuse_invalid(row_problems(row, values))
    return [name for name, value in before.items() if getattr(row, name) != value]


def row_problems(row: FileRow, values: Mapping[str, Any]) -> list[InvalidInput]:
    """Everything that adding or changing a row would refuse; the row, saved or not, takes the values in order."""
    file_services._assign(row, {name: checks.tidy(value) for name, value in values.items()})
    return checks.one_a_field(checks.row_problems(row))


def _said_again(row: FileRow, values: Mapping[str, Any]) -> FileRow:
    """A row whose form is sent once more; refused where it does not say the same."""
    before = {name: getattr(row, name) for name in row.ASKED}
    _write(row, values)
    if any(getattr(row, name) != value for name, value in before.items()):
        raise InvalidInput(SENT_ALREADY)
    return row


@contextmanager
def _watching_field(customer: Customer, row: FileRow, by: User) -> Iterator[None]:
    """A further address may lie in a colleague's area as well as the first one."""
    if not isinstance(row, Address):
        yield
        return
    before = file_services.field_of(customer, file_services.details_of(customer))
    yield
    after = file_services.field_of(customer, file_services.details_of(customer))
    conflicts.open_for_new_field(customer, before, after, by)


def _indexed(row: FileRow) -> list[str]:
    return [field.source for field in row._meta.fields if hasattr(field, "source")]
