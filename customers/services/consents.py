"""What changes about consents: they are signed, and withdrawn; none is deleted."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from core import attachments, dates, parameters
from core.attachments import Sealed, sealed_before
from core.errors import InvalidInput, TransitionRefused, refuse_invalid
from core.models import Attachment
from core.service import made_with, record, require, service
from core.text import plain_text
from core.workdays import add_months
from customers import permissions
from customers.models import Consent, ConsentKind, Customer
from staff.models import User


@sealed_before("file", unless=lambda given: permissions.may_check(given["by"], given["customer"]))
@service(says=_("Consent recorded: {kind}, valid to {valid_to}"))
def record_consent(
    *,
    customer: Customer,
    kind: str,
    scope: str,
    signed_on: date,
    by: User,
    valid_from: date | None = None,
    valid_to: date | None = None,
    file: Sealed | None = None,
    submission_key: UUID | None = None,
) -> Consent:
    """Keep what a customer signed; `valid_from` is the day of signing unless another is given.

    A consent to query the bureau needs its agreed use, an end, and the signed paper as `file`, an upload
    (征信業管理條例 art. 18). The same `submission_key` gives the consent that its first use recorded.
    """
    require(permissions.may_check(by, customer))
    scope, begins = plain_text(scope), valid_from or signed_on
    days = {"signed_on": signed_on, "valid_from": begins, "valid_to": valid_to}
    refuse_invalid(consent_problems(kind=kind, scope=scope, file=file, **days))
    said = {"customer": customer, "recorded_by": by, "kind": kind, "scope": scope[:300], **days}
    if (again := made_with(Consent, submission_key, by, **said)) is not None:
        return again
    own = {"uuid": submission_key} if submission_key else {}
    consent = Consent.objects.create(file=kept_file(file, customer, by), **said, **own)
    record(consent, kind=f"consent.{kind}", valid_to=valid_to or "–")
    return consent


@service(says=_("Consent withdrawn: {kind}"))
def withdraw_consent(*, consent: Consent, withdrawn_on: date, how: str, by: User) -> None:
    """The customer takes a consent back; it no longer holds from that day on, what was done under it stays lawful."""
    consent = Consent.objects.select_for_update().select_related("customer").get(pk=consent.pk)
    require(permissions.may_check(by, consent.customer))
    if consent.withdrawn_on:
        raise TransitionRefused(_("This consent has been withdrawn already."))
    if not consent.signed_on <= withdrawn_on <= dates.today():
        raise InvalidInput(_("A consent is withdrawn between its signing and today."), field="withdrawn_on")
    how = plain_text(how)
    if len(how) < 2:
        raise InvalidInput(_("Say how it was withdrawn, for example by letter."), field="how")
    consent.withdrawn_on, consent.withdrawn_how, consent.withdrawn_by = withdrawn_on, how[:200], by
    consent.save(update_fields=["withdrawn_on", "withdrawn_how", "withdrawn_by"])
    record(consent, kind=f"consent.{consent.kind}", withdrawn_on=withdrawn_on)


def bureau_consent(customer: Customer, day: date) -> Consent | None:
    """The consent under which the bureau may be asked about a customer on a day, the longest one."""
    found = Consent.objects.filter(customer=customer).for_bureau().valid_on(day)
    return found.order_by("-valid_to", "-pk").first()


def kept_file(file: Sealed | None, customer: Customer, by: User) -> Attachment | None:
    """A sealed paper kept with the customer's file; None without one."""
    return attachments.keep(file, by=by, customer_uuid=customer.uuid) if file is not None else None


def consent_problems(**given: Any) -> Iterator[InvalidInput]:
    """What `record_consent` would refuse; what could not be read is left out and not judged."""
    kind, known = given.get("kind"), given.keys()
    if "kind" in known and kind not in ConsentKind.values:
        yield InvalidInput(_("Choose what was agreed to."), field="kind")
    if "scope" in known and len(plain_text(given["scope"])) < 2:
        yield InvalidInput(_("Write down the use that was agreed, as the paper says it."), field="scope")
    if kind == ConsentKind.BUREAU and "file" in known and given["file"] is None:
        yield InvalidInput(_("Add the signed paper: without it the bureau must not be asked."), field="file")
    if kind == ConsentKind.BUREAU and "valid_to" in known and given["valid_to"] is None:
        yield InvalidInput(_("Until when may the bureau be asked?"), field="valid_to")
    yield from _day_problems(given.get("signed_on"), given.get("valid_from"), given.get("valid_to"))


def _day_problems(signed: date | None, begins: date | None, ends: date | None) -> Iterator[InvalidInput]:
    if signed and signed > dates.today():
        yield InvalidInput(_("A consent is signed today or earlier."), field="signed_on")
    if signed and begins and begins < signed:
        yield InvalidInput(_("A consent begins on the day it is signed, or later."), field="valid_from")
    first = begins or signed
    if ends and first and ends < first:
        yield InvalidInput(_("It ends before it begins. Check the years."), field="valid_to")
    years = int(parameters.value("consent_years"))
    if ends and ends > add_months(dates.today(), 12 * years):
        yield InvalidInput(
            _("A consent holds {years} years at most. Check the year.").format(years=years), field="valid_to"
        )
