"""Who may act on customers. Each predicate returns "" or the reason why not."""

from django.utils.translation import gettext_lazy as _

from customers import providers
from customers.models import Customer
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


def may_log_contact(user, customer):
    """Account managers who see the file, and the manager of its department."""
    if not user.has_role(Role.ACCOUNT_MANAGER) and customer.department_id not in user.departments(
        Role.DEPARTMENT_MANAGER
    ):
        return _("Contacts are written down by account managers and the department manager.")
    if not Customer.objects.visible_to(user).filter(pk=customer.pk).exists():
        return _("This file is not open to you.")
    return ""


def may_plan_visit(user, customer):
    return may_log_contact(user, customer)


def may_correct_contact(user, contact):
    """Whoever wrote the entry, or the account manager of the file."""
    if contact.logged_by_id == user.pk or not may_edit(user, contact.customer):
        return ""
    return _("{who} wrote this. Ask for the correction there.").format(who=contact.logged_by)


def may_change_visit(user, visit):
    """Whose visit it is, or the manager of the department."""
    if visit.account_manager_id == user.pk or visit.customer.department_id in user.departments(Role.DEPARTMENT_MANAGER):
        return ""
    return _("{who} planned this visit.").format(who=visit.account_manager)


def may_mark(user, customer):
    """The account manager of the file and the department manager set and lift marks."""
    if not may_edit(user, customer) or customer.department_id in user.departments(Role.DEPARTMENT_MANAGER):
        return ""
    return _("Marks are set by {owner} and by the department manager.").format(owner=customer.account_manager)


def may_consult(user):
    """Account managers and department managers answer questions; the entry is kept in their department."""
    if user.departments(Role.ACCOUNT_MANAGER) or user.departments(Role.DEPARTMENT_MANAGER):
        return ""
    return _("Consultations are registered by account managers and department managers.")


def may_follow_consultation(user, consultation):
    """Whoever registered it, or the manager of the department."""
    if consultation.account_manager_id == user.pk or consultation.department_id in user.departments(
        Role.DEPARTMENT_MANAGER
    ):
        return ""
    return _("{who} follows this consultation.").format(who=consultation.account_manager)
