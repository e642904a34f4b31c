"""Major projects: the flag, the joint team, the early visit, and what the team may not do (duty L1.11)."""

from datetime import timedelta

import pytest

from applications.models import Application, TeamMember
from applications.services import change_team, flag_major, lift_major, withdraw_application
from core import dates
from core.errors import InvalidInput, NotAllowed, TransitionRefused
from staff.models import Task, User
from tests.factories import actions_on, person
from tests.underwriting.yongsheng import accepted_case
from underwriting.permissions import deciders, may_act, may_investigate, may_sign, may_write_opinion, step_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def am3(department_b):
    return person("am3", "account_manager", department_b)


@pytest.fixture
def risk9():
    return person("risk9", "risk_officer")


@pytest.fixture
def case(am1, am2, dm1, department_a):
    return accepted_case(am1, am2, department_a)


def flagged(case, by, *members, **values):
    values = {"reason": "跨區集團授信，多層股權", "visit_due_on": dates.today() + timedelta(days=5), **values}
    return flag_major(application=case, members=members, by=by, **values)


def fresh(person):
    """Somebody as the next request reads them."""
    return User.objects.get(pk=person.pk)


def test_flagging_gives_a_joint_team_an_early_visit_and_the_same_file_L1_11(case, am1, am3, dm1):
    assert not Application.objects.visible_to(fresh(am3)).exists()

    project = flagged(case, dm1, am3)

    case.refresh_from_db()
    visits = Task.objects.filter(kind="early_visit", case_uuid=case.uuid)
    assert case.is_major
    assert Application.objects.visible_to(fresh(am3)).get() == case
    assert {task.assignee.username: task.due_on for task in visits} == {
        "am1": project.visit_due_on,
        "am3": project.visit_due_on,
    }
    assert actions_on(project) == ["flag_major"]


def test_only_the_manager_of_the_case_flags_it(case, am1, am3, dm2):
    for by in (am1, am3, dm2):
        with pytest.raises(NotAllowed):
            flagged(case, by, am3)

    assert not TeamMember.objects.exists()


def test_a_flag_needs_a_reason_a_team_and_a_day_to_come(case, dm1, am1, am3, dm2):
    for values, members in (
        ({"reason": "大"}, [am3]),
        ({"visit_due_on": dates.today() - timedelta(days=1)}, [am3]),
        ({"visit_due_on": dates.today() + timedelta(days=31)}, [am3]),  # a visit is early or it is none
        ({}, []),
        ({}, [am1]),  # the lead is there already
        ({}, [dm2]),
    ):
        with pytest.raises(InvalidInput):
            flagged(case, dm1, *members, **values)


def test_a_case_is_flagged_once_at_a_time_and_not_after_its_end(case, am1, am3, dm1):
    flagged(case, dm1, am3)
    with pytest.raises(TransitionRefused):
        flagged(case, dm1, am3)

    withdraw_application(application=case, reason="客戶放棄", by=am1)

    with pytest.raises(NotAllowed):
        lift_major(project=case.major_projects.get(), reason="不再需要", by=dm1)


def test_the_joint_team_investigates_but_neither_signs_nor_writes_the_opinion(case, am3, dm1):
    flagged(case, dm1, am3)
    case.refresh_from_db()

    assert may_investigate(am3, case) == ""
    assert may_sign(am3, case) and may_write_opinion(am3, case)


def test_whoever_was_on_the_team_decides_nothing_on_the_case_even_after_leaving(case, am3, risk9, dm1):
    project = flagged(case, dm1, am3, risk9)
    change_team(project=project, members=[am3], by=dm1)
    case = Application.objects.get(pk=case.pk)

    assert "joint team" in may_act(risk9, case, step_due(case))
    assert risk9 not in deciders(case, step_due(case))
    assert not may_investigate(am3, case) and may_investigate(risk9, case)


def test_who_leaves_the_team_loses_sight_of_the_case_and_the_visit(case, am3, risk9, dm1):
    project = flagged(case, dm1, am3)

    change_team(project=project, members=[risk9], by=dm1)

    assert not Application.objects.visible_to(fresh(am3)).exists()
    assert {task.assignee.username: task.status for task in Task.objects.filter(kind="early_visit")} == {
        "am1": "open",
        "am3": "dropped",
        "risk9": "open",
    }


def test_the_flag_is_taken_back_with_a_reason_and_can_be_set_again(case, am3, dm1):
    project = flagged(case, dm1, am3)

    lift_major(project=project, reason="額度調減，按一般項目辦理", by=dm1)

    case.refresh_from_db()
    assert not case.is_major and not case.joint_team and am3.pk in case.workers
    assert not Application.objects.visible_to(fresh(am3)).exists()
    with pytest.raises(TransitionRefused):
        lift_major(project=project, reason="再取消一次", by=dm1)
    flagged(case, dm1, am3)
    assert case.major_projects.count() == 2


def test_the_page_of_the_case_shows_the_flag_and_the_forms_to_its_manager_only(case, am1, dm1, am3, client):
    client.force_login(dm1)
    page = client.get(f"/cases/{case.number}/").content.decode()
    assert f"/applications/{case.number}/major/" in page

    answer = client.post(
        f"/applications/{case.number}/major/",
        {"reason": "跨區集團授信", "members": [am3.pk], "visit_due_on": str(dates.today())},
        follow=True,
    )

    assert "跨區集團授信" in answer.content.decode() and am3.name in answer.content.decode()
    client.force_login(am1)
    page = client.get(f"/cases/{case.number}/").content.decode()
    assert "跨區集團授信" in page and f"/applications/{case.number}/major/" not in page


def test_a_refused_flag_keeps_what_was_typed(case, dm1, am3, client):
    client.force_login(dm1)

    answer = client.post(
        f"/applications/{case.number}/major/",
        {"reason": "跨區集團授信", "members": [am3.pk], "visit_due_on": "2020-01-01"},
    )

    assert answer.status_code == 422 and "跨區集團授信" in answer.content.decode()
