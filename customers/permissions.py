"""Who may act on customers. Each predicate returns "" or the reason why not."""

from django.utils.translation import gettext_lazy as _

from customers import providers
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


def may_finish_import(user, run):
    """Whoever handed a spreadsheet in says whether it is taken over."""
    return "" if run.made_by_id == user.pk else _("This spreadsheet was handed in by somebody else.")


def may_relate(user, customer):
    """Relations are recorded by the account manager, or by an investigator of a running case."""
    if not may_edit(user, customer) or any(allows(user, customer) for allows in providers.MAY_ENTER):
        return ""
    return _("Relations are recorded by {owner} or by an investigator of a running case.").format(
        owner=customer.account_manager
    )


def may_end_relation(user, relation):
    """Whoever may record relations at one of its two ends."""
    ends = [party.customer for party in (relation.holder, relation.subject) if party.customer]
    refusals = [may_relate(user, customer) for customer in ends]
    return "" if "" in refusals else refusals[0]


def may_raise_tie(user, customer):
    """A tie to the lender's own people is raised by whoever works on the file, manages it or examines it."""
    manages = customer.department_id in user.departments(Role.DEPARTMENT_MANAGER)
    return "" if manages or user.has_role(Role.RISK_OFFICER) else may_relate(user, customer)


def may_rule_on_tie(user, tie):
    """Only risk clears it, and never whoever raised it (L3.4)."""
    if not user.has_role(Role.RISK_OFFICER):
        return _("Only a risk officer rules on a tie to the lender.")
    if tie.raised_by_id == user.pk:
        return _("You raised this warning, so another risk officer rules on it.")
    return ""
