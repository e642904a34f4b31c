"""What changes about consents: they are signed, and withdrawn; none is deleted."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from core import attachments, dates
from core.attachments import Sealed, sealed_before
from core.errors import InvalidInput, TransitionRefused
from core.models import Attachment
from core.service import record, require, service
from core.text import plain_text
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
) -> Consent:
    """Keep what a customer signed; `valid_from` is the day of signing unless another is given.

    A consent to query the bureau needs its agreed use, an end, and the signed paper as `file`, an upload
    (征信業管理條例 art. 18).
    """
    require(permissions.may_check(by, customer))
    if kind not in ConsentKind.values:
        raise InvalidInput(_("Choose what was agreed to."), field="kind")
    scope, begins = plain_text(scope), valid_from or signed_on
    _check_consent(kind, scope, file)
    _check_days(kind, signed_on, begins, valid_to)
    consent = Consent.objects.create(
        customer=customer,
        kind=kind,
        scope=scope[:300],
        signed_on=signed_on,
        valid_from=begins,
        valid_to=valid_to,
        file=kept_file(file, customer, by),
        recorded_by=by,
    )
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


def _check_consent(kind: str, scope: str, file: Sealed | None) -> None:
    if len(scope) < 2:
        raise InvalidInput(_("Write down the use that was agreed, as the paper says it."), field="scope")
    if kind == ConsentKind.BUREAU and file is None:
        raise InvalidInput(_("Add the signed paper: without it the bureau must not be asked."), field="file")


def _check_days(kind: str, signed_on: date, begins: date, ends: date | None) -> None:
    if signed_on > dates.today():
        raise InvalidInput(_("A consent is signed today or earlier."), field="signed_on")
    if begins < signed_on:
        raise InvalidInput(_("A consent begins on the day it is signed, or later."), field="valid_from")
    if kind == ConsentKind.BUREAU and ends is None:
        raise InvalidInput(_("Until when may the bureau be asked?"), field="valid_to")
    if ends is not None and ends < begins:
        raise InvalidInput(_("It ends before it begins. Check the years."), field="valid_to")
