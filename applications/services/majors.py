"""Major projects: flagged early by the department manager, worked on by a joint team, seen by all its members."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from applications import permissions
from applications.models import Application, MajorProject, TeamMember
from applications.services.intake import locked
from core import dates, parameters
from core.display import Sentence
from core.errors import InvalidInput, TransitionRefused
from core.service import record, require, service
from staff.models import User
from staff.services import drop_tasks, open_task


@service(says=_("Flagged as a major project: {reason}"))
def flag_major(
    *, application: Application, reason: str, members: Iterable[User], visit_due_on: date, by: User
) -> MajorProject:
    """Flag a case, name its joint team and give each of them, and the lead, the early visit as a task.

    Raises `TransitionRefused` when it is flagged already, `InvalidInput` for a day that has passed or is far off, or a team of nobody.
    """
    application = locked(application)
    require(permissions.may_lead_major(by, application))
    if application.is_major:
        raise TransitionRefused(_("This case is flagged as a major project already."))
    reason = _said(reason)
    if visit_due_on < dates.today():
        raise InvalidInput(_("The joint visit cannot be due before today."), field="visit_due_on")
    most = int(parameters.value("early_visit_most_days"))
    if visit_due_on > dates.today() + timedelta(days=most):
        sentence = ngettext(
            "A major project is visited early: within {days} day.",
            "A major project is visited early: within {days} days.",
            most,
        )
        raise InvalidInput(sentence.format(days=most), field="visit_due_on")
    team = _eligible(application, members)
    if not team:
        raise InvalidInput(_("Name at least one person who joins the investigators."), field="members")
    application.is_major = application.has_team = True
    application.save(update_fields=["is_major", "has_team"])
    project = MajorProject.objects.create(
        application=application, reason=reason, visit_due_on=visit_due_on, flagged_by=by, flagged_at=dates.now()
    )
    _join(application, team, project, by)
    _give_visit(application, application.lead_investigator, project, by)
    record(project, reason=reason, team=[person.username for person in team], visit_due_on=visit_due_on)
    return project


@service(says=_("Joint team changed"))
def change_team(*, project: MajorProject, members: Iterable[User], by: User) -> None:
    """Bring the joint team to `members`: who is new gets the visit as a task, who leaves loses sight and task."""
    application = locked(project.application)
    require(permissions.may_lead_major(by, application))
    if project.lifted_at is not None:
        raise TransitionRefused(_("This project is no longer flagged as major."))
    team = _eligible(application, members)
    if not team:
        raise InvalidInput(_("Name at least one person who joins the investigators."), field="members")
    present = {member.user_id: member for member in application.team.filter(left_at=None).select_related("user")}
    gone = [member.user for pk, member in present.items() if pk not in {person.pk for person in team}]
    new = [person for person in team if person.pk not in present]
    if not gone and not new:
        return
    _leave(application, gone, project, by)
    _join(application, new, project, by)
    record(project, joined=[person.username for person in new], left=[person.username for person in gone])


@service(says=_("No longer a major project: {reason}"))
def lift_major(*, project: MajorProject, reason: str, by: User) -> None:
    """Take the flag back with a reason; the joint team leaves, what it found stays."""
    application = locked(project.application)
    require(permissions.may_lead_major(by, application))
    reason = _said(reason)
    taken = MajorProject.objects.filter(pk=project.pk, lifted_at=None)
    if not taken.update(lifted_at=dates.now(), lifted_by=by, lift_reason=reason):
        raise TransitionRefused(_("This project is no longer flagged as major."))
    members = [member.user for member in application.team.filter(left_at=None).select_related("user")]
    _leave(application, members, project, by)
    drop_tasks(keys=[_task_key(project, application.lead_investigator)], reason=reason, by=by)
    application.is_major = False
    application.save(update_fields=["is_major"])
    record(project, reason=reason)


def _said(reason: str) -> str:
    reason = reason[:300]
    if len(reason) < 4:
        raise InvalidInput(_("Say in a few words why the project is major or complex."), field="reason")
    return reason


def _eligible(application: Application, members: Iterable[User]) -> list[User]:
    """The people asked for, without the investigators; whoever may decide on the case as its manager cannot join."""
    team = {person.pk: person for person in members if person.pk not in application.investigators}
    allowed = set(permissions.joint_team_of(application).filter(pk__in=team).values_list("pk", flat=True))
    for person in team.values():
        if person.pk not in allowed:
            raise InvalidInput(
                _("{name} cannot join: a joint team is made of account managers and risk officers.").format(
                    name=person.name
                ),
                field="members",
            )
    return list(team.values())


def _join(application: Application, people: list[User], project: MajorProject, by: User) -> None:
    TeamMember.objects.bulk_create(
        TeamMember(application=application, user=person, joined_at=dates.now(), added_by=by) for person in people
    )
    for person in people:
        _give_visit(application, person, project, by)


def _leave(application: Application, people: list[User], project: MajorProject, by: User) -> None:
    application.team.filter(left_at=None, user__in=people).update(left_at=dates.now())
    keys = [_task_key(project, person) for person in people]
    drop_tasks(keys=keys, reason=_("No longer on the joint team."), by=by)


def _give_visit(application: Application, person: User, project: MajorProject, by: User) -> None:
    open_task(
        assignee=person,
        kind="early_visit",
        title=Sentence(_("Joint first visit: {customer}"), customer=application.customer.name),
        why=project.reason,
        url=reverse("desk:case", args=[application.number]),
        case_uuid=application.uuid,
        due_on=project.visit_due_on,
        key=_task_key(project, person),
        by=by,
    )


def _task_key(project: MajorProject, person: User) -> str:
    return f"early_visit:{project.uuid}:{person.pk}"
