"""What happens to open cases when their customer changes hands."""

from applications.models import Application
from applications.states import ENDED, Status
from core.service import record, take_version
from customers.models import Customer
from staff.models import User

# Before acceptance nobody investigates yet: the case goes to the new keeper whole.
UNASSIGNED = {Status.DRAFT, Status.SUBMITTED}


def follow_owner(customer: Customer, was: User, to: User) -> None:
    """Open cases go to the new keeper, drafts with their department; who investigates one goes on. Inside a service."""
    cases = Application.objects.select_for_update().filter(customer=customer, account_manager=was)
    for case in cases.exclude(status__in=[*ENDED, Status.DISBURSED]).order_by("pk"):
        case.account_manager = to
        if case.status in UNASSIGNED and case.lead_investigator_id == was.pk:
            case.lead_investigator = to
        if case.status == Status.DRAFT:
            case.department = customer.department
        take_version(case, None)
        case.save(update_fields=["account_manager", "lead_investigator", "department"])
        record(case, was=was.username, to=to.username, reason="")
