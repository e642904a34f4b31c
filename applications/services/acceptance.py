"""受理派工: accept, return or refuse what was submitted, and the answers to what was returned."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from applications import permissions
from applications.facts import Judged, judge, question_of
from applications.models import Application, DeclineCode, ReturnPoint
from applications.screening import open_hits
from applications.services.intake import expect_step, locked, mark_stage
from applications.states import Status
from core import dates
from core.documents import require_printable
from core.errors import InvalidInput, TransitionRefused, refuse_invalid
from core.service import record, require, service
from core.text import plain_text
from staff.models import User
from staff.roles import Role

LAST_DEADLINE = timedelta(days=365)
MOST_POINTS, SHORTEST_POINT = 20, 2
LONGEST_POINT = LONGEST_ANSWER = 300
TOO_LONG_POINT = _("A point has at most 300 characters. Put the rest on a line of its own.")


@service(says=_("Accepted. Lead investigator: {lead}, second: {second}, until {deadline}"))
def accept_application(
    *,
    application: Application,
    lead: User | None = None,
    second_investigator: User,
    deadline: date,
    purpose_agreed: bool = False,
    version: int | None = None,
    by: User,
) -> Application:
    """受理派工: assign the lead, the second investigator and a deadline in one act; without a `lead` its account manager.

    A purpose with a word that is not lent for is accepted only with `purpose_agreed`: the manager holds its explanation true.
    """
    application = locked(application)
    require(permissions.may_accept(by, application))
    expect_step(application, Status.ACCEPTED, version)
    lead = lead or application.lead_investigator
    question = question_of(judge(application))
    refuse_invalid(
        [
            *_assignment_problems(application, lead, second_investigator, deadline),
            *_own_problems(lead, second_investigator, by),
            *_purpose_problems(question, purpose_agreed),
            *(InvalidInput(sentence) for sentence in open_hits(application)),
        ]
    )
    agreed = {"purpose_agreed": question.exception.reason} if question and question.exception else {}
    assigned = {"lead": lead.name, "second": second_investigator.name, "deadline": deadline}
    mark_stage(application, Status.ACCEPTED, **assigned, **agreed)
    application.lead_investigator, application.second_investigator = lead, second_investigator
    application.accepted_by, application.accepted_at, application.deadline = by, dates.now(), deadline
    application.save(
        update_fields=["lead_investigator", "second_investigator", "deadline", "accepted_by", "accepted_at"]
    )
    return application


def _assignment_problems(application: Application, lead: User, second: User, deadline: date) -> Iterator[InvalidInput]:
    people = User.objects.with_role(Role.ACCOUNT_MANAGER, application.department)
    # Whoever opened the case goes on with it, also where the department has no role for them any more.
    if lead.pk != application.lead_investigator_id and not people.contains(lead):
        sentence = _("The lead investigator must be an active account manager of the case's department.")
        yield InvalidInput(sentence, field="lead")
    if second.pk == lead.pk:
        sentence = _("The second investigator must be another person than the lead.")
        yield InvalidInput(sentence, field="second_investigator")
    elif not people.contains(second):
        sentence = _("The second investigator must be an active account manager of the case's department.")
        yield InvalidInput(sentence, field="second_investigator")
    if deadline <= dates.today():
        yield InvalidInput(_("The deadline must lie in the future."), field="deadline")
    elif deadline > dates.today() + LAST_DEADLINE:
        yield InvalidInput(_("The deadline lies more than a year ahead. Check the year."), field="deadline")


def _own_problems(lead: User, second: User, by: User) -> Iterator[InvalidInput]:
    """Who accepts a case does not work on it."""
    for field, investigator in (("lead", lead), ("second_investigator", second)):
        if investigator.pk == by.pk:
            yield InvalidInput(_("You accept this case, so somebody else investigates it."), field=field)


def _purpose_problems(question: Judged | None, purpose_agreed: bool) -> Iterator[InvalidInput]:
    """A word of the list is a question to the account manager, and its answer one to the department manager."""
    if question is None:
        return
    if question.exception is None:
        sentence = _("The purpose names what is not lent for, and nobody has explained it. Return the application.")
        yield InvalidInput(sentence, field="purpose_agreed")
    elif not purpose_agreed:
        sentence = _("Say whether you agree with what is said of the purpose; else return or refuse the application.")
        yield InvalidInput(sentence, field="purpose_agreed")


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
    """Keep what has to change; every return names at least one point, and no more than can be answered."""
    written = [point.strip() for point in points if point.strip()]
    if not written:
        raise InvalidInput(_("Name at least one point that has to change."), field="points")
    if len(written) > MOST_POINTS:
        raise InvalidInput(_("Return at most {count} points at once.").format(count=MOST_POINTS), field="points")
    if any(len(point) > LONGEST_POINT for point in written):
        raise InvalidInput(TOO_LONG_POINT, field="points")
    if any(len(point) < SHORTEST_POINT for point in written):
        raise InvalidInput(_("Say in a few words what each point asks."), field="points")
    require_printable(points="".join(written))
    ReturnPoint.objects.bulk_create(
        ReturnPoint(application=application, round=application.round, text=text, made_by=by, made_at=dates.now())
        for text in written
    )


@service(says=_("Answered: {answer}"))
def answer_point(*, point: ReturnPoint, answer: str, by: User) -> None:
    """The account manager's or investigator's answer to a returned point; it stands once the case has gone on with it."""
    application = locked(point.application)
    require(permissions.may_answer(by, application))
    if point.answered_at and point.answered_at < application.status_since:
        raise TransitionRefused(_("The case has gone on since this was answered, so the answer stands."))
    if not answer:
        raise InvalidInput(_("Write what has changed."), field="answer")
    if len(answer) > LONGEST_ANSWER:
        raise InvalidInput(_("At most {count} characters.").format(count=LONGEST_ANSWER), field="answer")
    require_printable(answer=answer)
    point.answer, point.answered_at = answer, dates.now()
    point.save(update_fields=["answer", "answered_at"])
    record(point, answer=answer)


@service(says=_("Not accepted: {reason}"))
def decline_intake(
    *, application: Application, code: str, words: str = "", version: int | None = None, by: User
) -> Application:
    """不予受理: refuse a submitted application without an investigation.

    `code` is one of `DeclineCode`; another reason than those is said in words.
    """
    application = locked(application)
    require(permissions.may_accept(by, application))
    if application.status != Status.SUBMITTED:
        raise TransitionRefused(_("Only an application that waits for acceptance can be refused here."))
    expect_step(application, Status.DECLINED, version)
    words = plain_text(words)
    if code not in DeclineCode.values:
        raise InvalidInput(_("Choose one of those offered."), field="code")
    if code == DeclineCode.OTHER and len(words) < 2:
        raise InvalidInput(_("Give the reason in a few words."), field="words")
    require_printable(words=words)
    application.decline_code, application.end_reason = code, words[:300]
    application.save(update_fields=["decline_code", "end_reason"])
    mark_stage(application, Status.DECLINED, reason=application.why_ended, code=code)
    return application
