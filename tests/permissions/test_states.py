"""Every act × every status it may meet: it happens only where its table says, by HTTP, with the right person (S12)."""

import pytest
from django.db import transaction
from django.urls import reverse

from applications.states import TRANSITIONS, PaperStatus, Status
from contracts.states import ContractStatus, DrawdownStatus
from core.models import AuditEvent
from customers.states import ConflictStatus, LookAlikeStatus, MergeStatus, RequestStatus
from servicing.states import LoanStatus
from staff.states import TaskStatus
from tests.permissions import machine
from tests.permissions.house import House, Undone
from underwriting.states import ConditionStatus

pytestmark = pytest.mark.django_db
INVESTIGATED = {Status.ACCEPTED, Status.INVESTIGATING}
BEFORE_CONTRACT = {status for status, following in TRANSITIONS.items() if Status.WITHDRAWN in following}
CASES = {
    "api:application-save-draft": ("draft", {Status.DRAFT}),
    "api:application-submit": ("draft", {Status.DRAFT}),
    "api:application-accept": ("submitted", {Status.SUBMITTED}),
    "api:application-send-back": ("submitted", {Status.SUBMITTED}),
    "api:application-decline": ("submitted", {Status.SUBMITTED}),
    "api:application-withdraw": ("submitted", BEFORE_CONTRACT),
    "api:security-add-collateral": ("investigating", INVESTIGATED),
    "api:security-add-guarantee": ("investigating", INVESTIGATED),
    "api:underwriting-record-finding": ("investigating", INVESTIGATED),
    "api:underwriting-write-opinion": ("investigating", INVESTIGATED),
    "api:underwriting-sign": ("investigating", INVESTIGATED),
    "api:underwriting-submit-report": ("signed", {Status.INVESTIGATING}),
    "api:underwriting-decide": ("review", {Status.IN_REVIEW}),
    "api:contracting-prepare": ("approved", {Status.APPROVED}),
}
THINGS = {
    "api:contract-sign": ("contract printed", ContractStatus, {ContractStatus.PRINTED}),
    "api:contract-void": ("contract printed", ContractStatus, {ContractStatus.DRAFTED, ContractStatus.PRINTED}),
    "api:contract-request-drawdown": ("contract effective", ContractStatus, {ContractStatus.EFFECTIVE}),
    "api:drawdown-check": ("drawdown effective", DrawdownStatus, {DrawdownStatus.REQUESTED}),
    "api:drawdown-refuse": (
        "drawdown effective",
        DrawdownStatus,
        {DrawdownStatus.REQUESTED, DrawdownStatus.CHECKED},
    ),
    "api:drawdown-disburse": ("drawdown checked", DrawdownStatus, {DrawdownStatus.CHECKED}),
    "api:condition-confirm": ("condition", ConditionStatus, {ConditionStatus.OPEN}),
    "api:condition-waive": ("condition", ConditionStatus, {ConditionStatus.OPEN}),
    "api:paper-verify": ("paper received", PaperStatus, {PaperStatus.RECEIVED}),
    "api:paper-clear": ("paper verified", PaperStatus, {PaperStatus.VERIFIED}),
    "api:paper-reject": ("paper received", PaperStatus, {PaperStatus.RECEIVED}),
    "api:paper-waive": (
        "paper asked",
        PaperStatus,
        {PaperStatus.REQUIRED, PaperStatus.REJECTED, PaperStatus.EXPIRED},
    ),
    "api:loan-post-payment": ("loan", LoanStatus, {LoanStatus.ACTIVE}),
    "api:look-alike-decide": ("pair", LookAlikeStatus, {LookAlikeStatus.OPEN}),
    "api:look-alike-take-back": ("pair same", LookAlikeStatus, {LookAlikeStatus.SAME}),
    "api:file-merge-confirm": ("merge", MergeStatus, {MergeStatus.ASKED}),
    "api:file-merge-refuse": ("merge", MergeStatus, {MergeStatus.ASKED}),
    "api:file-merge-withdraw": ("merge", MergeStatus, {MergeStatus.ASKED}),
    "api:file-request-grant": ("request", RequestStatus, {RequestStatus.OPEN}),
    "api:file-request-refuse": ("request", RequestStatus, {RequestStatus.OPEN}),
    "api:file-request-withdraw": ("request", RequestStatus, {RequestStatus.OPEN}),
    "api:conflict-evidence": ("conflict", ConflictStatus, {ConflictStatus.OPEN}),
    "api:conflict-rule": ("conflict", ConflictStatus, {ConflictStatus.OPEN}),
    "api:conflict-withdraw": ("conflict", ConflictStatus, {ConflictStatus.OPEN}),
    "api:task-close": ("task", TaskStatus, {TaskStatus.OPEN}),
}
TRIES = [
    *((route, house_key, status, allowed) for route, (house_key, allowed) in CASES.items() for status in Status),
    *((route, key, status, allowed) for route, (key, statuses, allowed) in THINGS.items() for status in statuses),
]


def meet(house: House, route: str, key: str, status: str):
    """The answer when the thing stands at `status`, the row before and after, and what the trail says."""
    row = next(entry for entry in machine.ROWS if entry.route == route and entry.post)
    thing = house.cases[key] if route in CASES else house.things[key]
    rows = type(thing)._base_manager.filter(pk=thing.pk)
    try:
        with transaction.atomic():
            rows.update(status=status)
            before, last = rows.values().get(), AuditEvent.objects.count()
            url, client = reverse(row.route, kwargs=row.at(house)), house.client(min(row.post.may))
            answer = client.post(url, row.post.body(house), "application/json", headers=row.headers)
            after = rows.values().get()
            actions = list(AuditEvent.objects.filter(sequence__gt=last).values_list("action", flat=True))
            raise Undone
    except Undone:
        return answer, before == after, actions


@pytest.mark.parametrize(
    ("route", "key", "status", "allowed"), TRIES, ids=[f"{route}@{s}" for route, _key, s, _a in TRIES]
)
def test_an_act_happens_only_where_its_table_says(house, route, key, status, allowed):
    answer, is_unchanged, actions = meet(house, route, key, status)

    if status in allowed:
        assert answer.status_code in {200, 201, 204}, answer.content.decode()
        return
    assert (answer.status_code in {400, 403, 404, 409}, is_unchanged) == (True, True), answer.content.decode()
    assert answer.status_code == 404 or [action for action in actions if action.endswith(".refused")] == actions != []
