"""Who keeps a customer: requests for a file, readers, changes of hands with their history."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from core import dates, parameters
from core.errors import InvalidInput, TransitionRefused
from core.service import record, require, service, take_version
from core.states import move
from customers import permissions
from customers.models import (
    Customer,
    FileAccess,
    FileRequest,
    OwnershipCause,
    OwnershipChange,
    OwnershipConflict,
    RequestKind,
)
from customers.services.following import take_along, tell_both
from customers.states import RequestStatus
from staff.models import Department, User
from staff.roles import Role

SHORTEST_REASON = 2


def checked_reason(reason: str, field: str = "reason") -> str:
    """A reason in a few words; an empty one is refused at its field."""
    cleaned = " ".join(reason.split())
    if len(cleaned) < SHORTEST_REASON:
        raise InvalidInput(_("Say why, in a few words."), field=field)
    return cleaned[:300]


@service(says=_("Asked for the file ({kind}): {reason}"))
def request_file(*, customer: Customer, kind: str, reason: str, by: User) -> FileRequest:
    """Ask the keeper to let one read a file or take it over; a request that waits already is given back as it is."""
    customer = Customer.objects.with_owner().get(pk=customer.pk).stands_for()
    require(permissions.may_request_file(by, customer))
    if kind not in RequestKind.values:
        raise InvalidInput(_("Choose what you ask for."), field="kind")
    reason = checked_reason(reason)
    User.objects.wait_for(by)
    waiting = FileRequest.objects.open().filter(customer=customer, asked_by=by, kind=kind).first()
    if waiting is not None:
        return waiting
    if kind == RequestKind.ACCESS and Customer.objects.visible_to(by).filter(pk=customer.pk).exists():
        raise InvalidInput(_("You may read this file already."), field="kind")
    request = FileRequest.objects.create(customer=customer, kind=kind, reason=reason, asked_by=by)
    record(request, kind=f"request.{kind}", reason=reason)
    return request


@service(says=_("Request granted"))
def grant_request(*, request: FileRequest, version: int, by: User, answer: str = "") -> FileRequest:
    """Let the asker read the file for some weeks, or hand the customer over."""
    request = _locked(request)
    require(permissions.may_answer_request(by, request))
    _take_answer(request, version, answer, by)
    if request.kind == RequestKind.TRANSFER:
        hand_over(request.customer, request.asked_by, request.reason, by, OwnershipCause.REQUEST)
    else:
        today = dates.today()
        access = FileAccess.objects.create(
            customer=request.customer,
            reader=request.asked_by,
            request=request,
            valid_from=today,
            valid_to=today + timedelta(days=int(parameters.value("file_access_days"))),
            granted_by=by,
        )
        record(access, reader=request.asked_by.username, valid_to=access.valid_to)
    move(request, to=RequestStatus.GRANTED)
    return request


@service(says=_("Request refused: {reason}"))
def refuse_request(*, request: FileRequest, version: int, answer: str, by: User) -> FileRequest:
    """Say no, with the reason."""
    request = _locked(request)
    require(permissions.may_answer_request(by, request))
    answer = checked_reason(answer, "answer")
    _take_answer(request, version, answer, by)
    move(request, to=RequestStatus.REFUSED, reason=answer)
    return request


@service(says=_("Request taken back"))
def withdraw_request(*, request: FileRequest, by: User) -> FileRequest:
    """Take back what one asked for."""
    request = _locked(request)
    require(permissions.may_withdraw_request(by, request))
    move(request, to=RequestStatus.WITHDRAWN)
    return request


def _locked(request: FileRequest) -> FileRequest:
    rows = FileRequest.objects.select_for_update(of=("self",))
    return rows.select_related("customer__account_manager", "customer__department", "asked_by").get(pk=request.pk)


def _take_answer(request: FileRequest, version: int, answer: str, by: User) -> None:
    if request.status != RequestStatus.OPEN:
        raise TransitionRefused(_("This request has been answered."))
    take_version(request, version)
    request.answer, request.answered_by, request.answered_at = " ".join(answer.split())[:300], by, dates.now()
    request.save(update_fields=["answer", "answered_by", "answered_at"])


@service(says=_("Access of {reader} ended: {reason}"))
def revoke_access(*, access: FileAccess, reason: str, by: User) -> FileAccess:
    """End a colleague's access to a file at once."""
    rows = FileAccess.objects.select_for_update(of=("self",))
    access = rows.select_related("customer__account_manager", "reader").get(pk=access.pk)
    require(permissions.may_revoke_access(by, access))
    if access.revoked_at is not None:
        raise TransitionRefused(_("This access has ended."))
    take_version(access, None)
    access.revoked_at, access.revoked_by, access.revoked_because = dates.now(), by, checked_reason(reason)
    access.save(update_fields=["revoked_at", "revoked_by", "revoked_because"])
    record(access, reader=access.reader.username, reason=access.revoked_because)
    return access


