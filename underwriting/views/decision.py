"""The approval page: what was found beside what is decided; afterwards, the decisions and their conditions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from applications.models import Application
from applications.providers import case_page
from applications.states import AFTER_APPROVAL, Status
from core.errors import NotAllowed
from core.forms import DeskForm
from core.service import require
from core.views import refusals_on
from staff.models import User
from staff.roles import Role
from underwriting.forms.decision import STANDARD, ConditionFormSet, ConfirmForm, DecisionForm, WaiveForm
from underwriting.models import Condition, Outcome
from underwriting.permissions import may_act, may_confirm_condition, may_waive_condition, step_due
from underwriting.services.decision import confirm_condition, decide_application, terms_so_far, waive_condition
from underwriting.states import ConditionStatus
from underwriting.views import approval

DONE = {
    Outcome.APPROVED: _("Approved. The contract is prepared next."),
    Outcome.AGREED: _("Agreed. A risk officer decides now."),
    Outcome.RETURNED: _("Returned to the investigators with your points."),
    Outcome.DECLINED: _("Declined. The case is closed."),
}


@login_required
@require_http_methods(["GET", "POST"])
def decide(request, number):
    """Read and decide; whoever may not decide reads the same page without a form."""
    application = get_object_or_404(Application.objects.visible_to(request.user).with_names(), number=number)
    if request.method == "POST":
        return _decided(request, application)
    if application.status != Status.IN_REVIEW:
        return _room(request, application)
    context = approval.page(request.user, application)
    if context["refusal"]:
        return _page(request, context)
    return _page(request, context, *_forms(request, application, context["step"], context["report"]))


def _decided(request, application: Application):
    """Everything goes to the service, which knows who may; a refusal lands on the form, a wrong person is a 403."""
    if _was_decided_by(request, application):
        messages.info(request, _("You have decided this already."))
        return redirect("underwriting:decide", number=application.number)
    step = step_due(application)
    if may_act(request.user, application, step):
        # Whatever was sent: the service refuses and records it.
        sent = {"outcome": request.POST.get("outcome", ""), "reason": request.POST.get("reason", "")}
        decide_application(application=application, version=application.version, report=None, by=request.user, **sent)
    form, conditions = _forms(request, application, step, application.reports.order_by("-number").first())
    if form.is_valid() & conditions.is_valid():
        given = dict(form.cleaned_data)
        given.pop("has_read")
        report = application.reports.filter(uuid=given.pop("report")).first()
        asked = [entry.asked for entry in conditions if entry.asked]
        if report is None:
            form.add_error(None, _("There is a newer version of the report. Read it, then decide."))
            return _page(request, approval.page(request.user, application), form, conditions, status=409)
        with refusals_on(form):
            try:
                decision = decide_application(
                    application=application, report=report, conditions=asked, by=request.user, **given
                )
            except NotAllowed:
                # Two clicks at one moment: the other one was faster.
                if _was_decided_by(request, application):
                    return redirect("underwriting:decide", number=application.number)
                raise
            messages.success(request, DONE[Outcome(decision.outcome)])
            return redirect("underwriting:decide", number=application.number)
    return _page(request, approval.page(request.user, application), form, conditions, status=422)


def _was_decided_by(request, application: Application) -> bool:
    """Whether this is the second click of somebody whose first one has been recorded, and no further act."""
    outcome = Outcome.DECLINED if "decline" in request.POST else request.POST.get("outcome")
    made = application.decisions.filter(made_by=request.user)
    if application.status == Status.IN_REVIEW:  # agreed at the first level: the next one belongs to somebody else
        made = made.filter(outcome=outcome)
    return request.POST.get("report") in {str(uuid) for uuid in made.values_list("report__uuid", flat=True)}


def _forms(request, application: Application, step, report):
    """Both forms, filled from the terms that stand so far or from what was sent."""
    initial = {"version": application.version, "report": report.uuid if report else None}
    if report is not None:
        stands = terms_so_far(report)
        initial |= {name: getattr(stands, name) for name in ("amount", "term_months", "annual_rate", "method")}
    sent = request.POST if request.method == "POST" else None
    form = DecisionForm(sent, initial=initial, is_final=step is None or step.is_final)
    return form, ConditionFormSet(sent, prefix="conditions", form_kwargs={"owners": _owners(application)})


def _owners(application: Application):
    """Who can owe a condition: the people of the case, and finance."""
    people = application.workers
    finance = User.objects.with_role(Role.FINANCE_OFFICER).values("pk")
    return User.objects.filter(is_active=True).filter(Q(pk__in=people) | Q(pk__in=finance)).order_by("username")


def _page(request, context: dict, form=None, conditions=None, status: int = 200):
    told = " ".join(form.non_field_errors()) if form is not None else ""
    hits = [hit for hit in context["hits"] if hit not in told]
    context = {**context, "hits": hits, "form": form, "conditions": conditions, "standard": STANDARD}
    return render(request, "underwriting/approval.html", context, status=status)


def _room(request, application: Application, refused: tuple[Condition, DeskForm] | None = None):
    """The room of the case once nobody has to decide: every round's decisions, and the conditions of the last one."""
    conditions = Condition.objects.of(application).select_related("owner", "decision__application")
    is_shown = refused is not None or application.status in AFTER_APPROVAL
    context = {
        "case": case_page(request.user, application, "decision"),
        "decisions": application.decisions.select_related("made_by", "report").order_by("-round", "-level"),
        "conditions": [_row(request, application, row, refused) for row in conditions] if is_shown else [],
    }
    return render(request, "underwriting/decision_room.html", context, status=422 if refused else 200)


