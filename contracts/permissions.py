"""Who may prepare, sign, ask for, check and disburse. Each predicate returns "" or the reason why not."""

from django.utils.translation import gettext_lazy as _

from applications.states import Status
from contracts.states import ContractStatus, DrawdownStatus
from core.display import Sentence
from staff.roles import Role


def may_prepare(user, application):
    """The case's account manager prepares contracts and has them signed."""
    return "" if _is_manager_of(user, application) else _("Contracts are prepared by the account manager of the case.")


def may_request(user, contract):
    """The case's account manager asks for the money."""
    if _is_manager_of(user, contract.application):
        return ""
    return _("A drawdown is requested by the account manager of the case.")


def _is_manager_of(user, application) -> bool:
    return user.has_role(Role.ACCOUNT_MANAGER) and application.account_manager_id == user.pk


def not_valid(decision, day):
    """Why nothing is signed or first released on an approval on a day: its last one has passed."""
    if decision.is_valid_on(day):
        return ""
    return Sentence(_("The approval was valid until {day}; it must be decided anew."), day=decision.valid_until)


def not_voidable(contract, day):
    """Why this contract stays on a day: it is signed, and its approval valid, money has left, or finance has checked a drawdown."""
    if contract.status in {ContractStatus.DRAFTED, ContractStatus.PRINTED}:
        return ""
    is_unpaid = contract.status == ContractStatus.EFFECTIVE and contract.application.status == Status.CONTRACTED
    if not is_unpaid or contract.decision.is_valid_on(day):
        return _("A signed contract can be voided only when its approval has run out before any money left.")
    if contract.drawdowns.filter(status=DrawdownStatus.CHECKED).exists():
        return _("Finance has checked a drawdown of this contract: it is recorded as disbursed, or refused, first.")
    return ""


def may_check(user, drawdown):
    """A finance officer who had no other part in the case."""
    return _other_finance(user, drawdown) or (
        _("You requested this drawdown, so you cannot check it.") if drawdown.requested_by_id == user.pk else ""
    )


def may_disburse(user, drawdown):
    """Another finance officer than the one who checked: maker and checker are two people."""
    if drawdown.checked_by_id == user.pk:
        return _("You checked this drawdown, so another finance officer must disburse it.")
    return _other_finance(user, drawdown)


def _other_finance(user, drawdown):
    if not user.has_role(Role.FINANCE_OFFICER):
        return _("Money is released by finance officers only.")
    application = drawdown.contract.application
    if user.pk in application.workers:
        return _("You worked on this case, so you cannot release its money.")
    if application.decisions.filter(made_by=user).exists():
        return _("You decided on this case, so you cannot release its money.")
    return ""
