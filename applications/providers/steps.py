"""What applications themselves add to the frame: what a step lacks, who takes it and who holds the ball."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from applications import permissions
from applications.facts import judge
from applications.labels import rule_name, rule_sentence
from applications.models import Application
from applications.providers.parts import RETURNED, Action, Lack
from applications.rules import submission_lacks, unanswered
from applications.screening import screening_lacks
from applications.states import Status
from core import dates, parameters
from staff.models import User
from staff.roles import Role


def draft_lacks(application: Application) -> list[Lack]:
    """What a draft still needs, and who answers a submitted one."""
    if application.status == Status.DRAFT:
        edit = reverse("applications:edit", args=[application.number])
        checks = reverse("applications:checks", args=[application.number])
        return [
            Lack(sentence, "", None, checks, gettext("Open"))
            if name == "checks"
            else Lack(sentence, "", None, f"{edit}#id_{name}", gettext("Fill in"), permissions.may_edit_draft)
            for name, sentence in submission_lacks(application)
        ]
    if application.status == Status.SUBMITTED and application.submitted_at:
        days = int(parameters.value("acceptance_days"))
        due = dates.add_working_days(timezone.localdate(application.submitted_at), days)
        return [Lack(_("Acceptance by the department manager"), _managers(application), due)]
    return []


def answer_lacks(application: Application) -> list[Lack]:
    """The answers owed to who returned the case, each with its point, while it lies with its people."""
    if application.status not in {Status.DRAFT, Status.ACCEPTED, Status.INVESTIGATING}:
        return []
    what, due = gettext("Answer to what was returned"), application.deadline
    url = reverse("desk:case", args=[application.number]) + RETURNED
    return [Lack(what, point, due, url, gettext("Answer"), permissions.may_answer) for point in unanswered(application)]


def release_lacks(application: Application) -> list[Lack]:
    """Checks that do not hold on the day of the release; they are asked again from the decision on."""
    if application.status not in {Status.APPROVED, Status.CONTRACTED}:
        return []
    checks = reverse("applications:checks", args=[application.number])
    return [
        Lack(sentence, gettext("Needed for the release"), None, checks, gettext("Open"))
        for sentence in screening_lacks(application)
    ]


def draft_actions(application: Application, user, missing: list[Lack]) -> list[Action]:
    """Submit or go on with a draft; accept what was submitted."""
    if application.status == Status.DRAFT and not permissions.may_submit(user, application):
        edit = Action(_("Continue the draft"), reverse("applications:edit", args=[application.number]))
        lacking = len(missing)
        refusal = ""
        if lacking:
            refusal = ngettext("Not yet: {count} thing is missing.", "Not yet: {count} things are missing.", lacking)
            refusal = refusal.format(count=lacking)
        url = reverse("applications:submit", args=[application.number])
        return [Action(_("Submit the application"), url, posts=True, refusal=refusal), edit]
    if application.status == Status.SUBMITTED and not permissions.may_accept(user, application):
        return [Action(_("Accept and assign"), "#acceptance")]
    return []


def eligibility_lacks(application: Application) -> list[Lack]:
    """What of the eligibility rules keeps the report from going up, while the case is investigated."""
    if application.status not in (Status.ACCEPTED, Status.INVESTIGATING):
        return []
    case = reverse("desk:case", args=[application.number]) + "#eligibility"
    lacks_ = []
    for answer in judge(application):
        if not answer.holds_report:
            continue
        what, why = rule_name(answer.result.rule), rule_sentence(answer.result)
        if answer.lacks_exception:
            lacks_.append(Lack(what, why, None, case, _("Write the exception"), permissions.may_write_exception))
        else:
            lacks_.append(Lack(what, why, None, answer.place or case, _("Fill in"), answer.may))
    return lacks_


def first_holder(application: Application) -> str | None:
    """Who holds the ball before the investigation."""
    if application.status == Status.DRAFT:
        return application.account_manager.name
    return _managers(application) if application.status == Status.SUBMITTED else None


def _managers(application: Application) -> str:
    names = User.objects.with_role(Role.DEPARTMENT_MANAGER, application.department).values_list("name", flat=True)
    return pgettext("between words of a list", ", ").join(names)