def _row(request, application: Application, condition: Condition, refused) -> dict:
    """A condition with the forms that this reader may send; the one that was refused as it was typed."""
    forms: dict[str, DeskForm] = {}
    if _is_open(application, condition):
        if not may_confirm_condition(request.user, condition):
            forms["confirm"] = ConfirmForm(**_own(condition), initial={"version": condition.version})
        if not may_waive_condition(request.user, condition):
            forms["waive"] = WaiveForm(**_own(condition))
    if refused is not None and refused[0].pk == condition.pk:
        forms["confirm" if isinstance(refused[1], ConfirmForm) else "waive"] = refused[1]
    return {"condition": condition, **forms}


def _own(condition: Condition) -> dict:
    """Each form of the page has its own ids."""
    return {"auto_id": f"condition-{condition.pk}-%s"}


def _is_open(application: Application, condition: Condition) -> bool:
    return application.status in AFTER_APPROVAL and condition.status == ConditionStatus.OPEN


@login_required
@require_POST
def confirm(request, uuid):
    """Say that a condition is met."""
    return _act_on(request, uuid, ConfirmForm, may_confirm_condition, confirm_condition, _("The condition is met."))


@login_required
@require_POST
def waive(request, uuid):
    """Do without a condition."""
    return _act_on(request, uuid, WaiveForm, may_waive_condition, waive_condition, _("The condition is waived."))


def _act_on(request, uuid, form_class, may, act, done):
    condition, application = _condition(request, uuid)
    form = form_class(request.POST, **_own(condition))
    if form.is_valid():
        with refusals_on(form):
            act(condition=condition, by=request.user, **form.cleaned_data)
            messages.success(request, done)
            return redirect("underwriting:decide", number=application.number)
    else:
        require(may(request.user, condition))
    return _room(request, application, (condition, form))


def _condition(request, uuid) -> tuple[Condition, Application]:
    condition = get_object_or_404(Condition.objects.select_related("decision__application"), uuid=uuid)
    seen = Application.objects.visible_to(request.user)
    return condition, get_object_or_404(seen, pk=condition.decision.application_id)
