"""Who may post, reverse and mark receipts. Each predicate returns "" or the reason why not."""

from django.utils.translation import gettext_lazy as _

from staff.roles import Role


def may_post(user, loan):
    """A finance officer who does not look after this loan."""
    if not user.has_role(Role.FINANCE_OFFICER):
        return _("Repayments are posted by finance officers only.")
    if loan.account_manager_id == user.pk:
        return _("You look after this loan, so somebody else in finance posts its repayments.")
    return ""


def may_reverse(user, posting):
    """Another finance officer than the one who posted: a correction takes two people."""
    if refusal := may_post(user, posting.loan):
        return refusal
    if posting.posted_by_id == user.pk:
        return _("You posted this repayment, so another finance officer must reverse it.")
    return ""


def may_mark(user):
    """Finance says that a day's receipts are all posted."""
    return "" if user.has_role(Role.FINANCE_OFFICER) else _("Receipts are marked as posted by finance officers only.")
