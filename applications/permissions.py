"""Who may open, change, submit, accept, return. Each predicate returns "" or the reason why not."""

from django.utils.translation import gettext_lazy as _

from applications.states import BEFORE_APPROVAL, ENDED, Status
from core.display import Sentence
from staff.models import User
from staff.roles import Role


def may_open(user, customer):
    """Account managers open applications for their own customers."""
    if not user.has_role(Role.ACCOUNT_MANAGER):
        return _("Applications are opened by account managers.")
    if customer.account_manager_id != user.pk:
        return Sentence(
            _("{owner} keeps this customer's file and opens its applications."), owner=customer.account_manager
        )
    return ""


def may_edit_draft(user, application):
    if application.account_manager_id != user.pk or not user.has_role(Role.ACCOUNT_MANAGER):
        return _("Only the account manager of this application may change it.")
    return ""


def may_submit(user, application):
    return may_edit_draft(user, application)


def may_withdraw(user, application):
    """The customer's withdrawal is recorded by the account manager."""
    return may_edit_draft(user, application)


def may_answer(user, application):
    """Returned points are answered by the people of the case while it lies with them; afterwards they are history."""
    if user.pk not in {application.account_manager_id, *application.investigators, *application.joint_team}:
        return _("Points are answered by the people who work on the case.")
    if application.status not in (Status.DRAFT, Status.ACCEPTED, Status.INVESTIGATING):
        return Sentence(_("The case has gone on: it is now “{status}”."), status=Status(application.status).label)
    return ""


def may_accept(user, application):
    """Acceptance assigns the work: the department manager of the case, unless the case is their own."""
    if application.department_id not in user.departments(Role.DEPARTMENT_MANAGER):
        return _("The department manager of this case accepts it.")
    if user.pk in application.workers:
        return _("You work on this case yourself, so you cannot accept it.")
    return ""


def may_write_exception(user, application):
    """The account manager on a draft, and the people of the case until the report goes up."""
    if application.status == Status.DRAFT:
        return may_edit_draft(user, application)
    if application.status not in (Status.ACCEPTED, Status.INVESTIGATING):
        return Sentence(_("The case has gone on: it is now “{status}”."), status=Status(application.status).label)
    if user.pk not in {application.account_manager_id, *application.investigators}:
        return _("Exceptions are written by the people who work on the case.")
    return ""


def may_configure(user):
    """Products and what is not lent for are the administrator's, and nobody else's (S13)."""
    if not user.has_role(Role.ADMINISTRATOR):
        return _("Products are configured by the administrator.")
    return ""


def may_quote(user, application):
    """Plans are given by the account manager of the case and its investigators, until it is under contract."""
    people = {application.account_manager_id, *application.investigators}
    if not user.has_role(Role.ACCOUNT_MANAGER) or user.pk not in people:
        return _("Repayment plans are given by the account manager and the investigators of the case.")
    if application.status not in (*BEFORE_APPROVAL, Status.APPROVED):
        return Sentence(_("The case has gone on: it is now “{status}”."), status=Status(application.status).label)
    return ""


# Papers


def may_handle_papers(user, application):
    """The account manager of the case and its investigators take papers in, until the case has ended."""
    if not user.has_role(Role.ACCOUNT_MANAGER) or user.pk not in {
        application.account_manager_id,
        *application.investigators,
    }:
        return _("Papers are taken in by the account manager and the investigators of the case.")
    if application.status in ENDED:
        return _("The case has ended: its papers stay as they are.")
    return ""


def may_withdraw_page(user, page):
    """A wrong file is taken back by who uploaded it or the account manager of the case."""
    refusal = may_handle_papers(user, page.application)
    if not refusal and user.pk not in {page.attachment.uploaded_by_id, page.application.account_manager_id}:
        return _("A file is withdrawn by who uploaded it, or by the account manager of the case.")
    return refusal


def may_verify_paper(user, paper, version):
    """A second person: somebody of the case, its department manager or risk, never who received or uploaded it."""
    refusal = _may_check_papers(user, paper)
    if not refusal and version is not None and user.pk in version.hands:
        return _("You received this paper or uploaded a file of it, so another person must verify it.")
    return refusal


def may_clear_paper(user, paper, version):
    """The compliance check is a third person's: a risk officer who neither handed in nor verified the paper."""
    if not user.has_role(Role.RISK_OFFICER):
        return _("The compliance check of a paper belongs to the risk officers.")
    if version is not None and user.pk in version.hands | {version.verified_by_id}:
        return _("You received or verified this paper, so a third person must clear it.")
    return _may_check_papers(user, paper)


def may_waive_paper(user, paper):
    """A mandatory paper is waived by the department manager, who has no other part in the case; others by its people."""
    application = paper.application
    if application.status in ENDED:
        return _("The case has ended: its papers stay as they are.")
    if not paper.is_asked:
        return may_handle_papers(user, application)
    if application.department_id not in user.departments(Role.DEPARTMENT_MANAGER):
        return _("A paper the case needs is waived by the department manager only.")
    if user.pk in {application.account_manager_id, *application.investigators}:
        return _("You work on this case, so another department manager must waive its papers.")
    return ""


def _may_check_papers(user, paper):
    application = paper.application
    if application.status in ENDED:
        return _("The case has ended: its papers stay as they are.")
    is_of_case = user.pk in {application.account_manager_id, *application.investigators}
    is_manager = application.department_id in user.departments(Role.DEPARTMENT_MANAGER)
    if (is_of_case and user.has_role(Role.ACCOUNT_MANAGER)) or is_manager or user.has_role(Role.RISK_OFFICER):
        return ""
    return _("Papers are verified by the people of the case, the department manager or a risk officer.")


def may_lead_major(user, application):
    """The department manager of a submitted case flags it as major and names the joint team; not on a case of their own."""
    if application.department_id not in user.departments(Role.DEPARTMENT_MANAGER):
        return _("The department manager of this case says whether it is a major project.")
    if user.pk in application.workers:
        return _("You work on this case yourself, so you cannot flag it.")
    if application.status == Status.DRAFT or application.status in ENDED:
        return Sentence(
            _("A case is flagged while it runs. It is now “{status}”."), status=Status(application.status).label
        )
    return ""


def joint_team_of(application):
    """Who may be asked to join: account managers and risk officers, of any department, without the investigators."""
    people = User.objects.with_role(Role.ACCOUNT_MANAGER) | User.objects.with_role(Role.RISK_OFFICER)
    return people.exclude(pk__in=application.investigators).only("name", "username")


def may_take_over(user):
    """Old ledgers are taken over by department managers, for the customers of their departments."""
    if user.departments(Role.DEPARTMENT_MANAGER):
        return ""
    return _("An old ledger is taken over by a department manager.")
