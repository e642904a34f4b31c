"""The time line of a case: whole sentences, each once."""

import pytest
from django.utils import translation

from applications.providers import times
from applications.services import accept_application, withdraw_application
from collateral.services import add_collateral
from core import audit, dates
from core.errors import InvalidInput, NotAllowed
from core.models import AuditEvent
from tests.factories import application_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(am1, department_a):
    return application_of(am1, department_a, status="investigating")


def lines(case) -> list[str]:
    return [line["text"] for line in times(audit.events_of(case.uuid))]


def test_a_status_moved_inside_another_act_is_kept_and_not_told_as_a_sentence_with_gaps(case, am1):
    values = {"kind": "plant", "description": "廠房", "title_number": "粵1", "appraised_value": 5_000_000}
    more = {"appraised_on": dates.today(), "appraiser": "某評估公司", "internal_value": 4_800_000}
    add_collateral(application=case, by=am1, **values, **more)

    assert AuditEvent.objects.filter(case=case.uuid, action="add_collateral").count() == 2
    assert len(lines(case)) == 1
    assert "5000000" in lines(case)[0]


def test_a_refusal_tells_its_reason_without_gaps(case, am1, am2):
    with pytest.raises(NotAllowed) as refusal:
        accept_application(application=case, second_investigator=am2, deadline=dates.today(), by=am1)

    with translation.override("en"):
        assert lines(case) == [f"Refused: {refusal.value}"]


def test_a_refusal_does_not_put_its_own_reason_into_the_sentence_of_the_act(case, am2):
    with pytest.raises(NotAllowed) as refusal:
        withdraw_application(application=case, reason="改向他行借款", by=am2)

    with translation.override("en"):
        assert lines(case) == [f"Refused: {refusal.value}"]


def test_a_slip_of_the_pen_is_kept_in_the_trail_and_not_told(case, am1):
    with pytest.raises(InvalidInput):
        withdraw_application(application=case, reason=" ", by=am1)

    assert AuditEvent.objects.get(case=case.uuid).action == "withdraw_application.refused"
    assert lines(case) == []


def test_what_was_done_several_times_is_counted_and_two_steps_of_one_act_are_one(am1):
    now = dates.now()

    def event(action, subject, **details):
        return AuditEvent(action=action, subject=subject, details=details, actor=am1, at=now)

    signed = {"number": "HQC2026-00001", "signed_on": "2026-04-18"}
    one, other = "contracts.loancontract:1", "contracts.loancontract:2"
    files = [event("add_files", "applications.paper:1", files=1) for _more in range(3)]
    steps = [
        event("mark_signed", one, status=["signed", "effective"], **signed),
        event("mark_signed", one, status=["printed", "signed"], **signed),
    ]
    two = [event("mark_signed", subject, status=["printed", "signed"], **signed) for subject in (one, other)]

    assert [line["count"] for events in (files, steps, two) for line in times(events)] == [3, 1, 2]
