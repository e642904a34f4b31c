"""Returned points: answered by the people of the case while it lies with them, and never afterwards."""

import pytest
from django.urls import reverse

from applications.models import Application, ReturnPoint
from applications.providers import case_page, lacks
from applications.services import answer_point
from applications.states import Status
from core import dates
from core.errors import InvalidInput, NotAllowed, TransitionRefused
from tests.factories import application_of

pytestmark = pytest.mark.django_db


def point_on(am1, am2, dm1, department, status) -> ReturnPoint:
    case = application_of(am1, department, status=status, second_investigator=am2, is_returned=True)
    return ReturnPoint.objects.create(application=case, round=1, text="補帳齡表", made_by=dm1, made_at=dates.now())


@pytest.mark.parametrize("status", [Status.DRAFT, Status.ACCEPTED, Status.INVESTIGATING])
def test_both_investigators_answer_while_the_case_lies_with_them(am1, am2, dm1, department_a, status):
    point = point_on(am1, am2, dm1, department_a, status)

    for person, answer in ((am1, "已補"), (am2, "已補全")):
        answer_point(point=point, answer=answer, by=person)

    point.refresh_from_db()
    assert point.answer == "已補全" and point.answered_at


def test_what_was_answered_before_the_case_went_on_stands(am1, am2, dm1, department_a):
    point = point_on(am1, am2, dm1, department_a, Status.DRAFT)
    answer_point(point=point, answer="供應商為甲公司", by=am1)
    Application.objects.update(status=Status.ACCEPTED, status_since=dates.now())
    point.refresh_from_db()

    with pytest.raises(TransitionRefused):
        answer_point(point=point, answer="從未這樣說過", by=am1)

    point.refresh_from_db()
    assert point.answer == "供應商為甲公司"


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.DRAFT, Status.ACCEPTED, Status.INVESTIGATING}))
def test_nobody_answers_once_the_case_has_gone_on(am1, am2, dm1, department_a, status):
    point = point_on(am1, am2, dm1, department_a, status)

    with pytest.raises(NotAllowed):
        answer_point(point=point, answer="事後補寫", by=am1)

    point.refresh_from_db()
    assert point.answer == ""


def test_others_do_not_answer_and_an_answer_says_something(am1, am2, dm1, department_a):
    point = point_on(am1, am2, dm1, department_a, Status.INVESTIGATING)

    with pytest.raises(NotAllowed):
        answer_point(point=point, answer="已補", by=dm1)
    with pytest.raises(InvalidInput):
        answer_point(point=point, answer=" \u200b ", by=am1)


@pytest.mark.parametrize("by_page", [True, False])
def test_an_answer_too_long_for_its_place_is_refused_and_not_cut(client, am1, am2, dm1, department_a, by_page):
    point = point_on(am1, am2, dm1, department_a, Status.DRAFT)
    client.force_login(am1)
    address = reverse("applications:answer", args=[point.application.number, point.pk])

    if by_page:
        page = client.post(address, {"answer": "補" * 301}, follow=True, headers={"Accept-Language": "en"})
        assert "At most 300 characters." in page.text
    else:
        with pytest.raises(InvalidInput):
            answer_point(point=point, answer="補" * 301, by=am1)

    point.refresh_from_db()
    assert (point.answer, point.answered_at) == ("", None)


def test_an_open_point_never_falls_off_the_end_of_the_page(client, am1, am2, dm1, department_a):
    answered = point_on(am1, am2, dm1, department_a, Status.DRAFT)
    rows = [
        ReturnPoint(
            application=answered.application,
            round=1,
            text=f"第 {number} 點",
            made_by=dm1,
            made_at=dates.now(),
            answer="已補" if number < 20 else "",
            answered_at=dates.now() if number < 20 else None,
        )
        for number in range(22)
    ]
    ReturnPoint.objects.bulk_create(rows)
    client.force_login(am1)

    shown = client.get(f"/cases/{answered.application.number}/").context["points"]

    assert [point.text for point in shown][:3] == [answered.text, "第 20 點", "第 21 點"]


def owed(case, by) -> list[str]:
    return [
        str(task["what"]) for task in case_page(by, case, "overview").tasks if "returned point" in str(task["what"])
    ]


def test_answers_are_missing_until_they_are_written(am1, am2, dm1, department_a):
    point = point_on(am1, am2, dm1, department_a, Status.DRAFT)
    case = point.application
    other = ReturnPoint.objects.create(application=case, round=1, text="補合同", made_by=dm1, made_at=dates.now())
    first = owed(case, am1), [lack.why for lack in lacks(case) if lack.why in ("補帳齡表", "補合同")]

    answer_point(point=point, answer="已補", by=am1)
    then = owed(case, am1)
    answer_point(point=other, answer="已補", by=am1)

    assert first == (["2 returned points to be answered"], ["補帳齡表", "補合同"])
    assert then == ["1 returned point to be answered"] and owed(case, am1) == []


def test_a_returned_point_stands_once_on_the_page_of_its_case(client, am1, am2, dm1, department_a):
    point = point_on(am1, am2, dm1, department_a, Status.DRAFT)
    client.force_login(am1)

    page = client.get(f"/cases/{point.application.number}/").content.decode()

    assert page.count(point.text) == 1


def test_the_page_of_a_returned_case_leads_to_its_answers(client, am1, am2, dm1, department_a):
    point = point_on(am1, am2, dm1, department_a, Status.INVESTIGATING)
    client.force_login(am1)

    page = client.get(f"/cases/{point.application.number}/").content.decode()

    assert f'/cases/{point.application.number}/#returned"' in page and 'id="returned"' in page
    assert f'id="answer-{point.pk}"' in page
