"""Who may investigate, report, decide and confirm. Each predicate returns "" or the reason why not."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from applications.exposure import Exposure, exposure_of
from applications.models import AuthorityProfile
from applications.parameters import FULL_AUTHORITY, SMALL_AUTHORITY
from applications.states import Status
from collateral.parameters import APPRAISAL_MONTHS
from collateral.security import real_estate_carries
from core import parameters
from core.display import Sentence
from staff.models import User
from staff.roles import Role
from underwriting import authority

BELONGS = _("The decision belongs to the department manager and the risk officers.")
NOT_WAITING = _("This application is not waiting for a decision.")
SUSPENDED = _("This application is suspended. It goes on when the suspicion has been cleared.")


# The investigation


def may_investigate(user, application):
    """The two investigators of this case, with the joint team of a major one, until the report went up."""
    if user.pk not in application.investigators | application.joint_team:
        return _("Only the two investigators of this case may work on its investigation.")
    if application.status not in (Status.ACCEPTED, Status.INVESTIGATING):
        return Sentence(
            _("The investigation is closed: the case is now “{status}”."), status=Status(application.status).label
        )
    return ""


def may_write_opinion(user, application):
    """The lead writes; the second reads, signs, and may dissent."""
    if user.pk in application.workers and user.pk != application.lead_investigator_id:
        return _("The lead investigator writes the opinion. You can sign it, or sign it with a dissent.")
    return may_investigate(user, application)


def may_sign(user, application):
    """Each investigator for themselves, never one for the other."""
    if user.pk in application.joint_team - application.investigators:
        return _("The two investigators sign. What you found stands under your name in the checklist.")
    return may_investigate(user, application)


# The report


def may_submit_report(user, application):
    """The report and the initiation form go up by the lead investigator's hand."""
    if user.pk != application.lead_investigator_id:
        return _("Only the lead investigator submits the report.")
    return ""


def may_retry_report(user, application):
    """Whoever waits for the papers on the case's own side."""
    if user.pk not in application.workers:
        return _("Only the people of this case ask for its documents again.")
    return ""


# The decision


def route_of(application, exposure: Exposure | None = None) -> list[authority.Step]:
    """Who acts on this application and why; `exposure` spares summing it up again."""
    exposure = exposure or group_exposure(application)
    return authority.route(exposure.after, _authorities(application, exposure))


def _authorities(application, exposure: Exposure) -> tuple[authority.Authority, ...]:
    """The table of the product the application was opened under."""
    profile = application.product_version.authority_profile
    if profile == AuthorityProfile.RISK:
        return authority.always_risk()
    limits = parameters.values([FULL_AUTHORITY, SMALL_AUTHORITY, APPRAISAL_MONTHS])
    if profile == AuthorityProfile.STANDARD:
        return authority.up_to(limits[FULL_AUTHORITY])
    has_real_estate = real_estate_carries(application, exposure.request, months_valid=int(limits[APPRAISAL_MONTHS]))
    full, small = limits[FULL_AUTHORITY], limits[SMALL_AUTHORITY]
    # Above the small limit a guarantor makes no difference.
    is_asked = not has_real_estate and exposure.after <= small
    has_guarantor = not is_asked or application.guarantees.offered().exists()
    return authority.by_security(full, small, has_real_estate=has_real_estate, has_guarantor=has_guarantor)


def group_exposure(application, reader=None) -> Exposure:
    """What the borrower's related group owes and was promised, plus what the investigators suggest, as one may read it."""
    suggested = application.investigations.filter(round=application.round).values_list("amount", flat=True).first()
    request = suggested or application.amount or Decimal(0)
    if application.exposure_read is not None:
        return application.exposure_read.asking(request)
    return exposure_of(application.customer, request, reader=reader)


def step_due(application, steps: list[authority.Step] | None = None) -> authority.Step | None:
    """The step this round waits for; None when the last one was taken. `steps` spares computing the route again."""
    return authority.next_step(steps or route_of(application), _acted(application))


def _acted(application) -> dict[int, int]:
    """The levels that have acted in this round, each with the id of who did."""
    return dict(application.decisions.filter(round=application.round).values_list("level", "made_by"))


def _acted_by(application, step: authority.Step | None) -> frozenset[int]:
    """Who has acted in this round, as the step that is due knows it already."""
    if step is not None and step.acted_by is not None:
        return step.acted_by
    return frozenset(_acted(application).values())


def deciders(application, step: authority.Step | None) -> list[User]:
    """Who could act at a step: those with the role, without anybody who has a part in the case."""
    if step is not None and step.level == authority.RISK:
        held = User.objects.with_role(Role.RISK_OFFICER)
    else:
        held = User.objects.with_role(Role.DEPARTMENT_MANAGER, application.department)
    return list(held.exclude(pk__in=application.workers).exclude(pk__in=_acted_by(application, step)))


def may_act(user, application, step: authority.Step | None):
    """Why this person is not the one for this step; identity on the case comes before any role (design 4.1)."""
    refusal = _part_in_case(user, application, step)
    if refusal:
        return refusal
    manages = application.department_id in user.departments(Role.DEPARTMENT_MANAGER)
    if step is None or application.status != Status.IN_REVIEW:
        return "" if manages or user.has_role(Role.RISK_OFFICER) else BELONGS
    if step.level == authority.DEPARTMENT and not manages:
        return _("At this step the manager of the department acts.")
    if step.level == authority.RISK and not user.has_role(Role.RISK_OFFICER):
        return _("At this step a risk officer decides.")
    return ""


def may_decide(user, application):
    """Why this person may not decide now, the state of the case included."""
    if application.status != Status.IN_REVIEW:
        return NOT_WAITING
    if not user.has_role(Role.DEPARTMENT_MANAGER, Role.RISK_OFFICER):
        return _part_in_case(user, application, None) or BELONGS
    step = step_due(application)
    return may_act(user, application, step) or may_be_decided(application, step)


def may_be_decided(application, step: authority.Step | None):
    """Why nobody may decide now."""
    if step is None or application.status != Status.IN_REVIEW:
        return NOT_WAITING
    if application.is_suspended:
        return SUSPENDED
    return ""


def _part_in_case(user, application, step: authority.Step | None):
    """Separation of duties: whoever worked on this case, or acted in this round, decides nothing on it."""
    if user.pk in application.investigators:
        return _("You are an investigator on this case, so you cannot decide it.")
    if user.pk == application.account_manager_id:
        return _("You are the account manager of this case, so you cannot decide it.")
    if user.pk in application.workers:
        return _("You worked on the joint team of this case, so you cannot decide it.")
    if application.reports.filter(submitted_by=user).exists():
        return _("You submitted the report of this case, so you cannot decide it.")
    if user.pk in _acted_by(application, step):
        return _("You have already acted in this round. Nobody acts twice on one case.")
    return ""


def may_confirm_condition(user, condition):
    """Risk, or the manager of the department; never who investigated (domain practice, section 8)."""
    application = condition.decision.application
    if user.pk in application.workers:
        return _("You work on this case, so somebody else confirms its conditions.")
    if user.has_role(Role.RISK_OFFICER) or application.department_id in user.departments(Role.DEPARTMENT_MANAGER):
        return ""
    return _("Conditions are confirmed by a risk officer or by the manager of the department.")


def may_waive_condition(user, condition):
    """Only who asked for it can do without it."""
    return "" if condition.decision.made_by_id == user.pk else _("Only the person who set this condition can waive it.")
