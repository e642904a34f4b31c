"""What contracts add to the case page, and what follows a disbursement in the apps that come later."""

from collections.abc import Callable, Collection
from decimal import Decimal

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Application
from applications.providers import Action, Lack, Room
from applications.states import AFTER_APPROVAL, Status
from contracts import permissions
from contracts.models import Drawdown, LoanContract
from contracts.states import ContractStatus, DrawdownStatus
from core import dates, parameters
from core.numbering import shown
from customers.providers import Thing
from staff.models import User
from staff.roles import Role

AFTER_DISBURSEMENT: list[Callable] = []
WITH_VOID = {Status.LAPSED, Status.WITHDRAWN}
ROOM = Room(
    "contract",
    gettext_lazy("Contract and release"),
    "contracts:room",
    70,
    lambda a: a.status in AFTER_APPROVAL or (a.status in WITH_VOID and a.contracts.exists()),
)


def contract_of(application: Application) -> LoanContract | None:
    """The contract in use, if any."""
    return application.contracts.alive().select_related("document", "decision").first()


def run_out(application: Application, contract: LoanContract | None) -> str:
    """Why nothing goes on between the approval and the first money: the approval has run out."""
    if application.status not in {Status.APPROVED, Status.CONTRACTED}:
        return ""
    decision = contract.decision if contract else application.decisions.in_force().first()
    return str(permissions.not_valid(decision, dates.today())) if decision else ""


def lacks(application: Application) -> list[Lack]:
    """What stands between the approval and the money."""
    if application.status not in {Status.APPROVED, Status.CONTRACTED}:
        return []
    contract, room = contract_of(application), reverse("contracts:room", args=[application.number])
    due = dates.add_working_days(dates.today(), int(parameters.value("signing_days")))
    who = application.account_manager.name
    if over := run_out(application, contract):
        return [Lack(_("A valid approval"), over, None, room, _("Open"))]
    if contract is None:
        return [
            Lack(_("Loan contract"), _("From {who}").format(who=who), due, room, _("Prepare"), permissions.may_prepare)
        ]
    if contract.status in {ContractStatus.DRAFTED, ContractStatus.PRINTED}:
        return [
            Lack(
                _("Signatures under the contract"),
                _("From the borrower, through {who}").format(who=who),
                due,
                room,
                _("Open"),
            )
        ]
    waiting = list(contract.drawdowns.open())
    if not waiting and contract.status == ContractStatus.EFFECTIVE:
        return [Lack(_("Request for the money"), _("From {who}").format(who=who), due, room, _("Open"))]
    return [
        Lack(
            _("Check by finance")
            if entry.status == DrawdownStatus.REQUESTED
            else _("Disbursement by another finance officer"),
            _("From finance"),
            dates.today(),
            reverse("contracts:drawdown", args=[entry.number]),
            _("Open"),
        )
        for entry in waiting
    ]


def actions(application: Application, user: User, missing: list[Lack]) -> list[Action]:
    """The next step of this reader between approval and release."""
    room = reverse("contracts:room", args=[application.number])
    contract = contract_of(application) if application.status in {Status.APPROVED, Status.CONTRACTED} else None
    over = run_out(application, contract)
    if over and contract is not None and not permissions.may_prepare(user, application):
        refusal = permissions.not_voidable(contract, dates.today())
        return [Action(_("Void this contract"), room, refusal=refusal, note=over)]
    if application.status == Status.APPROVED and not permissions.may_prepare(user, application):
        if contract is None:
            return [Action(_("Prepare the contract"), room, refusal=over)]
        waits = _("The contract is still being printed.") if contract.status == ContractStatus.DRAFTED else ""
        return [Action(_("Record the signing"), room, refusal=waits)]
    if contract is None or application.status != Status.CONTRACTED:
        return []
    waiting = list(contract.drawdowns.open())
    if not permissions.may_request(user, contract) and not waiting:
        return [Action(_("Request the drawdown"), room)]
    for entry in waiting:
        url = reverse("contracts:drawdown", args=[entry.number])
        if entry.status == DrawdownStatus.REQUESTED and not permissions.may_check(user, entry):
            return [Action(_("Check the drawdown"), url)]
        if entry.status == DrawdownStatus.CHECKED and user.has_role(Role.FINANCE_OFFICER):
            return [Action(_("Disburse the drawdown"), url, refusal=permissions.may_disburse(user, entry))]
    return []


def holder(application: Application) -> str | None:
    """Who has to act between approval and release."""
    if application.status not in {Status.APPROVED, Status.CONTRACTED}:
        return None
    contract = contract_of(application)
    if contract is not None and contract.drawdowns.open().exists():
        return _("finance")
    return application.account_manager.name


def promised(customers: Collection[int]) -> dict[int, Decimal]:
    """Yuan disbursed of running approvals, taken off what underwriting counts as approved and not yet disbursed."""
    drawn = Drawdown.objects.filter(
        contract__application__customer__in=customers,
        contract__application__status__in=[Status.APPROVED, Status.CONTRACTED],
        status=DrawdownStatus.DISBURSED,
    ).order_by()
    sums = drawn.values_list("contract__application__customer").annotate(total=Sum("amount"))
    return {customer: -total for customer, total in sums}


def contracts_as_things(customer, user: User) -> list[Thing]:
    """The contracts of a customer that a contact may be about: a negotiation ends in one."""
    rows = LoanContract.objects.visible_to(user).filter(application__customer=customer).select_related("application")
    return [
        Thing(
            row.uuid,
            f"{shown(row.number)} {row.get_status_display()}",
            reverse("contracts:room", args=[row.application.number]),
        )
        for row in rows.order_by("-id")[:50]
    ]
