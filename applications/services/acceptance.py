"""受理派工: accept, return or refuse what was submitted, and the answers to what was returned."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from applications import permissions
from applications.models import Application, ReturnPoint
from applications.services.intake import end_case, expect_step, locked, mark_stage
from applications.states import Status
from core import dates
from core.documents import require_printable
from core.errors import InvalidInput, TransitionRefused
from core.service import record, require, service
from staff.models import User
from staff.roles import Role

LAST_DEADLINE = timedelta(days=365)


@service(says=_("Accepted. Second investigator: {second}, until {deadline}"))
def accept_application(
    *, application: Application, second_investigator: User, deadline: date, version: int | None = None, by: User
) -> Application:
    """受理派工: assign the lead, the second investigator and a deadline in one act."""
    application = locked(application)
    require(permissions.may_accept(by, application))
    expect_step(application, Status.ACCEPTED, version)
    if second_investigator.pk == application.lead_investigator_id:
        raise InvalidInput(
            _("The second investigator must be another person than the lead."), field="second_investigator"
        )
    if not User.objects.with_role(Role.ACCOUNT_MANAGER, application.department).contains(second_investigator):
        raise InvalidInput(
            _("The second investigator must be an active account manager of the case's department."),
            field="second_investigator",
        )
    if deadline <= dates.today():
        raise InvalidInput(_("The deadline must lie in the future."), field="deadline")
    if deadline > dates.today() + LAST_DEADLINE:
        raise InvalidInput(_("The deadline lies more than a year ahead. Check the year."), field="deadline")
    mark_stage(application, Status.ACCEPTED, second=second_investigator.name, deadline=deadline)
    application.second_investigator, application.deadline = second_investigator, deadline
    application.accepted_by, application.accepted_at = by, dates.now()
    application.save(update_fields=["second_investigator", "deadline", "accepted_by", "accepted_at"])
    return application


@service(says=_("Returned: {reason}"))
def return_application(
    *, application: Application, points: list[str], version: int | None = None, by: User
) -> Application:
    """Send a submitted application back to its account manager with what has to change."""
    application = locked(application)
    require(permissions.may_accept(by, application))
    expect_step(application, Status.DRAFT, version)
    add_return_points(application, points, by)
    mark_stage(application, Status.DRAFT, reason="；".join(point.strip() for point in points if point.strip())[:500])
    application.is_returned = True
    application.save(update_fields=["is_returned"])
    return application


def add_return_points(application: Application, points: list[str], by: User) -> None:
    """Keep what has to change; every return names at least one point."""
    written = [point.strip()[:300] for point in points if point.strip()]
    if not written:
        raise InvalidInput(_("Name at least one point that has to change."), field="points")
    require_printable(points="".join(written))
    ReturnPoint.objects.bulk_create(
        ReturnPoint(application=application, round=application.round, text=text, made_by=by, made_at=dates.now())
        for text in written
    )


@service(says=_("Answered: {answer}"))
def answer_point(*, point: ReturnPoint, answer: str, by: User) -> None:
    """The account manager's or investigator's answer to a returned point."""
    require(permissions.may_answer(by, locked(point.application)))
    answer = answer[:300]
    if not answer:
        raise InvalidInput(_("Write what has changed."), field="answer")
    require_printable(answer=answer)
    point.answer, point.answered_at = answer, dates.now()
    point.save(update_fields=["answer", "answered_at"])
    record(point, answer=answer)


@service(says=_("Not accepted: {reason}"))
def decline_intake(*, application: Application, reason: str, version: int | None = None, by: User) -> Application:
    """不予受理: refuse a submitted application without an investigation."""
    application = locked(application)
    require(permissions.may_accept(by, application))
    if application.status != Status.SUBMITTED:
        raise TransitionRefused(_("Only an application that waits for acceptance can be refused here."))
    expect_step(application, Status.DECLINED, version)
    end_case(application, Status.DECLINED, reason)
    return application