@service(says=_("Customer handed from {was} to {to}. Reason: {reason}"))
def transfer_customer(*, customer: Customer, to: User, reason: str, by: User) -> OwnershipChange:
    """Assign a customer to another account manager of a department that one manages; never to oneself."""
    customer = Customer.objects.with_owner().get(pk=customer.pk)
    require(permissions.may_transfer(by, customer))
    if to.pk == by.pk:
        raise InvalidInput(_("Nobody assigns a customer to himself. Ask another manager."), field="to")
    if not to.departments(Role.ACCOUNT_MANAGER) & by.departments(Role.DEPARTMENT_MANAGER):
        raise InvalidInput(_("{name} is no account manager of your department.").format(name=to), field="to")
    reason = checked_reason(reason)
    change = hand_over(customer, to, reason, by, OwnershipCause.TRANSFER)
    answer_own_requests(customer, to, reason, by)
    return change


def answer_own_requests(customer: Customer, keeper: User, answer: str, by: User) -> None:
    """What the new keeper had asked of the file is answered by getting it. Inside a service, after `hand_over`."""
    for request in FileRequest.objects.select_for_update().open().filter(customer=customer, asked_by=keeper):
        request.answer, request.answered_by, request.answered_at = answer[:300], by, dates.now()
        request.save(update_fields=["answer", "answered_by", "answered_at"])
        move(request, to=RequestStatus.GRANTED)


def hand_over(customer: Customer, to: User, reason: str, by: User, cause: str) -> OwnershipChange:
    """Move a customer and the open work on it; the change stays as a row. Inside a service that has asked who may."""
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    was = customer.account_manager
    if customer.merged_into_id:
        raise InvalidInput(_("This file was merged into another one."))
    if to.pk == was.pk:
        raise InvalidInput(_("{name} keeps this customer already.").format(name=to), field="to")
    refusal = permissions.may_own(to, customer)
    if refusal:
        raise InvalidInput(refusal, field="to")
    if cause != OwnershipCause.RULING and OwnershipConflict.objects.open().filter(customer=customer).exists():
        raise InvalidInput(_("A conflict over this customer is open; the ruling decides who keeps it."))
    department = _department_for(to, customer)
    change = OwnershipChange.objects.create(
        customer=customer,
        from_manager=was,
        to_manager=to,
        from_department=customer.department,
        to_department=department,
        since=dates.today(),
        cause=cause,
        reason=reason[:300],
        made_by=by,
    )
    take_version(customer, None)
    customer.account_manager, customer.department = to, department
    customer.save(update_fields=["account_manager", "department"])
    tell_both(change, take_along(customer, was, to), by)
    record(customer, was=was.username, to=to.username, reason=reason, cause=str(cause))
    return change


def _department_for(to: User, customer: Customer) -> Department:
    """The department in which the new keeper works; the customer's own where it is one of them."""
    places = to.departments(Role.ACCOUNT_MANAGER)
    return Department.objects.get(pk=customer.department_id if customer.department_id in places else min(places))
