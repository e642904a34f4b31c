"""What applications add to the overview of a case: intake, returned points, the rules, the major project."""

from django.db.models import F

from applications import forms, permissions
from applications.facts import Judged
from applications.models import Application
from applications.rules import is_guarantor_unnamed
from applications.services.acceptance import MOST_POINTS
from applications.states import Status
from applications.views.eligibility import eligibility_of


def overview(request, application: Application) -> dict:
    """The context of `desk/case.html` that comes from applications."""
    rules = eligibility_of(request.user, application)
    found = _acceptance(request, application, rules["question"])
    return found | rules | {"major": _major(request, application)}


def _acceptance(request, application: Application, question: Judged | None) -> dict:
    """What the overview shows of intake: the forms of the department manager, and the points returned."""
    points = application.return_points.select_related("made_by")
    # Those of earlier returns are long answered: no open point may fall off the end.
    points = points.order_by(F("answered_at").desc(nulls_first=True), "-round", "pk")[:MOST_POINTS]
    context: dict = {"points": points, "may_answer": not permissions.may_answer(request.user, application)}
    if application.status == Status.SUBMITTED and not permissions.may_accept(request.user, application):
        first = {"version": application.version}
        context["acceptance"] = {
            "accept": forms.AcceptForm(application=application, question=question),
            "return": forms.ReturnForm(initial=first),
            "decline": forms.DeclineForm(initial=first, auto_id="decline_%s"),
            "is_guarantor_unnamed": is_guarantor_unnamed(application),
        }
    may_end = Status.WITHDRAWN in Application.TRANSITIONS[Status(application.status)]
    if may_end and not permissions.may_withdraw(request.user, application):
        context["withdrawal"] = forms.WithdrawForm(initial={"version": application.version}, auto_id="withdraw_%s")
    return context


def _major(request, application: Application) -> dict:
    """What the overview shows of a major project; the forms only for whoever may use them."""
    context: dict = {"team": list(application.team.filter(left_at=None).select_related("user").order_by("id"))}
    context["project"] = application.major_projects.filter(lifted_at=None).select_related("flagged_by").first()
    if not permissions.may_lead_major(request.user, application):
        if context["project"] is None:
            context["flag"] = forms.FlagMajorForm(application=application)
        else:
            present = {"members": [member.user_id for member in context["team"]]}
            context["change"] = forms.TeamForm(application=application, initial=present)
            context["lift"] = forms.LiftMajorForm(auto_id="lift_%s")
    return context
