"""Who may open, change, submit, accept, return. Each predicate returns "" or the reason why not."""

from django.utils.translation import gettext_lazy as _

from applications.states import Status
from staff.roles import Role


def may_open(user, customer):
    """Account managers open applications for their own customers."""
    if not user.has_role(Role.ACCOUNT_MANAGER):
        return _("Applications are opened by account managers.")
    if customer.account_manager_id != user.pk:
        return _("{owner} keeps this customer's file and opens its applications.").format(
            owner=customer.account_manager
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
    if user.pk not in {application.account_manager_id, *application.investigators}:
        return _("Points are answered by the people who work on the case.")
    if application.status not in (Status.DRAFT, Status.ACCEPTED, Status.INVESTIGATING):
        return _("The case has gone on: it is now “{status}”.").format(status=application.get_status_display())
    return ""


def may_accept(user, application):
    """Acceptance assigns the work: the department manager of the case, unless the case is their own."""
    if application.department_id not in user.departments(Role.DEPARTMENT_MANAGER):
        return _("The department manager of this case accepts it.")
    if user.pk in {application.account_manager_id, *application.investigators}:
        return _("You work on this case yourself, so you cannot accept it.")
    return ""


def may_write_exception(user, application):
    """The account manager on a draft, and the people of the case until the report goes up."""
    if application.status == Status.DRAFT:
        return may_edit_draft(user, application)
    if application.status not in (Status.ACCEPTED, Status.INVESTIGATING):
        return _("The case has gone on: it is now “{status}”.").format(status=application.get_status_display())
    if user.pk not in {application.account_manager_id, *application.investigators}:
        return _("Exceptions are written by the people who work on the case.")
    return ""


def may_configure(user):
    """Products and what is not lent for are the administrator's, and nobody else's (S13)."""
    if not user.has_role(Role.ADMINISTRATOR):
        return _("Products are configured by the administrator.")
    return ""
