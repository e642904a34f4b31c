"""Who may act on customers. Each predicate returns "" or the reason why not."""

from django.utils.translation import gettext_lazy as _

from customers import providers
from customers.querysets.credit import READERS as CREDIT_READERS
from staff.roles import Role


def may_register(user):
    """Account managers open files; the file is kept in their department."""
    if not user.departments(Role.ACCOUNT_MANAGER):
        return _("Only account managers register customers.")
    return ""


def may_edit(user, customer):
    if customer.account_manager_id == user.pk and user.has_role(Role.ACCOUNT_MANAGER):
        return ""
    return _("{owner} keeps this file. Ask for the change there.").format(owner=customer.account_manager)


def may_enter_statement(user, customer):
    """The account manager, or whoever a later app names: the investigators of a running case."""
    if not may_edit(user, customer) or any(allows(user, customer) for allows in providers.MAY_ENTER):
        return ""
    return _("Statements are entered by {owner} or by an investigator of a running case.").format(
        owner=customer.account_manager
    )


def may_reveal(user, customer):
    """The owner of the file and the manager of its department; auditors and administrators read masked (S32)."""
    if customer.account_manager_id == user.pk and user.has_role(Role.ACCOUNT_MANAGER):
        return ""
    if customer.department_id in user.departments(Role.DEPARTMENT_MANAGER):
        return ""
    return _("Personal data in full is for the account manager of the file and the department manager only.")


def works_on(user, customer):
    """Whether this person works on a running case of the customer."""
    return any(works(user, customer) for works in providers.WORKS_ON)


def may_check(user, customer):
    """Consents, credit reports and checks: the account manager of the file and the people of a running case."""
    if not may_edit(user, customer) or works_on(user, customer):
        return ""
    return _(
        "Consents, credit reports and checks are entered by {owner} or by those who work on a running case."
    ).format(owner=customer.account_manager)


def may_read_credit(user):
    """What a bureau told is for those who judge credit."""
    if user.has_role(*CREDIT_READERS):
        return ""
    return _("Credit reports are for account managers, department managers, risk officers and auditors.")


def may_decide_hit(user, check):
    """A risk officer who neither works on a case of the customer nor entered the hit by hand."""
    if not user.has_role(Role.RISK_OFFICER):
        return _("Only a risk officer decides a hit.")
    if works_on(user, check.customer):
        return _("You work on a case of this customer, so you cannot decide its hits.")
    if check.checked_by_id == user.pk and not check.is_automatic:
        return _("You entered this hit yourself, so another risk officer decides it.")
    return ""


def may_read_list(user, which):
    """The lender's own lists: risk and auditors; the list of insiders the administrator as well."""
    if user.has_role(Role.RISK_OFFICER, Role.AUDITOR) or not may_keep_list(user, which):
        return ""
    return _("The lender's own lists are read by risk officers and auditors.")


def may_keep_list(user, which):
    """Risk keeps both lists; staff and related parties may be entered by the administrator too."""
    if user.has_role(Role.RISK_OFFICER):
        return ""
    if which == "insiders":
        is_admin = user.has_role(Role.ADMINISTRATOR)
        return "" if is_admin else _("This list is kept by risk officers and the administrator.")
    return _("The blacklist is kept by risk officers.")
